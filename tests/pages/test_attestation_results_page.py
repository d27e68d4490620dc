"""Results and award: every role and language; sheets made, an order drafted, who did not finish chosen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.access import RIGHTS
from core.db.store import Store
from core.i18n import t
from schemas.attestation import Protocol
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.attestation_kit import TODAY, Graduates
from tests.acts.closing_kit import base, closed, corrected, heard, made
from tests.acts.test_attestation_award import passed_all
from tests.pages.conftest import Open
from tests.pages.seen import strange
from tests.pages.test_contingent_pages import DATA, said

PAGE = "attestation_results"


@pytest.fixture
def of(shipped: Store) -> Graduates:
    """Three heard in the solo programme: one passed and awarded, one failed, one stayed away."""
    found = base(shipped)
    heard(found, "95", award=True)
    heard(found, "40", None, first=1, number=102)
    return found


def opened(
    open_page: Open, role: Role = Role.head, lang: Lang = "kk", tab: str = "sheets", menu: bool = False
) -> AppTest:  # fmt: skip
    return open_page(PAGE, role, lang, menu, year="2027", tab=tab)


def press(at: AppTest, key: str) -> AppTest:
    """Press the button of an act whose reason is optional."""
    [button] = [b for b in at.button if b.key and b.key.startswith(f"send-ask:{key}")]
    return button.click().run()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_results_or_a_calm_no(open_page: Open, of: Graduates, role: Role) -> None:
    for tab in ("sheets", "award", "unfinished"):
        at = opened(open_page, role, "kk", tab)
        assert not at.exception
        assert bool(at.title) == ("attestation.read" in RIGHTS[role])


@pytest.mark.parametrize("lang", LANGS)
def test_an_office_without_commissions_says_what_to_do(open_page: Open, store: Store, lang: Lang) -> None:
    at = open_page(PAGE, Role.head, lang, year="x", commission="nope", tab="nope")
    assert not at.exception and strange(at, lang) == [] and t("closing.none", lang) in said(at)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("tab", ["sheets", "award", "unfinished"])
def test_each_tab_speaks_the_language(open_page: Open, of: Graduates, lang: Lang, tab: str) -> None:
    at = opened(open_page, Role.head, lang, tab)
    assert not at.exception and not at.error
    assert strange(at, lang, (*DATA, "Құрманғазы")) == []


def test_sheets_are_made_by_a_press_and_then_stand_in_the_list(open_page: Open, of: Graduates) -> None:
    at = opened(open_page)
    assert t("closing.waiting", "kk", n=3) in said(at)
    at = press(at, "closing.make")
    assert not at.exception and not at.error and "FA-2026-00001" in said(at)
    assert t("closing.waiting_none", "kk") in said(at)
    assert not any((b.key or "").startswith("send-ask:closing.make") for b in at.button)


def test_a_sheet_that_differs_is_told_and_taken_anew(open_page: Open, of: Graduates) -> None:
    [sheet] = made(of)
    first = of.store.rows("protocols", {"student.id": of.pupils[0].id})[0]
    now = corrected(of, Protocol.model_validate(first), "92")
    at = opened(open_page)
    assert t("closing.differs", "kk", n=1) in said(at) and now.number in said(at).replace("\\", "")
    assert sheet.number in said(at)


def test_the_award_says_what_stands_in_the_way(open_page: Open, of: Graduates) -> None:
    at = opened(open_page, tab="award")
    assert t("closing.award_counts", "kk", all=1, ready=0, held=0, stopped=1) in said(at)
    assert t("orders.broken.attested", "kk", name=of.pupils[0].name.text(), number="N-0", n=2).split(":")[0] in said(at)


def test_the_order_of_award_is_drafted_from_the_page(open_page: Open, shipped: Store) -> None:
    of = passed_all(shipped, True, False)
    for sheet in made(of):
        closed(of, sheet)
    at = opened(open_page, Role.senior_registrar, tab="award", menu=True)
    at = at.date_input[0].set_value(TODAY).run()
    assert t("closing.award_counts", "kk", all=2, ready=2, held=0, stopped=0) in said(at)
    at = press(at, "closing.draft_award")
    assert not at.exception
    [order] = shipped.rows("orders", {"kind": "graduation"})
    assert (order["count"], order["effective"]) == (2, TODAY.isoformat())
    at = opened(open_page, Role.senior_registrar, tab="award").date_input[0].set_value(TODAY).run()
    assert t("closing.award_counts", "kk", all=2, ready=0, held=2, stopped=0) in said(at)


def test_who_did_not_finish_stands_with_his_next_chance(open_page: Open, of: Graduates) -> None:
    at = opened(open_page, tab="unfinished")
    text = said(at)
    assert "29.05.2028" in text and "15.05.2028" in text
    assert t("closing.why_failed", "kk") in text and t("closing.why_absent", "kk") in text


def test_a_closed_sheet_is_shown_with_its_marks(open_page: Open, of: Graduates) -> None:
    [sheet] = made(of)
    at = open_page("grade_sheet", Role.head, "ru", sheet=sheet.id)
    assert not at.exception and not at.error
    done = closed(of, sheet)
    at = open_page("grade_sheet", Role.head, "ru", sheet=done.id)
    assert not at.exception and not at.error
    assert not any((b.key or "").startswith("send-resit") for b in at.button), "no re-sit of final attestation"
