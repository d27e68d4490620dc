"""The protocol (clauses 21, 25-c, 33-4) of one graduate at one sitting: what was asked or performed, marks, decision,
degree; signed, frozen.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.attestation.candidacy import Presented
from schemas.attestation.commission import CommissionSeat
from schemas.base import Basis, Document, Id, Model, Ref, Show, Text, Word
from schemas.grade_sheet import Score, Signature
from schemas.words import MARK, Mark


class ProtocolStatus(Word):
    draft = ("draft", "Жазылуда", "Ведётся", "Being written")
    signed = ("signed", "Қол қойылған", "Подписан", "Signed")


class Question(Model):
    """A question that was asked, and by whom."""

    text: Annotated[str, Field(min_length=1, max_length=600), Show("Сұрақ", "Вопрос", "Question")]
    by: Annotated[str, Field(max_length=160), Show("Кім қойды", "Кто задал", "Asked by")] = ""


class MemberMark(Model):
    """The mark of one who sits."""

    seat: Id
    name: str
    score: Score


class Opinion(Model):
    """A special opinion of one who sits: kept in the protocol, it changes no mark."""

    by: Annotated[str, Field(min_length=1, max_length=160), Show("Кім", "Кто", "Who")]
    text: Annotated[str, Field(min_length=1, max_length=2000), Show("Пікірі", "Мнение", "Opinion", area=True)]


class Proof(Model):
    """One condition of honours and how it stood: message key and values."""

    key: str
    values: dict[str, Any] = Field(default_factory=dict)
    kept: bool


class Protocol(Document):
    """A protocol. The number is given when it is signed, from one counter a year, so there are no gaps; no-show has a
    protocol, too. corrects: the earlier protocol in whose place this one stands, by a decision (`basis`).

    presented, present: as they were before the commission; rules: the rulebook of its day; code: keys the check of its
    paper. award: the degree is awarded by this protocol (all forms of the study are passed); proof: of honours.
    """

    collection: ClassVar[str] = "protocols"
    title: ClassVar[Text] = Text(kk="Комиссия хаттамасы", ru="Протокол комиссии", en="Protocol of a commission")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id", "department": "department.id", "teacher": "people", "group": "group",
    }  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {"signed": frozenset({"sheet", "replaced", "signatures"})}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)] = ""
    once: str | None = None
    year: Annotated[int, Show("Жылы", "Год", "Year", filter=True, form=False)]
    status: Annotated[
        ProtocolStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = ProtocolStatus.draft  # fmt: skip
    sitting: Annotated[Ref, Show("Отырыс", "Заседание", "Sitting", table=True, form=False)]
    commission: Annotated[
        Ref, Show("Комиссия", "Комиссия", "Commission", table=True, filter=True, to="commissions", form=False)
    ]  # fmt: skip
    candidacy: Id
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    study: Id
    student_number: str = ""
    group: Annotated[str, Show("Топ", "Группа", "Group", table=True, form=False)] = ""
    form: Annotated[str, Show("Нысаны", "Форма", "Form", table=True, to="kind:attestation_form", form=False)]
    form_name: Text
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", form=False)]
    programme: Annotated[Ref, Show("Бағдарлама", "Программа", "Programme", form=False)]
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments", form=False)] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments", form=False)] = None
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True, form=False)]
    starts: Annotated[str, Show("Басталды", "Начало", "Began")] = ""
    ends: Annotated[str, Show("Аяқталды", "Окончание", "Ended")] = ""
    presented: Presented = Field(default_factory=Presented)
    present: list[CommissionSeat] = Field(default_factory=list, max_length=40)
    questions: Annotated[
        list[Question], Field(max_length=40), Show("Сұрақтар", "Вопросы", "Questions")
    ] = Field(default_factory=list)  # fmt: skip
    marks: list[MemberMark] = Field(default_factory=list, max_length=40)
    score: Annotated[Score | None, Show("Баға, %", "Оценка, %", "Mark, %", also=MARK)] = None
    mark: Annotated[Mark | None, Show("Келмеуі", "Неявка", "No-show")] = None
    letter: Annotated[str, Show("Әріптік баға", "Буквенная оценка", "Letter", table=True, form=False)] = ""
    points: Annotated[
        Decimal | None, Show("Сандық эквиваленті", "Цифровой эквивалент", "Points", form=False, also=MARK)
    ] = None  # fmt: skip
    traditional: Annotated[Text | None, Show("Дәстүрлі баға", "Традиционная оценка", "Traditional", form=False)] = None
    passed: Annotated[bool, Show("Тапсырды", "Сдал", "Passed", form=False)] = False
    publication: Annotated[
        bool, Show("Жариялауға ұсынылды", "Рекомендовано к публикации", "Recommended for publication")
    ] = False  # fmt: skip
    implementation: Annotated[
        bool, Show("Енгізуге ұсынылды", "Рекомендовано к внедрению", "Recommended for use")
    ] = False  # fmt: skip
    award: Annotated[bool, Show("Дәреже беріледі", "Степень присуждается", "The degree is awarded")] = False
    degree: Annotated[Text | None, Show("Дәреже", "Степень", "Degree", form=False)] = None
    honours: Annotated[bool, Show("Үздік диплом", "Диплом с отличием", "Honours")] = False
    proof: list[Proof] = Field(default_factory=list, max_length=40)
    opinions: Annotated[
        list[Opinion], Field(max_length=20), Show("Ерекше пікірлер", "Особые мнения", "Special opinions")
    ] = Field(default_factory=list)  # fmt: skip
    note: Annotated[str, Field(max_length=1000), Show("Ескертпе", "Примечание", "Note", area=True)] = ""
    signatures: list[Signature] = Field(default_factory=list, max_length=40)
    signed_at: datetime | None = None
    people: list[Id] = Field(default_factory=list)
    rules: Id = ""
    corrects: Ref | None = None
    replaced: Annotated[
        Ref | None, Show("Орнына келген хаттама", "Протокол, пришедший взамен", "Protocol in its place", form=False)
    ] = None  # fmt: skip
    basis: Basis | None = None
    sheet: Ref | None = None
    checksum: str = ""
    code: str = ""

    @property
    def unsigned(self) -> list[CommissionSeat]:
        """Who sat and has not signed yet; a correcting protocol is signed by who decided and bears no seats' names."""
        if self.corrects is not None:
            return []
        done = {(s.part, s.person) for s in self.signatures}
        return [s for s in self.present if (s.part, s.ref().id) not in done]

    def label(self) -> Text:
        if not self.number:
            return self.student.label
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")


__all__ = ["MemberMark", "Opinion", "Proof", "Protocol", "ProtocolStatus", "Question"]
