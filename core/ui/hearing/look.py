"""How the hearing looks under a finger: nothing to be pressed is lower than 44 px, nothing waits for a pointer."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.desk import Why
from core.ui.forms import command
from core.ui.page import T, open_act

# Fixed words only: no value ever stands in them.
STYLE = (
    "[class*=st-key-hearing] button,[class*=st-key-hearing] [data-testid=stPopover] button{min-height:48px}"
    "[class*=st-key-hearing] [data-testid=stCheckbox] label{min-height:48px;align-items:center}"
    "[data-testid=stPopoverBody] button{min-height:48px}"
    "@media(max-width:900px){[data-testid=stMain] [data-testid=stMainBlockContainer]{padding-inline:1rem}}"
)


def touchable() -> DeltaGenerator:
    """The place everything of the hearing stands in."""
    st.html(f"<style>{STYLE}</style>")
    return st.container(key="hearing")


def pressed(
    key: str, icon: str, hint: str, name: str, type: Literal["primary", "secondary"] = "secondary"
) -> Why | None:
    """A step nobody takes by a slip of the finger: the key opens what it does, a second press does it. No words are
    asked: the protocol itself says why."""
    form = f"touch:{key}{name}"
    generation = st.session_state.setdefault(f"{form}!n", 0)
    with st.popover(T(key), type=type, icon=f":material/{icon}:", key=f"pop:{form}:{generation}", width="content"):
        st.caption(T(hint))
        gone = st.button(T(key), type="primary", key=f"send-{form}:{generation}", width="stretch")
    if not gone:
        return None
    open_act(form)
    return Why(command=command(form))


__all__ = ["pressed", "touchable"]
