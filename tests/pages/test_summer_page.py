"""The page of the summer semester: for every role in every language; an application entered there."""

from __future__ import annotations

import pytest

from core.db.store import Store
from core.i18n import t
from schemas.base import Lang
from schemas.words import ResultState, Role
from tests.acts.registering import Base, office
from tests.pages.conftest import Open
from tests.pages.roles import met

SEES = (Role.head, Role.senior_registrar, Role.registrar, Role.department, Role.teacher, Role.management, Role.auditor,
        Role.adviser)  # fmt: skip
TABS = ("need", "applications", "fees", "groups", "results")


@pytest.fixture
def base(store: Store) -> Base:
    """A second year of which two failed X1 and one X9 too."""
    made = office(store, 3, course=2)
    for n, code in ((0, "X1"), (1, "X1"), (1, "X9")):
        made.result(n, code, "2025-1", ResultState.failed, "F")
    return made


@pytest.mark.parametrize(("role", "lang"), met(SEES))
def test_every_tab_opens(open_page: Open, base: Base, role: Role, lang: Lang) -> None:
    for tab in TABS:
        at = open_page("summer", role, lang, tab=tab, year="2026")
        assert not at.exception and not at.error and at.title[0].value == t("summer.title", lang)


def test_payments_see_only_the_fees(open_page: Open, base: Base) -> None:
    at = open_page("summer", Role.payments, "ru", tab="need", year="2026")
    assert not at.exception and not at.error
    assert t("summer.none_applied", "ru") in " ".join(m.value for m in at.markdown)


def test_a_year_without_a_summer_says_what_to_do(open_page: Open, base: Base) -> None:
    at = open_page("summer", Role.head, "ru", year="2025")
    assert not at.exception
    assert t("summer.no_term", "ru", year=2025) in " ".join(m.value for m in at.markdown)


def test_the_demand_and_who_needs_it_stand_there(open_page: Open, base: Base) -> None:
    at = open_page("summer", Role.head, "ru", tab="need", year="2026")
    said = " ".join(str(d.value.to_dict()) for d in at.dataframe)
    assert "Дисциплина X1" in said and "Студент000" in said and t("summer.worth_no", "ru") in said


@pytest.mark.parametrize("role", [Role.hr, Role.administrator])
def test_others_are_told_calmly(open_page: Open, role: Role) -> None:
    at = open_page("summer", role)
    assert not at.exception and at.info and not at.dataframe
