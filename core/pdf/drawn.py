"""Charts on a paper, drawn from the same values as those of the screen: large words, values said in place.

Three sorts: `stacked` (shares of a whole, lying bars), `bars` (a few values a place, lying bars), `lines` (over years).
Colours can be told apart by who sees no red or green, and in grey; lines differ by their dashes too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.i18n import number, percent
from core.pdf.fonts import MM_PER_POINT, Face, clean, width, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Ink, Paper
from core.pdf.words import Lang, word

Sort = Literal["stacked", "bars", "lines"]
# Okabe and Ito: from the best to the worst mark, and for two series side by side.
INKS: tuple[Ink, ...] = ((0, 114, 178), (86, 180, 233), (230, 159, 0), (190, 80, 0), (0, 158, 115), (120, 120, 120))
LIGHT = {(86, 180, 233), (230, 159, 0)}  # dark words stand on these
PAIR: tuple[Ink, ...] = ((0, 114, 178), (213, 94, 0), (0, 158, 115), (120, 120, 120))
SIZE, SMALL = 9.0, 7.6
LABEL, GAP, BAR = 52.0, 2.4, 7.0  # room of a place's name, between places, a bar's height, mm
HIGH = 52.0  # of the field of lines


@dataclass(frozen=True)
class Drawn:
    """A chart: places with a value of each series; None where there is no data. said: unit, period, source."""

    sort: Sort
    title: str
    places: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | int | None, ...]], ...]
    said: str
    lang: Lang
    percent: bool = True


def draw(p: Paper, chart: Drawn) -> None:
    """Draw a chart from `p.y` down, on one page."""
    p.keep(lambda: _draw(p, chart))


def picture(chart: Drawn, day: date) -> bytes:
    """The same chart as PNG, for a file that is edited."""
    from core.pdf.picture import strip

    p = Paper(title=chart.title, lang=chart.lang, issued_on=day, sample=False)
    top = p.y
    _draw(p, chart)
    return strip(p.output(False), top - 1, p.y + 1, p.left - 1)


def _draw(p: Paper, chart: Drawn) -> None:
    p.need(_height(p, chart))
    p.tell(p.left, chart.title, p.body, Face.BOLD, 10.5, ACCENT)
    p.y += 1.2
    _legend(p, chart)
    if chart.sort == "lines":
        _lines(p, chart)
    else:
        _lying(p, chart)
    p.tell(p.left, chart.said, p.body, Face.SANS, SMALL, QUIET)
    p.y += 4.0


def _height(p: Paper, chart: Drawn) -> float:
    if chart.sort == "lines":
        return HIGH + 38
    return 26 + sum(_place_height(chart, name) + GAP for name in chart.places)


def _place_height(chart: Drawn, name: str) -> float:
    names = len(wrap(name, Face.SANS, SIZE, LABEL - 3)) * SIZE * MM_PER_POINT * 1.2
    return max(names, BAR if chart.sort == "stacked" else BAR * 0.8 * len(chart.series))


def _inks(chart: Drawn) -> tuple[Ink, ...]:
    return INKS if chart.sort == "stacked" else PAIR


def _legend(p: Paper, chart: Drawn) -> None:
    if len(chart.series) < 2:
        return
    x = p.left
    for (name, _), ink in zip(chart.series, _inks(chart), strict=False):
        wide = width(clean(name), Face.SANS, SIZE) + 10
        if x + wide > p.right:
            x, p.y = p.left, p.y + 5
        p.fill(x, p.y + 0.5, 3.4, 3.4, ink)
        p.say(x + 4.8, p.y + 3.4, name, Face.SANS, SIZE)
        x += wide
    p.y += 6.5


def said(chart: Drawn, value: Decimal | int | None) -> str:
    """A value as it stands in the chart."""
    if value is None:
        return "—"
    return percent(value, chart.lang, 0) if chart.percent else number(value, chart.lang)


def _lying(p: Paper, chart: Drawn) -> None:
    """Lying bars: shares one after another, or the series one under another."""
    left, room = p.left + LABEL, p.body - LABEL - (0 if chart.sort == "stacked" else 16)
    most = (
        Decimal(100) if chart.percent else max([Decimal(v) for _, vs in chart.series for v in vs if v] or [Decimal(1)])
    )
    for at, name in enumerate(chart.places):
        high, top = _place_height(chart, name), p.y
        lines = wrap(name, Face.SANS, SIZE, LABEL - 3)
        step = SIZE * MM_PER_POINT * 1.2
        for n, line in enumerate(lines):
            p.say(left - 2.5, top + (high - len(lines) * step) / 2 + n * step + step * 0.75, line, Face.SANS, SIZE,
                  INK, "R")  # fmt: skip
        values = [vs[at] for _, vs in chart.series]
        if chart.sort == "stacked":
            _shares(p, chart, values, left, top + (high - BAR) / 2, room)
        else:
            _beside(p, chart, values, left, top, room, most)
        p.y = top + high + GAP
    p.stroke([(left, p.y - GAP), (left + room, p.y - GAP)], HAIR, 0.2)
    p.y += 1.0


def _shares(
    p: Paper, chart: Drawn, values: Sequence[Decimal | int | None], x: float, y: float, room: float
) -> None:  # fmt: skip
    told = [Decimal(v) for v in values if v is not None]
    if not told or not sum(told):
        p.say(x + 1, y + BAR * 0.7, word("no_data", chart.lang), Face.SANS, SIZE, QUIET)
        return
    whole = sum(told)
    for value, ink in zip(values, INKS, strict=False):
        wide = float(Decimal(value or 0) / whole) * room
        if not wide:
            continue
        p.fill(x, y, max(wide - 0.3, 0.2), BAR, ink)
        words = said(chart, value)
        if width(words, Face.BOLD, SIZE) + 1.2 < wide:
            p.say(x + wide / 2, y + BAR * 0.67, words, Face.BOLD, SIZE, INK if ink in LIGHT else (255, 255, 255), "C")
        x += wide


def _beside(
    p: Paper, chart: Drawn, values: Sequence[Decimal | int | None], x: float, y: float, room: float, most: Decimal
) -> None:  # fmt: skip
    high = BAR * 0.8
    for n, (value, ink) in enumerate(zip(values, PAIR, strict=False)):
        wide = float(Decimal(value or 0) / most) * room
        top = y + n * high
        if wide:
            p.fill(x, top, wide, high - 0.5, ink)
        words = word("no_data", chart.lang) if value is None else said(chart, value)
        p.say(x + wide + 1.4, top + high * 0.68, words, Face.BOLD, SIZE, QUIET if value is None else INK)


def _lines(p: Paper, chart: Drawn) -> None:
    """Series over years: a year without data is a gap, never a zero."""
    left, room, top = p.left + 14, p.body - 24, p.y + 5
    step = room / max(len(chart.places) - 1, 1)
    most = 100.0 if chart.percent else max([float(v) for _, vs in chart.series for v in vs if v] or [1.0]) * 1.1

    def at(n: int, value: Decimal | int) -> tuple[float, float]:
        return left + (n * step if len(chart.places) > 1 else room / 2), top + HIGH * (1 - float(value) / most)

    for part in range(5):
        y = top + HIGH * part / 4
        p.stroke([(left - 3, y), (left + room + 3, y)], HAIR, 0.2)
        axis = Decimal(most * (4 - part) / 4)
        p.say(left - 4.5, y + 1.0, percent(axis, chart.lang, 0) if chart.percent else number(axis, chart.lang, 1),
              Face.SANS, SMALL, QUIET, "R")  # fmt: skip
    for k, ((_, values), ink) in enumerate(zip(chart.series, PAIR, strict=False)):
        run: list[tuple[float, float]] = []
        for n, value in enumerate([*values, None]):
            if value is not None:
                run.append(at(n, value))
                continue
            if len(run) > 1:
                p.stroke(run, ink, 0.9, 2.2 if k else 0.0)
            run = []
        for n, value in enumerate(values):
            if value is not None:
                x, y = at(n, value)
                p.dot(x, y, 1.3, ink)
                p.say(x, y + (4.6 if k else -2.4), said(chart, value), Face.BOLD, SIZE, ink, "C")
    for n, name in enumerate(chart.places):
        p.say(at(n, 0)[0], top + HIGH + 7.5, name, Face.BOLD, SIZE, INK, "C")
    p.y = top + HIGH + 11
