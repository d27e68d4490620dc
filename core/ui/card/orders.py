"""Orders on a student's card: each with what it changed, how he stood on any day, a new one from his application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from core import history, orders
from core.audit.words import field_word, value_word
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.orders import reading
from core.orders.acts import kinds_today
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.orders.drafting import FIRST, body_of, choose_kind, opened
from core.ui.orders.filling import of_paper
from core.ui.page import T, empty, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import headed, picked
from schemas import events as ev
from schemas.base import Id
from schemas.events import Change
from schemas.kinds import OrderKind
from schemas.order import Order
from schemas.student import Student, Study
from schemas.words import StudyStatus

PARTS = ("number", "day", "scan")
WIDTHS = {"number": 95, "day": 90, "kind": 180, "state": 95, "effective": 95, "changed": 365}


def student_orders(desk: Desk, student: Student) -> None:
    """The whole tab."""
    on_a_day(desk, student)
    if desk.may("order.draft"):
        _from_application(desk, student)
    found = reading.of_student(desk, student.id)
    if not found:
        empty("orders_ui.none_of_him", "orders_ui.none_of_him_hint" if desk.may("order.draft") else None)
        return
    did = _did(student)
    columns = [headed(c, f"orders_ui.col_{c}", "date" if c in ("day", "effective") else "text") for c in WIDTHS]
    chosen = picked("student_orders.list", columns, [_row(o, did) for o in found], 0, len(found) + 1, WIDTHS, tall=True)
    if chosen:
        st.switch_page("pages/order.py", query_params={"id": chosen})


def _did(student: Student) -> dict[Id, list[Change]]:
    """What each order changed of him, by the order's id."""
    found: dict[Id, list[Change]] = {}
    for event in history.parse(student.events):
        if isinstance(event, ev.OrderApplied | ev.OrderReversed):
            found.setdefault(event.order.id, []).extend(event.changes)
    return found


def _row(order: Order, did: dict[Id, list[Change]]) -> Row:
    state = order.status.label(lang())
    if order.lines and order.lines[0].reversed:
        state = T("orders_ui.reversed_by", order=order.lines[0].reversed.label)
    return {
        "_id": order.id, "number": order.number or "—", "day": order.day and order.day.isoformat(),
        "kind": order.kind_name.get(lang()), "state": state, "effective": order.effective.isoformat(),
        "changed": changed_words(did.get(order.id, ())),
    }  # fmt: skip


def changed_words(changes: Sequence[Change]) -> str:
    """Changes in one line: what: was → became; only what it became where there was nothing."""
    return "; ".join(
        f"{field_word('students', c.field, lang()).rpartition(' · ')[2]}: "
        + " → ".join(value_word("students", c.field, v, lang()) for v in ((c.was, c.now) if c.was else (c.now,)))
        for c in changes
    )


def on_a_day(desk: Desk, student: Student) -> None:
    """How each study stood on any day: what was true then, as it is known now."""
    today = desk.today()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(T("orders_ui.on_day"), today, key=f"v:on-day:{student.id}", format="DD.MM.YYYY", width=190,
                            min_value=FIRST, max_value=today + timedelta(days=730))  # fmt: skip
        if not isinstance(day, date):
            return
        studies = history.fold(history.parse(student.events), on=day)["studies"]
        if not studies:
            st.caption(T("orders_ui.not_here_yet"), width="content")
        for study in studies:
            badge(StudyStatus(study["status"]))
            programme = (study.get("programme") or {}).get("label") or {}
            year = T("orders_ui.year_n", n=study["year"]) if study.get("year") else ""
            said = (programme.get(lang()) or programme.get("kk", ""), year, study.get("group") or "")
            st.caption(safe(" · ".join(p for p in said if p)), width="content")


def _from_application(desk: Desk, student: Student) -> None:
    """An application lies on the table: its number, day and scan become the basis of a draft."""
    with st.expander(T("orders_ui.from_application"), icon=":material/edit_document:"):
        st.caption(T("orders_ui.from_application_hint"))
        fit = {k for k in kinds_today() if _takes(body_of(k), student.studies)}
        code = choose_kind(f"student.order:{student.id}", fit)
        if code is None:
            return
        kind = body_of(code)
        studies = {s.id: s for s in student.studies if s.status in kind.statuses}
        names = {i: " · ".join(p for p in (shown(s.programme.label) if s.programme else "", s.group) if p) or "—"
                 for i, s in studies.items()}  # fmt: skip
        study = next(iter(studies))
        if len(studies) > 1:
            study = st.selectbox(T("papers.study"), list(studies), key=f"v:student.order.study:{student.id}",
                                 format_func=lambda i: names.get(i, str(i))) or study  # fmt: skip
        needs = {n: x.name.get(lang()) for n, x in enumerate(kind.bases)}
        need = 0
        if len(needs) > 1:
            need = st.selectbox(T("orders_ui.which_paper"), list(needs), key=f"v:student.order.need:{code}", width=420,
                                format_func=lambda n: needs.get(n, str(n))) or 0  # fmt: skip
        _form(desk, student, code, kind, study, need)


def _takes(kind: OrderKind, studies: Sequence[Study]) -> bool:
    return kind.people and not kind.cancels and any(s.status in kind.statuses for s in studies)


def _form(desk: Desk, student: Student, code: str, kind: OrderKind, study: Id, need: int) -> None:
    specs = [described(Order, "effective"), *([of_paper(kind, need, p, p) for p in PARTS] if kind.bases else [])]
    key = f"student-order:{student.id}:{code}:{need}"
    filled = form(desk, specs, key, {"effective": desk.today().isoformat(), "day": desk.today().isoformat()},
                  T("orders_ui.draft"), columns=4, act="order.draft")  # fmt: skip
    made = None
    if filled:
        with shown_errors(key):
            owner = student.id if kind.bases and kind.bases[need].each else None
            paper = {p: filled.values.get(p) or None for p in PARTS}
            bases = [{"need": need, "student": owner, **paper, "number": paper["number"] or ""}] if paper["day"] else []
            made = orders.draft(desk, code, date.fromisoformat(filled.values["effective"]), [(student.id, study)],
                                filled.why, bases=bases)  # fmt: skip
    if made:
        opened(made.id)


__all__ = ["changed_words", "on_a_day", "student_orders"]
