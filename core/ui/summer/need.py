"""Who needs the summer, for what, and what is worth opening; applications are entered from here."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core import summer
from core.desk import Desk, Why
from core.i18n import fold, number
from core.registration.frame import study_rules
from core.summer.need import Need
from core.ui import jobs as work
from core.ui.forms import asked, command
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang, open_act
from core.ui.style import safe, shown
from core.ui.summer.parts import column
from core.ui.tables import picked, plain_table
from schemas.term import Term
from schemas.words import PlanReason


def screen(desk: Desk, term: Term) -> None:
    """The demand, the students, the application of one of them."""
    _news(desk)
    rules, found = study_rules(), summer.needs(desk)
    if not found:
        empty("summer.none_need", "summer.none_need_hint")
        return
    count = Counter(i.reason for n in found for i in n.items)
    limit = number(rules.gpa_below, lang()) if rules.gpa_below is not None else "—"
    low, differences = sum(n.low_gpa for n in found), count[PlanReason.difference]
    debts = count[PlanReason.repeat]
    said = T("summer.needed_by", n=len(found), debts=debts, differences=differences, limit=limit, low=low)
    st.markdown(said)
    closed = summer.closed_in(desk, term.id)
    _demand(found, rules.summer_least, closed)
    st.subheader(T("summer.who"), anchor=False)
    text = fold((st.text_input(T("summer.find"), key="v:summer.find", width=320, max_chars=60) or "").strip())
    rows = [n for n in found if not text or text in fold(f"{n.student.label.kk} {n.number} {n.group}")]
    chosen = picked("summer_need.list", _columns(), [_row(n) for n in rows], 0, len(rows) + 1)
    if chosen:
        st.session_state["summer.who"] = chosen
    one = next((n for n in rows if n.study == st.session_state.get("summer.who")), None)
    if desk.may("plan.choose"):
        if one:
            _apply(desk, term, one, closed)
        else:
            st.caption(T("summer.apply_hint", most=number(rules.summer_most, lang())))
        _apply_all(desk, term, rows)


def _demand(found: list[Need], least: int, closed: frozenset[str]) -> None:
    st.subheader(T("summer.demand"), anchor=False)
    st.caption(T("summer.demand_hint", least=least))
    heads = ["code", "discipline", "credits", "debts", "differences", "raising", "by_language", "worth"]
    reasons = (PlanReason.repeat, PlanReason.difference, PlanReason.raising)
    worth = {True: T("summer.worth_yes"), False: T("summer.worth_no")}
    rows = [
        [d.code, d.discipline.label.get(lang()), shown(d.credits), *(d.reasons[r] or "" for r in reasons),
         ", ".join(f"{k or '—'}: {n}" for k, n in sorted(d.languages.items())),
         T("summer.worth_closed") if d.discipline.id in closed else worth[d.worth]]
        for d in summer.demand(found, least)
    ]  # fmt: skip
    plain_table([T(f"summer.{h}") for h in heads], rows, right=(2, 3, 4, 5), widths=(110, 420))


def _columns() -> list:  # type: ignore[type-arg]
    return [column("number", "number"), column("student", "student"), column("group", "group"),
            column("course", "course", "int"), column("gpa", "gpa", "decimal"), column("needs", "needs")]  # fmt: skip


def _row(need: Need) -> dict:  # type: ignore[type-arg]
    said = "; ".join(f"{i.discipline.label.get(lang())}: {i.reason.label(lang()).lower()}" for i in need.owed)
    return {"_id": need.study, "number": need.number, "student": need.student.label.get(lang()), "group": need.group,
            "course": need.course, "gpa": need.gpa, "needs": said or T("summer.raising")}  # fmt: skip


def _apply(desk: Desk, term: Term, need: Need, closed: frozenset[str]) -> None:
    rules = study_rules()
    words = {
        (i.discipline.id, i.reason): f"{i.discipline.label.get(lang())} · {shown(i.credits)} · {i.reason.label(lang())}"
        for i in need.items if i.discipline.id not in closed
    }  # fmt: skip
    with st.container(border=True):
        st.markdown(f"**{safe(need.student.label.get(lang()))}** · {safe(need.number)} · {safe(need.group)}")
        usual = [w for w in summer.offered(need, rules.summer_most, closed) if w in words]
        chosen = st.multiselect(
            T("summer.choose_disciplines"), list(words), default=usual, key=f"summer.wish:{need.study}",
            format_func=lambda w: words.get(w, str(w)),
        )  # fmt: skip
        form = f"summer.apply:{need.study}"
        if st.button(T("summer.apply"), type="primary", key=form, icon=":material/playlist_add:"):
            with shown_errors():
                why = Why(command=command(form))
                summer.apply(desk, (need.student.id, need.study), term.year, chosen, why)
                open_act(form)
                done("summer.applied_done", student=need.student.label, n=len(chosen))


def _apply_all(desk: Desk, term: Term, rows: list[Need]) -> None:
    why = asked("summer.apply_all", need="optional", hint="summer.apply_all_hint", icon=":material/playlist_add_check:",
                disabled=not any(n.owed for n in rows))  # fmt: skip
    if why:
        with shown_errors():
            work.begun("summer.apply", summer.apply_many(desk, rows, term.year, why))
            st.rerun()


def _news(desk: Desk) -> None:
    row = work.news(desk, "summer.apply")
    if not row or not row.get("result"):
        return
    result = row["result"]
    st.success(T("summer.all_done", n=result["done"], left=len(result["left"])))
    for one in result["left"][:30]:
        st.caption(safe(T("summer.not_entered", student=one["student"], why=one["why"][lang()])))
