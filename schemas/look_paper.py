"""A paper that tells a student who looked at his record: numbered, of a period, reprinted as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from schemas.base import Document, Id, Lang, Ref, Show, Text


class LookPaper(Document):
    """Who looked at one student in a period (clauses 13, 58; capability 100). Lines of who looked only grow, so the
    paper keeps no copy of them: until, count and digest tell that a reprint says what the first one said."""

    collection: ClassVar[str] = "look_papers"
    title: ClassVar[Text] = Text(
        kk="Жазбаны кім қарағаны туралы анықтама", ru="Справка о просмотрах записи", en="Paper of who looked"
    )
    frozen: ClassVar[dict[str, frozenset[str]]] = {"made": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: str = "made"
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    student_number: Annotated[str, Show("Студенттің нөмірі", "Номер студента", "Student's number", form=False)]
    joined: list[Id] = []
    starts: Annotated[date, Show("Бастап", "С", "From", table=True)]
    ends: Annotated[date, Show("Дейін", "По", "Until", table=True)]
    until: Annotated[datetime, Show("Сәті", "Момент", "Moment", form=False)]
    lang: Annotated[Lang, Show("Тілі", "Язык", "Language", form=False)]
    lines: Annotated[int, Show("Жол саны", "Строк", "Lines", table=True, form=False)]
    digest: Annotated[str, Show("Хэш", "Хэш", "Hash", form=False)]
    made_by: Annotated[str, Show("Кім жасады", "Кто составил", "Made by", table=True, form=False)]

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.student.label.kk}"[:400])
