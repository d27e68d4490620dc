"""A new letter: which way it goes, in which file of the nomenclature, from or to whom, what it is about."""

from __future__ import annotations

import streamlit as st

from core import requests
from core.desk import Desk
from core.fields import FieldSpec, describe, described
from core.ui.forms import forget, form
from core.ui.messages import shown_errors
from core.ui.page import T, lang, tell
from core.ui.requests.said import attached, folder_choice, ready
from schemas.letter import Letter, LetterDirection

FIELDS = ("correspondent", "unit", "person", "their_number", "their_day", "pages", "kind", "due", "subject", "text")
OUT = ("correspondent", "unit", "person", "their_number", "their_day", "pages", "subject", "text")


def draw(desk: Desk) -> None:
    """The form of a new letter."""
    names = {d.value: d.label(lang()) for d in LetterDirection}
    st.session_state.setdefault("v:letter.direction", LetterDirection.incoming.value)
    chosen = st.segmented_control(T("requests.direction"), list(names), required=True, key="v:letter.direction",
                                  format_func=names.__getitem__)  # fmt: skip
    direction = LetterDirection(chosen or LetterDirection.incoming.value)
    key = f"letter:{direction.value}"
    turn = st.session_state.get(f"{key}!n", 0)
    folder = folder_choice(desk, f"v:letter.folder:{direction.value}:{turn}", T("requests.folder"))
    held = attached(desk, f"letter:file:{direction.value}:{turn}")
    filled = form(desk, _specs(direction), key, {"pages": 1}, T("requests.register"))
    if filled:
        with shown_errors(key):
            made = requests.register(desk, direction, folder, filled.values, ready(desk, held), filled.why)
            forget(key)
            tell("requests.registered", number=made.number)
            st.switch_page("pages/request.py", query_params={"id": made.id})


def _specs(direction: LetterDirection) -> list[FieldSpec]:
    """The fields of a letter of this direction, and those the office added."""
    names = OUT if direction is LetterDirection.outgoing else FIELDS
    own = [s for s in describe(Letter) if s.own and not s.retired and s.show.form]
    return [*(described(Letter, n) for n in names), *own]


__all__ = ["draw"]
