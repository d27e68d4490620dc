"""The very rows behind a number: counted by the same conditions as the sums, so their count is the number."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from core.db.store import Row
from core.desk import Desk
from core.kpi.rules import Period
from core.kpi.scope import Scope, scope_of
from core.sums.scan import CONTINGENT, Scan, end_of
from core.sums.slices import placed, quality_letters, results_found, sections_of
from schemas.base import Id

Part = Literal["counted", "rest"]
NOW = date.max  # everything known, as the stored state is


def drill(desk: Desk, code: str, period: Period, part: Part = "counted", department: Id | None = None) -> list[Row]:
    """Rows of the numerator («counted») or of what the denominator holds beside it («rest»), in the user's scope.

    contingent: {student, number, name, programme, department, year, status}; debts: the same with {discipline, term,
    since}; sheets_on_time: {sheet, number, discipline, section, due, closed_at, status}; pass_rate and quality_rate:
    {student, number, name, discipline, letter, final_grade, on}; load: {section, code, discipline, teacher, kind,
    students}. Labels are stored Texts. Raises Forbidden for a department that is not the user's.
    """
    scope, scan = scope_of(desk, department), Scan(desk.store, desk.today())
    if code == "contingent":
        return _people(scan, scope, period) if part == "counted" else []
    if code == "debts":
        return _debts(scan, scope, period) if part == "counted" else []
    if code == "sheets_on_time":
        return _sheets(scan, scope, period, part)
    if code in ("pass_rate", "quality_rate"):
        return _results(scan, scope, period, code, part)
    return _sections(scan, scope, period) if part == "counted" else []


def _people(scan: Scan, scope: Scope, period: Period) -> list[Row]:
    where = None if period.day else {"studies.status": {"$in": list(CONTINGENT)}}
    found = [s for _, s in scan.studies_on([period.day or NOW], where) if scope.holds(s)]
    return _named(scan, found)


def _debts(scan: Scan, scope: Scope, period: Period) -> list[Row]:
    found = [d for _, d in scan.debts_on([period.day or NOW]) if scope.holds(d)]
    return _named(scan, [{**d, "discipline": d["discipline"]["label"]} for d in found])


def _named(scan: Scan, found: list[Row]) -> list[Row]:
    ids = sorted({s["student"] for s in found})
    rows = scan.store.rows("students", {"_id": {"$in": ids}}, {"number": 1, "name": 1, "search.key": 1})
    people = {r["_id"]: r for r in rows}
    out = [{**s, "number": people[s["student"]]["number"], "name": full(people[s["student"]])} for s in found]
    return sorted(out, key=lambda s: people[s["student"]]["search"]["key"])


def full(row: Row) -> str:
    """A person's name in one line."""
    return " ".join(p for p in (row["name"][k] for k in ("last", "first", "middle")) if p)


def _sheets(scan: Scan, scope: Scope, period: Period, part: Part) -> list[Row]:
    where = {
        "term_code": {"$in": [code for _, code in period.terms]}, "status": {"$ne": "cancelled"},
        "due": {"$lt": scan.today.isoformat(), "$ne": None},
    }  # fmt: skip
    fields = {k: 1 for k in ("number", "discipline", "section", "department", "faculty", "due", "closed_at", "status")}
    out = []
    for row in scan.store.rows("grade_sheets", where, fields, [("number", 1)]):
        if not scope.holds(unit_of(scan, row)):
            continue
        closed = row.get("closed_at") if row["status"] == "closed" else None
        on_time = closed is not None and closed < end_of(date.fromisoformat(row["due"]))
        if on_time == (part == "counted"):
            out.append({
                "sheet": row["_id"], "number": row["number"], "discipline": row["discipline"]["label"],
                "section": row["section"]["label"], "due": row["due"], "closed_at": closed, "status": row["status"],
            })  # fmt: skip
    return out


def unit_of(scan: Scan, row: Row) -> Row:
    """The department and faculty of a document that names both as references."""
    department = (row.get("department") or {}).get("id")
    return {"department": department, "faculty": scan.faculty(department, (row.get("faculty") or {}).get("id"))}


def _results(scan: Scan, scope: Scope, period: Period, code: str, part: Part) -> list[Row]:
    record = "$studies.record"
    keep: dict[str, Any] = {k: f"{record}.{k}" for k in ("section", "rules", "letter", "state", "on", "final_grade")}
    keep |= {"student": "$_id", "discipline": f"{record}.discipline.label", "number": "$number", "name": "$name"}
    keep |= {"department": "$studies.department.id", "faculty": "$studies.faculty.id", "row": f"{record}.id"}
    pipeline = [
        *results_found(scan, [c for _, c in period.terms]),
        {"$match": {"studies.record.state": {"$in": ["passed", "failed"]}}},
        {"$project": {**keep, "_id": 0}},
    ]
    good, out = quality_letters(scan), []
    found = scan.store.aggregate("students", pipeline)
    places = sections_of(scan, (row.get("section") for row in found))
    for row in found:
        department, faculty = placed(scan, row, places)
        if not scope.holds({"department": department, "faculty": faculty}):
            continue
        if code == "pass_rate":
            counts = row["state"] == "passed"
        else:
            counts = (row["rules"], row["letter"]) in good
        if counts == (part == "counted"):
            out.append({
                "student": row["student"], "number": row["number"], "name": full(row), "discipline": row["discipline"],
                "letter": row["letter"], "final_grade": row.get("final_grade"), "on": row["on"],
            })  # fmt: skip
    return sorted(out, key=lambda r: (r["name"], r["on"]))


def _sections(scan: Scan, scope: Scope, period: Period) -> list[Row]:
    where = {"term.id": {"$in": [id for id, _ in period.terms]}}
    fields = {k: 1 for k in ("code", "discipline", "teacher", "department", "faculty", "kind", "members.number")}
    return [
        {
            "section": r["_id"], "code": r["code"], "discipline": r["discipline"]["label"],
            "teacher": (r.get("teacher") or {}).get("label"), "kind": r["kind"], "students": len(r["members"]),
        }
        for r in scan.store.rows("sections", where, fields, [("code", 1)]) if scope.holds(unit_of(scan, r))
    ]  # fmt: skip
