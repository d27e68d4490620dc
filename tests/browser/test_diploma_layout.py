"""The layout editor in a real browser: a field moved by keys and by mouse over the blank, typed fast, saved, tried on
paper."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.served import taken
from tests.browser.test_door import address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_low_code import Base, base  # noqa: F401
from tests.browser.test_office_day import button, popover, told


def test_a_field_is_moved_seen_saved_and_tried_on_paper(base: Base, tmp_path: Path) -> None:  # noqa: F811
    page = base.head.open("/")
    sign_in(page)
    page.goto(base.at + "/diploma_layout?code=own")
    bring_the_blank(page)
    move(page)
    type_fast(page)
    save(page, base)
    try_on_paper(page, tmp_path / "test-page.pdf")
    assert base.head.faults == []


def bring_the_blank(page: Page) -> None:
    out = io.BytesIO()
    Image.new("RGB", (1485, 1050), "beige").save(out, "JPEG")
    expect(page.locator("img.words")).to_have_attribute("src", re.compile("/media/"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "blank.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    )
    expect(page.locator("img.blank")).to_have_attribute("src", re.compile("/media/"))


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=label, exact=True)


def move(page: Page) -> None:
    """Half a millimetre a key; the picture follows; the mouse moves by the same steps; it is taken back."""
    words, box = page.locator("img.words"), page.locator(".box[data-code=name_kk]")
    box.click()
    expect(field(page, "Солдан, мм")).to_have_value("18,5")
    before = words.get_attribute("src")
    assert before
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(field(page, "Солдан, мм")).to_have_value("19,5")
    expect(field(page, "Биіктігі, мм")).to_have_value("19,5")
    expect(words).not_to_have_attribute("src", before)
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    assert at
    middle = (at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + at["width"] / 8, middle[1], steps=4)  # the field is 80 mm wide
    page.mouse.up()
    expect(field(page, "Солдан, мм")).to_have_value("29,5")
    page.locator(".st-key-diploma_layout-undo button").locator("visible=true").first.click()
    expect(field(page, "Солдан, мм")).to_have_value("19,5")


def type_fast(page: Page) -> None:
    """What is typed while the page is drawn anew is not taken from under one's hands."""
    field(page, "Солдан, мм").fill("20,5")
    page.keyboard.press("Tab")
    field(page, "Ені, мм").fill("78")
    page.keyboard.press("Tab")
    expect(page.locator(".where")).to_have_text(re.compile("20,5 · 53 / 78 × 19,5"))
    expect(field(page, "Солдан, мм")).to_have_value("20,5")


def save(page: Page, base: Base) -> None:  # noqa: F811
    button(page, "Жаңа нұсқа сақтау").click()
    popover(page).get_by_label(re.compile("^Себебі")).last.fill("Бланк ауысты")
    popover(page).get_by_role("button", name="Жаңа нұсқа сақтау").click()
    told(page, "«Өзіміздің толық бет» сақталды")
    row = base.store.one("kinds", {"sort": "diploma_layout", "code": "own", "version": 2})
    spot = next(s for s in (row or {})["body"]["spots"] if s["code"] == "name_kk")
    assert [str(spot[k]) for k in ("x", "y", "width", "height")] == ["20.5", "53", "78", "19.5"]
    assert (row or {})["body"]["picture"]["label"]["kk"] == "blank.jpg"


def try_on_paper(page: Page, into: Path) -> None:
    page.get_by_text("Принтерлер және сынақ беті", exact=True).click()
    taken(page, page.get_by_role("button", name="Сынақ бетін басып шығару (PDF)"), into)
    paper = PdfReader(into).pages[0]
    text = paper.extract_text()
    assert "SAMPLE" in text and "Үлгіева" in text and "name_kk" in text
    assert len(paper.images) == 1, "the code alone: the picture of the blank is never printed"
