"""The page of duplicates: roles and languages, an application pressed from the search to the holder's hands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import duplicates, old, printing
from core.i18n import t
from core.ui import page as page_kit
from schemas.base import LANGS, Lang
from schemas.blank import Blank, BlankStatus
from schemas.diploma import Diploma, DiplomaStatus, DuplicateRequest, RequestStatus
from schemas.words import Role
from tests.acts.diploma_kit import Awarded, at, awarded
from tests.acts.test_diploma_duplicates import LATER, LOST, OLD, first_issued, prepared
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange
from tests.pages.test_diplomas_page import press, said

READERS = (Role.head, Role.registrar, Role.senior_registrar, Role.auditor, Role.management)
DATA = ("senior", "STUDENT00 A", "SHA", "BD", "Specialist", "Dombra", "Eskiyev Asan")


@pytest.fixture
def world(shipped: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> Awarded:
    """Two who were awarded, of the faculty that the signed-in people have; the pages live eight months later."""
    made = awarded(shipped, pupils=2)
    signed = open_page.__globals__  # type: ignore[attr-defined]
    monkeypatch.setitem(signed, "FACULTY", made.of.of.faculty.ref())
    clock = at(shipped, day=LATER).clock
    monkeypatch.setattr(page_kit, "Desk", lambda actor, store: Desk(actor, store, clock=clock))
    return made


@pytest.fixture
def issued(world: Awarded) -> Diploma:
    return first_issued(world)


@pytest.fixture
def senior(world: Awarded) -> Desk:
    return at(world.store, Role.senior_registrar, LATER)


def field(
    page: AppTest, end: str, kinds: tuple[str, ...] = ("text_input", "text_area", "selectbox", "multiselect")
) -> Any:
    return next(w for k in kinds for w in page.get(k) if str(w.key).endswith(end))


def labels(page: AppTest) -> list[str]:
    return [b.label for b in page.button]


@pytest.mark.parametrize(("role", "lang"), met(READERS))
def test_who_reads_sees_the_clock_and_only_who_may_acts(
    open_page: Open, senior: Desk, issued: Diploma, role: Role, lang: Lang
) -> None:
    made = prepared(senior, issued, asked_on=date(2028, 2, 1))
    assert made.request
    page = open_page("duplicates", role, lang)
    assert not page.exception and not page.error and page.title[0].value == t("duplicates.title", lang)
    words = said(page)
    assert "1-Т/2028" in words and f"▲ {t('duplicates.late_by', lang, n=6)}" in words, words
    may = senior.actor.may if role is Role.senior_registrar else Desk(at(senior.store, role).actor, senior.store).may
    assert (t("duplicates.new", lang) in labels(page)) is may(duplicates.ASK)
    assert strange(page, lang, DATA) == []
    page = open_page("duplicates", role, lang, id=made.request.id)
    assert not page.exception and not page.error and strange(page, lang, DATA) == []
    assert "BD 0777" in said(page) and issued.number in said(page)
    assert (t("duplicates.refuse", lang) in labels(page)) is may(duplicates.ASK)
    assert any(x.startswith(t("duplicates.register", lang)) for x in labels(page)) is may(duplicates.MAKE)


@pytest.mark.parametrize("role", [Role.teacher, Role.department, Role.hr])
def test_others_are_told_calmly(open_page: Open, world: Awarded, role: Role) -> None:
    page = open_page("duplicates", role, id="x")
    assert page.info[0].value == t("errors.forbidden", "kk") and not page.dataframe


def test_an_address_that_leads_nowhere_is_answered_in_words(open_page: Open, world: Awarded) -> None:
    for address in ({"id": "$ne"}, {"of": "none"}):
        page = open_page("duplicates", Role.head, "ru", **address)
        assert not page.exception and page.error


def test_from_the_search_to_the_holders_hands(open_page: Open, world: Awarded, issued: Diploma, store: Store) -> None:
    """The registrar takes the application and prepares, the head registers, the registrar hands over."""
    page = open_page("duplicates", Role.registrar, "ru", new="find")
    page = field(page, "duplicates.find").set_value(issued.sheets[0].number).run()
    assert issued.number in said(page) and not page.exception
    page = open_page("duplicates", Role.registrar, "ru", of=issued.id)
    page = press(page, t("duplicates.take", "ru"))
    assert t("errors.field.missing", "ru") in said(page) and not store.count("duplicate_requests", {})
    field(page, ":ground").set_value("damaged")
    field(page, ":story").set_value("Залит водой")
    field(page, ":paper").set_value("сданный подлинник")
    page = press(page.run(), t("duplicates.take", "ru"))
    assert not page.exception and not page.error, said(page)
    asked = DuplicateRequest.model_validate(store.one("duplicate_requests", {}))
    assert t("duplicates.one", "ru", number=asked.number) in said(page) and asked.ground.value == "damaged"
    # The kit gives every account one and the same member of staff, and two hands are two people.
    store.db["users"].update_one({"login": "registrar.ru"}, {"$set": {"person": None}})
    page = press(page, t("duplicates.prepare", "ru"))
    for end, value in ((":number", "0777"), (":payload", "https://p.example/777")):
        field(page, end).set_value(value)
    page = press(page.run(), t("common.save", "ru"))
    assert not page.exception and not page.error and "BD 0777" in said(page)
    assert not any(x.startswith(t("duplicates.register", "ru")) for x in labels(page))
    page = press(open_page("duplicates", Role.head, "ru", id=asked.id), t("duplicates.register", "ru"))
    assert not page.exception and not page.error, said(page)
    asked = store.load(DuplicateRequest, asked.id)
    assert asked.status is RequestStatus.made and asked.made
    assert store.load(Blank, issued.sheets[0].blank or "").status is BlankStatus.withdrawn
    printing.typeset(at(store, day=LATER), [asked.made.id], Why(command="a"))
    page = press(open_page("duplicates", Role.registrar, "ru", id=asked.id), t("diplomas_page.printed", "ru"))
    assert not page.exception and not page.error, said(page)
    page = press(page, t("diplomas_page.hand", "ru"))
    assert not page.exception and not page.error, said(page)
    assert store.load(Diploma, asked.made.id).status is DiplomaStatus.issued


def test_one_of_before_this_system_is_entered_and_marked_wherever_he_is_seen(
    open_page: Open, world: Awarded, store: Store
) -> None:
    page = open_page("duplicates", Role.head, "ru", new="find")
    page = field(page, "duplicates.find").set_value("Ескиев").run()
    assert t("duplicates.nobody", "ru") in said(page) and t("duplicates.enter_old", "ru") in labels(page)
    page = press(open_page("duplicates", Role.head, "ru", new="old"), t("duplicates.old_save", "ru"))
    assert not page.exception and t("errors.field.missing", "ru") in said(page)
    for end, value in ((":number", "1998-0123"), (":old", "3-кітап, 45-бет"), (":year", "1998")):
        field(page, end).set_value(value)
    next(w for w in page.date_input if str(w.key).endswith(":dated")).set_value(date(1998, 6, 30))
    for lang, name in (("kk", "Ескіев Асан"), ("ru", "Ескиев Асан")):
        field(page, f":name.{lang}").set_value(name)
    page = press(page.run(), t("duplicates.old_save", "ru"))
    assert not page.exception and not page.error, said(page)
    of = Diploma.model_validate(store.one("diplomas", {"old": {"$gt": ""}}))
    assert of.name.ru == "Ескиев Асан" and t("duplicates.from_book", "ru") in said(page)
    asked = duplicates.ask(at(store, Role.senior_registrar, LATER), of.id, LOST, Why("өтініш"))
    for name, id in (("duplicates", asked.id), ("diplomas", of.id)):
        assert t("duplicates.from_book", "ru") in said(open_page(name, Role.head, "ru", id=id)), name
    page = open_page("duplicates", Role.head, "ru", id=asked.id)
    assert t("diplomas_page.word.degree", "ru") in said(page), "what the book does not say is told by name"
    assert store.count("diplomas", {"old": {"$gt": ""}}) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_diplomas_own_screen_links_both_ways_and_annuls_on_a_basis(
    open_page: Open, world: Awarded, senior: Desk, issued: Diploma, store: Store, lang: Lang
) -> None:
    page = open_page("diplomas", Role.head, lang, id=issued.id)
    made = prepared(senior, issued)
    done = duplicates.register(at(store, day=LATER), made.id, made.revision, LATER, Why("тіркеу"))
    page = open_page("diplomas", Role.head, lang, id=issued.id)
    assert not page.exception and done.number in " ".join(labels(page)).replace("\\", "") + said(page)
    assert t("diplomas_page.duplicates_are", lang, numbers=done.label().get(lang)) in said(page)
    assert not any(x.startswith(t("duplicates.annul", lang)) for x in labels(page)), "a replaced one is out of force"
    page = open_page("diplomas", Role.head, lang, id=done.id)
    assert not page.exception and t("duplicates.mark", lang) in said(page)
    assert issued.number in " ".join(labels(page)).replace("\\", "")
    page = press(page, t("duplicates.annul", lang))
    assert not page.exception and t("errors.reason_missing", lang) in said(page)
    assert store.load(Diploma, done.id).status is DiplomaStatus.registered


@pytest.mark.parametrize("role", [Role.registrar, Role.auditor])
def test_nobody_without_the_right_writes_from_the_book_or_annuls(
    open_page: Open, world: Awarded, issued: Diploma, role: Role
) -> None:
    page = open_page("duplicates", role, "ru", new="old")
    assert not page.exception and t("duplicates.old_save", "ru") not in labels(page)
    page = open_page("diplomas", role, "ru", id=issued.id)
    assert not page.exception and not any(x.startswith(t("duplicates.annul", "ru")) for x in labels(page))
    assert old.RIGHT == "diploma.register" and OLD["old"]
