"""The year as a picture: a lane for each kind and audience, today, holidays; the same as a table behind it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from core.calendar.holidays import span
from core.calendar.rules import named
from core.calendar.table import length, years_text
from core.i18n import date_short, month_name, t, weekday_name
from core.ui.charts import PATTERNS
from core.ui.page import T, empty, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.base import Lang
from schemas.calendar import Calendar, Period
from schemas.words import PeriodKind

LANE = 30  # pixels
DAY = timedelta(days=1)
LINE, TODAY = "rgba(128,128,128,0.45)", "#d9480f"  # seen on white and on black


def draw(cal: Calendar, today: date) -> None:
    """The picture and, if asked, its table."""
    if not cal.periods:
        empty("calendar.picture_empty", "calendar.picture_empty_hint")
        return
    st.plotly_chart(
        _figure(cal.model_dump_json(), today, lang()), key=f"calendar-{cal.id}-{cal.revision}",
        config={"displayModeBar": False}, alt=T("calendar.paper_title", span=cal.label().kk),
    )  # fmt: skip
    st.caption(T("calendar.picture_hint"))
    if st.toggle(T("calendar.picture_table"), key="v:calendar.table"):
        table(cal)


def table(cal: Calendar) -> None:
    """The periods in words."""
    heads = ("col_period", "col_starts", "col_ends", "col_length", "col_years", "col_faculty")
    plain_table([T(f"calendar.{h}") for h in heads], [_row(cal, p) for p in cal.periods])


def _row(cal: Calendar, p: Period) -> list[str]:
    weeks, days = length(cal, p)
    return [
        named(p).get(lang()), _worded(p.starts), _worded(p.ends), T("calendar.length", weeks=weeks, days=days),
        years_text(p.years) or T("calendar.everybody"), shown(p.faculty.label) if p.faculty else "",
    ]  # fmt: skip


def _worded(day: date) -> str:
    return T("calendar.weekday_day", day=date_short(day), weekday=weekday_name(day.weekday(), lang(), short=True))


def lane(p: Period, spoken: Lang) -> str:
    """The lane a period lies in: its kind, and for whom where not for all."""
    whom = [t("calendar.paper_for", spoken, years=years_text(p.years))] if p.years else []
    whom += [p.faculty.label.get(spoken)] if p.faculty else []
    return f"{p.kind.label(spoken)} ({', '.join(whom)})" if whom else p.kind.label(spoken)


# Made once for what it shows: plotly checks a figure for longer than a page takes.
@lru_cache(maxsize=64)
def _figure(stored: str, today: date, spoken: Lang) -> go.Figure:
    cal = Calendar.model_validate_json(stored)
    first, last = span(cal.year)
    first = min([first, *(p.starts for p in cal.periods)])
    kinds = [k for k in PeriodKind if any(p.kind is k for p in cal.periods)]
    lanes = [
        name for k in kinds
        for name in dict.fromkeys(lane(p, spoken) for p in cal.periods if p.kind is k)
    ]  # fmt: skip
    data = [_bars(cal, k, i, spoken) for i, k in enumerate(kinds)]
    months = [date(y, m, 1) for y in (cal.year, cal.year + 1) for m in range(1, 13) if first <= date(y, m, 1) <= last]
    shapes: list[dict[str, Any]] = [_line(h.day, LINE, 1) for h in cal.holidays if not h.working]
    notes: list[dict[str, Any]] = []
    if first <= today <= last:
        shapes.append(_line(today, TODAY, 3))
        text = f"{T('calendar.today')}, {date_short(today)}"
        notes = [{"x": today.isoformat(), "y": 0, "yref": "paper", "yanchor": "top", "text": text,
                  "showarrow": False, "font": {"color": TODAY, "size": 13}}]  # fmt: skip
    layout = {
        "height": LANE * len(lanes) + 100, "showlegend": False, "barmode": "overlay", "bargap": 0.25,
        "margin": {"l": 8, "r": 8, "t": 28, "b": 28}, "shapes": shapes, "annotations": notes,
        "xaxis": {"type": "date", "range": [first.isoformat(), (last + DAY).isoformat()], "side": "top",
                  "tickvals": [m.isoformat() for m in months], "ticklabelmode": "instant", "showgrid": True,
                  "ticktext": [month_name(m.month, spoken) for m in months], "automargin": True},
        "yaxis": {"type": "category", "categoryorder": "array", "categoryarray": lanes[::-1], "automargin": True,
                  "range": [-0.6, len(lanes) - 0.4]},
    }  # fmt: skip
    return go.Figure(data=data, layout=layout)


def _line(day: date, colour: str, wide: int) -> dict[str, Any]:
    x = day.isoformat()
    pen = {"color": colour, "width": wide}
    return {
        "type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": pen,
        "layer": "above" if wide > 1 else "below",
    }  # fmt: skip


def _bars(cal: Calendar, kind: PeriodKind, place: int, spoken: Lang) -> dict[str, Any]:
    """One kind: lying bars from the first day to the end of the last, their days written in or beside them."""
    mine = [p for p in cal.periods if p.kind is kind]
    said = [f"{p.starts:%d.%m}–{p.ends:%d.%m}" for p in mine]
    hover = [
        f"{_plain(named(p).get(spoken))}<br>{date_short(p.starts)} – {date_short(p.ends)}<br>"
        + T("calendar.length", weeks=length(cal, p)[0], days=length(cal, p)[1])
        for p in mine
    ]
    return {
        "type": "bar", "orientation": "h", "name": kind.label(spoken), "y": [_plain(lane(p, spoken)) for p in mine],
        "base": [p.starts.isoformat() for p in mine],
        "x": [((p.ends - p.starts) + DAY).total_seconds() * 1000 for p in mine],
        "text": said, "textposition": "auto", "insidetextanchor": "middle", "textangle": 0, "cliponaxis": False,
        "hovertext": hover, "hoverinfo": "text", "constraintext": "none",
        "marker": {"pattern": {"shape": PATTERNS[place % len(PATTERNS)], "solidity": 0.15, "fillmode": "overlay",
                               "fgopacity": 0.3}},
    }  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
