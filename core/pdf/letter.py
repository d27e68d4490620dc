"""A paper made from a template: certificate, notice, extract, order, letter, cover, clearance sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from fpdf import FPDF

from core.pdf.fonts import MM_PER_POINT, Face, clean, width, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Ink, Paper, baseline
from core.pdf.parts import foot, running_head, signature
from core.pdf.table import PAD, Column, Table, fitted
from core.pdf.words import Lang, day, word

SIZE, LEADING = 10.6, 1.42
CELL = 8.4  # points of a table's rows
LOGO = 17.0  # mm, the longer side of the box a logo stands in


@dataclass(frozen=True)
class Part:
    """A paragraph (text, heading, right, item) of runs (text, semibold), or a table (heads, aligns, rows)."""

    kind: str
    runs: tuple[tuple[str, bool], ...] = ()
    heads: tuple[str, ...] = ()
    aligns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class House:
    """The head of the paper: the name in the paper's language and in another one, small lines under the rule."""

    name: str
    other: str
    office: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterPaper:
    """All that stands on such a paper, as plain values in its own language.

    house: None where the paper has no head. signatures: (post, name). check_code: empty where the paper has none;
    verify_url: empty where the office has no public address, which the paper then says itself. seal: the mark of its
    place. logo: hash of the file that stands between the names. `copy` marks a reprint, `sample` a demonstration,
    stamp: what else is marked at the head of each page (a draft, a paper without force). A paper without a number and
    with a stamp leaves room for number and day. back: what follows on a page of its own.
    """

    lang: Lang
    title: str
    number: str
    dated: date
    city: str
    house: House | None
    parts: tuple[Part, ...]
    signatures: tuple[tuple[str, str], ...]
    seal: str
    check_code: str
    verify_url: str
    logo: str = ""
    copy: bool = False
    sample: bool = False
    stamp: str = ""
    back: tuple[Part, ...] = ()


@dataclass(frozen=True)
class LetterPapers:
    """Papers in one file, each with its own page numbers; logo: the picture in the head of all of them."""

    papers: tuple[LetterPaper, ...]
    logo: bytes = b""


def render(paper: LetterPaper, protected: bool = True, logo: bytes = b"") -> bytes:
    """The paper as PDF; see `transcript.render` for what plain and protected mean. logo: PNG or JPEG, may be empty.

    Raises Unprintable where a text holds a letter that the fonts lack.
    """
    return _laid(paper, logo).output(protected)


def render_together(papers: LetterPapers, protected: bool = True) -> bytes:
    """Several papers as one PDF; otherwise as `render`."""
    first, *others = [_laid(p, papers.logo if p.logo else b"") for p in papers.papers]
    return first.output(protected, others)


def _laid(paper: LetterPaper, logo: bytes) -> Paper:
    name = f"{paper.title} № {paper.number}" if paper.number else paper.title
    code = f"{word('check_code', paper.lang)}: {paper.check_code}" if paper.check_code else ""
    sheet = Paper(
        title=name, lang=paper.lang, issued_on=paper.dated, copy=paper.copy, sample=paper.sample, stamp=paper.stamp,
        footer=lambda p, n, of: foot(p, " · ".join(x for x in (name, code) if x), n, of),
    )  # fmt: skip
    sheet.left, sheet.right = 22.0, 210.0 - 15.0  # a file holds papers by their left edge
    sheet.running = lambda p: running_head(p, name)
    if paper.house:
        _head(sheet, paper.house, paper.lang, logo)
    _date_line(sheet, paper)
    _title(sheet, paper.title)
    _parts(sheet, paper.parts, paper.lang)
    sheet.keep(partial(_closing, sheet, paper))
    if paper.back:
        sheet.new_page()
        _parts(sheet, paper.back, paper.lang)
    return sheet


def _parts(sheet: Paper, parts: Sequence[Part], lang: Lang) -> None:
    before = ""
    for part in parts:
        sheet.y += 1.8 if before == "item" and part.kind != "item" else 0.0
        _part(sheet, part, lang)
        before = part.kind


def _head(p: Paper, house: House, lang: Lang, logo: bytes) -> None:
    """The name in two languages on both sides of the logo; without a logo a thin upright line parts them."""
    gap = LOGO + 6 if logo else 8.0
    room = (p.body - gap) / 2
    start = lowest = p.y
    for text, x in ((house.name, p.left), (house.other, p.left + room + gap)):
        p.y = start
        p.tell(x, text, room, Face.SERIF, 10.6, ACCENT, 1.3, "C")
        lowest = max(lowest, p.y)
    if logo:
        _logo(p, logo, p.left + room + 3, start - 1)
        lowest = max(lowest, start + LOGO - 1)
    elif house.other:
        middle, top, end = p.left + p.body / 2, start, lowest
        p.fill(middle - 0.08, top, 0.16, end - top, HAIR)
    p.y = lowest + 2.2
    p.rule(p.y, ACCENT, 0.6)
    p.y += 1.4
    for line in (house.office, *house.lines):
        if line:
            p.tell(p.left, line, p.body, Face.SANS, 7.2, QUIET, align="C")
    p.y += 4.5


def _logo(p: Paper, logo: bytes, x: float, y: float) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.image(io.BytesIO(logo), x, y, LOGO, LOGO, keep_aspect_ratio=True)

    p._page.append(draw)


def _date_line(p: Paper, paper: LetterPaper) -> None:
    """Number and day on the left, the city on the right."""
    y = p.y + 4
    x = p.left
    blank = bool(paper.stamp) and not paper.number
    if paper.number or blank:
        x += p.say(x, y, f"№ {paper.number or '__________'}", Face.BOLD, 9.6, INK) + 5
    p.say(x, y, word("day_blank", paper.lang) if blank else day(paper.dated, paper.lang), Face.SANS, 9.6, INK)
    p.say(p.right, y, paper.city, Face.SANS, 9.6, INK, "R")
    p.y += 14


def _title(p: Paper, title: str) -> None:
    if title:
        p.tell(p.left, title, p.body, Face.SERIF, 19, ACCENT, 1.2, "C")
        p.y += 6


def _part(p: Paper, part: Part, lang: Lang) -> None:
    step = SIZE * MM_PER_POINT * LEADING
    match part.kind:
        case "table":
            _table(p, part, lang)
        case "heading":
            p.y += 1.6
            p.need(4 * step)  # a heading never stands last on a page
            p.tell(p.left, "".join(t for t, _ in part.runs), p.body, Face.SERIF, 12.5, ACCENT)
            p.y += 1.4
        case "right":
            rich(p, part.runs, p.left + p.body * 0.5, p.body * 0.5)
            p.y += 2.6
        case "item":
            p.need(step)
            p.say(p.left + 4, p.y + baseline(SIZE, step), "–", Face.SANS, SIZE, QUIET)
            rich(p, part.runs, p.left + 9, p.body - 9)
            p.y += 1.0
        case _:
            rich(p, part.runs, p.left, p.body)
            p.y += 2.6


def rich(p: Paper, runs: Sequence[tuple[str, bool]], x: float, room: float, size: float = SIZE) -> None:
    """A paragraph of regular and semibold words, in as many lines and pages as it needs."""
    step = size * MM_PER_POINT * LEADING
    for line in lines_of(runs, size, room):
        p.need(step)
        at = x
        for text, face, space in line:
            at += space
            at += p.say(at, p.y + baseline(size, step), text, face, size)
        p.y += step


Word = tuple[str, Face, float]  # its letters, their face, the space before it in mm


def lines_of(runs: Sequence[tuple[str, bool]], size: float, room: float) -> list[list[Word]]:
    """Runs wrapped into lines no wider than `room` mm; a word that is wider breaks, no letter is lost."""
    lines: list[list[Word]] = [[]]
    used = 0.0
    apart = False  # a space stands before the next word
    for text, bold in runs:
        face = Face.BOLD if bold else Face.SANS
        space = width(" ", face, size)
        for n, raw in enumerate(clean(text, face).split(" ")) if text.strip() else ():
            gap = space if lines[-1] and (n or apart or text[:1].isspace()) else 0.0
            for m, piece in enumerate(wrap(raw, face, size, room)):
                span = width(piece, face, size)
                gap = 0.0 if m else gap
                if lines[-1] and (m or used + gap + span > room):
                    glued = _glued(lines[-1]) if not m and not gap else []
                    del lines[-1][len(lines[-1]) - len(glued) :]
                    lines.append(glued)
                    used, gap = sum(s + width(t, f, size) for t, f, s in glued), 0.0
                lines[-1].append((piece, face, gap))
                used += gap + span
            apart = False
        apart = bool(text) and text[-1:].isspace() or (apart and not text.strip())
    return [line for line in lines if line]


def _glued(line: list[Word]) -> list[Word]:
    """The words at a line's end that belong to what follows without a space («№» and a comma after a bold name)."""
    start = len(line) - 1
    while start > 0 and line[start][2] == 0.0:
        start -= 1
    if start == 0:
        return []
    first, face, _ = line[start]
    return [(first, face, 0.0), *line[start + 1 :]]


def _table(p: Paper, part: Part, lang: Lang) -> None:
    """Columns as wide as their texts ask, all together as wide as the body."""
    p.y += 1.0
    if not part.rows:
        p.tell(p.left, word("empty_list", lang), p.body, Face.SANS, 9, QUIET)
        p.y += 2.6
        return
    columns = [
        Column(h, w, "R" if a == "R" else "L", lead=PAD + 1.0)
        for h, a, w in zip(part.heads, part.aligns, fitted(part.heads, part.rows, p.body, CELL), strict=True)
    ]
    table = Table(p, columns, size=CELL)
    for row in part.rows:
        table.row(row)
    p.rule(p.y, ACCENT, 0.35)
    p.y += 4.0


def _closing(p: Paper, paper: LetterPaper) -> None:
    """Signatures, the place of the seal, the QR with its code: together on one page."""
    side = 25.0
    p.need((side + 12 if paper.check_code else 8) + 11.0 * len(paper.signatures))
    p.y += 6.0
    for post, name in paper.signatures:
        signature(p, post, name, p.body)
        p.y += 1.2
    if paper.seal and paper.signatures:
        p.say(p.left + p.body * 0.42, p.y + 4, paper.seal, Face.SANS, 8, QUIET)
        p.y += 8.0
    if paper.check_code:
        _check(p, paper, side)


def _check(p: Paper, paper: LetterPaper, side: float) -> None:
    p.y += 4.0
    p.rule(p.y, HAIR, 0.15)
    p.y += 3.0
    top, x, ink = p.y, p.left, QUIET
    if paper.verify_url:
        p.qr(paper.verify_url, p.left - 2.4, top - 2.4, side)
        x, ink = p.left + side, QUIET
    room = p.right - x
    p.tell(x, f"{word('check_code', paper.lang)}: {paper.check_code}", room, Face.BOLD, 9, INK)
    p.y += 0.6
    said = word("check_how" if paper.verify_url else "no_address", paper.lang)
    _small(p, x, said, room, ink)
    if paper.verify_url:
        _small(p, x, paper.verify_url, room, INK)
        p.y = max(p.y, top + side - 4)


def _small(p: Paper, x: float, text: str, room: float, ink: Ink) -> None:
    p.tell(x, text, room, Face.SANS, 7.6, ink, 1.3)


__all__ = ["House", "LetterPaper", "LetterPapers", "Part", "lines_of", "render", "render_together"]
