"""One indicator as it is defined: written without code, seen on live records, kept as a version (clauses 28, 37)."""

from __future__ import annotations

import streamlit as st

from core.ui.indicators import editor
from core.ui.kinds.drafted import headed
from core.ui.page import T, enter
from schemas.kinds import Kind, Sort

desk = enter("kind.edit", "code")


def more(was: Kind) -> None:
    """A new one may begin as this one."""
    st.button(T("indicator_editor.copy"), key="indicator.copy", icon=":material/file_copy:", type="tertiary",
              on_click=editor.copy, args=(was,))  # fmt: skip


new = ("indicator_editor.title", "indicator_editor.hint")
editor.screen(desk, headed(desk, Sort.indicator, new, ("pages/indicators.py", "menu.indicators"), more))
