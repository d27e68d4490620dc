"""The control of final attestation on the base: counted by commission, inside the scope, whatever stands there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.attestation import control
from core.attestation.control import LATE, READY, Line
from core.db.store import Store
from core.desk import Why
from schemas.attestation import CandidacyStatus, SittingStatus
from schemas.base import Ref, Text
from schemas.calendar import Calendar, Period
from schemas.words import CalendarState, PeriodKind, Role
from tests.acts.attestation_kit import TODAY, YEAR, Graduates, at, graduates
from tests.acts.class_kit import put

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def of(store: Store) -> Graduates:
    return graduates(store, 3)


def line(store: Store, day: date = TODAY, role: Role = Role.head, **assigned: str) -> Line:
    (found,) = control.of_year(at(store, role, day, **assigned), YEAR).lines
    return found


def counts(found: Line) -> dict[str, int]:
    return {i.what: i.n for i in found.items}


def test_each_thing_is_counted_and_each_study_once(of: Graduates, store: Store) -> None:
    first, second, third = of.pupils
    one = of.candidacy(first)
    of.candidacy(first, of.exam, CandidacyStatus.draft)
    two = of.candidacy(second)
    of.candidacy(third, status=CandidacyStatus.withdrawn)
    of.admitted([first])
    found = counts(line(store))
    assert line(store).facts.graduates == 2, "who was taken out does not count"
    assert (found["topics"], found["admission"], found["sittings"]) == (1, 1, 1)
    assert found["milestones"] == 3, "their stages were due and are not done"
    sitting = of.sitting([one, two], SittingStatus.published, TODAY + timedelta(3))
    made = line(store)
    assert made.days == 3 and made.facts.planned and counts(made)["sittings"] == 0
    assert counts(made)["places"] == 3 and "protocols" not in counts(made)
    of.protocol(one, sitting, 1)
    made = line(store, TODAY + timedelta(4))
    assert counts(made)["sheets"] == 1 and counts(made)["protocols"] == 1 and counts(made)["places"] == 2
    way = next(i for i in made.items if i.what == "protocols")
    assert (way.page, way.address) == ("sitting", {"id": sitting.id}), "one is heard, the other has no protocol yet"


def test_the_day_is_of_the_calendar_until_a_sitting_is_planned(of: Graduates, store: Store) -> None:
    assert line(store).days is None
    winter, summer = date(YEAR, 1, 11), date(YEAR, 6, 7)
    periods = [
        Period(id="w", kind=PeriodKind.attestation, starts=winter, ends=winter + timedelta(11)),
        Period(id="s", kind=PeriodKind.attestation, starts=summer, ends=summer + timedelta(11)),
        Period(id="o", kind=PeriodKind.attestation, starts=TODAY, ends=summer, faculty=Ref(id="x", label=Text(kk="Х"))),
    ]
    put(of.desk, Calendar(year=YEAR - 1, state=CalendarState.approved, periods=periods))
    assert line(store).facts.begins == summer and line(store).days == (summer - TODAY).days
    assert line(store, date(YEAR, 1, 5)).facts.begins == winter
    assert line(store, date(YEAR, 9, 1)).facts.begins == summer


def test_a_part_of_the_institution_sees_its_own_and_nobody_else_is_told_of_programmes_without_a_commission(
    of: Graduates, store: Store
) -> None:
    assert line(store, role=Role.registrar, faculty=of.of.faculty.id).facts.commission.id == of.commission.id
    assert line(store, role=Role.secretary, teacher=of.secretary.id).facts.commission.id == of.commission.id
    for role, assigned in ((Role.registrar, {"faculty": "x"}), (Role.department, {"department": "x"}),
                           (Role.secretary, {"teacher": "x"})):  # fmt: skip
        assert control.of_year(at(store, role, **assigned), YEAR).lines == []
    assert control.of_year(at(store), YEAR).unheard == []

    def gone(tx):  # type: ignore[no-untyped-def]
        one = tx.get(type(of.commission), of.commission.id)
        one.programmes = [Ref(id="other", label=Text(kk="Басқа"))]
        return tx.save(one)

    of.desk.transact("reference.edit", gone, Why("т"))
    assert [p.id for p in control.of_year(at(store), YEAR).unheard] == [of.of.programme.id]
    assert control.of_year(at(store, Role.registrar, faculty=of.of.faculty.id), YEAR).unheard == []


def test_what_the_kit_has_made_whole_is_ready_and_papers_are_late_once_it_has_begun(
    of: Graduates, store: Store
) -> None:
    states = {i.what: i.state for i in line(store).items}
    assert {states[k] for k in ("composition", "hears", "council", "order")} == {READY}
    of.sitting([of.candidacy(of.pupils[0])], day=TODAY)
    assert {i.what: i.state for i in line(store).items}["papers"] == LATE
    assert YEAR in control.years(at(store)) and control.usual(at(store)) == YEAR
