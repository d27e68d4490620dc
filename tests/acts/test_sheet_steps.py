"""A sheet from draft to closed: each step with who and when; the window shuts by date; what is closed stays closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from core import kinds, sheets
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Ref
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Sort
from schemas.kinds.sheets import SheetForm, Signer
from schemas.student import Student
from schemas.words import Role, SheetStatus
from tests.acts.test_sheets import BASIS, DEPARTMENT, TEACHER, closed, fill, office, seen
from tests.conftest import actor

DUE = date(2026, 12, 31)  # of the sheets that `office` opens
STAFF = {
    Role.head: {}, Role.senior_registrar: {}, Role.teacher: {"teacher": "p1"},
}  # fmt: skip
FULL = ("86", "90", "88")


def desk_of(store: Store, role: Role, at: datetime | None = None) -> Desk:
    desk = Desk(actor(role, **STAFF.get(role, {})), store)
    return Desk(desk.actor, store, clock=lambda: at) if at else desk


def noon(day: date) -> datetime:
    """Twelve o'clock in Almaty."""
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def shaped(desk: Desk, sheet: GradeSheet, **form: object) -> GradeSheet:
    """A sheet whose kind says something else; a draft of the test, written by an act as any other change."""

    def work(tx: Tx) -> GradeSheet:
        found = tx.get(GradeSheet, sheet.id)
        found.form = SheetForm.model_validate({**found.form.model_dump(), **form})
        return tx.save(found)

    return desk.transact("grade_sheet.open", work, Why("түрі"))


def graduated(desk: Desk, student: str) -> None:
    def work(tx: Tx) -> Student:
        study = tx.student(student)["studies"][0]["id"]
        change = ev.Change(field=f"studies.{study}.status", was="active", now="graduated")
        tx.append(student, ev.ProfileEdited, changes=[change])
        return tx.student_document(student)

    desk.transact("student.edit", work, Why("бұйрық"))


# the path ------------------------------------------------------------------------------------------------------------


def test_the_whole_path_from_draft_to_closed_with_who_and_when_of_each_step(head: Desk, senior: Desk) -> None:
    first = office(head, 2)
    sheets.cancel(head, first.id, 1, Why("қайта"))
    assert first.section is not None
    sheet = sheets.open_sheet(head, first.section.id, date(2026, 11, 20), [TEACHER], Why("сессия"), draft=True)
    student = sheet.lines[0].student.id
    with pytest.raises(RuleBroken):
        sheets.keep(head, sheet.id, [(student, "score", "90")])  # a draft takes no marks
    sheet = sheets.issue(head, sheet.id, sheet.revision, Why())
    teacher = desk_of(head.store, Role.teacher)
    fill(teacher, sheet, FULL, FULL)
    sheet = sheets.sign(teacher, sheet.id, sheet.revision, seen(teacher, sheet), Why())
    assert sheet.status is SheetStatus.signed and sheet.signatures[0].user == teacher.actor.id
    assert not sheet.signatures[0].paper and sheet.signatures[0].part is Signer.examiner
    with pytest.raises(RuleBroken):
        sheets.keep(teacher, sheet.id, [(student, "score", "99")])  # signed: nothing is typed any more
    with pytest.raises(Forbidden):
        sheets.close(teacher, sheet.id, sheet.revision, "", Why())
    sheet = sheets.close(senior, sheet.id, sheet.revision, "", Why("жабу"))
    assert [(s.status.value, s.user) for s in sheet.steps] == [
        ("draft", head.actor.id), ("open", head.actor.id), ("filled", teacher.actor.id), ("signed", teacher.actor.id),
        ("closed", senior.actor.id),
    ]  # fmt: skip
    assert all(s.at and s.name for s in sheet.steps) and sheet.checksum and sheet.closed_at


def test_a_commission_signs_one_by_one_and_each_only_once(head: Desk) -> None:
    sheet = office(head, 1)
    second = Ref(id="p2", label=TEACHER.label)

    def work(tx: Tx) -> GradeSheet:
        found = tx.get(GradeSheet, sheet.id)
        found.examiners = [TEACHER, second]
        return tx.save(found)

    sheet = head.transact("grade_sheet.open", work, Why("комиссия"))
    fill(head, sheet, FULL)
    one = desk_of(head.store, Role.teacher)
    other = Desk(actor(Role.teacher, teacher="p2"), head.store)
    stranger = Desk(actor(Role.teacher, teacher="p3"), head.store)
    sheet = sheets.hand_in(head, sheet.id, sheet.revision, seen(head, sheet), Why())
    sheet = sheets.sign(one, sheet.id, sheet.revision, "", Why())
    assert sheet.status is SheetStatus.filled and [p for _, p, _ in sheets.unsigned(sheet)] == ["p2"]
    with pytest.raises(RuleBroken, match="signed_already"):
        sheets.sign(one, sheet.id, sheet.revision, "", Why())
    with pytest.raises(Forbidden):
        sheets.sign(stranger, sheet.id, sheet.revision, "", Why())
    assert sheets.sign(other, sheet.id, sheet.revision, "", Why()).status is SheetStatus.signed


def test_sent_back_it_is_filled_anew_with_a_reason_and_the_signatures_fall(head: Desk) -> None:
    sheet, teacher = office(head, 1), desk_of(head.store, Role.teacher)
    fill(teacher, sheet, FULL)
    sheet = sheets.sign(teacher, sheet.id, sheet.revision, seen(teacher, sheet), Why())
    with pytest.raises(Problems):
        sheets.send_back(head, sheet.id, sheet.revision, Why())
    with pytest.raises(Forbidden):
        sheets.send_back(teacher, sheet.id, sheet.revision, Why("өзім"))
    sheet = sheets.send_back(head, sheet.id, sheet.revision, Why("баға ауысып кеткен"))
    assert sheet.status is SheetStatus.open and not sheet.signatures and sheet.lines[0].score == 88
    assert sheet.steps[-1].reason == "баға ауысып кеткен"
    sheets.keep(teacher, sheet.id, [(sheet.lines[0].student.id, "score", "60")])
    sheet = sheets.sign(teacher, sheet.id, sheet.revision, seen(teacher, sheet), Why())
    assert sheets.close(head, sheet.id, sheet.revision, "", Why()).lines[0].score == 60


def test_signed_on_paper_the_registrar_vouches_for_the_examiner_by_name(head: Desk) -> None:
    sheet = closed(head, 1)
    paper, own = sheet.signatures
    assert paper.paper and paper.part is Signer.examiner and paper.name == TEACHER.label.kk
    assert paper.user == own.user == head.actor.id and not own.paper


# the window ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(STAFF))
def test_an_expired_window_shuts_typing_for_every_role_from_the_next_day(head: Desk, role: Role) -> None:
    sheet = shaped(head, office(head, 1), shuts=True)
    cell = [(sheet.lines[0].student.id, "score", "70")]
    sheets.keep(desk_of(head.store, role, noon(DUE)), sheet.id, cell)  # the last day is whole
    with pytest.raises(RuleBroken, match="window_shut"):
        sheets.keep(desk_of(head.store, role, noon(DUE + timedelta(days=1))), sheet.id, cell)


def test_reopened_for_one_sheet_until_a_moment_it_shuts_by_itself(head: Desk, senior: Desk) -> None:
    late = noon(DUE + timedelta(days=3))
    sheet, other = shaped(head, office(head, 1), shuts=True), shaped(head, office(head, 1), shuts=True)
    until = late + timedelta(hours=2)
    boss = desk_of(head.store, Role.senior_registrar, late)
    with pytest.raises(Problems):
        sheets.reopen(boss, sheet.id, sheet.revision, until, Why())
    with pytest.raises(Problems):
        sheets.reopen(boss, sheet.id, sheet.revision, late, Why("ауырды"))
    for role in (Role.teacher, Role.registrar, Role.department):
        with pytest.raises(Forbidden):
            sheets.reopen(desk_of(head.store, role, late), sheet.id, sheet.revision, until, Why("ауырды"))
    sheet = sheets.reopen(boss, sheet.id, sheet.revision, until, Why("ауырды"))
    mine = [(sheet.lines[0].student.id, "score", "70")]
    sheets.keep(desk_of(head.store, Role.teacher, late + timedelta(minutes=119)), sheet.id, mine)
    with pytest.raises(RuleBroken, match="window_shut"):
        sheets.keep(desk_of(head.store, Role.teacher, until), sheet.id, mine)
    with pytest.raises(RuleBroken, match="window_shut"):
        sheets.keep(desk_of(head.store, Role.teacher, late), other.id, [(other.lines[0].student.id, "score", "70")])
    assert sheet.reopened[0].reason == "ауырды" and sheet.reopened[0].user == boss.actor.id


# closed means closed --------------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[Desk, GradeSheet], object]] = {
    "keep": lambda d, s: sheets.keep(d, s.id, [(s.lines[0].student.id, "score", "99")]),
    "choose": lambda d, s: sheets.choose(d, s.id, s.lines[0].student.id, "score", "99", ["99"]),
    "issue": lambda d, s: sheets.issue(d, s.id, s.revision, Why("т")),
    "hand_in": lambda d, s: sheets.hand_in(d, s.id, s.revision, "", Why("т")),
    "sign": lambda d, s: sheets.sign(desk_of(d.store, Role.teacher), s.id, s.revision, "", Why("т")),
    "send_back": lambda d, s: sheets.send_back(d, s.id, s.revision, Why("т")),
    "close": lambda d, s: sheets.close(d, s.id, s.revision, "", Why("т")),
    "cancel": lambda d, s: sheets.cancel(d, s.id, s.revision, Why("т")),
    "add_late": lambda d, s: sheets.add_late(d, s.id, s.revision, Why("т")),
    "reopen": lambda d, s: sheets.reopen(d, s.id, s.revision, d.now() + timedelta(days=1), Why("т")),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_no_act_opens_a_closed_sheet_again(head: Desk, act: str) -> None:
    sheet = closed(head, 1)
    before = head.store.one("grade_sheets", {"_id": sheet.id})
    with pytest.raises(OfficeError):
        ACTS[act](head, sheet)
    assert head.store.one("grade_sheets", {"_id": sheet.id}) == before


@pytest.mark.parametrize("field", ["lines", "status", "checksum", "signatures", "day", "steps"])
def test_no_step_may_edit_what_is_closed(head: Desk, field: str) -> None:
    sheet, empty = closed(head, 1), office(head, 1)

    def work(tx: Tx) -> GradeSheet:
        found = tx.get(GradeSheet, sheet.id)
        setattr(found, field, date(2026, 1, 1) if field == "day" else getattr(empty, field))
        return tx.save(found)

    with pytest.raises(RuleBroken, match="errors.frozen"):
        head.transact("grade_sheet.close", work, Why("т"))


@pytest.mark.parametrize("lost", [{"checksum": ""}, {"signatures": []}])
def test_the_database_itself_refuses_a_closed_sheet_without_checksum_or_signature(head: Desk, lost: dict) -> None:  # type: ignore[type-arg]
    sheet = closed(head, 1)
    with pytest.raises(Exception, match="failed validation"):
        head.store.db["grade_sheets"].update_one({"_id": sheet.id}, {"$set": lost})
    row = {**plain(sheet), "_id": "copy", "number": "2026-99999", "once": "copy", **lost}
    with pytest.raises(Exception, match="failed validation"):
        head.store.db["grade_sheets"].insert_one(row)


# the three rights -----------------------------------------------------------------------------------------------------


def test_correcting_annulling_and_changing_after_graduation_are_three_rights(head: Desk, senior: Desk) -> None:
    sheet = closed(head, 2)
    first, second = (x.student.id for x in sheet.lines)
    registrar = Desk(actor(Role.registrar, faculty="f1"), head.store)
    why = Why("қате", BASIS)
    for role in (Role.teacher, Role.department, Role.management, Role.auditor):
        with pytest.raises(Forbidden):
            sheets.propose(desk_of(head.store, role), sheet.id, sheet.revision, first, {"score": "60"}, why)
    with pytest.raises(Forbidden):
        sheets.propose(registrar, sheet.id, sheet.revision, first, {}, why, "annul")
    sheet = sheets.propose(head, sheet.id, sheet.revision, first, {}, Why("қайталанған", BASIS), "annul")
    sheet = sheets.confirm(senior, sheet.id, sheet.revision, sheet.corrections[0].act, Why())
    row = head.store.one("students", {"_id": first}) or {}
    assert row["studies"][0]["record"] == [] and row["events"][-1]["type"] == "grade_annulled"
    assert sheet.lines[0].score == 88, "the line stays as it was closed"
    graduated(head, second)
    assert "correction.after_graduation" not in registrar_rights() and head.may("correction.after_graduation")
    sheet = sheets.propose(head, sheet.id, sheet.revision, second, {"score": "60"}, Why("сот шешімі", BASIS))
    assert sheet.corrections[-1].state == "proposed"


def registrar_rights() -> set[str]:
    from core.access import RIGHTS

    return set(RIGHTS[Role.registrar])


def test_a_registrar_may_correct_but_not_after_graduation(head: Desk) -> None:
    sheet = closed(head, 1)
    student = sheet.lines[0].student.id

    def placed(tx: Tx) -> GradeSheet:
        found = tx.get(GradeSheet, other.id)
        found.faculty = Ref(id="f1", label=DEPARTMENT.label)
        return tx.save(found)

    other = office(head, 1)
    head.transact("grade_sheet.open", placed, Why("факультет"))
    registrar = Desk(actor(Role.registrar, faculty="f1"), head.store)
    mine = head.store.load(GradeSheet, other.id)
    fill(head, mine, FULL)
    mine = sheets.close(head, mine.id, mine.revision, seen(head, mine), Why())
    graduated(head, mine.lines[0].student.id)
    with pytest.raises(Forbidden, match="after_graduation"):
        sheets.propose(registrar, mine.id, mine.revision, mine.lines[0].student.id, {"score": "60"}, Why("қ", BASIS))
    with pytest.raises(Forbidden, match="out_of_scope"):
        sheets.propose(registrar, sheet.id, sheet.revision, student, {"score": "60"}, Why("қ", BASIS))


# reason codes ---------------------------------------------------------------------------------------------------------


def test_a_reason_code_is_asked_and_a_closed_one_is_refused_but_stays_readable(shipped: Store) -> None:
    head = desk_of(shipped, Role.head)
    sheet = closed(head, 1)
    student, based = sheet.lines[0].student.id, Basis(kind="қызметтік жазба", number="7")
    with pytest.raises(Problems) as e:
        sheets.propose(head, sheet.id, sheet.revision, student, {"score": "60"}, Why("қате", based))
    assert [p.key for p in e.value.problems] == ["errors.field.reason_code_missing"]
    sheet = sheets.propose(head, sheet.id, sheet.revision, student, {"score": "60"}, Why("қ", based, code="recount"))
    senior = desk_of(shipped, Role.senior_registrar)
    sheet = sheets.reject(senior, sheet.id, sheet.revision, sheet.corrections[0].act, Why("негізсіз"))
    kinds.retire(head, Sort.reason, "recount", kinds.versions(head, Sort.reason, "recount")[0].version, Why("ескі"))
    with pytest.raises(RuleBroken, match="retired"):
        sheets.propose(head, sheet.id, sheet.revision, student, {"score": "61"}, Why("қ", based, code="recount"))
    assert sheet.corrections[0].code == "recount"
    assert not hasattr(kinds, "delete") and shipped.count("kinds", {"sort": "reason", "code": "recount"}) == 2
