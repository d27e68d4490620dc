"""The charts of the home page: the contingent, the grades of the newest period, and how both rates go."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core.i18n import office_day
from core.kpi.day import letters
from core.ui.charts import Chart, Series, bars, lines
from core.ui.home.board import Board
from core.ui.home.parts import said
from core.ui.page import T, empty, lang
from schemas.words import StudyLanguage

MANY = 25  # departments of one picture


def draw(found: Board, compared: bool = False) -> None:
    """At most three charts: contingent, grades, and rates over periods, or departments compared."""
    left, right = st.columns(2)
    with left:
        contingent(found)
    with right:
        grades(found)
    if compared and found.compared:
        departments(found)
    else:
        rates(found)


def contingent(found: Board) -> None:
    """The contingent by year of study, stacked by language."""
    if not found.contingent:
        empty("home.chart_empty_contingent")
        return
    counts: Counter[tuple[int | None, str | None]] = Counter()
    for row in found.contingent:
        counts[row["year"], row["language"]] += row["n"]
    years = sorted({year for year, _ in counts}, key=lambda y: (y is None, y))
    languages = {spoken for _, spoken in counts}
    spoken = [v for v in [*StudyLanguage, None] if (v and v.value) in languages]
    series = tuple(
        Series(
            v.label(lang()) if v else T("home.none"),
            tuple(counts[y, v and v.value] for y in years),
        )
        for v in spoken
    )
    places = tuple(T("home.year_none") if y is None else T("home.year", year=y) for y in years)
    day = office_day(found.at) if found.at else None
    chart = Chart(
        T("home.chart_contingent"), T("kpi.column.year"), places, series, T("home.unit_students"),
        T("home.chart_contingent_period", day=day), T("home.chart_contingent_source"),
    )  # fmt: skip
    bars(chart, "contingent", stacked=True)


def grades(found: Board) -> None:
    """How many of each letter in the newest period with results, in the order of the scale."""
    counts = letters(found.results)
    if not counts:
        empty("home.chart_empty_results")
        return
    order = [x for x in found.letters if x in counts] + sorted(set(counts) - set(found.letters))
    chart = Chart(
        T("home.chart_letters"), T("kpi.column.letter"), tuple(order),
        (Series(T("home.unit_results"), tuple(counts[x] for x in order)),), T("home.unit_results"),
        said(found.results_period), T("home.chart_letters_source"),
    )  # fmt: skip
    bars(chart, "letters")


def rates(found: Board) -> None:
    """Pass and quality rate over the periods."""
    chosen = [i for i in found.indicators if i.code in ("pass_rate", "quality_rate")]
    if not any(r.value is not None for i in chosen for r in i.readings):
        return
    periods = [r.period for r in chosen[0].readings]
    series = tuple(Series(T(f"kpi.name.{i.code}"), tuple(r.value for r in i.readings)) for i in chosen)
    chart = Chart(
        T("home.chart_rates"), T("kpi.period"), tuple(p.name(lang()) for p in periods), series, T("home.unit_percent"),
        f"{periods[0].name(lang())} – {periods[-1].name(lang())}", T("home.chart_rates_source"), percent=True,
    )  # fmt: skip
    lines(chart, "rates")


def departments(found: Board) -> None:
    """The quality rate of each department in the newest period, best first."""
    rows = [
        (found.names[id], r)
        for id, all_ in found.compared
        if id in found.names
        for r in all_
        if r.code == "quality_rate"
    ]
    known = sorted((x for x in rows if x[1].value is not None), key=lambda x: -(x[1].value or 0))[:MANY]
    if not known:
        return
    chart = Chart(
        T("home.chart_departments"), T("kpi.department"), tuple(n.get(lang()) for n, _ in known),
        (Series(T("kpi.name.quality_rate"), tuple(r.value for _, r in known)),), T("home.unit_percent"),
        known[0][1].period.name(lang()), T("home.chart_rates_source"), percent=True,
    )  # fmt: skip
    bars(chart, "departments", across=True)
