"""Rows that differ, marked by hand, and one choice for all that are marked."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core import reconciling
from core.desk import Desk
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.reconciling.words import differing, who
from core.ui.tables.canvas import table_drawn
from schemas.reconciliation import Compared, Reconciliation, Settling

MOST = 200
BUTTONS = ((Settling.theirs, "take_theirs", ":material/download:"), (Settling.ours, "keep_ours", ":material/check:"))


def screen(desk: Desk, of: Reconciliation, rows: Sequence[Compared]) -> None:
    """The rows that wait for a choice, and the two choices; those chosen before stand below with theirs."""
    done_ = {s.place: s for s in of.settled}
    places = {id(row): n for n, row in enumerate(of.rows)}
    waiting = [(places[id(r)], r) for r in rows if places[id(r)] not in done_][:MOST]
    if waiting:
        st.caption(T("reconciling.settle_hint"))
        heads = [T("reconciling.number"), T("reconciling.student"), T("reconciling.field")]
        table = pd.DataFrame([[*who(r, lang()), differing(r, lang())] for _, r in waiting], columns=heads)
        chosen = table_drawn(
            table, hide_index=True, on_select="rerun", selection_mode="multi-row", key=f"settle:{of.id}:{of.revision}",
        )  # fmt: skip
        marked = [waiting[n][0] for n in chosen["selection"]["rows"] if n < len(waiting)]
        with st.container(horizontal=True):
            for choice, key, icon in BUTTONS:
                why = asked(f"reconciling.{key}", name=of.id, icon=icon, disabled=not marked, act="reconciling.settle")
                if why:
                    with shown_errors():
                        reconciling.settle(desk, of.id, of.revision, marked, choice, why)
                        done("reconciling.settled_done", n=len(marked))
    if done_:
        with st.expander(f"{T('reconciling.choice')}: {len(done_)}"):
            heads = [T("reconciling.number"), T("reconciling.student"), T("reconciling.choice"), ""]
            lines = [
                [*who(of.rows[p], lang()), s.choice.label(lang()), T("reconciling.left_fields") if s.left else ""]
                for p, s in list(done_.items())[-MOST:]
            ]  # fmt: skip
            table_drawn(pd.DataFrame(lines, columns=heads), hide_index=True)


__all__ = ["screen"]
