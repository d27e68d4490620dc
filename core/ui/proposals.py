"""Proposed changes on the screen: what was, what stands, what is proposed; the office's decision or its answer."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.audit.words import field_word, value_word
from core.desk import Desk
from core.students import proposals
from core.ui.files import offered
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import badge, safe
from core.ui.tables import plain_table
from schemas.proposal import Proposal, ProposalState, Proposed
from schemas.words import Role

COLOURS: dict[str, Any] = {"open": "orange", "accepted": "green", "declined": "red", "withdrawn": "gray"}


def one(desk: Desk, proposal: Proposal) -> None:
    """A proposal with its fields; buttons for who may decide, or take his own back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{safe(proposal.number)}** · {safe(proposal.student.label.get(lang()))}", width="content")
        st.caption(safe(proposal.student_number), width="content")
        badge(proposal.state, COLOURS[proposal.state.value])
        go("pages/student.py", "records.open_card", key=f"card:{proposal.id}", id=proposal.student.id)
    role = next((r.label(lang()) for r in Role if r.value == proposal.by.role), proposal.by.role)
    st.caption(safe(T("records.by_line", name=f"{proposal.by.name} ({role})", at=proposal.at)))
    st.markdown(safe(proposal.reason))
    found = proposals.now_and_proposed(desk, proposal)
    rows = [_row(*each) for each in found]
    heads = ["common.what", "common.was", "records.stands_now", "records.proposed_value"]
    decided = proposal.state in (ProposalState.accepted, ProposalState.declined)
    if decided:
        said = {"accepted": ProposalState.accepted, "declined": ProposalState.declined}
        rows = [
            [*row, said[c.outcome].label(lang()) if c.outcome else "—"]
            for row, (c, *_) in zip(rows, found, strict=True)
        ]
        heads.append("records.outcome")
    plain_table([T(h) for h in heads], rows)
    if proposal.file:
        offered(desk, proposal.file, f"file:{proposal.id}", "proposals", "proposals", proposal.id, proposal.number,
                proposal.student.id)  # fmt: skip
    if proposal.note:
        st.markdown(safe(T("records.answer", note=proposal.note)))
    if proposal.reviewed and proposal.reviewed_at:
        st.caption(safe(T("records.by_line", name=proposal.reviewed.name, at=proposal.reviewed_at)))
    if proposal.state is ProposalState.open:
        _deciding(desk, proposal)


def _row(change: Proposed, was: Any, now: Any, proposed: Any) -> list[str]:
    return [field_word("students", change.path, lang()), *(_said(change.path, v) for v in (was, now, proposed))]


def _said(path: str, value: Any) -> str:
    """Personal values come here already put back or masked, so their words are taken as they are."""
    return value if isinstance(value, str) and value else value_word("students", path, value, lang())


def _deciding(desk: Desk, proposal: Proposal) -> None:
    id, revision = proposal.id, proposal.revision
    with st.container(horizontal=True, vertical_alignment="bottom"), shown_errors():
        if desk.may("proposal.decide"):
            words = {c.path: field_word("students", c.path, lang()) for c in proposal.changes}
            chosen = list(words)
            if len(words) > 1:
                chosen = st.multiselect(
                    T("records.which_accept"), list(words), list(words), format_func=lambda p: words.get(p, p),
                    key=f"v:accept:{id}",
                )  # fmt: skip
            yes = asked("records.accept", need="optional", type="primary", name=id, act="proposal.accept")
            no = asked("records.decline", name=id, act="proposal.decline")
            if yes:
                proposals.accept(desk, id, revision, yes, chosen)
                done("records.accepted", number=proposal.number)
            if no:
                proposals.decline(desk, id, revision, no)
                done("records.declined", number=proposal.number)
        if proposal.by.id == desk.actor.id:
            back = asked("records.withdraw", need="optional", name=id, act="proposal.withdraw")
            if back:
                proposals.withdraw(desk, id, revision, back)
                done("records.taken_back", number=proposal.number)
