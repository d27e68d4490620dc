"""Rows of the contingent at both ends of a period, from the events of the students (`core.sums.scan`), as known now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from core.db.store import Row, Store
from core.desk import Desk
from core.sources.rules import Span
from core.sums.scan import CONTINGENT, Scan
from schemas.student import Name
from schemas.words import StudyStatus

SAME = ("year", "language", "funding")


def standings(desk: Desk, spans: Sequence[Span]) -> list[list[Row]]:
    """Of each period every study that stood in the contingent at one of its ends (`schemas.standing.Standing`); all
    periods in one walk. A study that went over to another record of the same person is one row."""
    scan = Scan(desk.store, desk.today())
    ends = [(min(s.first, s.today), min(s.last, s.today)) for s in spans]
    days = {day for pair in ends for day in pair}
    # Who is in no contingent now and has had no event since the first of the days stood in none of them.
    since = {"latest": {"$gte": min(days).isoformat()}}
    gone = {"studies.status": {"$in": [s.value for s in StudyStatus if s.value not in CONTINGENT]}}
    where = {"$or": [
        {"studies.status": {"$in": list(CONTINGENT)}}, gone | since, {"merged.id": {"$gt": ""}} | since,
    ]}  # fmt: skip
    found: list[dict[str, Row]] = [{} for _ in spans]
    walk = scan.studies_on(days, where, everybody=True)
    for _, told in groupby(walk, key=lambda x: x[1]["student"]):
        at = {(day, unit["study"]): unit for day, unit in told}
        for rows, pair in zip(found, ends, strict=True):
            _stood(rows, at, pair)
    kept = [[r for r in rows.values() if r["first"] in CONTINGENT or r["last"] in CONTINGENT] for rows in found]
    _people(desk.store, [r for rows in kept for r in rows])
    return [sorted(rows, key=lambda r: r["_id"]) for rows in kept]


def _stood(rows: dict[str, Row], at: dict[tuple[date, str], Row], pair: tuple[date, date]) -> None:
    """Put the studies of one record down as they stood at both ends."""
    for study in {study for day, study in at if day in pair}:
        first, last = (at.get((day, study)) for day in pair)
        unit = first or last or {}
        row = rows.setdefault(study, {"_id": study, "study": study, "first": None, "last": None})
        if "student" not in row or first is not None:
            row |= {k: unit.get(k) for k in ("department", "faculty", "programme", *SAME)}
        if "student" not in row or last is not None:
            row["student"] = unit["student"]
        row["first"] = first.get("status") if first else row["first"]
        row["last"] = last.get("status") if last else row["last"]


def _people(store: Store, rows: Sequence[Row]) -> None:
    """Each row with the number and name of its student, and `called`."""
    ids = sorted({r["student"] for r in rows})
    people = {r["_id"]: r for r in store.rows("students", {"_id": {"$in": ids}}, {"number": 1, "name": 1})}
    for row in rows:
        person = people[row["student"]]
        row["number"] = person["number"]
        row["student"] = {"id": row["student"], "label": Name.model_validate(person["name"]).text().model_dump()}
    called(store, rows)


def called(store: Store, rows: Sequence[Row]) -> None:
    """Ids of units and programmes become references, with what they are called today."""
    units, programmes = _labels(store, "departments"), _labels(store, "programmes")
    for row in rows:
        for key, labels in (("department", units), ("faculty", units), ("programme", programmes)):
            row[key] = {"id": row[key], "label": labels.get(row[key], {"kk": row[key]})} if row[key] else None


def _labels(store: Store, collection: str) -> dict[str, Any]:
    return {r["_id"]: r["name"] for r in store.rows(collection, {}, {"name": 1})}


def chunks(rows: Sequence[Row], size: int = 4000) -> Iterable[Sequence[Row]]:
    """Rows in parts that a question may carry with it."""
    return (rows[n : n + size] for n in range(0, len(rows), size))


__all__ = ["called", "chunks", "standings"]
