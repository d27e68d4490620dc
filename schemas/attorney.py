"""Powers of attorney (clause 34-4): who speaks for the institution, before whom, in what, from when until when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who


class AttorneyState(Word):
    """Where a power of attorney stands, as it is kept."""

    given = ("given", "Берілді", "Выдана", "Given")
    revoked = ("revoked", "Қайтарып алынды", "Отозвана", "Revoked")


class Attorney(Document):
    """One power of attorney. Given, it is frozen: a scan of the signed paper may be added once, and it may be revoked.

    From its last day it ends by itself; whether it holds on a day is `stands`.
    """

    collection: ClassVar[str] = "attorneys"
    title: ClassVar[Text] = Text(kk="Сенімхат", ru="Доверенность", en="Power of attorney")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "given": frozenset({"status", "scan", "revoked_on", "revoked_why", "revoked_by"}), "revoked": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[AttorneyState, Show("Күйі", "Состояние", "State", filter=True, form=False)] = AttorneyState.given
    day: Annotated[date, Show("Берілген күні", "Дата выдачи", "Day", table=True, form=False)]
    who: Annotated[Ref, Show("Кімге беріледі", "Кому выдаётся", "To whom", table=True, to="users")]
    post: Annotated[str, Field(max_length=200), Show("Лауазымы", "Должность", "Post", form=False)] = ""
    before: Annotated[
        str, Field(min_length=3, max_length=300),
        Show("Кімнің алдында өкілдік етеді", "Перед кем представляет", "Before whom", table=True),
    ]  # fmt: skip
    what_kk: Annotated[
        str, Field(min_length=3, max_length=3000),
        Show("Не істеуге (қазақша)", "На что (на казахском)", "For what (Kazakh)", area=True),
    ]  # fmt: skip
    what_ru: Annotated[
        str, Field(min_length=3, max_length=3000),
        Show("Не істеуге (орысша)", "На что (на русском)", "For what (Russian)", area=True),
    ]  # fmt: skip
    starts: Annotated[date, Show("Басталуы", "С", "From", table=True)]
    ends: Annotated[date, Show("Аяқталуы", "По", "Until", table=True)]
    basis: Annotated[
        str, Field(min_length=3, max_length=300), Show("Негізі", "Основание", "Basis")
    ]  # fmt: skip
    file: Annotated[Ref | None, Show("Негіздеме файлы", "Файл основания", "File of the basis", to="files",
                                     form=False)] = None  # fmt: skip
    scan: Annotated[Ref | None, Show("Қол қойылған қағаздың сканы", "Скан подписанной бумаги", "Scan of the paper",
                                     to="files", form=False)] = None  # fmt: skip
    given_by: Who
    revoked_on: Annotated[date | None, Show("Қайтарып алынды", "Отозвана", "Revoked on", form=False)] = None
    revoked_why: Annotated[str, Show("Себебі", "Причина", "Why", form=False)] = ""
    revoked_by: Who | None = None
    given_at: datetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        return self

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.who.label.kk}"[:400])

    def stands(self, day: date) -> bool:
        """Does it hold on a day?"""
        revoked = self.revoked_on is not None and self.revoked_on <= day
        return self.starts <= day <= self.ends and not revoked


__all__ = ["Attorney", "AttorneyState"]
