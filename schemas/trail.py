"""The monthly protocol of the trail: what it held when the month was over, printed and signed on paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.words import Role


class TrailStatus(Word):
    """Where a protocol stands."""

    made = ("made", "Қол қойылмаған", "Не подписан", "Not signed")
    signed = ("signed", "Қол қойылған", "Подписан", "Signed")


class TrailSort(Model):
    """How many entries of the month stand on records of one kind."""

    kind: str
    entries: int


class TrailDay(Model):
    """One day of the month: how many entries, and one digest over all of them."""

    day: date
    entries: int
    digest: str


class TrailLast(Model):
    """The newest entry of the month: which one, when, its hash."""

    id: Id
    at: datetime
    hash: str


class TrailAnchor(Model):
    """The newest anchor when the protocol was made: the Merkle root over the heads of all chains, and its signature."""

    n: int
    at: datetime
    hash: str
    root: str
    documents: int
    entries: int
    key: str
    signature: str


class TrailMark(Model):
    """Who signed by his sign-in, as whom, when, and which hash stood before him."""

    user: Id
    name: str
    role: Role
    at: datetime
    seal: str


class TrailProtocol(Document):
    """The protocol of a month (clauses 36, 47; domain.md 11.1). entries: of the month; total: of all time until its
    end. before: the seal of the protocol before it; seal: the hash over all that is said here, printed on the paper."""

    collection: ClassVar[str] = "trail_protocols"
    title: ClassVar[Text] = Text(kk="Журнал хаттамасы", ru="Протокол журнала", en="Protocol of the trail")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "made": frozenset({"status", "marks", "scan"}),
        "signed": frozenset({"scan"}),
    }

    number: Annotated[int, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    month: Annotated[str, Show("Айы", "Месяц", "Month", table=True, form=False)]
    status: Annotated[TrailStatus, Show("Күйі", "Состояние", "State", table=True, form=False)] = TrailStatus.made
    made_on: Annotated[date, Show("Жасалған күні", "Составлен", "Made on", table=True, form=False)]
    entries: Annotated[int, Show("Айдағы жазбалар", "Записей за месяц", "Entries of the month", table=True, form=False)]
    total: Annotated[int, Show("Барлық жазбалар", "Всего записей", "Entries in all", table=True, form=False)]
    sorts: Annotated[list[TrailSort], Show("Түрлері", "По видам", "By kind", form=False)]
    days: Annotated[list[TrailDay], Show("Күндері", "По дням", "By day", form=False)]
    last: Annotated[TrailLast | None, Show("Соңғы жазба", "Последняя запись", "Last entry", form=False)] = None
    anchor: Annotated[TrailAnchor | None, Show("Белгі", "Отметка", "Anchor", form=False)] = None
    before: Annotated[str, Show("Алдыңғысының хэші", "Хэш предыдущего", "Hash of the one before", form=False)] = ""
    seal: Annotated[str, Show("Хэш", "Хэш", "Hash", form=False)]
    marks: Annotated[list[TrailMark], Show("Қолдар", "Подписи", "Signatures", form=False)] = Field(default_factory=list)
    scan: Annotated[Ref | None, Show("Қол қойылған көшірме", "Подписанная копия", "Signed copy", form=False)] = None

    def label(self) -> Text:
        return Text(kk=f"№ {self.number} · {self.month}")
