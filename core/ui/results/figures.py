"""Interim results: rates with what they are divided by, letters, every cut, the way from term to term."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from core.desk import Desk
from core.results import papers
from core.results.reading import BY, in_order, letters
from core.results.rules import Figure, cut, figure, share
from core.ui.charts import XLSX, Chart, Series, bars, lines
from core.ui.files import given
from core.ui.page import T, empty, lang
from core.ui.results.chooser import Chosen, ordered, trend
from core.ui.style import share as fraction

MANY = 20  # values of a cut in one picture
WIDE = {"department", "programme", "kind"}


def screen(desk: Desk, of: Chosen) -> None:
    """The figures of a term."""
    whole = figure(of.narrowed)
    if not whole.all:
        empty("results.none", "results.none_hint")
        return
    if whole.people < of.least:
        st.info(T("results.too_few", n=of.least), icon=":material/visibility_off:")
        return
    _metrics(whole)
    _letters(desk, of, whole)
    st.caption(T("results.cuts_hint", n=of.least))
    wanted = [b for b in BY if getattr(of.cut, b) is None]
    shown = [b for b in wanted if len({r[b] for r in of.narrowed}) > 1]
    for by in (b for b in shown if b in WIDE):
        _by(of, by)
    narrow = [b for b in shown if b not in WIDE]
    for by, beside in zip(narrow, st.columns(max(1, len(narrow))), strict=False):
        with beside:
            _by(of, by)
    _files(desk, of)


def _metrics(of: Figure) -> None:
    with st.container(horizontal=True, gap="small"):
        for name, value, part in (
            ("pass_rate", of.pass_rate, of.passed),
            ("quality_rate", of.quality_rate, of.quality),
        ):
            fraction(T(f"figures.name.{name}"), value, part, of.graded, T(f"figures.formula.{name}"), 230)
        for name in ("failed", "open", "neutral"):
            n = getattr(of, name)
            if name == "neutral" and not n:
                continue  # nothing is left out of the rates, so nothing is to be said of it
            fraction(T(f"results.{name}"), share(n, of.all), n, of.all, T("results.of_all"), 185)


def _period(of: Chosen) -> str:
    said = [of.term.label().get(lang())]
    said += [of.words[b](v) for b in BY if (v := getattr(of.cut, b)) is not None]
    return ", ".join([*said, *([T("results.first_only")] if of.cut.first else [])])


def _letters(desk: Desk, of: Chosen, whole: Figure) -> None:
    order = in_order(whole.letters, letters(desk.store))
    shares = tuple(_rounded(share(whole.letters[x], whole.all)) for x in order)
    bars(Chart(
        T("home.chart_letters"), T("figures.column.letter"), tuple(order),
        (Series(T("home.unit_results"), tuple(whole.letters[x] for x in order)),), T("home.unit_results"), _period(of),
        T("results.source"), beside=(Series(T("results.share"), shares),),
    ), "results-letters")  # fmt: skip


def _by(of: Chosen, by: str) -> None:
    """Both rates of each value of a cut; what is too small is named without its figures."""
    found = cut(of.narrowed, by, of.least)
    values = ordered(found, of.words[by], by)
    if by in WIDE:
        values = sorted(values, key=lambda v: -found[v].graded)[:MANY]
    places = tuple(place(of.words[by](v), found[v], of.least) for v in values)
    chart = rates(T(f"results.chart_{by}"), T(f"results.{by}"), places, [found[v] for v in values], of)
    bars(chart, f"results-{by}", across=by in WIDE)


def place(name: str, of: Figure, least: int) -> str:
    """A value with what its rates are divided by."""
    return f"{name} (<{least})" if of.hidden else f"{name} ({of.graded})"


def rates(title: str, head: str, places: tuple[str, ...], figures: Sequence[Figure], of: Chosen) -> Chart:
    """Pass and quality rate of figures, their numerators and denominator beside them in the table."""

    def counts(name: str) -> tuple[Any, ...]:
        return tuple(None if f.hidden else getattr(f, name) for f in figures)

    return Chart(
        title, head, places,
        (Series(T("figures.name.pass_rate"), tuple(_rounded(f.pass_rate) for f in figures)),
         Series(T("figures.name.quality_rate"), tuple(_rounded(f.quality_rate) for f in figures))),
        T("home.unit_percent"), _period(of), T("results.source_rates"), percent=True,
        beside=tuple(Series(T(f"results.{n}"), counts(n)) for n in ("passed", "quality", "graded")),
    )  # fmt: skip


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)


def over_time(desk: Desk, of: Chosen) -> None:
    """The cut from term to term."""
    found = trend(desk, of)
    if not found:
        empty("results.none", "results.none_hint")
        return
    places = tuple(place(t.label().get(lang()), f, of.least) for t, f in found)
    chart = rates(T("results.chart_trend"), T("figures.period"), places, [f for _, f in found], of)
    span = f"{found[0][0].label().get(lang())} – {found[-1][0].label().get(lang())}"
    lines(Chart(**(vars(chart) | {"period": span})), "results-trend")
    parts: dict[str, Callable[[Figure], int]] = {
        "quality": lambda f: f.quality, "passed_only": lambda f: f.passed - f.quality, "failed": lambda f: f.failed,
        "open": lambda f: f.open,
    }  # fmt: skip
    bars(Chart(
        T("results.chart_outcomes"), T("figures.period"), places,
        tuple(Series(T(f"results.{n}"), tuple(None if f.hidden else part(f) for _, f in found))
              for n, part in parts.items()),
        T("home.unit_results"), span, T("results.source"),
    ), "results-outcomes", stacked=True)  # fmt: skip
    st.caption(T("results.trend_hint"))


def _files(desk: Desk, of: Chosen) -> None:
    """Every figure of the term as a file: for Excel and on paper."""
    spoken, words, period = lang(), of.words, _period(of)
    said = [(b, [(words[b](v), f) for v, f in _sorted(of, b)]) for b in BY]
    with st.container(horizontal=True):
        given(T("results.xlsx"), f"results-{of.term.code}.xlsx",
              lambda: papers.xlsx(desk, period, figure(of.narrowed), said, of.least, spoken), "results.xlsx", XLSX,
              icon=":material/table_view:")  # fmt: skip
        if desk.store.one("office", {}, {"_id": 1}):
            given(T("results.pdf"), f"results-{of.term.code}.pdf",
                  lambda: papers.pdf(desk, period, figure(of.narrowed), said, of.least, spoken), "results.pdf",
                  icon=":material/picture_as_pdf:")  # fmt: skip


def _sorted(of: Chosen, by: str) -> list[tuple[Any, Figure]]:
    found = cut(of.narrowed, by, of.least)
    return [(v, found[v]) for v in ordered(found, of.words[by], by)]
