"""The report of deviations on paper: what went otherwise, why, who answers, where it stands; figures and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, day, word


@dataclass(frozen=True)
class DeviationLine:
    """One deviation in words of the paper's language; late: open past its deadline."""

    number: str
    when: str
    what: str
    text: str
    cause: str
    action: str
    answers: str
    state: str
    late: bool


@dataclass(frozen=True)
class DeviationReport:
    """All that stands on the report, as plain values in its own language.

    figures: label and value of the figures of control; totals: a sentence that sums the lines. signatures: (post,
    name).
    """

    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    period: str
    department: str
    figures: tuple[tuple[str, str], ...]
    lines: tuple[DeviationLine, ...]
    totals: str
    signatures: tuple[tuple[str, str], ...]
    sample: bool = False


def render(report: DeviationReport) -> bytes:
    """The report as a landscape PDF. Raises Unprintable."""
    lang = report.lang
    title = word("deviations", lang)
    p = Paper(
        title=title, lang=lang, issued_on=report.date, sample=report.sample, landscape=True,
        footer=lambda p, n, of: foot(p, f"{title} · {report.period}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, f"{title} · {report.period} · {report.department}")
    for n, name in enumerate((*report.institution, report.office)):
        p.tell(p.left, name, p.body, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
    p.y += 2.0
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.0
    p.say(p.right, p.y + 4.4, day(report.date, lang), Face.SANS, 8.2, INK, "R")
    p.tell(p.left, title, p.body - 50, Face.SERIF, 16, ACCENT)
    p.y += 1.5
    facts_row(p, [(word("span", lang), report.period), (word("department", lang), report.department)], 2)
    if report.figures:
        facts_row(p, report.figures, len(report.figures))
    p.y += 1.0
    if report.lines:
        _table(p, report)
    else:
        p.tell(p.left, word("no_deviations", lang), p.body, Face.SANS, 9, QUIET)
    p.y += 3.0
    p.tell(p.left, report.totals, p.body, Face.BOLD, 8.6, INK)
    p.y += 4.0
    p.keep(lambda: _signatures(p, report))
    return p.output()


def _signatures(p: Paper, report: DeviationReport) -> None:
    for post, name in report.signatures:
        signature(p, post, name, p.body * 0.62)


def _table(p: Paper, report: DeviationReport) -> None:
    lang = report.lang
    fixed = 22 + 30 + 46 + 40 + 42 + 26
    table = Table(
        p,
        [
            Column("№", 22, lead=PAD),
            Column(word("when", lang), 30),
            Column(word("happened", lang), p.body - fixed),
            Column(word("cause", lang), 46),
            Column(word("measure", lang), 40),
            Column(word("answers", lang), 42),
            Column(word("state", lang), 26),
        ],
        continued=word("continued", lang),
    )
    for line in report.lines:
        table.row(
            (line.number, line.when, line.text, line.cause or "—", line.action or "—", line.answers or "—", line.state),
            note=line.what, note_column=2, ink=ALERT if line.late else INK,
        )  # fmt: skip
