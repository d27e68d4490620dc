"""The head of an order: what it is, how it stands, its steps with who and when, what it rests on and leads to."""

from __future__ import annotations

import streamlit as st

from core import approvals
from core.desk import Desk
from core.fields import described, word_for
from core.orders import after, reading
from core.orders.asks import asks
from core.papers import owed
from core.ui import inbox
from core.ui.orders.hints import hint
from core.ui.orders.listing import COLOURS, again, trouble
from core.ui.page import T, go, lang
from core.ui.style import badge, facts, safe, shown
from schemas.kinds import CertificateKind, OrderKind
from schemas.order import Order, OrderStatus, OrderStep
from schemas.planned import PlanState
from schemas.task import TaskState
from schemas.words import StudyStatus

ICONS = {
    OrderStep.drafted: "edit_document", OrderStep.edited: "edit", OrderStep.checked: "fact_check",
    OrderStep.agreed: "thumb_up", OrderStep.returned: "undo", OrderStep.signed: "signature",
    OrderStep.received: "inventory_2", OrderStep.applied: "task_alt",
    OrderStep.cancelled: "block", OrderStep.dropped: "delete",
}  # fmt: skip
# The way of an order where nothing goes wrong; what is still ahead is drawn quietly.
WAY = (OrderStep.drafted, OrderStep.checked, OrderStep.agreed, OrderStep.signed, OrderStep.received, OrderStep.applied)
DONE = (OrderStatus.applied, OrderStatus.cancelled, OrderStatus.dropped)


def head(desk: Desk, order: Order, kind: OrderKind) -> None:
    """Title, state, the line of steps, facts, and what went wrong with its plan."""
    st.title(safe(order.kind_name.get(lang())), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(order.status, COLOURS[order.status])
        number = T("orders_ui.numbered", number=order.number, day=order.day) if order.number else ""
        st.markdown(f"**{safe(number or T('orders_ui.no_number'))}**", width="content")
        st.caption(safe(T("orders_ui.from_day", day=order.effective)), width="content")
        if kind.people:
            st.caption(safe(T("orders_ui.students_n", n=order.count)), width="content")
        for key, ref in (("cancels", order.cancels), ("cancelled_by", order.cancelled_by)):
            if ref:
                st.caption(safe(f"{described(Order, key).label(lang())}: {ref.label.get(lang())}"), width="content")
                go("pages/order.py", "orders_ui.open", "open_in_new", f"{key}:{order.id}", id=ref.id)
        if order.status is OrderStatus.applied and kind.target and desk.may("paper.read"):
            _owed(desk, order, kind.target)
    _way(order, kind)
    _plan(desk, order)


def _owed(desk: Desk, order: Order, target: StudyStatus) -> None:
    """The way to the certificates this order has made owed, while some are not issued."""
    for paper in owed.kinds():
        body = paper.as_body(CertificateKind)
        if target in body.statuses and owed.owed(desk, paper.code, order.id):
            go("pages/certificates.py", "certificates.part_owed", "assignment_late", f"owed:{paper.code}", part="owed",
               kind=paper.code, order=order.id)  # fmt: skip


def _way(order: Order, kind: OrderKind) -> None:
    last = {s.step: s for s in order.stages if s.step is not OrderStep.edited}
    ahead = [] if order.status in DONE else [s for s in WAY if s not in last]
    if order.status is OrderStatus.draft:  # what was checked before it came back is ahead again
        last = {k: v for k, v in last.items() if k in (OrderStep.drafted, OrderStep.returned)}
        ahead = list(WAY[1:])
    with st.container(horizontal=True, gap="small", key="order-way"):
        for stage in sorted(last.values(), key=lambda s: s.at):
            wrong = stage.step in (OrderStep.cancelled, OrderStep.dropped, OrderStep.returned)
            said = [f":{'red' if wrong else 'green'}[:material/{ICONS[stage.step]}:] **{safe(shown(stage.step))}**",
                    f":small[{safe(stage.by.name)}]", f":small[:gray[{safe(shown(stage.at))}]]"]  # fmt: skip
            if stage.note:
                said.append(f":small[{safe(stage.note[:80])}]")
            st.container(width=136).markdown("  \n".join(said))
        for step in ahead:
            st.container(width=118).markdown(f":gray[:material/{ICONS[step]}: {safe(shown(step))}]")


def _plan(desk: Desk, order: Order) -> None:
    planned = reading.plan_of(desk, order)
    if planned is None or order.status is not OrderStatus.signed:
        return
    if planned.state is PlanState.failed:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":red[:material/event_busy: {safe(T('orders_ui.plan_failed', day=planned.due))}]  \n"
                        + trouble(planned))  # fmt: skip
            again(desk, planned)
    else:
        st.info(safe(T("orders_ui.plan_waits", day=planned.due)), icon=":material/event_upcoming:")


def afterwards(desk: Desk, order: Order) -> None:
    """What is due after the order, with whose it is and whether its day is over."""
    found = after.of_order(desk, order)
    if not found:
        return
    with st.container(border=True, key=f"order-after:{order.id}"):
        st.markdown(f"**{T('orders_ui.after')}**")
        for due in found:
            icon, colour = ("task_alt", "green") if due.task.state is TaskState.done else ("schedule", "gray")
            if due.overdue:
                icon, colour = "alarm", "red"
            whom = due.task.to_role.label(lang()) if due.task.to_role else ""
            last = T("orders_ui.after_overdue" if due.overdue else "orders_ui.after_by", day=due.task.due)
            said = " · ".join(x for x in (due.task.what.get(lang()), whom, last, due.task.state.label(lang())) if x)
            st.markdown(f":{colour}[:material/{icon}: {safe(said)}]")
        if any(d.task.state is TaskState.open for d in found):
            go("pages/inbox.py", "menu.inbox", "inbox", f"after:{order.id}")


def about(desk: Desk, order: Order, kind: OrderKind) -> None:
    """What the whole order says, the documents it rests on, HR's copy; for who only reads it."""
    said = [(a.spec.label(lang()), word_for(a.spec, order.values.get(a.key), lang())) for a in asks(kind) if a.whole]
    if order.about:
        said.insert(0, (described(Order, "about").label(lang()), order.about.get(lang())))
    if order.signer:
        said.append((described(Order, "signer").label(lang()), order.signer.get(lang())))
    if copy := order.copy_hr:
        said.append(
            (T("orders_ui.copy"), f"{shown(copy.day)}, {copy.name}, {copy.copies} · {copy.by.name if copy.by else ''}")
        )
    facts(said, 3)


def life(desk: Desk, order: Order, kind: OrderKind) -> None:
    """Every step it took, how far its agreement is, what its check let pass, what its kind says."""
    for stage in order.stages:
        parts = (shown(stage.at), stage.step.label(lang()), stage.by.name, stage.note)
        st.markdown(safe(" · ".join(p for p in parts if p)))
    for approval in approvals.of_subject(desk, order.id):
        inbox.steps(desk, approval)
    if order.warnings:
        st.markdown(f"**{T('orders_ui.let_pass')}**")
        for f in order.warnings:
            st.markdown(f":orange[:material/warning: {safe(told(f.key, f.values))}]")
    if order.checksum:
        st.caption(T("orders_ui.checksum", hash=order.checksum[:16]))
    with st.expander(T("orders_ui.what_kind"), icon=":material/category:"):
        hint(kind)


def told(key: str, values: dict) -> str:  # type: ignore[type-arg]
    """A kept finding in the words of this screen."""
    from core.jobs.rows import told as again_told

    key, found = again_told({"key": key, "values": values})
    return T(key, **found)


__all__ = ["about", "afterwards", "head", "life"]
