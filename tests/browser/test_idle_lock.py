"""The idle lock in a real browser: nothing can be read or pressed behind it, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core import users
from core.access import Actor
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.users import sessions
from schemas.words import Role
from tests.browser.test_door import GOOD, WAIT, address, browser, data  # noqa: F401
from tests.browser.test_student_forms import typed


@pytest.fixture(scope="module")
def store(address: str, data: Path) -> Iterator[Store]:  # noqa: F811
    with client(ensure(data)) as c:
        made = Store(c, "office")
        desk = Desk(Actor("u-first", "Бірінші", Role.head), made)
        fields = {"login": "head", "name": "Бас тіркеуші", "role": Role.head, "order_number": "1"}
        users.create(desk, fields, GOOD, Why("бұйрық"), must_change=False)
        yield made


@pytest.fixture
def page(browser: Browser, address: str, store: Store) -> Iterator[Page]:  # noqa: F811
    token = sessions.sign_in(store, "head", GOOD, "127.0.0.1")
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    context.set_default_timeout(WAIT)
    context.add_cookies([{"name": "office", "value": token, "url": address}])
    tab = context.new_page()
    yield tab
    context.close()


def test_what_was_typed_waits_behind_the_lock(page: Page, address: str, store: Store) -> None:  # noqa: F811
    page.goto(address + "/register")
    typed(page, "Тегі").fill("Ысқақова")
    page.keyboard.press("Tab")
    typed(page, "Аты").fill("Ұлжан")  # still in the field, not sent
    page.locator(".st-key-lock-now button").click()
    lock = page.locator("dialog.idle-lock")
    expect(lock).to_be_visible()
    expect(lock.get_by_text("Экран құлыпталды")).to_be_visible()
    expect(page.locator("#root")).to_have_css("visibility", "hidden")
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    lock.locator("input[type=password]").fill("қате құпиясөз")
    page.keyboard.press("Enter")
    expect(lock.get_by_text("Құпиясөз қате")).to_be_visible()
    assert store.count("sessions", {"locked": True}) == 1
    lock.locator("input[type=password]").fill(GOOD)
    page.keyboard.press("Enter")
    expect(lock).to_have_count(0)
    expect(typed(page, "Тегі")).to_have_value("Ысқақова")
    expect(typed(page, "Аты")).to_have_value("Ұлжан")
    page.get_by_role("button", name="Тізілімге енгізу").click()
    expect(typed(page, "Тегі")).to_have_value("Ысқақова")


def test_a_page_opened_while_locked_asks_the_password_and_leads_on(
    page: Page,
    address: str,  # noqa: F811
    store: Store,
) -> None:
    store.side("sessions").update_many({}, {"$set": {"locked": True}})
    page.goto(address + "/users")
    expect(page.get_by_role("heading", name="Экран құлыпталды")).to_be_visible()
    assert "Бас тіркеуші" in page.content() and "stApp" not in page.content()
    page.locator("input[type=password]").fill(GOOD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/users")
    expect(page.locator("dialog.idle-lock")).to_have_count(0)


def test_who_comes_back_late_finds_the_lock(page: Page, address: str, store: Store) -> None:  # noqa: F811
    page.goto(address + "/register")
    typed(page, "Тегі").fill("Ысқақова")
    long_ago = datetime.now(UTC) - timedelta(minutes=20)
    store.side("sessions").update_many({}, {"$set": {"active": long_ago}, "$unset": {"locked": ""}})
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the tab is looked at again
    lock = page.locator("dialog.idle-lock")
    expect(lock).to_be_visible()
    assert store.count("sessions", {"locked": True}) >= 1
    lock.locator("input[type=password]").fill(GOOD)
    lock.get_by_role("button", name="Ашу", exact=True).click()
    expect(lock).to_have_count(0)
    expect(typed(page, "Тегі")).to_have_value("Ысқақова")
