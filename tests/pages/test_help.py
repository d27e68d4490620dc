"""The help page: for everybody, in his language, with the cases of a demonstration where it is one."""

from __future__ import annotations

import pytest

from core import demo
from core.db.store import Store
from core.i18n import t
from schemas.base import Lang
from schemas.words import Role
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_everybody_may_ask_for_help_in_his_language(open_page: Open, role: Role, lang: Lang) -> None:
    at = open_page("help", role, lang)
    assert not at.exception and at.title[0].value == t("demo.help.title", lang)
    assert strange(at, lang) == []
    assert not any(t("demo.help.cases", lang) == s.value for s in at.subheader)


def test_a_demonstration_lists_its_cases_and_opens_their_cards(open_page: Open, store: Store) -> None:
    demo.load(store, 20)
    at = open_page("help", Role.head, "kk", through_menu=True)
    assert not at.exception
    said = " ".join(texts(at))
    for case in demo.cases(store, "kk"):
        assert case.title in said and case.number in said
    assert sum(b.label == t("demo.help.open", "kk") for b in at.button) == len(demo.cases(store, "kk")) > 10
