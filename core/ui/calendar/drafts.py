"""What somebody has typed into the periods and not saved yet, in this tab."""

from __future__ import annotations

import streamlit as st

from schemas.calendar import Calendar


def key_of(cal: Calendar) -> str:
    """Where it is kept."""
    return f"calendar:{cal.id}:draft"


def touched(cal: Calendar, was: int, now: int) -> None:
    """Another part of this page saved the calendar: what is typed here rests on the new revision."""
    kept = st.session_state.get(key_of(cal))
    if kept and kept["revision"] == was:
        kept["revision"] = now


def drop(cal: Calendar) -> None:
    """Forget what was typed."""
    st.session_state.pop(key_of(cal), None)
