"""Sending something of one's own to management: what, period, text, files, to whom."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import files, submissions
from core.desk import Desk
from core.fields import described
from core.files import Ready
from core.submissions import Sending
from core.ui.files import brought
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.submission import Submission

FIELDS = ("what", "topic", "start", "end", "note")
MOST = 5  # files of one submission brought by hand


def draw(desk: Desk) -> None:
    """The form of a new submission."""
    leaders = {r.id: r.label.kk for r in submissions.leaders(desk)}
    if not leaders:
        st.info(T("submissions.no_leaders"), icon=":material/person_off:")
        return
    key = "submission:new"
    turn = st.session_state.get(f"{key}!n", 0)
    to = st.multiselect(T("submissions.to"), list(leaders), default=list(leaders), key=f"v:submissions.to:{turn}",
                        format_func=leaders.__getitem__, help=T("submissions.to_hint"))  # fmt: skip
    held = _brought(desk, turn)
    filled = form(desk, [described(Submission, n) for n in FIELDS], key, {"what": "report"}, T("submissions.send"))
    if filled:
        with shown_errors(key):
            ready: list[Ready] = [files.ready(desk, name, data) for name, data in held]
            values: dict[str, Any] = {k: v for k, v in filled.values.items() if v not in (None, "")}
            made = submissions.send(desk, Sending(**{"topic": "", **values, "to": to, "files": ready}), filled.why)
            st.query_params.from_dict({"id": made.id})
            done("submissions.sent", number=made.number)


def _brought(desk: Desk, turn: int) -> list[tuple[str, bytes]]:
    """Files one after another: a place for the next stands where the one before is filled."""
    found: list[tuple[str, bytes]] = []
    for n in range(MOST):
        one = brought(desk, T("submissions.file"), f"submission:file:{turn}:{n}")
        if one is None:
            break
        found.append(one)
    return found
