"""Pieces of the inbox: rows of tasks with their deadline, decisions right there, notices, what is late with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core import approvals, notices, tasks
from core.desk import Desk
from core.fields import described, form_fields
from core.i18n import known
from core.tasks.reading import Waiting, days_late
from core.ui.forms import asked, form
from core.ui.home.parts import badge_of
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.task import Approval, ApprovalStep, Assignment, StepState, Task

AT_ONCE = 10
MANY = "inbox-many"


def tabs(desk: Desk, waiting: int) -> str:
    """The chosen section; the address («tab») chooses the first, else it is what waits for the user."""
    names = ["mine", "news", "done"]
    names += ["given"] if desk.may("task.assign") else []
    names += ["overdue"] if desk.may("task.read_all") else []
    counts = {"mine": waiting, "news": notices.unread(desk)}
    words = {n: T(f"tasks.tab.{n}") + (f" ({counts[n]})" if counts.get(n) else "") for n in names}
    wanted = st.query_params.pop("tab", None)
    if wanted in names:
        st.session_state["v:inbox.tab"] = wanted
    st.session_state.setdefault("v:inbox.tab", "mine")
    chosen = st.segmented_control(
        T("tasks.tabs"), names, required=True, format_func=lambda n: words.get(n, n), key="v:inbox.tab",
        label_visibility="collapsed", on_change=_first_ones,
    )  # fmt: skip
    return chosen or "mine"


def _first_ones() -> None:
    st.session_state.pop(MANY, None)


def _some(count: int) -> int:
    return min(count, int(st.session_state.get(MANY, AT_ONCE)))


def _more(count: int) -> None:
    if count > _some(count):
        st.button(T("tasks.more", n=count - _some(count)), key="inbox-more", on_click=_widen)


def _widen() -> None:
    st.session_state[MANY] = int(st.session_state.get(MANY, AT_ONCE)) + AT_ONCE


def due_badge(desk: Desk, task: Task) -> str:
    """Markup of the deadline: what is late is told by its sign and in words, colour only helps."""
    if task.due is None:
        return badge_of(T("tasks.due_none"), "gray", "event_busy")
    if late := days_late(task.due, desk.today()):
        return badge_of(f"{T('tasks.late', n=late)} · {T('tasks.due', due=task.due)}", "red", "warning")
    if task.due == desk.today():
        return badge_of(T("tasks.due_today"), "orange", "today")
    return badge_of(T("tasks.due", due=task.due), "gray", "event")


def waiting(desk: Desk, found: Sequence[Waiting], nothing: str) -> None:
    """Open tasks with what may be done with each, some at a time."""
    if not found:
        empty(nothing, f"{nothing}_hint")
    _tasks(desk, found[: _some(len(found))])
    _more(len(found))


def waits_for_me(desk: Desk, found: Sequence[Waiting]) -> None:
    """What waits for the user and for anybody of his role, as one queue: late, today, this week, later, without a day;
    narrowed to what it is about or to whom it is. The first nine open by a key."""
    if not found:
        return waiting(desk, found, "tasks.none_mine")
    found = _narrowed(found)
    left = _some(len(found))
    for name, part in tasks.grouped(found, desk.today()).items():
        if left > 0:
            st.subheader(T(f"tasks.bucket.{name}", n=len(part)), anchor=False)
            _tasks(desk, part[:left], len(found[: _some(len(found))]) - left)
            left -= len(part)
    _more(len(found))
    return None


def _narrowed(found: Sequence[Waiting]) -> list[Waiting]:
    """Of them those of a page and of an addressee; nothing is asked where there is but one of each."""
    pages = sorted({w.task.page for w in found}, key=_page_word)
    whose = sorted({w.personal for w in found}, reverse=True)
    page, mine = "", None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(pages) > 1:
            names = {"": T("common.all")} | {p: _page_word(p) for p in pages if p}
            page = st.selectbox(T("tasks.about"), list(names), key="v:inbox.page", width=280,
                                format_func=lambda p: names.get(p, p))  # fmt: skip
        if len(whose) > 1:
            words = {"all": T("common.all"), "mine": T("tasks.whose.mine"), "role": T("tasks.whose.role")}
            mine = st.segmented_control(T("tasks.whose_label"), list(words), default="all", required=True,
                                        key="v:inbox.whose", format_func=lambda w: words.get(w, w))  # fmt: skip
    return [w for w in found if page in ("", w.task.page) and mine in (None, "all", "mine" if w.personal else "role")]


def _page_word(page: str) -> str:
    return T(f"menu.{page}") if known(f"menu.{page}") else T("menu.inbox")


def _tasks(desk: Desk, found: Sequence[Waiting], before: int = 0) -> None:
    """before: how many stand above, for the keys."""
    decided = approvals.of_tasks(desk, [w.task for w in found])
    for n, each in enumerate(found, before + 1):
        _task(desk, each, decided, n)


def _task(desk: Desk, each: Waiting, decided: Mapping[Id, Approval], n: int) -> None:
    task = each.task
    approval = decided.get(task.approval or "")
    with _row(desk, f"task-{task.id}", task, _about(each, approval)), shown_errors():
        _open(task, "open", f"Alt+{n}" if n < 10 else None)
        if approval:
            decision(desk, approval)
        elif task.by_hand and (why := asked("tasks.done", "optional", icon=":material/check:", name=task.id)):
            tasks.done(desk, task.id, why)
            done("tasks.done_said")


def _row(desk: Desk, key: str, task: Task, about: Sequence[str]) -> DeltaGenerator:
    """A task in two lines with its deadline; the answer is the place for what can be done with it."""
    with st.container(border=True, key=key, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width="stretch"):
            st.markdown(f"**{safe(task.what.get(lang()))}** {due_badge(desk, task)}")
            st.caption(safe(" · ".join(about)))
        return st.container(horizontal=True, width="content", vertical_alignment="center")


def _open(task: Task, name: str, keys: str | None = None) -> None:
    if task.page and task.page != "inbox":
        go(f"pages/{task.page}.py", "tasks.open_page", "open_in_new", f"{name}:{task.id}", keys, **task.address)


def _about(each: Waiting, approval: Approval | None) -> list[str]:
    task = each.task
    said = [T("tasks.asked_by" if approval else "tasks.by_whom", who=task.made_by.label)]
    if task.to_role:
        said.append(T("tasks.to_role", role=task.to_role))
    if each.seat.deputy:
        said.append(T("tasks.for_whom", who=each.seat.who.label))
    if approval and approval.at is not None:
        said.append(f"{T('approvals.step', n=approval.at + 1)} / {len(approval.steps)}")
        said += [": ".join(_decided(step)) for step in approval.steps if step.by]
    return said


def decision(desk: Desk, approval: Approval) -> None:
    """Agree or decline, right here; who may not decide reads why. For the page of the record too."""
    if approval.at is None:
        return
    if refusal := approvals.may_decide(desk, approval):
        st.caption(f":material/info: {safe(sentence(refusal))}", width="content")
        return
    yes = asked("approvals.agree", "optional", "primary", ":material/check:", name=approval.id)
    no = asked("approvals.decline", icon=":material/close:", name=approval.id)
    if yes:
        approvals.agree(desk, approval.id, approval.revision, yes)
        done("approvals.agreed_said")
    if no:
        approvals.decline(desk, approval.id, approval.revision, no)
        done("approvals.declined_said")


STEPS = {
    StepState.waiting: "radio_button_unchecked", StepState.running: "hourglass_top", StepState.agreed: "check_circle",
    StepState.declined: "cancel",
}  # fmt: skip


def steps(desk: Desk, approval: Approval) -> None:
    """How far an approval has come: every step, who decided it and in whose place, what he wrote."""
    with st.container(border=True, gap=None, key=f"approval-{approval.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{safe(approval.route.label.get(lang()))}**", width="content")
            badge(approval.state)
            st.caption(safe(T("tasks.asked_by", who=approval.asked_by.label)), width="content")
        for n, step in enumerate(approval.steps, 1):
            whom = step.user.label.get(lang()) if step.user else step.role.label(lang())
            told = [f"{T('approvals.step', n=n)}: {whom}", step.state.label(lang()), *_decided(step)]
            st.markdown(f":material/{STEPS[step.state]}: {safe(' · '.join(told))}")
        own = approval.asked_by.id == desk.actor.id
        if approval.at is not None and (own or desk.may("task.read_all")):
            with shown_errors():
                if why := asked("approvals.withdraw", name=approval.id, icon=":material/undo:"):
                    approvals.withdraw(desk, approval.id, approval.revision, why)
                    done("approvals.withdrawn_said")


def _decided(step: ApprovalStep) -> list[str]:
    if step.by and step.at:
        key = "approvals.step_for" if step.for_whom else "approvals.step_by"
        whom = {"whom": step.for_whom.label} if step.for_whom else {}
        return [T(key, who=step.by.label, at=step.at, **whom), *([step.note] if step.note else [])]
    return [T("approvals.step_due", due=step.due)] if step.due else []


def asked_by_me(desk: Desk) -> None:
    """What the user has sent along a route and is not decided."""
    if found := approvals.asked(desk):
        st.subheader(T("approvals.asked"), anchor=False)
        for approval in found:
            st.markdown(f"**{safe(approval.subject.label.get(lang()))}**")
            steps(desk, approval)


def news(desk: Desk) -> None:
    """The user's notices; opening one marks it as read."""
    found = notices.listed(desk, 100)
    if not found:
        empty("tasks.none_news", "tasks.none_news_hint")
        return
    if any(n.read_at is None for n in found):
        st.button(T("notices.read_all"), icon=":material/done_all:", on_click=_read, args=(desk, None))
    for notice in found[: _some(len(found))]:
        new = notice.read_at is None
        with st.container(border=True, key=f"notice-{notice.id}", horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                text = safe(notice.text.get(lang()))
                st.markdown(f":material/fiber_new: **{text}**" if new else text)
                st.caption(shown(notice.at))
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                page = f"{notice.page}.py" if notice.page in st.session_state.get("_pages", ()) else ""
                label = T("tasks.open_page")
                if page and st.button(label, key=f"news:{notice.id}", type="tertiary", icon=":material/open_in_new:"):
                    notices.read(desk, notice.id)
                    st.switch_page(f"pages/{page}", query_params=notice.address or None)
                if new:
                    read = T("notices.read")
                    st.button(read, key=f"read:{notice.id}", type="tertiary", icon=":material/done:",
                              on_click=_read, args=(desk, notice.id))  # fmt: skip
    _more(len(found))


def _read(desk: Desk, id: Id | None) -> None:
    with shown_errors():
        notices.read(desk, id)


def closed(desk: Desk) -> None:
    """What the user has done."""
    found = tasks.closed(desk)
    if not found:
        empty("tasks.none_done")
        return
    rows = [
        [x.what.get(lang()), x.state.label(lang()), shown(x.done_at), shown(x.done_for.label if x.done_for else None),
         x.closing]
        for x in found
    ]  # fmt: skip
    heads = [_head("what"), _head("state"), _head("done_at"), _head("done_for"), _head("closing")]
    plain_table(heads, rows)


def _head(name: str) -> str:
    return described(Task, name).label(lang())


def overdue(desk: Desk) -> None:
    """Late tasks of everybody: with whom, by how many days; needs `task.read_all`."""
    found = tasks.overdue(desk)
    if not found:
        empty("tasks.none_overdue", "tasks.none_overdue_hint")
        return
    for each in found[: _some(len(found))]:
        with _row(desk, f"late-{each.task.id}", each.task, _whose(each.task, each.names)):
            _open(each.task, "late")
    _more(len(found))


def addressee(task: Task) -> str:
    """To whom a task is given, in words."""
    if task.to_user:
        return T("tasks.to_person", who=task.to_user.label)
    return T("tasks.to_role", role=task.to_role)


def _whose(task: Task, names: Sequence[str]) -> list[str]:
    """To whom a task is given, and who of a role has it today."""
    if not names:
        return [addressee(task), T("tasks.nobody_has")]
    if task.to_user:
        return [addressee(task)]
    rest = f" … ({len(names)})" if len(names) > 3 else ""
    return [addressee(task), T("tasks.has_it", who=", ".join(names[:3]) + rest)]


def given(desk: Desk) -> None:
    """Tasks given by hand: a new one, and those still open."""
    with st.expander(T("tasks.assign"), icon=":material/add_task:"):
        filled = form(desk, form_fields(Assignment), "task:new", submit=T("tasks.give"))
    if filled:
        with shown_errors("task:new"):
            tasks.assign(desk, filled.values, filled.why)
            done("tasks.assigned")
    found = tasks.given(desk)
    if not found:
        empty("tasks.none_given")
    for task in found[: _some(len(found))]:
        with _row(desk, f"given-{task.id}", task, _whose(task, tasks.names(desk, task))), shown_errors():
            if why := asked("tasks.cancel", name=task.id, icon=":material/undo:"):
                tasks.cancel(desk, task.id, why)
                done("tasks.cancelled")
    _more(len(found))


__all__ = [
    "addressee", "asked_by_me", "closed", "decision", "due_badge", "given", "news", "overdue", "steps", "tabs",
    "waiting", "waits_for_me",
]  # fmt: skip
