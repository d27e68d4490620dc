"""Grade sheets (clauses 2-c, 24-b, 25): the list frozen from the section, filled, closed, corrected only by an act."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Id, Model, Ref, Show, Text, Word
from schemas.kinds.sheets import MIDTERMS, SCORE, SheetForm, Signer
from schemas.words import MARK, STANDING, Control, Mark, SheetStatus

Score = Annotated[Decimal, Field(ge=0, le=100)]
OWN = (*MIDTERMS, SCORE)  # columns with a place of their own on a line


class Entered(Model):
    """Whose typing a closed cell holds, and when it was typed."""

    user: Id
    name: str
    at: datetime


class SheetLine(Model):
    """One student on the sheet. Scores are out of 100; final grade, letter and points follow by the rulebook.

    more: values of the kind's further columns by code. carried: columns brought from other sheets, which nobody types.
    until: by when an unfinished result is to be finished.
    """

    student: Annotated[Ref, Show("Студент", "Студент", "Student", form=False)]
    study: Id
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", form=False)]
    attempt: int = 1
    midterm_1: Annotated[Score | None, Show("1-аралық бақылау (R1)", "Рубежный контроль 1 (Р1)", "Midterm 1 (R1)")] = (
        None
    )
    midterm_2: Annotated[Score | None, Show("2-аралық бақылау (R2)", "Рубежный контроль 2 (Р2)", "Midterm 2 (R2)")] = (
        None
    )
    admission_rating: Annotated[
        Decimal | None, Show("Жіберу рейтингі", "Рейтинг допуска", "Admission rating", form=False)
    ] = None
    score: Annotated[Score | None, Show("Емтихан, %", "Экзамен, %", "Exam, %", also=MARK)] = None
    mark: Annotated[Mark | None, Show("Белгі", "Отметка", "Mark")] = None
    final_grade: Annotated[
        Decimal | None, Show("Қорытынды баға, %", "Итоговая оценка, %", "Final grade, %", form=False, also=MARK)
    ] = None
    letter: Annotated[str, Show("Әріптік баға", "Буквенная оценка", "Letter", form=False)] = ""
    points: Annotated[
        Decimal | None, Show("Сандық эквиваленті", "Цифровой эквивалент", "Points", form=False, also=MARK)
    ] = None  # fmt: skip
    until: Annotated[date | None, Show("Аяқтау мерзімі", "Завершить до", "To be finished by", form=False)] = None
    carried: Annotated[list[str], Show("Көшірілген", "Перенесено", "Brought", form=False)] = Field(default_factory=list)
    more: dict[str, Decimal | str] = Field(default_factory=dict)
    entered: dict[str, Entered] = Field(default_factory=dict)

    def value(self, column: str) -> Decimal | str | None:
        """What stands in a column by its code; the mark instead of a score is in `mark`."""
        if column in OWN:
            found: Decimal | None = getattr(self, column)
            return found
        return self.more.get(column)


class Change(Word):
    """What a correction act does to a line."""

    correct = ("correct", "Түзету", "Исправление", "Correction")
    annul = ("annul", "Нәтижені жою", "Аннулирование результата", "Annulment")
    lapse = ("lapse", "Мерзімі өткен I", "Истёкшее I", "Lapsed incomplete")


class ChangeState(Word):
    """Where a correction act stands."""

    proposed = ("proposed", "Шешім күтуде", "Ждёт решения", "Waiting")
    confirmed = ("confirmed", "Расталды", "Подтверждено", "Confirmed")
    rejected = ("rejected", "Қабылданбады", "Отклонено", "Rejected")


class Alarm(Word):
    """What about a correction is to be looked at by the head."""

    own_mark = ("own_mark", "Бағаны қойған адам растады", "Подтвердил тот, кто ввёл оценку",
                "Confirmed by who entered the mark")  # fmt: skip
    night = ("night", "Түнде өзгертілген", "Изменено ночью", "Changed at night")
    upward = ("upward", "Бір оқытушыда жоғарылату көп", "Много исправлений вверх у преподавателя",
              "Many upward corrections by one teacher")  # fmt: skip
    graduate = ("graduate", "Бітіргеннен кейін", "После выпуска", "After graduation")


class Correction(Model):
    """A correction act: proposed by one person, confirmed by another; the line above stays as it was.

    alarms: what the head was told about it, by the settings of that day. A lapse is decided by who makes it: the
    rulebook says what becomes of an unfinished result.
    """

    act: str
    student: Annotated[Ref, Show("Студент", "Студент", "Student", form=False)]
    was: SheetLine
    now: SheetLine
    reason: str
    basis: Basis
    proposed_by: Id
    proposed_name: str
    proposed_at: Annotated[datetime, Show("Ұсынылған уақыты", "Предложено", "Proposed at", form=False)]
    code: str = ""
    what: Annotated[Change, Show("Не істелді", "Что сделано", "What was done", form=False)] = Change.correct
    appeal: Ref | None = None
    alarms: list[Alarm] = Field(default_factory=list)
    state: Annotated[ChangeState, Show("Шешім", "Решение", "Decision", form=False)] = ChangeState.proposed
    decided_by: Id | None = None
    decided_name: str = ""
    decided_at: Annotated[datetime | None, Show("Шешілген уақыты", "Решено", "Decided at", form=False)] = None
    decided_reason: str = ""


class Signature(Model):
    """Who signed, in what post, when; `paper`: on the paper that the one who entered it holds."""

    user: Id
    name: str
    post: str
    at: datetime
    part: Signer | None = None
    person: Id = ""
    paper: bool = False


class Step(Model):
    """One step of the sheet's life: to which state, who, when, with what reason."""

    status: SheetStatus
    user: Id
    name: str
    at: datetime
    reason: str = ""


class Reopened(Model):
    """Typing allowed for this sheet alone after its deadline, until a moment; then it shuts by itself."""

    until: datetime
    user: Id
    name: str
    at: datetime
    reason: str


class Seat(Model):
    """Who sits in the commission of a sheet, or supervises, and as what."""

    person: Annotated[Ref, Show("Кім", "Кто", "Who", to="people")]
    part: Annotated[Signer, Show("Кім ретінде", "В качестве кого", "As what")]


class GradeSheet(Document):
    """A sheet: its kind's form, number from the kind's own counter, rules of its day, frozen when closed.

    once: the section and kind it alone stands for, while it stands. of: the closed sheet whose failed students re-sit.
    commission, group: of final attestation, whose protocols it was made from.
    code: random, keys the check in the QR of its paper and is printed nowhere. alone: one person typed every mark,
    vouched for the paper and closed it.
    """

    collection: ClassVar[str] = "grade_sheets"
    title: ClassVar[Text] = Text(kk="Ведомость", ru="Ведомость", en="Grade sheet")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "closed": frozenset({"corrections"}),
        "cancelled": frozenset(),
    }
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id",
        "faculty": "faculty.id",
        "teacher": "examiners.id",
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    kind: Annotated[
        str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:sheet", form=False)
    ] = "exam"  # fmt: skip
    kind_name: Annotated[Text, Show("Түрі", "Вид", "Kind", form=False)] = Text(
        kk="Емтихан ведомосы", ru="Экзаменационная ведомость", en="Exam sheet"
    )
    form: SheetForm = Field(default_factory=SheetForm)
    once: str | None = None
    of: Ref | None = None
    commission: Ref | None = None
    group: str = ""
    status: Annotated[SheetStatus, Show("Күйі", "Состояние", "Status", table=True, filter=True, form=False)] = (
        SheetStatus.open
    )
    term: Annotated[Ref, Show("Кезең", "Период", "Term", table=True, filter=True, to="terms", form=False)]
    term_code: str
    section: Annotated[Ref | None, Show("Сабақ тобы", "Секция", "Section", table=True, to="sections")] = None
    discipline: Annotated[
        Ref, Show("Пән", "Дисциплина", "Discipline", table=True, filter=True, to="disciplines", form=False)
    ]
    discipline_code: str
    credits: Decimal
    counts_in_gpa: bool = True
    control: Control = Control.exam
    department: Annotated[
        Ref | None,
        Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments", form=False),
    ] = None
    faculty: Ref | None = None
    day: Annotated[date, Show("Өткізілетін күні", "Дата проведения", "Day held", table=True)]
    due: Annotated[date | None, Show("Жабу мерзімі", "Срок закрытия", "Due", table=True)] = None
    examiners: Annotated[list[Ref], Show("Емтихан алушылар", "Экзаменаторы", "Examiners", to="people")] = Field(
        default_factory=list
    )
    seats: Annotated[
        list[Seat], Field(max_length=40), Show("Комиссия", "Комиссия", "Commission", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    room: Annotated[str, Field(max_length=60), Show("Аудитория", "Аудитория", "Room")] = ""
    reason: Annotated[str, Field(max_length=300), Show("Себебі", "Причина", "Reason", form=False)] = ""
    rules: Id
    lines: list[SheetLine] = Field(default_factory=list, max_length=500)
    signatures: list[Signature] = Field(default_factory=list)
    steps: list[Step] = Field(default_factory=list)
    reopened: list[Reopened] = Field(default_factory=list)
    corrections: list[Correction] = Field(default_factory=list)
    closed_at: Annotated[datetime | None, Show("Жабылған уақыты", "Закрыта", "Closed at", form=False)] = None
    checksum: str = ""
    code: str = ""
    alone: Annotated[
        bool,
        Show("Бір адам енгізіп, жапты", "Ввёл и закрыл один человек", "Entered and closed by one person", form=False),
    ] = False  # fmt: skip

    def label(self) -> Text:
        return Text(kk=self.number)

    @property
    def standing(self) -> bool:
        """Does it count at all?"""
        return self.status in STANDING
