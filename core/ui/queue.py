"""The head's queue on the screen: the load of everybody, the tasks of one, the move to another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import tasks
from core.desk import Desk
from core.errors import RuleBroken
from core.fields import described
from core.tasks.queue import Load, stays
from core.ui.charts import Chart, Series, bars
from core.ui.forms import asked
from core.ui.inbox import due_badge
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import metrics, safe, shown
from core.ui.tables import headed, pager, picked
from core.ui.tables.simple import turns
from schemas.task import Task

MOST = 15  # of the lines of the chart
WIDTHS = {"name": 320, "open": 90, "late": 110, "week": 110, "oldest": 130}


def called(of: Load) -> str:
    """A person by name, a role as «anybody of it»."""
    if of.user:
        return of.user.label.get(lang())
    return T("tasks.anybody_of", role=of.role)


def chart(desk: Desk, found: Sequence[Load]) -> None:
    """The figures of all, and the load of those who have most."""
    metrics([
        (T("tasks.queue_open"), sum(x.open for x in found), None),
        (T("tasks.queue_late"), sum(x.late for x in found), None),
        (T("tasks.queue_week"), sum(x.week for x in found), None),
    ])  # fmt: skip
    some = found[:MOST]
    bars(Chart(
        T("tasks.queue_chart"), T("tasks.queue_who"), tuple(called(x) for x in some),
        tuple(Series(T(f"tasks.queue_{w}"), tuple(getattr(x, w) for x in some)) for w in ("late", "week", "rest")),
        T("tasks.queue_unit"), shown(desk.today()), T("tasks.queue_title"),
    ), "tasks.queue", stacked=True, across=True)  # fmt: skip


def table(found: Sequence[Load]) -> dict[str, str] | None:
    """Everybody with his figures; the address of the one that was clicked."""
    rows = [
        {"_id": f"user={x.user.id}" if x.user else f"role={x.role.value if x.role else ''}", "name": called(x),
         "open": x.open, "late": x.late, "week": x.week, "oldest": shown(x.oldest)}
        for x in found
    ]  # fmt: skip
    columns = [
        headed("name", "tasks.queue_who"), headed("open", "tasks.queue_open", "int"),
        headed("late", "tasks.queue_late", "int"), headed("week", "tasks.queue_week", "int"),
        headed("oldest", "tasks.queue_oldest"),
    ]  # fmt: skip
    st.caption(T("tasks.queue_pick"))
    chosen = picked("queue.all", columns, rows, size=len(rows) + 1, widths=WIDTHS)
    return dict([chosen.split("=", 1)]) if chosen else None


def one(desk: Desk, user: str, role: str) -> None:
    """The tasks of a person or a role, each with the way to give it to another."""
    page = pager("queue", (user, role))
    found = tasks.of_whom(desk, user, role, page)
    if not found:
        empty("tasks.queue_none")
        return
    first = found[0]
    who = first.to_user.label.get(lang()) if first.to_user else T("tasks.anybody_of", role=first.to_role)
    st.subheader(safe(who), anchor=False)
    for task in found:
        _task(desk, task)
    turns("queue.tasks", "queue", page, len(found) < tasks.queue.SIZE)


def _task(desk: Desk, task: Task) -> None:
    with st.container(border=True, key=f"queue-{task.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(task.what.get(lang()))}** {due_badge(desk, task)}", width="stretch")
            if task.page and task.page != "inbox":
                go(f"pages/{task.page}.py", "tasks.open_page", "open_in_new", f"queue:{task.id}", **task.address)
        st.caption(safe(T("tasks.by_whom", who=task.made_by.label)))
        for moved in task.moves:
            was = moved.user.label if moved.user else moved.role
            st.caption(safe(T("tasks.moved_line", was=was, by=moved.by.label, at=moved.at, why=moved.why)))
        if desk.may("task.move"):
            _move(desk, task)


def _move(desk: Desk, task: Task) -> None:
    if refused := stays(task):
        st.caption(f":material/info: {safe(sentence(RuleBroken(refused)))}")
        return
    if not st.toggle(T("tasks.move_open"), key=f"v:queue.move:{task.id}"):
        return  # who may take it is asked of the base only for the task that goes
    names = {a.id: a.name for a in tasks.takers(desk.store, task)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = st.selectbox(
            described(Task, "to_user").label(lang()), list(names), index=None, key=f"v:queue.to:{task.id}",
            format_func=lambda i: names.get(i, i), placeholder=T("forms.ref_placeholder"), width=360,
        )  # fmt: skip
        if why := asked("tasks.move", icon=":material/move_down:", name=task.id, act="task.move"):
            with shown_errors():
                tasks.move(desk, task.id, to or "", why)
                done("tasks.moved", name=names.get(to or "", ""))
