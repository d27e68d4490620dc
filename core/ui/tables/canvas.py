"""Tables that are drawn on a canvas, and the same as text beside them for who wishes it (a switch of the frame).

A canvas is fast and can be walked by arrows, but a screen reader, a browser's search and big letters see little of
it. As text a table is plain HTML; its rows are opened or marked by a list of choice. Every table goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.util import AttributeDictionary

from core.ui.page import T
from core.ui.style import safe

KEY = "tables.as_text"  # no «v:»: it stands in the frame, drawn before a page says its lists anew
MOST = 500  # rows as text: more would be a page nobody reads


def switch() -> None:
    """The switch, in the frame around every page; it holds as long as the tab."""
    st.toggle(T("tables.as_text"), key=KEY, help=T("tables.as_text_help"), persist_state="session")


def table_drawn(data: Any, **how: Any) -> Any:
    """`st.dataframe`, with the same as text where the switch is on; what is chosen by either way is given back."""
    drawn = st.dataframe(data, **how)
    if not st.session_state.get(KEY):
        return drawn
    frame = said(data, how.get("column_config"))
    _text(frame)
    if how.get("on_select") != "rerun" or frame.empty:
        return drawn
    return _chosen(frame, _frame(data).columns[0], how) or drawn


def table_typed(data: Any, **how: Any) -> Any:
    """`st.data_editor`, with what stands in it now as text under it where the switch is on."""
    edited = st.data_editor(data, **how)
    if st.session_state.get(KEY):
        _text(said(edited, how.get("column_config")))
    return edited


def said(data: Any, config: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The cells as texts under the headings that the screen shows; hidden columns are left out."""
    frame = _frame(data)
    config = config or {}
    frame = frame[[c for c in frame.columns if not (c in config and config[c] is None)]]
    heads = [str((config.get(c) or {}).get("label") or c) for c in frame.columns]
    texts = [["" if v is None or v is pd.NA or v != v else str(v) for v in row] for row in frame.to_numpy(object)]
    return pd.DataFrame(texts, columns=heads, index=range(1, len(texts) + 1), dtype=str)


def _frame(data: Any) -> pd.DataFrame:
    # A frame with a style holds its values in `data`; a bare one may have a column of that name.
    return data if isinstance(data, pd.DataFrame) else pd.DataFrame(getattr(data, "data", data))


def _text(frame: pd.DataFrame) -> None:
    # Two columns of one heading are one too many for st.table.
    heads = [safe(h) + " " * n for n, h in enumerate(frame.columns)]
    st.table(frame.head(MOST).map(safe).set_axis(heads, axis=1), border="horizontal")  # it reads Markdown
    if len(frame) > MOST:
        st.caption(T("tables.as_text_first", n=MOST, of=len(frame)))


def _chosen(frame: pd.DataFrame, first: Any, how: Mapping[str, Any]) -> Any:
    """The rows chosen from the list, as Streamlit gives them (a cell: of the first column); None where nothing is."""
    names = [" · ".join([str(n), *(c for c in row[:3] if c)]) for n, row in enumerate(frame.to_numpy(object), 1)]
    key, many = f"{how.get('key')}:text", str(how.get("selection_mode", "")).startswith("multi")
    rows: list[int]
    if many:
        rows = st.multiselect(T("tables.mark"), range(len(names)), format_func=names.__getitem__, key=key,
                              placeholder=T("tables.as_text_choose"))  # fmt: skip
    else:
        one = st.selectbox(T("tables.as_text_open"), range(len(names)), None, format_func=names.__getitem__, key=key,
                           placeholder=T("tables.as_text_choose"))  # fmt: skip
        rows = [] if one is None else [one]
    if not rows:
        return None
    cells = [(n, first) for n in rows]
    return AttributeDictionary({"selection": {"rows": rows, "columns": [], "cells": cells}})
