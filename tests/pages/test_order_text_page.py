"""The text of an order and its extracts on their pages: every language, a text by hand, faults, printing once."""

from __future__ import annotations

from typing import Any

import pytest

from core import templates
from core.db.store import Store
from core.desk import Why
from core.orders import extracts
from schemas.base import LANGS, Lang
from schemas.extract import Extract
from schemas.order import Order
from schemas.words import Role
from tests.acts.order_kit import Staff, staff
from tests.pages.conftest import Open
from tests.pages.seen import strange, texts

OWN = {"fact/reason": "fee"}


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def panel(open_page: Open, order: Order, role: Role = Role.senior_registrar, lang: Lang = "kk") -> Any:
    at = open_page("order", role, lang, id=order.id)
    at.session_state[f"v:order.part:{order.id}"] = "text"
    return at.run()


def stored(people: Staff, order: Order) -> Order:
    return people.store.load(Order, order.id)


@pytest.mark.parametrize("lang", LANGS)
def test_the_text_of_an_order_is_seen_by_who_sees_the_order(open_page: Open, people: Staff, lang: Lang) -> None:
    draft = people.draft("group_change", [people.of.pupil(3)], each={"set/group": "ОР-2"})
    done = people.done(people.draft("expulsion", [people.of.pupil(1)], each=OWN))
    # What stands in a template is written in codes: names of variables, tables, columns, values.
    known = {
        *templates.variables(),
        *templates.table_names(),
        *(c for x in templates.table_names().values() for c in x),
    }
    known |= {c for v in templates.variables().values() for c, _ in v.values} | {"table", "elif", "else", "endif", "if"}
    words = sorted(known, key=len, reverse=True)
    for role in (Role.senior_registrar, Role.auditor, Role.hr):
        for order in (draft, done):
            at = panel(open_page, order, role, lang)
            assert not at.exception
            written = [x.value for x in at.text_area]
            assert bool(written) == (order is draft and role is Role.senior_registrar)
            assert strange(at, lang, ("Тест head", done.number, *written, *words)) == []
        at = open_page("extracts", role, lang)
        assert not at.exception and strange(at, lang, ("Тест head", done.number)) == []


def test_a_text_is_written_by_hand_and_given_back_to_its_template(open_page: Open, people: Staff) -> None:
    order = people.draft("expulsion", [people.of.pupil(1)], each=OWN)
    at = panel(open_page, order)
    area = next(iter(at.text_area))
    assert "БҰЙЫРАМЫН" in area.value
    at = area.set_value("Бірінші\n\n{{ order.bases }} {{ fact.reson }}").run()
    assert any("fact.reason" in t and "3" in t for t in texts(at))
    at = at.text_area[0].set_value("Өз мәтіні: {{ fact.reason }}").run()
    at = next(b for b in at.button if b.label == "Мәтінді сақтау" and (b.key or "").startswith("send-")).click().run()
    assert not at.exception and stored(people, order).texts == {"kk": "Өз мәтіні: {{ fact.reason }}"}
    at = panel(open_page, order)
    assert any("қолмен жазылған" in t for t in texts(at))
    at = next(b for b in at.button if b.label == "Үлгіге қайтару" and (b.key or "").startswith("send-")).click().run()
    assert stored(people, order).texts == {"kk": ""}


def test_extracts_wait_for_their_printing_and_stand_on_the_card(open_page: Open, people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.done(people.draft("expulsion", [a, people.of.pupil(2)], each=OWN))
    at = open_page("extracts", Role.senior_registrar, order=order.id)
    assert any("Басылады: 2" in t for t in texts(at))
    one = extracts.of_student(people.author, a.id)[0]
    at = open_page("student", Role.senior_registrar, id=a.id)
    at.session_state[f"v:tab:{a.id}"] = "papers"
    at = at.run()
    assert not at.exception and any(one["number"] in t.replace("\\", "") and "Оқудан шығару" in t for t in texts(at))
    found, _ = extracts.drawn(people.author, [one["_id"]])
    extracts.said_printed(people.author, found, Why())
    assert people.store.load(Extract, one["_id"]).printed_on
    at = open_page("extracts", Role.senior_registrar, order=order.id)
    assert any("Басылады: 1" in t for t in texts(at))
