"""Scans of the personal file: which paper of a student, the file, and whether it was withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Ref, Show, Text


class Scan(Document):
    """A copy of a paper in a student's personal file. A wrong one is withdrawn with a reason, never deleted.

    kind: an entry of the sort «scan», by its code; the label is the one of that day.
    """

    collection: ClassVar[str] = "scans"
    title: ClassVar[Text] = Text(kk="Жеке іс құжаты", ru="Документ личного дела", en="Paper of the personal file")

    student: Annotated[Ref, Show("Студент", "Студент", "Student", form=False)]
    kind: Annotated[Ref, Show("Қай құжат", "Какой документ", "Which paper", form=False)]
    file: Annotated[Ref, Show("Файл", "Файл", "File", form=False)]
    day: Annotated[date | None, Show("Құжаттың күні", "Дата документа", "Date of the paper")] = None
    note: Annotated[str, Field(max_length=300), Show("Ескерту", "Примечание", "Remark")] = ""
    by: Annotated[str, Show("Кім қосты", "Кто добавил", "Added by", form=False)] = ""
    withdrawn: Annotated[bool, Show("Алып тасталған", "Изъят", "Withdrawn", form=False)] = False
    why: Annotated[str, Show("Алып тастау себебі", "Причина изъятия", "Reason of the withdrawal", form=False)] = ""

    def label(self) -> Text:
        return self.kind.label
