"""Events of a student, newest first: what, old → new, by whom, when, why and on what basis."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import history, house
from core.audit.words import field_word, value_word
from core.desk import Desk
from core.i18n import date_short
from core.ui.card.records import bring_back
from core.ui.page import T, go, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas import events as ev
from schemas.base import Basis
from schemas.kinds import Sort
from schemas.student import Student
from schemas.words import Role

AT_ONCE = 30
ICONS = {
    "admitted": "person_add", "study_opened": "school", "profile_edited": "edit", "grade_posted": "fact_check",
    "result_recorded": "download_done", "grade_corrected": "rule", "grade_annulled": "block",
    "document_issued": "description",
    "event_voided": "undo", "personal_erased": "ink_eraser", "consent_given": "how_to_reg",
    "consent_withdrawn": "person_off", "merged_in": "merge", "merged_into": "merge",
    "registered": "how_to_reg", "unregistered": "playlist_remove",
    "order_applied": "contract", "order_reversed": "undo",
}  # fmt: skip


def timeline(desk: Desk, student: Student) -> None:
    """Draw the timeline, some at a time."""
    events = list(reversed(history.parse(student.events)))
    kinds = sorted({e.type for e in events})
    words = {k: T(f"students.event.{k}") for k in kinds}
    chosen = st.pills(
        T("students.event_kind"), kinds, selection_mode="multi", format_func=lambda k: words.get(k, k),
        key=f"v:events:{student.id}", label_visibility="collapsed",
    )  # fmt: skip
    found = [e for e in events if not chosen or e.type in chosen]
    many = st.session_state.setdefault(f"events-many:{student.id}", AT_ONCE)
    for event in found[:many]:
        _event(desk, student, event)
    if len(found) > many:
        st.button(
            T("students.event_more", n=len(found) - many),
            on_click=_more,
            args=(student.id,),
            key="events-more",
        )


def _more(id: str) -> None:
    st.session_state[f"events-many:{id}"] += AT_ONCE


def _event(desk: Desk, student: Student, event: Any) -> None:
    with st.container(border=True, gap=None):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            icon = ICONS.get(event.type, "circle")
            st.markdown(
                f":material/{icon}: **{T(f'students.event.{event.type}')}** · {safe(_what(event))}",
                width="stretch",
            )
            st.caption(safe(T("students.event_at", n=event.n, at=event.at)), width="content")
        if isinstance(event, ev.ProfileEdited | ev.OrderApplied | ev.OrderReversed) and event.changes:
            rows = [_change(c) for c in event.changes]
            plain_table([T("common.what"), T("common.was"), T("common.became")], rows)
        if isinstance(event, ev.ProfileEdited):
            if desk.may("student.edit"):
                bring_back(desk, student, event)
        elif isinstance(event, ev.OrderApplied | ev.OrderReversed):
            go("pages/order.py", "orders_ui.open", "open_in_new", f"order:{event.id}", id=event.order.id)
        st.caption(safe(" · ".join(_why(event))))


def _change(change: ev.Change) -> list[str]:
    sides = [value_word("students", change.field, v, lang()) for v in (change.was, change.now)]
    return [field_word("students", change.field, lang()), *sides]


def _what(event: Any) -> str:
    day = date_short(event.effective)
    match event:
        case ev.GradePosted() | ev.ResultRecorded() | ev.GradeCorrected() | ev.GradeAnnulled():
            r = event.result
            said = f"{r.discipline.label.get(lang())} — {r.letter}"
            return f"{said}, {event.sheet.label.get(lang())}, {day}" if hasattr(event, "sheet") else f"{said}, {day}"
        case ev.DocumentIssued():
            return f"{event.number}, {day}"
        case ev.OrderApplied():
            return f"{event.order.label.get(lang())}, {kind_name(event.kind)}, {T('students.event_since', day=day)}"
        case ev.OrderReversed():
            said = T("orders_ui.takes_back", order=event.order.label, of=event.of.label)
            return f"{said}, {T('students.event_since', day=day)}"
        case ev.ProfileEdited():
            return T("students.event_since", day=day)
        case ev.MergedIn():
            return f"{T('records.merged_from', number=event.number)}, {day}"
        case ev.MergedInto():
            return f"{T('records.merged_to', name=event.into.label)}, {day}"
        case ev.Registered():
            return f"{', '.join(x.discipline.label.get(lang()) for x in event.lines)}, {day}"
        case ev.ConsentGiven():
            return f"{event.version}, {date_short(event.day)}"
        case _:
            return day


def kind_name(code: str) -> str:
    """What a kind of order is called, retired ones too."""
    found = house.current().sorts.get(Sort.order, {}).get(code)
    return found.name.get(lang()) if found else code


def _why(event: Any) -> list[str]:
    role = next((r.label(lang()) for r in Role if r.value == event.actor.role), event.actor.role)
    said = [f"{event.actor.name} ({role})"]
    if event.reason:
        said.append(event.reason)
    if event.basis:
        said.append(basis_word(event.basis))
    return said


def basis_word(basis: Basis) -> str:
    """A basis in one line: kind, number, day."""
    day = date_short(basis.day) if basis.day else ""
    return " ".join(p for p in (basis.kind, f"№ {basis.number}" if basis.number else "", day) if p)


__all__ = ["basis_word", "timeline"]
