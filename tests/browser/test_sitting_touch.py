"""A hearing on a tablet: 768 px wide, by touch; the line is cut, the app dies and comes back, and every mark is there.

Every step waits for what only the wanted outcome shows, never for time.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from core import house, kinds, rulebooks
from core.attestation.protocols import drafts
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.registry import MODELS
from core.users import sessions
from schemas.attestation import Candidacy, Sitting
from schemas.kinds.sheets import Signer
from schemas.user import User
from schemas.words import Role
from tests.acts.attestation_kit import Graduates, graduates
from tests.browser.test_door import ROOT, WAIT, browser  # noqa: F401

LEAST = 44  # px, what a finger meets


@dataclass
class App:
    """The office as it is really run, on one port; it can be killed and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def at(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ["--server.port", str(self.port), "--server.address", "127.0.0.1", "--server.headless", "true"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), *words],
                cwd=ROOT, env={**os.environ, "OFFICE_DATA": str(self.folder)}, stdout=log, stderr=log,
            )  # fmt: skip
        for _ in range(900):
            try:
                urllib.request.urlopen(self.at + "/readyz", timeout=5).read()
                return
            except OSError:
                assert self.process.poll() is None, (self.folder / "log").read_text("utf-8")
                time.sleep(0.1)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)


@dataclass
class Hall:
    """The hall of a sitting: who is heard, the app, the tablet."""

    made: Graduates
    app: App
    sitting: Sitting
    heard: list[Candidacy]
    tablet: BrowserContext

    def open(self, who: Candidacy) -> Page:
        page = self.tablet.new_page()
        page.goto(f"{self.app.at}/sitting?id={self.sitting.id}&who={who.id}")
        expect(page.get_by_role("button", name="Хаттамаға қол қою").first).to_be_visible()
        return page

    def typed(self, who: Candidacy) -> dict[tuple[str, str], str]:
        rows = self.made.store.rows("drafts", {"sheet": drafts.place_of(self.sitting.id, who.id)})
        return {(r["student"], r["column"]): r["text"] for r in rows}


@pytest.fixture
def hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:  # noqa: F811
    folder = tmp_path_factory.mktemp("hall")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        app = App(folder, free.getsockname()[1])
    with client(ensure(folder)) as c:
        store = Store(c, "office")
        store.shape(MODELS)
        kinds.ship(store)
        house.refresh(store)
        made = graduates(store)
        rulebooks.install(made.desk, "kz-2022")
        exams = [made.candidacy(p, made.exam) for p in made.pupils[:3]]
        made.admitted(made.pupils)
        sitting = made.sitting(exams)
        user = User(login="hatshy", name="Хатшыева Г.", role=Role.secretary, order_number="2",
                    person=made.secretary.ref())  # fmt: skip
        store.db["users"].insert_one(plain(user))
        app.start()
        tablet = browser.new_context(viewport={"width": 768, "height": 1024}, has_touch=True, is_mobile=True)
        tablet.set_default_timeout(WAIT)
        token = sessions.begin(store, user, "127.0.0.1")
        tablet.add_cookies([{"name": "office", "value": token, "url": app.at}])
        yield Hall(made, app, sitting, exams, tablet)
        tablet.close()
        app.kill()


def grid(page: Page, n: int) -> Locator:
    """The marks (0), the words (1)."""
    return page.locator(".marks-grid").nth(n)


def cell(page: Page, n: int) -> Locator:
    return grid(page, 0).locator("tbody input").nth(n)


def test_marks_outlive_a_cut_line_and_a_dead_app_and_are_signed(hall: Hall) -> None:
    who = hall.heard[0]
    page = hall.open(who)
    seats = [s.id for s in hall.made.commission.seats if s.part is not Signer.secretary]
    marking = [seats[0], *seats[2:]]  # the first member taught the graduate and does not mark
    everything_is_for_a_finger(page)

    cell(page, 0).tap()
    page.keyboard.type("88")
    expect(grid(page, 0).locator(".state.saved")).to_be_visible()

    hall.tablet.set_offline(True)  # the line is cut: one mark by keys, one by a press
    cell(page, 1).tap()
    page.keyboard.type("91")
    expect(grid(page, 0).locator(".state.kept")).to_be_visible()
    cell(page, 2).tap()
    grid(page, 0).locator(".quick button", has_text=re.compile("^95$")).tap()
    assert {k: v for k, v in hall.typed(who).items() if k[1] == "score"} == {(marking[0], "score"): "88"}
    hall.tablet.set_offline(False)
    expect(grid(page, 0).locator(".state.saved")).to_be_visible()
    assert hall.typed(who) == {(s, "score"): m for s, m in zip(marking, ("88", "91", "95"), strict=True)}

    hall.app.kill()  # and now nobody answers, and the tab is opened anew
    cell(page, 1).tap()
    page.keyboard.press("Control+A")
    page.keyboard.type("93")
    words = grid(page, 1).locator("textarea")
    words.nth(0).tap()
    page.keyboard.type("Күйдің шығу тарихы")
    expect(grid(page, 1).locator(".state.kept")).to_be_visible()
    hall.app.start()
    page.reload()
    expect(cell(page, 1)).to_have_value("93")
    expect(grid(page, 1).locator("textarea").nth(0)).to_have_value("Күйдің шығу тарихы")
    expect(grid(page, 0).locator(".state.saved")).to_be_visible()
    assert [cell(page, n).input_value() for n in range(3)] == ["88", "93", "95"]
    expect(page.get_by_role("heading", name=re.compile("92 · A-"))).to_be_visible()

    page.get_by_role("button", name="Хаттамаға қол қою").first.tap()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Хаттамаға қол қою").tap()
    expect(page.get_by_role("heading", name=re.compile("№ 2027-0001: 92 · A-"))).to_be_visible()
    row = hall.made.store.one("protocols", {"candidacy": who.id})
    assert row is not None
    assert [(m["seat"], str(m["score"])) for m in row["marks"]] == list(zip(marking, ("88", "93", "95"), strict=True))
    assert row["questions"][0]["text"] == "Күйдің шығу тарихы"
    assert hall.typed(who) == {}
    page.get_by_role("button", name="Келесі").tap()
    expect(page.get_by_role("heading", name=hall.heard[1].student.label.kk)).to_be_visible()


def everything_is_for_a_finger(page: Page) -> None:
    """What is pressed or typed into is no lower than 44 px, and nothing is wider than the screen."""
    expect(cell(page, 0)).to_be_visible()
    sizes = "all => all.filter(e => e.offsetParent).map(e => [e.innerText, e.getBoundingClientRect().height])"
    for what in (".marks-grid input", ".marks-grid td textarea", ".marks-grid .quick button",
                 ".st-key-hearing [data-testid^=stBaseButton]"):  # fmt: skip
        found = page.locator(what).evaluate_all(sizes)
        assert found and [x for x in found if x[1] < LEAST] == [], what
    head = page.get_by_test_id("stHeader").bounding_box()
    title = page.locator("h1").bounding_box()
    assert head and title and head["y"] + head["height"] <= title["y"], "the heading stands under the bar"
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    wide = "all => all.every(e => e.scrollWidth <= e.clientWidth)"
    assert page.locator(".marks-grid .scroll").evaluate_all(wide)
