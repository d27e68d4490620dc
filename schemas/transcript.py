"""Issued transcripts (clauses 24-c, 58): frozen with their hash; a reprint is marked as a copy."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from schemas.base import Document, Id, Ref, Text
from schemas.paper import Copy, Run


class Transcript(Document, Run):
    """An issued transcript. `paper`: the values printed; `content_hash` of them; `file_hash` of the file given.

    From its making on it runs the life of every paper (schemas.paper.Run).
    """

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
    paper: dict[str, Any]

    def label(self) -> Text:
        return Text(kk=self.number)


__all__ = ["Copy", "Transcript"]
