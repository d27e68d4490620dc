"""The sheet of final attestation is made from signed protocols and says nothing else (clause 25-c)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from core import appeals, calendar, kinds, sheets
from core.attestation import closing
from core.attestation.protocols import acts as protocols
from core.db.codec import plain
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.sheets.plan import current_line
from core.tx import Tx
from schemas.attestation import Protocol
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Sort
from schemas.kinds.sheets import Signer
from schemas.reference import Person
from schemas.student import Name, Student
from schemas.term import Term
from schemas.words import Mark, Role, SheetStatus
from tests.acts.attestation_kit import TODAY, at
from tests.acts.class_kit import put
from tests.acts.closing_kit import base, closed, corrected, heard, made, seen

pytestmark = pytest.mark.usefixtures("shipped")


def test_a_sheet_holds_every_protocol_of_group_and_discipline_and_names_who_sat(store: Store) -> None:
    of = base(store)
    protocols = heard(of, "95", "92", None)
    [sheet] = made(of)
    assert (sheet.kind, sheet.status, sheet.group) == ("attestation", SheetStatus.filled, "ОР-23-1")
    assert sheet.number.startswith("FA-2026-") and sheet.term_code == "2026-2", "June counts to the spring before it"
    rows = [(x.score, x.mark, x.letter, x.points, x.value("protocol"), x.value("topic")) for x in sheet.lines]
    assert rows == [
        (Decimal(95), None, "A", Decimal("4.0"), "2027-0101", "Құрманғазы. Сарыарқа"),
        (Decimal(92), None, "A-", Decimal("3.67"), "2027-0102", "Құрманғазы. Сарыарқа"),
        (None, Mark.absent, "F", Decimal(0), "2027-0103", "Құрманғазы. Сарыарқа"),
    ]
    assert all(x.carried == sorted(sheet.form.codes) for x in sheet.lines), "nobody types a cell"
    assert [s.part for s in sheet.seats] == [Signer.chair, *[Signer.member] * 3, Signer.secretary]
    assert sheet.seats[0].person.id == of.seat(Signer.chair).id, "who comes from outside stands under his seat"
    assert [store.load(Protocol, p.id).sheet for p in protocols] == [sheet.ref()] * 3
    with pytest.raises(RuleBroken, match="nothing_to_make"):
        closing.make_sheets(of.desk, of.commission.id, Why("тағы"))


def test_who_is_heard_later_stands_on_a_later_sheet_and_each_discipline_has_its_own(store: Store) -> None:
    of = base(store)
    heard(of, "95", "92")
    [first] = made(of)
    heard(of, "77", first=2, number=110)
    heard(of, "92", "92", discipline=of.exam, number=120)
    found = {s.id: s for s in made(of)}
    assert len(found) == 3 and found[first.id].lines == first.lines, "a sheet that stands is not touched"
    assert {s.once.rpartition(":")[2] for s in found.values() if s.discipline.id == of.solo.id} == {"1", "2"}
    assert sorted(len(s.lines) for s in found.values()) == [1, 2, 2]


def test_sheets_of_one_sitting_only(store: Store) -> None:
    of = base(store)
    [one, _] = heard(of, "95", "92")
    heard(of, "92", discipline=of.exam, number=109)
    closing.make_sheets(of.desk, of.commission.id, Why("сынақ"), one.sitting.id)
    state = closing.standing(of.desk, of.commission.id)
    assert [s.discipline.id for s in state.sheets] == [of.solo.id]
    assert [p.discipline.id for p in state.waiting] == [of.exam.id]


def test_signed_by_those_who_sat_and_closed_into_the_record(store: Store) -> None:
    of = base(store)
    heard(of, "95", None)
    [sheet] = made(of)
    member = at(store, Role.teacher, teacher=of.of.teachers[0].id)
    sheet = sheets.sign(member, sheet.id, sheet.revision, seen(member, sheet), Why())
    secretary = at(store, Role.secretary, teacher=of.secretary.id)
    sheet = sheets.sign(secretary, sheet.id, sheet.revision, seen(secretary, sheet), Why())
    assert [(s.part, s.paper) for s in sheet.signatures] == [(Signer.member, False), (Signer.secretary, False)]
    done = closed(of, sheet)
    assert done.status is SheetStatus.closed and done.checksum
    paper = {(s.part, s.name) for s in done.signatures if s.paper}
    assert (Signer.chair, "Сыртқыбаев Ә. Б.") in paper, "the chair signed on paper, the registrar vouches"
    results = [store.load(Student, p.id).studies[0].record for p in of.pupils[:2]]
    assert [(r[0].letter, r[0].earned) for r in results] == [("A", 4), ("F", 0)]
    assert {r[0].sheet for r in results} == {"attestation"}


def test_who_was_merged_after_the_sitting_gets_his_result_under_the_record_that_stands(store: Store) -> None:
    of = base(store)
    heard(of, "95", "92")
    keep = of.joined(of.pupils[0])
    [sheet] = made(of)
    assert {x.student.id for x in sheet.lines} == {keep.id, of.pupils[1].id}
    closed(of, sheet)
    study = next(s for s in store.load(Student, keep.id).studies if s.id == of.pupils[0].studies[0].id)
    assert [(r.letter, r.sheet) for r in study.record] == [("A", "attestation")]
    assert closing.standing(of.desk, of.commission.id).differs == []


def test_a_sheet_that_differs_from_a_protocol_is_not_closed_and_says_whose(store: Store) -> None:
    of = base(store)
    heard(of, "95", "92")
    [sheet] = made(of)

    def other(tx: Tx) -> GradeSheet:
        now = tx.get(GradeSheet, sheet.id)
        now.lines[1].more["protocol"] = "2027-0099"
        return tx.save(now)

    sheet = of.desk.transact("reference.edit", other, Why("сынақ"))
    with pytest.raises(Problems) as e:
        closed(of, sheet)
    [problem] = e.value.problems
    assert (problem.key, problem.values["protocol"]) == ("sheets.unlike_protocol", "2027-0102")
    assert problem.field == f"{of.pupils[1].id}.score"
    assert not store.load(Student, of.pupils[0].id).studies[0].record, "all or none"


def test_a_protocol_corrected_before_closing_takes_its_place_when_the_sheet_is_taken_anew(store: Store) -> None:
    of = base(store)
    [first, _] = heard(of, "77", "92")
    [sheet] = made(of)
    with pytest.raises(RuleBroken, match="sheet_as_protocols"):
        closing.renew(of.desk, sheet.id, sheet.revision, Why("бекер"))
    now = corrected(of, first, "95")
    with pytest.raises(Problems) as e:
        closed(of, sheet)
    assert [p.key for p in e.value.problems] == ["sheets.protocol_replaced"]
    state = closing.standing(of.desk, of.commission.id)
    assert not state.waiting, "the correcting protocol comes onto this sheet, not onto one of its own"
    assert [(d.protocol.id, d.closed) for d in state.differs] == [(now.id, False)]
    sheet = closing.renew(of.desk, sheet.id, sheet.revision, Why("түзетілді"))
    assert sheet.lines[0].value("protocol") == now.number and sheet.lines[0].letter == "A"
    assert (store.load(Protocol, first.id).sheet, store.load(Protocol, now.id).sheet) == (None, sheet.ref())
    assert closed(of, sheet).status is SheetStatus.closed


def test_a_protocol_corrected_after_closing_corrects_the_sheet_by_two_people(store: Store) -> None:
    of = base(store)
    [first] = heard(of, "77")
    sheet = closed(of, made(of)[0])
    now = corrected(of, first, "95")
    [differs] = closing.standing(of.desk, of.commission.id).differs
    assert differs.closed and not differs.proposed and differs.protocol.id == now.id
    senior = at(store, Role.senior_registrar)
    sheet = closing.mend(senior, now.id, Why("апелляция", code="appeal_upheld"))
    [act] = sheet.corrections
    assert (act.basis.number, act.now.score, act.now.value("protocol")) == (now.number, Decimal(95), now.number)
    assert closing.standing(of.desk, of.commission.id).differs[0].proposed
    sheets.confirm(of.desk, sheet.id, sheet.revision, act.act, Why("растаймын"))
    assert not closing.standing(of.desk, of.commission.id).differs
    [result] = store.load(Student, first.student.id).studies[0].record
    assert (result.letter, result.final_grade) == ("A", 95)
    with pytest.raises(RuleBroken, match="sheet_as_protocols"):
        closing.mend(senior, now.id, Why("тағы"))
    with pytest.raises(RuleBroken, match="corrects_none"):
        closing.mend(senior, first.id, Why("бірінші"))


def test_a_cancelled_sheet_frees_its_protocols(store: Store) -> None:
    of = base(store)
    heard(of, "95", "92")
    [sheet] = made(of)
    sheets.cancel(of.desk, sheet.id, sheet.revision, Why("қате"))
    [again] = made(of)
    assert again.id != sheet.id and again.once == sheet.once and len(again.lines) == 2
    sent = sheets.send_back(of.desk, again.id, again.revision, Why("қарау"))
    assert sent.status is SheetStatus.filled, "there is nothing to type"


def test_in_a_closed_term_no_sheet_is_made_and_the_term_is_named(store: Store) -> None:
    of = base(store)
    heard(of, "95")
    term = store.load(Term, of.of.terms[1].id)
    calendar.close_term(of.desk, term.id, term.revision, Why("аяқталды"))
    with pytest.raises(RuleBroken) as e:
        made(of)
    assert e.value.key == "attestation.term_closed" and e.value.values["term"] == term.label()


def test_no_sheet_is_opened_for_it_in_any_other_way(store: Store) -> None:
    of = base(store)
    heard(of, "40")
    sheet = closed(of, made(of)[0])
    day, of_student = date(2027, 6, 20), sheet.lines[0]
    who = [t.ref() for t in of.of.teachers[:1]]
    with pytest.raises(RuleBroken, match="again_by_commission"):
        sheets.open_resit(of.desk, sheet.id, "retake", day, who, Why("қайта"))
    with pytest.raises(RuleBroken, match="single_by_commission"):
        sheets.open_single(of.desk, of_student.student.id, of_student.study, "", "individual", day, who, day,
                           Why("берешек"), of.solo.id)  # fmt: skip
    assert sheets.places_of(of.desk, of_student.student.id, of_student.study) == []


def test_two_who_make_sheets_at_once_make_each_once_and_a_double_click_is_one(store: Store) -> None:
    of = base(store)
    heard(of, "95", "92")
    heard(of, "92", discipline=of.exam, number=109)

    def press(n: int) -> str:
        try:
            closing.make_sheets(at(store, Role.head), of.commission.id, Why(f"{n}"))
        except OfficeError as e:
            return e.key
        return "made"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(press, range(2))) == ["attestation.nothing_to_make", "made"]
    found = closing.standing(of.desk, of.commission.id).sheets
    assert sorted(len(s.lines) for s in found) == [1, 2]
    why = Why("екі рет")
    heard(of, "77", first=2, number=120)
    once = closing.make_sheets(of.desk, of.commission.id, why)
    assert closing.make_sheets(of.desk, of.commission.id, why).id == once.id
    assert len(closing.standing(of.desk, of.commission.id).sheets) == 3


def test_only_who_opens_sheets_makes_them_and_only_in_his_faculty(store: Store) -> None:
    of = base(store)
    heard(of, "95")
    for role in (Role.teacher, Role.secretary, Role.department, Role.auditor):
        with pytest.raises(Forbidden):
            closing.make_sheets(at(store, role), of.commission.id, Why("сынақ"))
    with pytest.raises(Forbidden):
        closing.make_sheets(at(store, Role.registrar, faculty="other"), of.commission.id, Why("сынақ"))
    closing.make_sheets(at(store, Role.registrar, faculty=of.of.faculty.id), of.commission.id, Why("сынақ"))
    stranger = at(store, Role.department, department="other")
    assert not closing.standing(stranger, of.commission.id).sheets


def test_an_upheld_appeal_corrects_the_sheet_and_a_protocol_then_says_the_same(store: Store) -> None:
    of = base(store)
    [first] = heard(of, "77")
    sheet = closed(of, made(of)[0])
    line = sheet.lines[0]
    with pytest.raises(RuleBroken, match="appeals.commission_exam"):
        appeals.file(of.desk, sheet.id, line.student.id, TODAY, "Баға әділ емес", Why())
    allowed = {"body.commission_exams": True, "effective": "2026-01-01"}
    kinds.save(of.desk, Sort.change_rules, "main", 1, allowed, Why("бұйрық"))
    appeal = appeals.file(of.desk, sheet.id, line.student.id, TODAY, "Баға әділ емес", Why())
    others = [put(of.desk, Person(number=f"A{n}", name=Name(last=f"Сарапшы{n}", first="Ж"))) for n in range(3)]
    parts = ("chair", "member", "member")
    seats = [{"person": plain(o.ref()), "part": p} for o, p in zip(others, parts, strict=True)]
    appeal = appeals.form(of.desk, appeal.id, appeal.revision, seats, "12-о", Why())
    appeal = appeals.decide(of.desk, appeal.id, appeal.revision, True, {"score": "95"}, TODAY, "Жоғарылатылды", Why())
    sheet = store.load(GradeSheet, sheet.id)
    senior = at(store, Role.senior_registrar)
    sheet = sheets.confirm(senior, sheet.id, sheet.revision, sheet.corrections[0].act, Why("растаймын"))
    assert store.load(Student, line.student.id).studies[0].record[0].letter == "A"
    assert len(closing.standing(of.desk, of.commission.id).differs) == 1, "its protocol still says the first mark"
    now = corrected(of, first, "95")
    sheet = closing.mend(senior, now.id, Why("хаттама", code="clerical"))
    sheets.confirm(of.desk, sheet.id, sheet.revision, sheet.corrections[-1].act, Why("растаймын"))
    assert not closing.standing(of.desk, of.commission.id).differs
    assert current_line(store.load(GradeSheet, sheet.id), line.student.id).value("protocol") == now.number


def test_a_protocol_that_waits_for_signatures_comes_onto_no_sheet(store: Store) -> None:
    of = base(store, 2)
    (first,) = heard(of, "92")
    (second,) = heard(of, "77", first=1, number=201, signatures=[])
    (sheet,) = made(of)
    assert [x.student.id for x in sheet.lines] == [first.student.id]
    assert closing.standing(of.desk, of.commission.id).waiting == []
    protocols.vouch(of.desk, second.id, Why("қағазда қол қойылды"))
    assert [p.number for p in closing.standing(of.desk, of.commission.id).waiting] == [second.number]
