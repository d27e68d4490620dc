"""The transcript: what a student studied, with what result, on two calm pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from core.pdf.fonts import Face, clean, width
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Paper, baseline
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, day, number, word


@dataclass(frozen=True)
class Row:
    """A discipline with its result as it is to be printed. Decimal texts take the paper's comma or point.

    `earned` is False for a failed or replaced attempt: its credits stand in brackets. `note` says what the
    figures cannot: a retake, a recognised result and the scale it was given under.
    """

    code: str
    title: str
    credits: Decimal
    percent: str = ""
    letter: str = ""
    points: str = ""
    traditional: str = ""
    note: str = ""
    earned: bool = True


@dataclass(frozen=True)
class TermBlock:
    """An academic period with its rows, credits earned in it and its GPA (None: nothing counts yet)."""

    title: str
    rows: tuple[Row, ...]
    credits: Decimal
    gpa: Decimal | None = None


@dataclass(frozen=True)
class ScaleRow:
    """A line of the grading scale."""

    letter: str
    points: str
    percent: str
    traditional: str


@dataclass(frozen=True)
class ScaleLegend:
    """A grading scale that results on this paper were given under. An empty title is the office's own
    scale."""

    rows: tuple[ScaleRow, ...]
    title: str = ""


@dataclass(frozen=True)
class TranscriptPaper:
    """All that stands on a transcript, as plain values in the paper's own language.

    `verify_url` is empty where the office has no public address; the paper then says so instead of a QR.
    `institution`: the name in the paper's language, then in the other languages (set small). `state_as_of`:
    the day whose record is shown. `copy` marks a reprint, `sample` a demonstration. GPAs come already
    rounded.
    """

    number: str
    issued_on: date
    state_as_of: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    holder: str
    student_number: str
    born: date | None
    programme_code: str
    programme_title: str
    study_language: str
    study_form: str
    admitted: str
    status: str
    terms: tuple[TermBlock, ...]
    credits: Decimal
    gpa: Decimal | None
    scales: tuple[ScaleLegend, ...]
    notes: tuple[str, ...]
    signatures: tuple[tuple[str, str], ...]
    check_code: str
    verify_url: str
    copy: bool = False
    sample: bool = False


def render(paper: TranscriptPaper, protected: bool = True) -> bytes:
    """The transcript as PDF.

    Plain, the same paper gives the same bytes; these are what is hashed when a transcript is issued.
    Protected, the same pages are encrypted with copying forbidden (clause 58) under an owner password
    nobody keeps, so each such file differs: the bytes that were handed out must be stored if they are to be
    shown again unchanged. Raises Unprintable where a text holds a letter that the fonts lack.
    """
    code = f"№ {paper.number} · {word('check_code', paper.lang)}: {paper.check_code}"
    sheet = Paper(
        title=f"{word('transcript', paper.lang)} № {paper.number}",
        lang=paper.lang,
        issued_on=paper.issued_on,
        copy=paper.copy,
        sample=paper.sample,
        footer=lambda p, n, of: foot(p, code, n, of),
    )
    sheet.running = lambda p: running_head(p, f"{sheet.title} · {paper.holder}")
    letterhead(sheet, paper.institution, paper.office, paper.number, "issued_on", paper.issued_on)
    _holder(sheet, paper)
    _results(sheet, paper)
    sheet.keep(lambda: _totals(sheet, paper))
    _notes(sheet, paper)
    for legend in paper.scales:
        sheet.keep(partial(_scale, sheet, paper, legend))
    sheet.keep(lambda: _closing(sheet, paper))
    return sheet.output(protected)


def _holder(p: Paper, t: TranscriptPaper) -> None:
    p.tell(p.left, word("transcript", t.lang), p.body, Face.SERIF, 22, ACCENT)
    p.y += 0.8
    p.tell(p.left, t.holder, p.body, Face.SERIF, 13.5, INK)
    p.y += 2.4
    programme = f"{t.programme_code} {t.programme_title}" if t.programme_code else t.programme_title
    facts_row(p, [(word("programme", t.lang), programme)], 1)
    born = day(t.born, t.lang) if t.born else "—"
    facts = [
        (word("born", t.lang), born),
        (word("student_number", t.lang), t.student_number),
        (word("admitted", t.lang), t.admitted),
        (word("study_language", t.lang), t.study_language),
        (word("study_form", t.lang), t.study_form),
        (word("status", t.lang), t.status),
    ]
    facts_row(p, facts[:3], 3)
    facts_row(p, facts[3:], 3)
    p.y += 1.6


def _results(p: Paper, t: TranscriptPaper) -> None:
    if not any(term.rows for term in t.terms):
        p.rule(p.y, ACCENT, 0.35)
        p.y += 3
        p.tell(p.left, word("no_results", t.lang), p.body, Face.SANS, 9, QUIET)
        p.y += 3
        return
    table = Table(p, _columns(p, t), continued=word("continued", t.lang))
    for term in t.terms:
        table.band(term.title, _figures(t, term.credits, term.gpa))
        for row in term.rows:
            credit = number(row.credits, t.lang)
            table.row(
                (
                    row.code,
                    row.title,
                    credit if row.earned else f"({credit})",
                    number(row.percent, t.lang),
                    row.letter,
                    number(row.points, t.lang),
                    row.traditional,
                ),
                note=row.note,
                note_column=1,
                ink=INK if row.earned else QUIET,
            )
    p.rule(p.y, ACCENT, 0.35)


def _columns(p: Paper, t: TranscriptPaper) -> list[Column]:
    """Codes and traditional grades get what they need, within reason; the title takes what is left."""
    rows = [row for term in t.terms for row in term.rows]

    def widest(texts: list[str], key: str, least: float, most: float) -> float:
        words = [*texts, *word(key, t.lang).split()]
        return min(max(least, *(width(clean(x), Face.SANS, 7.8) for x in words)) + 2 * PAD + 0.3, most)

    code = widest([row.code for row in rows], "code", 9, 28)
    traditional = widest([row.traditional for row in rows], "traditional", 18, 34)
    gap = 2.0
    return [
        Column(word("code", t.lang), code),
        Column(word("discipline", t.lang), p.body - code - traditional - gap - 60),
        Column(word("credits", t.lang), 14, "R"),
        Column(word("percent", t.lang), 13, "R"),
        Column(word("letter", t.lang), 16, lead=PAD + gap),
        Column(word("points", t.lang), 17, "R", places=2),
        Column(word("traditional", t.lang), traditional + gap, lead=PAD + gap),
    ]


def _figures(t: TranscriptPaper, credits: Decimal, gpa: Decimal | None) -> str:
    shown = f"{word('credits', t.lang)}: {number(credits, t.lang)}"
    return shown if gpa is None else f"{shown}  ·  GPA: {number(gpa, t.lang, 2)}"


def _totals(p: Paper, t: TranscriptPaper) -> None:
    p.need(14)
    p.y += 2.6
    y = p.y
    gpa = "—" if t.gpa is None else number(t.gpa, t.lang, 2)
    x = p.left
    for key, value in (("total_credits", number(t.credits, t.lang)), ("gpa", gpa)):
        p.say(x, y + 2.4, word(key, t.lang), Face.SANS, 6.6, QUIET)
        p.say(x, y + 8.2, value, Face.SERIF, 15, ACCENT)
        x += width(word(key, t.lang), Face.SANS, 6.6) + 10
    p.say(p.right, y + 8.2, word("as_of", t.lang).format(day(t.state_as_of, t.lang)), Face.SANS, 7.4, QUIET, "R")
    p.y += 11.4


def _notes(p: Paper, t: TranscriptPaper) -> None:
    notes = list(t.notes)
    if any(not row.earned for term in t.terms for row in term.rows):
        notes.insert(0, word("not_earned", t.lang))
    if not notes:
        return
    p.need(9)
    p.tell(p.left, word("notes", t.lang), p.body, Face.BOLD, 7.4, ACCENT)
    for n, note in enumerate(notes, start=1):
        p.need(3.2)
        p.say(p.left, p.y + baseline(7, 3.09), f"{n}.", Face.SANS, 7, QUIET)
        p.tell(p.left + 4, note, p.body - 4, Face.SANS, 7, INK)
    p.y += 2.2


def _scale(p: Paper, t: TranscriptPaper, legend: ScaleLegend) -> None:
    p.need(10)
    p.tell(p.left, legend.title or word("scale", t.lang), p.body, Face.BOLD, 7.4, ACCENT)
    columns, size, step = 3, 6.8, 2.95
    room = p.body / columns
    per_column = -(-len(legend.rows) // columns)
    p.need(per_column * step + 2)
    y = p.y
    for n, row in enumerate(legend.rows):
        x, line = p.left + n // per_column * room, y + n % per_column * step + baseline(size, step)
        p.say(x, line, row.letter, Face.BOLD, size, INK)
        p.say(x + 6.5, line, number(row.points, t.lang), Face.SANS, size, INK)
        p.say(x + 25, line, row.percent, Face.SANS, size, INK, "R")
        p.say(x + 27.5, line, row.traditional, Face.SANS, size, QUIET)
    p.y += per_column * step + 2.5


def _closing(p: Paper, t: TranscriptPaper) -> None:
    """Signatures on the left, the QR code with its check code on the right: always on one page."""
    side = 27.0
    p.need(side + 16)
    p.y += 2.0
    p.rule(p.y, HAIR, 0.15)
    p.y += 2.0
    top = p.y
    room = p.body - side - 22
    for post, name in t.signatures:
        signature(p, post, name, room)
    p.say(p.left + room * 0.44, p.y + 5, word("seal", t.lang), Face.SANS, 7.4, QUIET)
    lowest = p.y + 7
    x = p.right - side
    if t.verify_url:
        p.qr(t.verify_url, x + 2.7, top - 1.5, side)  # the quiet zone hangs over the edge, the dark squares align
        p.y = top + side - 1.5
    else:
        p.y = top
    p.tell(x - 8, t.check_code, side + 8, Face.BOLD, 8.6, INK, align="R")
    if t.verify_url:
        p.tell(x - 8, word("check_at", t.lang), side + 8, Face.SANS, 6.4, QUIET, align="R")
        p.tell(x - 22, t.verify_url, side + 22, Face.SANS, 6.0, QUIET, align="R")
    else:
        p.tell(x - 8, word("no_address", t.lang), side + 8, Face.SANS, 6.4, QUIET, align="R")
    p.y = max(p.y, lowest)
