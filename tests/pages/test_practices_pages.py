"""Practices in the browser (clause 33-3): the list with what is missing, one practice, placing, a base refused."""

from __future__ import annotations

import pytest

from core.access import Actor
from core.db.store import Store
from core.desk import Why
from core.i18n import t
from core.practices import acts, marking
from core.practices.paper import refer
from schemas.words import Role
from tests.acts.practice_kit import Away, away, base
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Тест", "Студент", "Оқытушы", "PED", "ДМ-24-1", "N-", "Педагогикалық практика 1", "Домбыра кафедрасы",
        "№ 5 музыка мектебі", "Студенттік концерт залы", "12-п", "Дәстүрлі өнер", "Берлин", "Сабақ")  # fmt: skip


@pytest.fixture
def out(store: Store) -> Away:
    return away(store)


def full(out: Away) -> None:
    """A student at the school, one at a place of his own, one not placed; papers, journal, a move, a referral."""
    out.place(0, base=out.hall.ref())
    out.place(0, base=out.school.ref(), why="Сабақ кестесі")
    out.place(1, own_place="Берлин", application="7", applied_on=out.of.today)
    row = out.seen.students[0]
    marking.hand_in(out.desk, row.id, row.revision, {"what": "diary", "mark": "80", "judge": "Оқытушы"}, None, Why())
    event = {"day": out.of.today, "what": "Сабақ", "hours": "2"}
    marking.record(out.desk, out.practice.id, [row.id], event, Why())
    refer(out.desk, out.practice.id, out.seen.practice.revision, out.ids, Why())


def test_pages_open_for_their_roles(out: Away, open_page: Open) -> None:
    """One base serves all: a practice takes long to make, and a page changes nothing in it."""
    full(out)
    whole = (
        ("practices", {}), ("practices", {"base": out.school.id}), ("practice", {"id": out.practice.id}),
        ("practice", {"id": out.practice.id, "student": out.ids[0]}),
    )  # fmt: skip
    for role, lang in met([Role.head, Role.auditor, Role.department, Role.teacher, Role.career, Role.hr]):
        for page, address in whole if role is Role.head else (whole[0], whole[3]):
            at = open_page(page, role, lang, **address)
            assert not at.exception and strange(at, lang, DATA) == [], (role, page, address)
            if not Actor("u", "", role).may("practice.read"):
                assert at.info[0].value == t("errors.forbidden", lang)


def test_every_part_of_the_pages_is_drawn(out: Away, open_page: Open) -> None:
    full(out)
    at = open_page("practices", Role.head)
    for view in ("bases", "figures", "list"):
        at.button_group(key="v:practices.view").set_value(view).run()
        assert not at.exception, view
    at = open_page("practice", Role.head, id=out.practice.id)
    assert any("Орны жоқ" in said for said in texts(at))
    for tab in ("placing", "papers", "journal", "order", "settings"):
        at.button_group(key="v:practice.tab").set_value(tab).run()
        assert not at.exception and strange(at, "kk", DATA) == [], tab


def test_a_base_without_a_contract_is_refused_beside_its_field_and_nothing_typed_is_lost(
    out: Away, open_page: Open
) -> None:
    bare = base(out.desk, "Опера театры")
    at = open_page("practice", Role.head, id=out.practice.id)
    at.button_group(key="v:practice.tab").set_value("placing").run()
    field = next(x for x in at.selectbox if (x.key or "").endswith(":base"))
    field.set_value(bare.id)
    next(x for x in at.text_input if (x.key or "").endswith("base_supervisor")).set_value("Директор")
    send = f"send-placing:{out.practice.id}"
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert any("келісімшарт жоқ" in m.value and "Опера театры" in m.value for m in at.markdown)
    kept = next(x for x in at.text_input if (x.key or "").endswith("base_supervisor"))
    assert kept.value == "Директор" and out.seen.practice.placed == 0
    next(x for x in at.selectbox if (x.key or "").endswith(":base")).set_value(out.hall.id)
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert not at.exception and out.seen.practice.placed == 3
    assert {p.place.base_supervisor for p in out.seen.students} == {"Директор"}


def test_a_practice_is_opened_from_the_section_that_waits(out: Away, open_page: Open, store: Store) -> None:
    acts.cancel(out.desk, out.practice.id, out.practice.revision, Why("қайта"))
    at = open_page("practices", Role.head, through_menu=True, new=out.section.id)
    next(b for b in at.button if (b.key or "").startswith("send-practice:new")).click().run()
    assert not at.exception
    assert store.count("practices", {"status": "open", "kind": "teaching", "count": 3}) == 1
