"""Kinds and fields in the browser: in every role and language; described, compared, brought back, moved, reworded."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core import house, kinds, students
from core.db.store import Store
from core.desk import Desk, Why
from core.fields import describe
from core.ui.kinds import arrange
from schemas.base import LANGS, Lang
from schemas.kinds import Sort
from schemas.student import Profile
from schemas.words import Role
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

ROLES = (Role.head, Role.senior_registrar, Role.department, Role.auditor)
WRITTEN = ("AW", "IT", "year", "month", "yy")  # codes inside names of terms, words of masks


@pytest.fixture
def desk(shipped: Store, head: Desk) -> Desk:
    return head


def codes(desk: Desk) -> tuple[str, ...]:
    """Codes stand on these pages as they are."""
    whole = {r["code"] for r in desk.store.rows("kinds", {}, {"code": 1})}
    found = whole | {part for code in whole for part in code.split("_") if len(part) > 1}
    return (*sorted(found, key=len, reverse=True), *WRITTEN)


def faults(at: AppTest) -> list[str]:
    return [m.value for m in at.markdown if ":material/error:" in m.value]


def fill(at: AppTest, form: str, **values: object) -> None:
    for name, value in values.items():
        key = f"v:{form}:" + name.replace("__", ".")
        next(w for w in (*at.text_input, *at.text_area, *at.selectbox, *at.toggle) if w.key == key).set_value(value)


@pytest.mark.parametrize(("role", "lang"), met(ROLES))
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


# Edited on pages of their own.
OTHER = (Sort.field, Sort.layout, Sort.wording, Sort.template, Sort.diploma_layout, Sort.indicator, Sort.stat_form)


@pytest.mark.parametrize("sort", [s for s in Sort if s not in OTHER])
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
    was = kinds.latest(desk, Sort.mask)[0]
    code, form = was.code, f"kind:mask:{was.code}:0"
    at = open_page("kinds", sort="mask", code=code)
    fill(at, form, name__ru="Моё название", why="Атауы")
    kinds.save(desk, Sort.mask, code, was.version, {"name": {**was.name.model_dump(), "en": "Theirs"}}, Why("а"))
    at.button(key=f"send-{form}").click().run()
    assert not at.exception
    assert at.text_input(key=f"v:{form}:name.ru").value == "Моё название"
    assert kinds.versions(desk, Sort.mask, code)[0].version == was.version + 1


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
    at = open_page("kinds", sort="wording", key="common.date.period")
    fill(at, "wording:common.date.period:0", body__kk="{nobody}", why="қате")
    at.button(key="send-wording:common.date.period:0").click().run()
    assert not at.exception and any("nobody" in said for said in faults(at))


def test_an_unknown_address_is_answered_calmly(desk: Desk, open_page: Open) -> None:
    for address in ({"sort": "mask", "code": "nobody"}, {"sort": "nothing"}, {"sort": "wording", "key": "no.such"}):
        at = open_page("kinds", **address)
        assert not at.exception, address


@pytest.mark.parametrize(("role", "lang"), met(ROLES))
def test_fields_of_every_document_open_for_every_role_and_language(
    desk: Desk, open_page: Open, role: Role, lang: Lang
) -> None:
    room = {"code": "room", "name": {"kk": "Бөлме", "ru": "Комната", "en": "Room"}}
    kinds.save(desk, Sort.field, None, 0, room | {"body.of": "students", "body.type": "text"}, Why("а"))
    for address in ({}, {"of": "disciplines"}, {"of": "sections"}, {"code": "room"}, {"do": "arrange"}, {"do": "add"}):
        at = open_page("fields", role, lang, **address)
        assert not at.exception, address
        assert strange(at, lang, codes(desk)) == [], address
        sent = [b for b in at.button if str(b.key).startswith(("send-field:", "send-ask:kinds."))]
        assert role is Role.head or not sent


def test_a_field_is_added_and_stands_in_the_form_of_a_new_student(desk: Desk, open_page: Open) -> None:
    at = open_page("fields", do="add")
    form = "field:students:new:0"
    fill(at, form, name__kk="Жатақхана бөлмесі", name__ru="Комната общежития", name__en="Dormitory room")
    at.button(key=f"send-{form}").click().run()
    assert any("ебеб" in said for said in faults(at))  # the reason is asked for beside its field
    fill(at, form, why="Жатақхана сұрады")
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and not faults(at)
    for lang, label in (("kk", "Жатақхана бөлмесі"), ("ru", "Комната общежития"), ("en", "Dormitory room")):
        card = open_page("register", Role.registrar, lang)
        assert label in [b.label for b in card.text_input if b.key == "v:register:0:custom.dormitory_room"]
    assert "custom.dormitory_room" in dict(students.columns())


def test_bad_input_stands_beside_its_field_and_nothing_is_stored(desk: Desk, open_page: Open) -> None:
    at = open_page("fields", do="add")
    form = "field:students:new:0"
    fill(at, form, name__kk="Студент нөмірі", code="number", why="х")
    at.button(key=f"send-{form}").click().run()
    assert sum("ұндай өріс бар" in said or "атауы бар өріс" in said for said in faults(at)) >= 1
    at.segmented_control(key="v:type:field:students:new").set_value("int").run()
    fill(at, form, name__kk="Қабат", code="floor", body__low="9", body__high="2")
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and any("9" in said and "2" in said for said in faults(at))
    assert at.text_input(key=f"v:{form}:name.kk").value == "Қабат"
    assert desk.store.count("kinds", {"sort": "field"}) == 0


def test_a_choice_is_added_with_its_list_on_the_spot(desk: Desk, open_page: Open) -> None:
    at = open_page("fields", do="add")
    form = "field:students:new:0"
    at.segmented_control(key="v:type:field:students:new").set_value("choice").run()
    fill(at, form, name__kk="Жағы", name__en="Side", why="х")
    at.button(key=f"send-{form}").click().run()
    assert faults(at)  # a choice needs its list
    fill(at, form, list__values="Солтүстік / Север / North\nОңтүстік")
    at.button(key=f"look-{form}").click().run()
    assert not at.exception and not faults(at)
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and not faults(at)
    field = house.entry("field", "side").body
    assert field.choices == "side"  # type: ignore[union-attr]
    assert [(i.code, i.name.ru) for i in house.entry("choices", "side").body.items] == [
        ("north", "Север"),
        ("ontustik", ""),
    ]  # type: ignore[union-attr]  # noqa: E501
    card = open_page("register")
    assert card.selectbox(key="v:register:0:custom.side").options == ["Солтүстік", "Оңтүстік"]


def test_a_retired_field_leaves_the_form_and_comes_back(desk: Desk, open_page: Open) -> None:
    room = {"code": "room", "name": {"kk": "Бөлме"}, "body.of": "students", "body.type": "text"}
    kinds.save(desk, Sort.field, None, 0, room, Why("а"))
    at = open_page("fields", code="room")
    next(b for b in at.text_input if "ask:kinds.page.retire" in b.key and b.key.endswith(":why")).set_value(
        "керек емес"
    )
    next(b for b in at.button if str(b.key).startswith("send-ask:kinds.page.retire")).click().run()
    assert not at.exception and house.entry("field", "room").retired
    assert not any("custom.room" in str(b.key) for b in open_page("register").text_input)
    # Closed: no form, one button, which brings back the version from before.
    at = open_page("fields", of="students", code="room")
    assert not [x for x in at.text_input if str(x.key).startswith("v:field:")]
    next(x for x in at.text_input if "ask:kinds.page.reopen" in x.key and x.key.endswith(":why")).set_value("керек")
    next(b for b in at.button if str(b.key).startswith("send-ask:kinds.page.reopen")).click().run()
    assert not at.exception and not house.entry("field", "room").retired
    assert [x for x in at.text_input if str(x.key).startswith("v:field:")]


def test_the_table_of_places_makes_the_layout_it_shows(desk: Desk) -> None:
    specs = describe(Profile)
    places = arrange.placed(specs, None)
    base = arrange.drawn(specs, places)
    assert arrange.changed(places, base, base) == [p.model_dump(mode="json") for p in places]
    after = [dict(r) for r in base]
    after[5]["n"], after[5]["hidden"], after[0]["n"] = 2, ["department"], 4
    rows = arrange.ordered(base, after)
    paths = [r["path"] for r in base]
    assert [r["path"] for r in rows][:6] == [paths[n] for n in (5, 1, 2, 3, 0, 4)]
    made = arrange.changed(places, base, rows)
    assert next(r for r in made if r["path"] == paths[5])["hidden"] == ["department"]
    assert {r["path"] for r in made if r["table"] is not None} == set()
    values = {"code": "students", "name": {"kk": "Студент"}, "body.of": "students", "body.rows": made}
    kinds.save(desk, Sort.layout, None, 0, values, Why("а"))
    assert [s.path for s in describe(Profile)][:5] == [r["path"] for r in rows][:5]


def test_entries_taken_out_come_in_as_the_same(desk: Desk, open_page: Open) -> None:
    at = open_page("kinds")
    at.multiselect(key="v:kinds.out.sorts").set_value([Sort.route]).run()
    assert not at.exception
    taken = [(Sort.route, k.code) for k in kinds.latest(desk, Sort.route)]
    assert {c.state for c in kinds.coming(desk, kinds.export_file(desk, taken))} == {"same"}


def test_a_file_of_another_base_is_looked_at_and_accepted(desk: Desk, open_page: Open) -> None:
    memo = {"code": "memo", "name": {"kk": "Хат"}, "body.mask": "{year}-{n:3}"}
    kinds.save(desk, Sort.mask, None, 0, memo, Why("а"))
    data = kinds.export_file(desk, [(Sort.mask, "memo")])
    kinds.save(desk, Sort.mask, "memo", 1, {"body.mask": "{year}/{n:4}"}, Why("б"))
    at = open_page("kinds")
    at.file_uploader(key="v:kinds.in").upload("kinds.json", data.replace(b"{year}-", b"{year}+"), "application/json")
    at.run()
    assert not at.exception and any("өзгертілген" in e.value for e in at.error)
    at = open_page("kinds")
    at.file_uploader(key="v:kinds.in").upload("kinds.json", data, "application/json").run()
    assert any("{year}/{n:4}" in str(d.value) and "{year}-{n:3}" in str(d.value) for d in at.dataframe)
    next(b for b in at.text_input if "ask:kinds.moving.accept" in b.key and b.key.endswith(":why")).set_value("көшіру")
    next(b for b in at.button if str(b.key).startswith("send-ask:kinds.moving.accept")).click().run()
    assert not at.exception
    assert house.entry("mask", "memo").body.mask == "{year}-{n:3}"  # type: ignore[union-attr]
    assert [k.version for k in kinds.versions(desk, Sort.mask, "memo")] == [3, 2, 1]
