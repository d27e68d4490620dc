"""The load of a department on paper: a row for each teacher, sums under them, places for the signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, QUIET, Paper
from core.pdf.parts import facts_row, foot, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, word
from core.pdf.words import day as dated

FIGURE, LAST = 21.0, 17.0  # widths of the columns of hours and of sums, mm


@dataclass(frozen=True)
class LoadPaper:
    """All that stands on a load sheet, as plain values in the paper's own language.

    heads: number, teacher, kinds of class, total, norm, difference; rows and sums have as many cells. signatures:
    (post, name) of who signs. nobody: what is said in red of hours without a teacher.
    """

    title: str
    lang: Lang
    day: date
    institution: tuple[str, ...]
    office: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...]
    nobody: str
    made: str
    signatures: tuple[tuple[str, str], ...]
    sample: bool = False


def render(paper: LoadPaper, protected: bool = True) -> bytes:
    """The load sheet as PDF; plain and protected as for the transcript. Raises Unprintable."""
    wide = len(paper.heads) > 6
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=wide,
        footer=lambda p, n, of: foot(p, f"{paper.title} · {paper.facts[0][1]} · {paper.facts[1][1]}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, f"{paper.title} · {paper.facts[0][1]}")
    _head(p, paper)
    p.tell(p.left, paper.title, p.body, Face.SERIF, 17, ACCENT)
    p.y += 2.0
    facts_row(p, paper.facts, len(paper.facts))
    p.y += 1.0
    _rows(p, paper)
    p.y += 3.0
    if paper.nobody:
        p.tell(p.left, paper.nobody, p.body, Face.BOLD, 8.6, ALERT)
        p.y += 1.0
    p.tell(p.left, paper.made, p.body, Face.SANS, 7.4, QUIET)
    p.y += 4.0
    p.keep(lambda: _signatures(p, paper))
    return p.output(protected)


def _head(p: Paper, paper: LoadPaper) -> None:
    room, start = 40.0, p.y
    for n, name in enumerate(paper.institution):
        p.tell(p.left, name, p.body - room, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
        p.y += 0.0 if n else 0.6
    p.tell(p.left, paper.office, p.body - room, Face.SANS, 7.4, QUIET)
    end, p.y = p.y, start
    p.tell(p.right - room, word("date", paper.lang), room, Face.SANS, 7.0, QUIET, align="R")
    p.tell(p.right - room, dated(paper.day, paper.lang), room, Face.SANS, 8.2, align="R")
    p.y = max(p.y, end) + 2.2
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.2


def _rows(p: Paper, paper: LoadPaper) -> None:
    kinds = len(paper.heads) - 5
    figure = min(FIGURE, (p.body - 9 - 52 - 3 * LAST) / max(1, kinds))
    first = p.body - 9 - kinds * figure - 3 * LAST
    widths = (9.0, first, *([figure] * kinds), LAST, LAST, LAST)
    parts = [any("," in row[n] or "." in row[n] for row in paper.rows) and n > 1 for n in range(len(paper.heads))]
    table = Table(p, [
        Column(head, wide, "L" if n == 1 else "R", lead=PAD + 1.5 if n == 1 else PAD, places=int(parts[n]))
        for n, (head, wide) in enumerate(zip(paper.heads, widths, strict=True))
    ])  # fmt: skip
    for row in paper.rows:
        table.row(row)
    table.band(paper.sums[1], paper.sums[-3])
    p.rule(p.y, ACCENT, 0.35)


def _signatures(p: Paper, paper: LoadPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * (0.55 if p.landscape else 0.8))
