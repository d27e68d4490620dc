"""Assessments by criteria: figures found by the office, verdicts by the council, frozen and on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core import criteria, declarations, sheets, trainings
from core.criteria.evidence import FOUND, PAGES
from core.criteria.reading import said
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.office import first_office
from core.ui import menu
from schemas.base import Document
from schemas.criteria import Assessment, AssessmentState
from schemas.kinds import Evidence
from schemas.user import User
from schemas.words import Role
from tests.acts.test_diploma_content import text_of
from tests.acts.test_sheets import BASIS, closed
from tests.conftest import actor

pytestmark = pytest.mark.usefixtures("shipped")
START, END = date(2026, 1, 1), date(2026, 12, 31)
DAY = date(2027, 1, 20)


def at(store: Store, role: Role = Role.auditor, day: date = DAY) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


@pytest.fixture
def desk(store: Store) -> Desk:
    for role, order in ((Role.head, "1"), (Role.teacher, "2"), (Role.hr, "")):
        user = User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.value}", role=role, order_number=order)
        _added(store, user, "user.appoint")
    return at(store)


def _added(store: Store, document: Document, right: str) -> None:
    at(store, Role.head).transact(right, lambda tx: tx.add(document), Why("т"))


def row(of: Assessment, evidence: Evidence) -> Any:
    return next(r for r in of.findings if r.evidence is evidence)


def test_the_figures_are_found_in_the_records_of_the_period(desk: Desk) -> None:
    store, november = desk.store, date(2026, 11, 25)
    head, senior = at(store, Role.head, november), at(store, Role.senior_registrar, november)
    sheet, because = closed(head, 1), Why("қ", BASIS, code="clerical")
    sheet = sheets.propose(head, sheet.id, sheet.revision, sheet.lines[0].student.id, {"score": "95"}, because)
    sheets.confirm(senior, sheet.id, sheet.revision, sheet.corrections[-1].act, Why())
    declarations.declare(at(store, Role.teacher, november), {"none": True}, Why())
    values = {"sort": "anti_corruption", "topic": "Нұсқама", "day": november, "by": "Маман", "valid": 12}
    held = trainings.plan(head, values, ["u-head", "u-teacher"], None, Why())
    for role in (Role.head, Role.teacher):
        trainings.sign(at(store, role, november), held.id, Why())
    made = criteria.begin(desk, START, END, Why())
    assert (made.number, len(made.findings)) == ("2027-01", 11)
    # The basis of the correction has a number and no day: it does not count as a whole one.
    expected = {Evidence.basis: (0, 1), Evidence.two_hands: (1, 1), Evidence.declarations: (1, 3),
                Evidence.trainings: (2, 3), Evidence.accounts: (2, 3), Evidence.chain: (0, 0),
                Evidence.appeals: (0, 0), Evidence.blanks: (0, None), Evidence.none: (None, None)}  # fmt: skip
    assert {e: (row(made, e).part, row(made, e).whole) for e in expected} == expected
    assert said(row(made, Evidence.trainings), "kk").startswith("66,7") and said(row(made, Evidence.none), "kk") == ""
    assert said(row(made, Evidence.chain), "ru") == "нет данных", "nought over nought is no share"
    earlier = criteria.begin(desk, date(2025, 1, 1), date(2025, 12, 31), Why())
    assert (row(earlier, Evidence.two_hands).whole, row(earlier, Evidence.declarations).part) == (0, 0)


def test_filled_in_submitted_and_frozen(desk: Desk) -> None:
    _added(desk.store, first_office("Консерватория", "Алматы"), "office.edit")
    made = criteria.begin(desk, START, END, Why())
    with pytest.raises(Problems) as e:
        criteria.submit(desk, made.id, made.revision, Why())
    assert {"council", "conclusion", "rows.reports"} <= {p.field for p in e.value.problems}
    rows = {r.code: {"verdict": "met", "note": ""} for r in made.findings}
    whole = {"council": "Әділ А.\nСерік Б.", "conclusion": "Жүйе талапқа сай"}
    kept = criteria.keep(desk, made.id, made.revision, whole, rows, Why())
    with pytest.raises(Problems) as e:
        criteria.submit(desk, made.id, kept.revision, Why())
    assert [(p.field, p.key) for p in e.value.problems] == [("rows.reports", "criteria.no_evidence")]
    kept = criteria.keep(desk, made.id, kept.revision, {}, {"reports": {"shown": "Кеңес хаттамасы № 4"}}, Why())
    kept = criteria.gather(desk, made.id, kept.revision, Why())
    assert row(kept, Evidence.none).shown == "Кеңес хаттамасы № 4" and kept.council == whole["council"]
    done = criteria.submit(desk, made.id, kept.revision, Why())
    assert done.status is AssessmentState.submitted and done.submitted and done.submitted.by == desk.actor.id
    for act in (
        lambda: criteria.keep(desk, made.id, done.revision, whole, {}, Why()),
        lambda: criteria.gather(desk, made.id, done.revision, Why()),
        lambda: criteria.submit(desk, made.id, done.revision, Why()),
    ):
        with pytest.raises(RuleBroken, match="submitted_already"):
            act()
    said_on = text_of(criteria.pdf(desk, made.id, "ru"))
    assert all(x in said_on for x in ("2027-01", "Серік Б.", "Кеңес хаттамасы № 4", "Выполнен"))
    assert [r["met"] for r in criteria.listed(at(desk.store, Role.management))] == ["11 / 11"]


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(None, END, "start"), (START, None, "end"), (END, START, "end"), (START, date(2027, 6, 1), "end")],
)
def test_a_bad_period_is_told_beside_its_field(desk: Desk, start: date | None, end: date | None, field: str) -> None:
    with pytest.raises(Problems) as e:
        criteria.begin(desk, start, end, Why())
    assert [p.field for p in e.value.problems] == [field]


def test_who_may_and_bad_words(desk: Desk) -> None:
    for role in (Role.management, Role.senior_registrar, Role.teacher):
        with pytest.raises(Forbidden):
            criteria.begin(at(desk.store, role), START, END, Why())
    made = criteria.begin(desk, START, END, Why())
    with pytest.raises(Problems):
        criteria.keep(desk, made.id, made.revision, {}, {"reports": {"verdict": "керемет"}}, Why())
    with pytest.raises(Forbidden):
        criteria.get(at(desk.store, Role.teacher), made.id)


def test_every_figure_has_its_page() -> None:
    assert set(FOUND) == set(PAGES) == set(Evidence) - {Evidence.none}
    assert set(PAGES.values()) <= {item.file for item in menu.MENU}
