"""Looking at commissions: in lists, one with what is near, what its graduates' conflicts are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import references
from core.attestation.commissions import conflicts, rules
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, filter_fields
from schemas.attestation import Candidacy, Commission, CommissionSeat, Conflict
from schemas.attestation.candidacy import COUNTED
from schemas.base import Id, Ref

READ = "attestation.read"
SORTS = ("number", "name.kk", "year")
MOST = 1000  # graduates of one commission
LIGHT: Row = {"head": 0, "parts": 0, "conflicts": 0, "changes": 0, "answers": 0, "recommendations": 0}


def get(desk: Desk, id: Id) -> Commission:
    """A commission the user may see; NotFound, Forbidden."""
    return desk.get(Commission, id, READ)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of commissions can show."""
    return [(p, s) for p, s in references.columns(Commission, desk.actor.role) if s.kind not in ("rows", "area")]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of commissions can be narrowed by."""
    return [(s.path, s) for s in filter_fields(Commission, desk.actor.role)]


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "number", descending: bool = False,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of the commissions in the user's scope, as stored, without their long texts."""
    where = references.condition(Commission, text, chosen or {}, desk.actor.role)
    order = references.ordered(Commission, desk.actor.role, sort if sort in SORTS else "number", descending)
    return desk.rows(Commission, READ, where, LIGHT, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(Commission, READ, references.condition(Commission, text, chosen or {}, desk.actor.role))


def of_year(desk: Desk, year: int, most: int = 200) -> list[Commission]:
    """The commissions of a year in the user's scope, by number, without their long texts."""
    rows = desk.rows(Commission, READ, {"year": year}, LIGHT, [("number", 1)], most)
    return [Commission.model_validate(r) for r in rows]


def years(desk: Desk) -> list[int]:
    """The years that have commissions, newest first."""
    found = desk.store.aggregate("commissions", [
        {"$match": desk.where(Commission, READ)}, {"$group": {"_id": "$year"}}, {"$sort": {"_id": -1}}, {"$limit": 60}
    ])  # fmt: skip
    return [int(r["_id"]) for r in found]


def ready(reader: Any, commission: Commission | Id, day: date) -> Commission:
    """A commission that may sit on a day; RuleBroken says why it may not (no order, no chair, over), NotFound."""
    if isinstance(commission, str):
        from core.errors import NotFound

        row = reader.one("commissions", {"_id": commission})
        if row is None:
            raise NotFound("errors.not_found", kind="commissions", id=commission)
        commission = Commission.model_validate(row)
    if (broken := rules.ready(commission, day)) is not None:
        raise broken
    return commission


@dataclass(frozen=True)
class Flag:
    """A conflict with the names of both: who sits, whose graduate; the student's group."""

    seat: CommissionSeat
    student: Ref
    group: str
    conflict: Conflict
    yearly: bool = False  # known from his declaration of interest of the year, not declared to this commission


def flagged(desk: Desk, commission: Commission) -> list[Flag]:
    """Every conflict of a commission, found and declared (to it, or in the yearly declaration of who sits), by who
    sits and the graduate's name."""
    rows = desk.store.rows("candidacies", _counted(commission.id), limit=MOST)
    candidacies = [Candidacy.model_validate(r) for r in rows]
    studies = conflicts.studies(desk.store, candidacies)
    seats, groups = {s.id: s for s in commission.seats}, {c.student.id: c.group for c in candidacies}
    found: dict[tuple[Id, Id, str], Conflict] = {}
    yearly = conflicts.of_declarations(desk.store, commission, [c.student for c in candidacies])
    found |= {(c.seat, c.student.id, c.kind.value): c for c in yearly if c.student}
    for one in candidacies:
        for c in conflicts.of(commission, one, studies.get(one.study)):
            found[c.seat, one.student.id, c.kind.value] = c
    for c in commission.conflicts:
        if c.student:
            found[c.seat, c.student.id, c.kind.value] = c
    flags = [
        Flag(seats[seat], c.student, groups.get(student, ""), c, any(c is y for y in yearly))
        for (seat, student, _), c in found.items() if seat in seats and c.student
    ]  # fmt: skip
    places = {s.id: n for n, s in enumerate(commission.seats)}
    return sorted(flags, key=lambda f: (places[f.seat.id], f.student.label.kk))


def graduates(desk: Desk, commission: Id) -> Sequence[tuple[Ref, str]]:
    """The graduates a commission hears, each once, with the group: whom an interest may be declared in."""
    rows = desk.store.rows("candidacies", _counted(commission), {"student": 1, "group": 1, "key": 1},
                           [("key", 1)], MOST)  # fmt: skip
    return list({r["student"]["id"]: (Ref.model_validate(r["student"]), r["group"]) for r in rows}.values())


def _counted(commission: Id) -> Row:
    return {"commission.id": commission, "status": {"$in": [s.value for s in COUNTED]}}


__all__ = ["Flag", "columns", "count", "filters", "flagged", "get", "graduates", "listed", "of_year", "ready", "years"]
