"""The list of nonconformities: how many stand where, the late ones first, by source as a picture."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.desk import Desk
from core.quality import READ
from core.quality.nonconformities import reading
from core.quality.nonconformities.reading import Counts
from core.ui.charts import Chart, Series, bars
from core.ui.page import T, lang
from core.ui.style import metrics, shown
from core.ui.tables import Listing, headed, listing, plain_views
from schemas.quality import UNSETTLED, NonconformitySource, NonconformityState

State = NonconformityState


def screen(desk: Desk) -> str | None:
    """Figures, views and the list; the id of the one that was opened."""
    counts = reading.counts(desk)
    figures(counts)
    views = [v for v in reading.VIEWS if v != "to_check" or desk.may(READ)]
    names = {v: T(f"quality.view_{v}") for v in views}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            T("quality.view"), views, default=views[0], required=True, key="v:quality.view",
            format_func=lambda v: names.get(v, v), label_visibility="collapsed",
        )  # fmt: skip
        plain_views(desk, "quality")
    columns = reading.columns(desk)
    late = headed("late", "quality.late_days", "int")
    at = next((n for n, (p, _) in enumerate(columns) if p == "due"), len(columns))
    columns.insert(at + 1, late)
    usual = ["number", "due", "late", "status", "text", "responsible", "source"]
    opened = listing(
        desk,
        Listing(
            name="nonconformities", read=partial(reading.listed, desk, view), count=partial(reading.count, desk, view),
            columns=columns, filters=reading.filters(desk), usual=usual, export=READ,
            nothing=f"quality.none_{view}", sorts={s: f"quality.by_{s}" for s in reading.SORTS},
            name_of=lambda row: str(row["number"]),
        ),
    )  # fmt: skip
    if counts.total:
        with st.expander(T("quality.chart"), icon=":material/bar_chart:"):
            picture(counts, f"01.01.{desk.today().year} – {shown(desk.today())}")
    return str(opened["_id"]) if opened else None


def figures(counts: Counts) -> None:
    """How many stand where; the late first."""
    of = counts.by_state
    working = sum(of.get(s.value, 0) for s in (State.opened, State.analysed, State.planned))
    metrics([
        (T("quality.overdue"), counts.overdue, T("quality.overdue_hint")),
        (State.proposed.label(lang()), of.get(State.proposed.value, 0), T("quality.proposed_hint")),
        (T("quality.in_work"), working, None),
        (T("quality.view_to_check"), of.get(State.done.value, 0), T("quality.to_check_hint")),
    ])  # fmt: skip


def picture(counts: Counts, period: str) -> None:
    """By source: those that are not settled and those that are."""
    places = [s for s in NonconformitySource if s.value in counts.by_source]
    open_ = [s.value for s in UNSETTLED]

    def of(states: list[str]) -> tuple[int, ...]:
        return tuple(sum(counts.by_source[p.value].get(s, 0) for s in states) for p in places)

    series = (
        Series(T("quality.view_unsettled"), of(open_)),
        Series(State.closed.label(lang()), of([State.closed.value])),
        Series(State.declined.label(lang()), of([State.declined.value])),
    )
    chart = Chart(
        T("quality.chart"), T("quality.source"), tuple(p.label(lang()) for p in places), series,
        T("quality.chart_unit"), period, T("quality.chart_source"),
    )  # fmt: skip
    bars(chart, "nonconformities", stacked=True, across=True)
