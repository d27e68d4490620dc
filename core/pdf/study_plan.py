"""The individual study plan on paper: what a student studies in a year, term by term, for his signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.table import Column, Table
from core.pdf.words import Lang, number, word


@dataclass(frozen=True)
class PlanRow:
    """A discipline as it is to be printed; `note` stands in small type under its title (waiting, payment)."""

    code: str
    title: str
    cycle: str
    credits: Decimal
    lesson: str
    control: str
    reason: str
    note: str = ""


@dataclass(frozen=True)
class PlanTerm:
    """A term with its disciplines and the sum of their credits."""

    title: str
    rows: tuple[PlanRow, ...]
    credits: Decimal


@dataclass(frozen=True)
class StudyPlanPaper:
    """All that stands on an individual study plan, as plain values in the paper's own language.

    `facts`: (label, value) about the student, four in a row. `warning`: said in red above the table where the plan
    is not approved yet. `signatures`: (post, name) of who signs.
    """

    number: str
    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    year: str
    holder: str
    programme: str
    facts: tuple[tuple[str, str], ...]
    terms: tuple[PlanTerm, ...]
    credits: Decimal
    signatures: tuple[tuple[str, str], ...]
    warning: str = ""
    sample: bool = False


def render(paper: StudyPlanPaper, protected: bool = True) -> bytes:
    """The plan as PDF; plain and protected as for the transcript. Raises Unprintable."""
    return render_all([paper], protected)


def render_all(papers: Sequence[StudyPlanPaper], protected: bool = True) -> bytes:
    """The plans of a whole group as one PDF: each begins on a page of its own, its pages counted from one.

    papers: at least one, in the order of printing; the words of the file itself are of the first one's language.
    Raises Unprintable where a text holds a letter that the fonts lack.
    """
    starts: list[int] = []

    def footer(p: Paper, n: int, of: int) -> None:
        whose = max(i for i, start in enumerate(starts) if start <= n)
        end = starts[whose + 1] - 1 if whose + 1 < len(starts) else of
        paper, first = papers[whose], starts[whose]
        p.lang = paper.lang
        foot(p, f"№ {paper.number} · {paper.holder}", n - first + 1, end - first + 1)
        p.lang = papers[0].lang

    first = papers[0]
    title = word("study_plan", first.lang)
    p = Paper(
        title=f"{title} № {first.number}" if len(papers) == 1 else title, lang=first.lang, issued_on=first.date,
        sample=first.sample, footer=footer,
    )  # fmt: skip
    for n, paper in enumerate(papers):
        p.lang, p.running = paper.lang, None
        if n:
            p.new_page()
        starts.append(p.pages)
        _one(p, paper)
    p.lang = first.lang
    return p.output(protected)


def _one(p: Paper, paper: StudyPlanPaper) -> None:
    said = f"{word('study_plan', paper.lang)} № {paper.number} · {paper.holder}"
    p.running = lambda p: running_head(p, said)
    letterhead(p, paper.institution, paper.office, paper.number, "date", paper.date)
    p.tell(p.left, f"{word('study_plan', paper.lang)}, {paper.year}", p.body, Face.SERIF, 16.5, ACCENT)
    p.y += 0.6
    p.tell(p.left, paper.holder, p.body, Face.SERIF, 12.5, INK)
    p.y += 2.0
    facts_row(p, [(word("programme", paper.lang), paper.programme or "—")], 1)
    for start in range(0, len(paper.facts), 4):
        facts_row(p, paper.facts[start : start + 4], 4)
    if paper.warning:
        p.tell(p.left, paper.warning, p.body, Face.BOLD, 8.2, ALERT)
    p.y += 1.4
    _terms(p, paper)
    p.keep(lambda: _closing(p, paper))


def _terms(p: Paper, paper: StudyPlanPaper) -> None:
    if not any(term.rows for term in paper.terms):
        p.rule(p.y, ACCENT, 0.35)
        p.y += 3
        p.tell(p.left, word("no_disciplines", paper.lang), p.body, Face.SANS, 9, QUIET)
        return
    # Wide enough for «Дифференцированный» in one piece and «Оқу жоспары бойынша» in one line: rows stay low.
    room = {"code": 17.0, "cycle": 17.5, "credits": 12.5, "lesson": 22.6, "control": 28.7, "basis": 28.2}
    table = Table(
        p,
        [
            Column(word("code", paper.lang), room["code"]),
            Column(word("discipline", paper.lang), p.body - sum(room.values())),
            Column(word("cycle", paper.lang), room["cycle"]),
            Column(word("credits", paper.lang), room["credits"], "R"),
            Column(word("lesson", paper.lang), room["lesson"], lead=2.2),
            Column(word("control", paper.lang), room["control"]),
            Column(word("basis", paper.lang), room["basis"]),
        ],
        size=7.2,
        continued=word("continued", paper.lang),
    )
    for term in paper.terms:
        table.band(term.title, f"{word('credits', paper.lang)}: {number(term.credits, paper.lang)}")
        for row in term.rows:
            cells = (row.code, row.title, row.cycle, number(row.credits, paper.lang), row.lesson, row.control,
                     row.reason)  # fmt: skip
            table.row(cells, note=row.note, note_column=1)
    p.rule(p.y, ACCENT, 0.35)


def _closing(p: Paper, paper: StudyPlanPaper) -> None:
    """The sum of the year and the signatures: always on one page."""
    p.need(20)
    p.y += 2.4
    p.say(p.right, p.y + 4.4, f"{word('year_credits', paper.lang)}: {number(paper.credits, paper.lang)}", Face.BOLD,
          9.5, ACCENT, "R")  # fmt: skip
    p.y += 9.0
    p.tell(p.left, word("plan_agreed", paper.lang), p.body, Face.SANS, 7.4, QUIET)
    p.y += 0.6
    for post, name in paper.signatures:
        signature(p, post, name, p.body * 0.86)
        p.say(p.right, p.y - 2.4, word("day_blank", paper.lang), Face.SANS, 7.4, QUIET, "R")
