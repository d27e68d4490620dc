"""Issued transcripts: frozen with their hash; a reprint is marked as a copy."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Text


class Copy(Model):
    """A reprint: when, by whom, and the hash of the file marked as a copy."""

    at: datetime
    by: str
    file_hash: str


class Transcript(Document):
    """An issued transcript. `paper`: the values printed; `content_hash` of them; `file_hash` of the file given."""

    collection: ClassVar[str] = "transcripts"
    title: ClassVar[Text] = Text(kk="Транскрипт", ru="Транскрипт", en="Transcript")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}

    number: str
    student: Ref
    student_number: str
    study: Id
    faculty: Ref | None = None
    department: Ref | None = None
    lang: str
    day: date
    state_as_of: str
    code: str
    content_hash: str
    file_hash: str
    paper: dict[str, Any]
    copies: list[Copy] = Field(default_factory=list)
    state: str = "issued"

    def label(self) -> Text:
        return Text(kk=self.number)
