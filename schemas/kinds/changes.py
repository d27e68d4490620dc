"""The office's rules of appeals, and which changes of marks are told to the head."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import Show, Text
from schemas.kinds.base import Body

Days = Annotated[int, Field(ge=0, le=60)]
Hour = Annotated[int, Field(ge=0, le=23)]


class ChangeRules(Body):
    """By what day an appeal is filed and decided, who sits over it; what of a correction is an alarm."""

    hint: ClassVar[Text] = Text(
        kk="Апелляция мерзімдері мен комиссиясы; қандай түзетулер басшыға хабарланады.",
        ru="Сроки и комиссия апелляции; о каких исправлениях сообщается руководителю.",
        en="Deadlines and commission of appeals; which corrections the head is told of.",
    )

    sort: Literal["change_rules"] = "change_rules"
    file_days: Annotated[
        Days, Show("Апелляция беру: нәтижеден кейін, жұмыс күні", "Подача апелляции: рабочих дней после результата",
                   "Filing an appeal: working days after the result")
    ] = 1  # fmt: skip
    decide_days: Annotated[
        Days, Show("Апелляцияны қарау: өтініштен кейін, жұмыс күні", "Рассмотрение: рабочих дней после заявления",
                   "Deciding an appeal: working days after the application")
    ] = 3  # fmt: skip
    commission_exams: Annotated[
        bool, Show("Комиссия алдындағы емтиханға да беріледі", "Апелляция и на экзамен перед комиссией",
                   "An exam before a commission may be appealed")
    ] = False  # fmt: skip
    members: Annotated[
        int, Field(ge=1, le=15),
        Show("Апелляция комиссиясы кемінде, адам", "В апелляционной комиссии не менее, человек",
             "Members of an appeal commission, at least"),
    ] = 3  # fmt: skip
    night_from: Annotated[Hour, Show("Түн басталады, сағат", "Ночь начинается, час", "Night begins, hour")] = 22
    night_until: Annotated[Hour, Show("Түн бітеді, сағат", "Ночь кончается, час", "Night ends, hour")] = 7
    upward: Annotated[
        int, Field(ge=0, le=100),
        Show("Бір оқытушының кезеңдегі жоғарылату түзетулері, көп дегенде (0 — есептелмейді)",
             "Исправлений вверх у одного преподавателя за период, не более (0 — не считать)",
             "Upward corrections of one teacher in a term, at most (0: not counted)"),
    ] = 3  # fmt: skip
    alone: Annotated[
        bool, Show("Ведомосты бір адам енгізіп жапса, хабарлау", "Сообщать, если ведомость ввёл и закрыл один человек",
                   "Tell when one person enters and closes a sheet")
    ] = True  # fmt: skip
