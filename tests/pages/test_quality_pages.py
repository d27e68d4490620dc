"""Nonconformities, objectives and risks in the browser: roles, languages, from form to act, refusals in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from core.quality import nonconformities, objectives, risks
from schemas.base import Lang, Ref
from schemas.quality import Nonconformity, NonconformityState, Objective, Risk
from schemas.user import User
from schemas.words import Role
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_appeal_pages import field, press
from tests.pages.test_sheet_pages import tables

DATA = ("R001", "Тест head")
pytestmark = pytest.mark.usefixtures("shipped")


def user(head: Desk, role: Role) -> Ref:
    """The account by which pages are opened in a role."""
    sign_in(head.store, role)
    row = head.store.one("users", {"login": f"{role.value}.kk"}) or {}
    return User.model_validate(row).ref()


@pytest.fixture
def kept(head: Desk) -> Nonconformity:
    """Reported by a department, opened: the teacher answers for it."""
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("ашылу"))
    values = {"text": "Ведомость мерзімінде жабылмаған", "on": head.today(), "source": "complaint"}
    made = nonconformities.report(head, values, "Журнал жазбасы", Why())
    facts = {"requirement": "Ереже, 25-тармақ", "responsible": user(head, Role.teacher), "process": "sheets",
             "due": head.today() + timedelta(days=5)}  # fmt: skip
    return nonconformities.open_(head, made.id, made.revision, facts, Why())


@pytest.fixture
def risk(head: Desk) -> Risk:
    values = {"text": "Бланк жоғалады", "owner": user(head, Role.senior_registrar), "likelihood": 4, "impact": 5,
              "residual_likelihood": 1, "residual_impact": 5, "review_on": head.today()}  # fmt: skip
    made = risks.enter(head, values, Why())
    given = {"what": "Сейф", "owner": made.owner, "due": head.today()}
    return risks.measure(head, made.id, made.revision, given, Why())


@pytest.fixture
def goal(head: Desk) -> Objective:
    values = {"text": "Ведомостарды уақтылы жабу", "target": "95", "measure": "Үлесі", "first": head.today(),
              "due": head.today(), "responsible": user(head, Role.senior_registrar)}  # fmt: skip
    made = objectives.set_(head, values, Why())
    fact = {"period": {"kk": "Қараша"}, "on": head.today(), "value": "90"}
    made = objectives.fact(head, made.id, made.revision, fact, Why())
    return objectives.fact(head, made.id, made.revision, fact | {"period": {"kk": "Желтоқсан"}, "value": "96"}, Why())


def foreign(at: Any, lang: Lang) -> list[str]:
    return strange(at, lang, DATA) + strange_in(tables(at), lang, DATA)


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.auditor, Role.senior_registrar, Role.management, Role.teacher, Role.career])
)
def test_pages_open_for_their_roles_and_speak_their_language(
    kept: Nonconformity, risk: Risk, goal: Objective, open_page: Open, role: Role, lang: Lang
) -> None:
    may = Actor("u", "", role).may
    pages = [("nonconformity", kept.id), ("nonconformity", "new"), ("risks", ""), ("risks", risk.id),
             ("objectives", ""), ("objectives", goal.id)]  # fmt: skip
    for page, id in [*pages, *([("risks", "none"), ("nonconformity", "")] if lang == "en" else [])]:
        at = open_page(page, role, lang, **({"id": id} if id else {}))
        assert not at.exception and foreign(at, lang) == [], (page, id)
        if page == "objectives" and not may("quality.read"):
            assert at.info[0].value == t("errors.forbidden", lang)
    at = open_page("nonconformities", role, lang)
    assert not at.exception and foreign(at, lang) == []
    sees = may("quality.read") or lang == "kk" and role is Role.teacher  # the account that answers for it
    assert (kept.number in " ".join(tables(at))) == sees, "others see what they report and answer for"


def test_reported_by_the_form_and_a_bad_day_is_told_beside_it(open_page: Open, head: Desk) -> None:
    at = open_page("nonconformity", Role.department, id="new")
    at = press(at, "send-nonconformity:new")
    assert not at.exception and head.store.count("nonconformities", {}) == 0
    field(at, ":text").set_value("Ведомость жоғалған")
    field(at, ":on").set_value(head.today() + timedelta(days=2))
    at = press(at, "send-nonconformity:new")
    assert head.store.count("nonconformities", {}) == 0 and field(at, ":text").value == "Ведомость жоғалған"
    assert any(t("quality.day_ahead", "kk") in x for x in texts(at))
    field(at, ":on").set_value(head.today())
    field(at, ":shown").set_value("Журнал")
    at = press(at, "send-nonconformity:new")
    row = head.store.one("nonconformities", {}) or {}
    assert not at.exception and row["status"] == "proposed" and row["evidence"][0]["text"] == "Журнал"


def test_step_by_step_and_its_author_reads_why_he_does_not_close_it(
    kept: Nonconformity, open_page: Open, head: Desk
) -> None:
    at = open_page("nonconformity", Role.teacher, id=kept.id)
    field(at, ":correction").set_value("Ведомость жабылды")
    at = press(at, f"send-nc:cause:{kept.id}")
    assert nonconformities.get(head, kept.id).status is NonconformityState.opened, "a cause is asked"
    next(w for w in at.text_input if ":causes." in w.key).set_value("Ауырған")
    at = press(at, f"send-nc:cause:{kept.id}")
    assert not at.exception and nonconformities.get(head, kept.id).root == "Ауырған"
    field(at, ":what").set_value("Орынбасар тағайындау")
    at = press(at, f"send-nc:plan:{kept.id}")
    field(at, ":done_note").set_value("Тағайындалды")
    at = press(at, f"send-nc:do:{kept.id}")
    assert not at.exception and nonconformities.get(head, kept.id).status is NonconformityState.done
    assert not any((b.key or "").startswith("send-nc:check") for b in at.button), "no right to check"
    sees = user(head, Role.auditor)  # the accounts of these tests stand for one member of staff: this one for another
    head.store.db["users"].update_one({"_id": sees.id}, {"$set": {"person.id": "p9"}})
    auditor = open_page("nonconformity", Role.auditor, id=kept.id)
    auditor.session_state[f"v:quality.verdict:{kept.id}:1"] = "yes"
    auditor.run()
    field(auditor, ":note").set_value("Қайталанбады")
    auditor = press(auditor, f"send-nc:check:{kept.id}")
    done = nonconformities.get(head, kept.id)
    assert not auditor.exception and done.status is NonconformityState.closed
    assert not [b for b in auditor.button if (b.key or "").startswith("send-nc:")], "nothing is left to be done"


def test_its_author_is_told_that_another_checks(kept: Nonconformity, open_page: Open, head: Desk) -> None:
    sees = user(head, Role.head)
    as_head = Desk(Actor(sees.id, "Тест", Role.head), head.store)
    values = {"text": "Мән", "on": head.today()}
    made = nonconformities.report(as_head, values, "", Why())
    facts = {"requirement": "т", "responsible": sees, "due": head.today()}
    made = nonconformities.open_(as_head, made.id, made.revision, facts, Why())
    made = nonconformities.analyse(as_head, made.id, made.revision, "т", [{"text": "т"}], Why())
    made = nonconformities.plan(as_head, made.id, made.revision, facts | {"what": "т"}, Why())
    nonconformities.do(as_head, made.id, made.revision, head.today(), "т", Why())
    at = open_page("nonconformity", Role.head, id=made.id)
    assert not at.exception and t("quality.own_author", "kk") in [i.value for i in at.info]


def test_a_cell_of_the_matrix_leaves_its_risks_alone(risk: Risk, open_page: Open, head: Desk) -> None:
    at = open_page("risks", Role.auditor)
    assert risk.text in " ".join(tables(at))
    for cell, there in (((False, 4, 5), True), ((True, 4, 5), False), ((True, 1, 5), True)):
        at.session_state["quality.cell"] = cell
        at.run()
        assert not at.exception and (risk.text in " ".join(tables(at))) == there, cell
    at = press(at, t("quality.all_cells", "kk"))
    assert "quality.cell" not in at.session_state


def test_a_risk_is_entered_and_assessed_by_its_forms(open_page: Open, head: Desk, risk: Risk) -> None:
    at = open_page("risks", Role.senior_registrar, id=risk.id)
    key = f"send-risk:assess:{risk.id}"
    field(at, "assess:" + risk.id + ":1:0:impact").set_value("9")
    at = press(at, key)
    assert not at.exception and len(risks.get(head, risk.id).assessments) == 1
    field(at, "assess:" + risk.id + ":1:0:impact").set_value("3")
    field(at, "assess:" + risk.id + ":1:0:residual_impact").set_value("3")
    at = press(at, key)
    found = risks.get(head, risk.id)
    assert not at.exception and [a.impact for a in found.assessments] == [5, 3] and found.level == 12
