"""One exam sheet filled in every way in a real browser: by keys, by a file that goes out and comes back, by one press
for those who are not admitted; and a colleague in the same sheet is told of.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core import export, imports
from tests.browser.served import taken
from tests.browser.test_door import address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_office_day import (
    Office,
    add_a_department,
    button,
    cell,
    office,  # noqa: F401
    open_a_sheet,
    prepare_a_section,
    settled,
    told,
)

TYPED = {"R1": ("86", "30", "75"), "R2": ("90", "20", "80"), "exam": ("88",)}


def test_a_sheet_is_filled_by_keys_by_file_and_by_one_press(office: Office, tmp_path: Path) -> None:  # noqa: F811
    page = office.head.open("/")
    sign_in(page)
    add_a_department(page, office)
    prepare_a_section(office)
    open_a_sheet(page, office)
    expect(page.get_by_text("қазір сізден басқа ешкім жоқ")).to_be_visible()
    type_by_keys(page)
    refuse_by_one_press(page)
    bring_a_file(page, tmp_path)
    meet_a_colleague(page, office)
    assert office.head.faults == [] and office.senior.faults == []


def type_by_keys(page: Page) -> None:
    """The final mark and letter follow at once; one heading is whole, and the remarks stand on the screen."""
    for column, marks in TYPED.items():
        cell(page, 0, column).click()
        for mark in marks:
            page.keyboard.type(mark, delay=5)
            page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".marks-grid tbody tr").nth(0)).to_contain_text("B+")
    fits = "(s => s.scrollWidth <= s.clientWidth)"
    assert page.locator(".marks-grid th").evaluate_all(f"all => all.length > 8 && all.every({fits})"), (
        "a heading is cut"
    )
    assert page.locator(".marks-grid .scroll").evaluate(fits), "the remarks are off the screen"


def refuse_by_one_press(page: Page) -> None:
    expect(page.locator(".marks-grid tbody tr").nth(1)).to_contain_text("рейтинг 25")
    button(page, "«Жіберілмеді» деп белгілеу: 1").click()
    told(page, "«Жіберілмеді» деп белгіленді: 1")
    expect(cell(page, 1, "exam")).to_have_value("ж")
    expect(page.locator(".marks-grid tbody tr").nth(1).locator(".mark")).to_have_text("Жіберілмеді")


def bring_a_file(page: Page, folder: Path) -> None:
    """The file of another sheet is refused; of the right one only what differs is shown, then brought."""
    page.locator("summary").filter(has_text="XLSX").click()
    taken(page, button(page, "XLSX жүктеп алу"), folder / "out.xlsx")
    table = imports.read("out.xlsx", (folder / "out.xlsx").read_bytes())
    assert [row[-1] for row in table.rows] == ["88", "ж", ""]
    rows = [[*row[:-1], mark] for row, mark in zip(table.rows, ("88", "ж", "73"), strict=True)]
    (folder / "wrong.xlsx").write_bytes(export.xlsx(["№ 2026-00002 / 1", *table.headings[1:]], rows, "x"))
    (folder / "back.xlsx").write_bytes(export.xlsx(table.headings, rows, "x"))
    file = page.locator("input[type=file]")
    file.set_input_files(folder / "wrong.xlsx")
    expect(page.get_by_text(re.compile("Бұл № 2026-00001 ведомостың файлы емес"))).to_be_visible()
    page.get_by_test_id("stFileChipDeleteBtn").get_by_role("button").click()
    file.set_input_files(folder / "back.xlsx")
    button(page, "Жобаға енгізу: 1 ұяшық").click()
    told(page, "Жобаға енгізілді: 1")
    expect(cell(page, 2, "exam")).to_have_value("73")
    expect(page.get_by_text(re.compile(r"қойылды 3 / 3"))).to_be_visible()


def meet_a_colleague(page: Page, office: Office) -> None:  # noqa: F811
    other = office.senior.open(page.url.removeprefix(office.at))
    expect(other.get_by_text(re.compile("басқа адам да бар: Гүлнәр соңғы рет .* терді"))).to_be_visible()
    page.reload()
    expect(page.get_by_text("басқа адам да бар: Сара Нұрлан ашып отыр")).to_be_visible()
    other.close()
