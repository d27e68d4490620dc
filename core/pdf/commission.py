"""The composition of a commission of final attestation: the annex of the order that sets it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang


@dataclass(frozen=True)
class CommissionPaper:
    """All that stands on the paper, as plain values in its own language.

    annex: to which order it belongs, or that it is a draft. heads, rows: as what, name, degree, position, workplace.
    signatures: (post, name).
    """

    title: str
    name: str
    number: str
    annex: str
    day: date
    lang: Lang
    institution: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    signatures: tuple[tuple[str, str], ...]
    draft: bool = False
    sample: bool = False


def render(paper: CommissionPaper) -> bytes:
    """The paper as a landscape PDF, protected from copying. Raises Unprintable."""
    p = Paper(
        title=paper.title, lang=paper.lang, issued_on=paper.day, sample=paper.sample, landscape=True,
        footer=lambda p, n, of: foot(p, f"{paper.title} № {paper.number} · {paper.annex}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, f"{paper.title} · {paper.name}")
    start, right = p.y, 90.0
    for n, name in enumerate(paper.institution):
        p.tell(p.left, name, p.body - right, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
    end, p.y = p.y, start
    p.tell(p.right - right, paper.annex, right, Face.BOLD if not paper.draft else Face.SANS, 8.6,
           QUIET if paper.draft else INK, align="R")  # fmt: skip
    p.y = max(p.y, end) + 2.0
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.5
    p.tell(p.left, paper.title, p.body, Face.SERIF, 16, ACCENT)
    p.y += 0.4
    p.tell(p.left, f"{paper.name}, № {paper.number}", p.body, Face.SERIF, 11.5, INK)
    p.y += 2.0
    facts_row(p, paper.facts, len(paper.facts))
    p.y += 1.0
    fixed = 10.0 + 46 + 56
    rest = (p.body - fixed) / 3
    widths = (46.0, 56.0, rest, rest * 0.9, rest * 1.1)
    table = Table(
        p, [Column("№", 10, "R"), *(Column(h, w, lead=PAD + 0.6) for h, w in zip(paper.heads, widths, strict=True))],
        size=9.2,
    )  # fmt: skip
    for n, row in enumerate(paper.rows, 1):
        table.row((str(n), *row), least=7.0)
    p.rule(p.y, ACCENT, 0.35)
    p.y += 8.0
    p.keep(lambda: _signatures(p, paper))
    return p.output()


def _signatures(p: Paper, paper: CommissionPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * 0.62)
