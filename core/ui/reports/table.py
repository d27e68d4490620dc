"""A report that was made, as people see it: its table, its picture, what stands under it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from core.desk import Desk
from core.reports import PERCENT, TOTAL, Made
from core.ui.charts import Chart, Series, bars, lines
from core.ui.page import T
from core.ui.reports.behind import card_of, rows_behind
from core.ui.style import safe
from core.ui.tables.canvas import table_drawn
from core.ui.tables.simple import table_height
from schemas.report import Picture, ReportBody

BUILT = "report"  # the key of the look beside the builder
PLACES, SERIES, SHORT = 30, 8, 14  # of one picture; letters of a name that stands under a bar
LONG = 26  # letters of a name


def draw(made: Made, key: str, picture: Picture | str = Picture.none, first: int = 0, told: bool = True,
         opens: tuple[Desk, ReportBody] | None = None) -> None:  # fmt: skip
    """Everything of it. key: by what widgets are told apart; first: only so many rows; told: with what stands under
    it: of what, of what time, how many records, by whom; opens: a chosen cell shows the records of that question, a
    chosen row of a list its record."""
    if not made.rows:
        st.info(T("report_builder.nothing"), icon=":material/inbox:")
        st.caption(safe(" · ".join(made.notes)))
        return
    card = card_of(made.collection) if opens else None  # a list has its records before it
    opens = opens if made.cut and not made.sample else None
    chosen = _table(made, key, first, bool(opens or card))
    if card and chosen and chosen[0] < len(made.ids):
        card(made.ids[chosen[0]])
    elif opens and chosen:
        rows_behind(*opens, made, *chosen, key)
    elif (opens or card) and told:
        st.caption(T("report_builder.press_cell" if opens else "report_builder.press_row"))
    if made.total is not None and Picture(picture) is not Picture.none:
        chart(made, key, Picture(picture))  # says the same under itself
    elif told:
        st.caption(safe(" · ".join(made.notes)))


def _table(made: Made, key: str, first: int, choosing: bool) -> tuple[int, int] | None:
    """Draw it; the row and column of the cell that is chosen."""
    numbered = [(r, row) for r, row in made.lines if r == TOTAL or not first or r < first]
    said = [[made.said(r, c, v) for c, v in enumerate(row)] for r, row in numbered]
    heads = _apart([h.whole or " " for h in made.headings])
    frame = pd.DataFrame(said, columns=heads, dtype=str)
    bold = [n for n, (r, _) in enumerate(numbered) if r == TOTAL]
    style = frame.style.apply(lambda row: ["font-weight: bold" if row.name in bold else ""] * len(row), axis=1)
    # Beside the builder long names would push what is counted out of sight; the picture says them whole.
    long = {c for c in range(made.cut) if key == BUILT and len(heads) > 2 and max(len(r[c]) for r in said) > LONG}
    config = {
        name: st.column_config.TextColumn(name, alignment="right" if h.kind in ("number", PERCENT) else "left",
                                          help=h.whole, width=180 if c in long else None,
                                          pinned=c < made.cut and made.cut < 3 and len(heads) > 6)
        for c, (name, h) in enumerate(zip(heads, made.headings, strict=True))
    }  # fmt: skip
    # A choice is by place: other rows are another table. What opens nothing keeps its name, and so its place.
    drawn: Any = table_drawn(
        style, hide_index=True, column_config=config, width="stretch", height=table_height(len(said)),
        key=f"rows:{key}:{hash((made.headings, made.rows))}" if choosing else f"rows:{key}",
        on_select="rerun" if choosing else "ignore", selection_mode="single-cell",
    )  # fmt: skip
    if made.hidden:
        st.caption(T("report_builder.hidden", n=made.hide_under))
    cells = drawn.selection.cells if choosing else ()
    if not cells or cells[0][0] >= len(numbered) or cells[0][1] not in heads:
        return None
    return numbered[cells[0][0]][0], heads.index(cells[0][1])


def _apart(heads: Sequence[str]) -> list[str]:
    """A table of the browser keeps but one of two equal headings."""
    return [h if h not in heads[:n] else f"{h} ({n})" for n, h in enumerate(heads)]


def chart(made: Made, key: str, picture: Picture) -> None:
    """The table as a picture: its rows as places, what stands across (or its measures) as series."""
    percent = [c for c, h in enumerate(made.headings) if c >= made.cut and h.kind == PERCENT]
    across = [c for c, h in enumerate(made.headings) if h.over and not h.total and h.figure == 0]
    columns = across or [c for c, h in enumerate(made.headings) if c >= made.cut]
    shares = [c for c in columns if c in percent]  # shares and numbers have no one axis: what is compared is shown
    if not across:  # nor have numbers of records, hundreds of them, and a mean of their points
        counts = [c for c in columns if all(isinstance(row[c], int) for row in made.rows)]
        columns = [c for c in columns if c in (*shares, *counts)] if counts else columns
    alike = shares if 2 * len(shares) >= len(columns) else [c for c in columns if c not in percent]
    columns = alike[:SERIES]
    if not columns:
        return
    rows = made.rows[:PLACES]
    places = tuple(" · ".join(str(v) for v in row[: made.cut]) for row in rows)
    told = {c: tuple(_number(row[c], 4 if c in percent else 2) for row in rows) for c in columns}
    series = tuple(Series(made.headings[c].over or made.headings[c].words, told[c]) for c in columns)
    unit = T("report_builder.percent") if columns[0] in percent else made.headings[columns[0]].words
    shown = Chart(
        made.title or T("report_builder.chart"), made.headings[0].words, _unlike(places), series,
        unit or T("report_builder.number"), "", " · ".join([*made.notes, *_part(made, len(alike))]),
        percent=columns[0] in percent,
    )  # fmt: skip
    if picture is Picture.lines:
        lines(shown, key)
    else:
        stacked = picture is Picture.stacked and len(series) > 1
        bars(shown, key, stacked=stacked, across=max(map(len, places), default=0) > SHORT)


def _part(made: Made, series: int) -> list[str]:
    """What of the table is in the picture, where that is not all of it."""
    part = [T("tabled.first_n", n=PLACES)] if len(made.rows) > PLACES else []
    part += [T("tabled.first_columns", n=SERIES)] if series > SERIES else []
    return [T("report_builder.chart_part", what=", ".join(part))] if part else []


def _unlike(places: Sequence[str]) -> tuple[str, ...]:
    return tuple(p if p not in places[:n] else f"{p} ({n})" for n, p in enumerate(places))


def _number(value: object, places: int) -> int | Decimal | None:
    """As it stands at a bar: a mean has thirty digits in the database."""
    return round(value, places) if isinstance(value, Decimal) else value if isinstance(value, int) else None


__all__ = ["BUILT", "chart", "draw"]
