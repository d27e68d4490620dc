"""Appeals: a student's application against a mark, the commission over it, its decision and what followed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.kinds.sheets import Signer


class AppealStatus(Word):
    """Where an appeal stands."""

    filed = ("filed", "Берілді", "Подана", "Filed")
    sitting = ("sitting", "Комиссия қарауында", "На рассмотрении комиссии", "Before the commission")
    upheld = ("upheld", "Қанағаттандырылды", "Удовлетворена", "Upheld")
    rejected = ("rejected", "Қабылданбады", "Отклонена", "Rejected")
    withdrawn = ("withdrawn", "Кері қайтарып алынды", "Отозвана", "Withdrawn")


LIVE = (AppealStatus.filed, AppealStatus.sitting)


class AppealSeat(Model):
    """Who sits in the commission, and as what: chair, member, secretary."""

    person: Annotated[Ref, Show("Комиссия мүшесі", "Член комиссии", "Member", to="people")]
    part: Annotated[Signer, Show("Кім ретінде", "В качестве", "As")] = Signer.member


class Appeal(Document):
    """One appeal. The clock: filed not later than `file_by`, decided not later than `decide_by` (working days by the
    rules of the day it was filed). act: the correction that an upheld one proposed."""

    collection: ClassVar[str] = "appeals"
    title: ClassVar[Text] = Text(kk="Апелляция", ru="Апелляция", en="Appeal")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id",
        "department": "department.id",
        "teacher": "examiners.id",
    }

    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "upheld": frozenset(),
        "rejected": frozenset(),
        "withdrawn": frozenset(),
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[AppealStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        AppealStatus.filed
    )
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    student_number: Annotated[str, Show("Студенттің нөмірі", "Номер студента", "Student's number", form=False)] = ""
    study: Id
    group: Annotated[str, Show("Топ", "Группа", "Group", form=False)] = ""
    sheet: Annotated[Ref, Show("Ведомость", "Ведомость", "Grade sheet", table=True, form=False)]
    discipline: Annotated[
        Ref, Show("Пән", "Дисциплина", "Discipline", table=True, filter=True, to="disciplines", form=False)
    ]
    term: Annotated[Ref, Show("Кезең", "Период", "Term", filter=True, to="terms", form=False)]
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", filter=True, to="departments", form=False)
    ] = None
    faculty: Ref | None = None
    examiners: list[Ref] = Field(default_factory=list)
    mark: Annotated[str, Show("Даулы баға", "Оспариваемая оценка", "Mark appealed", table=True, form=False)] = ""
    result_on: Annotated[date, Show("Нәтиже жарияланған күн", "Дата результата", "Result given on", form=False)]
    filed_on: Annotated[date, Show("Өтініш күні", "Дата заявления", "Filed on", table=True)]
    file_by: Annotated[
        date, Show("Өтініштің соңғы күні", "Последний день подачи", "Last day to file", form=False)
    ]  # fmt: skip
    grounds: Annotated[
        str, Field(min_length=3, max_length=1000),
        Show("Студенттің уәжі", "Довод студента", "The student's grounds", area=True),
    ]  # fmt: skip
    decide_by: Annotated[date, Show("Шешім мерзімі", "Решить до", "To be decided by", table=True, form=False)]
    commission: Annotated[
        list[AppealSeat], Show("Апелляция комиссиясы", "Апелляционная комиссия", "Appeal commission", form=False)
    ] = Field(default_factory=list, max_length=15)
    order: Annotated[
        str, Field(max_length=120), Show("Комиссия туралы бұйрық", "Приказ о комиссии", "Order on the commission")
    ] = ""
    protocol: Annotated[str, Show("Хаттама №", "Протокол №", "Protocol no.", table=True, form=False)] = ""
    protocol_day: Annotated[date | None, Show("Хаттама күні", "Дата протокола", "Day of the protocol")] = None
    finding: Annotated[
        str, Field(max_length=1000), Show("Комиссия қорытындысы", "Заключение комиссии", "Finding", area=True)
    ] = ""
    new_mark: Annotated[str, Show("Жаңа баға", "Новая оценка", "New mark", form=False)] = ""
    act: Annotated[str, Show("Түзету актісі", "Акт исправления", "Act of correction", form=False)] = ""

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.student.label.kk}"[:400])
