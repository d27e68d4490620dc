"""Sections of a term, as the pages of sheets need them."""

from __future__ import annotations

from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from schemas.base import Id, Ref
from schemas.section import Section
from schemas.term import Term


def terms(desk: Desk, limit: int = 60) -> list[Ref]:
    """The newest terms."""
    found = desk.rows(Term, "reference.read", sort=[("year", -1), ("kind", -1)], limit=limit)
    return [Term.model_validate(r).ref() for r in found]


def current(desk: Desk) -> Id | None:
    """The term that is going on; between terms the next that begins, else the newest there is."""
    today = desk.today().isoformat()
    for where, turn in (({"starts": {"$lte": today}, "ends": {"$gte": today}}, -1), ({"starts": {"$gt": today}}, 1)):
        found = desk.rows(Term, "reference.read", where, {"_id": 1}, [("starts", turn)], 1)
        if found:
            return str(found[0]["_id"])
    return next((t.id for t in terms(desk, 1)), None)


def teacher_of(desk: Desk, section: Id) -> Row | None:
    """Who teaches a section, as a stored reference."""
    found: Row | None = (desk.store.one("sections", {"_id": section}, {"teacher": 1}) or {}).get("teacher")
    return found


def without_sheet(desk: Desk, term: Id | None = None, limit: int = 300, kind: str = "exam") -> list[Row]:
    """Sections with members that have no sheet of a kind yet and are to have one, of one term or the one going on."""
    chosen = term or current(desk)
    taken = desk.store.names("grade_sheets", "section.id", {"term.id": chosen, "once": {"$ne": None}, "kind": kind})
    # A stream that has groups is not graded: its groups are.
    where = {"term.id": chosen, "graded": {"$ne": False}, "members.0": {"$exists": True}, "_id": {"$nin": taken}}
    return desk.rows(Section, "section.read", where, {"members": 0}, [("code", 1)], limit)


def departments(desk: Desk, term: Id) -> list[Ref]:
    """The departments that have sections in a term, by name."""
    where = desk.where(Section, "section.read", {"term.id": term, "department": {"$ne": None}, "closed": None})
    rows = desk.store.aggregate(
        "sections",
        [{"$match": where}, {"$group": {"_id": "$department.id", "label": {"$first": "$department.label"}}}],
    )
    return sorted((Ref(id=r["_id"], label=r["label"]) for r in rows), key=lambda r: order_key(r.label.kk))
