"""A kind of order of the head's own, in a real browser: described in the editor, drafted by the registrar, agreed,
signed, copied to HR; the student has the new status and no code was touched."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from core.db.codec import plain
from core.desk import Desk
from core.users import actor_of, sessions
from schemas.user import User
from schemas.words import Role
from tests.browser.test_door import WAIT, Watched, address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_low_code import Base, base, because, choose, named  # noqa: F401
from tests.browser.test_office_day import button, popover, told

KIND = "Әскери жиынға жіберу"


def test_a_kind_of_order_without_a_programmer(base: Base) -> None:  # noqa: F811
    page = base.head.open("/")
    sign_in(page)
    boss, hr = seat(base, Role.management), seat(base, Role.hr)
    describe(page, base)
    at = draft(base)
    agree(page, base)
    agree(boss.open("/"), base)
    sign(boss.open(at))
    receive(hr.open(at))
    student = base.store.one("students", {"number": "24-001"}) or {}
    assert (student["studies"][0]["status"], student["studies"][0]["group"]) == ("academic_leave", "ЖИЫН-1")
    page.goto(f"{base.at}/student?id={base.student}")
    page.get_by_text("Бұйрықтар", exact=True).last.click()
    expect(page.get_by_text("Академиялық демалыста").first).to_be_visible()
    assert base.head.faults == [] and base.senior.faults == []


def seat(base: Base, role: Role) -> Watched:  # noqa: F811
    """Somebody else who works here, and his browser."""
    user = User(login=role.value, name=f"Тест {role.label('kk')}", role=role, order_number="3")
    base.store.db["users"].insert_one(plain(user))
    context = base.head.context.browser.new_context(viewport={"width": 1360, "height": 1000})  # type: ignore[union-attr]
    token = sessions.begin(base.store, user, "127.0.0.1")
    context.add_cookies([{"name": "office", "value": token, "url": base.at}])
    return Watched(context, base.at)


def last(page: Page, label: str, word: str) -> None:
    """Choose in the last line of a list by typing; an open list hides the lines above it."""
    page.get_by_role("combobox", name=re.compile(label)).last.click()
    page.keyboard.type(word, delay=5)
    page.get_by_role("option", name=word).first.click()


def grown(page: Page, n: int) -> None:
    """The list of effects has n lines: a press that met a page being drawn anew is made again."""
    lines = page.get_by_role("combobox", name=re.compile("Не істейді"))
    for _ in range(4):
        if lines.count() < n:
            page.get_by_role("button", name=re.compile("Жол қосу")).first.click()
        try:
            expect(lines).to_have_count(n, timeout=15000)
            return
        except AssertionError:
            continue
    expect(lines).to_have_count(n)


def describe(page: Page, base: Base) -> None:  # noqa: F811
    """Who may be in it, what it changes, the document it rests on, how it goes on."""
    page.goto(base.at + "/kinds?sort=order&code=-")
    named(page, KIND, "Направление на военные сборы", "Sent to military training")
    choose(page, "Нөмір үлгісі", "Студенттер бойынша бұйрықтар")
    choose(page, "Құжат үлгісі", "Бұйрық: топты ауыстыру")
    choose(page, "Келісу бағыты", "Бөлім басшысы, содан кейін басшылық")
    choose(page, "Кім кіре алады", "Оқиды")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    for n, what in enumerate(("Мәртебесі өзгереді", "Бұйрықта аталған мән қойылады"), 1):
        grown(page, n)
        last(page, "Не істейді", what)
    page.get_by_role("textbox", name=re.compile("^Мәні немесе мәртебе")).first.fill("Академиялық демалыста")
    last(page, "Өріс", "Топ")
    page.get_by_role("button", name=re.compile("Жол қосу")).nth(2).click()
    for word, lang in (("Шақыру қағазы", "қазақша"), ("Повестка", "орысша"), ("Call-up paper", "ағылшынша")):
        page.get_by_role("textbox", name=re.compile(f"^Құжат.*· {lang}")).last.fill(word)
    page.get_by_text("Кадр қызметі көшірмесін алған соң орындалады").click()
    button(page, "Алдын ала көру").click()
    expect(page.get_by_text(re.compile("Бүгін кіре алады: «Оқиды» — 1"))).to_be_visible()
    expect(page.get_by_text(re.compile("Оқиды → Академиялық демалыста"))).to_be_visible()
    because(page, "Қорғаныс бөлімінің хаты")
    told(page, f"«{KIND}» сақталды")


def draft(base: Base) -> str:  # noqa: F811
    """By a pasted number; the value in the grid, the document in the form; sent to be agreed. The order's address."""
    page = base.senior.open("/orders?new=1")
    choose(page, "Бұйрық түрі", KIND)
    expect(page.get_by_text("Мәртебесі өзгереді: Академиялық демалыста")).to_be_visible()
    today = base_day(base)
    typed_day(page, "Күшіне ену күні", today)
    page.get_by_role("textbox", name=re.compile("^Студент нөмірлері")).fill("24-001")
    button(page, "Қосу").click()
    expect(page.get_by_text("Бұйрықта: 1")).to_be_visible()
    button(page, "Жобаны жасау").click()
    popover(page).get_by_role("button", name="Жобаны жасау").click()
    told(page, "Жоба жасалды")
    expect(page.get_by_text("Негіздеме қоса берілмеген: Шақыру қағазы.")).to_be_visible()
    cell = page.locator(".marks-grid tbody tr").first.locator("input").first
    cell.click()
    page.keyboard.type("ЖИЫН-1", delay=5)
    page.keyboard.press("Enter")
    button(page, "Тізімді сақтау").click()
    popover(page).get_by_role("button", name="Тізімді сақтау").click()
    told(page, "Сақталды")
    page.get_by_text("Мәні мен негіздемесі", exact=True).click()
    page.get_by_role("textbox", name="Шақыру қағазы: нөмірі").fill("15")
    typed_day(page, "Шақыру қағазы: күні", today)
    button(page, "Сақтау").click()
    told(page, "Сақталды")
    expect(page.get_by_text("Қате де, ескерту де жоқ")).to_be_visible()
    button(page, "Тексеріп, келісуге жіберу").click()
    popover(page).get_by_role("button", name="Тексеріп, келісуге жіберу").click()
    told(page, "келісуге жіберілді")
    return page.url.removeprefix(base.at)


def base_day(base: Base) -> str:  # noqa: F811
    """Today where the office stands."""
    row = base.store.one("users", {"login": "gulnar"})
    return Desk(actor_of(User.model_validate(row)), base.store).today().strftime("%d.%m.%Y")


def typed_day(page: Page, label: str, day: str) -> None:
    """A date typed, as one does without a mouse."""
    page.get_by_role("spinbutton", name=re.compile(f"^күні, {label}")).click()
    page.keyboard.type(day.replace(".", ""), delay=10)
    page.keyboard.press("Enter")


def agree(page: Page, base: Base) -> None:  # noqa: F811
    page.goto(base.at + "/inbox")
    button(page, "Келісемін").first.click()
    popover(page).get_by_role("button", name="Келісемін").click()
    expect(page.get_by_test_id("stToast").first).to_be_visible()


def sign(page: Page) -> None:
    button(page, "Қол қойылғанын енгізу").click()
    button(page, "Қол қойылғанын жазу").click()
    told(page, "бұйрығына қол қойылды")


def receive(page: Page) -> None:
    button(page, "Кадр көшірмені алды").click()
    button(page, "Алынғанын жазу").click()
    told(page, "Көшірменің алынғаны жазылды")
