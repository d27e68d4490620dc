"""The likelihood × impact matrix as a picture: how many risks stand in each cell; a click opens those."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.quality.risks import Matrix
from core.ui.page import T, lang
from schemas.base import Lang
from schemas.quality import RiskLevel
from schemas.quality.risk import FIVE

# The levels from the lowest up: quiet in the light theme and in the dark one; the number in a cell tells it too.
INKS = {
    RiskLevel.low: "rgba(90,150,110,.30)", RiskLevel.medium: "rgba(224,178,90,.38)",
    RiskLevel.high: "rgba(214,120,60,.48)", RiskLevel.critical: "rgba(176,52,52,.58)",
}  # fmt: skip
SIDE = 330  # of the picture, pixels
Counts = tuple[tuple[int, ...], ...]


def draw(found: Matrix, key: str, title: str) -> tuple[int, int] | None:
    """One picture; the (likelihood, impact) of the cell that was clicked."""
    counts = tuple(tuple(found.n(y, x) for x in FIVE) for y in FIVE)
    with st.container(border=True, key=f"chart-{key}"):
        st.markdown(f"**{title}**")
        event = st.plotly_chart(
            _figure(counts, lang()), key=f"plot-{key}", on_select="rerun", selection_mode="points",
            config={"displayModeBar": False}, alt=title,
        )  # fmt: skip
    points = event.selection.points if event else []
    return (int(points[0]["y"]), int(points[0]["x"])) if points else None


@lru_cache(maxsize=64)
def _figure(counts: Counts, spoken: Lang) -> go.Figure:
    levels = list(RiskLevel)
    scale = [[(n + e) / len(levels), INKS[level]] for n, level in enumerate(levels) for e in (0, 1)]
    ground = {
        "type": "heatmap", "x": list(FIVE), "y": list(FIVE), "colorscale": scale, "zmin": -0.5, "zmax": 3.5, "xgap": 2,
        "ygap": 2, "z": [[levels.index(RiskLevel.of(y, x)) for x in FIVE] for y in FIVE], "showscale": False,
        "hoverinfo": "skip",
    }  # fmt: skip
    at = [(x, y) for y in FIVE for x in FIVE]
    corner = {
        "type": "scatter", "mode": "text", "x": [x + 0.36 for x, _ in at], "y": [y - 0.34 for _, y in at],
        "text": [str(x * y) for x, y in at], "textfont": {"size": 10, "color": "gray"}, "hoverinfo": "skip",
    }  # fmt: skip
    same = {"marker": {"opacity": 0.02}}  # a picked cell looks as it did: what was picked is said under the picture
    cells = {
        "type": "scatter", "mode": "markers+text", "x": [x for x, _ in at], "y": [y for _, y in at],
        "text": [f"<b>{n}</b>" if (n := counts[y - 1][x - 1]) else "" for x, y in at], "textfont": {"size": 18},
        "marker": {"symbol": "square", "size": 42, "opacity": 0.02}, "selected": same, "unselected": same,
        "hoverinfo": "text", "hovertext": [_said(x, y, counts[y - 1][x - 1]) for x, y in at],
    }  # fmt: skip
    axis: dict[str, Any] = {"tickvals": list(FIVE), "showgrid": False, "zeroline": False, "fixedrange": True,
                            "range": [0.5, 5.5], "automargin": True}  # fmt: skip
    layout = {
        "height": SIDE, "showlegend": False, "margin": {"l": 8, "r": 8, "t": 8, "b": 8}, "dragmode": False,
        "xaxis": {**axis, "title": {"text": T("quality.impact")}},
        "yaxis": {**axis, "title": {"text": T("quality.likelihood")}}, "clickmode": "event+select",
    }  # fmt: skip
    return go.Figure(data=[ground, corner, cells], layout=layout)


def _said(impact: int, likelihood: int, n: int) -> str:
    level = RiskLevel.of(likelihood, impact).label(lang())
    return T("quality.cell", likelihood=likelihood, impact=impact, level=level, n=n)


__all__ = ["draw"]
