"""The register as it is read: documents with their filters, versions of one, what waits for a user to read."""

from __future__ import annotations

from typing import Any

from core import access, references
from core.db.store import Row
from core.desk import Desk, both
from core.fields import FieldSpec, filter_fields
from core.norm_documents import acks
from core.norm_documents.steps import READ
from schemas.base import Id, Ref
from schemas.norm_document import (
    Acknowledgement,
    NormComment,
    NormCopy,
    NormDocument,
    NormStatus,
    NormVersion,
)

SORTS = ("code", "name.kk", "day", "review_on")
MOST = 1000


def get(desk: Desk, id: Id) -> NormDocument:
    """A document of the register. Raises NotFound, Forbidden."""
    return desk.get(NormDocument, id, READ)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What the register can show."""
    found = references.columns(NormDocument, desk.actor.role)
    return [(p, s) for p, s in found if s.kind not in ("rows", "area", "refs")]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What the register can be narrowed by."""
    return [(s.path, s) for s in filter_fields(NormDocument, desk.actor.role)]


def _where(desk: Desk, text: str, chosen: dict[str, Any] | None, view: str) -> Row:
    where = references.condition(NormDocument, text, chosen or {}, desk.actor.role)
    more: Row = {}
    if view == "overdue":
        live = {"$ne": NormStatus.obsolete.value}
        more = {"status": live, "review_on": {"$type": "string", "$lt": desk.today().isoformat()}}
    elif view == "unread":
        more = {"_id": {"$in": [d.id for d in acks.waiting(desk)]}}
    elif view == "coming":
        more = {"coming.id": {"$type": "string"}}
    return both(where, more)


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "code", descending: bool = False,
    page: int = 0, size: int = 50, view: str = "",
) -> list[Row]:  # fmt: skip
    """A page of the register, as stored. view: overdue (its review), unread (by this user), coming (a version is)."""
    order = references.ordered(NormDocument, desk.actor.role, sort if sort in SORTS else "code", descending)
    return desk.rows(NormDocument, READ, _where(desk, text, chosen, view), {"head": 0}, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, view: str = "") -> int:
    """How many the register holds."""
    return desk.count(NormDocument, READ, _where(desk, text, chosen, view))


def naming(desk: Desk, id: Id) -> list[Ref]:
    """The documents that rest on this one, by code."""
    rows = desk.rows(NormDocument, READ, {"rests_on.id": id}, {"name": 1}, [("code", 1)], MOST)
    return [Ref.model_validate({"id": r["_id"], "label": r["name"]}) for r in rows]


def version(desk: Desk, id: Id) -> NormVersion:
    """One version. Raises NotFound, Forbidden."""
    return desk.get(NormVersion, id, READ)


def versions(desk: Desk, document: Id) -> list[NormVersion]:
    """The versions of a document, the newest first."""
    rows = desk.rows(NormVersion, READ, {"document.id": document}, sort=[("n", -1)], limit=200)
    return [NormVersion.model_validate(r) for r in rows]


def of_version(desk: Desk, id: Id) -> tuple[list[NormComment], list[Acknowledgement]]:
    """The comments on a version and who has acknowledged it, in the order of time."""
    access.require(desk.actor, READ)
    where: Row = {"version.id": id}
    comments = desk.store.rows("norm_comments", where, None, [("at", 1)], MOST)
    acks = desk.store.rows("acknowledgements", where, None, [("at", 1)], MOST)
    return (
        [NormComment.model_validate(r) for r in comments], [Acknowledgement.model_validate(r) for r in acks]
    )  # fmt: skip


def copies(desk: Desk, document: Id) -> list[NormCopy]:
    """The register of copies of a document (clause 53), in the order of numbers."""
    access.require(desk.actor, READ)
    rows = desk.store.rows("norm_copies", {"document.id": document}, None, [("n", 1)], MOST)
    return [NormCopy.model_validate(r) for r in rows]
