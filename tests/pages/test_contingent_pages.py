"""The contingent and its movement: opened by every role in every language; numbers, people, files, bad addresses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import sums
from core.access import RIGHTS
from core.db.store import Store
from core.i18n import t
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.order_kit import Staff, staff
from tests.pages.conftest import Open
from tests.pages.seen import strange

PAGES = ("contingent_day", "movement")
DATA = ("Студент", "Аспап", "N-", "D1", "D2", "head", "6B02101")


@pytest.fixture
def people(shipped: Store) -> Staff:
    """Three students, one expelled, one on leave; the figures are counted."""
    of = staff(shipped)
    day = of.today
    a, b, _ = (of.of.pupil(n, admitted_on=day - timedelta(400)) for n in range(3))
    of.done(of.draft("expulsion", [a], day - timedelta(20), each={"fact/reason": "fee"}))
    leave = {"set/leave_ground": "child", "set/leave_until": day + timedelta(300)}
    of.done(of.draft("academic_leave", [b], day - timedelta(10), each=leave))
    sums.refresh(shipped)
    return of


def said(at) -> str:  # type: ignore[no-untyped-def]
    boxes = (at.success, at.warning, at.error, at.info, at.caption, at.markdown, at.subheader, at.metric, at.toast)
    return " ".join(str(x.value) for b in boxes for x in b) + " ".join(str(d.value.to_dict()) for d in at.dataframe)


def figures(at) -> list[str]:  # type: ignore[no-untyped-def]
    return [m.value for m in at.metric]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_figures_or_a_calm_no(open_page: Open, people: Staff, page: str, role: Role) -> None:
    at = open_page(page, role)
    assert not at.exception
    if "order.read" in RIGHTS[role]:
        assert at.title and not at.error
    else:
        assert at.info and not at.dataframe and not at.metric


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_office_says_where_to_begin(open_page: Open, store: Store, page: str, lang: Lang) -> None:
    at = open_page(page, Role.head, lang)
    assert not at.exception and not at.error and strange(at, lang) == []
    assert t("contingent.none", lang) in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_the_contingent_of_a_day_by_two_cuts_and_its_people(open_page: Open, people: Staff, lang: Lang) -> None:
    at = open_page("contingent_day", Role.head, lang)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert figures(at) == ["2", "1", "1", "2"]
    assert t("contingent.with_leave", lang) in said(at)
    day = (people.today - timedelta(25)).isoformat()
    at = open_page("contingent_day", Role.head, lang, day=day, count="without", rows="status", columns="-", r="*")
    assert not at.exception and figures(at)[:2] == ["3", "3"] and "N-0" in said(at)
    at = open_page("contingent_day", Role.head, lang, rows="status", columns="group", r="academic_leave", c="*")
    assert "N-1" in said(at) and "N-2" not in said(at)
    for rows in ("age", "card.sex", "programme", "leave_ground"):
        at = open_page("contingent_day", Role.head, lang, rows=rows)
        assert not at.exception and not at.error and strange(at, lang, DATA) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_movement_balances_and_opens_to_students_and_orders(open_page: Open, people: Staff, lang: Lang) -> None:
    first, last = (people.today - timedelta(30)).isoformat(), people.today.isoformat()
    at = open_page("movement", Role.head, lang, first=first, last=last)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert figures(at) == ["3", "0", "1", "2"]
    at = open_page("movement", Role.head, lang, first=first, last=last, count="without", line="left:academic_leave")
    assert figures(at) == ["3", "0", "2", "1"] and "N-1" in said(at) and t("contingent.order", lang) in said(at)
    [order] = people.store.rows("orders", {"kind": "academic_leave"})
    assert order["number"] in said(at)
    at = open_page("movement", Role.head, lang, first=first, last=last, columns="status", line="opening", c="active")
    assert not at.exception and t("contingent.columns_hint", lang) in said(at) and "N-0" in said(at)
    at = open_page("movement", Role.head, lang, first=last, last=first)
    assert t("contingent.backwards", lang) in said(at)


def test_a_filter_narrows_and_is_said_under_the_table(open_page: Open, people: Staff) -> None:
    at = open_page("contingent_day", Role.head, "ru", status="academic_leave")
    assert figures(at)[0] == "1" and "Статус: В академическом отпуске" in said(at).replace("\\", "")


def test_addresses_that_lead_nowhere_are_answered(open_page: Open, people: Staff) -> None:
    for page, address in (
        ("contingent_day", {"day": "x", "count": "?", "rows": "no", "columns": "no", "r": "no", "c": "7"}),
        ("movement", {"first": "9999-99-99", "last": "1", "columns": "age", "line": "came:none", "c": "no"}),
    ):
        at = open_page(page, Role.head, "kk", **address)
        assert not at.exception and at.title
