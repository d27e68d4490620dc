"""A file of people: who is new, what changes on a card, who stays as he is. The key is the student's
number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import history, jobs
from core.db.codec import plain
from core.db.store import Row, Store
from core.errors import Problems
from core.fields import describe, personal_paths
from core.imports.plan import CHANGED, CREATED, Plan, Sheet, Values, by_key
from core.tx import personal_row
from schemas.base import is_token
from schemas.student import Name, Profile, StudyProfile

# Since when a card is true whose day of admission nobody knows: older than any result that may follow.
BEGINNING = date(1900, 1, 1).isoformat()
_BLANK: Row = plain(Profile(number="-", name=Name(last="-", first="-"), iin_absent_reason="-")) | {
    "number": "", "name": plain(Name(last="-", first="-")) | {"last": "", "first": ""}, "iin_absent_reason":
    "",
}  # fmt: skip
_STUDY: Row = plain(StudyProfile(id="-"))
FIELDS: Row = {"events": 0, "studies.record": 0, "studies.totals": 0, "search": 0, "papers": 0}


def fill(made: Plan, sheet: Sheet, store: Store) -> None:
    """Decide for every row and prepare the events. An empty cell leaves what is stored; a constant of the
    preset fills new cards only."""
    rows = _unique(made, sheet)
    known = {r["number"]: r for r in by_key(store, "students", "number", [v["number"] for _, v in rows], FIELDS)}
    undone = {r["_id"] for r in store.rows("jobs", {"state": "undone"}, {"_id": 1})}
    _same_iin(made, sheet, rows, known, store)
    faculties = _faculties(store)
    for at, values in rows:
        if made.verdicts[at] == "problem":
            continue
        if values.get("study.department") and "study.faculty" not in values:
            values["study.faculty"] = faculties.get(values["study.department"]["id"])
        row = known.get(values["number"])
        if row is None or row.get("hidden") in undone:
            _new(made, sheet, at, values, row)
        elif row.get("merged"):
            made.problem(at, sheet.columns["number"], "records.number_joined", number=row["number"])
        elif row.get("pending"):
            made.problem(at, sheet.columns["number"], "imports.student_busy", number=row["number"])
        else:
            _old(made, sheet, at, values, row, store)


def _unique(made: Plan, sheet: Sheet) -> list[tuple[int, Values]]:
    first: dict[str, int] = {}
    rows = []
    for at, values in enumerate(sheet.rows):
        if values is None:
            continue
        before = first.setdefault(values["number"], at)
        if before != at:
            number = made.table.numbers[before]
            made.problem(at, sheet.columns.get("number", ""), "imports.key_twice", first=number)
        else:
            rows.append((at, values))
    return rows


def _same_iin(made: Plan, sheet: Sheet, rows: list[tuple[int, Values]], known: dict[str, Row], store: Store) -> None:
    first: dict[str, int] = {}
    for at, values in rows:
        if iin := values.get("iin"):
            before = first.setdefault(iin, at)
            if before != at:
                number = made.table.numbers[before]
                made.problem(at, sheet.columns["iin"], "imports.iin_twice", first=number)
    owners = {r["iin"]: r["number"] for r in by_key(store, "students", "iin", list(first), {"iin": 1, "number": 1})}
    for iin, at in first.items():
        values = sheet.rows[at] or {}
        if owners.get(iin, values["number"]) != values["number"]:
            made.problem(at, sheet.columns["iin"], "imports.iin_of_other", number=owners[iin])


def _faculties(store: Store) -> dict[str, Any]:
    return {r["_id"]: r.get("parent") for r in store.rows("departments", {"parent": {"$ne": None}}, {"parent": 1})}


def _new(made: Plan, sheet: Sheet, at: int, values: Values, row: Row | None) -> None:
    profile: Row = {k: {**v} if isinstance(v, dict) else v for k, v in _BLANK.items()}
    study = {**_STUDY, "id": made.new_id()}
    for path, value in values.items():
        if path.startswith("study."):
            study = history.put(study, path[6:].split("."), value)
        elif "." in path:
            outer, inner = path.split(".")
            profile[outer] = {**(profile[outer] or {}), inner: value}
        else:
            profile[path] = value
    if not _valid(made, sheet, at, profile) or not _own_given(made, at, values):
        return
    id = row["_id"] if row else made.new_id()
    personal = []
    for path in personal_paths(Profile):
        value = history.pick(profile, path.split("."))
        if value:
            kept = personal_row(id, path, value, made.new_id())
            personal.append(kept)
            profile = history.put(profile, path.split("."), kept["_id"])
    made.verdicts[at] = CREATED
    event = ("admitted", study["admitted_on"] or BEGINNING, {"profile": profile, "study": study})
    made.works.append(
        jobs.Work(
            id, profile["number"], row["revision"] if row else 0, row["event_hash"] if row else "", [event],
            revives=row is not None, personal=personal,
        )
    )  # fmt: skip


def _old(made: Plan, sheet: Sheet, at: int, values: Values, row: Row, store: Store) -> None:
    study = study_of(row)
    after: Row = row
    changes, personal = [], []
    for path, value in values.items():
        if path not in sheet.columns and path != "study.faculty" or path == "number":
            continue
        if path.startswith("study."):
            if study is None:
                continue
            path = f"studies.{study}.{path[6:]}"
        was = history.pick(row, path.split("."))
        if path in personal_paths(Profile) and is_token(was):
            kept = store.one("personal", {"_id": was})
            if kept and kept["value"] == value:
                continue
        if was == value:
            continue
        after = history.put(after, path.split("."), value)
        now = value
        if path in personal_paths(Profile) and value:
            personal.append(personal_row(row["_id"], path, value, made.new_id()))
            now = personal[-1]["_id"]
        changes.append({"field": path, "was": was, "now": now})
    if not changes or not _valid(made, sheet, at, {k: after.get(k) for k in Profile.model_fields if k in after}):
        return
    made.verdicts[at] = CHANGED
    made.changes[at] = [(c["field"], c["was"], history.pick(after, c["field"].split("."))) for c in changes]
    event = ("profile_edited", made.today.isoformat(), {"changes": changes})
    made.works.append(
        jobs.Work(row["_id"], row["number"], row["revision"], row["event_hash"], [event], personal=personal)
    )


def _own_given(made: Plan, at: int, values: Values) -> bool:
    """Has a new card every field of the office's own that is required today?"""
    own = [*describe(Profile), *(replace(s, path=f"study.{s.path}") for s in describe(StudyProfile))]
    missing = [s for s in own if s.own and s.required and s.path not in values]
    for spec in missing:
        made.problem(at, spec.label("kk"), "errors.field.missing")
    return not missing


def study_of(row: Row) -> str | None:
    """The study a file speaks of: the one in progress, else the newest."""
    studies = row["studies"]
    going = [s for s in studies if s["status"] == "active"] or studies
    return going[-1]["id"] if going else None


def _valid(made: Plan, sheet: Sheet, at: int, profile: Row) -> bool:
    try:
        Profile.model_validate(profile)
    except ValidationError as e:
        for p in Problems.of(e).problems:
            made.problem(at, sheet.columns.get(p.field, "") or sheet.columns.get("iin", ""), p.key, **p.values)
        return False
    return True
