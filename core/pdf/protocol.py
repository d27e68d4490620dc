"""The protocol of a commission on paper, and the whole day as one file: the list, then every protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face, wrap
from core.pdf.paper import ACCENT, INK, QUIET, Paper, qr_squares
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.sheet import SheetSign
from core.pdf.table import PAD, Column, Table, fitted
from core.pdf.words import Lang, word

SQUARE = 0.42  # mm of one square of the QR, as on a sheet
SIZE = 9.2


@dataclass(frozen=True)
class Section:
    """A part of a protocol: its heading, lines of text under it, a table (heads and rows) where it has one."""

    title: str
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class ProtocolPaper:
    """All that stands on a protocol, as plain values in the paper's own language.

    seal: what its QR says, an address and a code; scan: the words under it. stamp: over every page, where another
    protocol stands in the place of this one.
    """

    lang: Lang
    title: str
    number: str
    date: date
    institution: tuple[str, ...]
    office: str
    commission: str
    holder: str
    facts: tuple[tuple[tuple[str, str], ...], ...]
    sections: tuple[Section, ...]
    signatures: tuple[SheetSign, ...]
    checksum: str
    seal: str
    scan: str
    stamp: str = ""
    sample: bool = False


@dataclass(frozen=True)
class DayPaper:
    """The protocols of a day behind their list. heads, rows: of the list; sums: under it; number: first to last."""

    lang: Lang
    title: str
    date: date
    institution: tuple[str, ...]
    office: str
    commission: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str], ...]
    protocols: tuple[ProtocolPaper, ...]
    number: str
    sample: bool = False


def render(paper: ProtocolPaper, protected: bool = True) -> bytes:
    """The protocol as PDF; plain and protected as for the transcript. Raises Unprintable."""
    return laid(paper).output(protected)


def render_day(day: DayPaper, protected: bool = True) -> bytes:
    """The list of the day and its protocols as one PDF, each with page numbers of its own."""
    return _listed(day).output(protected, [laid(p) for p in day.protocols])


def laid(paper: ProtocolPaper) -> Paper:
    """The protocol laid out, not yet bytes."""
    name = f"{paper.title} № {paper.number}"
    told = f"{name} · {word('checksum', paper.lang)}: {paper.checksum}"
    p = Paper(title=name, lang=paper.lang, issued_on=paper.date, sample=paper.sample, stamp=paper.stamp,
              footer=lambda p, n, of: foot(p, told, n, of))  # fmt: skip
    p.left = 22.0  # a file holds papers by their left edge
    p.running = lambda p: running_head(p, f"{name} · {paper.holder}")
    letterhead(p, paper.institution, paper.office, paper.number, "date", paper.date)
    p.tell(p.left, paper.title, p.body, Face.SERIF, 17, ACCENT)
    p.y += 0.4
    p.tell(p.left, paper.commission, p.body, Face.SANS, 9, QUIET)
    p.y += 1.6
    p.tell(p.left, paper.holder, p.body, Face.SERIF, 13, INK)
    p.y += 2.0
    for row in paper.facts:
        facts_row(p, row, 3)
    for section in paper.sections:
        _section(p, section)
    p.keep(lambda: _end(p, paper))
    return p


def _section(p: Paper, s: Section) -> None:
    p.need(14)
    p.y += 2.2
    p.tell(p.left, s.title, p.body, Face.BOLD, 8.4, ACCENT)
    p.y += 0.6
    for line in s.lines:
        p.tell(p.left, line, p.body, Face.BOLD if s.strong else Face.SANS, SIZE, INK, 1.32)
        p.y += 0.5
    if s.rows:
        _table(p, s.heads, s.rows)


def _table(p: Paper, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = fitted(heads, rows, p.body, 8.2)
    table = Table(p, [Column(h, w, lead=PAD + 0.6) for h, w in zip(heads, widths, strict=True)], 8.2)
    for row in rows:
        table.row(tuple(row), least=5.4)
    p.rule(p.y, ACCENT, 0.35)


def _end(p: Paper, paper: ProtocolPaper) -> None:
    """Signatures in two columns, room for each pen; the QR at their right."""
    side = qr_squares(paper.seal, "l") * SQUARE
    p.need(side + 12)
    p.y += 3.0
    top, page, room = p.y, p.pages, p.body - side - 6
    half = room / 2
    for left, right in zip(paper.signatures[::2], [*paper.signatures[1::2], None], strict=False):
        start = p.y
        signature(p, left.post, left.name, half - 5, said=left.said)
        lowest, p.y = p.y, start
        if right:
            signature(p, right.post, right.name, half - 5, p.left + half, right.said)
        p.y = max(p.y, lowest)
    if p.pages > page:  # taller than what is left here: laid anew on the next page by `keep`
        return
    x = p.right - side
    p.qr(paper.seal, x, top, side, "l")
    said = wrap(paper.scan, Face.SANS, 5.6, max(side, 24.0))
    for n, line in enumerate(said):
        p.say(p.right, top + side + 1.6 + n * 2.4, line, Face.SANS, 5.6, QUIET, "R")
    p.y = max(p.y, top + side + 1.6 + len(said) * 2.4)


def _listed(day: DayPaper) -> Paper:
    p = Paper(title=day.title, lang=day.lang, issued_on=day.date, sample=day.sample,
              footer=lambda p, n, of: foot(p, day.title, n, of))  # fmt: skip
    p.left = 22.0
    p.running = lambda p: running_head(p, day.title)
    letterhead(p, day.institution, day.office, day.number, "date", day.date)
    p.tell(p.left, day.title, p.body, Face.SERIF, 17, ACCENT)
    p.y += 0.4
    p.tell(p.left, day.commission, p.body, Face.SANS, 9, QUIET)
    p.y += 2.0
    facts_row(p, day.facts, 3)
    p.y += 1.5
    _table(p, day.heads, day.rows)
    p.y += 3.0
    facts_row(p, day.sums, 4)
    return p


__all__ = ["DayPaper", "ProtocolPaper", "Section", "laid", "render", "render_day"]
