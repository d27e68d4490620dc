"""The proposal of promotion: what becomes of every student of a faculty, why, and what the office decided."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.events import Who
from schemas.words import Funding


class Verdict(Word):
    """What a promotion says about a study (domain.md 1.8)."""

    promoted = ("promoted", "Келесі курсқа көшіріледі", "Переводится на следующий курс", "Promoted")
    with_debts = ("with_debts", "Берешекпен көшіріледі", "Переводится с задолженностью", "Promoted with debts")
    repeat = ("repeat", "Қайта оқу курсына қалдырылады", "Остаётся на повторный курс", "Repeats the year")
    expel = ("expel", "Оқудан шығаруға ұсынылады", "Представляется к отчислению", "Proposed for expulsion")


class PromotionGround(Word):
    """Why a verdict was computed."""

    reached = ("reached", "көшу балы жиналған", "переводной балл набран", "threshold reached")
    below = ("below", "GPA көшу балынан төмен", "GPA ниже переводного балла", "GPA below the threshold")
    debts = ("debts", "академиялық берешегі бар", "есть академическая задолженность", "has academic debts")
    many = ("many", "берешегі рұқсат етілгеннен көп", "задолженностей больше допустимого", "more debts than allowed")
    third_fail = ("third_fail", "бір пәннен шекті сәтсіздік саны", "предельное число неудач по дисциплине",
                  "as many fails in one discipline as are allowed")  # fmt: skip
    summer = ("summer", "жазғы семестрде бағасын көтере алады", "может повысить оценки в летнем семестре",
              "may raise grades in the summer semester")  # fmt: skip
    no_gpa = ("no_gpa", "GPA есептелмеген: нәтижесі жоқ", "GPA не посчитан: нет результатов", "no results, no GPA")
    no_threshold = ("no_threshold", "бұл курсқа көшу балы бекітілмеген", "для этого курса балл не утверждён",
                    "no threshold is set for this year of study")  # fmt: skip


class PromotionState(Word):
    draft = ("draft", "Жоба", "Проект", "Draft")
    approved = ("approved", "Бекітілген", "Утверждено", "Approved")
    replaced = ("replaced", "Жаңа нұсқамен ауыстырылған", "Заменено новой версией", "Replaced by a new version")


class Owed(Model):
    """A discipline tried and never passed, and how often it was failed."""

    discipline: Ref
    fails: int


class PromotionRow(Model):
    """One study: its figures, what follows from them, what was decided, by whom and why where it differs."""

    student: Ref
    study: Id
    number: str
    course: int
    group: str = ""
    programme: Ref | None = None
    department: Ref | None = None
    funding: Funding | None = None
    gpa: Decimal | None = None
    threshold: Decimal | None = None
    credits: Decimal = Decimal(0)
    owed: list[Owed] = Field(default_factory=list)
    computed: Verdict | None = None
    grounds: list[PromotionGround] = Field(default_factory=list)
    decided: Verdict | None = None
    note: Annotated[str, Field(max_length=500)] = ""
    by: Who | None = None
    at: datetime | None = None

    @property
    def differs(self) -> bool:
        """Did the office decide otherwise than was computed?"""
        return self.decided is not None and self.decided is not self.computed

    def figures(self) -> tuple[object, ...]:
        """What the verdict rests on: a change of it asks for a new look."""
        return (self.course, self.gpa, self.threshold, self.credits, self.computed, tuple(self.grounds),
                tuple((o.discipline.id, o.fails) for o in self.owed), self.funding)  # fmt: skip


class Promotion(Document):
    """A promotion into an academic year, of one faculty (none: of those without one).

    A draft is refreshed and decided row by row; approved by another person it is frozen, and a further version takes
    its place. rules: the version of the setting it was computed by.
    """

    collection: ClassVar[str] = "promotions"
    title: ClassVar[Text] = Text(kk="Курсқа көшіру ұсынысы", ru="Представление к переводу", en="Promotion proposal")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id"}

    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", table=True, filter=True)]
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", table=True, to="departments")] = None
    version: Annotated[int, Show("Нұсқа", "Версия", "Version", table=True)] = 1
    state: Annotated[PromotionState, Show("Күйі", "Состояние", "State", table=True)] = PromotionState.draft
    rules: Ref | None = None
    decision: Annotated[str, Show("Кеңес шешімінің №", "№ решения совета", "Decision of the council no.")] = ""
    decision_day: Annotated[date | None, Show("Шешім күні", "Дата решения", "Date of the decision")] = None
    grant_lost: bool = True
    clear_by: str = ""
    rows: list[PromotionRow] = Field(default_factory=list, max_length=5000)
    made_by: Who | None = None
    figured_at: datetime | None = None
    approved_by: Who | None = None
    approved_at: datetime | None = None

    def label(self) -> Text:
        span = f"{self.year}/{(self.year + 1) % 100:02d}"
        names = self.faculty.label if self.faculty else None
        return Text(**{x: f"{span} · {names.get(x)}" if names else span for x in ("kk", "ru", "en")})

    def loses_grant(self, row: PromotionRow) -> bool:
        """Does this study lose its grant by repeating the year?"""
        return self.grant_lost and row.decided is Verdict.repeat and row.funding is Funding.grant
