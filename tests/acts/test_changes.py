"""Changes of closed sheets against a real database: the register, its alarms told once, what would follow."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from core import kinds, sheets
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.office import first_office
from core.sheets import register
from core.sheets.register import Cut
from schemas.base import LANGS, Basis, Ref, Text
from schemas.grade_sheet import Alarm, GradeSheet
from schemas.kinds import Sort
from schemas.user import User
from schemas.words import Role
from tests.acts.test_sheet_steps import graduated
from tests.acts.test_sheets import BASIS, closed, fill, office, seen
from tests.conftest import actor

DAY = datetime(2027, 1, 20, 7, tzinfo=UTC)  # 12:00 in Almaty
NIGHT = datetime(2027, 1, 20, 18, tzinfo=UTC)  # 23:00


def at(store: Store, role: Role, moment: datetime = DAY, **assigned: str) -> Desk:
    return Desk(actor(role, **assigned), store, clock=lambda: moment)


def account(store: Store, role: Role, person: Ref | None = None) -> None:
    """An account of a role, so that somebody is told."""
    user = User(_id=f"u-{role.value}", login=role.value, name=role.value, role=role, person=person)
    Desk(actor(Role.head), store).transact("user.appoint", lambda tx: tx.add(user), Why("т"))


def corrected(
    store: Store, sheet: GradeSheet, n: int = 0, score: str = "95", moment: datetime = DAY,
    by: Role = Role.senior_registrar,
) -> GradeSheet:  # fmt: skip
    """Proposed by a registrar of the office and confirmed by another."""
    hand = at(store, Role.head if by is Role.senior_registrar else Role.senior_registrar, moment)
    sheet = sheets.propose(hand, sheet.id, sheet.revision, sheet.lines[n].student.id, {"score": score}, Why("қ", BASIS))
    return sheets.confirm(at(store, by, moment), sheet.id, sheet.revision, sheet.corrections[-1].act, Why())


# alarms ---------------------------------------------------------------------------------------------------------------


def test_an_alarm_stands_in_the_act_and_the_head_is_told_of_it_once(head: Desk) -> None:
    account(head.store, Role.head)
    sheet = closed(head, 1)
    done = corrected(head.store, sheet, moment=NIGHT)
    assert done.corrections[0].alarms == [Alarm.night]
    told = head.store.rows("notices", {"key": "sheets.alarm_told"})
    assert [(n["to"], n["page"]) for n in told] == [("u-head", "corrections")]
    assert "Түнде" in told[0]["text"]["kk"] and done.corrections[0].act in told[0]["text"]["kk"]


def test_an_ordinary_correction_tells_nobody(head: Desk) -> None:
    account(head.store, Role.head)
    done = corrected(head.store, closed(head, 1))
    assert done.corrections[0].alarms == [] and head.store.count("notices", {}) == 0


def test_of_what_the_head_confirmed_himself_leadership_is_told(head: Desk) -> None:
    account(head.store, Role.head)
    account(head.store, Role.management)
    done = corrected(head.store, closed(head, 1), by=Role.head)  # the head typed these marks
    assert done.corrections[0].alarms == [Alarm.own_mark]
    assert [n["to"] for n in head.store.rows("notices", {"key": "sheets.alarm_told"})] == ["u-management"]


def test_two_accounts_of_one_person_are_one_hand(head: Desk) -> None:
    one = Ref(id="p9", label=Text(kk="Бір адам"))
    for role in (Role.head, Role.senior_registrar):
        account(head.store, role, one)
    sheet = closed(head, 1)  # typed by the head's account
    other = Desk(Actor("u-x", "Басқа", Role.head), head.store, clock=lambda: DAY)
    found = sheets.propose(other, sheet.id, sheet.revision, sheet.lines[0].student.id, {"score": "60"}, Why("қ", BASIS))
    done = sheets.confirm(
        at(head.store, Role.senior_registrar), sheet.id, found.revision, found.corrections[0].act, Why()
    )
    assert done.corrections[0].alarms == [Alarm.own_mark]


def test_the_fourth_upward_correction_of_a_teacher_in_a_term_alarms(shipped: Store) -> None:
    head = at(shipped, Role.head)
    why = Why("қ", BASIS, code="recount")
    sheet = closed(head, 5)
    limit = {"body.upward": 3}
    assert kinds.versions(head, Sort.change_rules, "main")[0].body.upward == limit["body.upward"]
    for n in range(5):
        student = sheet.lines[n].student.id
        score = "60" if n == 3 else "99"
        sheet = sheets.propose(head, sheet.id, sheet.revision, student, {"score": score}, why)
        why = Why("қ", BASIS, code="recount")
        act = sheet.corrections[-1].act
        sheet = sheets.confirm(at(shipped, Role.senior_registrar), sheet.id, sheet.revision, act, Why())
    assert [c.alarms for c in sheet.corrections] == [[], [], [], [], [Alarm.upward]]


def test_a_change_after_graduation_is_an_alarm(head: Desk) -> None:
    sheet = closed(head, 1)
    graduated(head, sheet.lines[0].student.id)
    assert corrected(head.store, sheet).corrections[0].alarms == [Alarm.graduate]


def test_who_proposed_the_mark_that_stands_does_not_confirm_the_next_one_unseen(head: Desk) -> None:
    sheet = closed(head, 2)
    other = Desk(Actor("u-x", "Басқа", Role.head), head.store, clock=lambda: DAY)
    senior = at(head.store, Role.senior_registrar)

    def change(n: int, by: Desk, to: Desk, score: str) -> GradeSheet:
        who = sheet.lines[n].student.id
        made = sheets.propose(by, sheet.id, sheet.revision, who, {"score": score}, Why("қ", BASIS))
        return sheets.confirm(to, sheet.id, made.revision, made.corrections[-1].act, Why())

    sheet = change(0, senior, other, "70")
    sheet = change(1, other, senior, "70")
    sheet = change(0, other, senior, "95")
    assert [c.alarms for c in sheet.corrections] == [[], [], [Alarm.own_mark]], "another student's mark is none"


def test_a_sheet_typed_vouched_for_and_closed_by_one_person_is_told_once_a_day(shipped: Store) -> None:
    head = at(shipped, Role.head)
    account(shipped, Role.head)
    senior, teacher = at(shipped, Role.senior_registrar), at(shipped, Role.teacher, teacher="p1")

    def done(typing: Desk, signing: Desk | None = None) -> GradeSheet:
        sheet = office(head, 1, date(2026, 12, 20))
        fill(typing, sheet, ("86", "90", "88"))
        if signing:
            sheet = sheets.sign(signing, sheet.id, sheet.revision, seen(signing, sheet), Why())
        return sheets.close(senior, sheet.id, sheet.revision, seen(senior, sheet), Why("қағаз бойынша"))

    first, second = done(senior), done(senior)
    assert [s.paper for s in first.signatures] == [True, False] and first.alone and second.alone
    told = shipped.rows("notices", {"key": "sheets.alone_told"})
    assert [(n["to"], n["page"], n["address"]) for n in told] == [("u-head", "grade_sheets", {"alone": "1"})]
    assert first.number in told[0]["text"]["ru"]
    assert not done(teacher).alone, "another typed the marks"
    assert not done(senior, teacher).alone, "the examiner saw the marks and signed"
    found = sheets.listed(head, alone=True)
    assert sorted(r["number"] for r in found) == [first.number, second.number]
    kinds.save(head, Sort.change_rules, "main", 1, {"body.alone": False, "effective": "2026-11-25"}, Why("бір адам"))
    assert not done(senior).alone, "an office of one registrar says so in its settings"


# the register ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(head: Desk) -> list[GradeSheet]:
    """Two sheets with three acts: confirmed by day, confirmed at night, waiting."""
    first, second = closed(head, 2), closed(head, 1)
    first = corrected(head.store, first, 0)
    second = corrected(head.store, second, 0, moment=NIGHT)
    later = at(head.store, Role.head, datetime(2027, 1, 21, 7, tzinfo=UTC))
    student = first.lines[1].student.id
    first = sheets.propose(later, first.id, first.revision, student, {}, Why("қайталанған", BASIS), "annul")
    return [first, second]


def acts(desk: Desk, **cut: object) -> list[str]:
    return [e.act.act for e in register.changes(desk, Cut(**cut))]  # type: ignore[arg-type]


def test_the_register_holds_every_act_the_newest_first_and_is_narrowed(head: Desk, three: list[GradeSheet]) -> None:
    first, second = three
    a, c, b = first.corrections[0].act, first.corrections[1].act, second.corrections[0].act
    assert acts(head) == [c, b, a]
    assert acts(head, term=first.term.id) == [c, a] and acts(head, department="d1") == [c, b, a]
    assert (
        acts(head, department="d2") == [] and acts(head, teacher="p1") == [c, b, a] and acts(head, teacher="p2") == []
    )
    assert acts(head, state="proposed") == [c] and acts(head, what="annul") == [c]
    assert acts(head, who="u-senior_registrar") == [b, a], "who decided is found, not only who proposed"
    assert acts(head, alarm="any") == [b] and acts(head, alarm="night") == [b] and acts(head, alarm="upward") == []
    assert acts(head, since=date(2027, 1, 21)) == [c] and acts(head, until=date(2027, 1, 20)) == [b, a]
    assert [e.act.act for e in register.changes(head, Cut(), 1, 2)] == [a]
    assert set(register.people(head)) == {"u-head", "u-senior_registrar"}


def test_the_register_shows_only_what_lies_in_ones_scope(head: Desk, three: list[GradeSheet]) -> None:
    assert len(acts(at(head.store, Role.department, department="d1"))) == 3
    assert acts(at(head.store, Role.department, department="d2")) == []
    assert len(acts(at(head.store, Role.teacher, teacher="p1"))) == 3 and len(acts(at(head.store, Role.auditor))) == 3
    assert acts(at(head.store, Role.teacher, teacher="p2")) == []
    for role in (Role.payments, Role.career, Role.secretary, Role.administrator):
        with pytest.raises(Forbidden):
            register.changes(at(head.store, role), Cut())


@pytest.mark.parametrize("cut", [Cut(), Cut(term="t"), Cut(department="d1"), Cut(teacher="p1"), Cut(code="recount")])
def test_the_register_reads_by_an_index(head: Desk, three: list[GradeSheet], cut: Cut) -> None:
    where = head.where(GradeSheet, register.RIGHT, cut.of_sheet())
    match = register.pipeline(where, cut, ZoneInfo("UTC"))[0]["$match"]
    plan = str(head.store.db["grade_sheets"].find(match).explain()["queryPlanner"]["winningPlan"])
    assert "COLLSCAN" not in plan and "IXSCAN" in plan


def test_the_register_goes_out_as_a_table_and_on_paper_and_that_is_written_down(shipped: Store, head: Desk) -> None:
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("ашылу"))
    sheet = closed(head, 1)
    based = Why("қате", Basis(kind="қызметтік жазба", number="12"), code="recount")
    sheet = sheets.propose(head, sheet.id, sheet.revision, sheet.lines[0].student.id, {"score": "60"}, based)
    for lang in LANGS:
        book = CalamineWorkbook.from_filelike(io.BytesIO(register.xlsx(head, Cut(), lang)))
        cells = [str(c) for row in book.get_sheet_by_index(0).to_python() for c in row]
        assert sheet.corrections[0].act in cells and any("88 B+ → 77" in c for c in cells)
        assert register.pdf(head, Cut(), lang).startswith(b"%PDF")
    assert head.store.count("looks", {"page": "corrections"}) == 6


def test_what_a_paper_does_not_hold_is_said_and_nothing_is_cut_off(
    head: Desk, three: list[GradeSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "PRINTED", 2)
    monkeypatch.setattr(register, "LIST", 2)
    for out in (register.pdf, register.xlsx):
        with pytest.raises(RuleBroken, match="register_many"):
            out(head, Cut(), "kk")
    assert head.store.count("looks", {}) == 0, "nothing left the house"
    book = CalamineWorkbook.from_filelike(io.BytesIO(register.xlsx(head, Cut(until=date(2027, 1, 20)), "kk")))
    assert sum("/" in str(row[0]) for row in book.get_sheet_by_index(0).to_python()) == 2


# what would follow ----------------------------------------------------------------------------------------------------


def test_effect_says_gpa_debts_promotion_and_honours_before_anything_is_made(shipped: Store) -> None:
    head = at(shipped, Role.head)
    sheet = closed(head, 1)
    student = sheet.lines[0].student.id
    study = shipped.one("students", {"_id": student})["studies"][0]  # type: ignore[index]

    def year(tx):  # type: ignore[no-untyped-def]
        from schemas import events as ev

        tx.student(student)
        change = ev.Change(field=f"studies.{study['id']}.year", was=None, now=1)
        tx.append(student, ev.ProfileEdited, changes=[change])
        return tx.student_document(student)

    head.transact("student.edit", year, Why("т"))
    why = Why("қ", BASIS, code="recount")
    down = sheets.propose(head, sheet.id, sheet.revision, student, {"score": "20"}, why)
    found = sheets.effect(head, down, down.corrections[0].now)
    assert found.totals["gpa"] == (Decimal("3.33"), Decimal(0)) and found.totals["academic_debts"] == (0, 1)
    assert found.promotion is not None and found.honours is not None
    was, would = found.promotion
    assert was and would and (was.verdict, would.verdict) == ("promoted", "repeat")
    assert [x.value for x in found.honours[0]] == ["gpa"]
    assert set(found.honours[1]) == {"gpa", "grades", "debts"}
    row = shipped.one("students", {"_id": student}) or {}
    assert row["studies"][0]["totals"]["academic_debts"] == 0, "nothing is kept"
