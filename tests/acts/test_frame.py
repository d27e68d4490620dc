"""The dashboard, the account pages and the guard of every page, as a signed-in person meets them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import users
from core.access import RIGHTS
from core.db import connection
from core.db.store import Store
from core.desk import Desk, Why
from core.ui import frame, menu, page
from core.users import reading, sessions
from schemas.base import LANGS, Ref, Text
from schemas.user import User
from schemas.words import Role
from tests.acts.test_users import GOOD
from tests.conftest import actor

ROOT = Path(__file__).parents[2]
SOME = Ref(id="d1", label=Text(kk="Бөлімше"))


@pytest.fixture
def signed(store: Store, head: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sign somebody of a role in: his token is the one of this tab."""
    monkeypatch.setattr(connection, "store", lambda: store)

    def enter(role: Role, lang: str = "kk") -> User:
        fields = {
            "login": f"{role.value}.{lang}", "name": "Айгүл", "role": role, "language": lang, "faculties": [SOME],
            "department": SOME, "person": SOME,
        }  # fmt: skip
        user = users.create(head, fields, GOOD, Why("бұйрық"), must_change=False)
        token = sessions.begin(store, user, "10.0.0.7")
        monkeypatch.setattr(page, "token", lambda: token)
        return user

    return enter


def run(file: str, **query: str) -> AppTest:
    made = AppTest.from_file(str(ROOT / file), default_timeout=60)
    for name, value in query.items():
        made.query_params[name] = value
    return made.run()


def said(app: AppTest) -> str:
    return " ".join(str(e.value) for kind in ("title", "info", "markdown", "caption") for e in app.get(kind))


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_holds_what_the_role_may_open(signed: Any, role: Role) -> None:
    actor = users.actor_of(signed(role))
    for item in menu.MENU:
        assert (item in menu.allowed(actor)) == (item.right in RIGHTS[role] and item.path.exists()), item.file


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("role", list(Role))
def test_staff_page_refuses_whom_it_must_in_every_language(signed: Any, role: Role, lang: str) -> None:
    signed(role, lang)
    app = run("pages/users.py")
    assert not app.exception
    refused = {"kk": "құқығыңыз жоқ", "ru": "нет права", "en": "no right"}[lang]
    assert (refused in said(app)) == ("user.read" not in RIGHTS[role]), said(app)
    assert (len(app.title) == 1) == ("user.read" in RIGHTS[role])


@pytest.mark.parametrize("lang", LANGS)
def test_everyone_has_his_own_account_page(signed: Any, lang: str) -> None:
    signed(Role.teacher, lang)
    app = run("pages/account.py")
    assert not app.exception and len(app.title) == 1
    assert "argon2" not in said(app) and "10.0.0.7" in str(app.dataframe[0].value)


def test_a_card_of_an_account_opens_and_a_strange_id_does_not(signed: Any, store: Store) -> None:
    user = signed(Role.head)
    app = run("pages/users.py", id=user.id)
    assert not app.exception and app.title[0].value == "Айгүл"
    app = run("pages/users.py", id="$ne")
    assert not app.exception and not app.title


def test_without_a_session_no_page_shows_anything(signed: Any, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(Role.head)
    store.side("sessions").update_many({}, {"$set": {"expires": datetime.now(UTC)}})
    for item in menu.MENU:
        if item.path.exists():
            app = run(f"pages/{item.file}.py")
            assert not app.title and not app.dataframe and not app.button, item.file


def test_every_right_has_words_in_every_language() -> None:
    from core.i18n import t

    for right, reach in reading.rights():
        for lang in LANGS:
            assert t(f"users.rights.{right.replace('.', '_')}", lang)
            assert all(t(f"users.reach.{each}", lang) for each in reach.values())


def test_no_two_runs_share_a_page_of_the_menu() -> None:
    """Streamlit notes in a page that this run may call it, once: another tab's page would be spent by ours."""

    def made() -> list[Any]:
        return [p for group in frame._pages(actor(Role.head), 0).values() for p in group]

    try:
        first, second = made(), made()
        assert first and not any(a is b for a, b in zip(first, second, strict=True))
    finally:
        frame._page.cache_clear()  # made outside of a script they are no pages
