"""What follows from a decision: subject collection → function(tx, subject_id), called in the deciding transaction.

A function may stand here as "module:name"; it is then found when it is needed, in whichever process that is.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from core.tx import Tx
from schemas.base import Id

Handler = Callable[[Tx, Id], object]

AGREED: dict[str, Handler | str] = {
    "papers": "core.papers.life:agreed", "orders": "core.orders.life:agreed",
    "audit_programmes": "core.internal_audits.programme:agreed", "norm_permits": "core.norm_documents.permits:agreed",
    "norm_versions": "core.norm_documents.life:agreed",
    "closings": "core.ending.acts:agreed",
}  # fmt: skip
DECLINED: dict[str, Handler | str] = {
    "papers": "core.papers.life:declined", "orders": "core.orders.life:declined",
    "audit_programmes": "core.internal_audits.programme:declined",
    "norm_permits": "core.norm_documents.permits:declined",
    "norm_versions": "core.norm_documents.life:declined", "closings": "core.ending.acts:declined",
}  # fmt: skip


def follow(table: dict[str, Handler | str], collection: str, tx: Tx, subject_id: Id) -> None:
    """Do what follows for a subject; nothing where its collection names nothing."""
    found = table.get(collection)
    if isinstance(found, str):
        module, _, name = found.partition(":")
        found = getattr(importlib.import_module(module), name)
    if callable(found):
        found(tx, subject_id)
