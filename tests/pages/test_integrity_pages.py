"""Trainings, declarations and criteria in the browser; the interest of an examiner above his sheet."""

from __future__ import annotations

import pytest

from core import criteria, declarations, trainings
from core.access import Actor
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from schemas.base import Id, Lang, Ref
from schemas.training import Training
from schemas.user import User
from schemas.words import Role
from tests.acts.test_sheets import TEACHER, office
from tests.conftest import actor
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Тест head", "Тест auditor", "Тест teacher", "N0")


def id_of(store: Store, role: Role) -> Id:
    """The account of a role, as pages sign it in."""
    sign_in(store, role)
    return str((store.one("users", {"login": f"{role.value}.kk"}) or {})["_id"])


@pytest.fixture
def planned(head: Desk) -> Training:
    people = [id_of(head.store, r) for r in (Role.teacher, Role.head, Role.hr)]
    values = {"sort": "safety", "topic": "Өрт қауіпсіздігі", "day": head.today(), "by": "Маман", "valid": 6}
    return trainings.plan(head, values, people, None, Why())


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_pages_open_for_their_roles(head: Desk, planned: Training, open_page: Open, role: Role, lang: Lang) -> None:
    day = head.today()
    made = criteria.begin(head, day.replace(month=1, day=1), day, Why())
    own = declarations.declare(head, {"none": True}, Why())
    who = Actor("u", "", role)
    for page, right, id in (
        ("trainings", "training.sign", planned.id), ("declarations", "declaration.make", own.id),
        ("criteria", "criteria.read", made.id),
    ):  # fmt: skip
        for address in ({}, {"id": id}, {"id": "new"}):
            at = open_page(page, role, lang, **address)
            assert not at.exception and strange(at, lang, DATA) == [], (page, address)
            if not who.may(right):
                assert at.info[0].value == t("errors.forbidden", lang)


def test_a_teacher_signs_and_the_office_closes(planned: Training, store: Store, open_page: Open) -> None:
    at = open_page("trainings", Role.teacher)
    assert any("Сіздің қолыңыз күтілуде: 1" in said for said in texts(at))
    at = open_page("trainings", Role.teacher, id=planned.id)
    assert len(at.dataframe) == 0, "who else was called is not his to see"
    next(b for b in at.button if b.key == f"training:sign:{planned.id}").click().run()
    assert not at.exception and any("Қол қойдыңыз" in m.value for m in at.success)
    at = open_page("trainings", Role.head, id=planned.id)
    assert list(at.dataframe[0].value.iloc[:, 2])[1:] == ["қол қойылмаған"] * 2
    next(b for b in at.button if (b.key or "").startswith("send-ask:trainings.close")).click().run()
    assert not at.exception and (store.one("trainings", {}) or {})["status"] == "closed"


def test_a_training_is_planned_for_those_who_lack_it(planned: Training, store: Store, open_page: Open) -> None:
    at = open_page("trainings", Role.senior_registrar, id="new")
    send = "send-training:new"
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert any(":red[" in m.value for m in at.markdown) and store.count("trainings", {}) == 1
    next(x for x in at.text_input if (x.key or "").endswith("topic")).set_value("Сыйлық туралы")
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert not at.exception
    made = store.one("trainings", {"topic": "Сыйлық туралы"}) or {}
    assert made["sort"] == "anti_corruption" and len(made["people"]) == store.count("users", {"active": True}) == 4


def test_each_declares_and_the_auditor_sees_who_has_not(head: Desk, store: Store, open_page: Open) -> None:
    at = open_page("declarations", Role.teacher)
    send = "send-declaration"
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert any(t("declarations.neither", "kk") in m.value for m in at.markdown)
    next(x for x in at.toggle if x.key.endswith("none")).set_value(True)
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert not at.exception
    assert (store.one("declarations", {}) or {})["user"]["id"] == id_of(store, Role.teacher)
    at = open_page("declarations", Role.auditor)
    at.segmented_control[0].set_value("missing").run()
    assert not at.exception and list(at.dataframe[0].value.iloc[:, 0]) == ["Тест Аудитор"]
    at.segmented_control[0].set_value("all").run()
    assert len(at.dataframe[0].value) == 1


def test_a_criterion_is_judged_and_what_lacks_is_said(head: Desk, store: Store, open_page: Open) -> None:
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    day = head.today()
    made = criteria.begin(head, day.replace(month=1, day=1), day, Why())
    at = open_page("criteria", Role.auditor, id=made.id)
    key = f"criteria:{made.id}:reports"
    next(x for x in at.selectbox if x.key and key in x.key).set_value("met")
    next(b for b in at.button if (b.key or "").startswith(f"send-{key}")).click().run()
    assert not at.exception
    rows = (store.one("assessments", {}) or {})["findings"]
    assert {r["code"]: r["verdict"] for r in rows}["reports"] == "met"
    assert any("Тапсыру үшін жетпейді" in said for said in texts(at))


def test_an_interest_stands_above_the_sheet_of_its_examiner(head: Desk, store: Store, open_page: Open) -> None:
    sheet = office(head)
    user = User(_id="u-teacher", login="xx", name="Оқытушы", role=Role.teacher, person=TEACHER, order_number="1")
    store.db["users"].insert_one(plain(user))
    rows = [{"relation": "sibling", "whom": "student", "number": sheet.lines[0].number}]
    made = declarations.declare(Desk(actor(Role.teacher), store), {"interests": rows}, Why())
    at = open_page("grade_sheet", Role.head, sheet=sheet.id)
    assert not at.exception
    [said] = [w.value for w in at.warning if "Мәлімделген мүдделер: 1" in w.value]
    assert "Студент0" in said and made.number.replace("-", "\\-") in said
    assert isinstance(made.person, Ref)
