"""The order of a practice, the referrals its students go with, its sheet."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import sheets
from core.desk import Desk, Why
from core.practices import ordering, paper, rules
from core.practices.reading import Seen
from core.practices.rules import Ordered
from core.ui.files import given
from core.ui.forms import asked, command
from core.ui.messages import shown_errors
from core.ui.orders.drafting import day as order_day
from core.ui.orders.drafting import opened
from core.ui.page import T, done, lang, tell
from core.ui.style import safe
from schemas.order import OrderStatus
from schemas.practice import PracticeState
from schemas.words import SheetStatus


def draw(desk: Desk, of: Seen) -> None:
    """All three, one under another."""
    st.subheader(T("practices.order"), anchor=False)
    _orders(desk, of)
    st.subheader(T("practices.referrals"), anchor=False)
    _referrals(desk, of)
    st.subheader(T("practices.sheet"), anchor=False)
    _sheet(desk, of)


def _orders(desk: Desk, of: Seen) -> None:
    for row in of.orders.orders:
        number = (
            T("practices.order_number", number=row["number"]) if row.get("number") else T("practices.order_unsigned")
        )
        said = f"{number} · {OrderStatus(row['status']).label(lang())} · {len(row['lines'])}"
        if desk.may("order.read") and st.button(safe(said), type="tertiary", key=f"order:{row['_id']}",
                                                icon=":material/contract:"):  # fmt: skip
            st.switch_page("pages/order.py", query_params={"id": row["_id"]})
        if not desk.may("order.read"):
            st.caption(safe(said))
    if of.orders.late:
        st.warning(T("practices.order_was_late"), icon=":material/schedule:")
    changed = [p.student.label.get(lang()) for p in of.students if of.orders.by(p.study) is Ordered.changed]
    if changed:
        st.warning(T("practices.order_again", names=", ".join(changed)), icon=":material/rule:")
    waits = [p for p in of.students if p.placed and of.orders.by(p.study) in (Ordered.none, Ordered.changed)]
    if not desk.may("order.draft") or of.practice.status is not PracticeState.open:
        return
    if not waits:
        st.caption(T("practices.order_nobody"))
        return
    effective = order_day()
    why = asked("practices.draft", "optional", "primary", ":material/edit_document:", of.practice.id,
                "practices.draft_hint", act="order.draft", disabled=effective is None)  # fmt: skip
    made = None
    if why and effective:
        with shown_errors():
            made = ordering.draft(desk, of.practice.id, effective, why)
    if made:
        opened(made.id)


def _referrals(desk: Desk, of: Seen) -> None:
    out = [p for p in of.students if paper.outside(p)]
    new, numbered = [p.id for p in out if not p.referral], [p.id for p in out if p.referral]
    if not out:
        st.caption(T("practices.referral_nobody"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        key = f"refer:{of.practice.id}:{of.practice.revision}"
        if new and desk.may("practice.place") and of.practice.status is PracticeState.open and st.button(
            T("practices.refer", n=len(new)), key=key, type="primary", icon=":material/numbers:"
        ):  # fmt: skip
            with shown_errors():
                paper.refer(desk, of.practice.id, of.practice.revision, new, Why(command=command(key)))
                done("practices.referred", n=len(new))
        for one in ("kk", "ru"):
            if numbered:
                name = f"referrals-{of.practice.section.label.kk}-{one}.pdf"
                given(T(f"practices.referrals_{one}", n=len(numbered)), name,
                      partial(paper.referrals, desk, of.practice.id, numbered, one),
                      f"referrals:{of.practice.id}:{one}", icon=":material/print:")  # fmt: skip


def _sheet(desk: Desk, of: Seen) -> None:
    hours = float(of.practice.hours)
    short = [p for p in of.students if rules.unready(of.kind, p, hours)]
    if of.sheet:
        words = T("practices.sheet_is", number=of.sheet["number"], status=SheetStatus(of.sheet["status"]),
                  n=len(of.sheet["lines"]))  # fmt: skip
        if desk.may("grade_sheet.read") and st.button(safe(words), type="tertiary", icon=":material/edit_note:",
                                                      key=f"sheet:{of.sheet['_id']}"):  # fmt: skip
            st.switch_page("pages/grade_sheet.py", query_params={"id": of.sheet["_id"]})
        listed = {x["study"] for x in of.sheet["lines"]}
        if off := [p.student.label.get(lang()) for p in of.students if p.study not in listed]:
            st.info(T("practices.not_on_sheet", names=", ".join(off)), icon=":material/person_off:")
        return
    if short:
        st.markdown(f"**{T('practices.not_admitted', n=len(short))}**")
        for p in short:
            lacks = ", ".join(T(f"practices.lack_{c}") for c in rules.unready(of.kind, p, hours))
            st.caption(safe(f"{p.student.label.get(lang())}: {lacks}"))
    if not desk.may("grade_sheet.open") or of.practice.status is not PracticeState.open:
        return
    people = {p.place.supervisor.id: p.place.supervisor for p in of.students if p.place.supervisor}
    ready = len(of.students) - len(short)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(T("practices.sheet_day"), max(of.practice.ends, desk.today()), format="DD.MM.YYYY",
                            key=f"v:sheet_day:{of.practice.id}", width=180)  # fmt: skip
        why = asked("practices.open_sheet", "optional", "primary", ":material/fact_check:", of.practice.id,
                    "practices.open_sheet_hint", not (ready and people and of.kind.sheet and day),
                    act="grade_sheet.open")  # fmt: skip
    st.caption(T("practices.sheet_for", n=ready))
    made = None
    if why and day:
        with shown_errors():
            made = sheets.open_sheet(desk, of.practice.section.id, day, list(people.values()), why, None, of.kind.sheet)
    if made:
        tell("practices.sheet_opened", number=made.number)
        st.switch_page("pages/grade_sheet.py", query_params={"id": made.id})
