"""Kinds and fields in the browser: in every role and language; described, compared, brought back, moved, reworded."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import house, kinds
from core.desk import Desk, Why
from core.kinds import ship
from schemas.base import LANGS, Lang
from schemas.kinds import Kind, Sort
from schemas.words import Role
from tests.pages.conftest import Open
from tests.pages.seen import strange, texts

ROLES = (Role.head, Role.senior_registrar, Role.department, Role.auditor)
WRITTEN = ("AW", "IT", "year", "month", "yy")  # codes inside names of terms, words of masks


@pytest.fixture
def desk(head: Desk) -> Desk:
    ship(head.store)
    house.refresh(head.store)
    return head


def codes(desk: Desk) -> tuple[str, ...]:
    """Codes stand on these pages as they are."""
    found = {r["code"] for r in desk.store.rows("kinds", {}, {"code": 1})}
    return (*sorted(found, key=len, reverse=True), *WRITTEN)


def faults(at: AppTest) -> list[str]:
    return [m.value for m in at.markdown if ":material/error:" in m.value]


def fill(at: AppTest, form: str, **values: object) -> None:
    for name, value in values.items():
        key = f"v:{form}:" + name.replace("__", ".")
        next(w for w in (*at.text_input, *at.text_area, *at.selectbox, *at.toggle) if w.key == key).set_value(value)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("role", ROLES)
def test_all_sorts_and_their_entries_open_for_every_role_and_language(
    desk: Desk, open_page: Open, role: Role, lang: Lang
) -> None:
    at = open_page("kinds", role, lang)
    assert not at.exception and strange(at, lang, codes(desk)) == []
    for sort in (Sort.route, Sort.hold, Sort.certificate, Sort.mask):
        entry = kinds.latest(desk, sort)[0].code
        for address in ({}, {"code": entry}):
            at = open_page("kinds", role, lang, sort=sort.value, **address)
            assert not at.exception, sort
            assert strange(at, lang, codes(desk)) == [], (sort, address)
            saves = [b for b in at.button if str(b.key).startswith("send-kind:")]
            assert bool(saves) == (role is Role.head and bool(address))


@pytest.mark.parametrize("sort", [s for s in Sort if s not in (Sort.field, Sort.layout, Sort.wording)])
def test_every_sort_has_its_form_and_says_what_is_missing(desk: Desk, open_page: Open, sort: Sort) -> None:
    at = open_page("kinds", sort=sort.value, code="-")
    assert not at.exception, sort
    at.button(key=f"send-kind:{sort.value}:new:0").click().run()
    assert not at.exception and faults(at)
    assert desk.store.count("kinds", {"version": 2}) == 0


def test_a_mask_is_described_looked_at_and_saved(desk: Desk, open_page: Open) -> None:
    at = open_page("kinds", sort="mask", code="-")
    fill(at, "kind:mask:new:0", name__kk="Хат", name__en="Memo", body__mask="{year}/{nn}")
    at.button(key="look-kind:mask:new:0").click().run()
    assert any("nn" in said for said in faults(at))
    fill(at, "kind:mask:new:0", body__mask="{year}/{n:3}")
    at.button(key="look-kind:mask:new:0").click().run()
    year = desk.today().year
    assert any(f"{year}/001" in said.replace("\\", "") for said in texts(at)) and not faults(at)
    assert desk.store.count("kinds", {"sort": "mask", "code": "memo"}) == 0
    fill(at, "kind:mask:new:0", why="Хаттар")
    at.button(key="send-kind:mask:new:0").click().run()
    assert not at.exception
    assert house.entry("mask", "memo").name.kk == "Хат"


def test_a_list_of_choices_gets_its_codes_from_the_names(desk: Desk, open_page: Open) -> None:
    at = open_page("kinds", sort="choices", code="-")
    form = "kind:choices:new:0"
    fill(at, form, name__kk="Жағы", name__en="Side")
    for n, word in enumerate(("Солтүстік", "Оңтүстік")):
        at.button(key=f"b:{form}:body.items:add").click().run()
        at.text_input[-3].set_value(word)
        boxes = [b for b in at.text_input if ".name.kk" in str(b.key) and "body.items" in str(b.key)]
        boxes[n].set_value(word)
    fill(at, form, why="Тізім")
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and not faults(at)
    items = house.entry("choices", "side").body.items  # type: ignore[union-attr]
    assert [(i.code, i.name.kk) for i in items] == [("soltustik", "Солтүстік"), ("ontustik", "Оңтүстік")]


def test_a_version_is_compared_and_an_earlier_one_brought_back(desk: Desk, open_page: Open) -> None:
    first = {"code": "memo", "name": {"kk": "Хат"}, "body.mask": "{year}-{n:3}"}
    kinds.save(desk, Sort.mask, None, 0, first, Why("а"))
    kinds.save(desk, Sort.mask, "memo", 1, {"body.mask": "{year}/{n:4}"}, Why("б"))
    at = open_page("kinds", sort="mask", code="memo")
    assert any("{year}/{n:4}" in str(d.value) and "{year}-{n:3}" in str(d.value) for d in at.dataframe)
    next(b for b in at.text_input if "ask:kinds.page.restore" in b.key and b.key.endswith(":why")).set_value("қате")
    next(b for b in at.button if str(b.key).startswith("send-ask:kinds.page.restore")).click().run()
    assert not at.exception
    assert [k.version for k in kinds.versions(desk, Sort.mask, "memo")] == [3, 2, 1]
    assert house.entry("mask", "memo").body.mask == "{year}-{n:3}"  # type: ignore[union-attr]


def test_a_save_that_came_second_is_told_and_nothing_typed_is_lost(desk: Desk, open_page: Open) -> None:
    at = open_page("kinds", sort="mask", code="letter" if "letter" in codes(desk) else mask(desk).code)
    code = at.query_params["code"][0] if isinstance(at.query_params["code"], list) else at.query_params["code"]
    form, was = f"kind:mask:{code}:0", kinds.versions(desk, Sort.mask, code)[0]
    fill(at, form, name__ru="Моё название", why="Атауы")
    kinds.save(desk, Sort.mask, code, was.version, {"name": {**was.name.model_dump(), "en": "Theirs"}}, Why("а"))
    at.button(key=f"send-{form}").click().run()
    assert not at.exception
    assert at.text_input(key=f"v:{form}:name.ru").value == "Моё название"
    assert kinds.versions(desk, Sort.mask, code)[0].version == was.version + 1


def mask(desk: Desk) -> Kind:
    return kinds.latest(desk, Sort.mask)[0]


@pytest.mark.parametrize("lang", LANGS)
def test_a_label_is_found_in_any_language_and_said_otherwise(desk: Desk, open_page: Open, lang: Lang) -> None:
    at = open_page("kinds", Role.head, lang, sort="wording")
    at.text_input(key="v:wording.find").set_value("гражданств").run()
    assert any("field.students.citizenship" in c for c in at.radio[0].proto.captions)
    at = open_page("kinds", Role.head, lang, sort="wording", key="field.students.citizenship")
    assert not at.exception and any("Гражданство" in str(d.value) for d in at.dataframe)
    form = "wording:field.students.citizenship:0"
    fill(at, form, body__kk="Қай елдің азаматы", why="Түсінікті болсын")
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and not faults(at)
    card = open_page("register", Role.head, "kk")
    assert any(b.label.startswith("Қай елдің азаматы") for b in card.text_input)


def test_a_wrong_place_in_a_message_stands_beside_its_text(desk: Desk, open_page: Open) -> None:
    at = open_page("kinds", sort="wording", key="common.rows" if False else "common.period")
    fill(at, "wording:common.period:0", body__kk="{nobody}", why="қате")
    at.button(key="send-wording:common.period:0").click().run()
    assert not at.exception and any("nobody" in said for said in faults(at))


def test_an_unknown_address_is_answered_calmly(desk: Desk, open_page: Open) -> None:
    for address in ({"sort": "mask", "code": "nobody"}, {"sort": "nothing"}, {"sort": "wording", "key": "no.such"}):
        at = open_page("kinds", **address)
        assert not at.exception, address
