"""Proposed changes: asked by who may not edit, decided by the office; every «no» by name."""

from __future__ import annotations

from datetime import date

import pytest

from core import students
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.students import proposals
from schemas.base import Ref, Text
from schemas.proposal import ProposalState
from schemas.student import Contacts, Name, Profile, Student, StudyProfile
from schemas.user import User
from schemas.words import Role
from tests.conftest import actor

FACULTY, DEPARTMENT = Ref(id="f1", label=Text(kk="Аспап")), Ref(id="d1", label=Text(kk="Домбыра"))
TEACHER = Ref(id="t1", label=Text(kk="Оразбаева"))
CHANGE = {"studies.st1.instrument": "Домбыра", "contacts.phone": "+7 702"}


@pytest.fixture
def made(head: Desk) -> Student:
    profile = Profile(
        number="S-1", name=Name(last="Әбенова", first="Қарлығаш"), iin_absent_reason="белгісіз",
        contacts=Contacts(phone="+7 701"),
    )  # fmt: skip
    study = StudyProfile(
        id="st1", faculty=FACULTY, department=DEPARTMENT, teacher=TEACHER, group="ОС-1", admitted_on=date(2024, 9, 1)
    )
    return students.admit(head, profile, study, Why("а"))


@pytest.fixture
def teacher(head: Desk) -> Desk:
    return Desk(actor(Role.teacher, teacher="t1"), head.store)


def row(desk: Desk) -> dict:  # type: ignore[type-arg]
    return desk.store.one("students", {}) or {}


def test_a_proposal_changes_nothing_until_it_is_accepted(head: Desk, teacher: Desk, made: Student) -> None:
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("аспабын ауыстырды"))
    assert row(head)["revision"] == 1 and proposal.state == "open"
    assert "+7 702" not in str(head.store.rows("proposals", {})) + str(head.store.rows("audit_events", {}))
    done = proposals.accept(head, proposal.id, 1, Why(""))
    assert done.state == "accepted" and {c.outcome for c in done.changes} == {"accepted"}
    card = students.card(head, made.id)
    assert card.contacts.phone == "+7 702" and card.studies[0].instrument == "Домбыра"
    event = row(head)["events"][-1]
    assert event["basis"]["number"] == proposal.number and proposal.number in event["reason"]
    with pytest.raises(RuleBroken, match="decided_already"):
        proposals.decline(head, proposal.id, 2, Why("кеш"))


def test_some_fields_are_accepted_and_the_rest_declined(head: Desk, teacher: Desk, made: Student) -> None:
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("а"))
    with pytest.raises(RuleBroken, match="nothing_chosen"):
        proposals.accept(head, proposal.id, 1, Why(""), [])
    done = proposals.accept(head, proposal.id, 1, Why("аспабы ғана"), ["studies.st1.instrument"])
    assert {c.path: c.outcome for c in done.changes} == {
        "studies.st1.instrument": "accepted", "contacts.phone": "declined",
    }  # fmt: skip
    assert students.card(head, made.id).contacts.phone == "+7 701"


def test_a_field_changed_meanwhile_is_not_overwritten(head: Desk, teacher: Desk, made: Student) -> None:
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("а"))
    students.edit(head, made.id, 1, {"studies.st1.instrument": "Қобыз"}, Why("б"))
    with pytest.raises(Problems) as e:
        proposals.accept(head, proposal.id, 1, Why(""))
    assert [p.key for p in e.value.problems] == ["records.changed_since"]
    shown = {c.path: (now, new) for c, _, now, new in proposals.now_and_proposed(head, proposal)}
    assert shown["studies.st1.instrument"] == ("Қобыз", "Домбыра") and shown["contacts.phone"][1] == "+7 702"
    hidden = {c.path: new for c, _, _, new in proposals.now_and_proposed(teacher, proposal)}
    assert hidden["contacts.phone"] == "•••"
    assert proposals.accept(head, proposal.id, 1, Why(""), ["contacts.phone"]).state == "accepted"


def test_declined_with_a_reason_that_the_proposer_sees(head: Desk, teacher: Desk, made: Student) -> None:
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("а"))
    with pytest.raises(Problems):
        proposals.decline(head, proposal.id, 1, Why(" "))
    proposals.decline(head, proposal.id, 1, Why("құжаты жоқ"))
    assert [p.note for p in proposals.proposals(teacher, ProposalState.declined)] == ["құжаты жоқ"]
    assert proposals.proposals(teacher) == [] and row(head)["revision"] == 1
    assert head.store.count("notices", {"to": teacher.actor.id}) == 1


def test_only_ones_own_is_taken_back(head: Desk, teacher: Desk, made: Student) -> None:
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("а"))
    colleague = Desk(actor(Role.department, department="d1"), head.store)
    with pytest.raises(Forbidden):
        proposals.withdraw(colleague, proposal.id, 1, Why(""))
    assert proposals.withdraw(teacher, proposal.id, 1, Why("")).state == "withdrawn"
    assert head.store.count("tasks", {"state": "open"}) == 0


def test_what_may_not_be_proposed_is_named(head: Desk, teacher: Desk, made: Student) -> None:
    for path in ("iin", "studies.st1.status", "studies.st1.group", "number", "studies.st1.totals.gpa"):
        with pytest.raises(RuleBroken, match="not_to_propose"):
            proposals.propose(teacher, made.id, 1, {path: "x"}, Why("а"))
    with pytest.raises(RuleBroken, match="nothing_changed"):
        proposals.propose(teacher, made.id, 1, {"contacts.phone": "+7 701"}, Why("а"))
    with pytest.raises(Problems):
        proposals.propose(teacher, made.id, 1, CHANGE, Why(""))
    with pytest.raises(Problems):
        proposals.propose(teacher, made.id, 1, {"studies.st1.instrument": "x" * 81}, Why("а"))
    proposals.propose(teacher, made.id, 1, CHANGE, Why("а"))
    with pytest.raises(Problems) as e:
        proposals.propose(teacher, made.id, 1, {"contacts.phone": "+7 703"}, Why("а"))
    assert e.value.problems[0].key == "records.proposed_already"
    students.edit(head, made.id, 1, {"citizenship": "KZ"}, Why("б"))
    with pytest.raises(StaleRevision):
        proposals.propose(teacher, made.id, 1, {"contacts.email": "a@b.kz"}, Why("а"))


def test_who_may_propose_and_who_may_decide(head: Desk, teacher: Desk, made: Student) -> None:
    own = {
        Role.teacher: {"teacher": "t1"}, Role.department: {"department": "d1"}, Role.adviser: {"group": "ОС-1"},
        Role.career: {},
    }  # fmt: skip
    for n, role in enumerate(Role):
        desk = Desk(actor(role, **own.get(role, {"faculty": "f1"})), head.store)
        if role in own:
            change = {"contacts.phone": f"+7 71{n}"}
            made_one = proposals.propose(desk, made.id, 1, change, Why("а"))
            assert [p.id for p in proposals.proposals(desk)] == [made_one.id]
            proposals.withdraw(desk, made_one.id, 1, Why(""))
        else:
            with pytest.raises(Forbidden):
                proposals.propose(desk, made.id, 1, CHANGE, Why("а"))
    for role in (Role.teacher, Role.department, Role.adviser):
        stranger = Desk(actor(role, teacher="t9", department="d9", group="Х"), head.store)
        with pytest.raises(Forbidden):
            proposals.propose(stranger, made.id, 1, CHANGE, Why("а"))
        assert proposals.proposals(stranger) == []
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("а"))
    with pytest.raises(Forbidden):
        proposals.accept(Desk(actor(Role.registrar, faculty="f2"), head.store), proposal.id, 1, Why(""))
    mine = Desk(actor(Role.registrar, faculty="f1"), head.store)
    assert proposals.accept(mine, proposal.id, 1, Why("")).state == "accepted"


def test_the_office_has_a_task_until_it_decides(head: Desk, teacher: Desk, made: Student) -> None:
    user = User(login="reg", name="Тіркеуші", role=Role.registrar, faculties=[FACULTY], order_number="1")
    head.store.db["users"].insert_one(plain(user))
    proposal = proposals.propose(teacher, made.id, 1, CHANGE, Why("а"), ("өтініш.txt", "өтініш".encode()))
    task = head.store.one("tasks", {}) or {}
    assert task["to_role"] == "registrar" and task["page"] == "proposals" and task["state"] == "open"
    assert proposal.file is not None and head.store.count("notices", {"to": user.id}) == 1
    proposals.accept(head, proposal.id, 1, Why(""))
    assert (head.store.one("tasks", {}) or {})["state"] == "done"
    head.store.db["users"].delete_one({"_id": user.id})  # put there by hand, so it is no part of the trail
