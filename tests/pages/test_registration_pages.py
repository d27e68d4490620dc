"""Registration in the browser: groups, one plan from drawing to signature, electives, refusals, payments, tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from acts.registering import Base, add, line, office
from streamlit.testing.v1 import AppTest

from core import registration
from core.db.store import Store
from core.desk import Why
from core.tx import Tx
from core.users.acting import today
from schemas.base import Lang, Ref, Text
from schemas.calendar import Calendar, Period
from schemas.study_plan import StudyPlan
from schemas.words import LineState, PeriodKind, PlanReason, ResultState, Role, StudyPlanState, TermKind
from tests.bases import shipped
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

DATA = ("Тест", "ОР-26-1", "Пән")
TEACHER = Ref(id="p1", label=Text(kk="Оразбаева Сәуле"))


@pytest.fixture
def base(store: Store) -> Base:
    """Three students of one group, and a window that is open on the day on which pages are opened."""
    shipped(store)
    made = office(store)
    row = store.one("calendars", {"year": 2026})
    assert row is not None
    day = today()

    def work(tx: Tx) -> Calendar:
        cal = tx.get(Calendar, row["_id"], scoped=False)
        cal.periods += [
            Period(id=f"now{n}", kind=PeriodKind.registration, term=kind, starts=day - timedelta(days=9),
                   ends=day + timedelta(days=9))
            for n, kind in enumerate((TermKind.autumn, TermKind.spring, TermKind.summer))
        ]  # fmt: skip
        return tx.save(cal)

    made.head.transact("calendar.edit", work, Why("сынақ"), right="reference.edit")
    return made


def plan_page(open_page: Open, base: Base, n: int = 0, role: Role = Role.head, lang: Lang = "kk") -> AppTest:
    student, study = base.pairs[n]
    return open_page("study_plan", role, lang, student=student, study=study, year="2026")


def button(at: AppTest, key: str) -> Any:
    return next(b for b in at.button if (b.key or "").startswith(key))


def widget(found: Any, key: str) -> Any:
    return next(w for w in found if (w.key or "").startswith(key))


def stored(base: Base, n: int = 0) -> StudyPlan:
    found = registration.plan_of(base.head, base.pairs[n][1], 2026)
    assert found is not None
    return found


def heard(at: AppTest) -> str:
    return "\n".join(texts(at))


# who may see what -------------------------------------------------------------------------------------------------


ROLES = (Role.head, Role.senior_registrar, Role.registrar, Role.adviser, Role.department, Role.payments, Role.auditor,
         Role.teacher)  # fmt: skip


@pytest.mark.parametrize(("role", "lang"), met(ROLES))
def test_every_part_opens_for_every_role_and_language(base: Base, open_page: Open, role: Role, lang: Lang) -> None:
    base.chosen(0)
    for address in ({}, {"group": "ОР-26-1"}, {"tab": "electives"}, {"tab": "refusals"}, {"tab": "payments"},
                    {"tab": "table"}):  # fmt: skip
        at = open_page("registration", role, lang, year="2026", **address)
        assert not at.exception, (address, at.exception)
        assert strange(at, lang, DATA) == []
    tabs = [list(w.options) for w in at.segmented_control if w.key == "v:reg.tab"]
    if role is Role.payments:
        assert tabs == []  # only what is paid for
    else:
        assert len(tabs[0]) == {Role.head: 5, Role.senior_registrar: 4, Role.registrar: 4, Role.adviser: 4}.get(role, 3)


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.auditor, Role.department, Role.teacher]))
def test_one_plan_in_every_language(base: Base, open_page: Open, role: Role, lang: Lang) -> None:
    base.chosen(0)
    at = plan_page(open_page, base, 0, role, lang)
    assert not at.exception and strange(at, lang, (*DATA, "A")) == []
    outside = role in (Role.department, Role.teacher)  # a student of another department and teacher
    assert bool(at.dataframe) is not outside
    if role is Role.auditor:
        assert not [b for b in at.button if (b.key or "").startswith(("send:", "plan.submit", "plan.approve"))]


def test_an_address_that_leads_nowhere_is_answered(base: Base, open_page: Open) -> None:
    for address in ({}, {"student": "x"}, {"plan": "x"}, {"student": base.pairs[0][0], "study": "x", "year": "soon"}):
        at = open_page("study_plan", Role.head, **address)
        assert not at.exception and any("Мұндай жоспар жоқ" in s for s in texts(at))
    at = open_page("registration", Role.head, year="1900", tab="no", group="жоқ")
    assert not at.exception


# groups ---------------------------------------------------------------------------------------------------------


def test_groups_count_students_and_states(base: Base, open_page: Open) -> None:
    base.approved(0)
    base.chosen(1)
    at = open_page("registration", Role.head, year="2026")
    frame = at.dataframe[0].value
    assert list(frame.iloc[0]) == ["ОР-26-1", "3", "1", "1", "", "1", ""]
    at = open_page("registration", Role.head, year="2026", group="ОР-26-1")
    frame = at.dataframe[0].value
    assert list(frame["number"]) == ["26-0000", "26-0001", "26-0002"]
    assert list(frame["state"]) == ["Бекітілді", "Жасалуда", "Жоспар жоқ"]
    assert list(frame["autumn"]) == ["21", "21", ""]


def test_a_group_is_narrowed_by_what_the_address_says(base: Base, open_page: Open) -> None:
    add(base, 7, group="ФП-26-1", course=2)
    at = open_page("registration", Role.head, year="2026", find="ФП")
    assert [r[0] for r in at.dataframe[0].value.values.tolist()] == ["ФП-26-1"]
    at = open_page("registration", Role.head, year="2026", course="2")
    assert [r[0] for r in at.dataframe[0].value.values.tolist()] == ["ФП-26-1"]
    widget(at.selectbox, "v:reg.course").set_value(1).run()
    assert [r[0] for r in at.dataframe[0].value.values.tolist()] == ["ОР-26-1"]
    assert at.query_params["course"] in ("1", ["1"])


def test_a_whole_group_is_drawn_and_looked_at_before_it_is_registered(base: Base, open_page: Open) -> None:
    for term in ("2024-2", "2025-1", "2025-2"):
        base.result(1, "M1", term, ResultState.failed)
    at = open_page("registration", Role.head, year="2026", group="ОР-26-1")
    widget(at.segmented_control, "v:whole:").set_value("draw").run()
    button(at, "send-ask:registration_ui.whole.draw").click().run()
    assert not at.exception and base.store.size("study_plans") == 3
    widget(at.segmented_control, "v:whole:").set_value("register").run()
    button(at, "look:register").click().run()
    said = heard(at)
    assert not at.exception and base.store.count("study_plans", {"state": "approved"}) == 0
    shown = [list(d.value.iloc[:, -1]) for d in at.dataframe]
    assert any("3 рет" in str(cell) for column in shown for cell in column), said
    later = widget(at.toggle, "v:later:").set_value(True).run()
    button(later, "look:register").click().run()
    metrics = {m.label: m.value for m in later.metric}
    assert metrics["Болады"] == "2" and metrics["Болмайды"] == "1"


def test_the_outcome_of_a_job_names_who_was_left_out(base: Base, open_page: Open) -> None:
    at = open_page("registration", Role.head, year="2026", group="ОР-26-1")
    at.session_state["reg.ended"] = {"done": 2, "lines": 8, "idle": 0, "waiting": 1, "named": [
        {"number": "26-0001", "name": {"kk": "Студент001 Айгүл"}, "key": "registration.mandatory",
         "values": {"term": {"kk": "күз"}, "discipline": {"kk": "Пән M1"}}},
    ]}  # fmt: skip
    at.run()
    assert not at.exception
    assert any("Пән M1" in str(cell) for d in at.dataframe for cell in d.value.to_numpy().ravel())


# one plan -------------------------------------------------------------------------------------------------------


def test_an_adviser_draws_chooses_and_hands_in_and_the_office_approves_and_signs(base: Base, open_page: Open) -> None:
    at = plan_page(open_page, base)
    button(at, "plan.draw").click().run()
    assert not at.exception and stored(base).state is StudyPlanState.draft
    radios = list(at.radio)
    assert len(radios) == 2 and len(radios[0].options) == 3
    radios[0].set_value(base.disciplines["E1"].id)
    radios[1].set_value(base.disciplines["F1"].id).run()
    button(at, "send:blocks").click().run()
    assert not at.exception and line(stored(base), "E1").state is LineState.chosen
    assert not at.radio  # nothing is open any more
    button(at, "plan.submit").click().run()
    assert not at.exception and stored(base).state is StudyPlanState.submitted
    refused = button(at, "plan.approve").click().run()  # not by who handed it in
    assert refused.error and stored(base).state is StudyPlanState.submitted
    plan = base.chosen(1)
    registration.submit(base.adviser, plan.id, plan.revision, Why("дайын"))
    at = plan_page(open_page, base, 1)
    button(at, "plan.approve").click().run()
    assert not at.error and stored(base, 1).state is StudyPlanState.approved
    button(at, "plan.sign").click().run()
    assert stored(base, 1).state is StudyPlanState.signed and stored(base, 1).signed_on == today()


def test_reasons_stand_beside_a_choice_that_would_be_refused_and_who_may_overrides(base: Base, open_page: Open) -> None:
    base.chosen(0, codes=("E2",), spring=())
    at = plan_page(open_page, base)
    radio = at.radio[0]
    captions = list(radio.proto.captions)
    assert captions[0] == "" and "Пән E1" in captions[1]  # F2 asks for E1 before it
    radio.set_value(base.disciplines["F2"].id).run()
    assert any("Пән E1" in m.value for m in at.markdown)
    refused = button(at, "send:blocks").click().run()
    assert refused.error and base.store.count("refusals", {"overridden": False}) == 1
    assert at.radio[0].value == base.disciplines["F2"].id  # what was chosen stays
    widget(at.text_input, "v:force:blocks").set_value("кафедра келісті").run()
    button(at, "send:blocks").click().run()
    assert not at.exception and line(stored(base), "F2").forced[0].reason == "кафедра келісті"
    assert base.store.count("refusals", {"overridden": True}) == 1
    frame = open_page("registration", Role.auditor, year="2026", tab="refusals").dataframe[0].value
    assert len(frame) == 2 and "кафедра келісті" in set(frame["reason"])


def test_a_registrar_without_the_right_sees_the_reason_but_no_override(base: Base, open_page: Open) -> None:
    base.chosen(0, codes=("E2",), spring=())
    registrar = base.store.one("departments", {"code": "F"})
    assert registrar is not None
    at = plan_page(open_page, base, role=Role.senior_registrar)
    at.radio[0].set_value(base.disciplines["F2"].id).run()
    assert [w for w in at.text_input if (w.key or "").startswith("v:force:")]
    at = plan_page(open_page, base, role=Role.registrar)  # of another faculty: nothing at all
    assert not at.dataframe and not at.radio


def test_what_is_marked_in_the_table_is_dropped_with_its_event(base: Base, open_page: Open) -> None:
    plan = base.approved(0)
    at = plan_page(open_page, base)
    e1 = line(plan, "E1")
    rows = [x.id for x in plan.lines if x.term.id == e1.term.id]
    table = f"rows-plan:{plan.id}:{plan.revision}:{e1.term.id}"
    at.session_state[table] = {"selection": {"rows": [rows.index(e1.id)], "columns": [], "cells": []}}
    at.run()
    assert any("E1" in m.value for m in at.markdown)
    button(at, "send-ask:registration_ui.drop").click().run()
    assert not at.exception and "E1" not in {x.code for x in stored(base).lines if x.state is LineState.registered}
    assert len(base.study(0)["enrolled"]) == len(plan.lines) - 1


def test_a_debt_is_offered_put_in_and_paid_for(base: Base, open_page: Open) -> None:
    base.result(0, "X1", "2025-1", ResultState.failed)
    base.chosen(0)
    at = plan_page(open_page, base)
    offered = widget(at.multiselect, "v:add.what:repeat")
    assert len(offered.options) == 1 and "X1" in offered.options[0]
    offered.set_value([base.disciplines["X1"].id]).run()
    button(at, "send:more").click().run()
    assert not at.exception and line(stored(base), "X1").reason is PlanReason.repeat
    at = open_page("registration", Role.payments, year="2026")
    assert not at.exception and "X1" in set(at.dataframe[0].value["code"]) and len(at.dataframe[0].value) == 1
    field = {name: next(w for w in at.text_input if (w.key or "").endswith(name)) for name in (":receipt", ":amount")}
    field[":receipt"].set_value("000123")
    field[":amount"].set_value("мың")
    next(b for b in at.button if b.label == "Төлемді белгілеу").click().run()
    assert line(stored(base), "X1").payment is None
    kept = {w.key.rsplit(":", 1)[1]: w.value for w in at.text_input if (w.key or "").startswith("pay:")}
    assert kept == {"receipt": "000123", "amount": "мың"} and any("Санды 7,5" in m.value for m in at.markdown)
    next(w for w in at.text_input if (w.key or "").endswith(":amount")).set_value("90 000")
    next(b for b in at.button if b.label == "Төлемді белгілеу").click().run()
    paid = line(stored(base), "X1").payment
    assert paid is not None and paid.receipt == "000123" and paid.amount == 90000


def test_the_next_student_of_the_group_is_one_key_away(base: Base, open_page: Open) -> None:
    base.chosen(0)
    at = plan_page(open_page, base)
    assert button(at, "plan.previous").disabled and button(at, "plan.next").proto.shortcut
    button(at, "plan.next").click().run()
    assert not at.exception and base.pairs[1][0] in at.query_params["student"]
    assert any("Студент001" in t.value for t in at.title)


# electives ------------------------------------------------------------------------------------------------------


def test_demand_is_shown_places_are_set_and_an_elective_is_closed(base: Base, open_page: Open) -> None:
    for n in range(3):
        base.chosen(n)
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    at = open_page("registration", Role.head, year="2026", tab="electives", term=term, elective=e1)
    frame = at.dataframe[0].value
    assert not at.exception and list(frame["code"]) == ["E1"] and list(frame["chosen"]) == ["3"]
    widget(at.text_input, "v:places").set_value("көп").run()
    button(at, "send-ask:registration_ui.elective.set_places").click().run()
    assert at.error and base.store.size("electives") == 0
    widget(at.text_input, "v:places").set_value("2").run()
    button(at, "send-ask:registration_ui.elective.set_places").click().run()
    assert not at.exception and (base.store.one("electives", {}) or {})["capacity"] == 2
    widget([w for w in at.text_input if "close" in (w.key or "")], "").set_value("студент аз").run()
    button(at, "send-ask:registration_ui.elective.close").click().run()
    assert not at.exception and line(stored(base), "E1").state is LineState.rechoose
    assert any("Қайта таңдауы керек" in s for s in texts(at))


def test_who_waits_stands_in_order(base: Base, open_page: Open) -> None:
    term, e1 = base.terms["2026-1"].id, base.disciplines["E1"].id
    base.chosen(0)
    registration.set_capacity(base.head, term, e1, 1, Why("орын"))
    base.chosen(1)
    base.chosen(2)
    at = open_page("registration", Role.head, year="2026", tab="electives", term=term, elective=e1)
    waits = at.dataframe[1].value
    assert list(waits["place"]) == ["1", "2"] and list(waits["number"]) == ["26-0001", "26-0002"]
