"""The home of those who keep no register: a teacher's sheets, the auditor's trail, the administrator's accounts."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from core import figures, notices
from core.audit.words import action_word
from core.desk import Desk
from core.ui.home.parts import link
from core.ui.home.today import sheet_line
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe
from schemas.notice import Mail


def teacher(desk: Desk) -> None:
    """A teacher's open sheets by due day."""
    found = figures.waiting(desk, 30)
    st.subheader(T("home.my_sheets"), anchor=False)
    if not found.sheets:
        empty("home.my_sheets_none", "home.my_sheets_none_hint")
    with st.container(gap=None):
        for row in found.sheets:
            sheet_line(desk, row)


def auditor(desk: Desk) -> None:
    """The last anchor over the trail, and the newest acts."""
    with st.container(border=True):
        st.subheader(T("home.audit_state"), anchor=False)
        last = desk.store.rows("anchors", {}, {"n": 1, "at": 1, "count": 1}, [("n", -1)], 1)
        if last:
            told = T("home.anchor", n=last[0]["n"], at=last[0]["at"])
            st.markdown(f":material/verified: {safe(told)}")
            st.caption(T("home.anchor_count", n=last[0]["count"]))
        else:
            st.markdown(f":material/pending: {T('home.anchor_none')}")
        link("audit", T("home.go_audit"))
    st.subheader(T("home.acts_last"), anchor=False)
    acts = desk.store.rows("audit_events", {}, {"at": 1, "actor.name": 1, "action": 1}, [("at", -1)], 8)
    if not acts:
        empty("home.acts_none")
    for a in acts:
        told = T("home.act_line", at=a["at"], who=a["actor"]["name"], what=action_word(a["action"], lang()))
        st.markdown(f":material/history: {safe(told)}")


def administrator(desk: Desk) -> None:
    """Accounts in use, open sessions, refused sign-ins of the last day."""
    now = desk.now()
    refused = {"at": {"$gt": now - timedelta(days=1)}, "outcome": {"$in": ["wrong", "refused"]}}
    metrics([
        (T("home.users_active"), desk.store.count("users", {"active": True}), None),
        (T("home.sessions_open"), desk.store.count("sessions", {"expires": {"$gt": now}}), None),
        (T("home.signins_refused"), desk.store.count("signins", refused), None),
        (T("notices.not_sent"), notices.outbox(desk.store)[Mail.failed], T("notices.not_sent_hint")),
    ])  # fmt: skip
    link("users", T("home.go_users"))


def guest(desk: Desk) -> None:
    """Where to begin, for those who neither keep the register nor see its figures."""
    empty("home.guest", "home.guest_hint" if desk.may("student.read") else None)
    if desk.may("student.read"):
        link("students", T("home.go_students"))
    link("help", T("home.go_help"))
