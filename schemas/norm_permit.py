"""Written permission to copy a document of the office (clause 56): who asked, for whom it is, what left by it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word
from schemas.events import Who


class PermitState(Word):
    """A permission as it stands."""

    asked = ("asked", "Сұралды", "Запрошено", "Asked for")
    given = ("given", "Берілді", "Дано", "Given")
    refused = ("refused", "Бас тартылды", "Отказано", "Refused")
    withdrawn = ("withdrawn", "Қайтарып алынды", "Отозвано", "Withdrawn")


class PermitUse(Model):
    """One copy that left: when, by whose hand, which version, the name of its file."""

    at: datetime
    by: Who
    version: Ref
    file: str


class PermitWish(Model):
    """What is asked of the leadership: which document, for whom, for what, how many copies, until when."""

    document: Annotated[
        Ref, Show("Құжат", "Документ", "Document", table=True, filter=True, to="norm_documents")
    ]  # fmt: skip
    holder: Annotated[
        str, Field(min_length=2, max_length=160), Show("Кімге беріледі", "Кому выдаётся", "For whom", table=True)
    ]  # fmt: skip
    purpose: Annotated[
        str, Field(min_length=3, max_length=400), Show("Мақсаты", "Цель", "Purpose", table=True)
    ]  # fmt: skip
    copies: Annotated[
        int, Field(ge=1, le=200), Show("Дана саны", "Количество экземпляров", "Copies", table=True)
    ] = 1  # fmt: skip
    until: Annotated[date, Show("Қай күнге дейін", "Действует до", "Valid until", table=True)]


class NormPermit(Document, PermitWish):
    """A permission: asked for, decided by the leadership, used copy by copy until it is used up or its day is past."""

    collection: ClassVar[str] = "norm_permits"
    title: ClassVar[Text] = Text(kk="Көшіруге рұқсат", ru="Разрешение на копирование", en="Permission to copy")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "given": frozenset({"status", "uses"}), "refused": frozenset(), "withdrawn": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[PermitState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        PermitState.asked
    )
    asked_by: Who
    decided: Annotated[date | None, Show("Шешім күні", "Дата решения", "Decided on", table=True, form=False)] = None
    uses: Annotated[list[PermitUse], Field(max_length=200)] = Field(default_factory=list)

    @property
    def left(self) -> int:
        """How many copies may still leave."""
        return self.copies - len(self.uses)

    def label(self) -> Text:
        return Text(kk=f"{self.number} · {self.holder}"[:400])


__all__ = ["NormPermit", "PermitState", "PermitUse", "PermitWish"]
