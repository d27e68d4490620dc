"""A grade sheet of any kind on paper: header, list with its kind's columns, counts, signatures, checksum and QR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Literal

from core.pdf.fonts import Face, clean, width, wrap
from core.pdf.paper import ACCENT, INK, QUIET, Align, Paper, baseline, qr_squares
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.table import HEAD, PAD, UNDER, Column, Table, longest
from core.pdf.words import Lang, number, word

Kind = Literal["mark", "points", "letter", "word", "text", "pen"]
LEAST: dict[Kind, float] = {"mark": 10.5, "points": 12.5, "letter": 12.0, "word": 24.0, "text": 0.0, "pen": 24.0}
SQUARE = 0.42  # mm of one square of the QR: an office scanner and a telephone read it
LEFT = 72.0  # mm of number, name and student's number beside the columns of a summary
SIZE, TIGHT = 7.8, 7.0  # points of the rows; where words have little room


@dataclass(frozen=True)
class SheetColumn:
    """A column after name and number: its heading, the paper's own language first, and what stands in it.

    mark: a figure; letter; points: a figure with two places; word: a short word of a closed list; text: words one
    writes; pen: room for a pen.
    """

    titles: tuple[str, ...]
    kind: Kind = "mark"


@dataclass(frozen=True)
class SheetRow:
    """A student on the sheet; an empty cell leaves room for a pen. `note`: absent, not admitted, left, corrected."""

    name: str
    student_number: str
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class SheetSign:
    """Who signs as what; `said`: when it was signed here, or that it was signed on paper."""

    post: str
    name: str = ""
    said: str = ""


@dataclass(frozen=True)
class SheetPaper:
    """All that stands on a grade sheet, as plain values in the paper's own language.

    `title`: the kind of the sheet, as "Емтихан ведомосы". `facts`: the header in rows. `counts`: how many of each
    letter. `corrections`: what was changed after closing, one line each. `checksum`: of the closed sheet's data; empty
    while it is open. `totals`: rows of sums under the list. `legend`: what the heads of
    columns stand for. `seals`: what each QR carries: (address, text). `stamp`: over every page, beside the mark of a
    copy.
    """

    number: str
    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    title: str
    subject: str
    facts: tuple[tuple[tuple[str, str], ...], ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    sums: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...] | None
    signatures: tuple[SheetSign, ...]
    heads: tuple[tuple[str, ...], ...] = ()
    corrections: tuple[str, ...] = ()
    checksum: str = ""
    seals: tuple[tuple[str, str], ...] = ()
    stamp: str = ""
    copy: bool = False
    sample: bool = False
    totals: tuple[tuple[str, tuple[str, ...]], ...] = ()
    legend: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetPapers:
    """Several sheets in one file, each with pages of its own."""

    papers: tuple[SheetPaper, ...]


def render(paper: SheetPaper, protected: bool = True) -> bytes:
    """The grade sheet as a landscape PDF; plain and protected as for the transcript. Raises Unprintable."""
    return laid(paper).output(protected)


def render_together(bundle: SheetPapers, protected: bool = True) -> bytes:
    """Several sheets as one PDF."""
    first, *others = [laid(paper) for paper in bundle.papers]
    return first.output(protected, others)


def laid(paper: SheetPaper) -> Paper:
    """The sheet laid out, not yet bytes."""
    p = Paper(
        title=f"{paper.title} № {paper.number}",
        lang=paper.lang,
        issued_on=paper.date,
        copy=paper.copy,
        sample=paper.sample,
        landscape=True,
        stamp=paper.stamp,
        footer=lambda p, n, of: foot(p, _foot_line(paper), n, of),
    )
    p.running = lambda p: running_head(p, f"{p.title} · {paper.subject}")
    letterhead(p, paper.institution, paper.office, paper.number, "date", paper.date)
    p.tell(p.left, paper.title, p.body, Face.SERIF, 18, ACCENT)
    p.y += 0.4
    p.tell(p.left, paper.subject, p.body, Face.SERIF, 11.5, INK)
    p.y += 2.0
    for row in paper.facts:
        facts_row(p, row, 5)
    p.y += 0.8
    for n, part in enumerate(_parts(p, paper)):
        if n:
            p.need(30)
            p.y += 3.0
            span = f"{word('continued', paper.lang)}: {part.columns[0].titles[0]} …"
            p.tell(p.left, span, p.body, Face.BOLD, 8.2, ACCENT)
        _list(p, part)
    if paper.legend:
        p.keep(lambda: _legend(p, paper))
    p.keep(lambda: _counts(p, paper))
    if paper.corrections:
        _corrections(p, paper)
    p.keep(lambda: _end(p, paper))
    return p


def _foot_line(s: SheetPaper) -> str:
    return f"№ {s.number} · {word('checksum', s.lang)}: {s.checksum}" if s.checksum else f"№ {s.number}"


# the list ---------------------------------------------------------------------------------------------------


def _parts(p: Paper, s: SheetPaper) -> list[SheetPaper]:
    """A summary of more disciplines than a page is wide goes on in a further list of the same people."""
    wide = [_fixed(c, [*(r.cells[n] for r in s.rows), *(t[n] for _, t in s.totals)]) for n, c in enumerate(s.columns)]
    lists = ceil(sum(wide) / (p.body - LEFT)) if s.totals else 1
    each = ceil(len(wide) / lists)
    return [
        replace(
            s, columns=s.columns[at : at + each], rows=tuple(replace(r, cells=r.cells[at : at + each]) for r in s.rows),
            totals=tuple((head, t[at : at + each]) for head, t in s.totals),
        ) for at in range(0, len(wide), each)
    ]  # fmt: skip


def _list(p: Paper, s: SheetPaper) -> None:
    fixed = [_fixed(c, [r.cells[n] for r in s.rows]) for n, c in enumerate(s.columns)]
    texts = [n for n, c in enumerate(s.columns) if c.kind == "text"]
    told = max([longest(r.student_number, Face.SANS, SIZE) for r in s.rows], default=12)
    told = max(told + 2 * PAD + 1, 17.0)
    rest = p.body - 8.5 - sum(fixed)
    beside = rest - told >= 44 + 38 * len(texts)  # else the student's number stands under the name
    if not beside:
        fixed = [_fixed(c, [r.cells[n] for r in s.rows], TIGHT) for n, c in enumerate(s.columns)]
        rest = p.body - 8.5 - sum(fixed)
    rest -= told if beside else 0
    name, *shares = _shares(s, texts, rest)
    for n, share in zip(texts, shares, strict=True):
        fixed[n] = share
    _spread(fixed, rest - sum(shares) - name)
    name = p.body - 8.5 - sum(fixed) - (told if beside else 0)
    size = SIZE if beside else TIGHT
    columns = [_column(c, w) for c, w in zip(s.columns, fixed, strict=True)]
    heads = dict(zip(("row", "full_name", "student_number"), s.heads, strict=False))

    def head(key: str, wide: float, align: Align = "L", lead: float = PAD) -> Column:
        title, *under = heads.get(key) or (word(key, s.lang),)
        return Column(title, wide, align, lead=lead, under=tuple(under))

    table = Table(
        p,
        [
            head("row", 8.5, "R"),
            head("full_name", name, lead=PAD + 1.5),
            *([head("student_number", told)] if beside else []),
            *columns,
        ],
        size,
    )
    for n, row in enumerate(s.rows, start=1):
        cells = [number(text, s.lang) if c.kind in ("mark", "points") else text
                 for c, text in zip(s.columns, row.cells, strict=True)]  # fmt: skip
        notes = (row.note,) if beside else (row.student_number, row.note)
        table.row(
            (str(n), row.name, *([row.student_number] if beside else []), *cells),
            note=" · ".join(x for x in notes if x),
            note_column=1,
            least=4.6 if s.totals else 5.2 if s.checksum else 6.2,  # room for the examiner's pen
        )
    for head_, sums in s.totals:
        cells = [number(text, s.lang) for text in sums]
        table.row(("", head_, *([""] if beside else []), *cells), ink=ACCENT, least=4.6)
    p.rule(p.y, ACCENT, 0.35)


def _fixed(column: SheetColumn, cells: Sequence[str], size: float = SIZE) -> float:
    """The width of a column that is as wide as what stands in it; 0 for one of words, which takes what is left."""
    if column.kind == "text":
        return 0.0
    heads = [longest(column.titles[0], Face.BOLD, HEAD - 0.8)]
    heads += [longest(t, Face.SANS, UNDER - 0.4) for t in column.titles[1:]]
    wide = max([width(clean(c), Face.SANS, size) for c in cells if c], default=0.0)
    least = 14.0 if column.kind == "pen" and size == TIGHT else LEAST[column.kind]
    air = 2 * PAD + (2.0 if column.kind in ("letter", "word") else 0.0)
    return max(least, min(max(heads), 19.0) + air, wide + air + 0.5)


def _shares(s: SheetPaper, texts: Sequence[int], rest: float) -> list[float]:
    """What is left, shared between the name and the columns of words by what stands in them."""
    if not texts:
        return [min(rest, 84.0)]
    written = [max([width(clean(r.cells[n]), Face.SANS, SIZE) for r in s.rows], default=0) for n in texts]
    name = min(max(rest * 0.3, 38.0), 66.0, rest * 0.5)
    weights = [min(max(w, 26.0), 90.0) if w else 50.0 for w in written]
    return [name, *(min((rest - name) * w / sum(weights), 95.0) for w in weights)]


def _spread(fixed: list[float], spare: float) -> None:
    """Room that nobody asks for goes to the columns: a sheet of few columns is no narrow strip at the right."""
    whole = sum(fixed)
    for n, wide in enumerate(fixed if spare > 0 else ()):
        fixed[n] = min(wide * 1.5, wide + spare * wide / whole)


def _column(column: SheetColumn, wide: float) -> Column:
    title, *under = column.titles
    air = {"letter": 2.0, "word": 2.0, "text": 1.5}.get(column.kind, 0.0)
    align: Align = "R" if column.kind in ("mark", "points") else "L"
    places = 2 if column.kind == "points" else 0
    return Column(title, wide, align, places, PAD + air, under=tuple(under))


def _legend(p: Paper, s: SheetPaper) -> None:
    p.y += 1.5
    p.tell(p.left, "; ".join(s.legend), p.body, Face.SANS, 6.8, QUIET)


# under the list ---------------------------------------------------------------------------------------------


def _counts(p: Paper, s: SheetPaper) -> None:
    p.need(12)
    p.y += 2.0
    x = p.left
    for label, value in s.sums:
        p.say(x, p.y + 2.4, label, Face.SANS, 6.6, QUIET)
        p.say(x, p.y + 6.2, value, Face.BOLD, 8.6, INK)
        x += max(width(clean(label), Face.SANS, 6.6), 12) + 8
    start = p.y
    p.y += 3.2
    if s.counts is not None:
        p.say(x, start + 2.4, word("letters_given", s.lang), Face.SANS, 6.6, QUIET)
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


def _end(p: Paper, s: SheetPaper) -> None:
    """Signatures in two columns (a commission is many), the QR at their right."""
    sides = [qr_squares(seal, "l") * SQUARE for seal in s.seals]
    room = p.body - sum(sides) - (4 if sides else 0)
    p.need(max(sides, default=0) + 7)
    top, page = p.y, p.pages
    half = room / 2
    for left, right in zip(s.signatures[::2], [*s.signatures[1::2], None], strict=False):
        p.need(14)
        start = p.y
        signature(p, left.post, left.name, half - 6, said=left.said)
        lowest, p.y = p.y, start
        if right:
            signature(p, right.post, right.name, half - 6, p.left + half, right.said)
        p.y = max(p.y, lowest)
    if p.pages > page:  # taller than what is left here: laid anew on the next page by `keep`
        return
    x = p.right - sum(sides)
    for seal, side in zip(s.seals, sides, strict=True):
        p.qr(seal, x, top, side, "l")
        x += side
    if sides:
        said = wrap(word("scan_sheet", s.lang), Face.SANS, 5.6, max(sum(sides), 24.0))
        for n, line in enumerate(said):
            p.say(p.right, top + max(sides) + 1.4 + n * 2.4, line, Face.SANS, 5.6, QUIET, "R")
        p.y = max(p.y, top + max(sides) + 1.4 + len(said) * 2.4)
