"""The supplement to a diploma: what was studied, in one language, on as many pages as it needs; or by the eight
sections of the European Diploma Supplement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face, clean, width
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Paper, baseline
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.supplement_words import word as said
from core.pdf.table import PAD, Column, Table
from core.pdf.transcript import ScaleRow
from core.pdf.words import Lang, day, number, word


@dataclass(frozen=True)
class SupplementRow:
    """A result that stands. note: small under the title (topic of a thesis, where a result was recognised)."""

    title: str
    credits: str = ""
    percent: str = ""
    letter: str = ""
    points: str = ""
    traditional: str = ""
    note: str = ""


@dataclass(frozen=True)
class SupplementBlock:
    """A cycle of disciplines, the practices, the course works or the final attestation."""

    title: str
    rows: tuple[SupplementRow, ...]
    credits: str = ""


@dataclass(frozen=True)
class SupplementPaper:
    """All that stands on a supplement, as plain values in its own language. number, dated: of the registration book;
    diploma: series and number as they stand on the diploma. An empty text is not known and has no line."""

    number: str
    dated: date
    diploma: str
    lang: Lang
    institution: tuple[str, ...]
    office: str
    holder: str
    student_number: str
    born: date | None
    previous: str
    admitted: str
    graduated: str
    programme: str
    degree: str
    form: str
    language: str
    protocol: str
    accreditation: str
    honours: bool
    blocks: tuple[SupplementBlock, ...]
    credits: str
    gpa: str
    scale: tuple[ScaleRow, ...]
    signatures: tuple[tuple[str, str], ...]
    european: bool = False
    duplicate: str = ""
    sample: bool = False


def render(paper: SupplementPaper, protected: bool = True) -> bytes:
    """The supplement as PDF; see `transcript.render` for what plain and protected mean. Raises Unprintable."""
    name = said("european" if paper.european else "supplement", paper.lang)
    bottom = f"{name} № {paper.number} · {paper.holder}"
    p = Paper(
        title=f"{name} № {paper.diploma or paper.number}", lang=paper.lang, issued_on=paper.dated, sample=paper.sample,
        stamp=paper.duplicate, footer=lambda page, n, of: foot(page, bottom, n, of),
    )  # fmt: skip
    p.running = lambda page: running_head(page, f"{page.title} · {paper.holder}")
    letterhead(p, paper.institution, paper.office, paper.number, "issued_on", paper.dated)
    p.tell(p.left, name, p.body, Face.SERIF, 20, ACCENT)
    if paper.diploma:
        p.tell(p.left, f"№ {paper.diploma}", p.body, Face.SERIF, 12, INK)
    p.tell(p.left, said("invalid_alone", paper.lang), p.body, Face.SANS, 7.4, QUIET)
    p.y += 2.4
    (_european if paper.european else _own)(p, paper)
    return p.output(protected)


def _own(p: Paper, s: SupplementPaper) -> None:
    p.tell(p.left, s.holder, p.body, Face.SERIF, 13.5, INK)
    p.y += 2.0
    _facts(p, s, ["programme"], 1)
    _facts(p, s, ["degree", "form", "language"], 3)
    _facts(p, s, ["born", "student_number"], 3)
    _facts(p, s, ["admitted", "graduated", "protocol"], 3)
    _facts(p, s, ["previous", "accreditation"], 2)
    _results(p, s)
    _scale(p, s)
    p.keep(lambda: _signed(p, s))


def _european(p: Paper, s: SupplementPaper) -> None:
    lang = s.lang
    duration = said("duration_is", lang).format(s.admitted or "—", s.graduated, number(s.credits, lang))
    _section(p, "s1", lang)
    _shown(p, s, [("holder", s.holder), ("born", day(s.born, lang) if s.born else ""),
                  ("student_number", s.student_number)])  # fmt: skip
    _section(p, "s2", lang)
    _shown(p, s, [("qualification", s.degree), ("field", s.programme), ("institution", s.institution[0]),
                  ("language", s.language)])  # fmt: skip
    _section(p, "s3", lang)
    _shown(p, s, [("level", said("level_is", lang)), ("duration", duration), ("access", said("access_is", lang)),
                  ("previous", s.previous)])  # fmt: skip
    _section(p, "s4", lang)
    _shown(p, s, [("form", s.form), ("protocol", s.protocol)])
    _results(p, s)
    _scale(p, s)
    best = said("honours", lang) if s.honours else ""
    _shown(p, s, [("classification", "; ".join(x for x in (f"GPA {number(s.gpa, lang)}" if s.gpa else "", best) if x))])
    _section(p, "s5", lang)
    _shown(p, s, [("further", said("further_is", lang)), ("status", said("status_is", lang))])
    _section(p, "s6", lang)
    _shown(p, s, [("accreditation", s.accreditation), ("sources", s.institution[0])])

    def certified() -> None:
        _section(p, "s7", lang)
        _signed(p, s)

    p.keep(certified)

    def system() -> None:
        _section(p, "s8", lang)
        p.tell(p.left, said("system", lang), p.body, Face.SANS, 7.8, INK)

    p.keep(system)


def _section(p: Paper, key: str, lang: Lang) -> None:
    p.need(18)
    p.y += 2.0
    p.tell(p.left, said(key, lang), p.body, Face.BOLD, 9.4, ACCENT)
    p.y += 1.0


def _shown(p: Paper, s: SupplementPaper, facts: Sequence[tuple[str, str]]) -> None:
    """A label on the left, what it says on the right; what is not known has no line."""
    room = p.body * 0.34
    for key, value in facts:
        if value:
            p.need(8)
            start = p.y
            p.tell(p.left, said(key, s.lang), room - 3, Face.SANS, 7.4, QUIET)
            end, p.y = p.y, start
            p.tell(p.left + room, value, p.body - room, Face.SANS, 8.2, INK)
            p.y = max(p.y, end) + 0.8


def _facts(p: Paper, s: SupplementPaper, keys: Sequence[str], columns: int) -> None:
    values = {"born": day(s.born, s.lang) if s.born else ""}
    facts = [(said(k, s.lang), v) for k in keys if (v := values.get(k, getattr(s, k) if k != "born" else ""))]
    if facts:
        facts_row(p, facts, columns)


def _results(p: Paper, s: SupplementPaper) -> None:
    lang = s.lang
    p.y += 1.2
    rows = [row for block in s.blocks for row in block.rows]
    words = [*(r.traditional for r in rows), *word("traditional", lang).split()]
    traditional = min(max(18.0, *(width(clean(x), Face.SANS, 7.8) for x in words)) + 2 * PAD + 0.3, 34.0)
    columns = [
        Column(said("no", lang), 9, "R"), Column(said("discipline", lang), p.body - 71 - traditional, lead=PAD + 1),
        Column(word("credits", lang), 14, "R"), Column(word("percent", lang), 13, "R"),
        Column(word("letter", lang), 16, lead=PAD + 2), Column(word("points", lang), 17, "R", places=2),
        Column(word("traditional", lang), traditional + 2, lead=PAD + 2),
    ]  # fmt: skip
    table = Table(p, columns, continued=word("continued", lang))
    n = 0
    for block in s.blocks:
        table.band(block.title, f"{word('credits', lang)}: {number(block.credits, lang)}" if block.credits else "")
        for row in block.rows:
            n += 1
            figures = (number(row.credits, lang), number(row.percent, lang), row.letter, number(row.points, lang))
            table.row((str(n), row.title, *figures, row.traditional), row.note, 1)
    p.rule(p.y, ACCENT, 0.35)

    def totals() -> None:
        p.need(14)
        p.y += 2.6
        x = p.left
        for key, value in (("total_credits", number(s.credits, lang)), ("gpa", number(s.gpa, lang) or "—")):
            p.say(x, p.y + 2.4, word(key, lang), Face.SANS, 6.6, QUIET)
            p.say(x, p.y + 8.2, value, Face.SERIF, 15, ACCENT)
            x += width(word(key, lang), Face.SANS, 6.6) + 10
        p.y += 11.4

    p.keep(totals)


def _scale(p: Paper, s: SupplementPaper) -> None:
    if not s.scale:
        return
    step, size, per = 2.95, 6.8, -(-len(s.scale) // 3)
    p.need(per * step + 8)
    p.tell(p.left, word("scale", s.lang), p.body, Face.BOLD, 7.4, ACCENT)
    for n, row in enumerate(s.scale):
        x, y = p.left + n // per * p.body / 3, p.y + n % per * step + baseline(size, step)
        p.say(x, y, row.letter, Face.BOLD, size, INK)
        p.say(x + 6.5, y, number(row.points, s.lang), Face.SANS, size, INK)
        p.say(x + 25, y, row.percent, Face.SANS, size, INK, "R")
        p.say(x + 27.5, y, row.traditional, Face.SANS, size, QUIET)
    p.y += per * step + 2.5


def _signed(p: Paper, s: SupplementPaper) -> None:
    p.need(18)
    p.rule(p.y + 1, HAIR, 0.15)
    p.y += 2.0
    for post, name in s.signatures:
        signature(p, post, name, p.body * 0.8)
    p.say(p.left, p.y + 6, word("seal", s.lang), Face.SANS, 7.8, QUIET)
    p.say(p.right, p.y + 6, f"№ {s.number} · {day(s.dated, s.lang)}", Face.SANS, 7.4, QUIET, "R")
    p.y += 8
