"""Which reports a person sees: his own, those shared with his role, the office's own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from core.access import Actor
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound
from core.i18n import order_key
from schemas.base import Id
from schemas.report import Report, ReportState

READ = "report.read"
MOST = 1000


def listed(desk: Desk, whose: str = "") -> list[Report]:
    """Reports by name: «mine», «shared» with one's role by others, the «office»'s own; «» all of them."""
    me, role = desk.actor.id, desk.actor.role.value
    parts: dict[str, Row] = {
        "mine": {"owner": me}, "shared": {"shared": role, "owner": {"$nin": [me, ""]}},
        "office": {"owner": "", "$or": [{"shared": []}, {"shared": role}]},
    }  # fmt: skip
    where = parts.get(whose) or {"$or": list(parts.values())}
    rows = desk.rows(Report, READ, {"$and": [where, {"status": ReportState.kept.value}]}, {"earlier": 0}, limit=MOST)
    found = [Report.model_validate(r) for r in rows]
    return sorted(found, key=lambda r: order_key(r.name.get(desk.lang)))


def get(desk: Desk, id: Id) -> Report:
    """A report this user may open; NotFound where there is none such, or where nobody shared it with him."""
    found = desk.get(Report, id, READ)
    if not shown_to(desk.actor, found):
        raise NotFound("errors.not_found", kind=Report.collection, id=id)
    return found


def shown_to(actor: Actor, of: Report) -> bool:
    """Is it his own, shared with his role, the office's own; or is he one who puts reports on first pages?"""
    theirs = actor.role in of.shared or of.owner == "" and not of.shared
    return of.owner == actor.id or theirs or actor.may("report.pin")


def pinned(desk: Desk) -> list[Report]:
    """The reports on the first page of this user's role."""
    if not desk.may(READ):
        return []
    where = {"home": desk.actor.role.value, "status": ReportState.kept.value}
    rows = desk.rows(Report, READ, where, {"earlier": 0}, limit=20)
    return sorted((Report.model_validate(r) for r in rows), key=lambda r: order_key(r.name.get(desk.lang)))


def answering(desk: Desk, ids: Iterable[Id]) -> list[Report]:
    """The reports that answers of a letter name, each once, in that order; of those in use this user may open."""
    found = []
    for id in dict.fromkeys(i for i in ids if i) if desk.may(READ) else ():
        with suppress(NotFound):
            found.append(get(desk, id))
    return [r for r in found if r.status is ReportState.kept]


__all__ = ["READ", "answering", "get", "listed", "pinned", "shown_to"]
