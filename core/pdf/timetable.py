"""A week of the timetable on paper: days side by side, hours down, every lesson where it is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import MM_PER_POINT, Face, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, TINT, Paper
from core.pdf.parts import foot
from core.pdf.words import Lang, word

SIDE = 13.0  # the column of hours, mm
HEAD = 8.0
SIZES = (7.4, 6.8, 6.2, 5.6)


@dataclass(frozen=True)
class Box:
    """A lesson: minutes from midnight, its name, and the small lines under it (kind and section, room, teacher)."""

    starts: int
    ends: int
    name: str
    lines: tuple[str, ...]
    hours: str


@dataclass(frozen=True)
class WeekDay:
    """A column: what stands above it, its lessons in order; free: nothing is held that day."""

    title: str
    boxes: tuple[Box, ...]
    free: bool = False


@dataclass(frozen=True)
class WeekPaper:
    """All that stands on the paper, in its own language. whose: the group, the teacher; span: which week."""

    date: date
    lang: Lang
    institution: str
    whose: str
    span: str
    days: tuple[WeekDay, ...]
    first: int
    last: int
    sample: bool = False


def render(weeks: Sequence[WeekPaper]) -> bytes:
    """Weeks as landscape pages of one PDF, one page each. Raises Unprintable."""
    one = weeks[0]
    title = word("timetable", one.lang)
    p = Paper(
        title=f"{title} · {one.whose}", lang=one.lang, issued_on=one.date, sample=one.sample, landscape=True,
        footer=lambda p, n, of: foot(p, f"{title} · {one.institution}", n, of),
    )  # fmt: skip
    for n, week in enumerate(weeks):
        if n:
            p.new_page()
        _page(p, week)
    return p.output()


def _page(p: Paper, week: WeekPaper) -> None:
    p.tell(p.left, week.institution, p.body * 0.6, Face.SANS, 7.4, QUIET)
    p.say(p.right, p.y, week.span, Face.BOLD, 9, INK, "R")
    p.y += 1.0
    p.tell(p.left, f"{word('timetable', week.lang)}: {week.whose}", p.body, Face.SERIF, 15, ACCENT)
    p.y += 2.0
    top, bottom = p.y + HEAD, p.bottom
    room = (p.body - SIDE) / max(len(week.days), 1)
    hour = (bottom - top) / max(week.last - week.first, 1)
    p.fill(p.left, p.y, p.body, HEAD, TINT)
    for h in range(week.first, week.last + 1):
        y = top + (h - week.first) * hour
        p.rule(y, HAIR, 0.12)
        if h < week.last:
            p.say(p.left + SIDE - 2, y + 3.2, f"{h:02d}:00", Face.SANS, 7, QUIET, "R")
    for n, day in enumerate(week.days):
        x = p.left + SIDE + n * room
        p.say(x + room / 2, top - 2.8, day.title, Face.BOLD, 8.2, ACCENT, "C")
        p.frame(x, top - HEAD, room, bottom - top + HEAD, HAIR, 0.12)
        if day.free and not day.boxes:
            p.say(x + room / 2, top + 6, word("no_lessons", week.lang), Face.SANS, 7, QUIET, "C")
        for place, of, box in lanes(day.boxes):
            y = top + (box.starts / 60 - week.first) * hour
            _box(p, box, x + room * place / of, y, room / of, (box.ends - box.starts) / 60 * hour)
    p.y = bottom


def lanes(boxes: Sequence[Box]) -> list[tuple[int, int, Box]]:
    """Lessons of a day with their lane: (which, of how many, lesson); those at one time stand side by side."""
    found: list[tuple[int, int, Box]] = []
    run: list[tuple[int, Box]] = []
    until = 0
    for box in [*sorted(boxes, key=lambda b: (b.starts, b.ends)), None]:
        if box is None or (run and box.starts >= until):
            wide = 1 + max((lane for lane, _ in run), default=0)
            found += [(lane, wide, b) for lane, b in run]
            run, until = [], 0
        if box is not None:
            taken = {lane for lane, b in run if b.ends > box.starts}
            run.append((next(i for i in range(len(run) + 1) if i not in taken), box))
            until = max(until, box.ends)
    return found


def _box(p: Paper, box: Box, x: float, y: float, w: float, h: float) -> None:
    """A lesson in its frame, in the largest type in which its name and its lines fit; the last lines give way."""
    p.fill(x + 0.5, y + 0.3, w - 1.0, h - 0.6, TINT)
    p.frame(x + 0.5, y + 0.3, w - 1.0, h - 0.6, ACCENT, 0.2)
    room, high = w - 3.0, h - 1.8
    size = SIZES[-1]
    lines: list[tuple[str, Face]] = []
    for size in SIZES:
        lines = [(line, Face.BOLD) for line in wrap(box.name, Face.BOLD, size, room)]
        for small in (box.hours, *box.lines):
            lines += [(line, Face.SANS) for line in wrap(small, Face.SANS, size, room)]
        if len(lines) * _step(size) <= high:
            break
    fits = max(1, int(high / _step(size)))
    for n, (line, face) in enumerate(lines[:fits]):
        cut = line if n < fits - 1 or len(lines) <= fits else f"{line}…"
        p.say(x + 1.6, y + 1.0 + (n + 0.8) * _step(size), cut, face, size, INK if face is Face.BOLD else QUIET)


def _step(size: float) -> float:
    return size * MM_PER_POINT * 1.2
