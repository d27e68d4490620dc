"""A page of a locked session draws nothing of the office."""

from __future__ import annotations

import pytest

from core.db.store import Store
from core.users import sessions
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.pages.conftest import Open


@pytest.mark.parametrize("lang", LANGS)
def test_a_locked_page_shows_only_the_lock(
    open_page: Open, store: Store, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = sessions.begin

    def locked(*asked: object) -> str:
        token = begin(*asked)  # type: ignore[arg-type]
        store.side("sessions").update_many({}, {"$set": {"locked": True}})
        return token

    monkeypatch.setattr(sessions, "begin", locked)
    at = open_page("users", Role.head, lang)
    assert not at.exception and not at.title and not at.dataframe
    assert {"kk": "құпиясөзіңізді", "ru": "введите пароль", "en": "password"}[lang] in at.info[0].value
