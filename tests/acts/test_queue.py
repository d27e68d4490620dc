"""The head's queue (clauses 4, 6): who has how much, to whom a task may go, and one's own queue by how soon."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.tasks.queue import WEEK
from core.tasks.reading import Waiting
from core.tasks.seats import Seat
from schemas.base import Ref, Text
from schemas.task import Task
from schemas.user import User
from schemas.words import Role
from tests.conftest import actor

DAY = date(2026, 3, 2)
NAMES = {"u-head": Role.head, "u-registrar": Role.registrar, "u-two": Role.registrar, "u-teacher": Role.teacher}


def at(store: Store, role: Role = Role.head) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(DAY.year, DAY.month, DAY.day, 7, tzinfo=UTC))


@pytest.fixture
def desk(store: Store) -> Desk:
    desk = at(store)
    for id, role in NAMES.items():
        user = User(_id=id, login=id, name=id, role=role, order_number="1")
        desk.transact("user.appoint", lambda tx, user=user: tx.add(user), Why("т"))
    return desk


def ref(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


def made(desk: Desk, days: int | None = None, **more: Any) -> Task:
    due = None if days is None else DAY + timedelta(days=days)
    return desk.transact("task.assign", lambda tx: tasks.make(tx, what=Text(kk="Іс"), due=due, **more), Why("т"))


def test_the_load_of_everybody_is_counted_and_only_the_head_sees_it(desk: Desk) -> None:
    for days in (-3, -1, 0, 6, 7, None):
        made(desk, days, to_user=ref("u-registrar"))
    made(desk, 1, to_role=Role.teacher)
    first, second = tasks.loads(desk)
    assert (first.user, first.role) == (ref("u-registrar"), None) and second.role is Role.teacher
    assert (first.open, first.late, first.week, first.rest, first.oldest) == (6, 2, 2, 2, DAY - timedelta(days=3))
    assert [len(tasks.of_whom(desk, "u-registrar")), len(tasks.of_whom(desk, "", "teacher"))] == [6, 1]
    for role in (Role.registrar, Role.teacher):
        with pytest.raises(Forbidden):
            tasks.loads(at(desk.store, role))
        with pytest.raises(Forbidden):
            tasks.move(at(desk.store, role), "x", "u-two", Why("ауырды"))


def test_a_task_goes_to_another_who_is_told_and_the_reason_stays(desk: Desk) -> None:
    task = made(desk, 2, to_user=ref("u-registrar"), page="holds")
    assert {a.id for a in tasks.takers(desk.store, task)} == {"u-head", "u-two"}, "an act closes it: not anybody can"
    with pytest.raises(Problems):
        tasks.move(desk, task.id, "u-two", Why(" "))
    with pytest.raises(Problems) as bad:
        tasks.move(desk, task.id, "u-teacher", Why("ауырды"))
    assert bad.value.problems[0].field == "to_user"
    kept = tasks.move(desk, task.id, "u-two", Why("ауырып қалды"))
    assert kept.to_user == ref("u-two") and kept.moves[0].user == ref("u-registrar")
    assert kept.moves[0].why == "ауырып қалды" and desk.store.count("notices", {"to": "u-two", "read_at": None}) == 1
    assert desk.store.count("notices", {"to": "u-registrar", "read_at": None}) == 0, "settled for who had it"


def test_of_a_role_it_becomes_one_persons_and_by_hand_goes_to_anybody(desk: Desk) -> None:
    of_role = made(desk, 2, to_role=Role.registrar)
    assert {a.id for a in tasks.takers(desk.store, of_role)} == {"u-head", "u-registrar", "u-two"}
    assert tasks.move(desk, of_role.id, "u-two", Why("бөлу")).to_role is None
    by_hand = made(desk, 2, to_user=ref("u-two"), by_hand=True)
    assert tasks.move(desk, by_hand.id, "u-teacher", Why("бөлу")).to_user == ref("u-teacher")


def test_what_is_ones_own_stays_and_what_is_closed_too(desk: Desk) -> None:
    signing = made(desk, 1, to_user=ref("u-two"), mark="sign:u-two")
    approval = made(desk, 1, to_role=Role.registrar, approval="a1")
    for task, key in ((signing, "bound_stays"), (approval, "approval_stays")):
        with pytest.raises(RuleBroken, match=key):
            tasks.move(desk, task.id, "u-head", Why("бөлу"))
    hand = made(desk, 1, to_user=ref("u-head"), by_hand=True)
    tasks.done(desk, hand.id, Why())
    with pytest.raises(RuleBroken, match="closed_already"):
        tasks.move(desk, hand.id, "u-two", Why("бөлу"))


@given(st.lists(st.none() | st.dates(DAY - timedelta(days=30), DAY + timedelta(days=30)), max_size=15))
def test_every_task_stands_once_under_its_own_day(days: list[date | None]) -> None:
    found = [Waiting(Task(what=Text(kk="Іс"), to_user=ref("u"), due=d, made_by=ref("u")), Seat(actor(Role.head)), 0)
             for d in days]  # fmt: skip
    groups = tasks.grouped(found, DAY)
    assert sorted(w.task.id for part in groups.values() for w in part) == sorted(w.task.id for w in found)
    assert list(groups) == [b for b in tasks.BUCKETS if b in groups] and all(groups.values())
    for name, part in groups.items():
        for due in (w.task.due for w in part):
            if due is None:
                assert name == "dayless"
            elif due < DAY:
                assert name == "late"
            else:
                assert name == ("today" if due == DAY else "week" if due <= DAY + WEEK else "later")
