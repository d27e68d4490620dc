"""Requests to services (clauses 43, 44): of IT, of the safety department, of any service the head adds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.base import Document, Model, Ref, Show, Text, Word
from schemas.events import Who


class Urgency(Word):
    """How soon it is wanted; how many working days that is, the kind of service says."""

    usual = ("usual", "Қалыпты", "Обычная", "Usual")
    urgent = ("urgent", "Шұғыл", "Срочная", "Urgent")


class ServiceState(Word):
    """Where a request to a service stands."""

    new = ("new", "Жаңа", "Новая", "New")
    taken = ("taken", "Орындалуда", "В работе", "Taken")
    done = ("done", "Орындалды", "Выполнена", "Done")
    accepted = ("accepted", "Қабылданды", "Принята", "Accepted")
    withdrawn = ("withdrawn", "Кері алынды", "Отозвана", "Withdrawn")


WAITING = (ServiceState.new, ServiceState.taken)  # the service owes the work
OVER = (ServiceState.accepted, ServiceState.withdrawn)


class Remark(Model):
    """Something said about a request while it goes on; a returned work is said so too."""

    at: datetime
    by: Who
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class ServiceRequest(Document):
    """One request. What was asked stays; further words are remarks. service: code of its kind."""

    collection: ClassVar[str] = "service_requests"
    title: ClassVar[Text] = Text(kk="Қызметке өтінім", ru="Заявка в службу", en="Service request")
    _said: ClassVar[frozenset[str]] = frozenset(
        {"status", "whom", "taken_at", "done_at", "accepted_at", "remarks", "files"}
    )
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "new": _said, "taken": _said, "done": _said, "accepted": frozenset(), "withdrawn": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    service: Annotated[
        str, Field(max_length=40),
        Show("Қай қызметке", "В какую службу", "To which service", table=True, filter=True, to="kind:service"),
    ]  # fmt: skip
    service_name: Text
    status: Annotated[ServiceState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ServiceState.new
    )
    topic: Annotated[str, Field(min_length=3, max_length=300), Show("Не керек", "Что нужно", "What is needed",
                                                                    table=True)]  # fmt: skip
    text: Annotated[str, Field(max_length=4000), Show("Толығырақ", "Подробнее", "In detail", area=True)] = ""
    place: Annotated[str, Field(max_length=120), Show("Қайда", "Где", "Where")] = ""
    urgency: Annotated[Urgency, Show("Шұғылдығы", "Срочность", "Urgency", table=True)] = Urgency.usual
    due: Annotated[date, Show("Мерзімі", "Срок", "Due", table=True, form=False)]
    asked_by: Annotated[Ref, Show("Кім сұрады", "Кто просит", "Asked by", table=True, to="users", form=False)]
    asked_at: Annotated[datetime, Show("Қашан", "Когда", "When", form=False)]
    whom: Annotated[Ref | None, Show("Орындаушы", "Исполнитель", "Done by", table=True, to="users", form=False)] = None
    taken_at: datetime | None = None
    done_at: datetime | None = None
    accepted_at: datetime | None = None
    remarks: list[Remark] = Field(default_factory=list, max_length=200)
    files: Annotated[list[Ref], Field(max_length=20), Show("Файлдар", "Файлы", "Files", to="files", form=False)] = (
        Field(default_factory=list)
    )

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.topic}"[:400])

    def late(self, day: date) -> int:
        """How many days past its day the service still owes the work; 0 in time."""
        return max(0, (day - self.due).days) if self.status in WAITING else 0


__all__ = ["OVER", "WAITING", "Remark", "ServiceRequest", "ServiceState", "Urgency"]
