"""Names in the browser: the list, a proposal accepted, the button under the Latin field of the register."""

from __future__ import annotations

import pytest

from core import students
from core.db.store import Store
from core.desk import Desk, Why
from core.names import scan
from schemas.base import Lang, new_id
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.words import Role
from tests.pages.conftest import FACULTY, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts


@pytest.fixture
def omarov(shipped: Store, head: Desk) -> Student:
    profile = Profile(number="7", name=Name(last="Oмаров", first="Али"), iin_absent_reason="шетел азаматы")
    return students.admit(head, profile, StudyProfile(id=new_id(), faculty=FACULTY), Why())


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.teacher]))
def test_page_opens_in_every_language(
    omarov: Student, head: Desk, open_page: Open, role: Role, lang: Lang
) -> None:  # fmt: skip
    before = open_page("names", role, lang)
    assert not before.exception and strange(before, lang, ("Тест", "Oмаров")) == []
    scan.whole(head.store)
    at = open_page("names", role, lang)
    assert not at.exception and strange(at, lang, ("Тест", "Oмаров")) == []
    assert bool(at.dataframe) == (role is not Role.teacher)
    if at.dataframe:
        assert "Омаров" in at.dataframe[0].value["proposal"].tolist()


def test_the_register_proposes_a_latin_spelling_from_what_is_typed(omarov: Student, open_page: Open) -> None:
    at = open_page("register", Role.head)

    def field(name: str) -> object:
        return next(x for x in at.text_input if x.key and x.key.endswith(f":name.{name}"))

    field("last").set_value("Жұмағали")  # type: ignore[attr-defined]
    field("first").set_value("Әйгерім")  # type: ignore[attr-defined]
    next(b for b in at.button if b.key and b.key.startswith("latin:")).click().run()
    assert not at.exception and field("latin").value == "Zhumagali Aigerim"  # type: ignore[attr-defined]
    field("latin").set_value("Jumagali")  # type: ignore[attr-defined]
    next(b for b in at.button if b.key and b.key.startswith("latin:")).click().run()
    assert field("latin").value == "Jumagali"  # type: ignore[attr-defined]


def test_nothing_found_says_so(head: Desk, open_page: Open) -> None:
    scan.whole(head.store)
    at = open_page("names", Role.registrar)
    assert any("Мұнда бәрі дұрыс" in said for said in texts(at))
