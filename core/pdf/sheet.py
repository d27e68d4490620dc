"""The exam grade sheet on paper: header, list with results, counts, signatures and the sheet's checksum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.pdf.fonts import Face, width
from core.pdf.paper import ACCENT, INK, QUIET, Paper, baseline
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, number, word


@dataclass(frozen=True)
class SheetRow:
    """A student on the sheet. Empty texts leave room for a pen. `note`: absent, not admitted, left,
    corrected."""

    name: str
    student_number: str
    midterm_1: str = ""
    midterm_2: str = ""
    admission_rating: str = ""
    exam: str = ""
    final: str = ""
    letter: str = ""
    points: str = ""
    traditional: str = ""
    note: str = ""


@dataclass(frozen=True)
class SheetPaper:
    """All that stands on a grade sheet, as plain values in the paper's own language.

    `title`: the kind of the sheet, as "Емтихан ведомосы". `counts`: how many of each letter. `corrections`:
    what was changed after closing, one line each. `checksum`: of the closed sheet's data; empty while it is
    open.
    """

    number: str
    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    title: str
    faculty: str
    programme: str
    year_group: str
    period: str
    discipline_code: str
    discipline_title: str
    credits: Decimal
    control: str
    teacher: str
    rows: tuple[SheetRow, ...]
    counts: tuple[tuple[str, int], ...]
    not_admitted: int
    absent: int
    average: str
    signatures: tuple[tuple[str, str], ...]
    corrections: tuple[str, ...] = ()
    checksum: str = ""
    copy: bool = False
    sample: bool = False


def render(paper: SheetPaper, protected: bool = False) -> bytes:
    """The grade sheet as a landscape PDF; plain and protected as for the transcript. Raises Unprintable."""
    p = Paper(
        title=f"{paper.title} № {paper.number}",
        lang=paper.lang,
        issued_on=paper.date,
        copy=paper.copy,
        sample=paper.sample,
        landscape=True,
        footer=lambda p, n, of: foot(p, _foot_line(paper), n, of),
    )
    p.running = lambda p: running_head(p, f"{p.title} · {paper.discipline_title}")
    letterhead(p, paper.institution, paper.office, paper.number, "date", paper.date)
    _head(p, paper)
    _list(p, paper)
    p.keep(lambda: _counts(p, paper))
    if paper.corrections:
        _corrections(p, paper)
    p.keep(lambda: _signatures(p, paper))
    return p.output(protected)


def _foot_line(s: SheetPaper) -> str:
    return f"№ {s.number} · {word('checksum', s.lang)}: {s.checksum}" if s.checksum else f"№ {s.number}"


def _head(p: Paper, s: SheetPaper) -> None:
    p.tell(p.left, s.title, p.body, Face.SERIF, 18, ACCENT)
    p.y += 0.4
    title = f"{s.discipline_code} {s.discipline_title}" if s.discipline_code else s.discipline_title
    p.tell(p.left, title, p.body, Face.SERIF, 11.5, INK)
    p.y += 2.0
    facts_row(
        p,
        [
            (word("faculty", s.lang), s.faculty),
            (word("programme", s.lang), s.programme),
            (word("year_group", s.lang), s.year_group),
            (word("period", s.lang), s.period),
        ],
        4,
    )
    facts_row(
        p,
        [
            (word("teacher", s.lang), s.teacher),
            (word("control", s.lang), s.control),
            (word("credits", s.lang), number(s.credits, s.lang)),
        ],
        4,
    )


def _list(p: Paper, s: SheetPaper) -> None:
    figures = ("midterm_1", "midterm_2", "admission_rating", "exam", "final")
    fixed = 8.5 + 21 + 15.8 * len(figures) + 15.5 + 16.5 + 31 + 28
    table = Table(
        p,
        [
            Column(word("row", s.lang), 8.5, "R"),
            Column(word("full_name", s.lang), p.body - fixed, lead=PAD + 1.5),
            Column(word("student_number", s.lang), 21),
            *(Column(word(key, s.lang), 15.8, "R") for key in figures),
            Column(word("letter", s.lang), 15.5, lead=PAD + 2.0),
            Column(word("points", s.lang), 16.5, "R", places=2),
            Column(word("traditional", s.lang), 31, lead=PAD + 2.0),
            Column(word("signature", s.lang), 28),
        ],
    )
    for n, row in enumerate(s.rows, start=1):
        marks = (row.midterm_1, row.midterm_2, row.admission_rating, row.exam, row.final)
        table.row(
            (
                str(n),
                row.name,
                row.student_number,
                *(number(mark, s.lang) for mark in marks),
                row.letter,
                number(row.points, s.lang),
                row.traditional,
                "",
            ),
            note=row.note,
            note_column=1,
            least=6.2,  # room for the examiner's pen
        )
    p.rule(p.y, ACCENT, 0.35)


def _counts(p: Paper, s: SheetPaper) -> None:
    p.need(12)
    p.y += 2.0
    facts = [
        (word("listed", s.lang), str(len(s.rows))),
        (word("not_admitted", s.lang), str(s.not_admitted)),
        (word("absent", s.lang), str(s.absent)),
        (word("average", s.lang), number(s.average, s.lang) or "—"),
    ]
    x = p.left
    for label, value in facts:
        p.say(x, p.y + 2.4, label, Face.SANS, 6.6, QUIET)
        p.say(x, p.y + 6.2, value, Face.BOLD, 8.6, INK)
        x += max(width(label, Face.SANS, 6.6), 12) + 8
    p.say(x, p.y + 2.4, word("letters_given", s.lang), Face.SANS, 6.6, QUIET)
    start = p.y
    p.y += 3.2
    p.tell(x, " · ".join(f"{letter} – {n}" for letter, n in s.counts) or "—", p.right - x, Face.BOLD, 8.6)
    p.y = max(p.y, start + 8) + 1.5


def _corrections(p: Paper, s: SheetPaper) -> None:
    p.need(9)
    p.tell(p.left, word("corrections", s.lang), p.body, Face.BOLD, 7.4, ACCENT)
    for n, line in enumerate(s.corrections, start=1):
        p.need(3.2)
        p.say(p.left, p.y + baseline(7, 3.09), f"{n}.", Face.SANS, 7, QUIET)
        p.tell(p.left + 5, line, p.body - 5, Face.SANS, 7, INK)
    p.y += 1.5


def _signatures(p: Paper, s: SheetPaper) -> None:
    """Two columns of signatures: a commission is many."""
    half = p.body / 2
    for left, right in zip(s.signatures[::2], [*s.signatures[1::2], None], strict=False):
        p.need(14)
        start = p.y
        signature(p, *left, half - 6)
        lowest, p.y = p.y, start
        if right:
            signature(p, *right, half - 6, p.left + half)
        p.y = max(p.y, lowest)
