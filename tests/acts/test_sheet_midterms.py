"""A midterm that is open or corrected when its exam is closed: told before, never silently lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from core import kinds, sheets
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.sheets import forms, midterms
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import WhileOpen
from schemas.words import Role
from tests.acts.test_sheet_family import fresh, open_kind, paper, record, typed
from tests.acts.test_sheets import TEACHER, office, seen
from tests.conftest import actor

BOTH = {"current": "80", "control": "80"}
FULL = {"midterm_1": "80", "midterm_2": "80", "score": "70"}


def tasks_of(desk: Desk, state: str = "open") -> list[dict[str, Any]]:
    return desk.store.rows("tasks", {"mark": midterms.MARK, "state": state})


def change(desk: Desk, of: GradeSheet, texts: Mapping[str, str]) -> GradeSheet:
    sheet = fresh(desk, of)
    return sheets.propose(desk, sheet.id, sheet.revision, sheet.lines[0].student.id, texts, paper())


def confirmed(desk: Desk, sheet: GradeSheet) -> GradeSheet:
    return sheets.confirm(desk, sheet.id, sheet.revision, sheet.corrections[-1].act, Why("рас"))


def test_an_open_midterm_sheet_is_named_before_the_exam_is_closed_and_its_late_mark_is_a_task(head: Desk) -> None:
    exam = office(head, 2)
    first = open_kind(head, exam, "midterm_1")
    assert midterms.open_for(head.store, exam) == [first.number] and not midterms.refuses(exam)
    assert midterms.open_for(head.store, first) == [], "a midterm sheet carries none"
    done = typed(head, exam, FULL, FULL)
    assert tasks_of(head) == []
    typed(head, first, BOTH, {"current": "60", "control": "60"})  # the first of them as it was typed on the exam sheet
    [task] = tasks_of(head)
    name = done.lines[1].student.label.kk
    assert (task["subject"]["id"], task["to_role"], task["address"]) == (exam.id, "registrar", {"sheet": exam.id})
    assert name in task["what"]["kk"] and done.lines[0].student.label.kk not in task["what"]["kk"]
    assert fresh(head, exam).lines == done.lines and midterms.open_for(head.store, exam) == []


def test_a_kind_may_refuse_to_be_signed_and_closed_over_an_open_midterm_sheet(shipped, head: Desk) -> None:  # type: ignore[no-untyped-def]
    values = {"body.while_open": WhileOpen.refuses.value}
    kinds.save(head, "sheet", "exam", kinds.versions(head, "sheet", "exam")[0].version, values, Why("кеңес"))
    exam = office(head, 1)
    first = open_kind(head, exam, "midterm_1")
    assert forms.body("exam").while_open is WhileOpen.refuses and midterms.refuses(exam)
    teacher = Desk(actor(Role.teacher, teacher=TEACHER.id), head.store)
    for line in exam.lines:
        sheets.keep(teacher, exam.id, [(line.student.id, c, t) for c, t in FULL.items()])
    for desk, act in ((teacher, sheets.sign), (head, sheets.close)):
        with pytest.raises(RuleBroken) as e:
            act(desk, exam.id, exam.revision, seen(desk, exam), Why("т"))
        assert (e.value.key, e.value.values["numbers"]) == ("sheets.midterm_open_refused", first.number)
    typed(head, first, BOTH)
    now = fresh(head, exam)
    assert sheets.close(head, now.id, now.revision, seen(head, now), Why("жабу")).status == "closed"


def test_a_corrected_midterm_leaves_the_closed_exam_and_says_what_would_follow(head: Desk, senior: Desk) -> None:
    exam = office(head, 1)
    first = typed(head, open_kind(head, exam, "midterm_1"), BOTH)
    done = typed(head, fresh(head, exam), {"midterm_2": "80", "score": "70"})
    proposed = change(head, first, {"current": "100", "control": "100"})
    [late] = midterms.of_change(head.store, proposed, proposed.corrections[0].now)
    [(was, would)] = late.lines
    assert (late.sheet.id, was.letter, was.final_grade) == (exam.id, "B-", 76)
    assert (would.midterm_1, would.letter, would.final_grade) == (100, "B", 82)  # (100 + 80) / 2 × 0.6 + 70 × 0.4
    assert tasks_of(head) == [], "a proposal changes nothing"
    confirmed(senior, proposed)
    assert fresh(head, exam) == done and [r["letter"] for r in record(head, exam)] == ["B-"]
    assert [t["subject"]["id"] for t in tasks_of(head)] == [exam.id]
    assert midterms.of_change(head.store, done, was) == [], "an exam is no midterm"
    confirmed(senior, change(head, exam, {"midterm_1": "100"}))
    assert [r["letter"] for r in record(head, exam)] == ["B"]
    assert tasks_of(head) == [] and len(tasks_of(head, "done")) == 1, "the correction of the exam does the task"


def test_a_midterm_corrected_to_the_same_mark_asks_nothing_of_the_office(head: Desk, senior: Desk) -> None:
    exam = office(head, 1)
    first = typed(head, open_kind(head, exam, "midterm_1"), BOTH)
    typed(head, fresh(head, exam), {"midterm_2": "80", "score": "70"})
    proposed = change(head, first, {"current": "90", "control": "70"})  # the mean stays
    assert midterms.of_change(head.store, proposed, proposed.corrections[0].now) == []
    confirmed(senior, proposed)
    assert tasks_of(head) == [] and plain(fresh(head, exam).status) == "closed"


def test_two_corrections_of_a_midterm_leave_one_task(head: Desk, senior: Desk) -> None:
    exam = office(head, 1)
    first = typed(head, open_kind(head, exam, "midterm_1"), BOTH)
    typed(head, fresh(head, exam), {"midterm_2": "80", "score": "70"})
    for mark in ("90", "95"):
        confirmed(senior, change(head, first, {"current": mark, "control": mark}))
    assert len(tasks_of(head)) == 1
