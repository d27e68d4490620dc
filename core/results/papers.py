"""The figures of a term as a file for Excel and on paper: the whole, then every cut, each with its denominators."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import export, looks
from core.desk import Desk
from core.i18n import percent, t
from core.papers.register import register
from core.pdf.register import Band, Head
from core.results.reading import in_order, letters
from core.results.rules import Figure, Marking
from schemas.base import Lang

Said = Sequence[tuple[str, Sequence[tuple[str, Figure]]]]  # cut → its values, named, with their figures
COUNTS = ("all", "passed", "failed", "open", "neutral", "quality", "graded")


def xlsx(desk: Desk, period: str, whole: Figure, cuts: Said, least: int, lang: Lang) -> bytes:
    """One line for the whole and for every value of every cut; a hidden one has its name alone."""
    order = in_order(whole.letters, letters(desk.store))
    heads = [t("results.cut", lang), t("results.value", lang), *(t(f"results.{c}", lang) for c in COUNTS),
             t("figures.name.pass_rate", lang), t("figures.name.quality_rate", lang), *order]  # fmt: skip
    rows = [_cells(t("results.whole", lang), "", whole, order)]
    rows += [_cells(t(f"results.{by}", lang), name, f, order) for by, found in cuts for name, f in found]
    title = _noted(desk, period, "download", lang)
    return export.xlsx(heads, rows, t("results.title", lang), [title, *_notes(desk, least, lang)])


def _cells(cut: str, name: str, f: Figure, order: Sequence[str]) -> list[export.Cell]:
    if f.hidden:
        return [cut, name]
    rates = [None if r is None else round(r, 2) for r in (f.pass_rate, f.quality_rate)]
    return [cut, name, *(getattr(f, c) for c in COUNTS), *rates, *(f.letters.get(x, 0) for x in order)]


def pdf(desk: Desk, period: str, whole: Figure, cuts: Said, least: int, lang: Lang) -> bytes:
    """The same on paper. RuleBroken where the office is not described."""
    order = in_order(whole.letters, letters(desk.store))
    heads = (
        Head(t("results.value", lang), 0),
        *(Head(t(f"results.short_{c}", lang), 15, right=True) for c in ("all", "passed", "graded")),
        Head(t("results.short_pass", lang), 17, right=True), Head(t("results.short_quality_n", lang), 15, right=True),
        Head(t("results.short_quality", lang), 17, right=True), *(Head(x, 9.5, right=True) for x in order),
    )  # fmt: skip
    bands = [Band(t("results.whole", lang), (_line(period, whole, order, least, lang),))]
    bands += [
        Band(t(f"results.{by}", lang), tuple(_line(name, f, order, least, lang) for name, f in found))
        for by, found in cuts if found
    ]  # fmt: skip
    _noted(desk, period, "print", lang)
    return register(
        desk, t("results.title", lang), lang,
        ((t("results.term", lang), period), (t("results.people", lang), str(whole.people))), heads, bands,
        before=(t("results.pdf_rates", lang), t("results.cuts_hint", lang, n=least)),
        signatures=((t("progress.registrar", lang), ""),), landscape=True,
    )  # fmt: skip


def _line(name: str, f: Figure, order: Sequence[str], least: int, lang: Lang) -> tuple[str, ...]:
    if f.hidden:
        return (f"{name} (<{least})", *["—"] * (6 + len(order)))
    counts = [str(n) for n in (f.all, f.passed, f.graded)]
    return (
        name, *counts, _rate(f.pass_rate, lang), str(f.quality), _rate(f.quality_rate, lang),
        *(str(f.letters.get(x, 0) or "—") for x in order),
    )  # fmt: skip


def _rate(value: Decimal | None, lang: Lang) -> str:
    return "—" if value is None else percent(value, lang, 1)


def marking_xlsx(desk: Desk, period: str, rows: Sequence[tuple[str, Marking, Decimal | None]], lang: Lang) -> bytes:
    """Teachers with what their sheets tell."""
    names = ("sheets", "graded", "mean", "gap", "alike", "pass_rate", "quality_rate")
    heads = [t("results.teacher", lang), *(t(f"results.m_{n}", lang) for n in (*names, "drift"))]
    lines: list[list[export.Cell]] = [[name, *(_plain(getattr(m, n)) for n in names), _plain(d)] for name, m, d in rows]
    title = _noted(desk, period, "download", lang, "results.tab_marking")
    return export.xlsx(heads, lines, t("results.tab_marking", lang), [title, *_notes(desk, 0, lang)])


def _plain(value: int | Decimal | None) -> export.Cell:
    return round(value, 2) if isinstance(value, Decimal) else value


def _noted(desk: Desk, period: str, did: looks.Did, lang: Lang, key: str = "results.title") -> str:
    title = f"{t(key, lang)} · {period}"
    looks.note(desk, "results", "sums", "", title, did)
    return title


def _notes(desk: Desk, least: int, lang: Lang) -> list[str]:
    hidden = [t("results.cuts_hint", lang, n=least)] if least else []
    return [*hidden, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
