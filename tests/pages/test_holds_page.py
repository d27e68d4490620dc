"""Holds in the browser: a service puts its own, the card shows it, the head lifts it."""

from __future__ import annotations

import pytest

from core.db.store import Store
from core.desk import Desk, Why
from core.holds import acts
from schemas.base import Lang
from schemas.words import Role
from tests.acts.test_sheets import closed
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts


@pytest.fixture
def desk(shipped: Store, head: Desk) -> Desk:
    return head


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.service, Role.payments, Role.registrar, Role.auditor]))
def test_page_opens_for_every_role_and_language(desk: Desk, open_page: Open, role: Role, lang: Lang) -> None:
    line = closed(desk, 1).lines[0]
    acts.put(desk, line.student.id, "finance", Why("төлем"))
    at = open_page("holds", role, lang)
    assert not at.exception
    assert strange(at, lang, ("Тест",)) == []
    listed = at.dataframe[0].value if at.dataframe else None
    # The library's people do not see what accounting holds; a registrar of another faculty sees nobody of this one.
    assert (listed is not None) == (role not in (Role.service, Role.registrar))


def test_the_library_puts_its_hold_and_the_card_shows_it(desk: Desk, open_page: Open) -> None:
    line = closed(desk, 1).lines[0]
    at = open_page("holds", Role.service, student=line.number)
    kinds = next(b for b in at.selectbox if b.key == "v:holds.kind")
    assert kinds.options == ["Аспаптар мен ноталар қоры", "Жатақхана", "Кітапхана", "Мұрағат (жеке іс құжаттары)"]
    kinds.set_value("library").run()
    next(b for b in at.text_input if b.key.endswith(":why")).set_value("2 кітап")
    next(b for b in at.button if b.key.startswith("send-ask:holds.put")).click().run()
    assert not at.exception
    hold = desk.store.one("holds", {})
    assert hold and hold["reason"] == "2 кітап" and hold["kind"]["id"] == "library" and hold["active"]
    card = open_page("student", Role.head, id=line.student.id)
    assert any("Шектеу" in said and "Кітапхана" in said for said in texts(card))


def test_a_pasted_list_says_what_of_each_line(desk: Desk, open_page: Open) -> None:
    lines = closed(desk, 3).lines
    acts.put(desk, lines[0].student.id, "finance", Why("төлем"))
    at = open_page("holds", Role.payments)
    next(b for b in at.segmented_control if b.key == "v:holds.way").set_value("many").run()
    at.text_area[0].set_value(f"{lines[0].number}\n{lines[1].number}, 2-төлем\n999\n{lines[1].number}").run()
    shown = at.dataframe[0].value
    assert list(shown.iloc[:, 3]) == [
        "мұндай шектеу бұрыннан бар", "қойылады", "мұндай нөмір табылмады", "тізімде екі рет тұр",
    ]  # fmt: skip
    next(b for b in at.text_input if b.key.endswith(":why")).set_value("төлем")
    next(b for b in at.button if b.key.startswith("send-ask:holds.put:many")).click().run()
    assert not at.exception
    made = desk.store.one("holds", {"student.id": lines[1].student.id})
    assert made and made["reason"] == "2-төлем" and desk.store.count("holds", {}) == 2
