"""Charts: each with its unit, period and source under it and its table behind; colours are the theme's own."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core import export
from core.i18n import number, percent
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from schemas.base import Lang

Value = int | Decimal | None
HEIGHT, LOW = 300, 150  # of a picture; of one with few lying bars
FAR, LETTERS = 420, 18  # of a picture read from a distance: its height, its letters
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEW = 10
LINE = 12  # letters of a place in one line under an upright axis
LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}  # grows up
PATTERNS = ("", "/", ".", "x", "-", "|", "+")  # a series is told from another without its colour too
DASHES = ("solid", "dash", "dot", "dashdot")
# Figures inside bars, in the light theme and in the dark one; a pattern draws away from them, never towards them.
WORDS = {False: "#FFFFFF", True: "#10191D"}
HATCH = {False: "#000000", True: "#FFFFFF"}
HATCHED = 0.35  # how much of it covers the bar's own colour
STRIP = "rgba(128, 128, 128, 0.22)"  # seen on a light and on a dark ground
MARKERS = ("circle", "square", "diamond", "cross")


@dataclass(frozen=True)
class Series:
    """One series: its name and a value for each place on the axis; None where there is no data."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Chart:
    """What a chart shows. head: heading of the axis in the table; unit, period (none where the source says
    it) and source are said under it.

    beside: columns of the table and the file alone, such as what a share is divided by. far: drawn large, to be read
    from a distance. inks: a colour for each series, where the theme's own would not tell their order. band: the two
    edges of a shaded strip behind the lines, such as a target and the level at which it warns.
    """

    title: str
    head: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    period: str
    source: str
    percent: bool = False
    beside: tuple[Series, ...] = ()
    far: bool = False
    inks: tuple[str, ...] = ()
    band: tuple[Series, Series] | None = None


def bars(chart: Chart, key: str, stacked: bool = False, across: bool = False) -> None:
    """Draw a bar chart; across: lying bars, for long names."""
    _draw(chart, key, _bars(chart, stacked, across, lang(), st.context.theme.type == "dark"))


def lines(chart: Chart, key: str) -> None:
    """Draw series over periods; a period without data is a gap, never a zero."""
    _draw(chart, key, _lines(chart, lang()))


# Plotly checks and copies a figure for longer than everything else of a page takes: a picture is made once for the
# very values, words and language it shows (all of them are in the key), and is only read afterwards.
@lru_cache(maxsize=256)
def _bars(chart: Chart, stacked: bool, across: bool, spoken: Lang, dark: bool = False) -> go.Figure:
    data = []
    places = [_plain(p) if across else _wrapped(p) for p in chart.places]
    for i, s in enumerate(chart.series):
        axes = {"x": _numbers(s), "y": places} if across else {"x": places, "y": _numbers(s)}
        pattern = {"shape": PATTERNS[i % len(PATTERNS)], "solidity": 0.2, "fillmode": "overlay",
                   "fgopacity": HATCHED, "fgcolor": HATCH[dark]}  # fmt: skip
        marker: dict[str, Any] = {**_ink(chart, i)}
        words = readable_on(marker["color"]) if marker else WORDS[dark]
        data.append({
            **axes, "type": "bar", "name": _plain(s.name), "text": _said(chart, s),
            "orientation": "h" if across else "v", "textposition": "inside" if stacked else "auto", "textangle": 0,
            "constraintext": "none" if across and not stacked else "both", "cliponaxis": False, "hoverinfo": "text",
            "hovertext": _hover(chart, s), "marker": marker or {"pattern": pattern}, "insidetextfont": {"color": words},
        })  # fmt: skip
    layout: dict[str, Any] = {"barmode": "stack" if stacked else "group"}
    if across:
        layout["yaxis"] = {"autorange": "reversed", "automargin": True, "type": "category"}
        thick = 28 if stacked or len(chart.series) == 1 else 22 * len(chart.series)
        thick = thick * FAR // HEIGHT if chart.far else thick
        layout["height"] = max(LOW, thick * len(chart.places) + (110 if chart.far else 60))
    else:
        layout["xaxis"] = {"type": "category"}
    return _figure(chart, data, layout, spoken)


@lru_cache(maxsize=256)
def _lines(chart: Chart, spoken: Lang) -> go.Figure:
    data = [
        {
            "type": "scatter", "mode": "lines+markers+text", "x": [_wrapped(p) for p in chart.places],
            "y": _numbers(s), "name": _plain(s.name), "text": [] if i and _level(s) else _said(chart, s),
            "hoverinfo": "text", "textposition": "bottom center" if i else "top center", "hovertext": _hover(chart, s),
            "line": {"dash": DASHES[i % len(DASHES)], "width": 4 if chart.far else 3, **_ink(chart, i)},
            "connectgaps": False, "cliponaxis": False,
            "marker": {"symbol": MARKERS[i % len(MARKERS)], "size": 13 if chart.far else 9, **_ink(chart, i)},
        }
        for i, s in enumerate(chart.series)
    ]  # fmt: skip
    return _figure(chart, data + _strip(chart), {"xaxis": {"type": "category"}}, spoken)


def _level(series: Series) -> bool:
    """The same value everywhere, such as a target: said by the axis, and its number would only cover the others."""
    return len(set(series.values) - {None}) == 1


def _strip(chart: Chart) -> list[dict[str, Any]]:
    """The strip between the two edges of a band: no line of its own, one word of the legend."""
    if chart.band is None:
        return []
    plain = {
        "type": "scatter", "mode": "lines", "x": [_wrapped(p) for p in chart.places], "line": {"width": 0},
        "hoverinfo": "skip", "connectgaps": False, "name": _plain(chart.band[1].name),
    }  # fmt: skip
    low, high = chart.band
    return [
        {**plain, "y": _numbers(low), "showlegend": False},
        {**plain, "y": _numbers(high), "fill": "tonexty", "fillcolor": STRIP},
    ]


def contrast(one: str, other: str) -> float:
    """How two colours (#rrggbb) stand apart, 1 to 21 (WCAG 2: words 4.5, large words and shapes 3)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(colour: str) -> str:
    """White or the dark ink, whichever is read better on a colour."""
    return max(WORDS.values(), key=lambda words: contrast(words, colour))


def worded(value: Value, in_percent: bool = False, places: int | None = None) -> str:
    """A value as people read it; a dash where there is no data."""
    if value is None:
        return "—"
    return percent(value, lang(), 1 if places is None else places) if in_percent else number(value, lang(), places)


def _ink(chart: Chart, at: int) -> dict[str, str]:
    return {"color": chart.inks[at % len(chart.inks)]} if chart.inks else {}


def _numbers(series: Series) -> list[float | None]:
    return [None if v is None else float(v) for v in series.values]


def _said(chart: Chart, series: Series) -> list[str]:
    return [worded(v, chart.percent) if v else "" for v in series.values]


def _hover(chart: Chart, series: Series) -> list[str]:
    told = zip(chart.places, series.values, strict=True)
    return [f"{_plain(place)}<br>{_plain(series.name)}: {worded(v, chart.percent)}" for place, v in told]


def _plain(text: str) -> str:
    """Plotly reads some markup in texts: data must not be read as such."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _wrapped(text: str) -> str:
    """A place under an upright axis: a term and its number stand in lines of their own instead of askew."""
    return "<br>".join(_plain(part) for part in textwrap.wrap(text, LINE, break_long_words=False)) or text


def _figure(chart: Chart, data: list[dict[str, Any]], layout: dict[str, Any], spoken: Lang) -> go.Figure:
    value_axis: dict[str, Any] = {
        "rangemode": "tozero", "ticksuffix": "%" if chart.percent else "", "automargin": True,
    }  # fmt: skip
    told = [v for s in chart.series for v in s.values if v is not None]
    if told and sum(told) < FEW and all(v == int(v) for v in told):
        value_axis["dtick"] = 1  # a few people are never halves on the axis
    whole = {
        "height": HEIGHT, "separators": ".," if spoken == "en" else ",\u202f", "showlegend": len(chart.series) > 1,
        "margin": {"l": 8, "r": 24, "t": 24, "b": 8}, "legend": LEGEND,
        "xaxis" if "yaxis" in layout else "yaxis": value_axis, **layout,
    }  # fmt: skip
    if chart.far:
        value_axis["tickfont"] = {"size": LETTERS - 2}
        whole |= {
            "height": layout.get("height", FAR),
            "font": {"size": LETTERS},
            "uniformtext": {"minsize": LETTERS - 3, "mode": "hide"},
            "legend": LEGEND | {"font": {"size": LETTERS - 1}},
            "margin": {"l": 8, "r": 40, "t": 30, "b": 8},
        }
        whole["yaxis" if "yaxis" in layout else "xaxis"] = {
            **layout.get("yaxis", layout.get("xaxis", {})),
            "tickfont": {"size": LETTERS - 1},
        }
        for trace in data:
            trace |= {"textfont": {"size": LETTERS}, **({"insidetextanchor": "middle"} if "barmode" in layout else {})}
    return go.Figure(data=data, layout=whole)


def _draw(chart: Chart, key: str, figure: go.Figure) -> None:
    how = "home.chart_source" if chart.period else "home.chart_of"
    said = T(how, unit=chart.unit, period=chart.period, source=chart.source)
    with st.container(border=True, key=f"chart-{key}"):
        st.markdown(f"**{safe(chart.title)}**")
        st.plotly_chart(figure, key=f"plot-{key}", config={"displayModeBar": False}, alt=chart.title)
        st.caption(safe(said))
        if st.toggle(T("home.chart_table"), key=f"table-{key}"):
            table_drawn(table(chart), hide_index=True, width="stretch")
            made = partial(file, chart, said)
            st.download_button(T("home.chart_xlsx"), made, f"{key}.xlsx", XLSX, key=f"xlsx-{key}", type="tertiary",
                               icon=":material/table_view:", on_click="ignore")  # fmt: skip


def file(chart: Chart, said: str = "") -> bytes:
    """The chart's numbers for Excel, with its title and what it is counted from above them."""
    columns = [*chart.series, *chart.beside]
    rows = [
        [place, *(round(v, 2) if isinstance(v := s.values[n], Decimal) else v for s in columns)]
        for n, place in enumerate(chart.places)
    ]
    return export.xlsx([chart.head, *(s.name for s in columns)], rows, chart.title, [chart.title, said])


def table(chart: Chart) -> Mapping[str, Sequence[str]]:
    """The chart's numbers as a table of texts: its places, then a column for each series."""
    columns: dict[str, list[str]] = {chart.head: list(chart.places)}
    for s in chart.series:
        columns[s.name] = [worded(v, chart.percent) for v in s.values]
    for s in chart.beside:
        columns[s.name] = [worded(v) for v in s.values]
    return columns
