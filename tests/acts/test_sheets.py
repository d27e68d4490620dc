"""One grade sheet from opening to correction, against a real database."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest

from core import history, rulebooks, sheets, students
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.sheets import drafts
from schemas.base import Basis, Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Member, Section, Term
from schemas.words import Role, SheetStatus, TermKind
from tests.conftest import actor

TEACHER = Ref(id="p1", label=Text(kk="Оқытушы"))
DEPARTMENT = Ref(id="d1", label=Text(kk="Домбыра"))
BASIS = Basis(kind="қызметтік жазба", number="12")


def put(desk: Desk, document):  # type: ignore[no-untyped-def]
    return desk.transact("reference.edit", lambda tx: tx.add(document), Why("test"))


def office(desk: Desk, people: int = 3) -> GradeSheet:
    """A term, a discipline, a section of some students, and its open sheet."""
    if not desk.store.count("rulebooks", {}):
        rulebooks.install(desk, "kz-2022")
    n = desk.store.count("sections", {})
    term = put(desk, Term(code=f"2026-1-{n}", kind=TermKind.autumn, year=2026, sheets_due=date(2026, 12, 31)))
    discipline = put(desk, Discipline(code=f"SOL{n}", name=Text(kk="Сольфеджио"), credits=Decimal(5)))
    members = []
    for i in range(people):
        profile = Profile(
            number=f"N{n}-{i}", name=Name(last=f"Студент{i}", first="А"), iin_absent_reason="тест"
        )
        made = students.admit(
            desk, profile, StudyProfile(id=f"st{n}-{i}", department=DEPARTMENT), Why("т"), date(2025, 9, 1)
        )
        members.append(Member(student=made.ref(), study=made.studies[0].id, number=made.number))
    section = put(desk, Section(code=f"SEC{n}", term=term.ref(), discipline=discipline.ref(), teacher=TEACHER,
                                department=DEPARTMENT, members=members))  # fmt: skip
    return sheets.open_sheet(desk, section.id, date(2026, 11, 20), [TEACHER], Why("сессия"))


def seen(desk: Desk, sheet: GradeSheet) -> str:
    return sheets.seen_mark(drafts.of_sheet(desk, sheet, rulebooks.get(desk.store, sheet.rules)))


def fill(desk: Desk, sheet: GradeSheet, *rows: tuple[str, str, str]) -> None:
    for line, texts in zip(sheet.lines, rows, strict=True):
        sheets.keep(
            desk, sheet.id, [(line.student.id, c, t) for c, t in zip(drafts.COLUMNS, texts, strict=True)]
        )


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
    for line, (gpa, credits, debts) in zip(
        done.lines, [("3.33", 5, 0), ("0.5", 0, 1), ("0", 0, 1)], strict=True
    ):
        row = head.store.one("students", {"_id": line.student.id})
        assert row is not None
        totals = row["studies"][0]["totals"]
        assert (totals["gpa"], totals["credits"], totals["academic_debts"]) == (Decimal(gpa), credits, debts)
        state = history.fold(history.parse(row["events"]))
        assert {k: row[k] for k in state} == state
    assert head.store.count("drafts", {}) == 0


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
    sheets.choose(head, sheet.id, student, "score", senior.actor.id)
    assert sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу")).lines[0].score == 78


def test_what_was_typed_after_the_screen_was_drawn_stops_the_closing(head: Desk, senior: Desk) -> None:
    sheet = office(head, 1)
    fill(head, sheet, ("86", "90", "88"))
    mark = seen(head, sheet)
    sheets.keep(senior, sheet.id, [(sheet.lines[0].student.id, "score", "12")])
    with pytest.raises(RuleBroken, match="typed_since"):
        sheets.close(head, sheet.id, 1, mark, Why("жабу"))


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
    with pytest.raises(RuleBroken, match="four_eyes"):
        sheets.confirm(head, sheet.id, proposed.revision, act, Why())
    assert sheets.effect(head, proposed, proposed.corrections[0].now)["gpa"] == (
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
