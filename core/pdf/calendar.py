"""The academic calendar on one page: the year by weeks in coloured, lettered cells, the periods, the holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import MM_PER_POINT, Face, width, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Ink, Paper, baseline
from core.pdf.parts import foot
from core.pdf.words import Lang

# Light enough for a letter in ink, dark enough for a copy without colours to keep them apart by the letters.
TINTS: Mapping[str, Ink] = {
    "study": (226, 236, 242), "session": (247, 205, 190), "retakes": (250, 226, 200), "practice": (209, 230, 205),
    "attestation": (236, 200, 222), "summer": (250, 236, 178), "vacation": (236, 236, 230),
    "midterm_1": (214, 208, 238), "midterm_2": (196, 188, 228), "registration": (199, 228, 232),
    "changes": (216, 238, 240),
}  # fmt: skip
LABEL = 27.0  # width of the column of years
ROW = 6.6


@dataclass(frozen=True)
class Month:
    """A month over its weeks."""

    name: str
    weeks: int


@dataclass(frozen=True)
class Row:
    """A row of the grid: whose it is, and the kind of each week («» for none)."""

    name: str
    weeks: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A period in the list."""

    kind: str
    name: str
    days: str
    whom: str
    length: str


@dataclass(frozen=True)
class CalendarPaper:
    """All that stands on the paper, as plain values in its own language. told: the protocol, or that it is a draft."""

    title: str
    lang: Lang
    day: date
    told: str
    approved: bool
    institution: tuple[str, ...]
    weeks_word: str
    months: tuple[Month, ...]
    mondays: tuple[str, ...]
    rows: tuple[Row, ...]
    letters: Mapping[str, str]
    legend: tuple[tuple[str, str], ...]
    list_word: str
    lines: tuple[Line, ...]
    holidays_word: str
    holidays: tuple[str, ...]
    sample: bool = False


def render(paper: CalendarPaper) -> bytes:
    """The calendar as PDF, one landscape page (a very long list goes on). Raises Unprintable."""
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=True,
        footer=lambda p, n, of: foot(p, f"{paper.title} · {paper.told}", n, of),
    )  # fmt: skip
    for name in paper.institution:
        p.tell(p.left, name, p.body, Face.SANS, 8, QUIET)
    p.tell(p.left, paper.title, p.body, Face.SERIF, 17, ACCENT)
    p.y += 0.4
    p.tell(p.left, paper.told, p.body, Face.BOLD if paper.approved else Face.SANS, 8.4, INK)
    p.y += 2.0
    _grid(p, paper)
    p.y += 2.2
    _legend(p, paper)
    p.y += 2.4
    _lists(p, paper)
    return p.output()


def _grid(p: Paper, paper: CalendarPaper) -> None:
    weeks = len(paper.mondays)
    step = (p.body - LABEL) / max(weeks, 1)
    x = p.left + LABEL
    for month in paper.months:
        room = month.weeks * step
        size = 6.8 if width(month.name, Face.BOLD, 6.8) <= room - 0.6 else 5.2
        p.say(x + room / 2, p.y + 3.2, month.name, Face.BOLD, size, ACCENT, "C")
        p.fill(x, p.y + 0.4, 0.15, 8.4 + ROW * len(paper.rows), HAIR)
        x += room
    p.y += 4.4
    p.say(p.left, p.y + 2.9, paper.weeks_word, Face.SANS, 6.4, QUIET)
    for n, day in enumerate(paper.mondays):
        p.say(p.left + LABEL + (n + 0.5) * step, p.y + 2.9, day, Face.SANS, 5.6, QUIET, "C")
    p.y += 4.0
    p.rule(p.y, ACCENT, 0.35)
    for row in paper.rows:
        p.say(p.left, p.y + 4.4, row.name, Face.BOLD, 7.2, INK)
        for n, kind in enumerate(row.weeks):
            if kind:
                _cell(p, p.left + LABEL + n * step, p.y + 0.35, step - 0.3, ROW - 0.7, kind, paper.letters)
        p.y += ROW
        p.rule(p.y, HAIR, 0.1)


def _cell(p: Paper, x: float, y: float, w: float, h: float, kind: str, letters: Mapping[str, str]) -> None:
    p.fill(x, y, w, h, TINTS[kind])
    letter = letters[kind]
    size = 7.0 if width(letter, Face.BOLD, 7.0) <= w else 5.4
    p.say(x + w / 2, y + baseline(size, h), letter, Face.BOLD, size, INK, "C")


def _legend(p: Paper, paper: CalendarPaper) -> None:
    """Each sign with its word, in as many lines as they take."""
    x = p.left
    for kind, word in paper.legend:
        taken = 6.4 + width(word, Face.SANS, 7.2) + 4.5
        if x + taken > p.right:
            x, p.y = p.left, p.y + 5.0
        _cell(p, x, p.y, 5.2, 4.0, kind, paper.letters)
        p.say(x + 6.4, p.y + 3.0, word, Face.SANS, 7.2, INK)
        x += taken
    p.y += 5.0


def _lists(p: Paper, paper: CalendarPaper) -> None:
    """Periods in two columns, holidays in the third; small enough to stay on the page, never under what is legible."""
    third = (p.body - 12) / 3
    each = -(-len(paper.lines) // 2)
    size = 8.0
    while size > 5.8 and p.y + 5 + max(each * _line_height(size), _holidays_height(paper, third, size)) > p.bottom:
        size -= 0.2
    top = p.y
    for place, (head, first) in enumerate(((paper.list_word, 0), ("", each), (paper.holidays_word, 0))):
        left = p.left + place * (third + 6)
        p.y = top
        p.say(left, p.y + 3.0, head, Face.BOLD, 7.6, ACCENT)
        p.rule(p.y + 4.2, ACCENT, 0.25, left, third)
        p.y += 5.0
        if place < 2:
            for line in paper.lines[first : first + each]:
                _line(p, left, third, line, size, paper.letters)
        else:
            for text in paper.holidays:
                p.tell(left, text, third, Face.SANS, size, INK)


def _line_height(size: float) -> float:
    return size * MM_PER_POINT * 2.75


def _holidays_height(paper: CalendarPaper, room: float, size: float) -> float:
    return sum(len(wrap(h, Face.SANS, size, room)) for h in paper.holidays) * size * MM_PER_POINT * 1.25


def _line(p: Paper, left: float, room: float, line: Line, size: float, letters: Mapping[str, str]) -> None:
    """Two lines of a period: sign, name and days; for whom and how long under it."""
    p.need(_line_height(size))
    step = size * MM_PER_POINT * 1.25
    _cell(p, left, p.y + 0.3, 4.6, step * 1.05, line.kind, letters)
    days = width(line.days, Face.BOLD, size)
    space = room - 8 - days
    fits = max(min(size, 0.98 * size * space / max(width(line.name, Face.SANS, size), 1)), 5.4)
    name = wrap(line.name, Face.SANS, fits, space)
    p.say(left + 6, p.y + baseline(size, step), name[0] + ("…" if len(name) > 1 else ""), Face.SANS, fits, INK)
    p.say(left + room, p.y + baseline(size, step), line.days, Face.BOLD, size, INK, "R")
    under = " · ".join(x for x in (line.whom, line.length) if x)
    p.say(left + 6, p.y + step + baseline(size - 1, step * 0.9), under, Face.SANS, size - 1, QUIET)
    p.y += _line_height(size)
