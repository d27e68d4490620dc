"""What may be asked: sources of rows, each with the models that describe its fields, its right, its place in time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core import house
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, describe
from core.sources.attested import attested
from core.sources.more import derived, facts, of_programme, studied, whole_facts
from core.sources.rules import Span
from core.sources.standing import standings
from schemas.appeal import Appeal
from schemas.attestation import Attested, Candidacy, Commission, CommissionSeat, Protocol
from schemas.base import Document, Model, Show
from schemas.blank import Blank, BlankMove
from schemas.condition import Asked
from schemas.diploma import Diploma, DuplicateRequest
from schemas.grade_sheet import Correction, GradeSheet, SheetLine
from schemas.indicator import Measurement
from schemas.letter import Letter
from schemas.order import Order, OrderLine
from schemas.paper import Paper
from schemas.practice import Place, Placement
from schemas.quality import Nonconformity
from schemas.reconciliation import Compared, Reconciliation
from schemas.section import Section
from schemas.standing import Standing
from schemas.student import Profile, Result, Student, StudyProfile
from schemas.study_plan import StudyPlan
from schemas.task import Task
from schemas.timetable import Deviation, LessonCheck
from schemas.words import Role

Made = Callable[[Desk, Sequence[Span]], list[list[Row]]]
Derived = Callable[[Desk, Collection[str]], Row]


@dataclass(frozen=True)
class Source:
    """Rows that may be asked about: documents, or what stands in a list of theirs.

    parts: (prefix of the path, model that describes the fields there). lists: the lists that are opened, outer first;
    a row is then one element with the document around it. right: whose reach narrows the rows; also: a further right
    it takes. term: (path, what of the term stands there: «id», «code», its academic «year» or the calendar year in
    which that ends, «year_end») of the term a row belongs to. stamps: moments of steps that no form shows. made: makes
    the rows of periods where no collection holds them. more: fields that no model writes down. derived: of those that
    are asked, the expressions of fields that no row holds. person: where the student of a row stands.
    """

    code: Asked
    model: type[Document]
    right: str
    parts: tuple[tuple[str, type[Model]], ...] = ()
    lists: tuple[str, ...] = ()
    also: str = ""
    term: tuple[str, str] | None = None
    stamps: tuple[FieldSpec, ...] = ()
    made: Made | None = None
    more: Callable[[], Iterable[FieldSpec]] | None = None
    derived: Derived | None = None
    person: str = ""

    @property
    def described(self) -> tuple[tuple[str, type[Model]], ...]:
        """The parts; of a source without lists the document itself."""
        return self.parts or (("", self.model),)

    @property
    def leads(self) -> tuple[str, str]:
        """The record a row leads to: its collection, and where its id stands. What no collection holds leads to its
        student."""
        return ("students", "student.id") if self.made else (self.model.collection, "_id")


def _moment(path: str, kk: str, ru: str, en: str) -> FieldSpec:
    return FieldSpec(f"{path}.at", "moment", Show(kk, ru, en, form=False), required=False)


# Of every document: when it was recorded, when it was last changed.
KEPT = (
    _moment("created", "Жазба жасалған уақыты", "Запись создана", "Recorded at"),
    _moment("updated", "Соңғы өзгерген уақыты", "Последнее изменение", "Last changed at"),
)
_PLAN = (
    _moment("submitted", "Тексеруге берілген уақыты", "Передан на проверку", "Handed in at"),
    _moment("approved", "Бекітілген уақыты", "Утверждён", "Approved at"),
)
_PERSON = (("", Profile), ("studies.", StudyProfile))

SOURCES: Mapping[Asked, Source] = {
    s.code: s
    for s in (
        Source(
            Asked.studies, Student, "student.read", _PERSON, ("studies",), more=studied, derived=derived,
            person="_id",
        ),
        Source(
            Asked.results, Student, "student.read", (*_PERSON, ("studies.record.", Result)),
            ("studies", "studies.record"), "student.results", ("studies.record.term", "code"), more=of_programme,
            derived=derived, person="_id",
        ),
        Source(Asked.sheets, GradeSheet, "grade_sheet.read", term=("term.id", "id")),
        Source(
            Asked.sheet_lines, GradeSheet, "grade_sheet.read", (("", GradeSheet), ("lines.", SheetLine)), ("lines",),
            "student.results", ("term.id", "id"), person="lines.student.id",
        ),
        Source(
            Asked.corrections, GradeSheet, "correction.read", (("", GradeSheet), ("corrections.", Correction)),
            ("corrections",), term=("term.id", "id"),
        ),
        Source(Asked.sections, Section, "section.read", term=("term.id", "id")),
        Source(Asked.plans, StudyPlan, "plan.read", term=("year", "year"), stamps=_PLAN),
        Source(Asked.orders, Order, "order.read", more=whole_facts),
        Source(
            Asked.order_lines, Order, "order.read", (("", Order), ("lines.", OrderLine)), ("lines",), more=facts,
            person="lines.student.id",
        ),
        Source(Asked.papers, Paper, "paper.read"),
        Source(Asked.blanks, Blank, "blank.read"),
        Source(Asked.blank_moves, BlankMove, "blank.read"),
        Source(Asked.diplomas, Diploma, "diploma.read"),
        Source(Asked.duplicates, DuplicateRequest, "diploma.read"),
        Source(Asked.appeals, Appeal, "appeal.read", term=("term.id", "id")),
        Source(Asked.checks, LessonCheck, "check.read"),
        Source(Asked.deviations, Deviation, "check.read"),
        Source(Asked.tasks, Task, "task.read_all"),
        Source(Asked.candidacies, Candidacy, "attestation.read", person="student.id"),
        Source(
            Asked.attested, Attested, "attestation.read", term=("year", "year_end"), made=attested, person="study"
        ),
        Source(Asked.protocols, Protocol, "attestation.read", person="student.id"),
        Source(Asked.commissions, Commission, "attestation.read"),
        Source(
            Asked.seats, Commission, "attestation.read", (("", Commission), ("seats.", CommissionSeat)), ("seats",)
        ),
        Source(Asked.measurements, Measurement, "indicator.read"),
        Source(Asked.standings, Standing, "student.read", made=standings),
        Source(
            Asked.practices, Placement, "practice.read", (("", Placement), ("place.", Place)), term=("term.id", "id")
        ),
        Source(Asked.letters, Letter, "letter.read"),
        Source(Asked.nonconformities, Nonconformity, "quality.read"),
        Source(
            Asked.reconciled, Reconciliation, "reconciling.read", (("", Reconciliation), ("rows.", Compared)), ("rows",)
        ),
    )
}  # fmt: skip


def source_of(code: Asked | str) -> Source:
    """A source by its code; ValueError for one that is not there."""
    return SOURCES[Asked(code)]


def askable(source: Source, role: Role | None = None) -> Mapping[str, FieldSpec]:
    """The fields of a source by path; for a role without those hidden from it. Personal ones are erased with their
    values and are never asked for; of records in lists only what the source opens."""
    found = _askable(source, house.current().key)
    return found if role is None else {path: s for path, s in found.items() if role not in s.hidden}


@lru_cache(maxsize=128)
def _askable(source: Source, key: house.Key) -> dict[str, FieldSpec]:
    found = {
        prefix + spec.path: replace(spec, path=prefix + spec.path)
        for prefix, model in source.described for spec in describe(model)
        if not spec.show.personal and spec.kind not in ("rows", "file")
    }  # fmt: skip
    further = source.more() if source.more else ()
    return found | {s.path: s for s in (*(() if source.made else KEPT), *source.stamps, *further)}
