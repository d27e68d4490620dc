"""A kind of sheet of the head's own, in a real browser: described without a programmer, opened, filled, closed, and its
mark found in the transcript.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.served import taken
from tests.browser.test_door import address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_low_code import because, choose, named
from tests.browser.test_office_day import (
    Office,
    add_a_department,
    button,
    office,  # noqa: F401
    popover,
    prepare_a_section,
    settled,
    told,
)

KIND = "Академиялық концерт ведомосы"
COLUMNS = (
    ("sight", "Парақтан оқу", "Чтение с листа", "Sight reading"),
    ("concert", "Концерт", "Концерт", "Concert"),
)


def test_a_kind_of_sheet_without_a_programmer(office: Office, tmp_path: Path) -> None:  # noqa: F811
    page = office.head.open("/")
    sign_in(page)
    add_a_department(page, office)
    prepare_a_section(office)
    describe(page, office)
    open_it(page, office)
    fill(page)
    close(page, office)
    find_the_mark(page, office, tmp_path)
    assert office.head.faults == []


def describe(page: Page, office: Office) -> None:  # noqa: F811
    """Columns with headings in three languages, a formula, how the grade follows, the prefix of the number."""
    page.goto(office.at + "/kinds?sort=sheet&code=-")
    named(page, KIND, "Ведомость академического концерта", "Sheet of the academic concert")
    rows = page.get_by_role("button", name="Жол қосу")
    for code, kk, ru, en in COLUMNS:
        before = page.get_by_label("Коды", exact=False).count()
        rows.first.click()
        expect(page.get_by_label("Коды", exact=False)).to_have_count(before + 1)
        page.get_by_role("textbox", name=re.compile("^Коды")).last.fill(code)
        for word, lang in ((kk, "қазақша"), (ru, "орысша"), (en, "ағылшынша")):
            page.get_by_role("textbox", name=re.compile(f"^Тақырыбы.*· {lang}")).last.fill(word)
    formula = page.get_by_role("textbox", name=re.compile("^Бақылау балының формуласы"))
    formula.fill("mean(sight, concerto)")
    choose(page, "Баға қалай шығады", "Бақылау балының өзі")
    page.get_by_role("textbox", name=re.compile("^Нөмір алды")).fill("AC")
    because(page, "Кафедра шешімі")
    expect(page.get_by_text(re.compile("«concerto».*жоқ|concerto")).last).to_be_visible()  # the column is misspelt
    formula.fill("mean(sight, concert)")
    because(page, "Кафедра шешімі")
    told(page, f"«{KIND}» сақталды")
    row = office.store.one("kinds", {"sort": "sheet", "body.prefix": "AC"})
    assert row is not None and [c["code"] for c in row["body"]["columns"]] == ["sight", "concert"]


def open_it(page: Page, office: Office) -> None:  # noqa: F811
    page.goto(office.at + "/grade_sheets")
    page.get_by_role("combobox", name=re.compile("Ведомость түрі")).nth(1).click()  # the first filters the list
    page.keyboard.type("Академиялық", delay=5)
    page.get_by_role("option", name=KIND).first.click()
    page.wait_for_timeout(1500)  # the form of another kind is another form: a press on the one before it would be lost
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_label("Сабақ тобы")).to_have_value("СОЛ-24 · Сольфеджио")
    button(page, "Ведомость ашу").click()
    expect(page.locator("h1")).to_have_text("№ AC-2026-00001 ведомость")
    expect(page.locator(".marks-grid thead")).to_contain_text("Парақтан оқу")


def fill(page: Page) -> None:
    """The score is counted by the formula as one types."""
    for place, marks in enumerate((("90", "70", "60"), ("80", "80", "70"))):
        page.locator(".marks-grid tbody tr").nth(0).locator("input").nth(place).click()
        for mark in marks:
            page.keyboard.type(mark, delay=5)
            page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".marks-grid tbody tr").nth(0)).to_contain_text("85")
    expect(page.get_by_text(re.compile(r"қойылды 3 / 3"))).to_be_visible()


def close(page: Page, office: Office) -> None:  # noqa: F811
    button(page, "Ведомосты жабу").click()
    popover(page).get_by_role("button", name="Ведомосты жабу").click()
    told(page, "№ AC-2026-00001 ведомость жабылды")
    row = office.store.one("students", {"number": "24-001"}) or {}
    assert [r["letter"] for r in row["studies"][0]["record"]] == ["B+"]


def find_the_mark(page: Page, office: Office, folder: Path) -> None:  # noqa: F811
    page.goto(office.at + "/transcripts")
    page.get_by_label("Студент: аты, нөмірі немесе ЖСН").fill("24-001")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Кімге беріледі (табылды: 1)")).to_be_visible()
    button(page, "Беру").click()
    popover(page).get_by_label("Себебі").fill("Студенттің өтініші")
    popover(page).get_by_role("button", name="Беру").click()
    told(page, "транскрипт берілді")
    taken(page, page.get_by_role("button", name=re.compile("Жүктеу: transcript-")), folder / "paper.pdf")
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO((folder / "paper.pdf").read_bytes())).pages)
    assert "Сольфеджио" in text and "B+" in text and "85" in text
