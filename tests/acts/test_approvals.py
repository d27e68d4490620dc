"""Approvals against a real database: step by step, never twice through the same hands, one decision at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from core import approvals, kinds, notices, tasks, users
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, OfficeError, Problems, RuleBroken, StaleRevision
from core.i18n import t
from core.kinds import shipped
from core.users import actor_of
from schemas.base import LANGS, Ref, Text
from schemas.kinds import Kind, Route, Step
from schemas.reference import Department
from schemas.task import Approval, ApprovalState, StepState
from schemas.user import Deputy, User
from schemas.words import Role

DAY = date(2026, 1, 1)


def desk_of(store: Store, login: str, role: Role, **more: Any) -> Desk:
    """An open account of a role in the base, and its desk."""
    user = User(login=login, name=f"Тест {login}", role=role, order_number="1", **more)
    store.db["users"].insert_one(plain(user))
    return Desk(actor_of(user), store)


@pytest.fixture
def office(store: Store, tampered: None) -> dict[str, Desk]:
    """Accounts put straight into the base (so the trail knows nothing of them) and a route of two steps."""
    people = {
        "head": desk_of(store, "head", Role.head),
        "senior": desk_of(store, "senior", Role.senior_registrar),
        "other": desk_of(store, "other", Role.senior_registrar),
        "asker": desk_of(store, "asker", Role.registrar, faculties=[Ref(id="f1", label=Text(kk="Ф"))]),
    }
    route(people["head"], "paper", Step(role=Role.senior_registrar, days=2), Step(role=Role.head, days=5))
    return people


def route(desk: Desk, code: str, *steps: Step) -> None:
    kind = Kind(
        sort="route", code=code, name=Text(kk="Құжат келісу", ru="Согласование", en="Paper"), effective=DAY,
        body=Route(steps=list(steps)),
    )  # fmt: skip
    desk.store.db["kinds"].insert_one(plain(kind))


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """What followed from decisions about departments: (what, subject)."""
    seen: list[tuple[str, str]] = []

    def agreed(tx: Any, id: str) -> None:
        unit = tx.get(Department, id, scoped=False)
        unit.code = "OK"
        tx.save(unit)
        seen.append(("agreed", id))

    monkeypatch.setitem(approvals.AGREED, "departments", agreed)
    monkeypatch.setitem(approvals.DECLINED, "departments", lambda tx, id: seen.append(("declined", id)))
    yield seen


def ask(desk: Desk, code: str = "paper", unit: Department | None = None) -> Approval:
    """Ask for the approval of a unit, in an act of its own."""
    unit = unit or Department(code="D1", name=Text(kk="Домбыра кафедрасы", ru="Кафедра домбры"), kind="department")
    found: list[Approval] = []

    def work(tx: Any) -> Department:
        if tx.session.one("departments", {"_id": unit.id}):
            held = tx.get(Department, unit.id, scoped=False)
        else:
            held = tx.add(unit, scoped=False)
        found.append(approvals.start(tx, code, held, "references", {"id": unit.id}))
        return held

    desk.transact("reference.edit", work, Why("сұраймын"), right="task.work")
    return desk.store.load(Approval, found[-1].id)


def test_two_steps_one_after_another_and_the_last_does_what_was_asked(office: Any, followed: Any) -> None:
    asker, senior, head = office["asker"], office["senior"], office["head"]
    made = ask(asker)
    assert [s.state for s in made.steps] == [StepState.running, StepState.waiting]
    assert made.steps[0].due == asker.today() + timedelta(days=2)
    assert [w.task.approval for w in tasks.mine(senior)] == [made.id] and tasks.mine(head) == []
    with pytest.raises(Forbidden):
        approvals.agree(head, made.id, made.revision, Why())

    first = approvals.agree(senior, made.id, made.revision, Why("дұрыс"))
    assert first.state is ApprovalState.running and first.steps[0].note == "дұрыс" and followed == []
    assert tasks.mine(senior) == [] and tasks.mine(office["other"]) == []
    assert [w.task.due for w in tasks.mine(head)] == [head.today() + timedelta(days=5)]

    last = approvals.agree(head, made.id, first.revision, Why())
    assert last.state is ApprovalState.agreed and followed == [("agreed", made.subject.id)]
    assert head.store.load(Department, made.subject.id).code == "OK"
    assert [n.key for n in notices.listed(asker)] == ["approvals.told_agreed"]
    assert "Домбыра" in notices.listed(asker)[0].text.kk and "домбры" in notices.listed(asker)[0].text.ru
    with pytest.raises(RuleBroken, match="decided_already"):
        approvals.agree(office["other"], made.id, last.revision, Why())


def test_declined_ends_it_and_a_reason_is_asked(office: Any, followed: Any) -> None:
    made = ask(office["asker"])
    with pytest.raises(Problems):
        approvals.decline(office["senior"], made.id, made.revision, Why("  "))
    done = approvals.decline(office["senior"], made.id, made.revision, Why("қате"))
    assert done.state is ApprovalState.declined and followed == [("declined", made.subject.id)]
    assert all(tasks.mine(office[w]) == [] for w in office)
    assert [n.key for n in notices.listed(office["asker"])] == ["approvals.told_declined"]
    again = ask(office["asker"], unit=office["head"].store.load(Department, made.subject.id))
    assert again.state is ApprovalState.running
    assert [a.id for a in approvals.of_subject(office["head"], made.subject.id)] == [again.id, made.id]


def test_who_asked_takes_it_back_and_nobody_else(office: Any, followed: Any) -> None:
    made = ask(office["asker"])
    with pytest.raises(Forbidden, match="not_asked_by_you"):
        approvals.withdraw(office["senior"], made.id, made.revision, Why("а"))
    done = approvals.withdraw(office["asker"], made.id, made.revision, Why("өзгерді"))
    assert done.state is ApprovalState.withdrawn and followed == [("declined", made.subject.id)]
    assert tasks.mine(office["senior"]) == [] and notices.unread(office["senior"]) == 0
    assert approvals.asked(office["asker"]) == []
    stuck = ask(office["asker"], unit=office["head"].store.load(Department, made.subject.id))
    office["head"].store.db["users"].update_many({"role": "senior_registrar"}, {"$set": {"active": False}})
    done = approvals.withdraw(office["head"], stuck.id, stuck.revision, Why("қызметкер кетті"))
    assert done.state is ApprovalState.withdrawn


def test_who_asked_never_agrees_though_the_step_is_his_roles(office: Any, followed: Any) -> None:
    made = ask(office["senior"])
    with pytest.raises(RuleBroken, match="asked_yourself"):
        approvals.agree(office["senior"], made.id, made.revision, Why())
    refusal = approvals.may_decide(office["senior"], made)
    assert refusal is not None and refusal.key == "approvals.asked_yourself"
    assert approvals.may_decide(office["other"], made) is None
    approvals.agree(office["other"], made.id, made.revision, Why())


def test_nobody_agrees_two_steps(office: Any, followed: Any) -> None:
    route(office["head"], "twice", Step(role=Role.senior_registrar), Step(role=Role.senior_registrar))
    made = ask(office["asker"], "twice")
    made = approvals.agree(office["senior"], made.id, made.revision, Why())
    with pytest.raises(RuleBroken, match="four_eyes"):
        approvals.agree(office["senior"], made.id, made.revision, Why())
    assert approvals.agree(office["other"], made.id, made.revision, Why()).state is ApprovalState.agreed


@pytest.mark.parametrize("lang", LANGS)
def test_a_route_with_a_step_that_nobody_can_decide_is_refused_and_named(office: Any, lang: Any) -> None:
    head = office["head"]
    route(head, "alone", Step(role=Role.senior_registrar), Step(role=Role.auditor))
    route(head, "twice", Step(role=Role.head), Step(role=Role.head))
    route(head, "boss", Step(role=Role.head))
    for desk, code, key, step in (
        (office["asker"], "alone", "approvals.nobody", 2),
        (office["asker"], "twice", "approvals.nobody_else", 2),
        (head, "boss", "approvals.nobody", 1),
    ):
        with pytest.raises(RuleBroken) as e:
            ask(desk, code)
        assert (e.value.key, e.value.values["step"]) == (key, step)
        said = t(e.value.key, lang, **e.value.values)
        assert str(step) in said and e.value.values["who"].label(lang) in said
    with pytest.raises(NotFound):
        ask(office["asker"], "no_such")
    assert head.store.count("approvals", {}) == head.store.count("departments", {}) == 0
    assert head.store.count("notices", {}) == 0


def test_a_closed_account_can_decide_nothing_so_the_route_is_refused(office: Any) -> None:
    office["head"].store.db["users"].update_one({"login": "head"}, {"$set": {"active": False}})
    with pytest.raises(RuleBroken) as e:
        ask(office["asker"])
    assert e.value.values["step"] == 2 and e.value.values["who"] is Role.head


def test_a_step_for_one_exact_person(office: Any, followed: Any) -> None:
    other = Ref(id=office["other"].actor.id, label=Text(kk="Басқа"))
    route(office["head"], "exact", Step(role=Role.senior_registrar, user=other))
    made = ask(office["asker"], "exact")
    assert tasks.mine(office["senior"]) == []
    with pytest.raises(Forbidden):
        approvals.agree(office["senior"], made.id, made.revision, Why())
    assert approvals.agree(office["other"], made.id, made.revision, Why()).state is ApprovalState.agreed


def test_one_approval_of_a_record_at_a_time(office: Any, followed: Any) -> None:
    made = ask(office["asker"])
    unit = office["head"].store.load(Department, made.subject.id)
    with pytest.raises(RuleBroken, match="running_already"):
        ask(office["senior"], unit=unit)


def test_two_who_agree_at_once_make_one_decision(office: Any, followed: Any) -> None:
    route(office["head"], "one", Step(role=Role.senior_registrar))
    made = ask(office["asker"], "one")
    answers: list[Any] = []
    gate = threading.Barrier(2)

    def press(desk: Desk) -> None:
        gate.wait()
        try:
            answers.append(approvals.agree(desk, made.id, made.revision, Why()).state)
        except OfficeError as e:
            answers.append(type(e))

    both = [threading.Thread(target=press, args=(office[w],)) for w in ("senior", "other")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(str, answers)) == sorted(map(str, [ApprovalState.agreed, StaleRevision]))
    store = office["head"].store
    assert store.count("audit_events", {"action": "approval.agree"}) == 1
    assert store.count("notices", {"key": "approvals.told_agreed"}) == 1
    assert store.load(Approval, made.id).steps[0].by is not None


def test_a_double_click_is_one_decision(office: Any, followed: Any) -> None:
    made, why = ask(office["asker"]), Why("иә")
    first = approvals.agree(office["senior"], made.id, made.revision, why)
    assert approvals.agree(office["senior"], made.id, made.revision, why).revision == first.revision
    with pytest.raises(StaleRevision):
        approvals.agree(office["other"], made.id, made.revision, Why())


def test_when_what_follows_fails_nothing_is_decided(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(tx: Any, id: str) -> None:
        raise RuleBroken("errors.rule_broken")

    monkeypatch.setitem(approvals.AGREED, "departments", refuse)
    route(office["head"], "one", Step(role=Role.senior_registrar))
    made = ask(office["asker"], "one")
    with pytest.raises(RuleBroken):
        approvals.agree(office["senior"], made.id, made.revision, Why())
    assert office["head"].store.load(Approval, made.id).state is ApprovalState.running
    assert len(tasks.mine(office["senior"])) == 1


# deputies ------------------------------------------------------------------------------------------------------


def deputise(desk: Desk, of: Desk, starts: date, ends: date | None) -> None:
    row = Deputy(user=Ref(id=desk.actor.id, label=Text(kk="Орынбасар")), starts=starts, ends=ends)
    desk.store.db["users"].update_one({"_id": of.actor.id}, {"$push": {"deputies": plain(row)}})


def test_a_deputy_decides_in_his_days_and_both_are_written_down(office: Any, followed: Any) -> None:
    today = office["head"].today()
    route(office["head"], "boss", Step(role=Role.head))
    deputise(office["senior"], office["head"], today - timedelta(days=1), today)
    deputise(office["other"], office["head"], today - timedelta(days=9), today - timedelta(days=1))
    made = ask(office["asker"], "boss")
    (waiting,) = tasks.mine(office["senior"])
    assert waiting.seat.deputy and waiting.seat.who.id == office["head"].actor.id
    assert tasks.mine(office["other"]) == []
    with pytest.raises(Forbidden):
        approvals.agree(office["other"], made.id, made.revision, Why())
    done = approvals.agree(office["senior"], made.id, made.revision, Why())
    step = done.steps[0]
    assert step.by and step.for_whom
    assert (step.by.id, step.for_whom.id) == (office["senior"].actor.id, office["head"].actor.id)
    (closed,) = tasks.closed(office["senior"])
    assert closed.done_for and closed.done_for.id == office["head"].actor.id


def test_a_deputy_never_agrees_in_the_place_of_who_asked_nor_after_himself(office: Any, followed: Any) -> None:
    today = office["head"].today()
    deputise(office["senior"], office["head"], today, None)
    made = ask(office["asker"])
    made = approvals.agree(office["senior"], made.id, made.revision, Why())
    with pytest.raises(RuleBroken, match="four_eyes"):
        approvals.agree(office["senior"], made.id, made.revision, Why())
    assert approvals.agree(office["head"], made.id, made.revision, Why()).state is ApprovalState.agreed

    route(office["head"], "seniors", Step(role=Role.senior_registrar))
    deputise(office["head"], office["senior"], today, None)
    own = ask(office["senior"], "seniors", Department(code="D2", name=Text(kk="Б"), kind="department"))
    with pytest.raises(RuleBroken):
        approvals.agree(office["head"], own.id, own.revision, Why())


# routes ------------------------------------------------------------------------------------------------------------


def test_two_accounts_of_one_person_are_one_pair_of_hands(office: Any, followed: Any) -> None:
    store, person = office["head"].store, Ref(id="p7", label=Text(kk="Бір адам"))
    first = desk_of(store, "first", Role.auditor, person=person)
    second = desk_of(store, "second", Role.management, person=person)
    route(first, "same", Step(role=Role.auditor), Step(role=Role.management))
    with pytest.raises(RuleBroken, match="nobody_else"):
        ask(office["asker"], "same")
    third = desk_of(store, "third", Role.management)
    made = ask(office["asker"], "same")
    made = approvals.agree(first, made.id, made.revision, Why())
    with pytest.raises(RuleBroken, match="same_person"):
        approvals.agree(second, made.id, made.revision, Why())
    assert approvals.agree(third, made.id, made.revision, Why()).state is ApprovalState.agreed


def test_one_who_lost_the_role_decides_no_more(office: Any, followed: Any) -> None:
    other = Ref(id=office["other"].actor.id, label=Text(kk="Басқа"))
    route(office["head"], "exact", Step(role=Role.senior_registrar, user=other))
    made = ask(office["asker"], "exact")
    store = office["head"].store
    store.db["users"].update_one({"_id": other.id}, {"$set": {"role": "registrar"}})
    changed = Desk(actor_of(store.load(User, other.id)), store)
    with pytest.raises(Forbidden):
        approvals.agree(changed, made.id, made.revision, Why())


def step(role: str, user: Desk | None = None) -> dict[str, Any]:
    return {"role": role, "days": 2} | (
        {"user": {"id": user.actor.id, "label": {"kk": user.actor.name}}} if user else {}
    )


def describe_route(desk: Desk, body: dict[str, Any]) -> Kind:
    """A route as the head describes it in the browser."""
    values = {"code": "r1", "name.kk": "Бағыт", "effective": "2026-01-01"} | {f"body.{k}": v for k, v in body.items()}
    return kinds.save(desk, "route", None, 0, values, Why("т"))


@pytest.mark.parametrize(
    ("steps", "key"),
    [
        ([("head", "gone")], "approvals.step_gone"),
        ([("auditor", "head")], "approvals.step_other_role"),
        ([("head", "head"), ("head", "head")], "approvals.step_twice"),
    ],
)
def test_a_route_names_only_people_who_can_walk_it(office: Any, steps: Any, key: str) -> None:
    office["gone"] = desk_of(office["head"].store, "gone", Role.head, active=False)
    body = {"steps": [step(role, office[who]) for role, who in steps]}
    with pytest.raises(Problems) as e:
        describe_route(office["head"], body)
    problem = e.value.problems[-1]
    assert (problem.field, problem.key) == ("body.steps", key)
    assert all(t(problem.key, lang, **problem.values) for lang in LANGS)


def test_a_route_without_an_approver_is_refused(office: Any) -> None:
    with pytest.raises(Problems) as e:
        describe_route(office["head"], {"steps": []})
    assert e.value.problems[0].field.startswith("body.steps")


def test_shipped_routes_are_routes() -> None:
    found = [k for k in shipped.entries() if k.sort.value == "route"]
    assert {"head", "senior_head", "leadership"} <= {k.code for k in found}
    for kind in found:
        assert kind.as_body(Route).steps and all(kind.name.get(lang) for lang in LANGS)


def test_the_trail_of_an_approval_is_whole(head: Desk, followed: Any) -> None:
    """People, route and approval made by acts only: the trail is verified after the test."""

    def appointed(login: str, role: Role) -> Desk:
        fields = {"login": login, "name": login, "role": role, "order_number": "7"}
        return Desk(actor_of(users.create(head, fields, "Домбыра-күй-2026", Why("бұйрық"))), head.store)

    first, second, asker = (
        appointed("first", Role.senior_registrar), appointed("second", Role.management), appointed("asker", Role.head)
    )  # fmt: skip
    describe_route(head, {"steps": [step("senior_registrar"), step("management", second)]})
    made = ask(asker, "r1")
    made = approvals.agree(first, made.id, made.revision, Why("дұрыс"))
    assert approvals.agree(second, made.id, made.revision, Why()).state is ApprovalState.agreed
    again = ask(asker, "r1", Department(code="D9", name=Text(kk="Қобыз"), kind="department"))
    approvals.decline(first, again.id, again.revision, Why("қате"))
