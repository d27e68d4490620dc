"""Strict-reporting blanks (clause 27): a record of every number, the journal of movements, who answers for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Basis, Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who

Number = Annotated[int, Field(ge=0, le=999_999_999_999)]


class BlankStatus(Word):
    """Where a number is in its life; it stands on the balance until it is issued, handed to HR or written off.

    withdrawn: an issued paper that came back because a duplicate took its place; off the balance, to be destroyed."""

    in_stock = ("in_stock", "Қоймада", "На складе", "In stock")
    reserved = ("reserved", "Бөлінген", "Закреплён", "Reserved")
    filled = ("filled", "Толтырылған", "Заполнен", "Filled in")
    issued = ("issued", "Берілген", "Выдан", "Issued")
    handed = ("handed", "Кадр қызметінде", "Передан кадрам", "Handed to HR")
    spoiled = ("spoiled", "Бүлінген", "Испорчен", "Spoiled")
    lost = ("lost", "Жоғалған", "Утрачен", "Lost")
    written_off = ("written_off", "Есептен шығарылған", "Списан", "Written off")
    withdrawn = ("withdrawn", "Қайтарып алынған", "Изъят", "Withdrawn")
    destroyed = ("destroyed", "Жойылған", "Уничтожен", "Destroyed")


ON_BALANCE = (
    BlankStatus.in_stock, BlankStatus.reserved, BlankStatus.filled, BlankStatus.spoiled, BlankStatus.lost,
)  # fmt: skip


class Operation(Word):
    """A movement of the journal."""

    received = ("received", "Кіріс", "Поступление", "Receipt")
    surplus = ("surplus", "Артық шықты", "Излишек", "Surplus")
    issued = ("issued", "Берілді", "Выдача", "Issue")
    handed = ("handed", "Кадр қызметіне берілді", "Передача кадрам", "Handed to HR")
    returned = ("returned", "Кадр қызметінен қайтты", "Возврат от кадров", "Returned by HR")
    spoiled = ("spoiled", "Бүлінді", "Порча", "Spoilage")
    lost = ("lost", "Жоғалды", "Утрата", "Loss")
    found = ("found", "Табылды", "Найден", "Found")
    written_off = ("written_off", "Есептен шығарылды", "Списание", "Write-off")
    destroyed = ("destroyed", "Жойылды", "Уничтожение", "Destruction")
    withdrawn = ("withdrawn", "Түпнұсқа қайтарып алынды", "Изъят подлинник", "Original withdrawn")
    post = ("post", "Жауапты адам ауысты", "Смена ответственного", "Hand-over of the post")


# What each operation does to the balance.
SIGN: dict[Operation, int] = {
    Operation.received: 1, Operation.surplus: 1, Operation.returned: 1, Operation.issued: -1, Operation.handed: -1,
    Operation.written_off: -1,
}  # fmt: skip


class Span(Model):
    """Numbers in a row, both ends inside."""

    first: Annotated[Number, Show("Бастап", "С", "From")]
    last: Annotated[Number, Show("Дейін", "По", "To")]

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last < self.first:
            raise Refused("blanks.span_backwards", "last")
        return self

    @property
    def count(self) -> int:
        """How many numbers it holds."""
        return self.last - self.first + 1


class Sitter(Model):
    """Who sits in the commission of an act."""

    name: Annotated[str, Field(min_length=1, max_length=160), Show("Аты-жөні", "Фамилия, имя, отчество", "Full name")]
    post: Annotated[str, Field(max_length=160), Show("Лауазымы", "Должность", "Position")] = ""
    chair: Annotated[bool, Show("Төраға", "Председатель", "Chair")] = False


class Waybill(Model):
    """What is written down when blanks come in."""

    kind: Annotated[
        str, Field(min_length=1, max_length=40),
        Show("Бланк түрі", "Вид бланка", "Kind of blank", table=True, filter=True, to="kind:blank"),
    ]  # fmt: skip
    series: Annotated[str, Field(max_length=20), Show("Сериясы", "Серия", "Series", table=True)] = ""
    first: Annotated[Number, Show("Нөмірі, бастап", "Номер, с", "Number, from", table=True)]
    last: Annotated[Number, Show("Нөмірі, дейін", "Номер, по", "Number, to", table=True)]
    day: Annotated[date, Show("Түскен күні", "Дата поступления", "Received on", table=True)]
    supplier: Annotated[
        str, Field(min_length=1, max_length=200), Show("Жеткізуші", "Поставщик", "Supplier", table=True)
    ]  # fmt: skip
    waybill: Annotated[
        str, Field(min_length=1, max_length=60), Show("Жүкқұжат №", "Накладная №", "Waybill no.", table=True)
    ]  # fmt: skip
    waybill_day: Annotated[date | None, Show("Жүкқұжат күні", "Дата накладной", "Date of the waybill")] = None
    stated: Annotated[
        int | None, Field(ge=0, le=1_000_000),
        Show("Жүкқұжат бойынша саны", "Количество по накладной", "Quantity by the waybill"),
    ] = None  # fmt: skip
    missing: Annotated[
        list[Span], Field(max_length=100),
        Show("Жетпеген нөмірлер", "Недостающие номера", "Numbers that were missing"),
    ] = Field(default_factory=list)  # fmt: skip
    note: Annotated[str, Field(max_length=500), Show("Алшақтықтар", "Расхождения", "Discrepancies", area=True)] = ""
    commission: Annotated[
        list[Sitter], Field(max_length=15), Show("Комиссия", "Комиссия", "Commission")
    ] = Field(default_factory=list)  # fmt: skip

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last < self.first:
            raise Refused("blanks.span_backwards", "last")
        return self


class Blank(Document):
    """One number of a kind and series. since: the day of its last movement. paper: what it is bound to for ever."""

    collection: ClassVar[str] = "blanks"
    title: ClassVar[Text] = Text(kk="Бланк", ru="Бланк", en="Blank")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"destroyed": frozenset()}

    kind: Annotated[
        str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:blank", form=False)
    ]  # fmt: skip
    series: Annotated[str, Show("Сериясы", "Серия", "Series", table=True, form=False)] = ""
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    n: int
    key: str
    status: Annotated[BlankStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        BlankStatus.in_stock
    )
    since: Annotated[date, Show("Қай күннен", "С какого дня", "Since", table=True, form=False)]
    receipt: Ref
    paper: Annotated[Ref | None, Show("Құжат", "Документ", "Paper", form=False)] = None
    student: Annotated[Ref | None, Show("Кімге", "Кому", "To whom", table=True, form=False)] = None
    spoiled_why: Annotated[str, Field(max_length=300), Show("Бүліну себебі", "Причина порчи", "Why spoiled")] = ""

    def label(self) -> Text:
        return Text(kk=f"{self.series} № {self.number}".strip())


class BlankMove(Document):
    """A line of the journal, never changed. n: in the order of posting within a year. count by the spans; commission:
    of an act; act: its number; counted: of the stock-taking it follows from."""

    collection: ClassVar[str] = "blank_moves"
    title: ClassVar[Text] = Text(kk="Бланк қозғалысы", ru="Движение бланков", en="Movement of blanks")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"posted": frozenset()}

    status: str = "posted"
    number: Annotated[str, Show("№", "№", "No.", table=True, form=False)]
    n: int
    year: Annotated[int, Show("Жылы", "Год", "Year", filter=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Date", table=True, form=False)]
    operation: Annotated[
        Operation, Show("Операция", "Операция", "Operation", table=True, filter=True, form=False)
    ]  # fmt: skip
    kind: Annotated[str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:blank", form=False)]
    series: Annotated[str, Show("Сериясы", "Серия", "Series", table=True, form=False)] = ""
    spans: Annotated[list[Span], Show("Нөмірлері", "Номера", "Numbers", table=True, form=False)] = Field(
        default_factory=list
    )
    count: Annotated[int, Field(ge=0), Show("Саны", "Количество", "Quantity", table=True, form=False)] = 0
    delta: int = 0
    source: Annotated[str, Field(max_length=200), Show("Кімнен", "От кого", "From whom", form=False)] = ""
    target: Annotated[str, Field(max_length=200), Show("Кімге", "Кому", "To whom", form=False)] = ""
    basis: Basis | None = None
    reason: Annotated[str, Field(max_length=500), Show("Себебі", "Причина", "Reason", form=False)] = ""
    method: Annotated[str, Field(max_length=200), Show("Жою тәсілі", "Способ уничтожения", "Method", form=False)] = ""
    act: Annotated[str, Show("Акт №", "Акт №", "Act no.", form=False)] = ""
    waybill: Waybill | None = None
    commission: list[Sitter] = Field(default_factory=list, max_length=15)
    counted: Ref | None = None
    paper: Ref | None = None
    student: Ref | None = None
    by: Who

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}")


class BlankPost(Document):
    """Who answers for blanks of some kinds (none named: all that nobody else answers for), from when to when."""

    collection: ClassVar[str] = "blank_posts"
    title: ClassVar[Text] = Text(kk="Бланкілерге жауапты", ru="Ответственный за бланки", en="Keeper of blanks")

    user: Annotated[Ref, Show("Кім", "Кто", "Who", table=True, to="users")]
    kinds: Annotated[
        list[str], Field(max_length=40), Show("Бланк түрлері", "Виды бланков", "Kinds of blank", to="kind:blank")
    ] = Field(default_factory=list)  # fmt: skip
    since: Annotated[date, Show("Басталуы", "С", "From", table=True)]
    until: Annotated[date | None, Show("Соңы", "По", "Until", table=True, form=False)] = None
    basis: Basis | None = None
    handing: Ref | None = None

    def label(self) -> Text:
        return self.user.label


class CountWhy(Word):
    """Why stock is taken."""

    yearly = ("yearly", "Жыл сайынғы", "Ежегодная", "Yearly")
    post = ("post", "Жауапты адам ауысуы", "Смена ответственного", "Change of the keeper")
    loss = ("loss", "Жоғалту", "Утрата", "Loss")
    sudden = ("sudden", "Тосын тексеру", "Внезапная", "Unannounced")


class CountStatus(Word):
    draft = ("draft", "Санау жүріп жатыр", "Идёт подсчёт", "Being counted")
    done = ("done", "Аяқталды", "Завершена", "Done")
    cancelled = ("cancelled", "Тоқтатылды", "Прекращена", "Cancelled")


class CountRow(Model):
    """What was found of a kind and series, and how it differs from the book. noted: somebody has counted it, and be it
    that nothing lies there."""

    kind: str
    series: str = ""
    book: int = 0
    noted: bool = False
    found: list[Span] = Field(default_factory=list, max_length=500)
    shortage: list[Span] = Field(default_factory=list, max_length=500)
    surplus: list[Span] = Field(default_factory=list, max_length=500)

    @property
    def actual(self) -> int:
        """How many were found."""
        return sum(s.count for s in self.found)


class BlankCount(Document):
    """A stock-taking by a commission; done, it is never changed, and what it found missing or over is posted."""

    collection: ClassVar[str] = "blank_counts"
    title: ClassVar[Text] = Text(kk="Түгендеу", ru="Инвентаризация", en="Stock-taking")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"done": frozenset(), "cancelled": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Date", table=True)]
    why: Annotated[CountWhy, Show("Себебі", "Причина", "Why", table=True, filter=True)] = CountWhy.yearly
    kinds: Annotated[
        list[str], Field(max_length=40), Show("Бланк түрлері", "Виды бланков", "Kinds of blank", to="kind:blank")
    ] = Field(default_factory=list)  # fmt: skip
    status: Annotated[CountStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        CountStatus.draft
    )
    commission: Annotated[
        list[Sitter], Field(max_length=15), Show("Комиссия", "Комиссия", "Commission")
    ] = Field(default_factory=list)  # fmt: skip
    rows: list[CountRow] = Field(default_factory=list, max_length=500)
    done_at: datetime | None = None

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}")


def blank_id(kind: str, series: str, number: str) -> Id:
    """The id of a number: each exists once per kind and series."""
    return f"{kind}|{series}|{number}"


__all__ = [
    "ON_BALANCE", "SIGN", "Blank", "BlankCount", "BlankMove", "BlankPost", "BlankStatus", "CountRow", "CountStatus",
    "CountWhy", "Operation", "Sitter", "Span", "Waybill", "blank_id",
]  # fmt: skip
