"""Giving a power of attorney: whom, before whom, for what, from when until when, on what basis."""

from __future__ import annotations

import streamlit as st

from core import attorneys, files
from core.desk import Desk
from core.fields import described
from core.ui.files import brought
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.attorney import Attorney

FIELDS = ("who", "before", "what_kk", "what_ru", "starts", "ends", "basis")


def draw(desk: Desk) -> None:
    """The form of a new one."""
    key = "attorney:new"
    turn = st.session_state.get(f"{key}!n", 0)
    held = brought(desk, T("attorneys.file"), f"attorney:file:{turn}")
    first = {"starts": desk.today().isoformat()}
    filled = form(desk, [described(Attorney, n) for n in FIELDS], key, first, T("attorneys.give"))
    if filled:
        with shown_errors(key):
            ready = files.ready(desk, *held) if held else None
            made = attorneys.give(desk, filled.values, ready, filled.why)
            st.query_params.from_dict({"id": made.id})
            done("attorneys.given", number=made.number)
