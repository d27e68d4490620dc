"""Keys of other systems in the browser: given, shown once, opened, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import api
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Lang
from schemas.words import Role
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def given(head: Desk) -> str:
    sign_in(head.store, Role.management)
    user = (head.store.one("users", {"login": "management.kk"}) or {})["_id"]
    values = {"name": "Кітапхана", "sources": ["studies"], "until": head.today() + timedelta(days=9)}
    return api.give(head, values, user, "ok_secret-secret", Why("хат")).id


@pytest.mark.parametrize(("role", "lang"), met((Role.head, Role.administrator, Role.auditor, Role.teacher)))
def test_opens_for_its_roles(given: str, open_page: Open, role: Role, lang: Lang) -> None:
    at = open_page("api_keys", role, lang)
    assert not at.exception and strange(at, lang, ("ok_secre",)) == []
    if not Actor("u", "", role).may("api_key.read"):
        assert at.info[0].value == t("errors.forbidden", lang)
    else:
        assert "Кітапхана" in str(at.dataframe[0].value) and "ok_secret-secret" not in str(texts(at))


def test_a_chosen_key_shows_how_it_is_asked_and_is_withdrawn(given: str, head: Desk, open_page: Open) -> None:
    at = open_page("api_keys")
    at.session_state["v:api.chosen"] = given
    at.run()
    assert not at.exception and any("/api/v1/records/studies" in c.value for c in at.code)
    assert any((b.key or "").startswith("ask-api.withdraw") or "api.withdraw" in (b.key or "") for b in at.button)


def test_a_new_key_needs_its_account_and_says_so(open_page: Open, head: Desk) -> None:
    at = open_page("api_keys")
    at.text_input[0].set_value("Бухгалтерия")
    next(b for b in at.button if (b.key or "").startswith("send-api:new")).click().run()
    assert not at.exception and any(":red[" in m.value for m in at.markdown)
    assert head.store.count("api_keys", {}) == 0
