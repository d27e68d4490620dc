"""A table of figures or rows on paper (clauses 22, 46): head of the house, what was asked, table, chart, signer.

A table that is wider than the page goes on in further tables under it, its first column repeated, so that no figure is
set so small that nobody reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.drawn import Drawn, draw
from core.pdf.fonts import Face, clean, width
from core.pdf.paper import ACCENT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, house_head, running_head, signature
from core.pdf.table import HEAD, PAD, Column, Table, fitted, longest
from core.pdf.words import Lang

UPRIGHT, LYING = 176.0, 263.0  # mm between the margins
SIZE = 8.2
LEAST, MOST = 11.0, 60.0  # mm of a column


@dataclass(frozen=True)
class TabledPaper:
    """All that stands on it, as plain values in its own language.

    facts: (word, value) beside each other; asked: what was asked, in words. right: the columns that hold figures.
    sums: how many rows at the end are sums. notes: under the table. signatures: (post, name).
    """

    title: str
    lang: Lang
    day: date
    institution: tuple[str, ...]
    office: str
    facts: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    made: str
    right: tuple[int, ...] = ()
    sums: int = 0
    chart: Drawn | None = None
    notes: tuple[str, ...] = ()
    signatures: tuple[tuple[str, str], ...] = ()
    sample: bool = False


def render(paper: TabledPaper) -> bytes:
    """The table as a PDF, protected from copying; lying where it is wide. Raises Unprintable."""
    wishes = _wishes(paper)
    lying = sum(wishes) > UPRIGHT
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=lying,
        footer=lambda p, n, of: foot(p, paper.title, n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, paper.title)
    house_head(p, paper.institution, paper.office, paper.day)
    p.tell(p.left, paper.title, p.body, Face.SERIF, 15, ACCENT)
    p.y += 1.6
    if paper.facts:
        facts_row(p, paper.facts, min(4, len(paper.facts)))
    for said in paper.asked:
        p.tell(p.left, said, p.body, Face.SANS, 8.4, QUIET)
        p.y += 0.6
    p.y += 1.6
    for places in _parts(wishes, LYING if lying else UPRIGHT):
        _table(p, paper, places)
        p.y += 3.0
    for said in paper.notes:
        p.tell(p.left, said, p.body, Face.SANS, 8.8)
        p.y += 1.2
    if paper.chart:
        p.y += 2.0
        draw(p, paper.chart)
    p.tell(p.left, paper.made, p.body, Face.SANS, 7.4, QUIET)
    p.y += 4.0
    p.keep(lambda: _signatures(p, paper))
    return p.output()


def _wishes(paper: TabledPaper) -> list[float]:
    """How wide each column asks to be, mm."""
    air = 2 * PAD + 1.2
    found = []
    for n, head in enumerate(paper.heads):
        cells = {r[n] for r in paper.rows[:2000]}
        words = max([longest(head, Face.BOLD, HEAD), *(longest(c, Face.SANS, SIZE) for c in cells)])
        whole = max([words, *(width(clean(c), Face.SANS, SIZE) for c in cells)])
        found.append(min(max(whole + air, LEAST), MOST))
    return found


def _parts(wishes: Sequence[float], room: float) -> list[list[int]]:
    """Columns that stand in one table; of a further table the first column stands before its own."""
    parts: list[list[int]] = [[]]
    used = 0.0
    for n, wish in enumerate(wishes):
        if parts[-1] and used + wish > room and len(parts[-1]) > 1:
            parts.append([0])
            used = wishes[0]
        parts[-1].append(n)
        used += wish
    return parts


def _table(p: Paper, paper: TabledPaper, places: Sequence[int]) -> None:
    heads = [paper.heads[n] for n in places]
    rows = [tuple(r[n] for n in places) for r in paper.rows]
    widths = fitted(heads, rows[:2000], p.body, SIZE) if rows else [p.body / len(heads)] * len(heads)
    right = set(paper.right)
    table = Table(p, [
        Column(h, wide, "R" if n in right else "L", lead=PAD + (1.5 if k and places[k - 1] in right else 0))
        for k, (n, h, wide) in enumerate(zip(places, heads, widths, strict=True))
    ], size=SIZE)  # fmt: skip
    for n, row in enumerate(rows):
        table.row(row, ink=ACCENT if n >= len(rows) - paper.sums else INK)
    p.rule(p.y, ACCENT, 0.35)


def _signatures(p: Paper, paper: TabledPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * (0.6 if p.landscape else 0.9))
