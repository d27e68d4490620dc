"""An unfinished result (I): due, overdue, lapsed into the rulebook's letter, or finished by an individual sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core import sheets
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.sheets import incomplete
from schemas.grade_sheet import GradeSheet
from schemas.words import Role
from tests.acts.test_sheet_family import open_kind, typed
from tests.acts.test_sheets import BASIS, TEACHER, fill, office, seen
from tests.conftest import actor

UNTIL = date(2026, 12, 20)  # thirty days after the exam of 20 November


def on(desk: Desk, day: date, role: Role = Role.head, **assigned: str) -> Desk:
    moment = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return Desk(actor(role, **assigned), desk.store, clock=lambda: moment)


@pytest.fixture
def sheet(head: Desk) -> GradeSheet:
    """Not finished, excused, passed; then the first day after both have run out is 21 December."""
    made = office(head, 3)
    fill(head, made, ("86", "90", "т"), ("80", "80", "с"), ("86", "90", "88"))
    return sheets.close(on(head, date(2026, 11, 21)), made.id, 1, seen(head, made), Why("жабу"))


def test_the_list_says_who_is_due_and_who_is_overdue(head: Desk, sheet: GradeSheet) -> None:
    before, after = on(head, UNTIL), on(head, date(2026, 12, 21))
    assert [x.letter for x in sheets.unfinished(before, "due")] == ["I", "I"] and not sheets.unfinished(
        before, "overdue"
    )
    late = sheets.unfinished(after, "overdue")
    assert [(x.until, x.days, x.closed, x.waits, x.lapses) for x in late] == [(UNTIL, 1, sheet.number, "", True)] * 2
    assert incomplete.count(after) == 2 and not sheets.unfinished(after, "due") and len(sheets.unfinished(after)) == 2
    assert sheets.unfinished(on(head, UNTIL, Role.department, department="d2")) == []
    assert len(sheets.unfinished(on(head, UNTIL, Role.department, department="d1"))) == 2


def test_the_list_reads_by_its_index(head: Desk, sheet: GradeSheet) -> None:
    asked = incomplete._asked("overdue", date(2026, 12, 21))
    plan = head.store.db["students"].find(asked).sort("studies.record.until", 1).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])


def test_a_lapse_gives_the_letter_of_the_rulebook_with_a_record_for_each_and_all_at_once(
    head: Desk, sheet: GradeSheet
) -> None:
    desk = on(head, date(2026, 12, 21))
    found = sheets.unfinished(desk, "overdue")
    shown = incomplete.preview(desk, found)
    assert [now.letter for _, now, _ in shown] == ["F", "F"]
    assert shown[0][2].totals["gpa"] == (None, 0)
    assert head.store.count("students", {"events.type": "grade_corrected"}) == 0, "a preview keeps nothing"
    with pytest.raises(Problems):
        sheets.lapse(desk, [x.key for x in found], Why())
    done = sheets.lapse(desk, [x.key for x in found], Why("мерзімі өтті"))
    assert [(c.what, c.state, c.now.letter, c.decided_by) for c in done.corrections] == [
        ("lapse", "confirmed", "F", desk.actor.id)
    ] * 2
    assert len({c.act for c in done.corrections}) == 2 and [x.letter for x in done.lines] == ["I", "I", "B+"]
    for x in found:
        row = head.store.one("students", {"_id": x.student.id}) or {}
        result = row["studies"][0]["record"][0]
        assert (result["letter"], result["state"], result["until"], row["events"][-1]["type"]) == (
            "F", "failed", None, "grade_corrected",
        )  # fmt: skip
        assert row["events"][-1]["reason"] == "мерзімі өтті"
        assert row["studies"][0]["totals"]["academic_debts"] == 1
    assert sheets.unfinished(desk) == []
    assert head.store.count("audit_events", {"action": "correction.lapse"}) == 1
    with pytest.raises(RuleBroken, match="lapse_finished"):
        sheets.lapse(desk, [found[0].key], Why("тағы"))


def test_nothing_lapses_before_its_day_and_one_refused_refuses_all(head: Desk, sheet: GradeSheet) -> None:
    keys = [(sheet.id, x.student.id) for x in sheet.lines]
    with pytest.raises(RuleBroken, match="lapse_early"):
        sheets.lapse(on(head, UNTIL), keys[:1], Why("т"))
    late = on(head, date(2026, 12, 21))
    with pytest.raises(RuleBroken, match="lapse_finished"):
        sheets.lapse(late, keys, Why("т"))  # the third passed
    assert head.store.count("grade_sheets", {"corrections.what": "lapse"}) == 0
    with pytest.raises(RuleBroken, match="nothing_lapses"):
        sheets.lapse(late, [], Why("т"))


@pytest.mark.parametrize("role", [Role.registrar, Role.department, Role.teacher, Role.management, Role.auditor])
def test_only_the_head_and_the_senior_registrar_let_results_lapse(head: Desk, sheet: GradeSheet, role: Role) -> None:
    with pytest.raises(Forbidden):
        sheets.lapse(on(head, date(2026, 12, 21), role), [(sheet.id, sheet.lines[0].student.id)], Why("т"))


def test_a_waiting_proposal_or_an_open_sheet_stops_a_lapse(shipped, sheet: GradeSheet, head: Desk) -> None:  # type: ignore[no-untyped-def]
    desk = on(head, date(2026, 12, 21))
    first, second = sheet.lines[0].student.id, sheet.lines[1].student.id
    assert sheet.section is not None
    study = sheet.lines[0].study
    single = sheets.open_single(
        desk, first, study, sheet.section.id, "individual", date(2026, 12, 21), [TEACHER], date(2026, 12, 30), Why("I")
    )
    assert [x.waits for x in sheets.unfinished(desk, "overdue") if x.line == first] == [single.number]
    with pytest.raises(RuleBroken, match="lapse_waits"):
        sheets.lapse(desk, [(sheet.id, first)], Why("т"))
    why = Why("қ", BASIS, code="recount")
    sheets.propose(desk, sheet.id, sheet.revision, second, {"score": "70"}, why)
    with pytest.raises(RuleBroken, match="correction_waits"):
        sheets.lapse(desk, [(sheet.id, second)], Why("т"))


def test_an_unfinished_course_work_waits_for_a_sheet_of_its_own_kind_only(shipped, head: Desk) -> None:  # type: ignore[no-untyped-def]
    exam = office(head, 1)
    work = open_kind(head, exam, "course_work")
    typed(head, work, {"topic": "т", "score": "т"})
    desk = on(head, date(2026, 12, 21))
    [x] = sheets.unfinished(desk, "overdue")
    assert (x.apart, x.waits) == (":course_work", ""), "the open exam of the discipline finishes no course work"
    args = (x.line, x.study, x.section, "course_work", date(2026, 12, 21), [TEACHER], date(2026, 12, 30), Why("I"))
    own = sheets.open_single(desk, *args)
    assert [x.waits for x in sheets.unfinished(desk, "overdue")] == [own.number]
    with pytest.raises(RuleBroken, match="lapse_waits"):
        sheets.lapse(desk, [x.key], Why("т"))
    sheets.cancel(desk, own.id, own.revision, Why("қате"))
    assert exam.status == "open" and sheets.lapse(desk, [x.key], Why("өтті")).corrections[0].now.letter == "F"


def test_an_unfinished_exam_waits_for_no_course_work(shipped, head: Desk) -> None:  # type: ignore[no-untyped-def]
    exam = office(head, 1)
    open_kind(head, exam, "course_work")
    typed(head, exam, {"midterm_1": "80", "midterm_2": "80", "score": "т"})
    desk = on(head, date(2026, 12, 21))
    [x] = sheets.unfinished(desk, "overdue")
    assert x.waits == "" and x.lapses
    assert sheets.lapse(desk, [x.key], Why("өтті")).corrections[0].now.letter == "F"


def test_a_new_mark_comes_through_an_individual_sheet_with_the_midterms_of_the_first(
    shipped, sheet: GradeSheet, head: Desk  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    day = date(2026, 12, 10)
    desk, line = on(head, day), sheet.lines[0]
    assert sheet.section is not None
    single = sheets.open_single(
        desk, line.student.id, line.study, sheet.section.id, "individual", day, [TEACHER], UNTIL, Why("I жабу")
    )
    row = single.lines[0]
    assert (row.midterm_1, row.midterm_2, single.due) == (86, 90, UNTIL)
    sheets.keep(desk, single.id, [(line.student.id, "score", "88")])
    done = sheets.close(desk, single.id, single.revision, seen(desk, single), Why("жабу"))
    assert done.lines[0].letter == "B+" and done.lines[0].admission_rating == 88
    state = head.store.one("students", {"_id": line.student.id}) or {}
    totals = state["studies"][0]["totals"]
    assert totals["credits"] == 5 and totals["academic_debts"] == 0 and len(state["studies"][0]["record"]) == 2
    late = on(head, date(2026, 12, 21))
    assert [x.line for x in sheets.unfinished(late, "overdue")] == [sheet.lines[1].student.id], "this one is finished"
    with pytest.raises(RuleBroken, match="lapse_finished"):
        sheets.lapse(late, [(sheet.id, line.student.id)], Why("т"))
