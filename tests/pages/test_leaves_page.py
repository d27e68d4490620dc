"""The page of leaves: opened by every role in every language; the next order started for who is chosen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.access import RIGHTS
from core.db.store import Store
from core.i18n import t
from core.orders.leaves import LeaveState
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.order_kit import Staff, staff
from tests.pages.conftest import Open
from tests.pages.seen import strange
from tests.pages.test_contingent_pages import DATA, said


@pytest.fixture
def people(shipped: Store) -> Staff:
    """Three on leave: overdue, ending soon, going on."""
    of = staff(shipped)
    for n, days in enumerate((-40, 10, 300)):
        a = of.of.pupil(n, admitted_on=of.today - timedelta(900))
        values = {"set/leave_ground": "child", "set/leave_until": of.today + timedelta(days)}
        of.done(of.draft("academic_leave", [a], of.today - timedelta(200), each=values))
    return of


@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_leaves_or_a_calm_no(open_page: Open, people: Staff, role: Role) -> None:
    at = open_page("leaves", role)
    assert not at.exception
    assert bool(at.title) == ("order.read" in RIGHTS[role])


@pytest.mark.parametrize("lang", LANGS)
def test_an_office_without_leaves_says_so(open_page: Open, store: Store, lang: Lang) -> None:
    at = open_page("leaves", Role.head, lang)
    assert not at.exception and strange(at, lang) == [] and t("leaves.none", lang) in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_late_stands_first_with_the_order_that_comes_next(open_page: Open, people: Staff, lang: Lang) -> None:
    at = open_page("leaves", Role.head, lang)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert "N-0" in said(at) and "N-1" not in said(at) and LeaveState.past.label(lang) in said(at)
    at = open_page("leaves", Role.head, lang, state="all", ground="child")
    assert all(f"N-{n}" in said(at) for n in range(3))
    at = open_page("leaves", Role.head, lang, state="x", ground="no", study="nobody")
    assert not at.exception


@pytest.mark.parametrize("lang", LANGS)
def test_the_next_order_is_drafted_from_the_list(open_page: Open, people: Staff, lang: Lang) -> None:
    at = open_page("leaves", Role.senior_registrar, lang, True, study="st-1")  # the order's page opens after it
    assert strange(at, lang, DATA) == [] and t("leaves.chosen", lang, n=1) in said(at)
    [kind] = [b for b in at.selectbox if b.label == t("leaves.kind", lang)]
    assert kind.value == "return_from_leave"
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:leaves.draft")]
    at = send.click().run()
    assert not at.exception
    [made] = people.store.rows("orders", {"status": "draft"})
    assert made["kind"] == "return_from_leave" and [x["study"] for x in made["lines"]] == ["st-1"]
    at = open_page("leaves", Role.senior_registrar, lang, study="st-1")
    assert at.warning, "an order is being prepared already"
    at = open_page("leaves", Role.senior_registrar, lang, study="st-0")
    [kind] = [b for b in at.selectbox if b.label == t("leaves.kind", lang)]
    assert kind.value == "expulsion_from_leave"
