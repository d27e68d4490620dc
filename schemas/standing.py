"""How a study stood at both ends of a period: a row of a question to the contingent, counted from events, not kept."""

from __future__ import annotations

from typing import Annotated, ClassVar

from schemas.base import Document, Id, Ref, Show, Text
from schemas.words import Funding, StudyLanguage, StudyStatus


class Standing(Document):
    """One study of the contingent of a period. first, last: its status at the end of the period's first and of its last
    day (of today while it goes on), empty where it was in no record; the rest as it stood at the first of the two.

    Its `collection` is where it is read from: no such document is stored.
    """

    collection: ClassVar[str] = "students"
    title: ClassVar[Text] = Text(kk="Кезеңдегі контингент", ru="Контингент периода", en="Contingent of a period")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}

    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, to="students")]
    number: Annotated[str, Show("Студент нөмірі", "Номер студента", "Student number", table=True)]
    study: Id
    first: Annotated[
        StudyStatus | None, Show("Кезең басындағы мәртебесі", "Статус в начале периода", "Status at the start")
    ] = None  # fmt: skip
    last: Annotated[
        StudyStatus | None, Show("Кезең соңындағы мәртебесі", "Статус в конце периода", "Status at the end")
    ] = None  # fmt: skip
    department: Annotated[Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments")] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments")] = None
    programme: Annotated[
        Ref | None, Show("Білім беру бағдарламасы", "Образовательная программа", "Programme", to="programmes")
    ] = None  # fmt: skip
    year: Annotated[int | None, Show("Курс", "Курс", "Year of study")] = None
    language: Annotated[StudyLanguage | None, Show("Оқу тілі", "Язык обучения", "Language of study")] = None
    funding: Annotated[Funding | None, Show("Қаржыландыру", "Финансирование", "Funding")] = None

    def label(self) -> Text:
        return self.student.label


__all__ = ["Standing"]
