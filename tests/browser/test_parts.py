"""Parts that open and questions that hang at a button, in a real browser: the page does not move under one's hand, and
the button at a question's end is reached on a laptop, wherever on the page the question stands.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import served
from tests.browser.test_door import WAIT, browser  # noqa: F401

# The heights that a part has been drawn with, from the press until it has stood still for a second.
HEIGHTS = """part => new Promise(tell => {
  const seen = [];
  let still = 0;
  const watch = () => {
    const now = Math.round(part.getBoundingClientRect().height);
    const moves = part.getAnimations().length || now !== seen.at(-1);
    if (now !== seen.at(-1)) seen.push(now);
    still = moves ? 0 : still + 1;
    still < 60 ? requestAnimationFrame(watch) : tell(seen);
  };
  watch();
  part.querySelector('summary').click();
})"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("parts_app.py") as url:
        yield url


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Page]:  # noqa: F811
    """The window of a browser on a screen of 1366 by 768."""
    page = browser.new_page(viewport={"width": 1366, "height": 650})
    page.set_default_timeout(WAIT)
    yield page
    page.close()


def test_a_part_opens_and_closes_at_once(laptop: Page, address: str) -> None:
    """Nothing moves after the press, so the page cannot fall back from where one has scrolled to."""
    laptop.goto(f"{address}/?lines=3")
    part = laptop.get_by_test_id("stExpander").locator("details")
    expect(laptop.get_by_text("Күтеді")).to_be_visible()
    part.evaluate(HEIGHTS)
    table = part.get_by_test_id("stDataFrame")
    expect(table.locator("canvas").first).to_be_visible()
    part.evaluate(HEIGHTS)
    expect(table).not_to_be_visible()
    opened = part.evaluate(HEIGHTS)
    expect(table).to_be_visible()
    assert len(opened) == 2 and opened[0] < opened[1], "closed, then open"
    width = "e => e.getBoundingClientRect().width"
    assert table.evaluate(width) > 0.9 * part.evaluate(width), "a table is as wide as its part"
    assert part.evaluate(HEIGHTS) == opened[::-1]


@pytest.mark.parametrize("lines", [1, 8, 12, 40])
def test_the_button_at_the_end_of_a_question_is_reached_on_a_laptop(laptop: Page, address: str, lines: int) -> None:
    """By the wheel alone, as a person does: the question is never taller than the window and scrolls in itself."""
    laptop.goto(f"{address}/?lines={lines}")
    laptop.get_by_role("button", name="Сұрау").click()
    question = laptop.get_by_test_id("stPopoverBody")
    send = question.get_by_role("button", name="Жіберу")
    question.get_by_label("өріс 0").hover()
    laptop.mouse.wheel(0, 2000)
    expect(send).to_be_in_viewport(ratio=1)
    send.click()
    expect(laptop.get_by_text("Жіберілді")).to_be_attached()
