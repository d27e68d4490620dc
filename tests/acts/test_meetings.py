"""Meetings (clauses 33-6, 34-6): quorum, votes, who writes does not sign, tasks of decisions, the protocol."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import house, meetings, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.meetings import rules
from core.office import first_office
from schemas.base import Ref, Text
from schemas.kinds import Quorum
from schemas.meeting import AgendaItem, Invited, Meeting, MeetingDecision, MeetingOrder, MeetingState
from schemas.user import User
from schemas.words import Role
from tests.acts.test_diploma_content import text_of
from tests.conftest import actor

DAY = date(2026, 3, 2)
ROLES = (Role.head, Role.senior_registrar, Role.teacher)


def at(store: Store, role: Role = Role.senior_registrar, day: date = DAY) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


def ref(role: Role) -> Ref:
    return Ref(id=f"u-{role.value}", label=Text(kk=f"Тест {role.value}"))


@pytest.fixture
def desk(shipped: Store) -> Desk:
    house.refresh(shipped)
    head = at(shipped, Role.head)
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    for role in ROLES:
        user = User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.value}", role=role, order_number="1")
        head.transact("user.appoint", lambda tx, user=user: tx.add(user), Why("т"))
    return at(shipped)


def planned(desk: Desk, kind: str = "academic_council", **more: Any) -> Meeting:
    values = {
        "day": DAY, "time": "15:00", "place": "Мәжіліс залы", "chair": "Ректор Нұрлан А.",
        "users": [ref(Role.teacher)], "members": "Ахметова Г.\nСейітов Б.\nАхметова Г.", "guests": "Қонақ Қ.",
        "agenda": [{"what": "Қысқы сессия қорытындысы", "reporter": "Офис басшысы", "by_office": True},
                   {"what": "Оқу жоспарын бекіту"}], **more,
    }  # fmt: skip
    return meetings.plan(desk, kind, values, Why())


DECIDED: dict[str, Any] = {
    "decisions": [{"item": 1, "what": "Ақпарат ескерілсін"}, {"item": 2, "what": "Бекітілсін", "ayes": 2, "noes": 0},
                  {"item": 2, "what": "Кейінге қалсын", "ayes": 1, "noes": 2}],
    "orders": [{"decision": 2, "responsible": ref(Role.teacher), "due": DAY + timedelta(days=7)}],
}  # fmt: skip


def written(desk: Desk, present: list[int] | None = None) -> Meeting:
    made = planned(desk)
    return meetings.write(desk, made.id, made.revision, [0, 1, 2] if present is None else present, DECIDED, Why())


def test_members_are_told_and_each_name_stands_once(desk: Desk) -> None:
    made = planned(desk)
    assert [(p.name, p.votes) for p in made.people] == [
        ("Тест teacher", True), ("Ахметова Г.", True), ("Сейітов Б.", True), ("Қонақ Қ.", False),
    ]  # fmt: skip
    assert made.quorum is Quorum.two_thirds and desk.store.count("notices", {"to": "u-teacher"}) == 1
    other = meetings.last_of(desk, "academic_council")
    assert other is not None and other.id == made.id and meetings.last_of(desk, "rectorate") is None


def test_another_signs_then_it_has_a_number_and_its_tasks_and_is_frozen(desk: Desk) -> None:
    kept, head = written(desk), at(desk.store, Role.head)
    assert desk.store.count("tasks", {}) == 0, "nothing is given before the signature"
    with pytest.raises(Forbidden):
        meetings.sign(desk, kept.id, kept.revision, Why())
    mine = meetings.write(head, kept.id, kept.revision, [0, 1, 2], DECIDED, Why())
    with pytest.raises(RuleBroken, match="same_person"):
        meetings.sign(head, kept.id, mine.revision, Why())
    kept = meetings.write(desk, kept.id, mine.revision, [0, 1, 2], DECIDED, Why())
    signed = meetings.sign(head, kept.id, kept.revision, Why())
    assert (signed.number, signed.status) == ("2026-01", MeetingState.signed)
    teacher = at(desk.store, Role.teacher)
    (task,) = [w.task for w in tasks.mine(teacher)]
    assert (task.what.kk, task.due, task.page) == ("Бекітілсін", DAY + timedelta(days=7), "meeting")
    assert meetings.get(teacher, kept.id).number == "2026-01"
    with pytest.raises(Forbidden):
        meetings.get(at(desk.store, Role.adviser), kept.id)
    with pytest.raises(RuleBroken, match="over"):
        meetings.write(desk, kept.id, signed.revision, [0], DECIDED, Why())
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("meeting.edit", lambda tx: tx.save(_moved(tx.get(Meeting, kept.id))), Why())
    late = at(desk.store, day=DAY + timedelta(days=9))
    assert [f.late for f in meetings.to_follow(late)] == [2]
    tasks.done(teacher, task.id, Why("бітті"))
    assert meetings.to_follow(late) == [] and meetings.followed(desk, signed)[task.id].closing == "бітті"


def _moved(of: Meeting) -> Meeting:
    of.place = "Басқа"
    return of


def test_without_its_quorum_or_decisions_nothing_is_signed(desk: Desk) -> None:
    head = at(desk.store, Role.head)
    made = planned(desk)
    with pytest.raises(RuleBroken, match="nothing_decided"):
        meetings.sign(head, made.id, made.revision, Why())
    said = {"decisions": DECIDED["decisions"][:1]}
    kept = meetings.write(desk, made.id, made.revision, [1, 3], said, Why())
    with pytest.raises(RuleBroken, match="no_quorum") as bad:
        meetings.sign(head, kept.id, kept.revision, Why())
    assert (bad.value.values["there"], bad.value.values["n"]) == (1, 2), "a guest makes no quorum"
    assert meetings.cancel(desk, kept.id, kept.revision, Why("кворум жоқ")).status is MeetingState.cancelled


def test_what_is_wrong_with_a_protocol_is_said_by_row(desk: Desk) -> None:
    made = planned(desk)
    bad = {"decisions": [{"item": 9, "what": "Шешім"}, {"item": 1, "what": "Шешім", "ayes": 3}],
           "orders": [{"decision": 7, "responsible": ref(Role.head), "due": DAY}]}  # fmt: skip
    with pytest.raises(Problems) as e:
        meetings.write(desk, made.id, made.revision, [0], bad, Why())
    assert [(p.field, p.row) for p in e.value.problems] == [("decisions", 0), ("decisions", 1), ("orders", 0)]
    ahead = planned(desk, day=DAY + timedelta(days=1))
    with pytest.raises(RuleBroken, match="not_yet"):
        meetings.write(desk, ahead.id, ahead.revision, [0], DECIDED, Why())
    kept = written(desk)
    with pytest.raises(Problems):
        meetings.change(desk, kept.id, kept.revision, {"day": DAY, "chair": "Ректор", "agenda": []}, Why())
    for wrong in ({"time": "25:00"}, {"chair": ""}):
        with pytest.raises(Problems):
            planned(desk, **wrong)


def test_the_protocol_and_its_extract_are_papers_in_kazakh_and_russian(desk: Desk) -> None:
    kept, head = written(desk), at(desk.store, Role.head)
    assert "Жоба" in text_of(meetings.protocol(desk, kept.id, "kk"))
    with pytest.raises(RuleBroken, match="nothing_to_extract"):
        meetings.extract(desk, kept.id, [1], "kk")
    meetings.sign(head, kept.id, kept.revision, Why())
    said = text_of(meetings.protocol(desk, kept.id, "ru"))
    for word in ("Протокол", "2026-01", "Қысқы сессия қорытындысы", "за 2, против 0", "не принято", "Қонақ Қ."):
        assert word in said, word
    part = text_of(meetings.extract(desk, kept.id, [2], "kk"))
    assert "Оқу жоспарын бекіту" in part and "Қысқы сессия" not in part and "үзінді" in part
    assert desk.store.count("looks", {"kind": "meetings", "did": "print"}) == 3


@given(st.sampled_from(Quorum), st.integers(0, 60))
def test_a_quorum_is_never_more_than_all_nor_less_than_its_share(quorum: Quorum, voters: int) -> None:
    n = rules.needed(quorum, voters)
    if quorum is Quorum.free:
        assert n == 0
    elif quorum is Quorum.half:
        assert 2 * n > voters >= 2 * (n - 1)
    else:
        assert 3 * n >= 2 * voters > 3 * (n - 1)


@given(st.integers(0, 8), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_votes_never_pass_those_present_and_only_what_passed_gives_tasks(there: int, a: int, n: int, z: int) -> None:
    people = [Invited(name=str(i), present=i < there) for i in range(8)]
    decision = MeetingDecision(item=1, what="Шешім", ayes=a, noes=n, abstained=z)
    order = MeetingOrder(decision=1, responsible=ref(Role.head), due=DAY)
    found = {p.key for p in rules.wrong([AgendaItem(what="Мәселе")], people, [decision], [order], True)}
    assert ("meetings.bad_votes" in found) == (a + n + z > there)
    assert ("meetings.not_passed" in found) == (a <= n)
