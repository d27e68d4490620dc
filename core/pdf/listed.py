"""A list on paper: heading, facts, one table, what follows from it, signatures. Sheets of trainings, assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang


@dataclass(frozen=True)
class ListedPaper:
    """All that stands on the paper, as plain values in its own language.

    widths: shares of the room for the columns after the number. after: paragraphs under the table. signatures: (post,
    name).
    """

    title: str
    about: str
    number: str
    day: date
    lang: Lang
    institution: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]
    signatures: tuple[tuple[str, str], ...]
    landscape: bool = False
    sample: bool = False


def render(paper: ListedPaper) -> bytes:
    """The paper as a PDF, protected from copying. Raises Unprintable."""
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=paper.landscape,
        footer=lambda p, n, of: foot(p, f"{paper.title} № {paper.number}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, f"{paper.title} № {paper.number} · {paper.about}")
    for n, name in enumerate(paper.institution):
        p.tell(p.left, name, p.body, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
    p.y += 2.0
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.5
    p.tell(p.left, f"{paper.title} № {paper.number}", p.body, Face.SERIF, 16, ACCENT)
    p.y += 0.4
    p.tell(p.left, paper.about, p.body, Face.SERIF, 11.5, INK)
    p.y += 2.0
    facts_row(p, paper.facts, min(4, len(paper.facts)) or 1)
    p.y += 1.0
    room, whole = p.body - 10.0, sum(paper.widths)
    columns = [Column(h, room * w / whole, lead=PAD + 0.6) for h, w in zip(paper.heads, paper.widths, strict=True)]
    table = Table(p, [Column("№", 10.0, "R"), *columns], size=8.8)
    for n, row in enumerate(paper.rows, 1):
        table.row((str(n), *row), least=7.0)
    p.rule(p.y, ACCENT, 0.35)
    p.y += 4.0
    for text in paper.after:
        p.tell(p.left, text, p.body, Face.SANS, 9.2, INK)
        p.y += 1.2
    p.y += 5.0
    p.keep(lambda: _signatures(p, paper))
    return p.output()


def _signatures(p: Paper, paper: ListedPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * (0.62 if paper.landscape else 0.9))
