"""Every indicator in one table that fits a screen: a sign and a word, the value and its parts, target, five periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from core import house
from core.errors import NotFound
from core.i18n import number, percent
from core.indicators import Line
from core.ui.page import T, lang
from core.ui.tables import headed, picked
from schemas.indicator import Measurement, Reached
from schemas.kinds import IndicatorKind, Measure, Sort

SIGNS = {Reached.good: "▲", Reached.near: "◆", Reached.bad: "▼", Reached.watched: "●", Reached.no_data: "–"}
FIVE = 5  # periods that are shown
WIDTHS = {"light": 150, "name": 250, "last": 84, "of": 112, "target": 78} | {f"p{n}": 66 for n in range(FIVE)}


def screen(found: Sequence[Line]) -> Line | None:
    """The table, by process; the line that was clicked."""
    lights = Counter(x.last.light for x in found if x.last)
    st.markdown(T("indicators.figures", good=lights[Reached.good], near=lights[Reached.near], bad=lights[Reached.bad],
                  none=lights[Reached.no_data] + sum(x.last is None for x in found)))  # fmt: skip
    chosen: str | None = None
    heads = [headed(h, f"indicators.{h}") for h in ("light", "name", "last", "of", "target")]
    by: dict[str, list[Line]] = {}
    for line in found:
        by.setdefault(line.body.process, []).append(line)
    heads += [headed(f"p{n}", f"indicators.before_{n}") for n in range(FIVE)]
    rows = [_row(line) for lines in by.values() for line in lines]
    chosen = picked("indicators.board", heads, rows, size=len(rows) + 1, widths=WIDTHS)
    return next((x for x in found if x.kind.code == chosen), None)


def _row(of: Line) -> dict[str, object]:
    last = of.last
    row: dict[str, object] = {
        "_id": of.kind.code, "name": of.kind.name.get(lang()),
        "light": f"{SIGNS[last.light]} {last.light.label(lang())}" if last else T("indicators.not_computed"),
        "last": worded(of.body, last.value) if last else "—", "of": parts(last),
        "target": worded(of.body, aim(of)), **{f"p{n}": "—" for n in range(FIVE)},
    }  # fmt: skip
    blank = FIVE - len(of.values)
    for n, value in enumerate(of.values, blank):
        row[f"p{n}"] = worded(of.body, value.value) if value else "—"
    return row


def aim(of: Line) -> Decimal | None:
    """The target of the newest period, by the definition in force."""
    found = of.body.aim(of.periods[-1].last) if of.periods else None
    return found.value if found else None


def parts(of: Measurement | None) -> str:
    """Numerator over denominator as people read them."""
    if of is None:
        return "—"
    above = number(of.numerator, lang())
    return above if of.denominator is None else f"{above} / {number(of.denominator, lang())}"


def unit(body: IndicatorKind) -> str:
    """In what the value is counted."""
    if body.measure is not Measure.share:
        return T("indicators.unit_number") if body.measure is Measure.number else T("indicators.value")
    return T("indicators.unit_percent") if body.per == 100 else T("indicators.unit_per", n=body.per)


def worded(body: IndicatorKind, value: Decimal | None) -> str:
    """A value in its unit; a dash where there is no data."""
    if value is None:
        return "—"
    digits = 0 if body.measure is Measure.number else body.digits
    if body.measure is Measure.share and body.per == 100:
        return percent(value, lang(), digits)
    return number(value, lang(), digits)


def process(of: Line) -> str:
    """What its process is called."""
    try:
        return house.entry(Sort.process, of.body.process).name.get(lang())
    except NotFound:
        return "—"


__all__ = ["parts", "process", "screen", "unit", "worded"]
