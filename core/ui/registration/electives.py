"""Electives of a term on the screen: live demand, places, the waiting list, closing, who must choose again."""

from __future__ import annotations

import streamlit as st

from core import registration
from core.desk import Desk
from core.errors import Problem, Problems
from core.registration import Demand
from core.registration.overview import Chosen
from core.ui.charts import Chart, Series, bars
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.registration import chooser
from core.ui.registration.groups import column, open_plan
from core.ui.style import safe, shown
from core.ui.tables import picked
from schemas.base import Id
from schemas.term import Term
from schemas.words import LineState

MOST = 500


def screen(desk: Desk, chosen: Chosen) -> None:
    """Draw the whole part."""
    term = chooser.term(desk, chosen.year)
    if term is None:
        empty("registration_ui.no_terms", "registration_ui.no_terms_hint", "pages/references.py", "references.title")
        return
    found = registration.demand(desk, term.id)
    if not found:
        empty("registration_ui.no_electives", "registration_ui.no_electives_hint")
        return
    id = st.query_params.get("elective", "")
    short = [d for d in found if d.short]
    if short:
        said = T("registration_ui.short", n=len(short), least=short[0].least)
        st.warning(safe(said), icon=":material/trending_down:")
    chosen_id = _table(found)
    if chosen_id and chosen_id != id:
        st.query_params["elective"] = id = chosen_id
    one = next((d for d in found if d.discipline.id == id), None)
    if one is not None:
        with st.container(border=True):
            _one(desk, chosen.year, term, one)
    _chart(desk, term, found)


def _table(found: list[Demand]) -> Id | None:
    columns = [
        column("code", "code"), column("name", "discipline"), column("state", "line_state"),
        *(column(k, k, "int") for k in ("chosen", "registered", "waiting", "rechoose", "total", "least", "capacity")),
    ]  # fmt: skip
    rows = [
        {"_id": d.discipline.id, "code": d.code, "name": d.discipline.label.get(lang()), "state": _state(d),
         **{k: getattr(d, k) for k in ("chosen", "registered", "waiting", "rechoose", "total", "least")},
         "capacity": d.capacity}
        for d in found
    ]  # fmt: skip
    return picked("reg_electives.list", columns, rows, size=len(rows) + 1)


def _state(d: Demand) -> str:
    if d.closed:
        return T("registration_ui.elective.closed")
    if d.short:
        return T("registration_ui.elective.short")
    full = d.capacity is not None and d.chosen + d.registered >= d.capacity
    return T("registration_ui.elective.full" if full else "registration_ui.elective.open")


def _one(desk: Desk, year: int, term: Term, d: Demand) -> None:
    """One elective: places, closing, who waits and who must choose again."""
    st.subheader(safe(f"{d.code} {d.discipline.label.get(lang())}"), anchor=False)
    held = registration.elective_of(desk, term.id, d.discipline.id)
    if held and held.closed:
        st.info(safe(T("registration_ui.elective.closed_on", day=held.closed, reason=held.reason)))
    elif desk.may("plan.approve") and term.closed is None:
        _acts(desk, term, d)
    waits = registration.waiting(desk, term.id, d.discipline.id)
    if waits:
        st.markdown(f"**{safe(T('registration_ui.waiting_list'))}**")
        columns = [column("place", "place", "int"), column("number", "number"), column("name", "name"),
                   column("group", "group"), column("since", "since")]  # fmt: skip
        rows = [{"_id": w.plan, "place": w.place, "number": w.number, "name": w.student.label.get(lang()),
                 "group": w.group, "since": shown(w.since)} for w in waits]  # fmt: skip
        _open(desk, year, picked("reg_waits.list", columns, rows, size=len(rows) + 1))
    where = {"lines": {"$elemMatch": {
        "term.id": term.id, "discipline.id": d.discipline.id, "state": LineState.rechoose.value,
    }}}  # fmt: skip
    again = registration.listed(desk, year, {"lines.term.id": term.id, "lines.discipline.id": d.discipline.id, **where},
                                limit=MOST) if d.rechoose else []  # fmt: skip
    if again:
        st.markdown(f"**{safe(T('registration_ui.must_choose', n=len(again)))}**")
        columns = [column("number", "number"), column("name", "name"), column("group", "group")]
        people = [{"_id": p.id, "number": p.number, "name": p.student.label.get(lang()), "group": p.group}
                  for p in again]  # fmt: skip
        _open(desk, year, picked("reg_again.list", columns, people, size=len(people) + 1))


def _open(desk: Desk, year: int, plan: Id | None) -> None:
    if plan:
        found = registration.get(desk, plan)
        open_plan(found.student.id, found.study, year)


def _acts(desk: Desk, term: Term, d: Demand) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            T("registration_ui.elective.places"), "" if d.capacity is None else str(d.capacity), max_chars=6,
            key=f"v:places:{term.id}:{d.discipline.id}:{d.capacity}", width=180,
            help=T("registration_ui.elective.places_help"),
        )  # fmt: skip
        why = asked("registration_ui.elective.set_places", "optional", name=f":{d.discipline.id}",
                    icon=":material/event_seat:", act="plan.capacity")  # fmt: skip
        closing = asked("registration_ui.elective.close", "required", name=f":{d.discipline.id}",
                        icon=":material/block:", hint="registration_ui.elective.close_hint",
                        act="plan.close_elective")  # fmt: skip
    if why:
        with shown_errors():
            registration.set_capacity(desk, term.id, d.discipline.id, _places(text or ""), why)
            done("registration_ui.elective.places_set")
    if closing:
        with shown_errors():
            registration.close_elective(desk, term.id, d.discipline.id, closing)
            done("registration_ui.elective.closed_done", n=d.total)


def _places(text: str) -> int | None:
    text = "".join(text.split())
    if not text:
        return None
    if not text.isdecimal():
        raise Problems([Problem("capacity", "errors.field.int_parsing")])
    return int(text)


def _chart(desk: Desk, term: Term, found: list[Demand]) -> None:
    asked_for = sorted(found, key=lambda d: -d.total)[:25]
    names = tuple(f"{d.code} {d.discipline.label.get(lang())}" for d in asked_for)
    series = tuple(
        Series(T(f"registration_ui.col.{k}"), tuple(getattr(d, k) for d in asked_for))
        for k in ("registered", "chosen", "waiting")
    )
    chart = Chart(
        T("registration_ui.demand"), T("registration_ui.col.discipline"), names, series, T("registration_ui.people"),
        term.label().get(lang()), T("registration_ui.source", at=desk.now()),
    )  # fmt: skip
    bars(chart, f"demand:{term.id}", stacked=True, across=True)
