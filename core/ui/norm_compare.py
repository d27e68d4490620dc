"""Two versions compared on the screen: two choices, figures, the lines that went and came with a sign and a word."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.norm_documents.compare import Line
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.norm_document import NormDocument, NormVersion

SIGNS = {"gone": "−", "new": "+", "same": "", "skipped": "⋯"}


def chosen(of: NormDocument, versions: Sequence[NormVersion]) -> tuple[Id, Id] | None:
    """Which two are compared: the newest and the one before it, unless others are chosen; None where there is one."""
    st.markdown(f"**{T('comparing.document')}:** {safe(of.label().get(lang()))}")
    if len(versions) < 2:
        return None
    left, right = st.columns(2)
    earlier = left.selectbox(T("comparing.earlier"), versions, 1, format_func=_name)
    later = right.selectbox(T("comparing.later"), versions, 0, format_func=_name)
    return earlier.id, later.id


def _name(of: NormVersion) -> str:
    return f"{of.label().get(lang())} · {of.status.label(lang())}"


def screen(lines: Sequence[Line]) -> None:
    """The lines; unchanged stretches are left out and counted."""
    figures = {mark: sum(x.mark == mark for x in lines) for mark in ("gone", "new")}
    if not any(figures.values()):
        st.info(T("comparing.equal"))
        return
    st.markdown(T("comparing.figures", **figures))
    rows = [
        [f"{SIGNS[x.mark]} {T(f'comparing.{x.mark}') if x.mark in figures else ''}".strip(),
         T("comparing.skipped", n=x.n) if x.mark == "skipped" else x.text] for x in lines
    ]  # fmt: skip
    plain_table([T("comparing.mark"), T("comparing.text")], rows, widths=(130, 1100), tall=True)


__all__ = ["chosen", "screen"]
