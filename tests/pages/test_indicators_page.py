"""Indicators in the browser: the leaders' page in every role and language, one indicator with its rows."""

from __future__ import annotations

import pytest

from core import indicators, kinds
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from core.indicators.definition import definitions
from schemas.base import Lang
from schemas.kinds import Sort
from schemas.words import Role
from tests.acts.test_indicators import office
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Пән", "Тегі", "Тест", "@today")


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.management, Role.head, Role.senior_registrar, Role.auditor, Role.teacher])
)
def test_leaders_see_all_and_open_one(head: Desk, senior: Desk, open_page: Open, role: Role, lang: Lang) -> None:
    may = Actor("u", "", role).may
    if not may("indicator.read"):
        assert open_page("indicators", role, lang).info[0].value == t("errors.forbidden", lang)
        return
    office(head, senior, acts=12)
    indicators.compute(head, Why("есеп"))
    for address in ({}, {"code": "pass_rate"}, {"code": "corrections"}, {"code": "nothing"}):
        at = open_page("indicators", role, lang, **address)
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == []
        assert any((b.key or "").startswith("ask") or "indicators.compute" in (b.key or "") for b in at.button) == may(
            "indicator.compute"
        )
    at = open_page("indicators", role, lang, code="sheets_on_time")
    said = " ".join(texts(at))
    assert t("indicators.rows", lang) in said and t("indicators.definition", lang) in said


def test_an_office_without_indicators_says_where_to_write_one(head: Desk, open_page: Open) -> None:
    for kind in definitions():
        kinds.retire(head, Sort.indicator, kind.code, kind.version, Why("керек емес"))
    at = open_page("indicators", Role.head, "kk")
    assert not at.exception and t("indicators.none_hint", "kk") in " ".join(texts(at))
