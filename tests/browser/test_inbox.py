"""The inbox in a real browser, by the keyboard alone: a task is seen, an approval is agreed with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core import approvals
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.users import actor_of, sessions
from schemas.base import Text
from schemas.kinds import Kind, Route, Step
from schemas.reference import Department
from schemas.task import Approval, ApprovalState
from schemas.user import User
from schemas.words import Role
from tests.browser.test_door import WAIT, Watched, address, browser, data, opened  # noqa: F401


@pytest.fixture
def asked(browser: Browser, opened: str, data: Path) -> Iterator[tuple[Watched, Store, str]]:  # noqa: F811
    """The head has asked the senior registrar to approve a department; the senior's browser."""
    with client(ensure(data)) as c:
        store = Store(c, "office")
        senior = User(login="sara", name="Сара Нұрлан", role=Role.senior_registrar, order_number="2")
        store.db["users"].insert_one(plain(senior))
        head = Desk(actor_of(User.model_validate(store.one("users", {"login": "gulnar"}))), store)
        route = Kind(sort="route", code="unit", name=Text(kk="Бөлімше келісу"), effective=head.today(),
                     body=Route(steps=[Step(role=Role.senior_registrar)]))  # fmt: skip
        store.db["kinds"].insert_one(plain(route))
        made: list[Approval] = []

        def ask(tx: Any) -> Department:
            unit = tx.add(Department(code="D1", name=Text(kk="Қобыз кафедрасы"), kind="department"))
            made.append(approvals.start(tx, "unit", unit, "references", {"id": unit.id}))
            return unit

        head.transact("reference.edit", ask, Why("сұраймын"))
        someone = Watched(browser.new_context(viewport={"width": 1280, "height": 900}), opened)
        token = sessions.begin(store, senior, "127.0.0.1")
        someone.context.add_cookies([{"name": "office", "value": token, "url": opened}])
        yield someone, store, made[-1].id
        assert someone.faults == []
        someone.context.close()


def reach(page: Page, name: str) -> None:
    """Go to a button by the Tab key and press it."""
    wanted = page.get_by_role("button", name=name)
    expect(wanted.first).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    for _ in range(250):  # the whole menu and the page
        page.keyboard.press("Tab")
        if wanted.evaluate_all("found => found.includes(document.activeElement)"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name}: not reached by the keyboard")


def test_an_approval_is_agreed_by_the_keyboard(asked: tuple[Watched, Store, str]) -> None:
    someone, store, id = asked
    page = someone.open("/")
    expect(page.get_by_test_id("stSidebarNav")).to_contain_text("Кіріс тапсырмалар · 1")
    reach(page, "Жаңа хабарлама: 1")
    expect(page.get_by_test_id("stMain")).to_contain_text("Келісуіңіз сұралады: Келісу: Қобыз кафедрасы")
    reach(page, "Ашу")
    expect(page.get_by_test_id("stMain")).to_contain_text("1-қадам / 1")
    reach(page, "Келісемін")
    body = page.get_by_test_id("stPopoverBody")
    reason = body.get_by_role("textbox").first
    expect(reason).to_be_visible()
    for _ in range(10):
        if reason.evaluate("found => found === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("дұрыс толтырылған")
    page.keyboard.press("Tab")
    send = body.get_by_role("button", name="Келісемін")
    for _ in range(20):
        if send.evaluate("found => found === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stToast").filter(has_text="Келісілді").first).to_be_visible()
    done = store.load(Approval, id)
    assert done.state is ApprovalState.agreed and done.steps[0].note == "дұрыс толтырылған"
    assert done.steps[0].by and done.steps[0].by.label.kk == "Сара Нұрлан"
