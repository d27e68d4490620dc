"""The layout editor on the page: roles and languages, a field changed and saved, what is wrong named beside it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from core import kinds
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import preparing
from core.diplomas.drafts import Draft
from core.ui import page as page_kit
from core.ui.diplomas.layout.board import receive
from schemas.base import Lang
from schemas.kinds import DiplomaLayout, Sort
from schemas.words import Role
from tests.acts.diploma_kit import YEAR, at, awarded
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

ROLES = (Role.head, Role.registrar, Role.management, Role.auditor)
CODES = ("JPEG", "Ctrl", "Shift", "mm")


@pytest.fixture
def desk(shipped: Store, head: Desk) -> Desk:
    return head


def known(page: AppTest) -> tuple[str, ...]:
    """Codes of fields and words a diploma says in English stand on the page as they are."""
    draft: Draft = page.session_state["diploma_layout:own"]
    offered = [o for s in page.selectbox if ":variable:" in str(s.key) for o in s.options]
    said = [o.partition(": ")[2] for o in offered] + [str(s["code"]) for s in draft.spots]
    return (*sorted(filter(None, said), key=len, reverse=True), *CODES)


def draft_of(page: AppTest, code: str = "own") -> Draft:
    found: Draft = page.session_state[f"diploma_layout:{code}"]
    return found


def chosen(page: AppTest, code: str) -> dict[str, Any]:
    """Choose a field as the board does; its row in the draft."""
    draft = draft_of(page)
    row = next(s for s in draft.spots if s["code"] == code)
    draft.chosen = [row["id"]]
    page.run()
    return row


def field(page: AppTest, row: dict[str, Any], path: str) -> Any:
    start = f"v:diploma_layout:{row['id']}:{path}"
    return next(w for w in (*page.text_input, *page.text_area, *page.selectbox) if str(w.key).startswith(start))


def faults(page: AppTest) -> list[str]:
    return [m.value for m in page.markdown if ":material/error:" in m.value]


def stored(desk: Desk, code: str = "own") -> DiplomaLayout:
    return kinds.versions(desk, Sort.diploma_layout, code)[0].as_body(DiplomaLayout)


def save(page: AppTest, why: str = "Бланк ауысты") -> None:
    box = next(
        w for w in page.text_input if str(w.key).startswith("v:ask:diploma_layout.save") and str(w.key).endswith(":why")
    )
    box.set_value(why)
    next(b for b in page.button if str(b.key).startswith("send-ask:diploma_layout.save")).click().run()
    page.run()


@pytest.mark.parametrize(("role", "lang"), met(ROLES))
def test_it_opens_for_every_role_and_language_and_only_who_may_saves(
    desk: Desk, open_page: Open, role: Role, lang: Lang
) -> None:
    page = open_page("diploma_layout", role, lang, code="own")
    row = chosen(page, "name_kk")
    assert not page.exception and strange(page, lang, known(page)) == []
    saves = [b for b in page.button if str(b.key).startswith("send-ask:diploma_layout.save")]
    assert bool(saves) is (role is Role.head) is not field(page, row, "x").disabled
    page.segmented_control(key="v:diploma_layout:part").set_value("printers").run()
    assert not page.exception and strange(page, lang, known(page)) == []


def test_who_may_not_read_diplomas_is_refused(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", Role.teacher)
    assert page.info and not page.selectbox


def test_a_field_is_changed_looked_at_and_saved_as_a_version(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    row = chosen(page, "name_kk")
    field(page, row, "x").set_value("20,5").run()
    field(page, row, "letters").set_value("sans_bold").run()
    field(page, row, "align").set_value("right").run()
    assert not faults(page) and any("Сақталмаған" in s for s in texts(page))
    page.button(key="diploma_layout.look").click().run()
    assert any("Осымен басылатындар" in s for s in texts(page)) and not page.exception
    assert stored(desk) == kinds.versions(desk, Sort.diploma_layout, "own")[-1].as_body(DiplomaLayout)
    save(page)
    spot = next(s for s in stored(desk).spots if s.code == "name_kk")
    assert (str(spot.x), spot.letters, spot.align) == ("20.5", "sans_bold", "right")
    assert kinds.versions(desk, Sort.diploma_layout, "own")[0].version == 2
    assert not draft_of(page).changed


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    row = chosen(page, "name_kk")
    field(page, row, "width").set_value("сексен").run()
    assert any("7,5 түрінде" in f for f in faults(page))
    assert page.button(key="diploma_layout.look").disabled
    page.session_state["lang"] = "ru"
    page.run()
    assert field(page, row, "width").value == "сексен" and any("7,5" in f for f in faults(page))
    page.session_state["lang"] = "kk"
    page.run()
    page.button(key="diploma_layout.undo").click().run()
    assert not faults(page) and field(page, row, "width").value == "80"
    field(page, row, "width").set_value("4").run()
    assert any("сыймайды" in f for f in faults(page)), "the words do not fit: said, not refused"
    assert not page.button(key="diploma_layout.look").disabled


def test_fields_are_added_copied_moved_together_and_given_variables(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    n = len(draft_of(page).spots)
    page.button(key="diploma_layout.add").click().run()
    row = draft_of(page).spots[-1]
    box = next(s for s in page.selectbox if ":variable:" in str(s.key))
    box.set_value("city_ru").run()
    assert draft_of(page).spots[-1]["text"] == "{{ number }} {{ city_ru }}" == field(page, row, "text").value
    page.button(key="diploma_layout.copy").click().run()
    draft_of(page).chosen = [s["id"] for s in draft_of(page).spots[-2:]]
    page.run()
    for path, value in (("right", "1,5"), ("down", "")):
        page.text_input(key=f"v:diploma_layout:by:{path}").set_value(value)
    page.button(key="diploma_layout.move").click().run()
    assert [s["x"] for s in draft_of(page).spots[-2:]] == ["21,5", "21,5"] and not faults(page)
    page.button(key="diploma_layout.remove").click().run()
    assert len(draft_of(page).spots) == n and not page.exception
    page.button(key="diploma_layout.next").click().run()
    assert draft_of(page).one() is draft_of(page).spots[0]


def test_the_board_hands_each_act_over_once_and_a_reader_moves_nothing(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    draft = draft_of(page)
    one = draft.spots[3]
    place = {"seq": 1, "do": "place", "places": {one["id"]: [21, 53.5, 80, 20]}}
    choose = {"seq": 2, "do": "choose", "ids": [one["id"], "gone"], "page": 1}
    wrong = [{"seq": 3, "do": "place", "places": {one["id"]: [1, 2, 3]}}, {"seq": 4, "do": "place", "places": "x"}, 5]
    receive(draft, {"mount": "reader", "acts": [place]}, editable=False)
    assert one["x"] == "18,5"
    for _ in range(2):
        receive(draft, {"mount": "m", "acts": [place, choose, *wrong]}, editable=True)
    assert (one["x"], one["y"], draft.chosen, len(draft.past)) == ("21", "53,5", [one["id"]], 1)
    receive(draft, {"mount": "m", "acts": [{"seq": 9, "do": "undo"}]}, editable=True)
    assert draft.spots[3]["x"] == "18,5" and not draft.changed


def test_somebody_saved_meanwhile_and_nothing_is_lost(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    row = chosen(page, "name_kk")
    field(page, row, "x").set_value("20,5").run()
    spots = [s.model_dump(mode="json") for s in stored(desk).spots[:-1]]
    kinds.save(desk, Sort.diploma_layout, "own", 1, {"body.spots": spots, "effective": desk.today()}, Why("басқа"))
    page.run()
    assert any("2-нұсқа" in s.replace("\\", "") for s in texts(page)) and field(page, row, "x").value == "20,5"
    assert page.button(key="diploma_layout.look").disabled
    page.button(key="diploma_layout.mine").click().run()
    save(page)
    assert kinds.versions(desk, Sort.diploma_layout, "own")[0].version == 3
    assert len(stored(desk).spots) == len(spots) + 1


def test_a_new_layout_begins_as_a_copy_and_is_fields_only(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    page.button(key="diploma_layout.copy_all").click().run()
    assert page.query_params["code"] == "-" and any("Толтыру қажет" in f for f in faults(page))
    page.text_input(key="v:diploma_layout:page:name:kk").set_value("Жаңа бланк").run()
    page.segmented_control(key="v:diploma_layout:page:way:kk").set_value("fields").run()
    save(page)
    made = kinds.latest(desk, Sort.diploma_layout)
    new = next(k for k in made if k.name.kk == "Жаңа бланк")
    assert new.as_body(DiplomaLayout).preprinted and len(new.as_body(DiplomaLayout).spots) == len(stored(desk).spots)
    assert page.query_params["code"] == new.code


def test_the_picture_of_the_blank_is_brought_and_kept_with_the_layout(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    out = io.BytesIO()
    Image.new("RGB", (1200, 850), "beige").save(out, "JPEG")
    page.file_uploader[0].set_value(("blank.jpg", out.getvalue(), "image/jpeg")).run()
    assert draft_of(page).values["picture"]["label"]["kk"] == "blank.jpg" and not faults(page)
    save(page)
    picture = stored(desk).picture
    assert picture and picture.label.kk == "blank.jpg"
    page.button(key="diploma_layout.no_picture").click().run()
    assert draft_of(page).values["picture"] is None and not page.exception


def test_an_offset_is_reckoned_from_the_test_page_and_refused_where_it_cuts(desk: Desk, open_page: Open) -> None:
    page = open_page("diploma_layout", code="own")
    page.segmented_control(key="v:diploma_layout:part").set_value("printers").run()
    page.button(key="diploma_layout.add_printer").click().run()
    row = draft_of(page).printers[0]
    key = f"v:diploma_layout:printer:{row['id']}"
    page.text_input(key=f"{key}:name").set_value("HP").run()
    page.text_input(key=f"{key}:right").set_value("20").run()
    assert (
        any("«HP»" in f and "ornament" in f for f in faults(page)) and page.button(key="diploma_layout.look").disabled
    )
    page.text_input(key=f"{key}:right").set_value("0").run()
    for path, value in (("left", "21,3"), ("top", "19")):
        page.text_input(key=f"v:diploma_layout:printer:{path}").set_value(value)
    page.button(key="diploma_layout.reckon").click().run()
    assert (page.text_input(key=f"{key}:right").value, page.text_input(key=f"{key}:down").value) == ("-1,3", "1")
    assert not faults(page)
    save(page)
    assert [(p.name, str(p.right), str(p.down)) for p in stored(desk).printers] == [("HP", "-1.3", "1")]


def test_words_of_a_diploma_that_is_being_prepared_are_tried(
    shipped: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = awarded(shipped)
    clock = at(shipped).clock
    monkeypatch.setattr(page_kit, "Desk", lambda actor, store: Desk(actor, store, clock=clock))
    preparing.prepare(at(shipped), YEAR, world.pairs[:1], Why("дайындау"))
    page = open_page("diploma_layout", code="own")
    page.segmented_control(key="v:diploma_layout:words").set_value("real").run()
    box = next(s for s in page.selectbox if s.key == "v:diploma_layout:of")
    assert len(box.options) == 1
    box.set_value(box.options[0]).run()
    chosen(page, "name_kk")
    offered = next(s for s in page.selectbox if ":variable:" in str(s.key)).options
    assert any(world.student(0).name.last in o for o in offered) and not page.exception
    assert [r["kind"] for r in shipped.rows("looks", {"page": "diploma_layout"})] == ["diplomas"]
    page.segmented_control(key="v:diploma_layout:words").set_value("longest").run()
    assert not page.exception
