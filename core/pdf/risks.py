"""The register of risks on paper: the matrix before and after measures, then each risk with its measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, INK, QUIET, Ink, Paper
from core.pdf.parts import foot, running_head, signature
from core.pdf.table import PAD, Column, Table
from core.pdf.words import Lang, day, word

SIDE = 7.4  # mm of a cell
BANDS: tuple[tuple[int, Ink], ...] = (  # up to this level: this ink
    (4, (214, 230, 219)), (9, (245, 231, 198)), (15, (240, 205, 178)), (25, (229, 178, 174)),
)  # fmt: skip
FIVE = range(1, 6)


@dataclass(frozen=True)
class RiskLine:
    """One risk in words of the paper's language; late: its review or a measure of it is past its day."""

    number: str
    text: str
    process: str
    cause: str
    level: str
    measures: str
    residual: str
    owner: str
    review: str
    late: bool


@dataclass(frozen=True)
class RiskMatrix:
    """A picture: its title, and where each risk stands as (likelihood, impact)."""

    title: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class RiskRegister:
    """All that stands on the register, as plain values in its own language.

    heads: of the columns in their order. axes: what stands at the matrix's two sides. totals: a sentence under it all.
    """

    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    title: str
    axes: tuple[str, str]
    matrices: tuple[RiskMatrix, ...]
    heads: tuple[str, ...]
    lines: tuple[RiskLine, ...]
    none: str
    totals: str
    signatures: tuple[tuple[str, str], ...]
    sample: bool = False


def render(register: RiskRegister) -> bytes:
    """The register as a landscape PDF. Raises Unprintable."""
    lang, title = register.lang, register.title
    p = Paper(
        title=title, lang=lang, issued_on=register.date, sample=register.sample, landscape=True,
        footer=lambda p, n, of: foot(p, f"{title} · {day(register.date, lang)}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, title)
    for n, name in enumerate((*register.institution, register.office)):
        p.tell(p.left, name, p.body, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
    p.y += 2.0
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.0
    p.say(p.right, p.y + 4.4, day(register.date, lang), Face.SANS, 8.2, INK, "R")
    p.tell(p.left, title, p.body - 50, Face.SERIF, 16, ACCENT)
    p.y += 2.0
    if register.lines:
        _matrices(p, register)
        _table(p, register)
    else:
        p.tell(p.left, register.none, p.body, Face.SANS, 9, QUIET)
    p.y += 3.0
    p.tell(p.left, register.totals, p.body, Face.BOLD, 8.6, INK)
    p.y += 4.0
    p.keep(lambda: _signatures(p, register))
    return p.output()


def _signatures(p: Paper, register: RiskRegister) -> None:
    for post, name in register.signatures:
        signature(p, post, name, p.body * 0.62)


def _matrices(p: Paper, register: RiskRegister) -> None:
    """The pictures side by side; a cell holds how many stand there, its own level small in the corner."""
    top = p.y
    for n, one in enumerate(register.matrices):
        x = p.left + 10 + n * (5 * SIDE + 50)
        p.y = top
        p.tell(x, one.title, 5 * SIDE + 40, Face.BOLD, 8.2, INK)
        _matrix(p, one, x, p.y + 1.2, register.axes)
    p.y = top + 5 * SIDE + 15.0


def _matrix(p: Paper, of: RiskMatrix, x0: float, y0: float, axes: tuple[str, str]) -> None:
    for likelihood in FIVE:
        y = y0 + (5 - likelihood) * SIDE
        p.say(x0 - 2.2, y + SIDE / 2 + 1.0, str(likelihood), Face.SANS, 7.0, QUIET, "R")
        for impact in FIVE:
            x = x0 + (impact - 1) * SIDE
            level = likelihood * impact
            p.fill(x + 0.2, y + 0.2, SIDE - 0.4, SIDE - 0.4, next(ink for most, ink in BANDS if level <= most))
            p.say(x + SIDE - 0.8, y + SIDE - 0.9, str(level), Face.SANS, 4.6, QUIET, "R")
            if n := of.places.count((likelihood, impact)):
                p.say(x + SIDE / 2, y + SIDE / 2 + 1.3, str(n), Face.BOLD, 10, INK, "C")
    for impact in FIVE:
        p.say(x0 + (impact - 0.5) * SIDE, y0 + 5 * SIDE + 3.0, str(impact), Face.SANS, 7.0, QUIET, "C")
    p.say(x0, y0 + 5 * SIDE + 6.4, f"↑ {axes[0]}   → {axes[1]}", Face.SANS, 6.6, QUIET)


def _table(p: Paper, register: RiskRegister) -> None:
    widths = (13, 0, 44, 26, 60, 26, 30, 19)
    rest = p.body - sum(widths)
    columns = [
        Column(head, w or rest, lead=PAD) for head, w in zip(register.heads, widths, strict=False)
    ]  # fmt: skip
    table = Table(p, columns, 7.2, continued=word("continued", register.lang))
    for line in register.lines:
        cells = (line.number, line.text, line.cause or "—", line.level, line.measures or "—", line.residual,
                 line.owner, line.review)  # fmt: skip
        table.row(cells[: len(columns)], note=line.process, note_column=min(1, len(columns) - 1),
                  ink=ALERT if line.late else INK)  # fmt: skip
