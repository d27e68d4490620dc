"""Tasks of a person, a role, a deputy; what is late; reminders that come once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import notices, tasks
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problems, RuleBroken
from core.users import actor_of
from core.users.acting import today
from schemas.base import Ref, Text
from schemas.reference import Department
from schemas.task import TaskState
from schemas.user import Acting, Deputy, User
from schemas.words import Role


def desk_of(store: Store, login: str, role: Role, **more: Any) -> Desk:
    user = User(login=login, name=f"Тест {login}", role=role, order_number="1", **more)
    store.db["users"].insert_one(plain(user))
    return Desk(actor_of(user), store)


def unit(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


@pytest.fixture
def office(store: Store, tampered: None) -> dict[str, Desk]:
    return {
        "head": desk_of(store, "head", Role.head),
        "senior": desk_of(store, "senior", Role.senior_registrar),
        "strings": desk_of(store, "strings", Role.registrar, faculties=[unit("f1")]),
        "voices": desk_of(store, "voices", Role.registrar, faculties=[unit("f2")]),
    }


def make(desk: Desk, **more: Any) -> Any:
    """A task made inside some act."""
    found: list[Any] = []

    def work(tx: Any) -> Any:
        found.append(tasks.make(tx, what=Text(kk="Тексеру", ru="Проверить", en="Check"), **more))
        return found[-1]

    desk.transact("reference.edit", work, Why("т"))
    return found[-1]


def give(desk: Desk, what: str = "Есеп дайындау", **to: Any) -> Any:
    return tasks.assign(desk, {"what": {"kk": what}} | to, Why())


def test_the_trail_of_tasks_is_whole(head: Desk) -> None:
    """Here everything is made by acts, so the trail is verified after the test."""
    made = make(head, to_role=Role.head, by_hand=True, subject=Department(code="D", name=Text(kk="А"), kind="faculty"))
    tasks.done(head, made.id, Why("дайын"))
    made = make(head, to_user=unit("u-head"), by_hand=True, due=today())
    tasks.cancel(head, made.id, Why("керек емес"))


def test_a_person_and_a_role_have_their_own_tasks(office: Any) -> None:
    mine = make(office["head"], to_user=unit(office["strings"].actor.id))
    roles = make(office["head"], to_role=Role.registrar)
    assert {w.task.id for w in tasks.mine(office["strings"])} == {mine.id, roles.id}
    assert [w.task.id for w in tasks.mine(office["voices"])] == [roles.id]
    assert tasks.mine(office["senior"]) == [] and tasks.count(office["strings"]) == (2, 0)
    assert tasks.one(office["voices"], mine.id) is None and tasks.one(office["strings"], mine.id) is not None


def test_a_task_of_a_faculty_is_for_its_registrar_only(office: Any) -> None:
    made = make(office["head"], to_role=Role.registrar, scope={"faculty": ["f2"], "teacher": ["p9"]})
    assert tasks.mine(office["strings"]) == []
    assert [w.task.id for w in tasks.mine(office["voices"])] == [made.id]
    everywhere = make(office["head"], to_role=Role.senior_registrar, scope={"faculty": ["f2"]})
    assert [w.task.id for w in tasks.mine(office["senior"])] == [everywhere.id]


def test_nearest_deadline_first_and_dayless_last(office: Any) -> None:
    days = [None, today() + timedelta(days=3), today() - timedelta(days=2), today()]
    made = [make(office["head"], to_role=Role.registrar, due=d) for d in days]
    found = tasks.mine(office["strings"])
    assert [w.task.id for w in found] == [made[i].id for i in (2, 3, 1, 0)]
    assert [w.late for w in found] == [2, 0, 0, 0] and tasks.count(office["strings"]) == (4, 1)
    assert [w.task.id for w in tasks.mine(office["strings"], 2)] == [made[2].id, made[3].id]


def test_done_by_hand_by_whose_it_is(office: Any) -> None:
    made = give(office["head"], to_role="registrar")
    with pytest.raises(Forbidden):
        tasks.done(office["senior"], made.id, Why())
    done = tasks.done(office["voices"], made.id, Why("бітті"))
    assert done.state is TaskState.done and done.done_by and done.done_by.id == office["voices"].actor.id
    with pytest.raises(RuleBroken, match="closed_already"):
        tasks.done(office["strings"], made.id, Why())
    assert [x.closing for x in tasks.closed(office["voices"])] == ["бітті"]
    with pytest.raises(NotFound):
        tasks.done(office["voices"], "no-such", Why())


def test_a_task_of_an_act_is_closed_by_the_act_it_waits_for(office: Any) -> None:
    subject = Department(code="D1", name=Text(kk="А"), kind="department")
    first = make(office["head"], to_role=Role.registrar, subject=subject, mark="check")
    other = make(office["head"], to_role=Role.registrar, subject=subject, mark="sign")
    with pytest.raises(RuleBroken, match="closes_itself"):
        tasks.done(office["strings"], first.id, Why())
    with pytest.raises(RuleBroken, match="closes_itself"):
        tasks.cancel(office["head"], first.id, Why("а"))

    def work(tx: Any) -> Department:
        assert [x.id for x in tasks.close(tx, subject.id, "check")] == [first.id]
        return tx.add(subject)

    office["senior"].transact("reference.edit", work, Why("а"))
    assert [w.task.id for w in tasks.mine(office["strings"])] == [other.id]
    assert office["head"].store.one("tasks", {"_id": first.id})["done_by"]["id"] == office["senior"].actor.id


def test_taken_back_by_who_gave_it_with_a_reason(office: Any) -> None:
    made = give(office["senior"], to_user=plain(unit(office["strings"].actor.id)))
    assert [x.id for x in tasks.given(office["senior"])] == [made.id]
    with pytest.raises(Problems):
        tasks.cancel(office["senior"], made.id, Why())
    with pytest.raises(Forbidden):
        tasks.cancel(office["strings"], made.id, Why("а"))
    assert tasks.cancel(office["senior"], made.id, Why("қажет емес")).state is TaskState.cancelled
    assert tasks.mine(office["strings"]) == [] and notices.unread(office["strings"]) == 0


@pytest.mark.parametrize(
    ("values", "field", "key"),
    [
        ({"what": {"kk": "А"}}, "to_user", "tasks.person_or_role"),
        ({"what": {"kk": "А"}, "to_role": "head", "to_user": {"id": "x", "label": {"kk": "x"}}}, "to_user",
         "tasks.person_or_role"),
        ({"what": {"kk": "А"}, "to_role": "head", "due": "2020-01-01"}, "due", "tasks.due_past"),
        ({"what": {"kk": "А"}, "to_role": "auditor"}, "to_role", "tasks.nobody_there"),
        ({"what": {"kk": "А"}, "to_user": {"id": "gone", "label": {"kk": "x"}}}, "to_user", "tasks.nobody_there"),
        ({"what": {"kk": ""}, "to_role": "head"}, "what.kk", "errors.field.string_too_short"),
        ({"to_role": "head"}, "what", "errors.field.missing"),
    ],
)  # fmt: skip
def test_bad_assignment_is_named_beside_its_field(office: Any, values: Any, field: str, key: str) -> None:
    with pytest.raises(Problems) as e:
        tasks.assign(office["head"], values, Why())
    assert [(p.field, p.key) for p in e.value.problems] == [(field, key)]
    assert office["head"].store.count("tasks", {}) == 0


def test_only_who_may_gives_tasks_and_only_the_head_sees_everybodys_late_ones(office: Any) -> None:
    with pytest.raises(Forbidden):
        give(office["strings"], to_role="registrar")
    late = make(office["head"], to_role=Role.registrar, due=today() - timedelta(days=3), scope={"faculty": ["f1"]})
    nobody = make(office["head"], to_role=Role.auditor, due=today() - timedelta(days=1))
    make(office["head"], to_role=Role.registrar, due=today())
    with pytest.raises(Forbidden):
        tasks.overdue(office["senior"])
    found = tasks.overdue(office["head"])
    assert [(o.task.id, o.late, o.names) for o in found] == [(late.id, 3, ["Тест strings"]), (nobody.id, 1, [])]


# deputies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "has"),
    [(0, 0, True), (-5, None, True), (0, 9, True), (1, None, False), (-9, -1, False)],
)
def test_tasks_of_a_person_stand_with_his_deputy_in_those_days(
    office: Any, starts: int, ends: int | None, has: bool
) -> None:
    day = office["head"].today()
    row = Deputy(
        user=unit(office["voices"].actor.id), starts=day + timedelta(days=starts),
        ends=None if ends is None else day + timedelta(days=ends),
    )  # fmt: skip
    store = office["head"].store
    store.db["users"].update_one({"login": "strings"}, {"$push": {"deputies": plain(row)}})
    made = give(office["head"], to_user=plain(unit(office["strings"].actor.id)))
    scoped = make(office["head"], to_role=Role.registrar, scope={"faculty": ["f1"]})
    found = tasks.mine(office["voices"])
    assert {w.task.id for w in found} == ({made.id, scoped.id} if has else set())
    assert notices.unread(office["voices"]) == len(found), "the deputy is told as the person himself"
    if has:
        assert all(w.seat.deputy and w.seat.actor.id == office["strings"].actor.id for w in found)
        done = tasks.done(office["voices"], made.id, Why())
        assert done.done_for and done.done_for.id == office["strings"].actor.id
        assert done.done_by and done.done_by.id == office["voices"].actor.id
    else:
        with pytest.raises(Forbidden):
            tasks.done(office["voices"], made.id, Why())


def test_what_is_ones_own_is_not_done_for_another(office: Any) -> None:
    row = Deputy(user=unit(office["voices"].actor.id), starts=today() - timedelta(days=1))
    office["head"].store.db["users"].update_one({"login": "strings"}, {"$push": {"deputies": plain(row)}})
    made = give(office["head"], to_role="registrar")
    (waiting,) = tasks.mine(office["voices"])
    assert not waiting.seat.deputy
    assert tasks.done(office["voices"], made.id, Why()).done_for is None


def test_who_carries_out_a_role_by_order_has_its_tasks_and_keeps_his_own(office: Any) -> None:
    row = Acting(role=Role.head, starts=today() - timedelta(days=1), ends=today() + timedelta(days=1), order_number="7",
                 order_day=today())  # fmt: skip
    office["head"].store.db["users"].update_one({"login": "senior"}, {"$push": {"acting": plain(row)}})
    user = office["head"].store.load(User, office["senior"].actor.id)
    acting = Desk(actor_of(user), office["head"].store)
    made = {make(office["head"], to_role=r).id for r in (Role.head, Role.senior_registrar)}
    assert {w.task.id for w in tasks.mine(acting)} == made


# notices and reminders -----------------------------------------------------------------------------------------


def test_who_has_a_task_is_told_and_what_is_done_is_not_news_any_more(office: Any) -> None:
    made = give(office["head"], "Құжаттарды тексеру", to_role="registrar")
    assert notices.unread(office["head"]) == 0
    (told,) = notices.listed(office["strings"])
    assert (
        told.key == "tasks.told_dayless" and "Құжаттарды тексеру" in told.text.kk and told.address == {"task": made.id}
    )
    assert notices.unread(office["strings"]) == notices.unread(office["voices"]) == 1
    tasks.done(office["strings"], made.id, Why())
    assert notices.unread(office["strings"]) == notices.unread(office["voices"]) == 0


def test_marks_of_reading_are_ones_own(office: Any) -> None:
    for n in range(3):
        give(office["head"], f"Іс {n}", to_role="registrar")
    first = notices.listed(office["strings"])[0]
    assert notices.read(office["voices"], first.id) == 0
    assert notices.read(office["strings"], first.id) == 1 and notices.unread(office["strings"]) == 2
    assert notices.read(office["strings"]) == 2 and notices.unread(office["strings"]) == 0
    assert notices.unread(office["voices"]) == 3


def test_news_to_a_role_reaches_all_but_who_acts(office: Any) -> None:
    def work(tx: Any) -> Any:
        notices.tell(tx, Role.registrar, "common.saved", {}, "students", {"id": "s1"})
        return tx.add(Department(code="D3", name=Text(kk="А"), kind="department"))

    office["senior"].transact("reference.edit", work, Why("а"))
    for who, count in (("strings", 1), ("voices", 1), ("senior", 0), ("head", 0)):
        assert notices.unread(office[who]) == count
    assert notices.listed(office["voices"])[0].text.ru == "Сохранено"


def test_an_act_that_fails_tells_nobody(office: Any) -> None:
    def work(tx: Any) -> Any:
        notices.tell(tx, Role.registrar, "common.saved")
        raise RuleBroken("errors.rule_broken")

    with pytest.raises(RuleBroken):
        office["senior"].transact("reference.edit", work, Why("а"))
    assert office["head"].store.count("notices", {}) == 0


def test_late_tasks_are_told_to_the_head_once_and_near_ones_to_whose_they_are(office: Any) -> None:
    store = office["head"].store
    make(office["head"], to_role=Role.registrar, due=today() + timedelta(days=1), scope={"faculty": ["f1"]})
    late = make(office["head"], to_user=unit(office["voices"].actor.id), due=today() + timedelta(days=1))
    make(office["head"], to_role=Role.registrar, due=today() + timedelta(days=9))
    for who in office.values():
        notices.read(who)
    assert tasks.remind(store, today()) == 2 and tasks.remind(store, today()) == 0
    assert [n.key for n in notices.listed(office["strings"]) if n.read_at is None] == ["tasks.told_soon"]
    assert notices.unread(office["head"]) == 0
    assert tasks.remind(store, today() + timedelta(days=3)) == 2
    assert tasks.remind(store, today() + timedelta(days=4)) == 0
    told = [n for n in notices.listed(office["head"]) if n.read_at is None]
    assert {n.key for n in told} == {"tasks.told_late"} and any("Тест" not in n.text.kk for n in told)
    assert late.id in {n.task for n in told}
