"""The commission of final attestation (clauses 21, 33-4): whom it hears and in what, who sits in it, on what
decisions, its report.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Id, Model, Ref, Show, Text, Word, new_id
from schemas.kinds.sheets import Signer


class CommissionStatus(Word):
    """A commission is proposed, approved by the council, then set up by the rector's order; then it may sit."""

    nominated = ("nominated", "Ұсынылған", "Предложена", "Nominated")
    council = ("council", "Кеңес бекіткен", "Утверждена советом", "Approved by the council")
    ordered = ("ordered", "Бұйрықпен құрылған", "Создана приказом", "Set up by order")
    closed = ("closed", "Жұмысын аяқтады", "Завершила работу", "Done")
    cancelled = ("cancelled", "Алынып тасталды", "Снята", "Cancelled")


class CommissionSeat(Model):
    """Who sits, and as what. A member of staff is `person`; who comes from outside is written, with his workplace.

    A seat is never taken out of a commission set up by order: who leaves has `until`, who follows a seat of his own.
    """

    id: Id = Field(default_factory=new_id)
    part: Annotated[Signer, Show("Кім ретінде", "В качестве", "As")] = Signer.member
    person: Annotated[
        Ref | None, Show("Қызметкер", "Сотрудник", "Member of staff", to="people",
                         help=("Сырттан келген адамға бос қалады", "Для внешнего лица пусто", "Empty for an outsider"))
    ] = None  # fmt: skip
    name: Annotated[str, Field(max_length=160), Show("Аты-жөні", "Фамилия, имя, отчество", "Full name")] = ""
    degree: Annotated[str, Field(max_length=160), Show("Дәрежесі, атағы", "Степень, звание", "Degree, title")] = ""
    position: Annotated[str, Field(max_length=160), Show("Лауазымы", "Должность", "Position")] = ""
    workplace: Annotated[str, Field(max_length=200), Show("Жұмыс орны", "Место работы", "Workplace")] = ""
    since: Annotated[date | None, Show("Басталуы", "С", "From", form=False)] = None
    until: Annotated[date | None, Show("Дейін", "По", "Until", form=False)] = None

    @property
    def called(self) -> str:
        """His name as it stands on papers."""
        return self.name or (self.person.label.kk if self.person else "")

    def ref(self) -> Ref:
        """A reference to who sits here: the member of staff, or the seat itself for an outsider."""
        return self.person or Ref(id=self.id, label=Text(kk=self.name or "—"))

    def sits(self, day: date) -> bool:
        """Does he sit on a day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Heard(Model):
    """What the commission hears: a discipline of the curriculum's final attestation, in a form."""

    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    form: Annotated[str, Field(max_length=40), Show("Нысаны", "Форма", "Form", to="kind:attestation_form")]


class Decided(Model):
    """A decision by which a commission stands: its number and day; order: the paper in the base where there is one."""

    number: Annotated[str, Field(min_length=1, max_length=60), Show("Нөмірі", "Номер", "Number")]
    day: Annotated[date, Show("Күні", "Дата", "Date")]
    scan: Annotated[Ref | None, Show("Сканы", "Скан", "Scan")] = None


class ConflictKind(Word):
    own_student = ("own_student", "Өз студенті", "Свой студент", "Own student")
    relative = ("relative", "Туысы", "Родственник", "Relative")
    other = ("other", "Басқа мүдде", "Иная заинтересованность", "Other interest")


class Conflict(Model):
    """An interest of who sits in the commission in one student: found by the office, or declared by himself."""

    seat: Annotated[Id, Show("Кім", "Кто", "Who")]
    student: Annotated[Ref | None, Show("Студент", "Студент", "Student", to="students")] = None
    kind: Annotated[ConflictKind, Show("Түрі", "Вид", "Kind")] = ConflictKind.relative
    note: Annotated[str, Field(max_length=300), Show("Түсіндірме", "Пояснение", "Note", area=True)] = ""
    declared: Annotated[bool, Show("Өзі мәлімдеген", "Заявлен самим", "Declared by himself", form=False)] = True
    at: Annotated[datetime | None, Show("Қашан", "Когда", "When", form=False)] = None
    by: Annotated[str, Show("Кім енгізді", "Кто внёс", "Entered by", form=False)] = ""


class CommissionPaper(Model):
    """A paper of the checklist that is there: by its code, with its number and day."""

    code: Annotated[str, Show("Құжат", "Документ", "Paper", form=False)]
    number: Annotated[str, Field(max_length=60), Show("Нөмірі", "Номер", "Number")] = ""
    day: Annotated[date, Show("Күні", "Дата", "Date")]
    scan: Annotated[Ref | None, Show("Сканы", "Скан", "Scan")] = None
    by: str = ""


class CommissionChange(Model):
    """What was changed in a commission after the order set it up: who left, who came, on what basis."""

    at: datetime
    by: str
    reason: str
    basis: Basis | None = None
    left: list[Id] = Field(default_factory=list)
    came: list[Id] = Field(default_factory=list)


class Answer(Model):
    """A recommendation of last year's report and what was done about it."""

    said: Annotated[str, Field(max_length=2000), Show("Ұсыныс", "Рекомендация", "Recommendation", area=True)]
    done: Annotated[
        str, Field(max_length=2000), Show("Не істелді", "Что сделано", "What was done", area=True)
    ] = ""  # fmt: skip


class Commission(Document):
    """A commission of a calendar year for one or several programmes (domain.md 4.2).

    people: ids of the staff who sit, by whom it is found as one's own. parts: the chair's words in the report, by the
    code of the part; recommendations: those it gives; answers: last year's, with what was done.
    """

    collection: ClassVar[str] = "commissions"
    title: ClassVar[Text] = Text(kk="Аттестаттау комиссиясы", ru="Аттестационная комиссия", en="Attestation commission")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id", "department": "department.id", "teacher": "people",
    }  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset({"answers"}), "cancelled": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)] = ""
    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    year: Annotated[
        int, Field(ge=2000, le=2200), Show("Жылы", "Год", "Year", table=True, filter=True)
    ]  # fmt: skip
    programmes: Annotated[
        list[Ref], Field(min_length=1, max_length=20),
        Show("Бағдарламалар", "Программы", "Programmes", table=True, to="programmes"),
    ]  # fmt: skip
    department: Annotated[
        Ref | None,
        Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments",
             help=("Бос — бағдарламаның барлық кафедрасы", "Пусто — все кафедры программы",
                   "Empty: all departments of the programme")),
    ] = None  # fmt: skip
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    hears: Annotated[list[Heard], Field(max_length=20), Show("Не тыңдайды", "Что принимает", "What it hears")] = Field(
        default_factory=list
    )
    status: Annotated[
        CommissionStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = CommissionStatus.nominated  # fmt: skip
    seats: Annotated[
        list[CommissionSeat], Field(max_length=40), Show("Құрамы", "Состав", "Composition", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    people: list[Id] = Field(default_factory=list)
    council: Annotated[
        Decided | None, Show("Кеңес хаттамасы", "Протокол совета", "Council's minutes", form=False)
    ] = None  # fmt: skip
    order: Annotated[Decided | None, Show("Бұйрық", "Приказ", "Order", form=False)] = None
    conflicts: list[Conflict] = Field(default_factory=list, max_length=500)
    papers: list[CommissionPaper] = Field(default_factory=list, max_length=60)
    changes: list[CommissionChange] = Field(default_factory=list, max_length=200)
    parts: dict[str, Annotated[str, Field(max_length=20000)]] = Field(default_factory=dict)
    recommendations: list[Annotated[str, Field(max_length=2000)]] = Field(default_factory=list, max_length=60)
    answers: list[Answer] = Field(default_factory=list, max_length=60)
    closed_on: Annotated[date | None, Show("Аяқталған күні", "Завершена", "Done on", form=False)] = None

    def label(self) -> Text:
        said = self.name
        return Text(kk=f"{said.kk}, {self.year}", ru=f"{said.get('ru')}, {self.year}",
                    en=f"{said.get('en')}, {self.year}")  # fmt: skip

    def sitting_on(self, day: date) -> list[CommissionSeat]:
        """Who sits in it on a day: chair, members, secretary."""
        order = {Signer.chair: 0, Signer.member: 1, Signer.secretary: 2}
        return sorted((s for s in self.seats if s.sits(day)), key=lambda s: order.get(s.part, 1))

    def form_of(self, discipline: Id) -> str:
        """In what form a discipline is heard; empty where it is not heard here."""
        return next((h.form for h in self.hears if h.discipline.id == discipline), "")


# Commissions that are there at all; those that may sit.
LIVE = (CommissionStatus.nominated, CommissionStatus.council, CommissionStatus.ordered)

__all__ = [
    "LIVE", "Answer", "Commission", "CommissionChange", "CommissionPaper", "CommissionSeat", "CommissionStatus",
    "Conflict", "ConflictKind", "Decided", "Heard",
]  # fmt: skip
