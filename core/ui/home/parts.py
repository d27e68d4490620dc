"""Pieces that several home pages share."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.desk import Desk
from core.i18n import weekday_name
from core.ui.page import T, lang
from core.ui.style import Colour, safe
from schemas.base import Text


def heading(desk: Desk) -> None:
    """The title, and today's date by the office's calendar."""
    today = desk.today()
    st.title(T("home.title"), anchor=False)
    st.caption(T("home.today", day=today, weekday=weekday_name(today.weekday(), lang())))


def link(page: str, label: str, icon: str = "arrow_forward", badge: str = "", **address: str) -> None:
    """A quiet way to a page this user may open; plain words where he may not, or the page is not there.

    badge: markup of a badge after the words (see `badge_of`).
    """
    words = f"{safe(label)} {badge}".rstrip()
    if page not in st.session_state.get("_pages", ()):
        st.markdown(f":material/{icon}: {words}")
        return
    key = ":".join(("home", page, icon, *address.values(), label))
    if st.button(words, type="tertiary", icon=f":material/{icon}:", key=key):
        st.switch_page(f"pages/{page}.py", query_params=address or None)


def badge_of(words: str, colour: Colour, icon: str) -> str:
    """Markup of a small coloured word with its sign, to stand after other words."""
    return f":{colour}-badge[:material/{icon}: {safe(words)}]"


def said(label: dict[str, str] | Text | None) -> str:
    """A stored name in the language of the screen."""
    if label is None:
        return "—"
    return Text.model_validate(label).get(lang())


def day_of(text: str | None) -> date | None:
    """A stored date."""
    return date.fromisoformat(text) if text else None
