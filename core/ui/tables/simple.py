"""A list whose filters the page draws by itself: the page number, and the row that was clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from core.db.store import Row
from core.ui.page import T, lang
from core.ui.tables.canvas import table_drawn
from core.ui.tables.cells import NUMBERS, TALL, Column, text

SIZE = 50


def pager(name: str, asked: Any) -> int:
    """The page (from 0) a list stands on; another question begins at the first."""
    held = st.session_state.get(f"pager:{name}")
    if held is None or held[0] != repr(asked):
        st.session_state[f"pager:{name}"] = held = (repr(asked), 0)
    return int(held[1])


def picked(
    name: str, columns: Sequence[Column], rows: Sequence[Row], page: int = 0, size: int = SIZE,
    widths: Mapping[str, int] | None = None, tall: bool = False,
) -> str | None:  # fmt: skip
    """Draw stored rows; the id of the clicked one, else None.

    name: «<pager's name>.<anything>», so that the buttons under the table turn that pager's pages. widths: of columns
    in pixels, where not by itself. tall: two lines a row, for sentences.
    """
    frame = table_frame(columns, rows)
    ids = [str(r["_id"]) for r in rows]
    found = table_drawn(
        frame, hide_index=True, column_config=heads(columns, widths), on_select="rerun", selection_mode="single-cell",
        key=f"rows:{name}:{hash(tuple(ids))}", height=table_height(len(rows) * (1 + tall)), width="stretch",
        row_height=TALL if tall else None,
    )  # fmt: skip
    turns(name, name.partition(".")[0], page, len(rows) < size)
    cells = found.selection.cells
    return ids[cells[0][0]] if cells and cells[0][0] < len(ids) else None


def turns(name: str, of: str, page: int, last: bool) -> None:
    """The buttons that turn the pages of a pager (`of`); nothing where there is but one page."""
    if not page and last:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for words, by, off, icon in (("previous", -1, not page, "chevron_left"), ("next", 1, last, "chevron_right")):
            st.button(
                T(f"common.{words}"), key=f"{words[:4]}:{name}", disabled=off, on_click=_turn, args=(of, by),
                icon=f":material/{icon}:",
            )  # fmt: skip


def _turn(name: str, by: int) -> None:
    asked, page = st.session_state.get(f"pager:{name}", ("", 0))
    st.session_state[f"pager:{name}"] = (asked, max(0, page + by))


def table_frame(columns: Sequence[Column], rows: Sequence[Row]) -> pd.DataFrame:
    """The cells as people read them."""
    said = [[text(c, row, lang()) for c in columns] for row in rows]
    return pd.DataFrame(said, columns=[p for p, _ in columns], dtype=str)


def heads(columns: Sequence[Column], widths: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Headings in the screen's language; figures stand right."""
    return {
        p: st.column_config.TextColumn(
            s.label(lang()), alignment="right" if s.kind in NUMBERS else "left", width=(widths or {}).get(p)
        )
        for p, s in columns
    }


def table_height(rows: int) -> int | Literal["content"]:
    """As high as its rows, up to twenty of them."""
    return "content" if rows <= 20 else 758
