"""The log of sign-ins: who came in, who was refused, locked, ended, by person and day (capability 96, clause 36)."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from core.ui.accounts import sign_in_table
from core.ui.page import T, empty, enter, title
from core.ui.style import metrics
from core.ui.tables import pager, plain_views
from core.ui.tables.simple import turns
from core.users import signins

desk = enter("signin.read")
SIZE, WEEK = 50, timedelta(days=6)
title("users.signins", "users.signins_hint", years=signins.KEPT.days // 365)

people = {"": T("common.all"), **signins.people(desk)}
outcomes = {"": T("common.all"), **{o: T(f"users.outcomes.{o}") for o in signins.OUTCOMES}}
with st.container(horizontal=True, vertical_alignment="bottom"):
    user = st.selectbox(T("users.person"), list(people), format_func=people.get, key="v:signins.who", width=330)
    outcome = st.selectbox(T("users.outcome"), list(outcomes), format_func=outcomes.get, key="v:signins.how", width=220)
    days = [
        st.date_input(T(f"users.{key}"), usual, key=f"signins.{key}", format="DD.MM.YYYY", width=150)
        for key, usual in (("day_from", desk.today() - WEEK), ("day_to", desk.today()))
    ]
    plain_views(desk, "signins")
start, end = (d if isinstance(d, date) else None for d in days)
asked = signins.Asked(user or "", outcome or "", start, end)
place = pager("signins", asked)
rows = signins.found(desk, asked, place, SIZE)
if not rows and not place:
    empty("users.signins_none", "looks.none_hint")
    st.stop()
counts = signins.sums(desk, asked)
metrics([(outcomes[o], n, None) for o, n in counts.items() if n])
sign_in_table(rows, people)
turns("signins", "signins", place, len(rows) < SIZE)
