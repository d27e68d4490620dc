"""The sheets annexed to a controlled document, to the form of the regulation: the head of every page with the
document, the institution and which page of how many, a ruled table whose columns are numbered under their heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fpdf import FPDF

from core.pdf.fonts import MM_PER_POINT, Face, wrap
from core.pdf.paper import INK, QUIET, Paper, baseline
from core.pdf.parts import foot
from core.pdf.words import Lang

SIZE, SMALL = 9.4, 8.2
STEP = SIZE * MM_PER_POINT * 1.3
PAD = 1.6
EMPTY = 9.0  # mm, a row for the pen


@dataclass(frozen=True)
class NormColumn:
    """A column of such a sheet: its head, its width in mm (0: what is left), whether its cells stand in the middle."""

    head: str
    width: float = 0.0
    middle: bool = False


@dataclass(frozen=True)
class NormSheetPaper:
    """A sheet as plain values in the paper's own language. kind, name, institution: the head of each page; blank: how
    many empty rows stand for the pen after the last; made: who printed it when."""

    lang: Lang
    title: str
    day: date
    kind: str
    name: str
    institution: str
    page_word: str
    columns: tuple[NormColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    made: str
    blank: int = 0
    sample: bool = False


def render(paper: NormSheetPaper, protected: bool = True) -> bytes:
    """The sheet as PDF; plain and protected as for the transcript. Raises Unprintable."""
    p = Paper(title=f"{paper.title} · {paper.name}", lang=paper.lang, issued_on=paper.day, sample=paper.sample,
              footer=lambda p, n, of: _foot(p, paper, n, of))  # fmt: skip
    p.left, p.right = 22.0, p.page_width - 12.0  # a file holds papers by their left edge
    p.running = lambda p: _strip(p, paper)
    _strip(p, paper)
    p.y += 6.0
    p.tell(p.left, paper.title, p.body, Face.BOLD, 12, INK, align="C")
    p.y += 4.0
    _table(p, paper)
    p.y += 4.0
    p.tell(p.left, paper.made, p.body, Face.SANS, 7.2, QUIET)
    return p.output(protected)


def _strip(p: Paper, paper: NormSheetPaper) -> None:
    """Kind and name of the document, the institution under them; a rule."""
    start = p.y
    p.tell(p.left, paper.kind, p.body * 0.36, Face.SANS, SMALL, INK)
    low, p.y = p.y, start
    p.tell(p.left + p.body * 0.4, paper.name, p.body * 0.6, Face.BOLD, SMALL, INK, align="R")
    p.y = max(low, p.y) + 0.6
    p.tell(p.left, paper.institution, p.body, Face.SANS, SMALL, QUIET)
    p.y += 1.4
    p.rule(p.y, INK, 0.25)
    p.y += 2.0


def _foot(p: Paper, paper: NormSheetPaper, n: int, of: int) -> None:
    foot(p, paper.title, n, of)
    p.say(p.right, p.top - 4.0, paper.page_word.format(n=n, of=of), Face.SANS, 7.6, QUIET, "R")


def _table(p: Paper, paper: NormSheetPaper) -> None:
    free = p.body - sum(c.width for c in paper.columns)
    many = max(1, sum(not c.width for c in paper.columns))
    widths = [c.width or free / many for c in paper.columns]

    def head() -> None:
        _row(p, widths, [c.head for c in paper.columns], [True] * len(widths), Face.BOLD)
        _row(p, widths, [str(n) for n in range(1, len(widths) + 1)], [True] * len(widths), Face.SANS)

    head()
    middle = [c.middle for c in paper.columns]
    for cells in (*paper.rows, *[("",) * len(widths)] * paper.blank):
        if p.room < _height(widths, cells):
            p.new_page()
            head()
        _row(p, widths, cells, middle, Face.SANS)


def _lines(widths: Sequence[float], cells: Sequence[str], face: Face) -> list[tuple[str, ...]]:
    return [tuple(wrap(text, face, SIZE, w - 2 * PAD)) for text, w in zip(cells, widths, strict=True)]


def _height(widths: Sequence[float], cells: Sequence[str], face: Face = Face.SANS) -> float:
    most = max(len(x) for x in _lines(widths, cells, face))
    return most * STEP + 2 * PAD if any(cells) else EMPTY


def _row(p: Paper, widths: Sequence[float], cells: Sequence[str], middle: Sequence[bool], face: Face) -> None:
    """One row in its box; text stands from the top, what is short in the middle of its column."""
    height, x, top = _height(widths, cells, face), p.left, p.y
    for lines, w, centred in zip(_lines(widths, cells, face), widths, middle, strict=True):
        _box(p, x, top, w, height)
        y = top + PAD + baseline(SIZE, STEP)
        for line in lines:
            at, align = (x + w / 2, "C") if centred else (x + PAD, "L")
            p.say(at, y, line, face, SIZE, INK, align)  # type: ignore[arg-type]
            y += STEP
        x += w
    p.y = top + height


def _box(p: Paper, x: float, y: float, w: float, h: float) -> None:
    def draw(pdf: FPDF) -> None:
        pdf.set_draw_color(*INK)
        pdf.set_line_width(0.2)
        pdf.rect(x, y, w, h)

    p.lay(draw)
