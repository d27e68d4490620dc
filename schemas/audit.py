"""The audit: one entry per act, chained per document, anchored over all chains."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from schemas.base import Basis, Id, Model
from schemas.events import Who


class Subject(Model):
    """The document whose chain the entry belongs to."""

    kind: str
    id: Id
    label: str


class Touched(Model):
    """A document the act changed: its revision and hash after the act."""

    kind: str
    id: Id
    revision: int
    hash: str


class AuditChange(Model):
    """One field of one document: path, old, new."""

    kind: str
    id: Id
    path: str
    was: Any = None
    now: Any = None


class AuditEvent(Model):
    """One act. `hash` seals the canonical form of all the rest, the hash before it included.

    pages, root: where a big act keeps its touched documents (core/audit/pages.py). parts: a short digest of each
    field, so an altered entry tells which of its fields was altered. code: the reason code, if one was chosen.
    """

    id: Id
    at: datetime
    seq: int
    subject: Subject
    actor: Who
    action: str
    reason: str = ""
    basis: Basis | None = None
    command: str
    touched: list[Touched]
    changes: list[AuditChange]
    pages: int = 0
    root: str = ""
    given: str = ""
    code: str | None = None
    prev: str
    parts: dict[str, str] = Field(default_factory=dict)
    hash: str = ""
