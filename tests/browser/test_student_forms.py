"""The register in a real browser: nothing typed is lost, the list works without a mouse, a file is what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core import students
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.users import sessions
from schemas.student import Name, Profile, StudyProfile
from schemas.user import User
from schemas.words import Role
from tests.browser.served import taken
from tests.browser.test_door import WAIT, address, browser, data  # noqa: F401


@pytest.fixture(scope="module")
def desk(address: str, data: Path) -> Iterator[Desk]:  # noqa: F811
    """The head's desk in the running office, with some students."""
    with client(ensure(data)) as c:
        store = Store(c, "office")
        user = User(login="head", name="Бас тіркеуші", role=Role.head, order_number="1")
        store.db["users"].insert_one(plain(user))
        made = Desk(sessions.actor_of(user), store)
        for n, last in enumerate(("Әбенова", "Қалиева", "Оспанова"), 1):
            profile = Profile(number=f"24-{n:03d}", name=Name(last=last, first="Аяла"), iin_absent_reason="шетел")
            students.admit(made, profile, StudyProfile(id=f"s{n}", year=n, group="ФО-24"), Why("Қабылдау"))
        yield made


@pytest.fixture
def page(browser: Browser, address: str, desk: Desk) -> Iterator[Page]:  # noqa: F811
    """A tab of the head, signed in."""
    row = desk.store.one("users", {"login": "head"})
    token = sessions.begin(desk.store, User.model_validate(row), "127.0.0.1")
    context = browser.new_context(viewport={"width": 1300, "height": 1000}, accept_downloads=True)
    context.set_default_timeout(WAIT)
    context.add_cookies([{"name": "office", "value": token, "url": address}])
    tab = context.new_page()
    yield tab
    context.close()


def typed(page: Page, label: str) -> Locator:
    """A field by the beginning of its label (required ones end with a star)."""
    return page.get_by_role("textbox", name=re.compile(f"^{label}( |$)"))


def language(page: Page, word: str) -> None:
    page.get_by_role("radio", name=word).or_(page.get_by_role("button", name=word, exact=True)).first.click()


def test_what_is_typed_and_not_sent_survives_a_change_of_language(page: Page, address: str) -> None:  # noqa: F811
    page.goto(address + "/register")
    typed(page, "Тегі").fill("Ысқақова")
    page.get_by_label("Жынысы").click()
    page.get_by_role("option", name="Әйел").click()
    typed(page, "Аты").fill("Ұлжан")  # still in the field, not committed
    language(page, "Рус")
    expect(page.get_by_role("heading", name="Новый студент")).to_be_visible()
    expect(typed(page, "Фамилия")).to_have_value("Ысқақова")
    expect(typed(page, "Имя")).to_have_value("Ұлжан")
    page.get_by_role("button", name="Внести в реестр").click()
    expect(page.get_by_text("Заполните", exact=False).first).to_be_visible()
    language(page, "Қаз")
    expect(page.get_by_role("heading", name="Жаңа студент")).to_be_visible()
    expect(typed(page, "Тегі")).to_have_value("Ысқақова")
    expect(page.get_by_label("Жынысы")).to_have_value("Әйел")
    asked: list[str] = []
    page.on("dialog", lambda d: (asked.append(d.message), d.dismiss()))
    page.get_by_test_id("stSidebarNavLink").first.click()
    expect(page.get_by_role("heading", name="Жаңа студент")).to_be_visible()
    assert len(asked) == 1


def test_a_student_is_found_and_opened_by_the_keyboard(page: Page, address: str) -> None:  # noqa: F811
    page.goto(address + "/students")
    page.get_by_role("searchbox").or_(page.get_by_placeholder("Теріңіз")).first.click()
    page.keyboard.type("калиева", delay=5)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Қалиева Аяла")).to_be_visible()
    assert re.search(r"/student\?id=\w+", page.url)


def test_the_file_holds_what_the_list_shows(page: Page, address: str, desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    page.goto(address + "/students")
    page.get_by_placeholder("Теріңіз").fill("24-00")
    expect(page.get_by_text("1–3 / 3")).to_be_visible()
    page.get_by_role("button", name="Экспорттау").click()
    taken(
        page, page.get_by_test_id("stPopoverBody").get_by_role("button", name="CSV жүктеп алу"), tmp_path / "list.csv"
    )
    rows = (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 4 and rows[1].startswith("24-001;Әбенова;Аяла")
    assert desk.store.count("looks", {"export.list": "students"}) == 1


def test_a_save_that_came_second_keeps_what_was_typed(page: Page, address: str, desk: Desk) -> None:  # noqa: F811
    row = students.listed(desk, "24-003")[0]
    page.goto(f"{address}/student?id={row['_id']}")
    page.get_by_label("Азаматтығы").fill("Моңғолия")
    students.edit(desk, row["_id"], row["revision"], {"studies.s3.group": "ДО-24"}, Why("Топ ауысты"))
    page.get_by_label("Себебі", exact=False).last.fill("Анықтама")
    page.get_by_role("button", name="Сақтау").click()
    expect(page.get_by_text("Бұл жазбаны сізден бұрын өзгертті")).to_be_visible()
    expect(page.get_by_role("cell", name="ДО-24")).to_be_visible()
    page.get_by_role("button", name="Менікін оның үстіне қою").click()
    # While the page is drawn anew the old field stands beside the new one for a moment: the last that stays is asked.
    expect(page.get_by_label("Топ", exact=True).last).to_have_value("ДО-24")
    expect(page.get_by_label("Азаматтығы").last).to_have_value("Моңғолия")
    page.get_by_label("Себебі", exact=False).last.fill("Анықтама")
    page.get_by_role("button", name="Сақтау").click()
    expect(page.get_by_text("Өзгерістер сақталды")).to_be_visible()
    found = students.card(desk, row["_id"], look=False)
    assert (found.citizenship, found.studies[0].group) == ("Моңғолия", "ДО-24")
