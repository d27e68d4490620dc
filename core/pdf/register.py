"""A list of the office on paper: heading, facts, words, bands of rows with sums, places for the signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, QUIET, Paper
from core.pdf.parts import facts_row, foot, house_head, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang


@dataclass(frozen=True)
class Head:
    """A column: its words, its width in mm (0: what is left), whether its figures stand right."""

    title: str
    width: float
    right: bool = False


@dataclass(frozen=True)
class Band:
    """Rows under one heading, with their sum at its right; no heading: rows alone."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    sum: str = ""


@dataclass(frozen=True)
class RegisterPaper:
    """All that stands on such a list, as plain values in the paper's own language (or two, where both are asked).

    draft: what is said in red above the heading of a paper that is not signed yet. before, after: paragraphs.
    """

    title: str
    lang: Lang
    day: date
    institution: tuple[str, ...]
    office: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[Head, ...]
    bands: tuple[Band, ...]
    made: str
    signatures: tuple[tuple[str, str], ...] = ()
    draft: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    landscape: bool = False
    sample: bool = False


def render(paper: RegisterPaper, protected: bool = True) -> bytes:
    """The list as PDF; plain and protected as for the transcript. Raises Unprintable."""
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=paper.landscape,
        footer=lambda p, n, of: foot(p, paper.title, n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, paper.title)
    house_head(p, paper.institution, paper.office, paper.day)
    if paper.draft:
        p.tell(p.left, paper.draft, p.body, Face.BOLD, 8.6, ALERT)
        p.y += 1.0
    p.tell(p.left, paper.title, p.body, Face.SERIF, 16, ACCENT)
    p.y += 2.0
    if paper.facts:
        facts_row(p, paper.facts, min(4, len(paper.facts)))
        p.y += 1.0
    for said in paper.before:
        p.tell(p.left, said, p.body, Face.SANS, 9.0)
        p.y += 1.6
    _rows(p, paper)
    p.y += 3.0
    for said in paper.after:
        p.tell(p.left, said, p.body, Face.SANS, 9.0)
        p.y += 1.6
    p.tell(p.left, paper.made, p.body, Face.SANS, 7.4, QUIET)
    p.y += 4.0
    p.keep(lambda: _signatures(p, paper))
    return p.output(protected)


def _rows(p: Paper, paper: RegisterPaper) -> None:
    left = p.body - sum(h.width for h in paper.heads)
    free = max(1, sum(not h.width for h in paper.heads))
    widths = [h.width or left / free for h in paper.heads]
    table = Table(p, [
        Column(h.title, wide, "R" if h.right else "L", lead=PAD + (1.5 if n and paper.heads[n - 1].right else 0))
        for n, (h, wide) in enumerate(zip(paper.heads, widths, strict=True))
    ])  # fmt: skip
    for band in paper.bands:
        if band.title:
            table.band(band.title, band.sum)
        for row in band.rows:
            table.row(row)
    p.rule(p.y, ACCENT, 0.35)


def _signatures(p: Paper, paper: RegisterPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * (0.55 if p.landscape else 0.8))


def numbered(rows: Sequence[Sequence[str]], start: int = 1) -> tuple[tuple[str, ...], ...]:
    """Rows with their numbers in front."""
    return tuple((str(n), *row) for n, row in enumerate(rows, start))
