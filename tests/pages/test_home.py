"""The home page of each role in each language; nobody sees figures that are not his."""

from __future__ import annotations

import random

import pytest
from streamlit.testing.v1 import AppTest

from core import kpi, sums
from core.db.store import Store
from core.desk import Desk
from core.i18n import number, t
from core.ui.home.board import board
from schemas.base import Lang
from schemas.words import Role
from tests.acts.test_sums import SmallOffice
from tests.conftest import actor
from tests.pages.conftest import DEPARTMENT, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

SEEING = [r for r in Role if r not in (Role.teacher, Role.administrator)]


@pytest.fixture
def office(head: Desk, senior: Desk) -> SmallOffice:
    """A small office after some acts, its figures counted."""
    made = SmallOffice(head, senior, random.Random(7))
    for _ in range(6):
        made.admit()
    for _ in range(40):
        made.act()
    sums.refresh(head.store)
    return made


def whole(at: AppTest, lang: Lang, *data: str) -> None:
    assert not at.exception, at.exception
    assert at.title and strange(at, lang, data) == []


DATA = ("senior", "registrar", "head", "Тест", "Мұғалім", *(f"{x}{n}" for x in "DFSPN" for n in range(90, -1, -1)))


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_home_opens_for_every_role_in_every_language(
    open_page: Open, office: SmallOffice, role: Role, lang: Lang
) -> None:
    at = open_page("home", role, lang)
    whole(at, lang, *DATA)
    if role in SEEING:
        other = "day" if role in (Role.department, Role.management) else "kpi"
        at.session_state["v:home.view"] = other
        whole(at.run(), lang, *DATA)


@pytest.mark.parametrize("role", list(Role))
def test_an_empty_office_says_what_to_do_first(open_page: Open, role: Role) -> None:
    at = open_page("home", role)
    whole(at, "kk")
    if role is Role.head:
        said = list(texts(at))
        assert any(t("home.first_steps", "kk") in s for s in said)
        assert any(t("home.step.units", "kk") in s for s in said)


def test_figures_of_the_day_are_those_of_the_records(open_page: Open, office: SmallOffice, store: Store) -> None:
    at = open_page("home", Role.head)
    shown = {m.label: m.value for m in at.metric}
    now = store.aggregate("students", [
        {"$unwind": "$studies"}, {"$match": {"studies.status": {"$in": ["active", "academic_leave"]}}}, {"$count": "n"},
    ])[0]["n"]  # fmt: skip
    assert shown[t("home.figure.contingent", "kk")] == number(now, "kk")
    opened = store.count("grade_sheets", {"status": "open"})
    assert shown[t("home.figure.sheets_open", "kk")] == number(opened, "kk")


def test_a_department_head_sees_only_his_own_numbers(open_page: Open, office: SmallOffice, store: Store) -> None:
    # The account of these tests belongs to a department that this office does not have: all is nought or no data.
    at = open_page("home", Role.department)
    shown = {m.label: m.value for m in at.metric}
    assert shown[t("kpi.name.contingent", "kk")] == "0"
    assert shown[t("kpi.name.pass_rate", "kk")] == t("kpi.no_data", "kk")
    said = " ".join(texts(at))
    assert not any(d.name.kk in said for d in office.departments)
    at.session_state["v:home.department"] = office.departments[0].id
    at.run()
    assert {m.label: m.value for m in at.metric} == shown, "a value put into the session opens nothing"
    assert DEPARTMENT.id not in [d.id for d in office.departments]


def test_cached_figures_do_not_pass_from_one_scope_to_another(office: SmallOffice, store: Store) -> None:
    whole_office = board(Desk(actor(Role.head), store))
    boards = [board(Desk(actor(Role.department, department=d.id), store)) for d in office.departments]
    for found, department in zip(boards, office.departments, strict=True):
        assert {r["department"] for r in found.contingent} <= {department.id}
        assert found.indicators == kpi.indicators(Desk(actor(Role.department, department=department.id), store))
    totals = [found.figures["contingent"][0] for found in boards]
    assert sum(totals) == whole_office.figures["contingent"][0] and len(set(totals)) > 1
    again = board(Desk(actor(Role.registrar, faculty=office.faculties[0].id), store))
    assert {r["faculty"] for r in again.contingent} <= {office.faculties[0].id}


def test_new_figures_are_shown_after_the_sums_are_rebuilt(open_page: Open, office: SmallOffice, store: Store) -> None:
    at = open_page("home", Role.head)
    label = t("home.figure.contingent", "kk")
    before = {m.label: m.value for m in at.metric}[label]
    office.admit()
    assert {m.label: m.value for m in at.run().metric}[label] == before, "an act touches no sum"
    sums.refresh(store, ["contingent", "today"])
    assert {m.label: m.value for m in at.run().metric}[label] == number(int(before) + 1, "kk")


def test_the_rows_behind_a_number_open(open_page: Open, office: SmallOffice) -> None:
    at = open_page("home", Role.management)
    at.toggle(key="v:kpi.rows").set_value(True).run()
    for code in kpi.CODES:
        at.selectbox(key="v:kpi.code").set_value(code).run()
        whole(at, "kk", *DATA)
    at.session_state["v:home.kind"] = "year"
    whole(at.run(), "kk", *DATA)


def test_each_chart_has_unit_period_source_and_its_table(open_page: Open, office: SmallOffice) -> None:
    at = open_page("home", Role.head)
    sources = [c.value for c in at.caption if t("home.unit_results", "kk") in c.value]
    assert sources and all("Дереккөз" in s for s in sources)
    tables = len(at.dataframe)
    for toggle in at.toggle:
        toggle.set_value(True)
    at.run()
    whole(at, "kk", *DATA)
    assert len(at.dataframe) == tables + len(at.toggle)
