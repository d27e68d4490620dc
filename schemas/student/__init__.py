"""The student (clauses 2, 24-b): one document per person, the whole achievement history inside."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Text
from schemas.student.card import Consent, Contacts, Name, Profile, Schooling
from schemas.student.study import Came, Enrolment, Result, Scores, Study, StudyProfile, Totals


class Issued(Model):
    """A paper issued to the student."""

    kind: str
    document: Ref
    number: str
    study: Id
    on: date


class Search(Model):
    """Derived for lists: Kazakh order key and trigrams of the folded name and numbers."""

    key: str = ""
    grams: list[str] = Field(default_factory=list)


class Student(Document, Profile):
    """The person, the studies, the papers, and every event that made them so."""

    collection: ClassVar[str] = "students"
    title: ClassVar[Text] = Text(kk="Студент", ru="Студент", en="Student")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "studies.faculty.id",
        "department": "studies.department.id",
        "teacher": "studies.teacher.id",
        "group": "studies.group",
    }

    studies: list[Study] = Field(default_factory=list)
    papers: list[Issued] = Field(default_factory=list)
    merged: Ref | None = None  # the record this one was joined to
    latest: date | None = None
    event_hash: str = ""
    search: Search = Field(default_factory=Search)
    pending: dict[str, Any] | None = None
    hidden: Id | None = None
    events: list[dict[str, Any]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _someone_knows_who(self) -> Self:
        """Asked of a card that is written, as a Profile; a stored one is read also by who does not see the IIN, and a
        record joined to another has given its IIN to that."""
        return self

    def label(self) -> Text:
        return self.name.text()


__all__ = [
    "Came", "Consent", "Contacts", "Enrolment", "Issued", "Name", "Profile", "Result", "Schooling", "Scores", "Search",
    "Student", "Study", "StudyProfile", "Totals",
]  # fmt: skip
