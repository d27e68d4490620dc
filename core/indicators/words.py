"""Values of indicators as people read them, the same on the screen and on paper."""

from __future__ import annotations

from decimal import Decimal

from core import house
from core.errors import NotFound
from core.i18n import number, percent, t
from core.indicators.reading import Line
from schemas.base import Lang
from schemas.indicator import Measurement
from schemas.kinds import IndicatorKind, Measure, Sort


def aim(of: Line) -> Decimal | None:
    """The target of the newest period, by the definition in force."""
    found = of.body.aim(of.periods[-1].last) if of.periods else None
    return found.value if found else None


def parts(of: Measurement | None, lang: Lang) -> str:
    """Numerator over denominator."""
    if of is None:
        return "—"
    above = number(of.numerator, lang)
    return above if of.denominator is None else f"{above} / {number(of.denominator, lang)}"


def unit(body: IndicatorKind, lang: Lang) -> str:
    """In what the value is counted."""
    if body.measure is not Measure.share:
        return t("indicators.unit_number" if body.measure is Measure.number else "indicators.value", lang)
    return t("indicators.unit_percent", lang) if body.per == 100 else t("indicators.unit_per", lang, n=body.per)


def worded(body: IndicatorKind, value: Decimal | None, lang: Lang) -> str:
    """A value in its unit; a dash where there is no data."""
    if value is None:
        return "—"
    digits = 0 if body.measure is Measure.number else body.digits
    if body.measure is Measure.share and body.per == 100:
        return percent(value, lang, digits)
    return number(value, lang, digits)


def process(of: Line, lang: Lang) -> str:
    """What its process is called."""
    try:
        return house.entry(Sort.process, of.body.process).name.get(lang)
    except NotFound:
        return "—"


__all__ = ["aim", "parts", "process", "unit", "worded"]
