"""The clearance sheet on paper: each service with its state, a place for its signature, the state of the moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, word


@dataclass(frozen=True)
class ClearanceLine:
    """A service of the sheet: what it is called, what the register says of it, is the student held."""

    service: str
    said: str
    held: bool


@dataclass(frozen=True)
class ClearancePaper:
    """All that stands on a clearance sheet, as plain values in the paper's own language.

    `moment`: day and time of the state shown, in words. `signatures`: (post, name) of who checks the sheet at its end.
    """

    number: str
    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    holder: str
    student_number: str
    faculty: str
    programme: str
    lines: tuple[ClearanceLine, ...]
    settled: bool
    moment: str
    signatures: tuple[tuple[str, str], ...]
    sample: bool = False


def render(paper: ClearancePaper, protected: bool = True) -> bytes:
    """The clearance sheet as PDF; plain and protected as for the transcript. Raises Unprintable."""
    title = word("clearance", paper.lang)
    p = Paper(
        title=f"{title} № {paper.number}", lang=paper.lang, issued_on=paper.date, sample=paper.sample,
        footer=lambda p, n, of: foot(p, f"{title} № {paper.number} · {paper.holder}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, f"{p.title} · {paper.holder}")
    letterhead(p, paper.institution, paper.office, paper.number, "date", paper.date)
    p.tell(p.left, title, p.body, Face.SERIF, 18, ACCENT)
    p.y += 0.6
    p.tell(p.left, paper.holder, p.body, Face.SERIF, 12, INK)
    p.y += 2.0
    facts = [("student_number", paper.student_number), ("faculty", paper.faculty), ("programme", paper.programme)]
    facts_row(p, [(word(key, paper.lang), value) for key, value in facts], 3)
    p.y += 1.0
    _lines(p, paper)
    p.y += 3.0
    held = sum(line.held for line in paper.lines)
    said = word("all_settled", paper.lang) if paper.settled else word("still_held", paper.lang).format(held)
    p.tell(p.left, said, p.body, Face.BOLD, 9, ACCENT if paper.settled else ALERT)
    p.y += 0.8
    p.tell(p.left, word("state_at", paper.lang).format(paper.moment), p.body, Face.SANS, 7.4, QUIET)
    p.y += 4.0
    p.keep(lambda: _signatures(p, paper))
    return p.output(protected)


def _signatures(p: Paper, paper: ClearancePaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * 0.75)


def _lines(p: Paper, paper: ClearancePaper) -> None:
    table = Table(
        p,
        [
            Column(word("row", paper.lang), 9, "R"),
            Column(word("service", paper.lang), 48, lead=PAD + 1.5),
            Column(word("register_says", paper.lang), p.body - 9 - 48 - 44),
            Column(word("signature_of", paper.lang), 44),
        ],
    )
    for n, line in enumerate(paper.lines, start=1):
        table.row((str(n), line.service, line.said, ""), least=11.0)  # room for a pen and a stamp
    p.rule(p.y, ACCENT, 0.35)
