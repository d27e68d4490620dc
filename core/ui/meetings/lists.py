"""The list of meetings, what their decisions still wait for, and the form of a new one."""

from __future__ import annotations

import streamlit as st

from core import house, meetings
from core.db.codec import plain
from core.desk import Desk
from core.fields import describe, described
from core.ui.forms import form
from core.ui.inbox import due_badge
from core.ui.messages import shown_errors
from core.ui.page import T, empty, go, lang, tell
from core.ui.style import safe
from core.ui.tables import pager, picked, plain_views
from schemas.base import Id
from schemas.kinds import Sort
from schemas.meeting import Meeting, MeetingPlan, MeetingState

WIDTHS = {"kind": 165, "day": 92, "time": 68, "place": 140, "number": 92, "status": 175}


def kinds(retired: bool = False) -> dict[str, str]:
    """Kinds of meetings by code, as they are called."""
    return {k.code: k.name.get(lang()) for k in house.entries(Sort.meeting, retired)}


def every(desk: Desk) -> Id | None:
    """The meetings of the user, narrowed by kind and state; the id of the chosen one."""
    names = {"": T("common.all")} | kinds(True)
    states = {"": T("common.all")} | {s.value: s.label(lang()) for s in MeetingState}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(T("meetings.kind"), list(names), key="v:meetings.kind",
                            format_func=lambda k: names.get(k, k), width=280)  # fmt: skip
        state = st.selectbox(T("meetings.state"), list(states), key="v:meetings.state",
                             format_func=lambda s: states.get(s, s), width=220)  # fmt: skip
        plain_views(desk, "meetings")
    page = pager("meetings", (kind, state))
    rows = meetings.listed(desk, kind, state, page)
    if not rows:
        hint = "meetings.none_hint" if desk.may("meeting.edit") else None
        empty("meetings.none_such" if kind or state or page else "meetings.none", hint)
        return None
    columns = [(p, described(Meeting, p)) for p in ("day", "time", "kind", "place", "number", "status")]
    return picked("meetings.list", columns, rows, page, widths=WIDTHS)


def following(desk: Desk) -> None:
    """What decisions gave and is not done, late ones first."""
    found = meetings.to_follow(desk)
    if not found:
        empty("meetings.all_done", "meetings.all_done_hint")
        return
    st.caption(T("meetings.follow_n", n=len(found), late=sum(f.late > 0 for f in found)))
    for each in found:
        task = each.task
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"follow-{task.id}"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{safe(task.what.get(lang()))}** {due_badge(desk, task)}")
                who = task.to_user.label.get(lang()) if task.to_user else ""
                about = task.subject.label.get(lang()) if task.subject else ""
                st.caption(safe(" · ".join(x for x in (who, about) if x)))
            go("pages/meeting.py", "tasks.open_page", "open_in_new", f"follow:{task.id}", **task.address)


def planning(desk: Desk) -> None:
    """The form of a new meeting: of its kind the last one says whom to call and where."""
    names = kinds()
    kind = st.selectbox(T("meetings.kind"), list(names), key="v:meetings.new_kind",
                        format_func=lambda k: names.get(k, k), width=320)  # fmt: skip
    if kind is None:
        empty("meetings.no_kinds")
        return
    last = meetings.last_of(desk, kind)
    key = f"meeting:new:{kind}"
    first = plan_of(last) | {"agenda": []} if last else {}
    filled = form(desk, describe(MeetingPlan), key, first | {"day": desk.today().isoformat()}, T("meetings.plan"),
                  columns=4)  # fmt: skip
    if filled:
        with shown_errors(key):
            made = meetings.plan(desk, kind, filled.values, filled.why)
            tell("meetings.planned")
            st.switch_page("pages/meeting.py", query_params={"id": made.id})


def plan_of(kept: Meeting) -> dict[str, object]:
    """What was planned, as its form takes it."""
    by_name = [p for p in kept.people if p.user is None]
    return {
        "day": kept.day.isoformat(), "time": kept.time, "place": kept.place, "chair": kept.chair,
        "users": [plain(p.user) for p in kept.people if p.user],
        "members": "\n".join(p.name for p in by_name if p.votes),
        "guests": "\n".join(p.name for p in by_name if not p.votes), "agenda": plain(kept.agenda),
    }  # fmt: skip
