"""Lists of streams, groups and subgroups on paper: one or a whole term in one file, with room to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, letterhead, running_head
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, word


@dataclass(frozen=True)
class ListPaper:
    """The list of one section, as plain values in the paper's language.

    facts: (label, value) in two rows of three. rows: (name, student number, administrative group). heads: of the four
    columns after the number: name, student number, group, signature. empty: what is said where nobody is listed.
    """

    code: str
    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    kind: str
    discipline: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str], ...]
    empty: str
    sample: bool = False


def render(papers: Sequence[ListPaper], title: str, protected: bool = True) -> bytes:
    """The lists as one PDF: each begins on a page of its own, to be handed to its teacher.

    papers: at least one, in the order of printing. Raises Unprintable where a text holds a letter the fonts lack.
    """
    first = papers[0]
    p = Paper(
        title=title, lang=first.lang, issued_on=first.date, sample=first.sample,
        footer=lambda p, n, of: foot(p, title, n, of),
    )  # fmt: skip
    for n, paper in enumerate(papers):
        p.running = None
        if n:
            p.new_page()
        _one(p, paper)
    return p.output(protected)


def _one(p: Paper, paper: ListPaper) -> None:
    said = f"{paper.kind} {paper.code} · {paper.discipline}"
    letterhead(p, paper.institution, paper.office, paper.code, "date", paper.date)
    p.running = lambda p: running_head(p, said)
    p.tell(p.left, paper.discipline, p.body, Face.SERIF, 16, ACCENT)
    p.y += 0.4
    p.tell(p.left, f"{paper.kind} {paper.code}", p.body, Face.SERIF, 11.5, INK)
    p.y += 2.0
    for start in range(0, len(paper.facts), 3):
        facts_row(p, paper.facts[start : start + 3], 3)
    p.y += 1.0
    if not paper.rows:
        p.tell(p.left, paper.empty, p.body, Face.SANS, 8.4, QUIET)
        return
    name, number, group, signature = paper.heads
    fixed = 10 + 26 + 30 + 34
    table = Table(
        p,
        [
            Column(word("row", paper.lang), 10, "R"), Column(name, p.body - fixed, lead=PAD + 1.5), Column(number, 26),
            Column(group, 30), Column(signature, 34),
        ],
        size=8.4,
    )  # fmt: skip
    for n, (who, student, of) in enumerate(paper.rows, 1):
        table.row((str(n), who, student, of, ""), least=6.6)  # room for a pen
    p.rule(p.y, ACCENT, 0.35)
