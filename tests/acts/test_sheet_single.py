"""A sheet of one student for a debt of a closed term: it belongs to the term going on, the closed one stays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import calendar, kinds, sheets
from core.desk import Desk, Why
from core.errors import RuleBroken
from schemas import events as ev
from schemas.base import Text
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Sort
from schemas.section import Member, Section
from schemas.student import Result
from schemas.term import Term
from schemas.words import TermKind
from tests.acts.test_incomplete import on
from tests.acts.test_sheet_family import open_kind, record, typed
from tests.acts.test_sheets import TEACHER, office, put

LATER = date(2027, 2, 10)
UNTIL = LATER + timedelta(days=10)
FX = {"midterm_1": "70", "midterm_2": "80", "score": "40"}


def spring(desk: Desk) -> Term:
    """The term that goes on after the one of the sheets."""
    days = {"starts": date(2027, 1, 25), "ends": date(2027, 6, 10)}
    return put(desk, Term(code="2026-2", kind=TermKind.spring, year=2026, **days))


def shut(desk: Desk, sheet: GradeSheet) -> Desk:
    """The term of a sheet is closed; the desk on a day of the next."""
    later = on(desk, LATER)
    term = desk.store.load(Term, sheet.term.id)
    calendar.close_term(later, term.id, term.revision, Why("аяқталды"))
    return later


def slip(desk: Desk, sheet: GradeSheet, n: int = 0, kind: str = "individual", **more: Any) -> GradeSheet:
    line = sheet.lines[n]
    place = sheet.section.id if sheet.section else ""
    args = (line.student.id, line.study, place, kind, LATER, [TEACHER], UNTIL, Why("берешек"))
    return sheets.open_single(desk, *args, **more)


def test_a_debt_of_a_closed_term_has_a_sheet_in_the_term_that_goes_on(head: Desk) -> None:
    first = typed(head, office(head, 2), FX, {**FX, "score": "90"})
    now, desk = spring(head), shut(head, first)
    [owed] = sheets.places_of(desk, first.lines[0].student.id, first.lines[0].study)
    assert (owed.letter, owed.past, owed.kind, owed.term) == ("FX", True, "", first.term.label)
    assert sheets.places_of(desk, first.lines[1].student.id, first.lines[1].study) == [], "passed, and the term is over"
    single = slip(desk, first)
    assert (single.term.id, single.section, single.due) == (now.id, first.section, UNTIL)
    row = single.lines[0]
    assert (row.midterm_1, row.midterm_2, row.more, row.attempt) == (70, 80, {"earlier": "40 FX"}, 2)
    with pytest.raises(RuleBroken, match="single_stands"):
        slip(desk, first)
    done = typed(desk, single, {"score": "80"})
    assert [(r["letter"], r["term"]) for r in record(desk, done)] == [("FX", first.term_code), ("B-", "2026-2")]
    assert sheets.places_of(desk, row.student.id, row.study) == []


def test_without_a_debt_or_an_open_term_nothing_of_a_closed_term_is_opened(head: Desk) -> None:
    first = typed(head, office(head, 2), FX, {**FX, "score": "90"})
    desk = shut(head, first)
    with pytest.raises(RuleBroken, match="single_no_term"):
        slip(desk, first)
    spring(head)
    with pytest.raises(RuleBroken, match="single_no_debt"):
        slip(desk, first, 1)
    with pytest.raises(RuleBroken, match="single_no_debt"):
        slip(desk, first, 0, "course_work")  # it is the discipline that is owed
    assert slip(desk, first).number


def test_an_owed_course_work_is_cleared_by_its_own_kind_only(head: Desk) -> None:
    exam = typed(head, office(head, 1), {**FX, "score": "90"})
    work = typed(head, open_kind(head, exam, "course_work"), {"topic": "т", "score": "40"})
    spring(head)
    desk = shut(head, exam)
    [owed] = sheets.places_of(desk, work.lines[0].student.id, work.lines[0].study)
    assert (owed.kind, owed.letter, owed.section) == ("course_work", "FX", work.section.id if work.section else "")
    with pytest.raises(RuleBroken, match="single_no_debt"):
        slip(desk, work)  # an individual sheet would give the discipline's own result
    done = typed(desk, slip(desk, work, kind="course_work"), {"topic": "т", "score": "90"})
    assert [(r["apart"], r["letter"]) for r in record(desk, done)] == [
        ("", "B"), (":course_work", "FX"), (":course_work", "A-")
    ]  # fmt: skip


def test_in_an_open_term_the_sheet_stays_in_the_term_of_its_section(head: Desk) -> None:
    first = typed(head, office(head, 1), FX)
    spring(head)
    desk = on(head, LATER)
    [owed] = sheets.places_of(desk, first.lines[0].student.id, first.lines[0].study)
    assert not owed.past and slip(desk, first).term == first.term


def test_a_debt_that_was_brought_in_has_a_sheet_without_a_section(head: Desk) -> None:
    """A result of the years before this system names no section; its midterms stand in its scores."""
    first = typed(head, office(head, 1), {**FX, "score": "90"})
    line, now = first.lines[0], spring(head)
    other = put(head, Discipline(code="OLD", name=Text(kk="Тарих"), credits=Decimal(3)))
    made = {"discipline": other.ref(), "code": "OLD", "term": "2024-1", "section": "", "letter": "FX",
            "points": Decimal("0.5"), "final_grade": None, "state": "failed", "earned": 0, "attempt": 1,
            "on": date(2025, 1, 10)}  # fmt: skip

    def work(tx: Any) -> Any:
        tx.student(line.student.id)
        result = Result.model_validate({**record(head, first)[0], "id": "old", **made})
        tx.append(line.student.id, ev.ResultRecorded, date(2026, 11, 20), study=line.study, result=result)
        return tx.student_document(line.student.id)

    head.transact("student.edit", work, Why("бұрынғы нәтиже"))
    desk = on(head, LATER)
    owed, *_ = sheets.places_of(desk, line.student.id, line.study)
    assert (owed.section, owed.past, owed.letter, owed.term.kk) == ("", True, "FX", "2024-1")
    args = (line.student.id, line.study, "", "individual", LATER, [TEACHER], UNTIL, Why("берешек"))
    single = sheets.open_single(desk, *args, discipline=other.id)
    assert (single.section, single.term.id, single.discipline, single.credits) == (None, now.id, other.ref(), 3)
    assert single.lines[0].midterm_1 == 70
    done = typed(desk, single, {"score": "80"})
    assert record(desk, done)[-1]["letter"] == "B-"


def test_an_f_has_no_sheet_of_its_own_until_the_discipline_is_studied_again(head: Desk) -> None:
    first = typed(head, office(head, 1), {**FX, "score": "24"})
    line, now = first.lines[0], spring(head)
    desk = shut(head, first)
    [owed] = sheets.places_of(desk, line.student.id, line.study)
    assert (owed.letter, owed.why) == ("F", "sheets.must_repeat")
    with pytest.raises(RuleBroken, match="must_repeat"):
        slip(desk, first)
    mine = [Member(student=line.student, study=line.study, number=line.number)]
    taught = {"term": now.ref(), "discipline": first.discipline, "teacher": TEACHER}
    anew, other = (put(head, Section(code=c, members=m, **taught)) for c, m in (("ANEW", mine), ("ELSE", [])))

    def of(section: Section) -> GradeSheet:
        args = (line.student.id, line.study, section.id, "individual", LATER, [TEACHER], UNTIL, Why("ауырды"))
        return sheets.open_single(desk, *args)

    with pytest.raises(RuleBroken, match="must_repeat"):
        of(other)  # he does not study there
    assert of(anew).lines[0].attempt == 2, "the exam of the section he studies in now, on another day"


def test_sheets_of_one_student_and_re_sits_share_one_limit(head: Desk) -> None:
    first = typed(head, office(head, 2), FX, {**FX, "score": "с"})
    desk = on(head, LATER)
    assert [r["why"] for r in sheets.resitting(desk, first)] == ["", ""]
    typed(desk, slip(desk, first), {"score": "40"})
    again = sheets.open_resit(desk, first.id, "retake", LATER, [TEACHER], Why("FX"))
    typed(desk, again, {"score": "45"}, {"score": "с"})
    why = "sheets.last_fail"  # three FX: the case for expulsion comes before the limit
    assert [r["why"] for r in sheets.resitting(desk, first)] == [why, ""]
    [owed] = [p for p in sheets.places_of(desk, first.lines[0].student.id, first.lines[0].study) if p.letter]
    assert owed.why == why
    with pytest.raises(RuleBroken, match="last_fail"):
        slip(desk, first)
    assert slip(desk, first, 1).lines[0].attempt == 1, "what was put off for a reason is finished, not sat again"


def test_the_limit_of_a_term_holds_for_either_sheet(shipped: Any, head: Desk) -> None:
    kinds.save(head, Sort.study_rules, "main", 1, {"body.third_fail": 0, "effective": "2026-11-23"}, Why("кеңес"))
    first = typed(head, office(head, 1), FX)
    desk = on(head, LATER)
    for _ in range(2):
        typed(desk, slip(desk, first), {"score": "40"})
    with pytest.raises(RuleBroken, match="resits_used"):
        slip(desk, first)
    with pytest.raises(RuleBroken, match="nobody_resits"):
        sheets.open_resit(desk, first.id, "retake", LATER, [TEACHER], Why("тағы"))
    assert [r["why"] for r in sheets.resitting(desk, first)] == ["sheets.resits_used"]
    spring(head)
    assert slip(shut(head, first), first).term.label != first.term.label, "another term, counted anew"
