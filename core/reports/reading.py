"""Which reports a person sees: his own, those shared with his role, the office's own."""

from __future__ import annotations

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
    role = desk.actor.role
    theirs = role in found.shared or found.owner == "" and not found.shared
    if found.owner != desk.actor.id and not theirs and not desk.may("report.pin"):
        raise NotFound("errors.not_found", kind=Report.collection, id=id)
    return found


def pinned(desk: Desk) -> list[Report]:
    """The reports on the first page of this user's role."""
    if not desk.may(READ):
        return []
    where = {"home": desk.actor.role.value, "status": ReportState.kept.value}
    rows = desk.rows(Report, READ, where, {"earlier": 0}, limit=20)
    return sorted((Report.model_validate(r) for r in rows), key=lambda r: order_key(r.name.get(desk.lang)))


def answering(desk: Desk, letter: Id) -> list[Report]:
    """The reports that answered a letter, of those this user may open, the newest first."""
    rows = desk.rows(Report, READ, {"request.id": letter}, {"earlier": 0}, [("_id", -1)])
    mine = {r.id for r in listed(desk)}
    return [r for row in rows if (r := Report.model_validate(row)).id in mine]


__all__ = ["READ", "answering", "get", "listed", "pinned"]
