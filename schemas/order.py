"""Orders: the paper by which students move (clauses 20, 33-7, 42), its life from draft to what it did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.events import Who


class OrderStatus(Word):
    draft = ("draft", "Жоба", "Проект", "Draft")
    checked = ("checked", "Тексерілді, келісуде", "Проверен, на согласовании", "Checked, being agreed")
    agreed = ("agreed", "Келісілді", "Согласован", "Agreed")
    signed = ("signed", "Қол қойылды", "Подписан", "Signed")
    applied = ("applied", "Орындалды", "Исполнен", "Carried out")
    cancelled = ("cancelled", "Күші жойылды", "Отменён", "Cancelled")
    dropped = ("dropped", "Жоба алынып тасталды", "Проект снят", "Draft dropped")


class OrderStep(Word):
    """What happened to an order, each with who and when."""

    drafted = ("drafted", "Жоба жасалды", "Составлен проект", "Drafted")
    edited = ("edited", "Жоба өзгертілді", "Проект изменён", "Draft changed")
    checked = ("checked", "Тексерілді", "Проверен", "Checked")
    agreed = ("agreed", "Келісілді", "Согласован", "Agreed")
    returned = ("returned", "Жобаға қайтарылды", "Возвращён в проект", "Returned to draft")
    signed = ("signed", "Қол қойылды", "Подписан", "Signed")
    received = ("received", "Кадр қызметі көшірмесін алды", "Копия получена кадрами", "Copy received by HR")
    applied = ("applied", "Орындалды", "Исполнен", "Carried out")
    cancelled = ("cancelled", "Күші жойылды", "Отменён", "Cancelled")
    dropped = ("dropped", "Алынып тасталды", "Снят", "Dropped")


class Stage(Model):
    """A step of an order's life."""

    step: OrderStep
    by: Who
    at: datetime
    note: str = ""


class BasisPaper(Model):
    """A document an order rests on. need: which of the kind's (its place in the list); student: whose, where it is of
    one."""

    need: int
    number: Annotated[str, Field(max_length=60), Show("Нөмірі", "Номер", "Number")] = ""
    day: Annotated[date, Show("Күні", "Дата", "Date")]
    student: Id | None = None
    scan: Annotated[Ref | None, Show("Сканы", "Скан", "Scan")] = None


class OrderLine(Model):
    """One student in an order. written: the name as the text needs it (its case is the writer's); values: what the
    order gives him, by field or fact; was: how the study stood when the order was checked, and what it was taken out
    of; event: what the order did; reversed: the order by which it does not concern him any more."""

    student: Annotated[Ref, Show("Студент", "Студент", "Student")]
    study: Id
    number: Annotated[str, Show("Студент нөмірі", "Номер студента", "Student number")]
    key: str = ""
    written: Annotated[str, Field(max_length=240)] = ""
    values: dict[str, Any] = Field(default_factory=dict)
    was: dict[str, Any] = Field(default_factory=dict)
    note: Annotated[str, Field(max_length=300)] = ""
    event: Id | None = None
    reversed: Annotated[
        Ref | None, Show("Қай бұйрықпен күші жойылды", "Каким приказом отменено", "Taken back by", form=False)
    ] = None  # fmt: skip


class Finding(Model):
    """Something the check said and the office let pass: message key and values; study: of whom, where of one."""

    key: str
    values: dict[str, Any] = Field(default_factory=dict)
    study: Id | None = None


class HandedCopy(Model):
    """The copy HR has (clause 42): when, who took it, how many sheets."""

    day: Annotated[date, Show("Алынған күні", "Дата получения", "Received on")]
    name: Annotated[str, Field(min_length=1, max_length=120), Show("Кім алды", "Кто получил", "Who received it")]
    copies: Annotated[int, Field(ge=1, le=50), Show("Дана саны", "Экземпляров", "Copies")] = 1
    by: Who | None = None


class Wording(Model):
    """Heading and text in the language of templates, as they were agreed to."""

    title: str
    text: str


class Order(Document):
    """An order of a kind: its list, what it says, what it rests on, its life. Signed, it is never edited.

    version: the kind's version it was drafted by. texts: the text of this order where it was written by hand, by
    language, in the language of templates. wording, extract_wording: what was agreed to, by language, from the check
    on; printed: the paper as it was signed, by language; extracts: the head of its extracts, by language. cancels: the
    order whose force it takes. year: of its number; once: the number as it is compared within the year, however it was
    typed. source: the proposal it was drafted from (of promotion, of the summer).
    """

    collection: ClassVar[str] = "orders"
    title: ClassVar[Text] = Text(kk="Бұйрық", ru="Приказ", en="Order")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculties", "department": "departments"}
    # Of a list that was agreed or signed only what became of its lines is added.
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "agreed": frozenset({
            "status", "number", "day", "year", "once", "signer", "stages", "checksum", "plan", "applied_on", "approval",
            "effective", "warnings", "lines.event", "lines.was", "printed", "extracts",
        }),
        "signed": frozenset({
            "status", "stages", "copy_hr", "lines.event", "lines.was", "lines.reversed", "plan", "applied_on",
            "cancelled_by", "extracts",
        }),
        "applied": frozenset({"status", "stages", "copy_hr", "lines.reversed", "cancelled_by"}),
        "cancelled": frozenset({"stages", "copy_hr"}),
        "dropped": frozenset(),
    }  # fmt: skip

    kind: Annotated[str, Show("Түрі", "Вид", "Kind", table=True, filter=True, form=False, to="kind:order")]
    kind_name: Text
    version: Ref
    number: Annotated[str, Field(max_length=40), Show("Нөмірі", "Номер", "Number", table=True, form=False)] = ""
    day: Annotated[date | None, Show("Күні", "Дата", "Date", table=True, form=False)] = None
    year: int | None = None
    once: str | None = None
    effective: Annotated[
        date, Show("Күшіне енеді", "Вступает в силу", "Takes effect", table=True,
                   help=("Өткен күн де, болашақ күн де бола алады", "Может быть и в прошлом, и в будущем",
                         "May be past or still to come"))
    ]  # fmt: skip
    status: Annotated[OrderStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        OrderStatus.draft
    )
    about: Annotated[Text | None, Show("Не туралы", "О чём", "About", form=True)] = None
    count: Annotated[int, Show("Студент саны", "Студентов", "Students", table=True, form=False)] = 0
    faculties: list[Id] = Field(default_factory=list)
    departments: list[Id] = Field(default_factory=list)
    lines: list[OrderLine] = Field(default_factory=list, max_length=5000)
    values: dict[str, Any] = Field(default_factory=dict)
    bases: list[BasisPaper] = Field(default_factory=list, max_length=6000)
    warnings: list[Finding] = Field(default_factory=list)
    texts: dict[str, str] = Field(default_factory=dict)
    wording: dict[str, Wording] = Field(default_factory=dict)
    extract_wording: dict[str, Wording] = Field(default_factory=dict)
    printed: dict[str, Any] = Field(default_factory=dict)
    extracts: dict[str, Any] = Field(default_factory=dict)
    signer: Annotated[Text | None, Show("Қол қоюшы", "Подписал", "Signed by", form=False)] = None
    author: Who | None = None
    approval: Ref | None = None
    stages: list[Stage] = Field(default_factory=list)
    copy_hr: Annotated[HandedCopy | None, Show("Кадр көшірмесі", "Копия кадрам", "Copy of HR", form=False)] = None
    plan: Ref | None = None
    applied_on: Annotated[date | None, Show("Орындалған күні", "Исполнен", "Applied on", form=False)] = None
    cancels: Annotated[Ref | None, Show("Қай бұйрықтың күшін жояды", "Какой приказ отменяет", "Which it cancels",
                                        form=False)] = None  # fmt: skip
    cancelled_by: Annotated[Ref | None, Show("Күшін жойған бұйрық", "Отменён приказом", "Cancelled by", form=False)] = (
        None
    )
    checksum: str = ""
    source: Id | None = None

    def label(self) -> Text:
        if not self.number:
            return self.kind_name
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")

    def line_of(self, study: Id) -> OrderLine | None:
        """The line of a study; None where it is not in the order."""
        return next((x for x in self.lines if x.study == study), None)


# Orders that are being prepared; those that stand (number given).
PREPARED = (OrderStatus.draft, OrderStatus.checked, OrderStatus.agreed)
STANDS = (OrderStatus.signed, OrderStatus.applied)

__all__ = [
    "PREPARED", "STANDS", "BasisPaper", "Finding", "HandedCopy", "Order", "OrderLine", "OrderStatus", "OrderStep",
    "Stage", "Wording",
]  # fmt: skip
