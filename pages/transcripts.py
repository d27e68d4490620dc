"""Transcripts: one student or a whole group, in three languages; files, copies (clauses 24-c, 58)."""

from __future__ import annotations

import streamlit as st

from core import students, transcripts
from core.transcripts import work
from core.ui import holds, jobs, papers
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, enter, lang, title
from core.ui.style import safe
from core.ui.tables import pager
from schemas.base import LANGS
from schemas.words import StudyLanguage

desk = enter("transcript.read", "student")
KIND = "transcript.issue"
title("transcripts.title", "transcripts.title_hint")

if desk.may("transcript.issue"):
    if not transcripts.has_address(desk.store):
        st.warning(T("transcripts.no_address"), icon=":material/qr_code_2:")
    with st.container(border=True):
        st.subheader(T("transcripts.issue"), anchor=False)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            first = st.query_params.get("student", "")
            text = st.text_input(T("transcripts.who"), first, key="v:transcripts.who", width=340)
            group = st.text_input(T("transcripts.group"), key="v:transcripts.group", width=160)
            words = {x: StudyLanguage(x).label(lang()) for x in LANGS}
            language = st.selectbox(
                T("transcripts.language"), LANGS, format_func=lambda x: words.get(x, x), width=180,
                key="v:transcripts.lang",
            )  # fmt: skip
            day = st.date_input(T("transcripts.as_of"), None, format="DD.MM.YYYY", key="v:transcripts.day", width=180)
        found = papers.studies(desk, text, group) if text or group else []
        ids = [pair for pair, _ in found]
        first_ids = ids if len(ids) == 1 or (group and not text) else []
        chosen = st.multiselect(
            T("transcripts.chosen", n=len(found)), ids, default=first_ids, format_func=dict(found).get,
            key=f"v:transcripts.chosen:{text}:{group}",
        )  # fmt: skip
        holds.warn(desk, "transcript.issue", [student for student, _ in chosen])
        why = asked("transcripts.issue_button", need="required", type="primary", disabled=not chosen)
        if why:
            with shown_errors():
                if len(chosen) == 1:
                    made = transcripts.issue(desk, *chosen[0], language, why, day)
                    st.session_state["transcripts.made"] = [made.id]
                    done("transcripts.issued", number=made.number)
                jobs.begun(KIND, work.begin(desk, chosen, language, why, day))
                done("transcripts.begun", n=len(chosen))
        if ended := jobs.news(desk, KIND):
            with shown_errors():
                st.session_state["transcripts.made"] = ended["result"].get("ids", [])
                jobs.refused(ended)

fresh = st.session_state.get("transcripts.made", [])
if fresh:
    with shown_errors():
        papers.downloads(desk, fresh)

st.subheader(T("transcripts.issued_list"), anchor=False)
number = st.text_input(T("transcripts.find"), key="v:transcripts.find", width=260)
student = students.id_of(desk, st.query_params["student"]) if st.query_params.get("student") else None
page = pager("transcripts", (number, student))
rows = transcripts.listed(desk, student, number, page)
if not rows:
    empty("transcripts.none", "transcripts.none_hint")
chosen_row = papers.issued_table(rows, page)
if chosen_row:
    with st.container(border=True), shown_errors():
        papers.one(desk, chosen_row)
        if desk.may("transcript.reprint"):
            again = asked("transcripts.reprint", name=chosen_row["_id"], hint="transcripts.reprint_hint")
            if again:
                copy = transcripts.reprint(desk, chosen_row["_id"], again)
                done("transcripts.reprinted", n=len(copy.copies))
        st.caption(safe(T("transcripts.protection")))
