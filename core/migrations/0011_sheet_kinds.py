"""Kinds of sheet as domain.md 3 has them: a graded test is judged as an exam, a course work and a practice are signed
by the supervisor, an exam says who is admitted. Sheets keep the form they were opened by."""

from __future__ import annotations

from typing import Any

from core.db.codec import plain
from core.kinds.shipped import entries
from schemas.kinds import Sort

# kind → what it was shipped with before, by field of its body; columns by their codes
WAS: dict[str, dict[str, Any]] = {
    "exam": {"controls": ["exam", "state_exam", "graded_test"], "columns": ["midterm_1", "midterm_2", "score"]},
    "graded_test": {"controls": [], "judge": "alone", "columns": ["score"]},
    "practice_sheet": {"signs": ["examiner", "department"], "columns": ["base", "score"]},
    "course_work": {"signs": ["examiner"], "period": None},
}


def up(db: Any) -> list[tuple[str, str]]:
    """Every version of a shipped kind in which all of this still stands as it was shipped; what the office changed of
    one stays whole as the office wants it."""
    shipped = {k.code: plain(k.body) for k in entries() if k.sort is Sort.sheet and k.code in WAS}
    changed = []
    for row in db.kinds.find({"sort": "sheet", "code": {"$in": list(WAS)}}):
        was, body, new = WAS[row["code"]], row["body"], shipped[row["code"]]
        if {f: _told(body, f) for f in was} == was:
            where = {"_id": row["_id"], "revision": row["revision"]}
            update = {f"body.{f}": _columns(body, new) if f == "columns" else new[f] for f in was}
            db.kinds.update_one(where, {"$set": update, "$inc": {"revision": 1}})
            changed.append(("kinds", str(row["_id"])))
        elif all(_told(body, f) == _told(new, f) for f in was):  # begun anew after a crash: changed, not sealed yet
            changed.append(("kinds", str(row["_id"])))
    return changed


def _told(body: dict[str, Any], field: str) -> Any:
    return [c["code"] for c in body["columns"]] if field == "columns" else body.get(field)


def _columns(body: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The shipped columns; one that was there keeps its heading."""
    held = {c["code"]: c for c in body["columns"]}
    return [held.get(c["code"], c) for c in new["columns"]]
