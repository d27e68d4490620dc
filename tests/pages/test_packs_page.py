"""Packs in the browser (clause 22): asked for by a form, made, opened with its files, its contents set by the head."""

from __future__ import annotations

import pytest

from core import reports
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from core.packs import acts, work
from schemas.base import Lang
from schemas.pack import Pack
from schemas.words import Role
from tests.acts.job_kit import ended
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def pack(head: Desk) -> Pack:
    reports.ship(head.store)
    asked = acts.put(head, "licensing", {"to": "Комитет"}, "kk", None, Why())
    made = work.make(head, asked, lambda n: Why(command=f"{asked.id}:{n}"), lambda n: False)
    assert made is not None
    return made


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.management, Role.teacher, Role.registrar]))
def test_opens_for_its_roles(pack: Pack, open_page: Open, role: Role, lang: Lang) -> None:
    for address in ({}, {"id": pack.id}, {"edit": "licensing"}, {"id": "gone"}):
        at = open_page("packs", role, lang, **address)
        assert not at.exception and strange(at, lang, ("Тест head", pack.to, *(f.name for f in pack.files))) == []
        if not Actor("u", "", role).may("pack.read"):
            assert at.info[0].value == t("errors.forbidden", lang)


def test_it_is_asked_for_by_a_form_and_repeated_by_a_press(pack: Pack, head: Desk, open_page: Open) -> None:
    at = open_page("packs", Role.head)
    assert any("Кіретіндері" in said and "Контингент" in said for said in texts(at))
    next(b for b in at.button if (b.key or "").startswith("send-pack:new")).click().run()
    assert not at.exception and head.store.count("packs", {}) == 2
    ended(head.store, head.store.rows("runs", {})[0]["_id"])
    at = open_page("packs", Role.head, id=pack.id)
    assert any("рұқсат жоқ" in said for said in texts(at)) and len(at.dataframe[-1].value) == len(pack.files)
    next(b for b in at.button if b.key == f"pack:again:{pack.id}").click().run()
    assert not at.exception and head.store.count("packs", {"again.id": pack.id}) == 1
    for row in head.store.rows("runs", {}):
        ended(head.store, row["_id"])


def test_the_head_sets_what_it_holds(head: Desk, open_page: Open) -> None:
    at = open_page("packs", Role.head, edit="licensing")
    at.multiselect[0].set_value([next(x for x in at.multiselect[0].options if x == "Контингент")]).run()
    next(x for x in at.text_input if x.label.startswith("Себебі")).set_value("қысқартылды").run()
    next(b for b in at.button if (b.key or "").startswith("send-ask:packs.save")).click().run()
    assert not at.exception
    row = head.store.one("kinds", {"sort": "pack", "code": "licensing", "version": 2}) or {}
    assert [i["part"] for i in row["body"]["items"]] == ["contingent"]
