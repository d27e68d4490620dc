"""Complaints 1-9 (locking and changing grades) and 20-24 (rounding): see complaints.csv."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import grading, grouping, history, imports, rulebooks, sheets, students
from core.desk import Desk, Why
from core.errors import OfficeError, Problems, RuleBroken
from core.i18n import t
from schemas.grade_sheet import GradeSheet
from schemas.section import Section
from schemas.words import Role
from tests.acts.test_sheet_family import DAY, at, record, typed
from tests.acts.test_sheet_steps import ACTS, DUE, desk_of, noon, shaped
from tests.acts.test_sheets import BASIS, TEACHER, closed, fill, office, seen
from tests.pages.conftest import Open, _packages_are_read_once, open_page  # noqa: F401
from tests.pages.seen import texts

FULL = ("86", "90", "88")
PAPER = Why("қате терілген", BASIS)


def cell(sheet: GradeSheet, text: str) -> list[tuple[str, str, str]]:
    return [(sheet.lines[0].student.id, "score", text)]


def corrected(head: Desk, senior: Desk, sheet: GradeSheet, who: str, texts: dict[str, str]) -> GradeSheet:
    asked = sheets.propose(head, sheet.id, sheet.revision, who, texts, PAPER)
    return sheets.confirm(senior, sheet.id, asked.revision, asked.corrections[-1].act, Why("рас"))


def test_complaint_01_posting_ends_with_its_day_on_the_server(head: Desk) -> None:
    """Posting stayed open after the end date; no cache has a say here: the act itself asks the day."""
    sheet = shaped(head, office(head, 1), shuts=True)
    sheets.keep(desk_of(head.store, Role.teacher, noon(DUE)), sheet.id, cell(sheet, "70"))
    for role in (Role.teacher, Role.senior_registrar, Role.head):
        with pytest.raises(RuleBroken, match="window_shut"):
            sheets.keep(desk_of(head.store, role, noon(DUE + timedelta(1))), sheet.id, cell(sheet, "99"))
    assert [r["text"] for r in head.store.rows("drafts", {"column": "score"})] == ["70"]


def test_complaint_02_a_typo_has_its_legal_way(head: Desk, senior: Desk) -> None:
    """A locked grade could never be mended; here two people mend it on a paper, and the record follows."""
    sheet = closed(head, 1)
    who = sheet.lines[0].student.id
    done = corrected(head, senior, sheet, who, {"score": "98"})
    assert done.status == "closed" and sheets.current_line(done, who).score == 98 and done.lines[0].score == 88
    assert record(head, done)[0]["letter"] == "A-"


def test_complaint_03_a_past_period_is_shut_and_says_so(head: Desk, open_page: Open) -> None:  # noqa: F811
    """Teachers wrote into past periods unnoticed; the page says that the window is shut and offers no cell."""
    sheet = shaped(head, office(head, 1, date(2026, 1, 10)), shuts=True)

    def past(tx: Any) -> GradeSheet:
        found: GradeSheet = tx.get(GradeSheet, sheet.id)
        found.due = date(2026, 1, 20)
        return tx.save(found)  # type: ignore[no-any-return]

    head.transact("grade_sheet.open", past, Why("сынақ"))
    page = open_page("grade_sheet", Role.head, sheet=sheet.id)
    assert not page.exception and t("sheets.window_is_shut", "kk", day=date(2026, 1, 20)) in "\n".join(texts(page))
    with pytest.raises(RuleBroken, match="window_shut"):
        sheets.keep(head, sheet.id, cell(sheet, "99"))


def test_complaint_04_one_way_to_write_a_grade(head: Desk) -> None:
    """Locked in one screen, editable in another; every other door refuses: sheet acts, the card, an import."""
    sheet = closed(head, 1)
    before = head.store.one("students", {"_id": sheet.lines[0].student.id}) or {}
    for act in ACTS.values():
        with pytest.raises(OfficeError):
            act(head, sheet)
    with pytest.raises(OfficeError):
        students.edit(head, before["_id"], before["revision"], {"studies.st0-0.record": []}, Why("т"))
    file = f"student,code,title,term,credits,letter\n{before['number']},SOL0,Сольфеджио,2026-1-0,5,A".encode()
    table = imports.read("f.csv", file)
    plan = imports.plan(head, table, "results", imports.guess("results", table.headings), "kz-2022")
    assert [p.key for p in plan.problems] == ["imports.result_from_sheet"]
    assert head.store.one("students", {"_id": before["_id"]}) == before


def test_complaint_05_a_refused_closing_names_the_student(head: Desk) -> None:
    """Confirming failed with a message about nobody; here each cell in the way is of a student and a column."""
    sheet = office(head, 3)
    fill(head, sheet, FULL, ("86", "90", "101"), ("86", "90", ""))
    with pytest.raises(Problems) as e:
        sheets.close(head, sheet.id, 1, seen(head, sheet), Why("жабу"))
    second, third = (x.student.id for x in sheet.lines[1:])
    assert [p.field for p in e.value.problems] == [f"{second}.score", f"{third}.score"]
    again = typed(head, office(head, 1), {"midterm_1": "90", "midterm_2": "90", "score": "40"})
    resit = sheets.open_resit(head, again.id, "retake", DAY + timedelta(3), [TEACHER], Why("FX"))
    sheets.cancel(head, resit.id, resit.revision, Why("студент бас тартты"))
    assert sheets.open_resit(head, again.id, "retake", DAY + timedelta(4), [TEACHER], Why("FX")).lines, "no dead end"


def test_complaint_06_who_stands_on_a_sheet_is_not_taken_out(head: Desk) -> None:
    """Unenrolling a student tore him from his sheet; here the section refuses and tells which sheet."""
    sheet = office(head, 2)
    assert sheet.section
    section = head.store.load(Section, sheet.section.id)
    one = sheet.lines[0]
    with pytest.raises(OfficeError) as e:
        grouping.delist(head, section.id, section.revision, [one.student.id], Why("қате"))
    assert sheet.number in t(e.value.key, "kk", **e.value.values)
    assert len(head.store.load(Section, section.id).members) == 2


def test_complaint_07_the_earlier_grade_is_seen_by_who_gives_another(head: Desk, senior: Desk) -> None:
    """A grade by special permission was entered blind; a re-sit shows the first one, a correction both."""
    first = typed(head, office(head, 1), {"midterm_1": "90", "midterm_2": "90", "score": "40"})
    again = sheets.open_resit(head, first.id, "retake", DAY + timedelta(3), [TEACHER], Why("FX"))
    assert again.lines[0].more["earlier"] == "40 FX"
    asked = sheets.propose(head, first.id, first.revision, first.lines[0].student.id, {"score": "60"}, PAPER)
    waits = asked.corrections[0]
    assert (sheets.current_line(asked, first.lines[0].student.id).score, waits.now.score) == (40, 60)
    was, now = sheets.effect(senior, asked, waits.now).totals["gpa"]
    assert was < now


def test_complaint_08_no_grade_changes_unnoticed(head: Desk, senior: Desk) -> None:
    """Grades changed and nobody knew; each change is an event of the student with its reason, the first stays."""
    sheet = closed(head, 1)
    who = sheet.lines[0].student.id
    corrected(head, senior, sheet, who, {"score": "60"})
    events = (head.store.one("students", {"_id": who}) or {})["events"]
    assert [e["type"] for e in events] == ["admitted", "grade_posted", "grade_corrected"]
    assert events[1]["result"]["scores"]["exam"] == 88 and events[2]["reason"] == "рас"
    before = history.fold(history.parse(events[:2]))["studies"][0]["record"]
    assert before[0]["letter"] == "B+", "any earlier state can still be read"


def test_complaint_09_who_gave_and_who_changed_each_grade(head: Desk, senior: Desk) -> None:
    """Nobody could say who edited a grade last; the event and the correction name both hands."""
    sheet = closed(head, 1)
    who = sheet.lines[0].student.id
    done = corrected(head, senior, sheet, who, {"score": "60"})
    events = (head.store.one("students", {"_id": who}) or {})["events"]
    assert [e["actor"]["id"] for e in events[1:]] == [head.actor.id, senior.actor.id]
    made = done.corrections[0]
    assert (made.proposed_by, made.decided_by) == (head.actor.id, senior.actor.id)


def test_complaint_20_one_row_holds_the_mark_and_its_letter(head: Desk, senior: Desk) -> None:
    """Percent and letter were two rows and neither was what was typed; here one result holds score, total, letter."""
    done = typed(head, office(head, 1), {"midterm_1": "86", "midterm_2": "90", "score": "88"})
    [row] = record(head, done)
    assert (row["scores"]["exam"], row["final_grade"], row["letter"]) == (88, 88, "B+")
    who = done.lines[0].student.id
    asked = sheets.propose(head, done.id, done.revision, who, {}, PAPER, "annul")
    sheets.confirm(senior, done.id, asked.revision, asked.corrections[0].act, Why("рас"))
    assert record(head, done) == [], "what is annulled does not come back"


def test_complaint_21_closing_stores_what_was_typed_and_moves_no_other(head: Desk, senior: Desk) -> None:
    """Locking stored the rounded value and moved the others; here the typed marks stand and each line is its own."""
    done = typed(head, office(head, 2), *[{"midterm_1": "85", "midterm_2": "90", "score": s} for s in ("77", "91")])
    assert [(x.midterm_1, x.midterm_2, x.score) for x in done.lines] == [(85, 90, 77), (85, 90, 91)]
    assert done.lines[0].admission_rating == Decimal("87.5"), "not rounded on its way"
    corrected(head, senior, done, done.lines[0].student.id, {"score": "60"})
    assert record(head, done, 1)[0]["scores"]["exam"] == 91


@pytest.mark.parametrize(("current", "exam", "total", "letter"), [
    ("89.5", "90", "90", "A-"), ("89.99", "90", "90", "A-"), ("89", "90", "89", "B+"), ("94.5", "94", "94", "A-"),
])  # fmt: skip
def test_complaint_22_rounded_before_it_becomes_a_letter(current: str, exam: str, total: str, letter: str) -> None:
    """89.999 gave a letter of 89 beside a printed 90; here the letter is of the number that is printed."""
    book = rulebooks.shipped("kz-2022")
    whole = grading.weighted(Decimal(current), Decimal(exam), book)
    assert whole == Decimal(total) and grading.letter_of(whole, book).letter == letter


def test_complaint_23_one_value_is_the_same_number_everywhere() -> None:
    """28.12 for the student, 28.13 as the mean of that one student: two roundings; ours has one, of decimals."""
    rows = [{"points": Decimal(p), "credits": Decimal(c)} for p, c in (("3.33", 5), ("2.67", 3), ("3.67", 4))]
    one, book = grading.gpa(rows), rulebooks.shipped("kz-2022")
    assert one == grading.gpa(rows[::-1]) and grading.shown(one, book) == Decimal("3.28")
    assert grading.shown(grading.gpa([{"points": one, "credits": Decimal(12)}]), book) == Decimal("3.28")


def test_complaint_24_letter_points_credits_follow_every_kind_of_second_try(head: Desk, senior: Desk) -> None:
    """After one kind of retake the rounded column kept the old grade; here every way renews all of them."""
    first = typed(head, office(head, 1), {"midterm_1": "90", "midterm_2": "90", "score": "40"})
    who = first.lines[0].student.id

    def stands() -> tuple[Any, ...]:
        study = (head.store.one("students", {"_id": who}) or {})["studies"][0]
        newest = study["record"][-1]
        totals = study["totals"]
        return newest["letter"], newest["points"], totals["credits"], totals["gpa"], totals["academic_debts"]

    assert stands() == ("FX", Decimal("0.5"), 0, Decimal("0.5"), 1)
    again = sheets.open_resit(head, first.id, "retake", DAY + timedelta(3), [TEACHER], Why("FX"))
    again = typed(at(head, 4), again, {"score": "70"})
    assert stands() == ("B", Decimal("3.0"), 5, Decimal("3.0"), 0)
    corrected(head, senior, again, who, {"score": "40"})
    assert stands() == ("FX", Decimal("0.5"), 0, Decimal("0.5"), 1)
