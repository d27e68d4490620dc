"""Declarations of interest: one's own, replaced by the next, due yearly; asked by grade sheets and by commissions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core import declarations, kinds, sheets, tasks
from core.attestation import commissions
from core.attestation.protocols.around import Around
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.scheduler.table import TABLE, Daily, loaded
from core.sheets import interests
from schemas.attestation import ConflictKind, Presented
from schemas.base import Id, Ref
from schemas.declaration import Declaration, DeclarationState
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Sort
from schemas.user import User
from schemas.words import Role, SheetStatus
from tests.acts.attestation_kit import graduates
from tests.acts.test_sheets import TEACHER, fill, office, seen
from tests.conftest import actor

DAY = date(2026, 11, 25)  # not after today: what a version puts in force is in force by the clock of the process


def at(store: Store, role: Role = Role.head, day: date = DAY, **assigned: str) -> Desk:
    return Desk(actor(role, **assigned), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


def account(store: Store, role: Role, person: Ref | None = None, id: Id = "") -> None:
    user = User(_id=id or f"u-{role.value}", login=id or role.value, name=f"Тест {role.value}", role=role,
                person=person, order_number="1")  # fmt: skip
    at(store).transact("user.appoint", lambda tx: tx.add(user), Why("т"))


def kin(number: str, **more: Any) -> dict[str, Any]:
    return {"relation": "child", "whom": "student", "number": number, "what": "Ұлым", **more}


def declared(store: Store, number: str, day: date = DAY, **more: Any) -> Declaration:
    account(store, Role.teacher, TEACHER)
    himself = at(store, Role.teacher, day, teacher=TEACHER.id)
    return declarations.declare(himself, {"interests": [kin(number, **more)]}, Why())


def test_the_next_takes_the_place_of_what_was_signed_and_nothing_is_edited(head: Desk) -> None:
    sheet = office(head)
    first = declared(head.store, sheet.lines[0].number)
    teacher, auditor = at(head.store, Role.teacher), at(head.store, Role.auditor)
    assert (first.number, first.person, first.interests[0].student) == (
        "2026-0001", TEACHER, sheet.lines[0].student
    )  # fmt: skip
    why = Why()
    second = declarations.declare(teacher, {"none": True}, why)
    assert declarations.declare(teacher, {"none": True}, why).id == second.id
    before = declarations.get(auditor, first.id)
    assert (before.status, before.next and before.next.id) == (DeclarationState.replaced, second.id)
    standing = declarations.standing(teacher)
    assert before.interests == first.interests and standing and standing.id == second.id
    with pytest.raises(Forbidden):
        declarations.get(at(head.store, Role.registrar), first.id)
    with pytest.raises(Forbidden):
        declarations.listed(at(head.store, Role.management))
    with pytest.raises(RuleBroken, match="frozen"):
        head.transact("declaration.make", lambda tx: tx.save(_other(tx.get(Declaration, second.id))), Why())
    assert [r["number"] for r in declarations.listed(auditor, 2026, "signed")] == ["2026-0002"]


def _other(of: Declaration) -> Declaration:
    of.none = False
    return of


@pytest.mark.parametrize(
    ("values", "field", "key"),
    [
        ({}, "none", "declarations.neither"),
        ({"none": True, "interests": [kin("N0-0")]}, "none", "declarations.both"),
        ({"interests": [kin("жоқ")]}, "interests", "declarations.no_student"),
        ({"interests": [kin("", whom="applicant")]}, "interests", "declarations.no_student"),
        ({"interests": [kin("", whom="teacher")]}, "interests", "declarations.no_person"),
        ({"interests": [kin("", whom="firm")]}, "interests", "declarations.no_name"),
        ({"interests": [{"whom": "firm", "name": "ЖШС"}]}, "interests.0.relation", "errors.field.missing"),
    ],
)
def test_what_says_nothing_is_refused_beside_its_field(
    head: Desk, values: dict[str, Any], field: str, key: str
) -> None:
    office(head)
    with pytest.raises(Problems) as e:
        declarations.declare(head, values, Why())
    assert [(p.field, p.key) for p in e.value.problems] == [(field, key)]
    assert head.store.count("declarations", {}) == 0


def test_each_is_asked_once_a_year_and_who_has_not_declared_is_listed(store: Store) -> None:
    for role in (Role.head, Role.teacher, Role.hr):
        account(store, role)
    entry = TABLE["declarations"]
    assert isinstance(entry, Daily)
    remind = loaded(entry.work)
    declarations.declare(at(store, Role.hr, date(2027, 1, 5)), {"none": True}, Why())
    assert remind(store, date(2027, 1, 9)) == 0, "asked from the day of the settings on"
    assert remind(store, date(2027, 1, 10)) == 2 and remind(store, date(2027, 1, 11)) == 0
    teacher = at(store, Role.teacher, date(2027, 1, 12))
    assert [w.task.due for w in tasks.mine(teacher)] == [date(2027, 2, 1)]
    declarations.declare(teacher, {"none": True}, Why())
    assert tasks.mine(teacher) == []
    assert [m.user for m in declarations.missing(at(store, day=date(2027, 1, 12)), 2027)] == ["u-head"]
    assert remind(store, date(2028, 3, 1)) == 3, "an interest of last year still stands, the new year is asked for"


def _filled(desk: Desk, sheet: GradeSheet) -> GradeSheet:
    fill(desk, sheet, *[("86", "90", "88")] * 3)
    return sheet


@pytest.mark.usefixtures("shipped")
def test_a_sheet_shows_the_interest_and_lets_sign_unless_the_office_refuses_it(store: Store) -> None:
    desk = at(store)
    sheet = _filled(desk, office(desk))
    made = declared(store, sheet.lines[1].number, relation="spouse")
    [found] = interests.declared(store, sheet)
    assert (found.examiner, found.student, found.number) == (TEACHER, sheet.lines[1].student, made.number)
    himself = at(store, Role.teacher, teacher=TEACHER.id)
    kinds.save(desk, Sort.integrity_rules, "main", 1, {"body.at_signing": "refuse"}, Why("комиссия шешімі"))
    with pytest.raises(RuleBroken, match="declared_interest") as e:
        sheets.sign(himself, sheet.id, sheet.revision, seen(himself, sheet), Why())
    assert e.value.values["students"].kk == sheet.lines[1].student.label.kk
    with pytest.raises(RuleBroken, match="declared_interest"):
        sheets.close(desk, sheet.id, sheet.revision, seen(desk, sheet), Why("қағазға қол қойған"))
    declarations.declare(himself, {"none": True}, Why())
    assert interests.declared(store, sheet) == []
    signed = sheets.sign(himself, sheet.id, sheet.revision, seen(himself, sheet), Why())
    assert signed.status is SheetStatus.signed


@pytest.mark.usefixtures("shipped")
def test_as_shipped_the_office_only_warns(store: Store) -> None:
    desk = at(store)
    sheet = _filled(desk, office(desk))
    declared(store, sheet.lines[0].number)
    himself = at(store, Role.teacher, teacher=TEACHER.id)
    assert len(interests.declared(store, sheet)) == 1
    assert sheets.sign(himself, sheet.id, sheet.revision, seen(himself, sheet), Why()).status is SheetStatus.signed


@pytest.mark.usefixtures("shipped")
def test_a_commission_knows_what_who_sits_declared_of_its_graduates(store: Store) -> None:
    of = graduates(store, 2)
    first, second = (of.candidacy(p, presented=Presented()) for p in of.pupils)
    other = of.of.teachers[1]
    [seat] = [s for s in of.commission.seats if s.person and s.person.id == other.id]
    before = len(commissions.flagged(of.desk, of.commission))
    account(store, Role.teacher, other.ref())
    himself = Desk(actor(Role.teacher, teacher=other.id), store, clock=of.desk.clock)
    number = (store.one("students", {"_id": first.student.id}) or {})["number"]
    declarations.declare(himself, {"interests": [kin(number)]}, Why())
    flags = [f for f in commissions.flagged(of.desk, of.commission) if f.yearly]
    assert [(f.seat.id, f.student.id) for f in flags] == [(seat.id, first.student.id)]
    assert flags[0].conflict.kind is ConflictKind.relative
    assert len(commissions.flagged(of.desk, of.commission)) == before + 1
    around = Around.of(of.sitting([first, second]), of.commission)
    assert seat.id in around.barred(store, first) and seat.id not in around.barred(store, second)
    of.joined(of.pupils[0])
    assert seat.id in around.barred(store, first), "a record that was joined to another hides nothing"
    with pytest.raises(RuleBroken, match="not_declared"):
        commissions.take_back(of.desk, of.commission.id, of.commission.revision, seat.id, first.student.id, Why("т"))


def test_an_interest_in_nobody_of_the_sheet_says_nothing(head: Desk) -> None:
    one, other = office(head), office(head)
    declared(head.store, other.lines[0].number)
    assert interests.declared(head.store, one) == [] and len(interests.declared(head.store, other)) == 1
    firm = {"relation": "business", "whom": "firm", "name": "ЖШС «Аспап»"}
    declarations.declare(at(head.store, Role.teacher), {"interests": [firm]}, Why())
    assert interests.declared(head.store, other) == []
    standing = declarations.standing(at(head.store, Role.teacher))
    assert standing and standing.interests[0].name == "ЖШС «Аспап»"
