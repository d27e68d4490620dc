"""A curriculum on paper: a table for each year of study, its two semesters as bands, sums by cycle, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, number, word

HOURS = (("lecture_hours", 13.0), ("class_hours", 15.0), ("accompanist_hours", 16.0))


@dataclass(frozen=True)
class CurriculumRow:
    """A line as it is to be printed; `note`: in small type under the title (an elective block)."""

    code: str
    title: str
    cycle: str
    component: str
    credits: Decimal
    lesson: str
    control: str
    hours: tuple[Decimal, Decimal, Decimal]
    department: str
    note: str = ""


@dataclass(frozen=True)
class CurriculumSemester:
    """A semester: its heading, its lines, what they come to."""

    title: str
    rows: tuple[CurriculumRow, ...]
    credits: Decimal


@dataclass(frozen=True)
class CurriculumPaper:
    """All that stands on a curriculum, as plain values in the paper's own language.

    `years`: (heading, its semesters). `parts`: (what, credits asked, credits there). `approval`: the line of the
    protocol; `warning`: said in red where it is not approved. `signatures`: (post, name). `heads`: titles of the
    columns: kind of class, three kinds of hours, department; of the sums: part, asked, there.
    """

    title: str
    lang: Lang
    day: date
    institution: tuple[str, ...]
    programme: str
    facts: tuple[tuple[str, str], ...]
    years: tuple[tuple[str, tuple[CurriculumSemester, ...]], ...]
    parts: tuple[tuple[str, str, Decimal], ...]
    total: Decimal
    heads: dict[str, str]
    approval: str
    signatures: tuple[tuple[str, str], ...]
    warning: str = ""
    sample: bool = False


def render(paper: CurriculumPaper, protected: bool = True) -> bytes:
    """The curriculum as a landscape PDF; plain and protected as for the transcript. Raises Unprintable."""
    name = f"{paper.title}: {paper.programme}"
    p = Paper(
        title=name, lang=paper.lang, issued_on=paper.day, landscape=True, sample=paper.sample,
        footer=lambda p, n, of: foot(p, name, n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, name)
    _head(p, paper)
    for title, semesters in paper.years:
        _year(p, paper, title, semesters)
    p.keep(lambda: _sums(p, paper))
    p.keep(lambda: _end(p, paper))
    return p.output(protected)


def _head(p: Paper, s: CurriculumPaper) -> None:
    for n, name in enumerate(s.institution):
        p.tell(p.left, name, p.body, Face.SERIF if n == 0 else Face.SANS, 11 if n == 0 else 7.4, QUIET if n else ACCENT)
    p.y += 1.6
    p.rule(p.y, ACCENT, 0.6)
    p.y += 3.6
    p.tell(p.left, s.title, p.body, Face.SERIF, 18, ACCENT)
    p.y += 0.4
    p.tell(p.left, s.programme, p.body, Face.SERIF, 11.5, INK)
    p.y += 2.0
    facts_row(p, s.facts, len(s.facts))
    if s.warning:
        p.tell(p.left, s.warning, p.body, Face.BOLD, 8.6, ALERT)
        p.y += 1.2


def _year(p: Paper, s: CurriculumPaper, title: str, semesters: Sequence[CurriculumSemester]) -> None:
    p.need(26)
    p.y += 1.6
    p.tell(p.left, title, p.body, Face.SERIF, 11.5, ACCENT)
    p.y += 0.6
    fixed = 7 + 18 + 12 + 14 + 12 + 27 + 33 + 13 + 15 + 16 + 50
    table = Table(
        p,
        [
            Column("№", 7, "R"), Column(word("code", s.lang), 18, lead=PAD + 1.5),
            Column(word("discipline", s.lang), p.body - fixed), Column(s.heads["cycle"], 12),
            Column(s.heads["component"], 14), Column(s.heads["credits"], 12, "R"),
            Column(s.heads["lesson"], 27, lead=PAD + 2), Column(word("control", s.lang), 33),
            *(Column(s.heads[k], w, "R") for k, w in HOURS),
            Column(s.heads["department"], 50, lead=PAD + 2),
        ],
        continued=word("continued", s.lang),
    )  # fmt: skip
    for semester in semesters:
        table.band(semester.title, number(semester.credits, s.lang))
        for n, row in enumerate(semester.rows, 1):
            hours = (number(h, s.lang) if h else "" for h in row.hours)
            table.row(
                (str(n), row.code, row.title, row.cycle, row.component, number(row.credits, s.lang), row.lesson,
                 row.control, *hours, row.department), note=row.note, note_column=2,
            )  # fmt: skip
    p.rule(p.y, ACCENT, 0.35)


def _sums(p: Paper, s: CurriculumPaper) -> None:
    p.need(20)
    p.y += 4.0
    table = Table(
        p,
        [Column(s.heads["part"], 80), Column(s.heads["needs"], 40, "R"), Column(s.heads["has"], 30, "R")],
    )  # fmt: skip
    for part, needs, credits in s.parts:
        table.row((part, needs, number(credits, s.lang)))
    table.row((s.heads["total"], "", number(s.total, s.lang)), ink=ACCENT)
    p.rule(p.y, ACCENT, 0.35)
    p.y += 2.0


def _end(p: Paper, s: CurriculumPaper) -> None:
    p.need(16)
    p.y += 2.0
    p.tell(p.left, s.approval, p.body, Face.BOLD, 8.6, INK)
    p.y += 2.0
    for post, name in s.signatures:
        signature(p, post, name, p.body * 0.7)
