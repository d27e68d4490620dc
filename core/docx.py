"""The only place that knows python-docx: a paper of the office as DOCX, to be edited in Word. Values in, bytes out.

The words are those of the PDF, block by block; the looks are Word's own styles, so that whoever edits it can.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.pdf.attestation_report import Grid, ReportPaper
from core.pdf.drawn import Drawn, picture
from core.pdf.letter import LetterPaper, LetterPapers, Part
from core.pdf.words import COPY, SAMPLE, day, word

FONT = "Times New Roman"  # stands on every machine of an office and holds the Kazakh letters
CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
BODY = 173.0  # mm between the margins


def render(papers: LetterPapers) -> bytes:
    """Papers one after another, each on a page of its own."""
    file = Document()
    _styles(file)
    for n, paper in enumerate(papers.papers):
        if n:
            file.add_section(WD_SECTION.NEW_PAGE)
        _page(file.sections[-1])
        _paper(file, paper, papers.logo if paper.logo else b"")
    file.core_properties.title = papers.papers[0].title
    file.core_properties.author = ""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def words(data: bytes) -> str:
    """The words of a DOCX in their order, a paragraph (or a row of a table, its cells apart by tabs) a line."""
    lines = []
    for part in Document(io.BytesIO(data)).iter_inner_content():
        if hasattr(part, "rows"):
            lines += ["\t".join(cell.text.strip() for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text.strip())
    return "\n".join(lines)


def report(paper: ReportPaper) -> bytes:
    """The chair's report: its text to be edited, its tables as tables, its charts as pictures."""
    file = Document()
    _styles(file)
    _page(file.sections[0])
    for n, text in enumerate((*paper.institution, paper.office)):
        _line(file, text, CENTER, bold=not n, size=9 if n else 12)
    if paper.draft:
        _line(file, paper.draft, RIGHT, bold=True, size=9)
    file.add_heading(paper.title, 0).alignment = CENTER
    _line(file, paper.under, CENTER, bold=True)
    _line(file, day(paper.day, paper.lang), CENTER, size=10)
    for label, value in paper.facts:
        _line(file, f"{label}: {value}", size=11)
    for block in paper.blocks:
        if block.sort == "table" and block.grid:
            _figures(file, block.grid)
        elif block.sort == "chart" and block.chart:
            _drawn(file, block.chart, paper)
        else:
            style = {"heading": "Heading 1", "under": "Heading 2"}.get(block.sort, "Normal")
            for text in block.text.split("\n"):
                told = file.add_paragraph(style=style).add_run(text)
                told.italic = block.sort == "quiet"
    file.add_paragraph()
    table = _grid(file, len(paper.signatures), (0.42, 0.25, 0.33))
    for n, (post, name) in enumerate(paper.signatures):
        for place, (text, bold) in enumerate(((post, False), ("______________", False), (name, True))):
            _cell(table.cell(n, place), text, bold=bold)
    file.core_properties.title = f"{paper.title} · {paper.under}"
    file.core_properties.author = ""
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _figures(file: Any, grid: Grid) -> None:
    table = file.add_table(1, len(grid.heads), style="Table Grid")
    small = 8 if len(grid.heads) > 6 else 9
    for cell, text in zip(table.rows[0].cells, grid.heads, strict=True):
        _cell(cell, text, bold=True, size=small)
    _again(table)
    for row in grid.rows:
        for n, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _cell(cell, text, LEFT if n < grid.texts else RIGHT, size=small)
    file.add_paragraph()


def _drawn(file: Any, chart: Drawn, paper: ReportPaper) -> None:
    shape = file.add_picture(io.BytesIO(picture(chart, paper.day)), width=Mm(BODY))
    shape._inline.docPr.set("descr", f"{chart.title}. {chart.said}")  # read aloud to who does not see it
    file.paragraphs[-1].paragraph_format.keep_together = True


def _again(table: Any) -> None:
    """The heading of a table stands on every page."""
    again = OxmlElement("w:tblHeader")
    again.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(again)


def _styles(file: Any) -> None:
    for name, size in (("Normal", 12), ("Heading 1", 14), ("Heading 2", 12), ("Title", 16)):
        style = file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):  # a theme's font would stand before the named one
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    file.styles["Normal"].paragraph_format.space_after = Pt(6)


def _page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(22), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)


def _paper(file: Any, paper: LetterPaper, logo: bytes) -> None:
    for mark in (SAMPLE if paper.sample else "", COPY if paper.copy else "", paper.stamp):
        if mark:
            _line(file, mark, RIGHT, bold=True, size=9)
    if paper.house:
        if logo:
            file.add_paragraph().add_run().add_picture(io.BytesIO(logo), height=Mm(17))
            file.paragraphs[-1].alignment = CENTER
        for n, text in enumerate((paper.house.name, paper.house.other, paper.house.office, *paper.house.lines)):
            if text:
                _line(file, text, CENTER, bold=not n, size=12 if n < 2 else 9)
    blank = bool(paper.stamp) and not paper.number
    dated = word("day_blank", paper.lang) if blank else day(paper.dated, paper.lang)
    number = f"№ {paper.number or '__________'}" if paper.number or blank else ""
    head = _grid(file, 1, (0.65, 0.35))
    _cell(head.cell(0, 0), "  ".join(x for x in (number, dated) if x))
    _cell(head.cell(0, 1), paper.city, RIGHT)
    if paper.title:
        file.add_heading(paper.title, 0).alignment = CENTER
    for part in paper.parts:
        _part(file, part, paper)
    _closing(file, paper)
    if paper.back:
        file.add_page_break()
        for part in paper.back:
            _part(file, part, paper)


def _part(file: Any, part: Part, paper: LetterPaper) -> None:
    if part.kind == "table":
        _table(file, part, paper)
        return
    style = {"heading": "Heading 1", "item": "List Bullet"}.get(part.kind, "Normal")
    told = file.add_paragraph(style=style)
    told.alignment = RIGHT if part.kind == "right" else LEFT
    for text, bold in part.runs:
        told.add_run(text).bold = bold or part.kind == "heading"


def _table(file: Any, part: Part, paper: LetterPaper) -> None:
    if not part.rows:
        _line(file, word("empty_list", paper.lang))
        return
    table = file.add_table(1, len(part.heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, part.heads, strict=True):
        _cell(cell, text, bold=True, size=9)
    _again(table)
    for row in part.rows:
        # One cell after another by `add_row().cells` is slow for hundreds of rows: the cells are read once.
        for cell, text, side in zip(table.add_row().cells, row, part.aligns, strict=True):
            _cell(cell, text, RIGHT if side == "R" else LEFT, size=10)
    file.add_paragraph()


def _closing(file: Any, paper: LetterPaper) -> None:
    if paper.signatures:
        table = _grid(file, len(paper.signatures), (0.42, 0.25, 0.33))
        for n, (post, name) in enumerate(paper.signatures):
            _cell(table.cell(n, 0), post)
            _cell(table.cell(n, 1), "______________")
            _cell(table.cell(n, 2), name, bold=True)
        if paper.seal:
            _line(file, paper.seal, CENTER, size=9)
    if paper.check_code:
        _line(file, f"{word('check_code', paper.lang)}: {paper.check_code}", size=9)


def _grid(file: Any, rows: int, parts: tuple[float, ...]) -> Any:
    """A table without lines, its columns as parts of the body."""
    table = file.add_table(rows, len(parts))
    table.autofit = False
    for row in table.rows:
        for cell, part in zip(row.cells, parts, strict=True):
            cell.width = Mm(BODY * part)
    return table


def _cell(cell: Any, text: str, side: Any = LEFT, bold: bool = False, size: int = 12) -> None:
    told = cell.paragraphs[0]
    told.alignment = side
    told.paragraph_format.space_after = Pt(0)
    run = told.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _line(file: Any, text: str, side: Any = LEFT, bold: bool = False, size: int = 12) -> None:
    told = file.add_paragraph()
    told.alignment = side
    told.paragraph_format.space_after = Pt(0)
    run = told.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


__all__ = ["render", "report"]
