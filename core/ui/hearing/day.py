"""The list of the day: everybody who is heard, each one's state at a glance, and the way from one to the next."""

from __future__ import annotations

import streamlit as st

from core.attestation.protocols import Hearing
from core.attestation.protocols.reading import Standing
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.attestation import Slot
from schemas.base import Id

ICONS = {
    Standing.waiting: "schedule", Standing.typed: "edit_note", Standing.barred: "block",
    Standing.passed: "check_circle", Standing.failed: "cancel", Standing.absent: "person_off",
}  # fmt: skip
WHO = "who"


def chosen(hearing: Hearing) -> Slot | None:
    """Whose protocol is on the screen: the one in the address, else the first who has none yet."""
    slots = hearing.sitting.slots
    asked = st.query_params.get(WHO, "")
    found = next((s for s in slots if s.candidacy == asked), None)
    waiting = next((s for s in slots if s.candidacy not in hearing.protocols), None)
    return found or waiting or (slots[0] if slots else None)


def day_list(hearing: Hearing, now: Slot) -> None:
    """Everybody of the day as a row of big keys."""
    sitting = hearing.sitting
    st.caption(safe(T("protocols.done_of", n=hearing.done(), of=len(sitting.slots))))
    with st.container(horizontal=True, gap="small"):
        for slot in sitting.slots:
            state = hearing.standing(slot)
            protocol = hearing.protocols.get(slot.candidacy)
            letter = f" · {protocol.letter}" if protocol and not protocol.mark else ""
            st.button(
                f"{slot.starts} {safe(slot.student.label.get(lang()))}{letter}", key=f"slot:{slot.candidacy}",
                icon=f":material/{ICONS[state]}:", type="primary" if slot is now else "secondary",
                help=T(f"protocols.state_{state}"), on_click=_choose, args=(slot.candidacy,),
            )  # fmt: skip


def steps_between(hearing: Hearing, now: Slot) -> None:
    """The one before and the one after."""
    slots = hearing.sitting.slots
    at = slots.index(now)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for key, icon, to in (("previous", "arrow_back", at - 1), ("next", "arrow_forward", at + 1)):
            there = slots[to] if 0 <= to < len(slots) else None
            st.button(T(f"protocols.{key}"), key=f"step:{key}", icon=f":material/{icon}:", disabled=there is None,
                      on_click=_choose, args=(there.candidacy if there else "",))  # fmt: skip


def _choose(candidacy: Id) -> None:
    st.query_params[WHO] = candidacy


__all__ = ["chosen", "day_list", "steps_between"]
