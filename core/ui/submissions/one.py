"""One submission: what was sent, who saw it, what was decided, the tasks that follow."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import submissions
from core.desk import Desk
from core.fields import describe, described
from core.ui.files import offered
from core.ui.forms import form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.submission import Addressee, Deciding, Submission, SubmissionState

COLOURS: dict[SubmissionState, Any] = {
    SubmissionState.sent: "orange", SubmissionState.seen: "blue", SubmissionState.decided: "green",
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """The submission; opening it is what marks it as seen by one to whom it was sent."""
    with shown_errors():
        _draw(desk, submissions.see(desk, id))


def _draw(desk: Desk, kept: Submission) -> None:
    opened(desk, "submissions", "submissions", kept.id, kept.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{kept.number} · {kept.topic}"), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
    items = [(described(Submission, "what").label(lang()), kept.what.label(lang()))]
    if kept.start and kept.end:
        items.append((T("submissions.period"), T("submissions.period_line", start=kept.start, end=kept.end)))
    items.append((T("submissions.sent_by"), f"{kept.sent_by.name}, {shown(kept.sent_at)}"))
    facts(items)
    if kept.note:
        with st.container(border=True):
            st.markdown(safe(kept.note))
    with st.container(horizontal=True):
        for n, file in enumerate(kept.files):
            offered(desk, file, f"submission:{kept.id}:{n}", "submissions", "submissions", kept.id, kept.number,
                    words=file.label.kk)  # fmt: skip
        if kept.page:
            go(f"pages/{kept.page}.py", "submissions.to_source", **kept.address)
    _addressees(kept)
    _tasks(desk, kept)
    mine = next((a for a in kept.to if a.user.id == desk.actor.id and a.decided_at is None), None)
    if mine and desk.may("submission.decide"):
        _decide(desk, kept)


def _addressees(kept: Submission) -> None:
    st.caption(T("submissions.addressees"))
    heads = [described(Addressee, n).label(lang()) for n in ("user", "seen_at", "decision", "decided_at")]
    rows = [
        [a.user.label.get(lang()), shown(a.seen_at) if a.seen_at else T("submissions.not_seen"), a.decision or "—",
         shown(a.decided_at)]
        for a in kept.to
    ]  # fmt: skip
    plain_table(heads, rows, widths=(220, 150, 420, 150), tall=any(len(a.decision) > 60 for a in kept.to))


def _tasks(desk: Desk, kept: Submission) -> None:
    found = submissions.tasks_of(desk, kept.id)
    if not found:
        return
    st.caption(T("submissions.tasks"))
    rows = [
        [x.what.get(lang()), x.to_user.label.get(lang()) if x.to_user else shown(x.to_role), shown(x.due),
         x.state.label(lang())]
        for x in found
    ]  # fmt: skip
    heads = [described(type(found[0]), n).label(lang()) for n in ("what", "to_user", "due", "state")]
    plain_table(heads, rows, widths=(420, 220, 120, 120))


def _decide(desk: Desk, kept: Submission) -> None:
    with st.expander(T("submissions.decide"), icon=":material/gavel:", expanded=True):
        st.caption(T("submissions.decide_hint"))
        key = f"submission:decide:{kept.id}"
        filled = form(desk, describe(Deciding), key, {"ordered": []}, T("submissions.decide"), revision=kept.revision)
        if filled:
            with shown_errors(key):
                decision, ordered = filled.values["decision"] or "", filled.values["ordered"] or []
                submissions.decide(desk, kept.id, filled.revision, decision, ordered, filled.why)
                done("submissions.decided")
