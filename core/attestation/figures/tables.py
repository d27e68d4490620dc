"""Tables of the figures, in words: the same on the screen, in the file for Excel, in the report."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import export, references
from core.attestation import settings
from core.attestation.figures.rules import GRADES, Figure, Mean, Rate
from core.desk import Desk
from core.i18n import number, order_key, percent, t
from schemas.base import Lang
from schemas.words import Funding, NotAdmitted, StudyForm, StudyLanguage

Cell = str | int | Rate | Mean
Words = Mapping[str, Callable[[Any], str]]
Lines = Sequence[tuple[str, Figure]]  # what a line is of, in words, and its figures
ROOM = "attestation_figures"


@dataclass(frozen=True)
class Table:
    """A table; code tells it from the others of its page. A rate keeps what is divided and by what."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def said(self, lang: Lang) -> tuple[tuple[str, ...], ...]:
        """The rows as people read them."""
        return tuple(tuple(said(c, lang) for c in row) for row in self.rows)

    def xlsx(self, lang: Lang, notes: Sequence[str] = ()) -> bytes:
        """The table for Excel: a rate is three columns, a mean two."""
        kinds = [next((type(r[n]) for r in self.rows), str) for n in range(len(self.heads))]
        heads: list[str] = []
        for head, kind in zip(self.heads, kinds, strict=True):
            more = {Rate: ("x_percent", "x_part", "x_whole"), Mean: ("x_mean", "x_of")}.get(kind, ())
            heads += [f"{head}: {t(f'{ROOM}.{m}', lang)}" for m in more] or [head]
        rows = [[x for c in row for x in _plain(c)] for row in self.rows]
        return export.xlsx(heads, rows, self.title, [self.title, *notes])


def said(cell: Cell, lang: Lang) -> str:
    """A cell as people read it: a rate with its parts, «no data» where there is nothing to divide by."""
    if isinstance(cell, Rate):
        value = t("figures.no_data", lang) if cell.value is None else percent(cell.value, lang, 1)
        return f"{value} ({cell.part}/{cell.whole})"
    if isinstance(cell, Mean):
        return t("figures.no_data", lang) if cell.value is None else number(cell.value, lang, 2)
    return cell if isinstance(cell, str) else number(cell, lang)


def _plain(cell: Cell) -> list[export.Cell]:
    if isinstance(cell, Rate):
        return [None if cell.value is None else round(cell.value, 1), cell.part, cell.whole]
    if isinstance(cell, Mean):
        return [None if cell.value is None else round(cell.value, 2), cell.n]
    return [cell]


def words_of(desk: Desk, lang: Lang) -> Words:
    """How the values of each cut are said."""
    units, programmes = references.labels(desk, "departments"), references.labels(desk, "programmes")
    lists = {"study_form": StudyForm, "language": StudyLanguage, "funding": Funding}
    none = t("home.none", lang)

    def of(known: Mapping[str, Any]) -> Callable[[Any], str]:
        return lambda i: known[i].get(lang) if i in known else none

    def word(name: str) -> Callable[[Any], str]:
        known = {v.value: v.label(lang) for v in lists[name]}
        return lambda v: known.get(v, none)

    forms = {k.code: k.name for k in settings.forms()}
    return {
        "department": of(units), "faculty": of(units), "programme": of(programmes),
        "form": lambda code: (forms[code] if code in forms else settings.form_name(code)).get(lang),
        **{name: word(name) for name in lists},
    }  # fmt: skip


def in_order(found: Mapping[Hashable, Figure], word: Callable[[Any], str]) -> list[tuple[str, Figure]]:
    """The values of a cut in words, in the order of the alphabet; what is not said comes last."""
    values = sorted(found, key=lambda v: (v in (None, ""), order_key(word(v))))
    return [(word(v), found[v]) for v in values]


def grades(lines: Lines, head: str, lang: Lang) -> Table:
    """Who appeared and how they were marked."""
    counts = ("graduating", "admitted", "appeared", "excused", "absent")
    return _table("grades", lang, head, [*counts, *GRADES], (
        (name, *(f.n[c] for c in counts), *(f.rate(g) for g in GRADES)) for name, f in lines
    ))  # fmt: skip


def rates(lines: Lines, head: str, lang: Lang) -> Table:
    """Pass and quality by both denominators, and the means."""
    names, means = ("pass", "pass_admitted", "quality", "quality_admitted"), ("five", "percent", "points")
    return _table("rates", lang, head, [*(f"rate_{n}" for n in names), *(f"mean_{m}" for m in means)], (
        (name, *(f.rate(n) for n in names), *(f.mean(m) for m in means)) for name, f in lines
    ))  # fmt: skip


def people(lines: Lines, head: str, lang: Lang) -> Table:
    """Graduates, each once: admitted or not, passed in every form, awarded, with honours."""
    counts = ("refused", "waiting", "passed_all", "awarded")
    return _table("people", lang, head, ["graduating", "rate_admission", *counts, "rate_honours"], (
        (name, f.n["graduating"], f.rate("admission"), f.n["refused"], f.n["waiting"], f.n["passed"], f.n["awarded"],
         f.rate("honours")) for name, f in lines
    ))  # fmt: skip


def works(lines: Lines, head: str, lang: Lang) -> Table:
    """What was written on real tasks, recommended, reviewed from outside."""
    counts = ("real_task", "publication", "implementation", "outside")
    return _table("works", lang, head, ["appeared", *counts], (
        (name, f.n["appeared"], *(f.n[c] for c in counts)) for name, f in lines
    ))  # fmt: skip


def reasons(of: Figure, lang: Lang) -> Table:
    """Why graduates were not admitted: each by the first reason that held."""
    rows = [(NotAdmitted(code).label(lang), n) for code, n in sorted(of.why.items(), key=lambda x: (-x[1], x[0]))]
    return Table("reasons", t(f"{ROOM}.table_reasons", lang),
                 (t(f"{ROOM}.reason", lang), t(f"{ROOM}.refused", lang)), tuple(rows))  # fmt: skip


def _table(code: str, lang: Lang, head: str, names: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(code, t(f"{ROOM}.table_{code}", lang), (head, *(t(f"{ROOM}.{n}", lang) for n in names)), tuple(rows))
