"""The academic difference: an earlier record beside a curriculum, line by line, and the year of study that follows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.discipline import Credits
from schemas.events import Who
from schemas.words import Component, Cycle


class DifferenceGround(Word):
    """Why a record is compared (domain.md 5.2)."""

    transfer_in = ("transfer_in", "Басқа оқу орнынан ауысу", "Перевод из другого вуза", "Transfer from elsewhere")
    inside = ("inside", "Ішкі ауысу", "Перевод внутри вуза", "Transfer inside")
    reinstatement = ("reinstatement", "Қайта қабылдау", "Восстановление", "Reinstatement")
    back = ("back", "Демалыстан шығу", "Выход из отпуска", "Return from leave")


class DifferenceStatus(Word):
    """entered: the difference stands in the study plan. Approved once, it is only replaced by a further version."""

    draft = ("draft", "Жоба", "Проект", "Draft")
    decided = ("decided", "Шешілген", "Решено", "Decided")
    approved = ("approved", "Бекітілген", "Утверждено", "Approved")
    entered = ("entered", "Оқу жоспарында", "В плане студента", "In the study plan")
    replaced = ("replaced", "Жаңа нұсқамен ауыстырылған", "Заменено новой версией", "Replaced by a new version")
    withdrawn = ("withdrawn", "Кері алынған", "Отозвано", "Withdrawn")


# Decisions that stand: one of them at most for a study.
STANDING = (DifferenceStatus.approved, DifferenceStatus.entered)


class Decision(Word):
    """What becomes of a line of the curriculum."""

    recognised = ("recognised", "Танылады", "Признаётся", "Recognised")
    difference = ("difference", "Айырмашылық", "Разница", "Difference")
    not_asked = ("not_asked", "Талап етілмейді", "Не требуется", "Not asked for")


class MatchedBy(Word):
    """How a result was found for a line; nothing is joined silently."""

    discipline = ("discipline", "сол пән", "та же дисциплина", "the same discipline")
    code = ("code", "код бойынша", "по коду", "by code")
    called = ("name", "атауы бойынша", "по названию", "by title")
    hand = ("hand", "қолмен", "вручную", "by hand")


class Origin(Word):
    """Where a result comes from: this study, another study of the same person, a paper of another institution."""

    study = ("study", "осы оқуы", "это обучение", "this study")
    other = ("other", "басқа оқуы", "другое обучение", "another study")
    brought = ("brought", "басқа оқу орны", "другой вуз", "elsewhere")


class Brought(Model):
    """A passed discipline of the transcript of another institution, as it stands there; no grade: recognised
    without one."""

    id: Annotated[Id, Show("Белгі", "Метка", "Mark", form=False)] = ""
    theirs: Annotated[
        str, Field(min_length=1, max_length=300), Show("Ондағы пән", "Дисциплина там", "Discipline there")
    ]  # fmt: skip
    code: Annotated[str, Field(max_length=30), Show("Ондағы код", "Код там", "Code there")] = ""
    credits: Annotated[Credits, Field(gt=0), Show("Кредит", "Кредиты", "Credits")]
    grade: Annotated[str, Field(max_length=8), Show("Бағасы", "Оценка", "Grade")] = ""
    term: Annotated[
        str, Field(min_length=1, max_length=20),
        Show("Кезең коды", "Код периода", "Code of the term", help=("Мысалы, 2024-1", "Например, 2024-1", "2024-1")),
    ]  # fmt: skip


class Match(Model):
    """The result proposed or joined to a line: as it was called, where it was earned, how many of its credits count.

    recorded: the result that approving made of it (none: it stands in the record already).
    """

    result: Id
    origin: Origin
    title: Text
    code: str = ""
    credits: Decimal
    letter: str = ""
    where: str = ""
    term: str = ""
    by: MatchedBy
    taken: Decimal
    recorded: Id = ""


class DifferenceLine(Model):
    """A line of the curriculum (its id), the result that stands for it, what is proposed and what was decided."""

    id: Id
    semester: Annotated[int, Show("Семестр", "Семестр", "Semester")]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    code: Annotated[str, Show("Коды", "Код", "Code")]
    credits: Annotated[Credits, Show("Кредит", "Кредиты", "Credits")]
    cycle: Cycle
    component: Component
    block: str = ""
    choose: int = 1
    match: Match | None = None
    proposed: Annotated[Decision, Show("Ұсынылады", "Предлагается", "Proposed")] = Decision.not_asked
    decision: Annotated[Decision | None, Show("Шешім", "Решение", "Decision")] = None
    deadline: Annotated[
        Ref | None, Show("Жойылатын кезең", "Ликвидируется в периоде", "Cleared in", to="terms")
    ] = None  # fmt: skip
    note: Annotated[str, Field(max_length=300), Show("Ескерту", "Примечание", "Note")] = ""

    @property
    def course(self) -> int:
        """The year of study in which the curriculum has it."""
        return (self.semester + 1) // 2


class YearRow(Model):
    """The arithmetic of one year of study: what lies before it, what of that is recognised, what would differ."""

    course: int
    semester: int
    before: Decimal
    recognised: Decimal
    missing: int
    blocked: list[Ref] = Field(default_factory=list)
    fits: bool

    @property
    def differs(self) -> Decimal:
        """Credits of the difference."""
        return self.before - self.recognised


class Difference(Document):
    """One comparison of a study with a curriculum, decided line by line by the office, approved by another person.

    term: from which the student goes on. drawn: whoever wrote in it; none of them approves it. waits: why it is not in
    the study plan yet (a message key).
    """

    collection: ClassVar[str] = "differences"
    title: ClassVar[Text] = Text(kk="Академиялық айырмашылық", ru="Академическая разница", en="Academic difference")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id", "group": "group"}
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        DifferenceStatus.approved.value: frozenset(
            {
                "status",
                "entered_at",
                "waits",
                "group",
                "faculty",
                "department",
            }
        ),
        DifferenceStatus.entered.value: frozenset({"status"}),
        DifferenceStatus.replaced.value: frozenset(),
        DifferenceStatus.withdrawn.value: frozenset(),
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    version: Annotated[int, Show("Нұсқа", "Версия", "Version", form=False)] = 1
    status: Annotated[DifferenceStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        DifferenceStatus.draft
    )
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    student_number: Annotated[
        str, Show("Студенттің нөмірі", "Номер студента", "Student's number", table=True, form=False)
    ] = ""
    study: Id
    ground: Annotated[DifferenceGround, Show("Негізі", "Причина", "Why", table=True, filter=True)]
    curriculum: Annotated[Ref, Show("Оқу жоспары", "Учебный план", "Curriculum", to="curricula")]
    term: Annotated[Ref, Show("Қай кезеңнен бастап оқиды", "С какого периода учится", "Studies from", filter=True,
                              to="terms")]  # fmt: skip
    institution: Annotated[
        str, Field(max_length=200), Show("Бұрынғы оқу орны", "Прежний вуз", "Former institution", group="brought")
    ] = ""  # fmt: skip
    transcript: Annotated[
        str, Field(max_length=120), Show("Транскрипт №, күні", "Транскрипт №, дата", "Transcript", group="brought")
    ] = ""  # fmt: skip
    scale: Annotated[
        Ref | None, Show("Бағалар шкаласы", "Шкала оценок", "Scale of the grades", group="brought", to="rulebooks")
    ] = None  # fmt: skip
    brought: Annotated[
        list[Brought],
        Show("Әкелінген нәтижелер", "Принесённые результаты", "Results brought in", group="brought"),
    ] = Field(default_factory=list, max_length=120)  # fmt: skip
    lines: list[DifferenceLine] = Field(default_factory=list, max_length=400)
    years: list[YearRow] = Field(default_factory=list, max_length=12)
    proposed_course: Annotated[
        int | None, Show("Ұсынылған курс", "Предложенный курс", "Proposed year", form=False)
    ] = None  # fmt: skip
    course: Annotated[
        int | None, Field(ge=1, le=8), Show("Курс", "Курс", "Year of study", table=True, form=False)
    ] = None  # fmt: skip
    course_note: Annotated[
        str, Field(max_length=300), Show("Курс негіздемесі", "Обоснование курса", "Why this year", form=False)
    ] = ""  # fmt: skip
    paid: Annotated[bool, Show("Ақылы", "Платно", "Paid", form=False)] = False
    price: Decimal | None = None
    rules: Ref | None = None
    group: Annotated[str, Show("Топ", "Группа", "Group", table=True, filter=True, form=False)] = ""
    faculty: Ref | None = None
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", filter=True, form=False,
                                           to="departments")] = None  # fmt: skip
    drawn: list[Id] = Field(default_factory=list)
    made_by: Who | None = None
    decided_by: Who | None = None
    decided_at: datetime | None = None
    approved_by: Who | None = None
    approved_at: datetime | None = None
    protocol: Annotated[
        str, Field(max_length=200), Show("Хаттама", "Протокол", "Protocol", form=False)
    ] = ""  # fmt: skip
    protocol_day: date | None = None
    entered_at: datetime | None = None
    waits: str = ""

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.student.label.kk}", ru=f"{self.number}: {self.student.label.get('ru')}")

    def of(self, decision: Decision) -> list[DifferenceLine]:
        """The lines so decided."""
        return [x for x in self.lines if x.decision is decision]
