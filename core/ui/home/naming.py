"""How readings and periods are said."""

from __future__ import annotations

from core.i18n import number, percent
from core.kpi.rules import RULES, Period, Reading
from core.ui.page import T, lang


def worded(reading: Reading) -> str:
    """A value in its unit; «no data» is said, not drawn as nought."""
    if reading.value is None:
        return T("kpi.no_data")
    if RULES[reading.code].unit == "percent":
        return percent(reading.value, lang(), 1)
    return number(reading.value, lang(), 0 if RULES[reading.code].unit == "count" else 2)


def fraction(reading: Reading) -> str:
    """Numerator and denominator."""
    if reading.denominator is None:
        return ""
    return T("kpi.share", numerator=reading.numerator, denominator=reading.denominator)


def period_name(period: Period) -> str:
    """What a period is called; one that runs says so."""
    return period.name(lang()) if period.day else T("kpi.running", name=period.name(lang()))
