"""The career sector in the browser (clause 45): roles, languages, confirming on the card, a record by its form."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core import careers, students
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Lang
from schemas.career import Campaign
from schemas.student import Contacts, Student
from schemas.words import Role, StudyStatus
from tests.acts.test_careers import WORK
from tests.acts.test_students import person, study
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in
from tests.pages.test_appeal_pages import field, press
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Тест head", "FIN", "S-9", "S-1", "KZ")


@pytest.fixture
def graduate(head: Desk) -> Student:
    was = study().model_copy(update={"status": StudyStatus.graduated})
    who = person("S-9", None, iin_absent_reason="т", contacts=Contacts(phone="+7 701"))
    made = students.admit(head, who, was, Why("а"), date(head.today().year - 1, 7, 1))
    careers.enter(head, made.id, "st1", WORK, Why())
    return made


@pytest.fixture
def campaign(head: Desk, graduate: Student) -> Campaign:
    students.admit(head, person("S-1", None, iin_absent_reason="т"), study(), Why("а"))
    return careers.begin(head, {"name": "Қараша", "whom": "studying"}, Why())


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.career, Role.head, Role.registrar, Role.department, Role.management, Role.teacher])
)
def test_opens_for_its_roles_and_speaks_their_language(
    campaign: Campaign, open_page: Open, role: Role, lang: Lang
) -> None:
    at = open_page("careers", role, lang)
    assert not at.exception
    if not Actor("u", "", role).may("employment.read"):
        assert at.info[0].value == t("errors.forbidden", lang)
        return
    views = ["graduates", *(["campaigns"] if Actor("u", "", role).may("campaign.run") else [])]
    for view in ("", *views):
        if view:
            at.session_state["v:careers.view"] = view
            at.run()
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == [], view
    at = open_page("careers", role, lang, id=campaign.id)
    assert not at.exception and strange(at, lang, DATA) == []


def phone(at: Any) -> Any:
    """The field of the sector's own form; another proposes a change."""
    return next(w for w in at.text_input if w.key.startswith("v:contacts:") and w.key.endswith("phone"))


def test_the_sector_confirms_a_contact_and_writes_employment_down_on_the_card(
    graduate: Student, open_page: Open, head: Desk
) -> None:
    at = open_page("student", Role.career, id=graduate.id)
    assert not at.exception and strange(at, "kk", DATA) == []
    phone(at).set_value("жоқ нөмір")
    at = press(at, f"send-contacts:{graduate.id}")
    assert not at.exception and phone(at).value == "жоқ нөмір", "what was typed stays"
    assert students.card(head, graduate.id).contacts.updated_on is None
    at = press(at, f"contacts:{graduate.id}:confirm")
    assert not at.exception and students.card(head, graduate.id).contacts.updated_on == head.today()
    first = careers.of_student(head, graduate.id)[0]
    key = f"employment:{graduate.id}:{first.id}"
    field(at, ":employer").set_value("Филармония")
    field(at, ":source").set_value("")
    at = press(at, f"send-{key}")
    assert len(careers.of_student(head, graduate.id)) == 1
    field(at, ":source").set_value("Хат")
    at = press(at, f"send-{key}")
    assert not at.exception
    assert {e.status for e in careers.of_student(head, graduate.id)} == {"standing", "replaced"}


def test_a_campaign_is_begun_by_its_form(graduate: Student, open_page: Open, head: Desk) -> None:
    at = open_page("careers", Role.career)
    at.session_state["v:careers.view"] = "campaigns"
    at.run()
    field(at, ":name").set_value("Түлектер")
    at = press(at, "send-campaign:new")
    assert head.store.count("contact_campaigns", {}) == 0, "nobody studies"
    assert field(at, ":name").value == "Түлектер"
    next(s for s in at.selectbox if (s.key or "").endswith(":whom")).select_index(1).run()
    at = press(at, "send-campaign:new")
    assert not at.exception and head.store.count("contact_campaigns", {"students": graduate.id}) == 1
