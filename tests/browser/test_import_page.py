"""A table brought in by hand in a real browser: chosen, checked, accepted, seen in the history."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core import students
from core.desk import Desk
from tests.browser.served import taken
from tests.browser.test_door import address, browser, data  # noqa: F401
from tests.browser.test_student_forms import desk, page  # noqa: F401

MIDFIELD = Path(__file__).parent.parent / "data" / "midfield"


def seen(tab: Page, name: str) -> None:
    """A picture for the maker's eyes, where a folder for them is named."""
    if folder := os.environ.get("OFFICE_PICTURES"):
        tab.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def bring(tab: Page, at: str, file: Path, preset: str) -> None:
    tab.goto(at + "/imports")
    tab.locator("input[type=file]").first.set_input_files(str(file))
    expect(tab.get_by_label("Сәйкестендіру үлгісі")).to_have_value(preset)  # its columns are all in the file
    tab.get_by_role("button", name="Тексеру", exact=False).first.click()
    expect(tab.locator("p").filter(has_text="Жасалады").first).to_be_visible()
    seen(tab, preset)
    tab.get_by_role("button", name="Қабылдау").first.click()
    tab.get_by_test_id("stPopoverBody").get_by_role("textbox").first.fill("нақты деректер")
    tab.get_by_test_id("stPopoverBody").get_by_role("button", name="Қабылдау").click()
    expect(tab.get_by_text(re.compile("Импорт аяқталды"))).to_be_visible()


def test_the_real_records_come_in_by_hand(page: Page, address: str, desk: Desk) -> None:  # noqa: F811
    before = students.count(desk)
    bring(page, address, MIDFIELD / "student.csv", "midfield_students")
    bring(page, address, MIDFIELD / "course.csv", "midfield_courses")
    seen(page, "history")
    assert students.count(desk) == before + 52
    row = desk.store.one("students", {"number": "MCID3111171205"})
    assert row and len(row["studies"][0]["record"]) > 10 and row["studies"][0]["totals"]["gpa"]


def test_a_bad_file_shows_its_rows(page: Page, address: str, desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "people.csv"
    file.write_text("number;name.last;name.first;iin\n7;Серік;Әли;31105699007\n8;;Ая;\n", "utf-8")
    page.goto(address + "/imports")
    page.locator("input[type=file]").first.set_input_files(str(file))
    page.get_by_role("button", name="Тексеру", exact=False).first.click()
    expect(page.get_by_role("button", name="Қателер файлы")).to_be_visible()
    seen(page, "problems")
    problems = taken(page, page.get_by_role("button", name="Қателер файлы"), tmp_path / "problems.xlsx")
    assert problems.suggested_filename == "people-problems.xlsx"
    expect(page.get_by_role("button", name="Қабылдау")).to_have_count(0)
