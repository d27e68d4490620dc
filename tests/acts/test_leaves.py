"""Leaves that end: who should return, who is overdue, the next order found by data, the office reminded once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core import kinds, orders
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden
from core.orders import leaves
from core.orders.leaves import LeaveState, state_of
from core.scheduler.table import TABLE, Daily, loaded
from schemas.base import Ref
from schemas.kinds import LeaveGround, Sort
from schemas.student import Student
from schemas.task import TaskState
from schemas.words import Role, StudyStatus
from tests.acts.job_kit import worker
from tests.acts.order_kit import Staff, staff


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def away(people: Staff, n: int, until: date, ground: str = "child") -> Student:
    """A student on leave until a day."""
    of = people.of.pupil(n, admitted_on=people.today - timedelta(900))
    since = min(people.today, until) - timedelta(200)
    values = {"set/leave_ground": ground, "set/leave_until": until}
    people.done(people.draft("academic_leave", [of], since, each=values))
    return of


@pytest.mark.parametrize(
    ("days", "state"),
    [(60, "soon"), (61, "later"), (0, "soon"), (-1, "overdue"), (-14, "overdue"), (-15, "past")],
)
def test_a_ground_says_when_it_reminds_and_when_it_proposes_to_expel(days: int, state: str) -> None:
    today, ground = date(2026, 5, 1), LeaveGround(remind=60, grace=14)
    assert state_of(today + timedelta(days), ground, today).value == state
    assert state_of(None, ground, today) is LeaveState.endless
    assert state_of(today + timedelta(31), None, today) is LeaveState.later


def test_the_list_is_ordered_by_what_is_late_and_knows_the_next_step(people: Staff) -> None:
    t = people.today
    for n, days in enumerate((200, 20, -5, -40)):
        away(people, n, t + timedelta(days))
    found = leaves.on_leave(people.head)
    assert [(x.number, x.state.value, x.days) for x in found] == [
        ("N-3", "past", -40), ("N-2", "overdue", -5), ("N-1", "soon", 20), ("N-0", "later", 200),
    ]  # fmt: skip
    assert [x.next for x in found[:3]] == [StudyStatus.expelled, StudyStatus.active, StudyStatus.active]
    by = {w.code: w.target for w in leaves.ways()}
    assert by["return_from_leave"] is StudyStatus.active and by["expulsion_from_leave"] is StudyStatus.expelled
    assert by["transfer_out"] is StudyStatus.transferred and "expulsion" not in by


def test_a_kind_the_office_describes_itself_is_a_way_out_too(people: Staff) -> None:
    values = {
        "code": "back_early", "name.kk": "Ерте оралу", "body.mask": "order_students",
        "body.statuses": ["academic_leave"],
        "body.effects": [{"what": "status", "value": "active"}],
    }  # fmt: skip
    kinds.save(people.head, Sort.order, None, 0, values, Why("керек"))
    assert "back_early" in {w.code for w in leaves.ways()}


def test_an_order_is_started_from_the_list_and_nobody_is_drafted_unseen(people: Staff) -> None:
    a = away(people, 1, people.today - timedelta(3))
    way = next(w for w in leaves.ways() if w.target is StudyStatus.active)
    made = orders.draft(people.author, way.code, people.today, [people.pair(a)], Why())
    [leave] = leaves.on_leave(people.head)
    assert leave.order == Ref(id=made.id, label=made.label())
    people.done(people.papers(made))
    assert leaves.on_leave(people.head) == [] and people.now(a).studies[0].leave_until is None


def test_the_office_is_reminded_once_and_the_order_closes_the_task(people: Staff) -> None:
    t, store = people.today, people.store
    a, b = away(people, 1, t + timedelta(10)), away(people, 2, t - timedelta(30))
    away(people, 3, t + timedelta(300))
    assert leaves.remind(store, t) == 2 and leaves.remind(store, t) == 0 and leaves.remind(store, t + timedelta(1)) == 0
    found = {r["subject"]["id"]: r for r in store.rows("tasks", {"mark": {"$regex": "^leave:"}})}
    assert set(found) == {a.id, b.id} and found[a.id]["due"] == (t + timedelta(10)).isoformat()
    assert found[a.id]["page"] == "leaves" and found[a.id]["address"]["study"] == "st-1"
    assert found[a.id]["scope"] == {"faculty": [people.of.faculty.id]}
    assert found[a.id]["to_role"] == Role.senior_registrar.value, "no registrar keeps this faculty"
    assert leaves.remind(store, t + timedelta(10 + 15)) == 1, "its grace is over: another step"
    rows = store.rows("tasks", {"subject.id": a.id})
    assert sorted((r["mark"].rpartition(":")[2], r["state"]) for r in rows) == [("past", "open"), ("soon", "done")]
    people.done(people.draft("return_from_leave", [a]))
    assert not store.count("tasks", {"subject.id": a.id, "state": TaskState.open.value})
    assert store.count("tasks", {"subject.id": b.id, "state": TaskState.open.value}) == 1


def test_the_task_goes_to_who_drafts_orders_there(people: Staff) -> None:
    worker(people.store, Role.registrar, faculties=[people.of.faculty.ref()])
    away(people, 1, people.today + timedelta(5))
    assert leaves.remind(people.store, people.today) == 1
    [task] = people.store.rows("tasks", {"mark": {"$regex": "^leave:"}})
    assert task["to_role"] == Role.registrar.value


def test_the_scheduler_reminds_every_day() -> None:
    entry = TABLE["leaves"]
    assert isinstance(entry, Daily) and loaded(entry.work) is leaves.remind


def test_each_sees_the_leaves_that_are_his(people: Staff) -> None:
    away(people, 1, people.today + timedelta(5))

    def seen(role: Role, **assigned: tuple[str, ...]) -> int:
        return len(leaves.on_leave(Desk(Actor("x", "X", role, assigned=assigned), people.store)))

    assert seen(Role.hr) == seen(Role.management) == seen(Role.registrar, faculty=(people.of.faculty.id,)) == 1
    assert seen(Role.registrar, faculty=("no",)) == seen(Role.department, department=(people.of.other.id,)) == 0
    with pytest.raises(Forbidden):
        seen(Role.teacher)
