"""The indicators that the office keeps on its home page: each against its target, five periods, its rows; all of it is
data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.indicators import Line
from core.indicators.computing import light, worth
from core.indicators.narrowing import by_department
from core.scope import Scope, scope_of
from core.ui.home.board import Board
from core.ui.indicators import board, one
from core.ui.page import T, empty, lang
from core.ui.style import Colour
from core.ui.tables import plain_table
from schemas.base import Id, Text
from schemas.indicator import Part, Reached

# A light is told by its sign and its word; colour only helps.
LIGHTS: Mapping[Reached, tuple[str, Colour]] = {
    Reached.good: ("check_circle", "green"), Reached.near: ("change_history", "orange"),
    Reached.bad: ("cancel", "red"), Reached.watched: ("visibility", "gray"), Reached.no_data: ("help", "gray"),
}  # fmt: skip
MOST = 500


def draw(desk: Desk, found: Board, lines: Sequence[Line], scope: Scope) -> None:
    """Draw the indicators of a scope."""
    st.caption(scope_name(scope, found))
    if not lines:
        empty("home.no_indicators", "home.no_indicators_hint", "pages/indicators.py", "menu.indicators")
        return
    cards(lines)
    chosen = board.screen(lines)
    if scope.departments is None:
        compare(found, lines)
    if chosen is not None:
        one.screen(desk, chosen)


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
        T("figures.department"), [None, *ids], format_func=lambda i: labels[i] if i else T("common.all"),
        key="v:home.department", width=420, label_visibility="collapsed",
    )  # fmt: skip
    return chosen


def scope_name(scope: Scope, found: Board) -> str:
    """Whose figures these are."""
    if scope.departments is None:
        return T("figures.of_institution" if scope.faculties is None else "figures.of_faculties")
    names = [found.names[d].get(lang()) for d in scope.departments if d in found.names]
    return T("figures.of_department", name=", ".join(names))


def cards(lines: Sequence[Line]) -> None:
    """The newest period of each: value, numerator and denominator, light and target, five periods as small bars."""
    for start in range(0, len(lines), 3):
        for place, line in zip(st.columns(3), lines[start : start + 3], strict=False):
            with place.container(border=True, height="stretch", key=f"indicator-{line.kind.code}"):
                _card(line)


def _card(line: Line) -> None:
    last, name = line.last, line.kind.name.get(lang())
    past = [float(v.value) for v in line.values if v is not None and v.value is not None]
    value = T("figures.no_data") if last is None or last.value is None else board.worded(line.body, last.value)
    st.metric(name, value, help=one.definition(line), chart_type="bar", chart_data=past if len(past) > 1 else None)
    if last is None:
        st.caption(T("indicators.not_computed"))
        return
    st.caption(f"{board.parts(last)} · {last.period_name.get(lang())}")
    icon, colour = LIGHTS[last.light]
    st.badge(last.light.label(lang()), icon=f":material/{icon}:", color=colour)
    if last.target is not None:
        st.caption(f"{T('indicators.target')}: {board.worded(line.body, last.target)}")


def compare(found: Board, lines: Sequence[Line]) -> None:
    """Every department in the newest period of each indicator that is cut by department, side by side."""
    cut = [x for x in lines if x.last and by_department(x.body)]
    parts = [{p.cut: p for p in x.last.parts if p.cut in found.names} for x in cut if x.last]
    ids = sorted({id for by in parts for id in by}, key=lambda id: order_key(found.names[id].get(lang())))
    if not ids:
        return
    st.subheader(T("figures.departments"), anchor=False)
    heads = [T("figures.department"), *(x.kind.name.get(lang()) for x in cut)]
    plain_table(heads, [
        [found.names[id].get(lang()), *(_cell(x, by.get(id)) for x, by in zip(cut, parts, strict=True))] for id in ids
    ], right=range(1, len(heads)))  # fmt: skip


def _cell(line: Line, part: Part | None) -> str:
    if part is None:
        return "—"
    value = worth(line.body, part.numerator, part.denominator)
    sign = board.SIGNS[light(line.body, value, line.body.aim(line.last.last) if line.last else None)]
    below = "" if part.denominator is None else f"/{part.denominator}"
    return f"{sign} {board.worded(line.body, value)} ({part.numerator}{below})"
