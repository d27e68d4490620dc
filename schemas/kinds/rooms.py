"""Kinds that the shared rooms work by: approval routes, holds, papers of the personal file."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Model, Ref, Show, Text
from schemas.kinds.base import Body
from schemas.words import Role


class Step(Model):
    """One step of a route: who of which role agrees, within how many days."""

    role: Annotated[Role, Show("Рөлі", "Роль", "Role")]
    user: Annotated[Ref | None, Show("Нақты адам", "Именно кто", "Whom exactly", to="users")] = None
    days: Annotated[int, Field(ge=1, le=90), Show("Мерзімі, күн", "Срок, дней", "Days")] = 3


class Route(Body):
    """Who agrees, one after another; the one who asks never agrees himself (four eyes)."""

    hint: ClassVar[Text] = Text(
        kk="Құжатты кімдер ретімен келіседі.", ru="Кто и в каком порядке согласует.", en="Who agrees, in which order."
    )

    sort: Literal["route"] = "route"
    steps: Annotated[list[Step], Show("Қадамдар", "Шаги", "Steps"), Field(min_length=1)]


class HoldKind(Body):
    """Who may put and lift a hold, and which acts it stops."""

    hint: ClassVar[Text] = Text(
        kk="Кітапхана, жатақхана, қаржы қоятын шектеу: қай әрекетті тоқтатады.",
        ru="Удержание библиотеки, общежития, бухгалтерии: какие действия останавливает.",
        en="A hold of library, dormitory, finance: which acts it stops.",
    )

    sort: Literal["hold"] = "hold"
    roles: Annotated[list[Role], Show("Кім қояды және алады", "Кто ставит и снимает", "Who puts and lifts")] = Field(
        default_factory=list
    )
    unit: Annotated[
        Ref | None, Show("Бөлімше (қызметкерлері)", "Подразделение (его сотрудники)", "Unit", to="departments")
    ] = None
    stops: Annotated[
        list[str], Show("Қандай әрекетті тоқтатады", "Какие действия останавливает", "Which acts it stops", to="stops")
    ] = Field(default_factory=list)
    clearance: Annotated[bool, Show("Айналым парағында", "В обходном листе", "On the clearance sheet", table=True)] = (
        True
    )


class ScanKind(Body):
    """A paper that a personal file should hold."""

    hint: ClassVar[Text] = Text(
        kk="Жеке істе болуға тиіс құжат.", ru="Что должно быть в личном деле.", en="What a personal file should hold."
    )

    sort: Literal["scan"] = "scan"
    required: Annotated[bool, Show("Міндетті", "Обязателен", "Required", table=True)] = True


class ServiceKind(Body):
    """A service that takes requests of the office: who does the work, in how many working days."""

    hint: ClassVar[Text] = Text(
        kk="Өтінім қабылдайтын қызмет: кім орындайды, неше жұмыс күнінде.",
        ru="Служба, принимающая заявки: кто исполняет, за сколько рабочих дней.",
        en="A service that takes requests: who does the work, in how many working days.",
    )

    sort: Literal["service"] = "service"
    roles: Annotated[list[Role], Show("Кім орындайды", "Кто исполняет", "Who does it")] = Field(default_factory=list)
    unit: Annotated[
        Ref | None, Show("Бөлімше (қызметкерлері)", "Подразделение (его сотрудники)", "Unit", to="departments")
    ] = None
    usual: Annotated[
        int, Field(ge=1, le=90), Show("Мерзімі, жұмыс күні", "Срок, рабочих дней", "Working days", table=True)
    ] = 5  # fmt: skip
    urgent: Annotated[
        int, Field(ge=0, le=30),
        Show("Шұғыл мерзімі, жұмыс күні", "Срочный срок, рабочих дней", "Working days where urgent", table=True),
    ] = 1  # fmt: skip
