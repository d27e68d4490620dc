"""The leaders' page on one sheet: every indicator with its sign, five periods, target, value, owner.

The sheet is never more than one while it can be read: rows are made lower together. Signs are told apart by their form
and a word, so that they say the same in grey and to who sees no red or green.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fpdf import FPDF

from core.pdf.fonts import MM_PER_POINT, Face, clean, width, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, TINT, Ink, Paper
from core.pdf.parts import foot, running_head, signature
from core.pdf.words import Lang
from core.pdf.words import day as dated

Sign = Literal["good", "near", "bad", "watched", "no_data"]
INKS: Mapping[Sign, Ink] = {
    "good": (0, 110, 84), "near": (176, 112, 0), "bad": (164, 52, 44), "watched": (60, 96, 140), "no_data": QUIET,
}  # fmt: skip
STATE, PERIOD, TARGET, VALUE, OWNER = 29.0, 20.5, 15.0, 29.0, 42.0  # widths of columns; the name takes the rest, mm
ROW, LEAST, HEAD = 9.2, 0.6, 6.5  # a row's height, how far it may be made lower, the head of the table
END = 17.0  # legend and signature under the table


@dataclass(frozen=True)
class IndicatorCell:
    """A period: what it is called, its value in words, its sign."""

    period: str
    value: str
    sign: Sign


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in words of the paper's language; parts: numerator over denominator; computed: when and, under the
    owner's name, so said."""

    name: str
    process: str
    sign: Sign
    state: str
    periods: tuple[IndicatorCell, ...]
    target: str
    value: str
    parts: str
    owner: str
    computed: str


@dataclass(frozen=True)
class IndicatorsPaper:
    """All that stands on the sheet, as plain values. of_whom: the institution or its part; words: heads of the columns
    (state, name, periods, target, last, owner) by key, and of the signs."""

    title: str
    lang: Lang
    day: date
    institution: tuple[str, ...]
    office: str
    of_whom: str
    figures: str
    rows: tuple[IndicatorRow, ...]
    words: Mapping[str, str]
    made: str
    signatures: tuple[tuple[str, str], ...]
    sample: bool = False


def render(paper: IndicatorsPaper) -> bytes:
    """The sheet as a protected landscape PDF. Raises Unprintable."""
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=True,
        footer=lambda p, n, of: foot(p, f"{paper.title} · {paper.of_whom}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, f"{paper.title} · {paper.of_whom}")
    _heading(p, paper)
    scale = max(LEAST, min(1.0, (p.room - HEAD - END) / (ROW * max(1, len(paper.rows)))))
    name = p.body - STATE - 5 * PERIOD - TARGET - VALUE - OWNER
    _heads(p, paper, name)
    for row in paper.rows:
        if p.room < ROW * scale:
            p.new_page()
            _heads(p, paper, name)
        _row(p, row, name, scale)
    _legend(p, paper)
    p.keep(lambda: _signatures(p, paper))
    return p.output()


def _heading(p: Paper, paper: IndicatorsPaper) -> None:
    p.say(p.left, p.y + 3.6, paper.institution[0], Face.SERIF, 10.5, ACCENT)
    p.say(p.right, p.y + 3.6, dated(paper.day, paper.lang), Face.SANS, 8.2, INK, "R")
    p.say(p.left, p.y + 7.4, " · ".join((*paper.institution[1:], paper.office)), Face.SANS, 6.6, QUIET)
    p.y += 9.4
    p.rule(p.y, ACCENT, 0.6)
    p.say(p.left, p.y + 7.0, paper.title, Face.SERIF, 14.5, ACCENT)
    p.say(p.right, p.y + 4.4, paper.of_whom, Face.BOLD, 8.2, INK, "R")
    p.say(p.right, p.y + 8.0, paper.figures, Face.SANS, 7.4, QUIET, "R")
    p.y += 10.4


def _heads(p: Paper, paper: IndicatorsPaper, name: float) -> None:
    p.fill(p.left, p.y, p.body, HEAD, TINT)
    x = p.left
    for key, wide, right in (
        ("state", STATE, False), ("name", name, False), ("periods", 5 * PERIOD, False), ("target", TARGET, True),
        ("last", VALUE, True), ("owner", OWNER, False),
    ):  # fmt: skip
        at = x + wide - 1.4 if right else x + 1.4 + (3.0 if key == "owner" else 0)
        size = 6.6
        while len(lines := wrap(paper.words[key], Face.BOLD, size, wide - 2)) > 2 and size > 4:
            size -= 0.3
        for n, line in enumerate(lines):
            p.say(at, p.y + (4.1 if len(lines) == 1 else 2.8 + n * 2.7), line, Face.BOLD, size, ACCENT,
                  "R" if right else "L")  # fmt: skip
        x += wide
    p.y += HEAD
    p.rule(p.y, ACCENT, 0.35)


def _row(p: Paper, row: IndicatorRow, name: float, scale: float) -> None:
    top, high, x = p.y, ROW * scale, p.left
    middle = top + high / 2
    _sign(p, row.sign, x + 3.2, middle, 1.75 * scale)
    _said(p, x + 6.4, middle, STATE - 7, row.state, Face.BOLD, 7.0 * scale, INKS[row.sign])
    x += STATE
    _two(p, x + 1.4, top, high, name - 2.4, row.name, row.process, scale)
    x += name
    named = [wrap(c.period, Face.SANS, 5.4 * scale, PERIOD - 1.8) for c in row.periods]
    low = max((len(lines) for lines in named), default=1) > 1  # all values of a row stand on one line
    for cell, lines in zip(row.periods, named, strict=True):
        _cell(p, cell, lines, x, top, high, scale, low)
        x += PERIOD
    x = p.left + STATE + name + 5 * PERIOD
    p.say(x + TARGET - 1.4, middle + 1.05 * scale, row.target, Face.SANS, 8.0 * scale, INK, "R")
    x += TARGET
    p.say(x + VALUE - 1.4, top + high * 0.48, row.value, Face.BOLD, 9.4 * scale, INK, "R")
    p.say(x + VALUE - 1.4, top + high * 0.84, row.parts, Face.SANS, 6.2 * scale, QUIET, "R")
    x += VALUE
    _two(p, x + 4.4, top, high, OWNER - 5, row.owner, row.computed, scale)
    p.y += high
    p.rule(p.y, HAIR, 0.1)


def _cell(
    p: Paper, cell: IndicatorCell, lines: tuple[str, ...], x: float, top: float, high: float, scale: float, low: bool
) -> None:
    for n, line in enumerate(lines):
        y = top + high * (0.36 if len(lines) == 1 else 0.27 + 0.22 * n)
        p.say(x + 1.4, y, line, Face.SANS, 5.4 * scale, QUIET)
    _sign(p, cell.sign, x + 2.3, top + high * (0.72 if low else 0.66), 0.95 * scale)
    p.say(x + 4.6, top + high * (0.84 if low else 0.78), cell.value, Face.SANS, 7.8 * scale, INK)


def _two(
    p: Paper, x: float, top: float, high: float, room: float, above: str, under: str, scale: float
) -> None:  # fmt: skip
    """A text in one or two lines, with a small one under it."""
    size = 7.6 * scale
    lines = wrap(above, Face.SANS, size, room)
    for smaller in (0.92, 0.75):  # a long name is set smaller, never cut
        if len(lines) > (1 if smaller > 0.9 else 2):
            size = 7.6 * scale * smaller
            lines = wrap(above, Face.SANS, size, room)
    step = size * MM_PER_POINT * 1.12
    small = _fitting(under, Face.SANS, 5.8 * scale, room)
    block = len(lines) * step + small * MM_PER_POINT * 1.1
    y = top + (high - block) / 2
    for line in lines:
        p.say(x, y + step * 0.82, line, Face.SANS, size, INK)
        y += step
    p.say(x, y + small * MM_PER_POINT * 0.9, under, Face.SANS, small, QUIET)


def _said(p: Paper, x: float, middle: float, room: float, text: str, face: Face, size: float, ink: Ink) -> None:
    lines = wrap(text, face, size, room)
    step = size * MM_PER_POINT * 1.12
    for n, line in enumerate(lines):
        p.say(x, middle + (n - len(lines) / 2) * step + step * 0.8, line, face, size, ink)


def _fitting(text: str, face: Face, size: float, room: float) -> float:
    """The size at which a text fits in one line."""
    wide = width(clean(text, face), face, size)
    return size if wide <= room else size * room / wide


def _sign(p: Paper, sign: Sign, x: float, y: float, r: float) -> None:
    """▲ good, ◆ near, ▼ bad, an open ring watched, a dash for no data: each of its own form."""
    ink = INKS[sign]
    forms = {
        "good": ((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)),
        "near": ((x, y - r), (x + r, y), (x, y + r), (x - r, y)),
        "bad": ((x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)),
    }

    def draw(pdf: FPDF) -> None:
        pdf.set_fill_color(*ink)
        pdf.set_draw_color(*ink)
        pdf.set_line_width(0.42 * max(r, 0.6))
        if sign in forms:
            pdf.polygon(forms[sign], style="F")
        elif sign == "watched":
            pdf.ellipse(x - r * 0.7, y - r * 0.7, 1.4 * r, 1.4 * r, style="D")
        else:
            pdf.line(x - r * 0.8, y, x + r * 0.8, y)

    p.lay(draw)


def _legend(p: Paper, paper: IndicatorsPaper) -> None:
    p.y += 1.6
    p.need(END - 2)
    x = p.left
    for sign in INKS:
        _sign(p, sign, x + 1.5, p.y + 1.6, 1.2)
        x += 4.0
        x += p.say(x, p.y + 2.5, paper.words[sign], Face.SANS, 6.6, INK) + 5.0
    p.say(p.right, p.y + 2.5, paper.made, Face.SANS, 6.6, QUIET, "R")
    p.y += 4.0


def _signatures(p: Paper, paper: IndicatorsPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * 0.62)
