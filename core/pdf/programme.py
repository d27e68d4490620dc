"""The programme of a concert exam for the hall: who plays, in whose class, what, with whom, at what hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import MM_PER_POINT, Face, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Paper, baseline
from core.pdf.words import Lang

HOUR = 22.0  # mm of the column of hours
COMPOSER = 46.0  # mm of the column of composers
GAP = 5.0  # between two performers


@dataclass(frozen=True)
class Piece:
    """A work: its composer, its title, how long it lasts (empty where nobody said)."""

    composer: str
    title: str
    minutes: str = ""


@dataclass(frozen=True)
class Performer:
    """One who is heard. of: his class or supervisor; pieces: works, or the topic; notes: accompanist, partners."""

    starts: str
    name: str
    of: str
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concert:
    """One sitting: what it is, when and where, in order who is heard, before whom."""

    over: str
    title: str
    under: str
    day: str
    hour: str
    hall: str
    performers: tuple[Performer, ...]
    heading: str = ""
    commission: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ProgrammePaper:
    """All that is printed, in its own language; draft: what is said of a programme that is not published yet."""

    title: str
    lang: Lang
    date: date
    institution: str
    concerts: tuple[Concert, ...]
    draft: str = ""
    sample: bool = False


class _Sheet(Paper):
    """A page with more air than a paper of the office: it lies in the hands of the audience."""

    left = 24.0
    top = 20.0
    foot = 20.0


def render(paper: ProgrammePaper) -> bytes:
    """The programme as PDF, each sitting from a new page. Raises Unprintable."""
    p = _Sheet(
        title=paper.title, lang=paper.lang, issued_on=paper.date, sample=paper.sample, stamp=paper.draft,
        footer=_foot,
    )  # fmt: skip
    for n, concert in enumerate(paper.concerts):
        if n:
            p.running = None
            p.new_page()
        _cover(p, paper, concert)
        p.running = lambda p, concert=concert: _running(p, concert)
        for k, one in enumerate(concert.performers):
            p.keep(lambda one=one, first=k == 0: _performer(p, one, first))  # type: ignore[misc]
        if concert.commission:
            p.keep(lambda concert=concert: _commission(p, concert))  # type: ignore[misc]
    return p.output()


def _cover(p: Paper, paper: ProgrammePaper, concert: Concert) -> None:
    """Institution, what it is in large letters, when and where between two rules."""
    p.tell(p.left, paper.institution, p.body, Face.SANS, 8.4, QUIET, 1.35)
    p.y += 9.0
    p.fill(p.left, p.y, 14.0, 1.1, ACCENT)
    p.y += 5.0
    p.tell(p.left, concert.over, p.body, Face.SANS, 10, QUIET, 1.3)
    p.y += 1.2
    p.tell(p.left, concert.title, p.body, Face.SERIF, 27, ACCENT, 1.12)
    p.y += 1.6
    p.tell(p.left, concert.under, p.body, Face.SANS, 10, INK, 1.35)
    p.y += 6.0
    p.rule(p.y, HAIR, 0.2)
    p.y += 2.6
    start, third = p.y, p.body / 3
    lowest = start
    for n, (words, align) in enumerate(((concert.day, "L"), (concert.hour, "C"), (concert.hall, "R"))):
        p.y = start
        p.tell(p.left + n * third, words, third, Face.BOLD, 10.5, INK, 1.25, align)  # type: ignore[arg-type]
        lowest = max(lowest, p.y)
    p.y = lowest + 2.6
    p.rule(p.y, HAIR, 0.2)
    p.y += 9.0


def _running(p: Paper, concert: Concert) -> None:
    p.say(p.left, p.y, concert.title, Face.SERIF, 10, ACCENT)
    p.say(p.right, p.y, f"{concert.day} · {concert.hall}", Face.SANS, 7.6, QUIET, "R")
    p.y += 3.0
    p.rule(p.y, HAIR, 0.2)
    p.y += 7.0


def _performer(p: Paper, one: Performer, first: bool) -> None:
    """The hour in its own column; name and class; each work with its composer before it; who plays with him."""
    if not first:
        p.y += GAP
    x, room = p.left + HOUR, p.body - HOUR
    _head(p, one, x, room)
    for piece in one.pieces:
        _piece(p, piece, x, room)
    for note in one.notes:
        p.y += 0.8
        p.tell(x, note, room, Face.SANS, 8.8, QUIET, 1.3)


def _head(p: Paper, one: Performer, x: float, room: float) -> None:
    step = 14.5 * MM_PER_POINT * 1.2
    p.need(3 * step)
    p.say(p.left, p.y + baseline(14.5, step), one.starts, Face.BOLD, 11, ACCENT)
    p.tell(x, one.name, room, Face.SERIF, 14.5, INK, 1.2)
    p.y += 0.4
    if one.of:
        p.tell(x, one.of, room, Face.SANS, 8.8, QUIET, 1.3)
    p.y += 1.8


def _piece(p: Paper, piece: Piece, x: float, room: float) -> None:
    """Composer on the left, title beside it, minutes at the right edge; the higher of the two gives the row."""
    size, step = 9.6, 9.6 * MM_PER_POINT * 1.32
    left = COMPOSER if piece.composer else 0.0
    wide = room - left - 14
    composers = wrap(piece.composer, Face.BOLD, size, COMPOSER - 3) if piece.composer else ()
    titles = wrap(piece.title, Face.SANS, size, wide)
    p.need(max(len(composers), len(titles)) * step)
    for lines, at, face in ((composers, x, Face.BOLD), (titles, x + left, Face.SANS)):
        for n, line in enumerate(lines):
            p.say(at, p.y + n * step + baseline(size, step), line, face, size, INK)
    if piece.minutes:
        p.say(p.right, p.y + baseline(size, step), piece.minutes, Face.SANS, 8.0, QUIET, "R")
    p.y += max(len(composers), len(titles)) * step + 0.5


def _commission(p: Paper, concert: Concert) -> None:
    p.y += 8.0
    p.rule(p.y, HAIR, 0.2)
    p.y += 3.0
    p.tell(p.left, concert.heading, p.body, Face.BOLD, 8.8, ACCENT, 1.4)
    p.y += 0.8
    for name, said in concert.commission:
        line = f"{name} – {said}" if said else name
        p.tell(p.left, line, p.body, Face.SANS, 8.6, INK, 1.38)


def _foot(p: Paper, n: int, of: int) -> None:
    if of > 1:
        p.say(p.right, p.page_height - 11, f"{n} / {of}", Face.SANS, 7.4, QUIET, "R")
