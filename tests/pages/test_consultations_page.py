"""Consultations in the browser (clause 33-8): roles, languages, the three fields, held by the form."""

from __future__ import annotations

import pytest

from core import consultations
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Lang
from schemas.consultation import Consultation
from schemas.words import Role
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in
from tests.pages.test_appeal_pages import field, press
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def kept(head: Desk) -> Consultation:
    consultations.record(head, {"whom": "Сейітов", "asked": "Сұрақ", "answered": "Жауап"}, Why())
    values = {"kind": "seminar", "topic": "Ведомость", "day": head.today(), "others": "Ахметова"}
    return consultations.plan(head, values, [], Why())


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.management, Role.teacher]))
def test_opens_for_its_roles_and_speaks_their_language(
    kept: Consultation, open_page: Open, role: Role, lang: Lang
) -> None:
    for address in ({}, {"id": kept.id}, {"id": "new"}, {"id": "none"}):
        at = open_page("consultations", role, lang, **address)
        assert not at.exception
        assert strange(at, lang, ("Тест head",)) + strange_in(tables(at), lang, ("Тест head",)) == [], address
        if not Actor("u", "", role).may("consultation.read"):
            assert at.info[0].value == t("errors.forbidden", lang)
            return
    at = open_page("consultations", role, lang)
    at.session_state["v:consultations.view"] = "figures"
    at.run()
    assert not at.exception and strange(at, lang, ("Тест head",)) == []


def test_three_fields_write_it_down_and_a_missing_one_is_told(open_page: Open, head: Desk) -> None:
    at = open_page("consultations", Role.registrar)
    field(at, ":whom").set_value("Кафедра")
    at = press(at, "send-consultation:quick")
    assert head.store.count("consultations", {}) == 0 and field(at, ":whom").value == "Кафедра"
    field(at, ":asked").set_value("Қалай?")
    field(at, ":answered").set_value("Былай")
    at = press(at, "send-consultation:quick")
    assert not at.exception and (head.store.one("consultations", {}) or {})["asked"] == "Қалай?"


def test_who_came_is_marked_by_the_form(kept: Consultation, open_page: Open, head: Desk) -> None:
    at = open_page("consultations", Role.senior_registrar, id=kept.id)
    send = f"send-consultation:hold:{kept.id}"
    at = press(at, send)
    assert consultations.get(head, kept.id).status == "planned", "nobody was there"
    at.multiselect[0].set_value([0]).run()
    at = press(at, send)
    assert not at.exception and consultations.get(head, kept.id).people[0].present
