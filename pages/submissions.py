"""Data submitted to management (clause 29-b): sent with files, seen, decided, carried out."""

from __future__ import annotations

import streamlit as st

from core import submissions
from core.fields import described
from core.ui.page import T, empty, enter, lang, title
from core.ui.style import safe
from core.ui.submissions import one, sending
from core.ui.tables import headed, pager, picked, plain_views
from schemas.submission import Submission, SubmissionKind, SubmissionState

desk = enter("submission.read", "id")
id = st.query_params.get("id")


def open_(id: str | None) -> None:
    """A submission, a new one, or the list (None); the address says which."""
    st.query_params.from_dict({"id": id} if id else {})
    st.rerun()


if id and st.button(T("submissions.back"), icon=":material/arrow_back:", type="tertiary"):
    open_(None)
if id == "new" and desk.may("submission.send"):
    title("submissions.new", "submissions.new_hint")
    sending.draw(desk)
elif id:
    one.screen(desk, id)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        with st.container():
            title("submissions.title", "submissions.hint")
        if desk.may("submission.send") and st.button(T("submissions.new"), icon=":material/add:", type="primary"):
            open_("new")
    if waiting := submissions.to_see(desk):
        st.warning(T("submissions.waiting_n", n=len(waiting)), icon=":material/mark_email_unread:")
        for found in waiting[:5]:
            words = safe(f"{found.number} · {found.topic}")
            if st.button(words, type="tertiary", key=f"w:{found.id}", icon=":material/arrow_forward:"):
                open_(found.id)
    kinds = {"": T("common.all")} | {k.value: k.label(lang()) for k in SubmissionKind}
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in SubmissionState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        what = st.selectbox(T("submissions.what"), list(kinds), key="v:submissions.what",
                            format_func=kinds.__getitem__, width=320)  # fmt: skip
        state = st.selectbox(T("submissions.state"), list(states), key="v:submissions.state",
                             format_func=states.__getitem__, width=220)  # fmt: skip
        plain_views(desk, "submissions")
    page = pager("submissions", (what, state))
    rows = submissions.listed(desk, what, state, page)
    if rows:
        columns = [(p, described(Submission, p)) for p in ("number", "status", "topic", "what", "sent_at")]
        columns.append(headed("to.user.label.kk", "submissions.to"))
        widths = {"number": 80, "status": 130, "topic": 300, "what": 170, "sent_at": 130}
        if chosen := picked("submissions.list", columns, rows, page, widths=widths):
            open_(chosen)
    elif what or state or page:
        empty("submissions.none_such")
    else:
        empty("submissions.none", "submissions.none_hint" if desk.may("submission.send") else None)
