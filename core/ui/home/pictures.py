"""The charts of the home page: the contingent, the grades of the newest semester, how the indicators go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.figures import letters
from core.i18n import office_day
from core.indicators import Line
from core.ui.charts import Chart, Series, bars, lines
from core.ui.home.board import Board
from core.ui.home.parts import said
from core.ui.page import T, empty, lang
from schemas.kinds import Measure
from schemas.words import StudyLanguage


def draw(found: Board, indicators: Sequence[Line] = ()) -> None:
    """At most three charts: contingent, grades, and how the indicators go."""
    left, right = st.columns(2)
    with left:
        contingent(found)
    with right:
        grades(found)
    rates(indicators)


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
        T("home.chart_contingent"), T("figures.column.year"), places, series, T("home.unit_students"),
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
        T("home.chart_letters"), T("figures.column.letter"), tuple(order),
        (Series(T("home.unit_results"), tuple(counts[x] for x in order)),), T("home.unit_results"),
        said(found.results_period), T("home.chart_letters_source"),
    )  # fmt: skip
    bars(chart, "letters")


def rates(indicators: Sequence[Line]) -> None:
    """Shares in percent that are counted over the same periods, in one picture."""
    shares = [x for x in indicators if x.body.measure is Measure.share and x.body.per == 100]
    alike = [x for x in shares if x.periods == shares[0].periods]
    if not any(v and v.value is not None for x in alike for v in x.values):
        return
    places = tuple(p.name.get(lang()) for p in alike[0].periods)
    series = tuple(Series(x.kind.name.get(lang()), tuple(v.value if v else None for v in x.values)) for x in alike)
    chart = Chart(
        T("home.chart_rates"), T("figures.period"), places, series, T("home.unit_percent"),
        f"{places[0]} – {places[-1]}", T("home.chart_rates_source"), percent=True,
    )  # fmt: skip
    lines(chart, "rates")
