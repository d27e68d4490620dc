"""What a kind of order says of time (domain.md 5.2, 5.3): from which day it works, what is due after it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from schemas.base import Model, Show, Text, Word
from schemas.words import Funding, Role


class EffectDay(Word):
    """From which day an order of a kind works."""

    typed = ("typed", "Жобада жазылған күннен", "С дня, указанного в проекте", "From the day typed in the draft")
    signed = ("signed", "Қол қойылған күннен", "Со дня подписания", "From the day of signing")
    term = ("term", "Академиялық кезеңнің бірінші күнінен", "С первого дня академического периода",
            "From the first day of an academic period")  # fmt: skip
    year = ("year", "Оқу жылының бірінші күнінен", "С первого дня учебного года",
            "From the first day of an academic year")  # fmt: skip


class AfterDay(Word):
    """From when a deadline after an order is counted."""

    signed = ("signed", "Қол қойылған күннен", "Со дня подписания", "From its signing")
    effective = ("effective", "Күшіне енген күннен", "Со дня вступления в силу", "From its day of effect")


class FactSource(Word):
    """Where a fact of an order is taken from when somebody comes into its list; the writer may change it."""

    typed = ("typed", "Қолмен жазылады", "Вписывается", "Typed")
    difference = ("difference", "Академиялық айырмашылықтың соңғы мерзімі", "Последний срок академической разницы",
                  "The last deadline of the academic difference")  # fmt: skip


class After(Model):
    """Something that is to be done after an order: by whom, within how many days; funding: only where the order names
    somebody who studies so."""

    name: Annotated[Text, Show("Не істеу керек", "Что сделать", "What is to be done")]
    days: Annotated[int, Field(ge=0, le=400), Show("Күн саны", "Дней", "Days")]
    working: Annotated[bool, Show("Жұмыс күндері", "Рабочие дни", "Working days")] = True
    since: Annotated[AfterDay, Show("Қай күннен", "С какого дня", "Counted from")] = AfterDay.signed
    whom: Annotated[Role, Show("Кімге", "Кому", "Whose it is")] = Role.registrar
    funding: Annotated[
        Funding | None,
        Show("Тек осылай оқитындар болса", "Только если есть обучающиеся так", "Only where somebody studies so"),
    ] = None  # fmt: skip


__all__ = ["After", "AfterDay", "EffectDay", "FactSource"]
