"""Seminars, meetings and consultations that the office holds for departments and teachers (clause 33-8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word


class ConsultationState(Word):
    """Planned, held (and frozen), or not held."""

    planned = ("planned", "Жоспарда", "Запланировано", "Planned")
    held = ("held", "Өтті", "Проведено", "Held")
    cancelled = ("cancelled", "Болмады", "Не состоялось", "Not held")


class Participant(Model):
    """Who was invited: a unit, an account, or a name as it was typed; and whether there."""

    unit: Annotated[Ref | None, Show("Бөлімше", "Подразделение", "Unit", to="departments")] = None
    user: Annotated[Ref | None, Show("Қызметкер", "Сотрудник", "Member of staff", to="users")] = None
    name: Annotated[str, Field(max_length=200), Show("Аты-жөні", "Имя", "Name")] = ""
    present: Annotated[bool, Show("Болды", "Присутствовал", "Present")] = False

    def label(self) -> Text:
        """How he is called on the list."""
        found = self.unit or self.user
        return found.label if found else Text(kk=self.name)


class Held(Model):
    """What stays of it when it was held."""

    asked: Annotated[
        str, Field(max_length=4000), Show("Не сұралды", "О чём спрашивали", "What was asked", area=True)
    ] = ""  # fmt: skip
    answered: Annotated[
        str, Field(max_length=4000), Show("Не жауап берілді", "Что ответили", "What was answered", area=True)
    ] = ""  # fmt: skip


class Quick(Model):
    """A consultation while somebody waits: three fields."""

    whom: Annotated[
        str, Field(min_length=2, max_length=200),
        Show("Кім келді", "Кто пришёл", "Who came",
             help=("Аты-жөні не кафедра атауы", "Имя или название кафедры", "A name or the name of a department")),
    ]  # fmt: skip
    asked: Annotated[
        str, Field(min_length=3, max_length=4000), Show("Не сұрады", "О чём спросил", "What he asked", area=True)
    ]  # fmt: skip
    answered: Annotated[
        str, Field(min_length=2, max_length=4000), Show("Жауап", "Ответ", "Answer", area=True)
    ]  # fmt: skip


class ConsultationPlan(Model):
    """What is planned, as it is typed."""

    kind: Annotated[
        str, Field(min_length=1, max_length=40), Show("Түрі", "Вид", "Kind", to="kind:consultation")
    ]  # fmt: skip
    topic: Annotated[str, Field(min_length=3, max_length=300), Show("Тақырыбы", "Тема", "Topic")]
    day: Annotated[date, Show("Күні", "Дата", "Day")]
    hours: Annotated[
        Decimal | None, Field(gt=0, le=40, decimal_places=2), Show("Сағаты", "Часов", "Hours")
    ] = None  # fmt: skip
    led_by: Annotated[Ref | None, Show("Кім өткізеді", "Кто проводит", "Held by", to="users")] = None
    units: Annotated[
        list[Ref], Field(max_length=60), Show("Бөлімшелер", "Подразделения", "Units", to="departments")
    ] = Field(default_factory=list)  # fmt: skip
    users: Annotated[
        list[Ref], Field(max_length=200), Show("Қызметкерлер", "Сотрудники", "Members of staff", to="users")
    ] = Field(default_factory=list)  # fmt: skip
    others: Annotated[
        str, Field(max_length=8000),
        Show("Басқа қатысушылар", "Другие участники", "Other participants", area=True,
             help=("Әр жолда бір адам", "По одному человеку в строке", "One person a line")),
    ] = ""  # fmt: skip


class Consultation(Document):
    """One seminar, meeting or consultation. A held one is frozen; what was forgotten is a further record."""

    collection: ClassVar[str] = "consultations"
    title: ClassVar[Text] = Text(kk="Семинар не кеңес беру", ru="Семинар или консультация", en="Consultation")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"held": frozenset(), "cancelled": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[ConsultationState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ConsultationState.planned
    )
    kind: Annotated[
        str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:consultation", form=False)
    ]  # fmt: skip
    topic: Annotated[str, Field(max_length=300), Show("Тақырыбы", "Тема", "Topic", table=True)]
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True)]
    hours: Annotated[Decimal, Field(gt=0, le=40), Show("Сағаты", "Часов", "Hours", table=True)]
    led_by: Annotated[Ref, Show("Кім өткізді", "Кто провёл", "Held by", table=True, to="users")]
    people: Annotated[
        list[Participant], Field(max_length=400), Show("Қатысушылар", "Участники", "Participants", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    asked: Annotated[str, Field(max_length=4000), Show("Не сұралды", "О чём спрашивали", "What was asked")] = ""
    answered: Annotated[str, Field(max_length=4000), Show("Не жауап берілді", "Что ответили", "What was answered")] = ""
    materials: Annotated[
        list[Ref], Field(max_length=20), Show("Материалдары", "Материалы", "Materials", to="files", form=False)
    ] = Field(default_factory=list)  # fmt: skip

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.topic}"[:400])


__all__ = ["Consultation", "ConsultationPlan", "ConsultationState", "Held", "Participant", "Quick"]
