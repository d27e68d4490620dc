"""The home page of each role in each language; nobody sees figures that are not his."""

from __future__ import annotations

import random

import pytest
from streamlit.testing.v1 import AppTest

from core import house, indicators, kinds, sums
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import number, percent, t
from core.indicators.definition import definitions
from core.ui.home.board import board
from schemas.base import Lang
from schemas.kinds import Sort
from schemas.words import Role
from tests.acts.test_sums import SmallOffice
from tests.bases import shipped
from tests.conftest import actor
from tests.pages.conftest import DEPARTMENT, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

PINNED = ("sheets_on_time", "pass_rate", "quality_rate")
SEEING = [r for r in Role if r not in (Role.teacher, Role.administrator)]


@pytest.fixture
def office(head: Desk, senior: Desk) -> SmallOffice:
    """A small office after some acts, its figures counted, the indicators of its home page computed."""
    shipped(head.store)
    made = SmallOffice(head, senior, random.Random(7))
    for _ in range(6):
        made.admit()
    for _ in range(40):
        made.act()
    sums.refresh(head.store)
    house.refresh(head.store)
    indicators.compute(head, Why("есеп"), PINNED)
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
    assert set(shown.values()) == {t("figures.no_data", "kk")} and len(shown) == len(PINNED)
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


def test_home_shows_the_indicators_that_are_kept_there(open_page: Open, office: SmallOffice, head: Desk) -> None:
    at = open_page("home", Role.management)
    names = {k.code: k.name.kk for k in definitions()}
    assert [m.label for m in at.metric] == [names[c] for c in sorted(PINNED, key=list(names).index)]
    newest = {x.kind.code: x.last for x in indicators.board(head, pinned=True)}
    for metric, code in zip(at.metric, sorted(PINNED, key=list(names).index), strict=True):
        value = newest[code].value if newest[code] else None  # type: ignore[union-attr]
        assert metric.value == (t("figures.no_data", "kk") if value is None else percent(value, "kk", 1))
    off = next(k for k in definitions() if k.code == "pass_rate")
    kinds.save(head, Sort.indicator, off.code, off.version, {"body.home": False}, Why("керек емес"))
    assert names["pass_rate"] not in [m.label for m in at.run().metric], "what stands here is data"
    for kind in definitions():
        if kind.code in PINNED and kind.code != "pass_rate":
            kinds.retire(head, Sort.indicator, kind.code, kind.version, Why("керек емес"))
    assert t("home.no_indicators", "kk") in " ".join(texts(at.run()))


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
