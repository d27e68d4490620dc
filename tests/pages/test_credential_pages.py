"""The page of signing keys in roles and languages, and the open credential on the screen of a diploma."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.credentials import keys, reading, signing
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import handing
from core.i18n import t
from core.ui import page as page_kit
from schemas.base import LANGS, Lang
from schemas.credential import KeyGround
from schemas.words import Role
from tests.acts.credential_kit import all_of, named, opened, registered
from tests.acts.diploma_kit import YEAR, Awarded, at, awarded
from tests.pages.conftest import Open
from tests.pages.roles import met

SHOWN = ("title", "subheader", "markdown", "caption", "success", "warning", "info", "error")


@pytest.fixture
def desk(shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An office with an address and a key, its pages on the day after the attestation."""
    desk = at(shipped)
    monkeypatch.setattr(page_kit, "Desk", lambda actor, store: Desk(actor, store, clock=desk.clock))
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    return desk


@pytest.fixture
def world(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Awarded:
    made = awarded(desk.store)
    opened(desk, tmp_path, monkeypatch)
    registered(desk, made)
    return made


def said(page: AppTest) -> str:
    words = " ".join(str(e.value) for k in SHOWN for e in page.get(k))
    return (words + " ".join(str(d.value.to_dict()) for d in page.dataframe)).replace("\\", "")


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in reversed(page.button) if b.label.startswith(label)).click()
    return page.run()


@pytest.mark.parametrize(("role", "lang"), met((Role.administrator, Role.head)))
def test_the_page_of_keys_opens(open_page: Open, world: Awarded, role: Role, lang: Lang) -> None:
    key = keys.current(world.store)
    assert key
    page = open_page("signing_keys", role, lang)
    assert not page.exception and not page.error and not page.warning
    words = said(page)
    assert page.title[0].value == t("credentials.keys_title", lang)
    assert all(x in words for x in (key.id, "did:web:office.example", "/.well-known/did.json", key.status.label(lang)))
    assert t("credentials.here", lang) in words
    keys.place(key.id).unlink()
    assert open_page("signing_keys", role, lang).error[0].value == t("credentials.missing", lang)


@pytest.mark.parametrize("role", [Role.registrar, Role.senior_registrar, Role.auditor])
def test_others_are_told_calmly(open_page: Open, desk: Desk, role: Role) -> None:
    page = open_page("signing_keys", role)
    assert not page.exception and page.info and not page.code


def test_without_a_key_or_an_address_the_page_says_what_to_do(open_page: Open, desk: Desk) -> None:
    page = open_page("signing_keys", Role.head)
    assert not page.exception and page.info[0].value == t("credentials.no_key_yet", "kk")
    assert t("credentials.no_address", "kk") in said(page)


def test_the_key_is_changed_on_the_page_with_a_reason(open_page: Open, world: Awarded) -> None:
    old = keys.current(world.store)
    assert old
    page = open_page("signing_keys", Role.administrator, "kk")
    page.selectbox[0].set_value(KeyGround.lost).run()
    page = press(page, t("credentials.rotate", "kk"))
    new = keys.current(world.store)
    assert new and new.id == old.id and not page.exception, "no reason, no change"
    reason = next(x for x in [*page.text_area, *page.text_input] if str(x.key).endswith("why"))
    reason.set_value("Диск күйді")
    page = press(page, t("credentials.rotate", "kk"))
    now = keys.every(world.store)
    assert not page.exception and [k.n for k in now] == [2, 1] and now[1].ground == "lost"
    assert old.id in said(page) and now[0].id in said(page)


@pytest.mark.parametrize("lang", LANGS)
def test_a_diploma_shows_signs_and_hands_its_credential(open_page: Open, world: Awarded, lang: Lang) -> None:
    desk = at(world.store)
    of = all_of(desk)[0]
    page = open_page("diplomas", Role.head, lang, id=of.id)
    assert not page.exception and t("credentials.state.unsigned", lang) in said(page)
    page = press(page, t("credentials.sign", lang))
    assert not page.exception and not page.error
    now = all_of(desk)[0]
    assert now.signed and t("credentials.state.signed", lang) in said(page)
    assert t("credentials.download", lang) in {b.label for b in page.get("download_button")}
    assert reading.stands(desk, now).list_url in said(page)
    page = open_page("diplomas", Role.auditor, lang, id=of.id)
    assert t("credentials.state.signed", lang) in said(page) and not page.get("download_button")


def test_what_stands_in_the_way_is_said_with_its_address(open_page: Open, world: Awarded) -> None:
    named(at(world.store), "http://office.example")
    page = open_page("diplomas", Role.head, "kk", id=all_of(at(world.store))[0].id)
    assert not page.exception and t("credentials.https", "kk", address="http://office.example") in said(page)


def test_a_list_is_signed_in_one_press(open_page: Open, world: Awarded) -> None:
    desk = at(world.store)
    handing.printed(desk, [d.id for d in all_of(desk)], Why("басылды"))
    page = open_page("diplomas", Role.head, "kk", view="issue", year=str(YEAR))
    assert t("credentials.sign_many", "kk", n=3) in said(page)
    page = press(page, t("credentials.sign", "kk"))
    assert not page.exception and all(d.signed for d in all_of(desk))
    assert signing.lacking(desk, [d.id for d in all_of(desk)]) == []
