"""The register as it is read: documents with their filters, versions of one, what waits for a user to read."""

from __future__ import annotations

from core import access
from core.db.store import Row
from core.desk import Desk
from schemas.base import Id
from schemas.norm_document import (
    Acknowledgement,
    NormComment,
    NormCopy,
    NormDocument,
    NormVersion,
)

READ, EDIT, MEMO, APPROVE = "norm.read", "norm.edit", "norm.memo", "norm.approve"
MOST = 1000


def get(desk: Desk, id: Id) -> NormDocument:
    """A document of the register. Raises NotFound, Forbidden."""
    return desk.get(NormDocument, id, READ)


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
