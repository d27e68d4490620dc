"""The report of a commission's chair: text, tables and charts in the order they are read. Values in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.pdf.drawn import Drawn, draw
from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, running_head, signature
from core.pdf.table import PAD, Column, Table, fitted
from core.pdf.words import Lang, day, word

ROWS = 7.4  # points of a table's rows


@dataclass(frozen=True)
class Grid:
    """A table in words: its heads, its rows, how many columns from the left are texts (the rest are figures)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1


@dataclass(frozen=True)
class Block:
    """A piece of the report: a heading, a paragraph, a quiet remark, a numbered line, a table, a chart."""

    sort: Literal["heading", "under", "text", "quiet", "item", "table", "chart"]
    text: str = ""
    grid: Grid | None = None
    chart: Drawn | None = None


@dataclass(frozen=True)
class ReportPaper:
    """All that stands on the report, as plain values in its own language. draft: said in red above the heading."""

    title: str
    under: str
    lang: Lang
    day: date
    institution: tuple[str, ...]
    office: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    signatures: tuple[tuple[str, str], ...]
    draft: str = ""
    sample: bool = False


def render(paper: ReportPaper) -> bytes:
    """The report as PDF. Raises Unprintable."""
    name = f"{paper.title} · {paper.under}"
    p = Paper(
        title=name, lang=paper.lang, issued_on=paper.day, sample=paper.sample,
        footer=lambda p, n, of: foot(p, name, n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, name)
    for n, said in enumerate((*paper.institution, paper.office)):
        p.tell(p.left, said, p.body, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
    p.y += 1.6
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.0
    if paper.draft:
        p.tell(p.left, paper.draft, p.body, Face.BOLD, 8.6, ALERT)
        p.y += 1.0
    p.tell(p.left, paper.title, p.body, Face.SERIF, 17, ACCENT)
    p.tell(p.left, paper.under, p.body, Face.SERIF, 12, INK)
    p.tell(p.left, day(paper.day, paper.lang), p.body, Face.SANS, 8.2, QUIET)
    p.y += 2.5
    for n in range(0, len(paper.facts), 2):
        facts_row(p, paper.facts[n : n + 2], 2)
    p.y += 1.5
    for block in paper.blocks:
        _block(p, block)
    p.y += 4.0
    p.keep(lambda: _signatures(p, paper))
    return p.output()


def _block(p: Paper, block: Block) -> None:
    if block.sort == "table" and block.grid:
        _table(p, block.grid)
    elif block.sort == "chart" and block.chart:
        draw(p, block.chart)
    elif block.sort in ("heading", "under"):
        size = 12.5 if block.sort == "heading" else 9.6
        p.need(26)  # a heading never stands last on a page
        p.y += 3.0 if block.sort == "heading" else 1.5
        face, ink = (Face.SERIF, ACCENT) if block.sort == "heading" else (Face.BOLD, INK)
        p.tell(p.left, block.text, p.body, face, size, ink)
        p.y += 1.4
    else:
        quiet = block.sort == "quiet"
        for told in block.text.split("\n"):
            p.tell(p.left, told, p.body, Face.SANS, 8.0 if quiet else 9.6, QUIET if quiet else INK, leading=1.32)
            p.y += 1.3


def _table(p: Paper, grid: Grid) -> None:
    widths = fitted(grid.heads, grid.rows, p.body, ROWS)
    table = Table(p, [
        Column(head, wide, "L" if n < grid.texts else "R", lead=PAD)
        for n, (head, wide) in enumerate(zip(grid.heads, widths, strict=True))
    ], ROWS, word("continued", p.lang))  # fmt: skip
    for row in grid.rows:
        table.row(row)
    p.rule(p.y, ACCENT, 0.35)
    p.y += 4.0


def _signatures(p: Paper, paper: ReportPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * 0.85)


__all__ = ["Block", "Grid", "ReportPaper", "render"]
