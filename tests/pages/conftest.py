"""Pages are opened as the browser opens them: with the token of a real sign-in session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import requests  # noqa: F401 - before a page stands on the path as a script, beside pages/requests.py
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core.db import connection
from core.db.store import Store
from core.desk import Desk
from core.users import sessions
from schemas.base import Lang, Ref, Text
from schemas.user import User
from schemas.words import Role

ROOT = Path(__file__).parent.parent.parent
FACULTY = Ref(id="f1", label=Text(kk="Аспаптық факультет"))
DEPARTMENT = Ref(id="d1", label=Text(kk="Фортепиано кафедрасы"))
TEACHER = Ref(id="p1", label=Text(kk="Оразбаева Сәуле"))

Open = Callable[..., AppTest]


def sign_in(store: Store, role: Role, lang: Lang = "kk") -> str:
    """An account of a role with what it needs assigned, and the token of its session."""
    login = f"{role.value}.{lang}"
    row = store.one("users", {"login": login})
    user = (
        User.model_validate(row)
        if row
        else User(
            login=login,
            name=f"Тест {role.label('kk')}",
            role=role,
            language=lang,
            faculties=[FACULTY],
            department=DEPARTMENT,
            person=TEACHER,
            order_number="1",
        )
    )
    if row is None:
        from core.db.codec import plain

        store.db["users"].insert_one(plain(user))
    return sessions.begin(store, user, "127.0.0.1")


@pytest.fixture(scope="session", autouse=True)
def _packages_are_read_once() -> Iterator[None]:
    """For every AppTest streamlit reads the metadata of all installed packages: four fifths of a page's time, and the
    same each time."""
    found = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: list(found()))
        yield


@pytest.fixture
def open_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page for a role in a language: its own file alone (so that its guard is what answers), or through
    the real menu."""
    from core.ui import page as kit

    monkeypatch.setattr(connection, "store", lambda: store)

    def opened(
        name: str, role: Role = Role.head, lang: Lang = "kk", through_menu: bool = False, **parameters: str
    ) -> AppTest:
        token = sign_in(store, role, lang)
        monkeypatch.setattr(kit, "token", lambda: token)
        if kit.Desk is not Desk:  # pages that live on another day: who has just come in has proved himself on that day
            mine = {"_id": sessions.token_hash(token)}
            store.db["sessions"].update_one(mine, {"$set": {"proved": kit.Desk(None, store).now()}})
        file = ROOT / "dashboard.py" if through_menu else ROOT / "pages" / f"{name}.py"
        at = AppTest.from_file(str(file), default_timeout=30)
        if through_menu:
            at._page_hash = calc_hash(name)
        for key, value in parameters.items():
            at.query_params[key] = value
        return at.run()

    return opened
