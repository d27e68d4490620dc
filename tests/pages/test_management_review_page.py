"""The management review in the browser: roles and languages, one press makes a pack, words and decisions are kept."""

from __future__ import annotations

from typing import Any

import pytest

from core import management_review
from core.access import Actor
from core.desk import Why
from core.i18n import t
from schemas.base import Lang
from schemas.management_review import ReviewInput
from schemas.words import Role
from tests.acts.test_internal_audits import House, house, made
from tests.acts.test_management_review import busy, press
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

__all__ = ["busy", "house", "made"]
pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Тест head", "Тест senior_registrar", "Пән", "headmaster")


@pytest.mark.parametrize(("role", "lang"), met([Role.management, Role.head, Role.auditor, Role.registrar]))
def test_list_and_pack_open_for_their_roles(busy: House, open_page: Open, role: Role, lang: Lang) -> None:
    pack, may = press(busy), Actor("u", "", role).may
    for address in ({}, {"id": pack.id}, {"id": "none"}):
        at = open_page("management_review", role, lang, **address)
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == []
        if not may("management_review.read"):
            assert at.info[0].value == t("errors.forbidden", lang)
    if may("management_review.read"):
        at = open_page("management_review", role, lang, id=pack.id)
        keys = [b.key or "" for b in at.button]
        assert any(k.startswith(f"send-review:{pack.id}") for k in keys) == may("management_review.write")
        assert {of.label(lang) for of in ReviewInput} <= {e.label.partition(". ")[2] for e in at.expander}


def test_one_press_then_words_then_the_leadership(house: House, open_page: Open) -> None:
    at = open_page("management_review", Role.head)
    assert any(t("management_review.none_hint", "kk") in x for x in texts(at))
    at = _press(at, "send-review:new")
    row: dict[str, Any] = house.store.one("management_reviews", {}) or {}
    assert not at.exception and row["status"] == "made" and len(row["sections"]) == len(ReviewInput)
    note = next(w for w in at.text_area if (w.key or "").endswith(":ideas"))
    note.set_value("Кіріс хаттарын біріктіру")
    at = _press(at, f"send-review:{row['_id']}")
    pack = management_review.get(house.head, row["_id"])
    assert not at.exception and pack.notes == {"ideas": "Кіріс хаттарын біріктіру"}
    management_review.send(house.head, pack.id, pack.revision, Why())
    at = open_page("management_review", Role.management, id=pack.id)
    at = _press(at, f"send-review:decide:{pack.id}")
    assert any("error" in x for x in texts(at)) and management_review.get(house.head, pack.id).protocol == ""


def _press(at: Any, begins: str) -> Any:
    return next(b for b in at.button if (b.key or "").startswith(begins)).click().run()
