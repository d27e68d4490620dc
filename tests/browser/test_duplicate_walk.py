"""A duplicate in a real browser: one of before this system is found, asked for by the senior registrar, registered by
the head, set, printed and handed over; a stranger's check says which paper is in force."""

from __future__ import annotations

import re
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core import house, kinds
from core.blanks import posts, receive
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import old
from core.i18n import t
from core.kinds import shipped as shipping
from core.office import first_office
from core.registry import MODELS
from core.users import sessions
from schemas.base import Basis
from schemas.diploma import Diploma, DiplomaStatus
from schemas.kinds import Sort
from schemas.user import User
from schemas.words import Role
from tests.acts.class_kit import put
from tests.acts.diploma_kit import SAT
from tests.acts.test_diploma_duplicates import OLD
from tests.browser.test_door import WAIT, Watched, browser  # noqa: F401
from tests.browser.test_low_code import choose
from tests.browser.test_office_day import button, popover, told
from tests.browser.test_sitting_touch import App
from tests.conftest import actor


@dataclass
class Office:
    """The office as it is run, with two who work there and a diploma of the paper book."""

    app: App
    store: Store
    of: Diploma
    head: Watched
    senior: Watched


@pytest.fixture
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:  # noqa: F811
    folder: Path = tmp_path_factory.mktemp("duplicates")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        app = App(folder, free.getsockname()[1])
    with client(ensure(folder)) as c:
        store = Store(c, "office")
        store.shape(MODELS)
        with pytest.MonkeyPatch.context() as patch:  # the glossary is most of the entries, and nobody asks it here
            every = [k for k in shipping.entries() if k.sort is not Sort.term]
            patch.setattr(shipping, "entries", lambda: every)
            kinds.ship(store)
        house.refresh(store)
        desk = Desk(actor(Role.head), store)
        put(desk, first_office("«Үлгі» консерваториясы", "Алматы"))
        of = old.enter(Desk(replace(desk.actor, id="u-deputy"), store), OLD, Why("кітап"))
        seats = [_seat(browser, app, store, role) for role in (Role.head, Role.senior_registrar)]
        day = desk.today() - timedelta(3)
        posts.appoint(desk, "u-head", [], day, Why("тағайындалды", Basis(kind="Бұйрық", number="1", day=day)))
        receive(desk, {"kind": "diploma", "series": "BD", "first": 1, "last": 5, "day": day, "waybill": "7",
                       "supplier": "Баспа", "commission": SAT}, Why("кіріс"))  # fmt: skip
        app.start()
        yield Office(app, store, of, *seats)
        for seat in seats:
            assert seat.faults == []
            seat.context.close()
        app.kill()


def _seat(browser: Browser, app: App, store: Store, role: Role) -> Watched:  # noqa: F811
    user = User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.label('kk')}", role=role, order_number="2")
    store.db["users"].insert_one(plain(user))
    context = browser.new_context(viewport={"width": 1360, "height": 1000})
    context.add_cookies([{"name": "office", "value": sessions.begin(store, user, "127.0.0.1"), "url": app.at}])
    return Watched(context, app.at)


def T(key: str) -> str:
    return t(key, "kk")


def press(page: Page, key: str) -> None:
    """A button that asks why: pressed, and pressed in its question."""
    page.get_by_role("button", name=re.compile(re.escape(T(key)))).first.click()
    popover(page).get_by_role("button", name=re.compile(re.escape(T(key)))).click()


def test_from_the_search_to_the_holders_hands(office: Office) -> None:
    page = office.senior.open("/duplicates")
    button(page, T("duplicates.new")).click()
    page.get_by_label(T("duplicates.find")).fill("ескиев")
    page.keyboard.press("Enter")
    page.locator(".dvn-scroller").first.click(position={"x": 60, "y": 52})
    expect(page.get_by_text(T("duplicates.from_book")).first).to_be_visible()
    choose(page, "Негізі", "Жоғалды")
    page.get_by_label("Полиция анықтамасы").fill("Анықтама № 12")
    page.get_by_label("Мән-жайы").fill("Көшкенде жоғалды")
    button(page, T("duplicates.take")).click()
    expect(page.get_by_text(t("duplicates.days_left", "kk", n=15)).first).to_be_visible()
    press(page, "duplicates.prepare")
    told(page, T("duplicates.prepared"))
    page.get_by_role("textbox", name=re.compile(r"^Нөмірі \*")).fill("0777")
    page.get_by_label("QR мазмұны").fill("https://p.example/777")
    button(page, T("common.save")).click()
    told(page, T("duplicates.platform_done"))
    expect(page.get_by_text("BD 0777").first).to_be_visible()
    expect(page.get_by_role("button", name=T("duplicates.register"))).to_have_count(0)  # another person does it

    page = office.head.open(re.sub(r"^.*?/duplicates", "/duplicates", page.url))
    press(page, "duplicates.register")
    told(page, re.compile("Телнұсқа тіркелді"))
    press(page, "diplomas_page.make_files")
    expect(page.get_by_role("button", name="Диплом", exact=True)).to_be_visible()
    press(page, "diplomas_page.printed")
    told(page, re.compile("."))
    button(page, T("diplomas_page.hand")).click()
    told(page, T("diplomas_page.handed"))
    made = Diploma.model_validate(office.store.one("diplomas", {"of.id": office.of.id}))
    assert made.status is DiplomaStatus.issued and made.old == office.of.old
    for code, key in ((office.of.code, "replaced"), (made.code, "genuine")):
        with urllib.request.urlopen(f"{office.app.at}/verify/{code}", timeout=30) as answer:
            assert T(f"signin.verify.{key}") in answer.read().decode()
