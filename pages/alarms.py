"""Alarms of the sheets in one place: what about corrections the head and the auditor are to look at (clause 47)."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from core.sheets import alarmed
from core.sheets.register import Cut
from core.ui.page import T, empty, enter, lang, title
from core.ui.sheet import register
from core.ui.style import metrics
from core.ui.tables import headed, pager, picked, plain_table, plain_views
from schemas.grade_sheet import Alarm

desk = enter("alarm.read")
title("sheets.alarms_title", "sheets.alarms_hint")
SHOWN = ("at", "act", "alarms", "student", "was_is", "discipline", "proposed_by_name", "decided_by_name", "reason")

words = {"": T("common.all"), **{a.value: a.label(lang()) for a in Alarm}}
with st.container(horizontal=True, vertical_alignment="bottom"):
    alarm = st.selectbox(T("sheets.register_alarms"), list(words), key="v:alarms.which", width=330,
                         format_func=lambda a: words.get(a, str(a)))  # fmt: skip
    days = [
        st.date_input(T(f"users.{key}"), usual, key=f"alarms.{key}", format="DD.MM.YYYY", width=150)
        for key, usual in (("day_from", desk.today() - timedelta(days=alarmed.DAYS)), ("day_to", desk.today()))
    ]
    plain_views(desk, "alarms")
since, until = (d if isinstance(d, date) else None for d in days)
cut = Cut(alarm=alarm or "", since=since, until=until)
page = pager("alarms", cut)
found = alarmed.found(desk, cut, page)
if not found and not page:
    empty("sheets.alarms_none", "sheets.alarms_none_hint", "pages/corrections.py", "sheets.corrections_title")
    st.stop()
metrics([(a.label(lang()), n, None) for a, n in alarmed.counts(desk, cut).items()])
columns = [headed(h, f"sheets.register_{h}") for h in SHOWN]
chosen = picked("alarms.list", columns, [register.row(e) for e in found], page, widths=register.WIDTHS)
for entry in found:
    if entry.act.act == chosen:
        register.one(desk, entry)
with st.expander(T("sheets.alarms_hands"), icon=":material/pan_tool:"):
    rows = [[name or "—", str(n)] for name, n in alarmed.hands(desk, cut)]
    plain_table([T("sheets.register_decided_by_name"), T("sheets.register_count")], rows, widths=(360, 120))
