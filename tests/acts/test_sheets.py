"""One grade sheet from opening to correction, against a real database."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core import grouping, history, rulebooks, sheets, students
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.sheets import drafts
from schemas.base import Basis, Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import OWN, GradeSheet
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role, SheetStatus, TermKind
from tests.conftest import actor
from tests.once import once

TEACHER = Ref(id="p1", label=Text(kk="Оқытушы"))
DEPARTMENT = Ref(id="d1", label=Text(kk="Домбыра"))
BASIS = Basis(kind="қызметтік жазба", number="12")


def put(desk: Desk, document):  # type: ignore[no-untyped-def]
    return desk.transact("reference.edit", lambda tx: tx.add(document), Why("test"))


@once
def office(desk: Desk, people: int = 3, day: date = date(2026, 11, 20)) -> GradeSheet:
    """A term, a discipline, a section of some students, and its open sheet."""
    if not desk.store.count("rulebooks", {}):
        rulebooks.install(desk, "kz-2022")
    n = desk.store.count("sections", {})
    term = put(desk, Term(code=f"2026-1-{n}", kind=TermKind.autumn, year=2026, sheets_due=date(2026, 12, 31)))
    discipline = put(desk, Discipline(code=f"SOL{n}", name=Text(kk="Сольфеджио"), credits=Decimal(5)))
    members = []
    for i in range(people):
        profile = Profile(number=f"N{n}-{i}", name=Name(last=f"Студент{i}", first="А"), iin_absent_reason="тест")
        made = students.admit(
            desk, profile, StudyProfile(id=f"st{n}-{i}", department=DEPARTMENT), Why("т"), date(2025, 9, 1)
        )
        members.append(Member(student=made.ref(), study=made.studies[0].id, number=made.number))
    section = put(desk, Section(code=f"SEC{n}", term=term.ref(), discipline=discipline.ref(), teacher=TEACHER,
                                department=DEPARTMENT, members=members))  # fmt: skip
    return sheets.open_sheet(desk, section.id, day, [TEACHER], Why("сессия"))


def seen(desk: Desk, sheet: GradeSheet) -> str:
    return sheets.seen_mark(drafts.of_sheet(desk, sheet, rulebooks.get(desk.store, sheet.rules)), desk.actor.id)


def fill(desk: Desk, sheet: GradeSheet, *rows: tuple[str, str, str]) -> None:
    for line, texts in zip(sheet.lines, rows, strict=True):
        sheets.keep(desk, sheet.id, [(line.student.id, c, t) for c, t in zip(OWN, texts, strict=True)])


def closed(desk: Desk, people: int = 3) -> GradeSheet:
    sheet = office(desk, people)
    fill(desk, sheet, *[("86", "90", "88")] * people)
    return sheets.close(desk, sheet.id, sheet.revision, seen(desk, sheet), Why("жабу"))


def test_closing_turns_every_line_into_an_event(head: Desk) -> None:
    sheet = office(head)
    fill(head, sheet, ("86", "90", "88"), ("90", "90", "40"), ("60", "60", "к"))
    done = sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    assert done.status is SheetStatus.closed and done.number == "2026-00001"
    assert [x.letter for x in done.lines] == ["B+", "FX", "F"]
    for line, (gpa, credits, debts) in zip(done.lines, [("3.33", 5, 0), ("0.5", 0, 1), ("0", 0, 1)], strict=True):
        row = head.store.one("students", {"_id": line.student.id})
        assert row is not None
        totals = row["studies"][0]["totals"]
        assert (totals["gpa"], totals["credits"], totals["academic_debts"]) == (Decimal(gpa), credits, debts)
        state = history.fold(history.parse(row["events"]))
        assert {k: row[k] for k in state} == state
    assert head.store.count("drafts", {"sheet": sheet.id}) == 0


def test_bad_and_missing_cells_are_named_and_nothing_is_closed_or_lost(head: Desk) -> None:
    sheet = office(head)
    fill(head, sheet, ("86", "90", "101"), ("7,5", "90", "40"), ("60", "60", ""))
    with pytest.raises(Problems) as e:
        sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    ids = [x.student.id for x in sheet.lines]
    assert {(p.field, p.key) for p in e.value.problems} == {
        (f"{ids[0]}.score", "sheets.score_out_of_range"), (f"{ids[1]}.midterm_1", "sheets.score_whole"),
        (f"{ids[2]}.score", "sheets.missing"),
    }  # fmt: skip
    cells = drafts.of_sheet(head, sheet, rulebooks.get(head.store, sheet.rules))
    assert cells[ids[0], "score"].text == "101"
    assert head.store.count("students", {"revision": {"$gt": 1}}) == 0


def test_two_peoples_differing_drafts_are_both_shown_and_one_is_chosen(head: Desk, senior: Desk) -> None:
    sheet = office(head, 1)
    fill(head, sheet, ("86", "90", "88"))
    student = sheet.lines[0].student.id
    sheets.keep(senior, sheet.id, [(student, "score", "78")])
    cell = drafts.of_sheet(head, sheet, rulebooks.get(head.store, sheet.rules))[student, "score"]
    assert cell.text == "88" and [o[3] for o in cell.others] == ["78"]
    with pytest.raises(Problems) as e:
        sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    assert e.value.problems[0].key == "sheets.two_drafts"
    sheets.choose(head, sheet.id, student, "score", "78", ["88", "78"])
    assert sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу")).lines[0].score == 78


def test_what_was_typed_after_the_screen_was_drawn_stops_the_closing(head: Desk, senior: Desk) -> None:
    sheet = office(head, 1)
    fill(head, sheet, ("86", "90", "88"))
    mark = seen(head, sheet)
    sheets.keep(senior, sheet.id, [(sheet.lines[0].student.id, "score", "12")])
    with pytest.raises(RuleBroken, match="typed_since"):
        sheets.close(head, sheet.id, 1, mark, Why("жабу"))
    assert head.store.count("drafts", {"sheet": sheet.id}) == 4, "a refused closing takes no draft"


def test_a_closed_sheet_takes_no_draft_and_closes_once(head: Desk) -> None:
    sheet = closed(head, 1)
    with pytest.raises(RuleBroken):
        sheets.keep(head, sheet.id, [(sheet.lines[0].student.id, "score", "99")])
    with pytest.raises(OfficeError):
        sheets.close(head, sheet.id, sheet.revision, seen(head, sheet), Why("тағы"))


def test_two_registrars_closing_at_once_close_once(head: Desk, senior: Desk) -> None:
    sheet = office(head, 2)
    fill(head, sheet, *[("86", "90", "88")] * 2)
    mark, results = seen(head, sheet), []

    def run(desk: Desk) -> None:
        try:
            results.append(sheets.close(desk, sheet.id, 1, mark, Why("жабу")).status)
        except StaleRevision:
            results.append("stale")
        except OfficeError as e:
            results.append(e.key)

    threads = [threading.Thread(target=run, args=(d,)) for d in (head, senior)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(r) for r in results)[0] == "closed" and results.count(SheetStatus.closed) == 1
    assert all(r["revision"] == 2 for r in head.store.rows("students", {}))


def test_correction_needs_basis_reason_and_another_person(head: Desk, senior: Desk) -> None:
    sheet = closed(head)
    student = sheet.lines[1].student.id
    with pytest.raises(Problems):
        sheets.propose(head, sheet.id, sheet.revision, student, {"score": "86"}, Why("қате"))
    proposed = sheets.propose(head, sheet.id, sheet.revision, student, {"score": "60"}, Why("қате", BASIS))
    act = proposed.corrections[0].act
    with pytest.raises(RuleBroken, match="four_eyes.same_person"):
        sheets.confirm(head, sheet.id, proposed.revision, act, Why())
    assert sheets.effect(head, proposed, proposed.corrections[0].now).totals["gpa"] == (
        Decimal("3.33"),
        Decimal("2.67"),
    )
    done = sheets.confirm(senior, sheet.id, proposed.revision, act, Why())
    assert done.lines[1].score == 88 and done.corrections[0].now.score == 60
    row = head.store.one("students", {"_id": student})
    assert row is not None and row["studies"][0]["totals"]["gpa"] == Decimal("2.67")
    kinds = [e["type"] for e in row["events"]]
    assert kinds == ["admitted", "grade_posted", "grade_corrected"]
    assert row["events"][1]["result"]["scores"]["exam"] == 88
    with pytest.raises(RuleBroken):
        sheets.confirm(senior, sheet.id, done.revision, act, Why())


def test_teacher_fills_his_own_sheets_only_and_closes_none(head: Desk) -> None:
    sheet = office(head, 1)
    own = Desk(actor(Role.teacher, teacher="p1"), head.store)
    other = Desk(actor(Role.teacher, teacher="p2"), head.store)
    student = sheet.lines[0].student.id
    sheets.keep(own, sheet.id, [(student, "score", "90")])
    with pytest.raises(Forbidden):
        sheets.keep(other, sheet.id, [(student, "score", "10")])
    with pytest.raises(Forbidden):
        sheets.close(own, sheet.id, 1, "", Why())
    assert sheets.listed(other) == [] and len(sheets.listed(own)) == 1


def test_sheet_numbers_have_no_gaps_though_acts_fail(head: Desk) -> None:
    first = office(head, 1)
    with pytest.raises(RuleBroken, match="already"):
        sheets.open_sheet(head, first.section.id, date(2026, 11, 20), [TEACHER], Why())
    assert office(head, 1).number == "2026-00002"


def test_a_draft_kept_while_the_sheet_closes_is_in_it_or_refused(head: Desk, senior: Desk) -> None:
    for n in range(6):
        sheet = office(head, 1)
        fill(head, sheet, ("86", "90", "88"))
        mark, student, told = seen(head, sheet), sheet.lines[0].student.id, []

        def type_on(sheet: GradeSheet = sheet, student: str = student, told: list = told, n: int = n) -> None:  # type: ignore[type-arg]
            try:
                sheets.keep(senior, sheet.id, [(student, "score", str(60 + n))])
                told.append("kept")
            except RuleBroken:
                told.append("refused")

        thread = threading.Thread(target=type_on)
        thread.start()
        try:
            sheets.close(head, sheet.id, 1, mark, Why("жабу"))
            closed_ = True
        except OfficeError:
            closed_ = False
        thread.join()
        left = head.store.count("drafts", {"sheet": sheet.id, "user": senior.actor.id})
        assert (told == ["refused"] and closed_) or (told == ["kept"] and not closed_ and left == 1), (
            told,
            closed_,
            left,
        )


def test_anothers_unfinished_cell_stops_the_closing(head: Desk, senior: Desk) -> None:
    sheet = office(head, 1)
    student = sheet.lines[0].student.id
    sheets.keep(head, sheet.id, [(student, "midterm_1", "86"), (student, "midterm_2", "90")])
    sheets.keep(senior, sheet.id, [(student, "score", "8", False)])
    with pytest.raises(Problems) as e:
        sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    assert e.value.problems[0].key == "sheets.still_typing"


def test_a_forgotten_pair_of_midterms_is_told(head: Desk) -> None:
    sheet = office(head, 2)
    fill(head, sheet, ("86", "90", "88"), ("", "", "88"))
    with pytest.raises(Problems) as e:
        sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    assert [p.key for p in e.value.problems] == ["sheets.missing"]


def test_an_exam_before_the_day_of_admission_is_not_lost(head: Desk) -> None:
    sheet = office(head, 1)
    late = head.store.one("students", {"_id": sheet.lines[0].student.id})
    assert late is not None
    profile = Profile(number="LATE", name=Name(last="Кеш", first="А"), iin_absent_reason="тест")
    made = students.admit(head, profile, StudyProfile(id="late"), Why("т"), date(2026, 11, 22))
    section = head.store.load(Section, sheet.section.id)
    grouping.enlist(head, section.id, section.revision, [(made.id, "late")], Why("кеш"))
    sheet = sheets.add_late(head, sheet.id, 1, Why("кеш"))
    fill(head, sheet, *[("86", "90", "88")] * 2)
    sheets.close(head, sheet.id, sheet.revision, seen(head, sheet), Why("жабу"))
    row = head.store.one("students", {"_id": made.id})
    assert row is not None and row["studies"][0]["record"][0]["letter"] == "B+"
    assert row["studies"][0]["record"][0]["on"] == "2026-11-20"


def test_an_exam_still_to_come_can_not_be_closed(head: Desk) -> None:
    sheet = office(head, 1, date(2027, 3, 1))
    fill(head, sheet, ("86", "90", "88"))
    early = Desk(head.actor, head.store, clock=lambda: datetime(2026, 12, 1, tzinfo=UTC))
    with pytest.raises(RuleBroken, match="future_exam"):
        sheets.close(early, sheet.id, 1, seen(head, sheet), Why("жабу"))


def test_a_cancelled_sheet_frees_its_section_and_keeps_its_number(head: Desk) -> None:
    sheet = office(head, 1)
    sheets.cancel(head, sheet.id, 1, Why("қате күн"))
    again = sheets.open_sheet(head, sheet.section.id, date(2026, 11, 21), [TEACHER], Why("қайта"))
    assert (sheet.number, again.number) == ("2026-00001", "2026-00002")
    with pytest.raises(RuleBroken):
        sheets.keep(head, sheet.id, [(sheet.lines[0].student.id, "score", "9")])


def test_a_second_attempt_is_numbered_and_a_pass_is_not_lost_by_a_later_fail(head: Desk) -> None:
    first = closed(head, 1)
    student, section = first.lines[0].student.id, head.store.load(Section, first.section.id)
    fields = section.model_dump(by_alias=True, exclude={"id", "revision", "head", "created", "updated"})
    again = put(head, Section.model_validate({**fields, "code": "AGAIN"}))
    second = sheets.open_sheet(head, again.id, date(2026, 11, 21), [TEACHER], Why("қайта"))
    fill(head, second, ("60", "60", "10"))
    second = sheets.close(head, second.id, 1, seen(head, second), Why("жабу"))
    row = head.store.one("students", {"_id": student})
    assert row is not None and second.lines[0].attempt == 2
    totals = row["studies"][0]["totals"]
    assert (totals["gpa"], totals["credits"], totals["academic_debts"]) == (Decimal("3.33"), 5, 0)


def test_the_same_command_with_another_wish_is_refused(head: Desk) -> None:
    a, b = office(head, 1), office(head, 1)
    why = Why("себеп")
    sheets.cancel(head, a.id, 1, why)
    assert sheets.cancel(head, a.id, 1, why).status is SheetStatus.cancelled
    with pytest.raises(RuleBroken, match="command_reused"):
        sheets.cancel(head, b.id, 9, why)
