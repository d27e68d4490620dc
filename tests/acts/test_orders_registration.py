"""What orders do to registration and to the course: nobody loses a place unseen, nobody is moved up twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core import registration, rollover
from core.db.store import Store
from core.desk import Why
from core.orders.conditions import months_after
from core.registration.step import registered_step
from core.rollover.turns import raised
from core.tx import Tx
from schemas.base import Text
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline
from schemas.kinds.orders import Effect, EffectSort
from schemas.section import Member, Section
from schemas.student import Student
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LessonKind, LineState, StudyStatus, TermKind
from tests.acts.class_kit import curriculum, put
from tests.acts.order_kit import ENTERED, Staff, staff
from tests.acts.test_orders_hard import GROUND, OWN, own

WAITING, DROPPED, REGISTERED, CHOSEN = LineState.waiting, LineState.dropped, LineState.registered, LineState.chosen


@pytest.fixture
def people(shipped: Store) -> Staff:
    """The school in a term that runs, whatever day it is."""
    found = staff(shipped)
    running = Term(code="now", kind=TermKind.autumn, year=found.of.year, ends=found.today + timedelta(90))
    found.of.terms[0] = put(found.head, running)
    return found


def elective(people: Staff, places: int) -> Discipline:
    made: Discipline = put(people.head, Discipline(code="EL", name=Text(kk="Таңдау"), credits=Decimal(3)))
    registration.set_capacity(people.head, people.of.autumn.id, made.id, places, Why("орын"))
    return made


def plan(people: Staff, of: Student) -> StudyPlan:
    row = people.store.rows("study_plans", {"study": of.studies[0].id})[0]
    return StudyPlan.model_validate(row)


def lines(people: Staff, of: Student) -> dict[str, LineState]:
    return {x.code: x.state for x in plan(people, of).lines}


def enrolled(people: Staff, of: Student) -> list[str]:
    return sorted(x.code for x in people.now(of).studies[0].enrolled)


def planned(people: Staff, of: Student, *disciplines: Discipline, state: LineState = REGISTERED) -> StudyPlan:
    """A plan whose lines stand in the student's history too."""
    made = people.of.plan(of, *disciplines, state=CHOSEN if state is REGISTERED else state)
    if state is REGISTERED:

        def work(tx: Tx) -> StudyPlan:
            return tx.save(registered_step(tx, tx.get(StudyPlan, made.id, scoped=False)))

        return people.head.transact("plan.approve", work, Why("сынақ"))
    return made


def left(people: Staff, *of: Student) -> None:
    people.done(people.draft("expulsion", list(of), each=OWN))


def leave(people: Staff, of: Student, months: int = 6) -> None:
    until = months_after(people.today - timedelta(2), months + 2)
    each = {"set/leave_ground": "illness", "set/leave_until": until}
    people.done(people.draft("academic_leave", [of], people.today - timedelta(2), each=each))


def test_two_who_leave_one_class_and_one_elective_both_leave(people: Staff) -> None:
    a, b, c, d = (people.of.pupil(n) for n in range(4))
    el = elective(people, 2)
    for of in (a, b):
        planned(people, of, people.of.special, el)
    for of in (c, d):
        planned(people, of, el, state=WAITING)
    members = [Member(student=x.ref(), study=x.studies[0].id, number=x.number) for x in (a, b)]
    section = put(people.head, Section(code="S1", term=people.of.autumn.ref(), discipline=people.of.special.ref(),
                                       kind=LessonKind.group, members=members))  # fmt: skip
    left(people, a, b)
    assert people.store.load(Section, section.id).members == []
    assert lines(people, a) == lines(people, b) == {"SPEC": DROPPED, "EL": DROPPED}
    assert enrolled(people, a) == enrolled(people, b) == []
    assert lines(people, c) == lines(people, d) == {"EL": REGISTERED}
    for of in (c, d):  # once, not twice
        assert sum(e["type"] == "registered" for e in people.now(of).events) == 1
    row = people.store.one("electives", {"discipline.id": el.id}) or {}
    assert row["taken"] == 2


def test_who_leaves_by_the_same_order_gets_no_place_in_it(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    el = elective(people, 1)
    planned(people, a, el)
    planned(people, b, el, state=WAITING)
    left(people, a, b)
    assert (lines(people, a), lines(people, b)) == ({"EL": DROPPED}, {"EL": DROPPED})
    assert enrolled(people, b) == []
    assert (people.store.one("electives", {"discipline.id": el.id}) or {})["taken"] == 0


def test_a_cancelled_leaving_brings_back_what_it_took_and_asks_for_places(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    el = elective(people, 1)
    planned(people, a, people.of.special, el)
    planned(people, b, el, state=WAITING)
    order = people.done(people.draft("expulsion", [a], each=OWN))
    assert lines(people, b) == {"EL": REGISTERED}
    people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    assert lines(people, a) == {"SPEC": REGISTERED, "EL": WAITING}
    assert enrolled(people, a) == ["SPEC"]
    left(people, b)  # his place becomes free again
    assert lines(people, a) == {"SPEC": REGISTERED, "EL": REGISTERED}


def test_what_was_only_chosen_comes_back_chosen(people: Staff) -> None:
    a = people.of.pupil(1)
    planned(people, a, people.of.special, people.of.piano, state=CHOSEN)
    order = people.done(people.draft("expulsion", [a], each=OWN))
    assert set(lines(people, a).values()) == {DROPPED}
    people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    assert lines(people, a) == {"SPEC": CHOSEN, "PIANO": CHOSEN}


def test_who_returns_in_the_same_year_gets_back_what_the_leave_took(people: Staff) -> None:
    a = people.of.pupil(1)
    planned(people, a, people.of.special)
    leave(people, a)
    assert lines(people, a) == {"SPEC": DROPPED} and enrolled(people, a) == []
    back = people.done(people.draft("return_from_leave", [a]))
    assert people.now(a).studies[0].status is StudyStatus.active
    assert lines(people, a) == {"SPEC": REGISTERED} and enrolled(people, a) == ["SPEC"]
    people.done(people.draft("cancellation", [a], cancels=back.id, values=GROUND))
    assert people.now(a).studies[0].status is StudyStatus.academic_leave
    assert lines(people, a) == {"SPEC": DROPPED} and enrolled(people, a) == []


def test_a_kind_that_only_closes_registration_closes_it(people: Staff) -> None:
    a = people.of.pupil(1)
    planned(people, a, people.of.special)
    own(people, "closes", Effect(what=EffectSort.close_registration))
    people.done(people.draft("closes", [a]))
    assert lines(people, a) == {"SPEC": DROPPED}
    assert people.now(a).studies[0].status is StudyStatus.active


def at(people: Staff, moment: datetime) -> Staff:
    """Everybody on another day."""
    desks = {n: replace(getattr(people, n), clock=lambda: moment) for n in ("author", "head", "boss", "hr")}
    return replace(people, **desks)


def test_who_is_enrolled_in_august_gets_the_plan_of_the_coming_year(shipped: Store) -> None:
    people = staff(shipped)
    year = people.of.year + 1
    for n, kind in enumerate((TermKind.autumn, TermKind.spring), 1):
        starts = date(year, 9, 1) if n == 1 else date(year + 1, 1, 20)
        put(people.head, Term(code=f"{year}-{n}", kind=kind, year=year, starts=starts, ends=starts + timedelta(100)))
    of: Curriculum = curriculum(people.of, year)
    summer = at(people, datetime(year, 8, 20, 7, tzinfo=UTC))
    new = people.of.pupil(1, status=StudyStatus.applicant, admitted_on=date(year, 8, 15), year=1, curriculum=of.ref())
    summer.done(summer.draft("enrolment", [new], each={**ENTERED, "fact/ground": "12", "fact/education": "аттестат"}))
    made = plan(people, new)
    assert made.year == year and [x.code for x in made.lines] == ["SPEC", "SPEC"]


# the course -----------------------------------------------------------------------------------------------------------


def test_a_promotion_by_an_order_and_the_passage_raise_once_and_a_cancelled_one_does_not_count(people: Staff) -> None:
    year = people.of.year + 1
    for intake in range(year - 4, year):
        curriculum(people.of, intake)
    a, b, c = (people.of.pupil(n, year=1, admitted_on=date(year - 1, 8, 25)) for n in range(3))
    june = at(people, datetime(year, 6, 25, 7, tzinfo=UTC))
    order = june.done(june.draft("promotion", [a, b]))
    assert [people.now(x).studies[0].year for x in (a, b, c)] == [2, 2, 1]
    june.done(june.draft("cancellation", [b], cancels=order.id, values=GROUND))
    assert people.now(b).studies[0].year == 1
    seen = rollover.preview(june.head, year)
    assert (seen.counts["already"], seen.counts["moved"]) == (1, 2)
    assert [raised(people.now(x).model_dump()["events"], x.studies[0].id, year) for x in (a, b, c)] == [
        True, False, False]  # fmt: skip
