"""Holds on the screen: putting one or many, the list, one hold with its lifting."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from core import references
from core.audit.words import action_word
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound
from core.holds import acts, reading, stops
from core.house import entry
from core.i18n import LANGS, t
from core.search import full_name
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import computed, pager, picked, plain_table, plain_views
from schemas.base import Id
from schemas.hold import Hold
from schemas.kinds import HoldKind, Kind


def put_box(desk: Desk, start: str = "") -> None:
    """Put holds of one's own kinds: on one student found by name or number, or on a pasted list of numbers."""
    kinds = {k.code: k for k in reading.mine(desk)}
    if not desk.may("hold.put") or not kinds:
        return
    with st.expander(T("holds.put_title"), icon=":material/front_hand:", expanded=bool(start)):
        words = {"one": T("holds.one"), "many": T("holds.many")}
        st.session_state.setdefault("v:holds.way", "one")
        way = st.segmented_control(
            T("holds.who"), list(words), required=True, key="v:holds.way", format_func=lambda w: words.get(w, w),
            label_visibility="collapsed",
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom"):
            names = {c: k.name.get(lang()) for c, k in kinds.items()}
            kind = st.selectbox(
                T("holds.kinds"), list(names), key="v:holds.kind", format_func=lambda c: names.get(c, c), width=300
            )
            due = st.date_input(T("holds.due"), None, format="DD.MM.YYYY", key="v:holds.due", width=180)
        st.caption(stops_words(kinds[kind] if kind in kinds else next(iter(kinds.values()))))
        day = due if isinstance(due, date) else None
        if way == "many":
            _many(desk, kind, day)
        else:
            _one(desk, kind, day, start)


def _one(desk: Desk, kind: str, due: date | None, start: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(T("holds.who"), start, key="v:holds.who", placeholder=T("holds.who_hint"), width=260)
        found = {r["_id"]: f"{full_name(r)} · {r['number']}" for r in reading.find(desk, text)}
        student = st.selectbox(
            T("holds.who_found", n=len(found)), list(found), key=f"v:holds.student:{text}", width=380,
            format_func=lambda i: found.get(i, str(i)), index=0 if len(found) == 1 else None,
            placeholder=T("common.not_chosen"),
        )  # fmt: skip
        amount = st.text_input(T("holds.amount"), key="v:holds.amount", max_chars=80, width=240)
    why = asked("holds.put", type="primary", hint="holds.put_hint", disabled=not student, act="hold.put")
    if why and student:
        with shown_errors():
            made = acts.put(desk, student, kind, why, amount=amount, due=due)
            done("holds.done", student=made.student.label)


def _many(desk: Desk, kind: str, due: date | None) -> None:
    pasted = st.text_area(T("holds.pasted"), key="v:holds.pasted", height=140, help=T("holds.pasted_hint"))
    lines = reading.read_list(desk, pasted or "", kind)
    good = reading.wanted(lines)
    if lines:
        said = [[x.number, x.name, x.reason, T(x.problem) if x.problem else T("holds.fits")] for x in lines]
        heads = ("common.number", "students.col_name", "common.reason", "holds.line_problem")
        plain_table([T(h) for h in heads], said)
    st.caption(T("holds.pasted_hint"))
    why = asked("holds.put", name=":many", type="primary", hint="holds.put_hint", disabled=not good, act="hold.put")
    if why:
        with shown_errors():
            acts.put_many(desk, good, kind, why, due)
            st.session_state["v:holds.pasted"] = ""
            done("holds.done_many", n=len(good))


def stops_words(kind: Kind) -> str:
    """What a kind of hold stops, in words."""
    stops = kind.as_body(HoldKind).stops
    said = ", ".join(action_word(a, lang()) for a in stops)
    return safe(f"{T('holds.stops')}: {said}" if stops else T("holds.stops_nothing"))


def table(desk: Desk) -> Id | None:
    """The list with its filters; the id of the clicked hold."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(T("holds.find"), key="v:holds.find", width=260) or ""
        names = {k.code: k.name.get(lang()) for k in reading.seen(desk)}
        kinds = st.multiselect(
            T("holds.kinds"), list(names), key="v:holds.kinds", format_func=lambda c: names.get(c, c), width=320,
            placeholder=T("tables.any"),
        )  # fmt: skip
        labels = references.labels(desk, "departments", {"kind": "faculty"})
        faculties = st.multiselect(
            T("holds.faculty"), list(labels), key="v:holds.faculty", width=320, placeholder=T("tables.any"),
            format_func=lambda i: labels[i].get(lang()) if i in labels else i,
        )  # fmt: skip
        st.session_state.setdefault("v:holds.active", True)
        active = st.toggle(T("holds.only_active"), key="v:holds.active")
        plain_views(desk, "holds", [f"v:holds.{x}" for x in ("find", "kinds", "faculty", "active")])
    chosen: dict[str, Any] = {"kind": kinds, "faculties": faculties, "active": True if active else None}
    page = pager("holds", (text, chosen))
    rows = reading.listed(desk, text, chosen, page=page)
    if not rows:
        empty("holds.none", "holds.none_hint")
        return None
    st.caption(T("common.rows", n=reading.count(desk, text, chosen)))
    return picked("holds.list", columns(), [_said(r) for r in rows], page)


def warn(desk: Desk, act: str, students: list[Id]) -> None:
    """Say who of these students is held back from an act, before the button is pressed: they will be left out."""
    found = stops.held(desk.store, act, students)
    if found:
        names = "; ".join(
            f"{shown(h[0].student.label)}: {', '.join(shown(x.kind.label) for x in h)}" for h in found.values()
        )
        st.warning(safe(f"{T('holds.left_out', n=len(found))}. {names}"), icon=":material/front_hand:")


def columns() -> list[Any]:
    """The columns of the list."""
    from core.fields import describe

    specs = {s.path: s for s in describe(Hold)}
    words = [t("holds.state", x) for x in LANGS]
    return [*((p, specs[p]) for p in ("number", "student", "kind", "reason", "amount", "due")),
            computed("said", words[0], words[1], words[2], "text")]  # fmt: skip


def _said(row: Row) -> Row:
    return {**row, "said": T("holds.state_active") if row["active"] else T("holds.state_lifted")}


def one(desk: Desk, hold: Hold, card: bool = True) -> None:
    """One hold: what for, by whom, what it stops; lifting it for those who may."""
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(T("holds.state_active") if hold.active else T("holds.state_lifted"), "orange" if hold.active else "gray")
        st.markdown(f"**{shown_safe(hold)}**", width="content")
        if card:
            go("pages/student.py", "holds.open_student", key=f"go:{hold.id}", id=hold.student.id)
    said = [T("holds.put_line", name=hold.put.name, at=hold.put.at)]
    if hold.due:
        said.append(T("holds.due_line", due=hold.due))
    if hold.lifted:
        said.append(T("holds.lifted_line", name=hold.lifted.name, at=hold.lifted.at, reason=hold.lifted.reason))
    facts([(T("common.reason"), hold.reason), (T("holds.amount"), hold.amount)], 2)
    st.caption(safe(" · ".join(said)))
    if not hold.active or not _mine(desk, hold):
        return
    why = asked("holds.lift", name=f":{hold.id}", icon=":material/lock_open:", hint="holds.lift_hint", act="hold.lift")
    if why:
        with shown_errors():
            acts.lift(desk, hold.id, hold.revision, why)
            done("holds.lifted", student=hold.student.label)


def shown_safe(hold: Hold) -> str:
    """The hold's name, safe to be drawn."""
    return safe(shown(hold.label()))


def _mine(desk: Desk, hold: Hold) -> bool:
    try:
        return desk.may("hold.lift") and acts.may_handle(desk.actor, entry("hold", hold.kind.id))
    except NotFound:
        return False
