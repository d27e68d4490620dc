"""The box itself: a field in the sidebar that opens the search, and what is done with what was chosen there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from core import finding
from core.desk import Desk
from core.errors import OfficeError
from core.ui import menu
from core.ui.component import component
from core.ui.page import T, lang

KEY = "finding"
WORDS = ("open", "label", "hint", "keys", "failed", "pin", "unpin", "n_found")


def search_field(desk: Desk) -> None:
    """Draw it; what was chosen is opened."""
    data = {"lang": lang(), "texts": {word: T(f"finding.{word}", n="{n}") for word in WORDS}}
    with st.container(key="finding-box"):  # core/web/static/app.css puts it beside the mark, above the long menu
        answer: Any = component("finding", Path(__file__).parent, "finding.js", "finding.css")(
            key=KEY, data=data, on_go_change=lambda: None
        )
    chosen = way(desk, getattr(answer, "go", None))
    if chosen:
        st.switch_page(f"pages/{chosen[0]}.py", query_params=chosen[1] or None)


def way(desk: Desk, go: Any) -> tuple[str, dict[str, str]] | None:
    """Where a choice leads: a page of this user's and the words of its address; None for anything else."""
    if not isinstance(go, dict) or not isinstance(go.get("address"), dict):
        return None
    page = str(go.get("page"))
    if page not in {item.file for item in menu.allowed(desk.actor)}:
        return None
    return page, {str(k): str(v) for k, v in go["address"].items()}


def remembered(desk: Desk, page: str) -> None:
    """Remember what this page has opened, once while it stays on the screen."""
    mark = (page, tuple(sorted(st.query_params.to_dict().items())))
    if st.session_state.get("_recent") == mark:
        return
    st.session_state["_recent"] = mark
    try:
        finding.opened(desk, page, dict(mark[1]))
    except OfficeError:
        pass  # the page itself says what is wrong
