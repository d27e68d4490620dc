"""The distribution of work: who has what, what is nobody's; the head shares it out anew (clause 4)."""

from __future__ import annotations

import streamlit as st

from core import users
from core.ui import sharing
from core.ui.messages import shown_errors
from core.ui.page import T, done, enter, title
from core.users import work

desk = enter("user.read", "id")
title("work.title", "work.hint")
shares = work.shares(desk)
sharing.nobodys(shares)
chosen = sharing.table(shares, st.query_params.get("id"))
if chosen is None or not desk.may("user.appoint"):
    st.stop()
if chosen.id == desk.actor.id:
    st.info(T("users.not_oneself"), icon=":material/do_not_disturb_on:")
    st.stop()
asked = sharing.form(shares, chosen)
if asked:
    with shown_errors():
        users.assign(desk, chosen.id, chosen.revision, asked.faculties, asked.groups, asked.work, asked.why)
        done("work.saved", name=chosen.name)
