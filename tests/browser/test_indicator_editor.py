"""Questions to the records in a real browser, by the screen alone: the head writes a sixteenth indicator and opens its
rows; a stranger, who has never built a report, builds one, presses the key of the search and answers a data request.
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from core import data_requests, house, students
from core.data_requests import drafts
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.users import actor_of, sessions
from schemas.base import Text
from schemas.reference import Department
from schemas.student import Name, Profile, StudyProfile
from schemas.user import User
from schemas.words import Role
from tests.browser.test_door import Watched, address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_low_code import Base, base, choose, named  # noqa: F401
from tests.browser.test_office_day import button, held, popover, told

NAME = "Оқып жатқандар үлесі"


def test_the_head_writes_a_sixteenth_indicator(base: Base) -> None:  # noqa: F811
    page = base.head.open("/")
    sign_in(page)
    page.goto(base.at + "/indicators")
    button(page, "Жаңа көрсеткіш жазу").click()
    write(page)
    mend(page)
    save(page, base)
    compute(page, base)
    open_its_rows(page)
    assert base.head.faults == []


def box(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=re.compile(f"^{label}"))


def write(page: Page) -> None:
    """Every field is chosen by its word; figures of today's records stand beside the form as soon as it is whole."""
    expect(page.locator("h1")).to_have_text("Жаңа көрсеткіш")
    named(page, NAME, "Доля обучающихся", "Share of those who study")
    choose(page, "Дереккөзі", "Студенттердің оқуы")
    expect(page.get_by_text("Олардың қайсысы саналады").first).to_be_visible()
    page.locator(".st-key-indicator-add-counts button").click()
    choose(page, "Өріс", "Мәртебесі")
    choose(page, "Мәні", "Оқиды")
    choose(page, "Кезеңі", "Ай сайын")
    choose(page, "Қайсысы жақсы", "Көп болғаны жақсы")
    expect(held(page, "1 / 1")).to_be_attached()
    expect(held(page, "24-001")).to_be_attached()
    expect(page.get_by_text("Оқылатын құжаттар: 3")).to_be_visible()  # one student in each of three months


def mend(page: Page) -> None:
    """What is wrong stands beside its field, what was typed stays, and nothing can be saved until it is right."""
    page.locator(".st-key-indicator-add-aims button").click()
    box(page, "Мақсат").fill("тоқсан")
    box(page, "Мақсат").press("Tab")
    expect(page.get_by_text("Сақтау үшін алдымен түзетіңіз: 1 қате")).to_be_visible()
    expect(button(page, "Нұсқаны сақтау")).to_be_disabled()
    expect(box(page, "Мақсат")).to_have_value("тоқсан")
    box(page, "Мақсат").fill("90,5")
    box(page, "Мақсат").press("Tab")
    expect(page.get_by_text("Сақтау үшін алдымен түзетіңіз")).to_have_count(0)


def save(page: Page, base: Base) -> None:  # noqa: F811
    button(page, "Нұсқаны сақтау").click()
    popover(page).get_by_label(re.compile("^Себебі")).last.fill("Кеңес шешімі")
    popover(page).get_by_role("button", name="Нұсқаны сақтау").click()
    told(page, f"«{NAME}» сақталды")
    row = base.store.one("kinds", {"sort": "indicator", "code": "share_of_those_who_study"})
    assert row is not None and str(row["body"]["aims"][0]["value"]) == "90.5"


def compute(page: Page, base: Base) -> None:  # noqa: F811
    page.goto(base.at + "/indicators")
    button(page, "Қазір есептеу").click()
    popover(page).get_by_role("button", name="Қазір есептеу").click()
    told(page, "Сақталған жаңа мәндер")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(held(page, NAME)).to_be_attached()
    expect(held(page, "▲ Мақсатқа жетті")).to_be_attached()


def open_its_rows(page: Page) -> None:
    """By a press on its line, as leaders do."""
    table = page.get_by_test_id("stDataFrame").first
    lines = table.locator("tbody tr")
    at = next(n for n, words in enumerate(lines.all_inner_texts()) if NAME in words)
    size = table.bounding_box()
    assert size is not None
    x, y = size["x"] + 260, size["y"] + size["height"] * (at + 1.5) / (lines.count() + 1)
    page.mouse.move(x + 60, y - 20)  # a canvas takes a press only where it has seen the pointer come from
    page.mouse.move(x, y, steps=8)
    page.mouse.click(x, y, delay=120)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.get_by_text("Артындағы жазбалар").first).to_be_visible()
    expect(held(page, "24-001")).to_be_attached()


def test_a_stranger_builds_a_report_and_answers_a_request(browser: Browser, opened: str, data: Path) -> None:  # noqa: F811
    with client(ensure(data)) as c:
        store = Store(c, "office")
        head = Desk(actor_of(User.model_validate(store.one("users", {"login": "gulnar"}))), store)
        house.refresh(store)
        unit = head.transact(
            "reference.edit", lambda tx: tx.add(Department(code="D9", name=Text(kk="Домбыра"), kind="department")),
            Why("Ашылу"),
        )  # fmt: skip
        dana = User(login="dana", name="Дана Оспан", role=Role.department, department=unit.ref(), order_number="3")
        store.db["users"].insert_one(plain(dana))
        for n, group in enumerate(("ДМ-1", "ДМ-1", "ДМ-2")):
            profile = Profile(number=f"26-00{n}", name=Name(last=f"Сейіт{n}", first="А"), iin_absent_reason="шетелдік")
            study = StudyProfile(id=f"d{n}", group=group, department=unit.ref())
            students.admit(head, profile, study, Why("Қабылдау"))
        asked = data_requests.send(head, {
            "topic": "Жүктеме туралы", "what": "Кестені толтырыңыз", "basis": "Ереже", "forms": ["table"],
            "due": head.today() + timedelta(days=7), "columns": [{"title": "Сағат", "type": "number"}],
        }, [unit.id], [], Why())  # fmt: skip
        [answer] = data_requests.answers_of(head, asked.id)
        someone = Watched(browser.new_context(viewport={"width": 1360, "height": 1000}), opened)
        someone.context.add_cookies([{"name": "office", "value": sessions.begin(store, dana, "127.0.0.1"),
                                      "url": opened}])  # fmt: skip
        page = someone.open("/report")
        choose(page, "Не туралы", "Студенттердің оқуы")
        for label, word in (("Жолдар", "Топ"), ("Не саналады", "Адам саны")):
            choose(page, label, word)
            page.keyboard.press("Escape")  # a list of several stays open
        for words in ("ДМ-1", "ДМ-2", "2", "1", "3"):
            expect(held(page, words)).to_be_attached()
        page.locator("h1").click()  # the key is the page's where nobody types
        page.keyboard.press("/")
        page.keyboard.type("26-002")
        expect(page.get_by_text("Сейіт2").first).to_be_visible()
        page.keyboard.press("Escape")
        page.goto(f"{opened}/data_request?id={asked.id}")
        page.locator(".marks-grid tbody tr").first.locator("input").click()
        page.keyboard.type("36")
        page.keyboard.press("Enter")
        expect(page.locator(".marks-grid .state.saved")).to_be_visible()
        assert (drafts.of(Desk(actor_of(dana), store), answer.id, 1) or [[]])[0] == ["36"]
        assert someone.faults == []
        someone.context.close()
