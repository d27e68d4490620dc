"""The audit: one entry per act, chained per document, anchored over all chains."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Id, Model, Ref, Text
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
    field, so an altered entry tells which of its fields was altered.
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
    prev: str
    parts: dict[str, str] = Field(default_factory=dict)
    hash: str = ""


class Transcript(Document):
    """An issued transcript: frozen with its hash; a reprint is the same bytes marked as a copy."""

    collection: ClassVar[str] = "transcripts"
    title: ClassVar[Text] = Text(kk="Транскрипт", ru="Транскрипт", en="Transcript")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty", "department": "department"}

    number: str
    student: Ref
    student_number: str
    study: Id
    faculty: Id | None = None
    department: Id | None = None
    lang: str
    day: datetime
    state_as_of: str
    code: str
    content_hash: str
    file_hash: str
    paper: dict[str, Any]
    reprints: int = 0
    state: str = "issued"

    def label(self) -> Text:
        return Text(kk=self.number)
