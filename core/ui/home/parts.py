"""Pieces that several home pages share."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.desk import Desk
from core.i18n import weekday_name
from core.ui import menu
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import Text


def heading(desk: Desk) -> None:
    """The title, and today's date by the office's calendar."""
    today = desk.today()
    st.title(T("home.title"), anchor=False)
    st.caption(T("home.today", day=today, weekday=weekday_name(today.weekday(), lang())))


def link(desk: Desk, page: str, label: str, icon: str = "arrow_forward", **address: str) -> None:
    """A quiet way to a page this user may open; plain words where he may not, or the page is not there."""
    if not any(item.file == page for item in menu.allowed(desk.actor)):
        st.markdown(f":material/{icon}: {safe(label)}")
        return
    key = ":".join(("home", page, icon, *address.values(), label))
    if st.button(safe(label), type="tertiary", icon=f":material/{icon}:", key=key):
        st.switch_page(f"pages/{page}.py", query_params=address or None)


def said(label: dict[str, str] | Text | None) -> str:
    """A stored name in the language of the screen."""
    if label is None:
        return "—"
    return Text.model_validate(label).get(lang())


def day_of(text: str | None) -> date | None:
    """A stored date."""
    return date.fromisoformat(text) if text else None
