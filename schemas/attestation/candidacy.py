"""One graduate on the way (clauses 21-a, 33-4) through one form of final attestation in one year: what is presented,
what came out.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Id, Model, Ref, Show, Text, Word
from schemas.discipline import Credits
from schemas.words import Mark


class CandidacyStatus(Word):
    """What is presented is drafted, then approved; from then on it changes only with a basis."""

    draft = ("draft", "Дайындалуда", "Готовится", "In preparation")
    approved = ("approved", "Бекітілген", "Утверждено", "Approved")
    heard = ("heard", "Комиссия шешті", "Комиссия решила", "Decided")
    withdrawn = ("withdrawn", "Шығарылған", "Снята", "Withdrawn")


class Work(Model):
    """A work of the performance programme."""

    composer: Annotated[str, Field(max_length=160), Show("Композитор", "Композитор", "Composer")] = ""
    title: Annotated[str, Field(min_length=1, max_length=300), Show("Шығарма", "Произведение", "Work")]
    minutes: Annotated[
        Decimal | None, Field(ge=0, le=240), Show("Ұзақтығы, мин", "Длительность, мин", "Minutes")
    ] = None  # fmt: skip


class Reviewer(Model):
    """Who reviews a thesis or project."""

    name: Annotated[str, Field(min_length=1, max_length=160), Show("Аты-жөні", "Фамилия, имя, отчество", "Full name")]
    position: Annotated[str, Field(max_length=160), Show("Лауазымы, дәрежесі", "Должность, степень", "Position")] = ""
    workplace: Annotated[str, Field(max_length=200), Show("Жұмыс орны", "Место работы", "Workplace")] = ""
    outside: Annotated[bool, Show("Сырттан", "Внешний", "From outside")] = True


class Presented(Model):
    """What is brought before the commission; which of it a form asks, its kind says (`Presents`)."""

    topic: Annotated[Text | None, Show("Тақырыбы", "Тема", "Topic", group="topic")] = None
    supervisor: Annotated[
        Ref | None, Show("Жетекшісі", "Руководитель", "Supervisor", to="people", group="topic")
    ] = None  # fmt: skip
    reviewer: Annotated[Reviewer | None, Show("Рецензент", "Рецензент", "Reviewer", group="topic")] = None
    reviewed_on: Annotated[
        date | None, Show("Пікір алынған күн", "Рецензия получена", "Review received on", group="topic")
    ] = None  # fmt: skip
    originality: Annotated[
        Decimal | None, Field(ge=0, le=100),
        Show("Түпнұсқалық, %", "Оригинальность, %", "Originality, %", group="topic"),
    ] = None  # fmt: skip
    real_task: Annotated[
        bool, Show("Нақты тапсырыс бойынша", "По реальному заказу", "On a real task", group="topic")
    ] = False  # fmt: skip
    works: Annotated[
        list[Work], Field(max_length=40), Show("Бағдарламасы", "Программа", "Programme", group="works")
    ] = Field(default_factory=list)  # fmt: skip
    accompanist: Annotated[
        Ref | None, Show("Концертмейстер", "Концертмейстер", "Accompanist", to="people", group="works")
    ] = None  # fmt: skip
    partners: Annotated[
        str, Field(max_length=400),
        Show("Ансамбль серіктестері", "Партнёры по ансамблю", "Ensemble partners", group="works"),
    ] = ""  # fmt: skip
    allowed_on: Annotated[
        date | None,
        Show("Жетекші жіберген күн", "Допуск руководителя", "Allowed by the supervisor on", group="topic"),
    ] = None  # fmt: skip

    @property
    def minutes(self) -> Decimal:
        """How long the programme lasts: the sum of its works."""
        return sum((w.minutes or Decimal(0) for w in self.works), Decimal(0))


class Milestone(Model):
    """A stage of preparation: when it is due, when it was done."""

    code: str
    label: Text
    due: date
    done: Annotated[date | None, Show("Орындалды", "Выполнено", "Done on")] = None
    note: Annotated[str, Field(max_length=300), Show("Ескертпе", "Примечание", "Note")] = ""
    by: str = ""


class CandidacyChange(Model):
    """What was presented before a change made after it had been approved, who changed it and on what basis."""

    at: datetime
    by: str
    reason: str
    basis: Basis | None = None
    was: dict[str, Any] = Field(default_factory=dict)


class Outcome(Model):
    """What the commission decided, as the signed protocol has it; what a later act corrected stands in the record."""

    protocol: Ref
    on: date
    score: Decimal | None = None
    letter: str = ""
    points: Decimal | None = None
    traditional: Text | None = None
    mark: Mark | None = None
    passed: bool = False
    honours: bool = False
    publication: bool = False
    implementation: bool = False


class Candidacy(Document):
    """A graduate in a discipline of final attestation, before a commission.

    once: study, discipline and year, unique while it stands. attempt: 1, more for who comes again. people: supervisor,
    accompanist and who sits in the commission, by whom it is found as one's own. form_name: as the form was called.
    """

    collection: ClassVar[str] = "candidacies"
    title: ClassVar[Text] = Text(kk="Түлектің дайындығы", ru="Подготовка выпускника", en="Graduate's preparation")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id", "department": "department.id", "teacher": "people", "group": "group",
    }  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "heard": frozenset({"status", "sitting", "outcome"}),  # a no-show that is excused later may be heard yet
        "withdrawn": frozenset(),
    }

    once: str | None = None
    commission: Annotated[
        Ref, Show("Комиссия", "Комиссия", "Commission", table=True, filter=True, to="commissions", form=False)
    ]  # fmt: skip
    year: Annotated[int, Show("Жылы", "Год", "Year", filter=True, form=False)]
    form: Annotated[
        str, Show("Нысаны", "Форма", "Form", table=True, filter=True, to="kind:attestation_form", form=False)
    ]  # fmt: skip
    form_name: Text
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", table=True, to="disciplines", form=False)]
    discipline_code: str
    credits: Credits
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    study: Id
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    key: str
    group: Annotated[str, Show("Топ", "Группа", "Group", table=True, filter=True, form=False)] = ""
    programme: Annotated[Ref, Show("Бағдарлама", "Программа", "Programme", filter=True, to="programmes", form=False)]
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    language: str = ""
    funding: str = ""
    study_form: str = ""
    attempt: Annotated[int, Field(ge=1), Show("Нешінші рет", "Который раз", "Attempt", form=False)] = 1
    status: Annotated[
        CandidacyStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = CandidacyStatus.draft  # fmt: skip
    presented: Annotated[Presented, Show("Ұсынылатыны", "Представляется", "Presented", form=False)] = Field(
        default_factory=Presented
    )
    approval: Basis | None = None
    approved_by: Id | None = None
    drafted_by: Id | None = None
    milestones: list[Milestone] = Field(default_factory=list, max_length=40)
    changes: list[CandidacyChange] = Field(default_factory=list, max_length=60)
    people: list[Id] = Field(default_factory=list)
    sitting: Annotated[Ref | None, Show("Отырыс", "Заседание", "Sitting", form=False)] = None
    outcome: Outcome | None = None

    def label(self) -> Text:
        who, what = self.student.label, self.form_name
        return Text(kk=f"{who.kk} — {what.kk}", ru=f"{who.get('ru')} — {what.get('ru')}",
                    en=f"{who.get('en')} — {what.get('en')}")  # fmt: skip


# Candidacies that are still before the commission; those that count at all.
AHEAD = (CandidacyStatus.draft, CandidacyStatus.approved)
COUNTED = (*AHEAD, CandidacyStatus.heard)

__all__ = [
    "AHEAD", "COUNTED", "Candidacy", "CandidacyChange", "CandidacyStatus", "Milestone", "Outcome", "Presented",
    "Reviewer", "Work",
]  # fmt: skip
