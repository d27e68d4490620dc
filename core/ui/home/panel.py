"""The page of indicators: the newest period against its target, five periods, departments, the rows behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key, percent
from core.kpi.readings import Indicator
from core.kpi.rules import RULES, Reading
from core.kpi.scope import Scope, scope_of
from core.ui.home import behind
from core.ui.home.board import Board
from core.ui.home.naming import fraction, period_name, worded
from core.ui.page import T, empty, lang
from core.ui.style import Colour
from core.ui.tables.simple import table_height
from schemas.base import Id, Text

# A light is told by its sign and its word; colour only helps.
LIGHTS: Mapping[str, tuple[str, Colour, str]] = {
    "good": ("check_circle", "green", "✓"), "near": ("change_history", "orange", "△"), "bad": ("cancel", "red", "✕"),
    "none": ("remove", "gray", ""), "no_data": ("help", "gray", ""),
}  # fmt: skip
MOST = 500


def draw(desk: Desk, found: Board, scope: Scope, department: Id | None) -> None:
    """Draw the indicators of a scope; department: the one it was narrowed to."""
    st.caption(scope_name(scope, found))
    if not found.indicators:
        empty("kpi.no_periods", "kpi.no_periods_hint", "pages/references.py", "menu.references")
        return
    cards(found.indicators)
    five(found.indicators)
    if found.compared:
        compare(found)
    behind.draw(desk, found, department)


def choose_department(desk: Desk) -> Id | None:
    """Whoever sees several departments may look at one of them."""
    if scope_of(desk).departments is not None:
        return None
    faculties = scope_of(desk).faculties
    where: Row = {"kind": "department"} | ({"parent.id": {"$in": list(faculties)}} if faculties is not None else {})
    rows = desk.store.rows("departments", where, {"name": 1}, limit=MOST)
    labels = {r["_id"]: Text.model_validate(r["name"]).get(lang()) for r in rows}
    ids = sorted(labels, key=lambda i: order_key(labels[i]))
    chosen: Id | None = st.selectbox(
        T("kpi.department"), [None, *ids], format_func=lambda i: labels[i] if i else T("common.all"),
        key="v:home.department", width=420, label_visibility="collapsed",
    )  # fmt: skip
    return chosen


def scope_name(scope: Scope, found: Board) -> str:
    """Whose figures these are."""
    if scope.departments is None:
        return T("kpi.of_institution" if scope.faculties is None else "kpi.of_faculties")
    names = [found.names[d].get(lang()) for d in scope.departments if d in found.names]
    return T("kpi.of_department", name=", ".join(names))


def cards(indicators: Sequence[Indicator]) -> None:
    """The newest period of each indicator: value, its fraction, target and light, and five periods as a small line."""
    for start in range(0, len(indicators), 3):
        for place, i in zip(st.columns(3), indicators[start : start + 3], strict=False):
            with place.container(border=True, height="stretch", key=f"kpi-{i.code}"):
                past = [float(r.value) for r in i.readings if r.value is not None]
                st.metric(
                    T(f"kpi.name.{i.code}"), worded(i.last), help=T(f"kpi.formula.{i.code}"),
                    chart_data=past if len(past) > 1 else None, chart_type="bar",
                )  # fmt: skip
                st.caption(" · ".join(p for p in (fraction(i.last), period_name(i.last.period)) if p))
                icon, colour, _ = LIGHTS[i.last.light]
                st.badge(T(f"kpi.light.{i.last.light}"), icon=f":material/{icon}:", color=colour)
                if i.last.target is not None:
                    st.caption(T("kpi.target", value=percent(i.last.target, lang())))


def _cell(reading: Reading) -> str:
    part = fraction(reading)
    sign = LIGHTS[reading.light][2]
    return " ".join(p for p in (sign, worded(reading), f"({part})" if part else "") if p)


def five(indicators: Sequence[Indicator]) -> None:
    """Every indicator in its five periods, with numerator and denominator in each cell."""
    st.subheader(T("kpi.five"), anchor=False)
    st.caption(T("kpi.five_hint"))
    columns: dict[str, list[str]] = {T("kpi.indicator"): [T(f"kpi.name.{i.code}") for i in indicators]}
    for n, reading in enumerate(indicators[0].readings):
        columns[period_name(reading.period)] = [_cell(i.readings[n]) for i in indicators]
    st.dataframe(columns, hide_index=True, width="stretch", key="kpi-five")


def compare(found: Board) -> None:
    """Every department's newest period, side by side."""
    st.subheader(T("kpi.departments"), anchor=False)
    period = found.compared[0][1][0].period
    st.caption(T("kpi.departments_hint", period=period_name(period)))
    rows = sorted(
        ((found.names[id].get(lang()), readings) for id, readings in found.compared if id in found.names),
        key=lambda r: order_key(r[0]),
    )
    columns: dict[str, list[str]] = {T("kpi.department"): [name for name, _ in rows]}
    for n, code in enumerate(RULES):
        columns[T(f"kpi.name.{code}")] = [_cell(readings[n]) for _, readings in rows]
    st.dataframe(columns, hide_index=True, width="stretch", height=table_height(len(rows)), key="kpi-compare")
