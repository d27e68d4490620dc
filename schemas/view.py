"""Saved views of lists: filters, columns and order under a name."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Show, Text


class View(Document):
    """A named view of a list; its owner's, or shared with all."""

    collection: ClassVar[str] = "views"
    title: ClassVar[Text] = Text(kk="Көрініс", ru="Представление", en="View")

    name: Annotated[str, Field(min_length=1, max_length=80), Show("Атауы", "Название", "Name", table=True)]
    page: str
    owner: Id
    shared: Annotated[bool, Show("Барлығына ортақ", "Общее для всех", "Shared with all")] = False
    settings: dict[str, Any] = Field(default_factory=dict)
    active: bool = True

    def label(self) -> Text:
        return Text(kk=self.name)
