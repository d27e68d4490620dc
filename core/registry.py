"""Every kind of document by the collection it lives in: validators, verify, import and settings walk this list."""

from __future__ import annotations

from schemas.base import Document
from schemas.discipline import Discipline, Programme
from schemas.grade_sheet import GradeSheet
from schemas.importing import Import, Preset
from schemas.reference import Department, Office, Person
from schemas.rulebook import Rulebook
from schemas.student import Student
from schemas.term import Section, Term
from schemas.transcript import Transcript
from schemas.user import User
from schemas.view import View

MODELS: tuple[type[Document], ...] = (
    Student, Discipline, Programme, Term, Section, GradeSheet, Rulebook, Department, Person, Office, User, Transcript,
    Import, Preset, View,
)  # fmt: skip
REFERENCES: tuple[type[Document], ...] = (Department, Person, Programme, Discipline, Term, Section)


def model_of(collection: str) -> type[Document]:
    """The model of a collection; KeyError for one that no model describes."""
    return {m.collection: m for m in MODELS}[collection]
