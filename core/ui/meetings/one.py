"""One meeting: its agenda and people, the protocol as it is written, what became of its decisions, its papers."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core import meetings
from core.db.codec import plain
from core.desk import Desk
from core.fields import describe, described
from core.meetings import rules
from core.ui.files import addressee, given, offered
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.meetings.lists import plan_of
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Id
from schemas.meeting import Meeting, MeetingOutcome, MeetingPlan, MeetingState

COLOURS: dict[MeetingState, Any] = {
    MeetingState.planned: "orange", MeetingState.signed: "green", MeetingState.cancelled: "gray",
}  # fmt: skip


def screen(desk: Desk, id: Id) -> None:
    """The meeting; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, meetings.get(desk, id))


def _draw(desk: Desk, kept: Meeting) -> None:
    opened(desk, "meeting", "meetings", kept.id, kept.label().kk)
    name = kept.kind_name.get(lang())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{name} · № {kept.number}" if kept.number else name), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
    whole, there = rules.voters(kept.people)
    need = rules.needed(kept.quorum, whole)
    facts([
        (described(Meeting, "day").label(lang()), f"{shown(kept.day)} {kept.time}"),
        (T("meetings.place"), kept.place or "—"), (T("meetings.chair"), kept.chair),
        (T("meetings.quorum"), kept.quorum.label(lang())),
        (T("meetings.voters_there"), T("meetings.there_of", n=there, whole=whole, need=need)),
    ], columns=5)  # fmt: skip
    _agenda(desk, kept)
    editing = kept.status is MeetingState.planned and desk.may("meeting.edit")
    if editing and kept.day <= desk.today():
        _protocol(desk, kept)
    elif kept.people:
        heads = [T("meetings.who"), T("meetings.vote"), T("meetings.presence")]
        rows = [[p.name, T("meetings.votes_yes" if p.votes else "meetings.guest"), _presence(kept, p.present)]
                for p in kept.people]  # fmt: skip
        with st.expander(T("meetings.people_n", n=len(kept.people)), icon=":material/groups:"):
            plain_table(heads, rows, widths=(340, 160, 140))
    if editing:
        with st.expander(T("meetings.change"), icon=":material/edit_calendar:"):
            _change(desk, kept)
    _fulfilment(desk, kept)
    _papers(desk, kept)
    _steps(desk, kept)


def _presence(kept: Meeting, present: bool) -> str:
    if kept.status is MeetingState.planned and not any(p.present for p in kept.people):
        return "—"
    return T("meetings.there" if present else "meetings.away")


def _agenda(desk: Desk, kept: Meeting) -> None:
    st.subheader(T("meetings.agenda"), anchor=False)
    if not kept.agenda:
        st.caption(T("meetings.no_agenda"))
    for n, item in enumerate(kept.agenda, 1):
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{n}.** {safe(item.what)}", width="stretch")
                if item.by_office:
                    badge(T("meetings.by_office"), "blue")
            if item.reporter:
                st.caption(f"{T('meetings.heard')}: {safe(item.reporter)}")
            if item.paper:
                offered(desk, item.paper, f"meeting:{kept.id}:{n}", "meeting", "meetings", kept.id, kept.label().kk,
                        words=item.paper.label.kk)  # fmt: skip
            for place, d in enumerate(kept.decisions, 1):
                if d.item == n:
                    votes = T("meetings.votes", ayes=d.ayes, noes=d.noes or 0, abstained=d.abstained or 0)
                    said = "" if d.ayes is None else f" · {votes}"
                    sign = "task_alt" if d.passed else "block"
                    st.markdown(f":material/{sign}: **{T('meetings.decided')} {place}.** {safe(d.what)}{said}")


def _change(desk: Desk, kept: Meeting) -> None:
    key = f"meeting:plan:{kept.id}"
    filled = form(desk, describe(MeetingPlan), key, plan_of(kept), revision=kept.revision, columns=4)
    if filled:
        with shown_errors(key):
            meetings.change(desk, kept.id, filled.revision, filled.values, filled.why)
            done("meetings.changed")


def _protocol(desk: Desk, kept: Meeting) -> None:
    st.subheader(T("meetings.protocol"), anchor=False)
    st.caption(T("meetings.protocol_hint"))
    names = {n: p.name for n, p in enumerate(kept.people)}
    key = f"meeting:write:{kept.id}"
    there = st.multiselect(
        T("meetings.who_there"), list(names), default=[n for n, p in enumerate(kept.people) if p.present],
        key=f"v:{key}:there:{kept.revision}", format_func=lambda n: names.get(n, str(n)),
    )  # fmt: skip
    first = {"decisions": plain(kept.decisions), "orders": plain(kept.orders)}
    filled = form(desk, describe(MeetingOutcome), key, first, T("meetings.write"), revision=kept.revision)
    if filled:
        with shown_errors(key):
            meetings.write(desk, kept.id, filled.revision, there, filled.values, filled.why)
            done("meetings.written")


def _fulfilment(desk: Desk, kept: Meeting) -> None:
    if not kept.orders:
        return
    st.subheader(T("meetings.tasks"), anchor=False)
    tasks, rows = meetings.followed(desk, kept), []
    for n, o in enumerate(kept.orders):
        task = tasks.get(kept.tasks[n]) if n < len(kept.tasks) else None
        who = task.to_user if task and task.to_user else o.responsible
        state = T("meetings.not_given") if task is None else task.state.label(lang())
        late = T("meetings.is_late") if task and not task.done_at and o.due < desk.today() else ""
        rows.append((not late, [str(o.decision), o.what or kept.decisions[o.decision - 1].what, who.label.get(lang()),
                                shown(o.due), f"{state} {late}".strip()]))  # fmt: skip
    heads = [T(f"meetings.h_{h}") for h in ("decision", "what", "responsible", "due", "state")]
    plain_table(heads, [row for _, row in sorted(rows, key=lambda r: r[0])], widths=(85, 360, 190, 100, 185))


def _papers(desk: Desk, kept: Meeting) -> None:
    words = {x: T(f"common.lang.{x}") for x in LANGS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            T("meetings.lang"), LANGS, default=lang(), required=True, key=f"v:meeting.lang:{kept.id}",
            format_func=lambda x: words.get(x, str(x)), label_visibility="collapsed",
        ) or "kk"  # fmt: skip
        to = addressee(f"meeting:{kept.id}")
        given(T("meetings.pdf"), f"protocol-{kept.number or 'draft'}-{chosen}.pdf",
              partial(meetings.protocol, desk, kept.id, chosen), f"meeting.pdf:{chosen}", to=to,
              icon=":material/picture_as_pdf:")  # fmt: skip
    if kept.status is MeetingState.signed and kept.agenda:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            numbers = list(range(1, len(kept.agenda) + 1))
            items = st.multiselect(T("meetings.extract_of"), numbers, default=numbers[:1], width=360,
                                   key=f"v:meeting.items:{kept.id}")  # fmt: skip
            given(T("meetings.extract"), f"extract-{kept.number}-{chosen}.pdf",
                  partial(meetings.extract, desk, kept.id, items, chosen), f"meeting.extract:{chosen}", to=to,
                  icon=":material/content_cut:")  # fmt: skip


def _steps(desk: Desk, kept: Meeting) -> None:
    if kept.status is not MeetingState.planned:
        return
    with st.container(horizontal=True):
        sign = gone = None
        if desk.may("meeting.sign") and kept.decisions:
            sign = asked("meetings.sign", "optional", "primary", ":material/draw:", kept.id, "meetings.sign_hint",
                         act="meeting.sign")  # fmt: skip
        if desk.may("meeting.edit"):
            gone = asked("meetings.cancel", icon=":material/event_busy:", name=kept.id, act="meeting.cancel")
    with shown_errors():
        if sign:
            made = meetings.sign(desk, kept.id, kept.revision, sign)
            done("meetings.signed", number=made.number)
        if gone:
            meetings.cancel(desk, kept.id, kept.revision, gone)
            done("meetings.cancelled")


__all__ = ["screen"]
