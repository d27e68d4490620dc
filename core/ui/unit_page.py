"""The figures of a department on the screen: an area after another, each figure a way to its page."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from core.ui.page import T, go, lang
from core.ui.style import safe
from core.units.overview import Count, Overview

ICONS = {
    "plans": "menu_book", "sheets": "edit_note", "practices": "work", "debts": "assignment_late", "requests": "outbox",
}  # fmt: skip
ACROSS = 2


def draw(of: Overview) -> None:
    """Every area in a frame of its own, two in a row."""
    areas = list(of.items())
    for start in range(0, len(areas), ACROSS):
        for place, (area, counts) in zip(st.columns(ACROSS), areas[start : start + ACROSS], strict=False):
            with place, st.container(border=True, height="stretch"):
                st.markdown(f"**:material/{ICONS[area]}: {T(f'department.area.{area}')}**")
                _area(area, counts)


def _area(area: str, counts: list[Count]) -> None:
    if not counts:
        st.caption(T(f"department.empty.{area}"))
    for name, own in groupby(counts, key=lambda c: c.name):
        if name:
            st.caption(safe(name.get(lang())))
        for n, one in enumerate(own):
            key = f"unit:{area}:{one.key}:{n}:{name.kk if name else ''}"
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                colour = "red" if one.bad and one.n else "gray"
                st.markdown(f"{T(f'department.count.{one.key}')} :{colour}-badge[{one.n}]", width="content")
                if one.n:
                    go(f"pages/{one.page}.py", "department.open", key=key, **one.address)
