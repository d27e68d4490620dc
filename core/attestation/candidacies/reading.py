"""What pages read of candidacies: the list of a year, one of them, those that wait for approval, a student's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import merged, references
from core.attestation import settings
from core.attestation.candidacies.rules import missing
from core.attestation.candidacies.whom import Drawing, drawing
from core.attestation.record import Reason
from core.db.store import Row
from core.desk import Desk
from schemas.attestation import Candidacy, CandidacyStatus, Commission
from schemas.attestation.candidacy import COUNTED
from schemas.attestation.commission import LIVE
from schemas.base import Id

READ = "attestation.read"
LIGHT: Row = {"changes": 0, "head": 0}
SORTS: dict[str, tuple[str, ...]] = {
    "student": ("key",), "group": ("group", "key"), "form": ("form", "key"), "status": ("status", "key"),
    "department": ("department.label.kk", "key"),
}  # fmt: skip
MOST = 2000


def condition(desk: Desk, year: int, text: str, chosen: dict[str, Any]) -> Row:
    """What the list is asked for: of the year, withdrawn ones only where they are asked for."""
    parts = references.condition(Candidacy, text, {k: v for k, v in chosen.items() if k != "year"}, desk.actor.role)
    shown: Row = {} if chosen.get("status") else {"status": {"$in": [s.value for s in COUNTED]}}
    return {"$and": [{"year": year, **shown}, parts]} if parts else {"year": year, **shown}


def listed(
    desk: Desk, year: int, text: str, chosen: dict[str, Any], sort: str, descending: bool, page: int, size: int
) -> list[Row]:  # fmt: skip
    """A page of the candidacies of a year."""
    order = [(k, -1 if descending else 1) for k in SORTS.get(sort, ("key",))]
    return desk.rows(Candidacy, READ, condition(desk, year, text, chosen), LIGHT, [*order, ("_id", 1)], size,
                     page * size)  # fmt: skip


def count(desk: Desk, year: int, text: str, chosen: dict[str, Any]) -> int:
    """How many the list holds."""
    return desk.count(Candidacy, READ, condition(desk, year, text, chosen))


def get(desk: Desk, id: Id) -> Candidacy:
    """One candidacy; NotFound, Forbidden outside the scope."""
    return desk.get(Candidacy, id, READ)


def commissions(desk: Desk, year: int, right: str = READ) -> list[Commission]:
    """The commissions of a year that are at work, of what the user may see."""
    where = {"year": year, "status": {"$in": [*(s.value for s in LIVE), "closed"]}}
    rows = desk.rows(Commission, right, where, {"head": 0, "parts": 0, "conflicts": 0}, [("number", 1)], 200)
    return [Commission.model_validate(r) for r in rows]


def years(desk: Desk) -> list[int]:
    """Years that have commissions, the newest first."""
    return sorted((int(y) for y in desk.store.names(Commission.collection, "year")), reverse=True)


def of_commission(desk: Desk, commission: Id) -> list[Candidacy]:
    """All candidacies of a commission that count, by form and name."""
    where = {"commission.id": commission, "status": {"$in": [s.value for s in COUNTED]}}
    rows = desk.rows(Candidacy, READ, where, LIGHT, [("form", 1), ("key", 1)], MOST)
    return [Candidacy.model_validate(r) for r in rows]


def waiting(desk: Desk, year: int, commission: Id | None = None) -> list[tuple[Candidacy, tuple[Reason, ...]]]:
    """Drafts that the user may approve, each with what it lacks."""
    where: Row = {"year": year, "status": CandidacyStatus.draft.value}
    where |= {"commission.id": commission} if commission else {}
    rows = desk.rows(Candidacy, "attestation.approve", where, LIGHT, [("key", 1), ("_id", 1)], MOST)
    found = map(Candidacy.model_validate, rows)
    return [(of, missing(of.presented, settings.form(of.form))) for of in found]


def preview(desk: Desk, commission: Id) -> Drawing:
    """Whom drawing would bring before a commission today; for who may draw."""
    return drawing(desk.store, desk.get(Commission, commission, "attestation.edit"))


def of_student(desk: Desk, student: Id) -> Sequence[Candidacy]:
    """A student's candidacies, the newest first, of what the user may see."""
    rows = desk.rows(
        Candidacy, READ, {"student.id": {"$in": merged.ids_of(desk.store, student)}}, LIGHT, [("year", -1)], 50
    )
    return [Candidacy.model_validate(r) for r in rows]


__all__ = [
    "commissions", "condition", "count", "get", "listed", "of_commission", "of_student", "preview", "waiting", "years",
]  # fmt: skip
