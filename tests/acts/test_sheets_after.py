"""What happens to sheets after they were filled: annulled and corrected again, midterms that change, re-sits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import merged, rulebooks, sheets, students, sums
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.grouping import steps
from core.sheets import drafts, formula
from schemas import events as ev
from schemas.grade_sheet import GradeSheet
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from tests.acts.test_merge import join
from tests.acts.test_sheet_family import DAY, at, fresh, open_kind, paper, record, typed
from tests.acts.test_sheets import DEPARTMENT, TEACHER, office, put, seen

GOOD = {"midterm_1": "80", "midterm_2": "80", "score": "80"}


def corrected(
    desk: Desk, senior: Desk, of: GradeSheet, texts: Mapping[str, str], what: Any = "correct", n: int = 0
) -> GradeSheet:
    """A correction of one line proposed and confirmed."""
    sheet = fresh(desk, of)
    proposed = sheets.propose(desk, sheet.id, sheet.revision, sheet.lines[n].student.id, texts, paper(), what)
    return sheets.confirm(senior, sheet.id, proposed.revision, proposed.corrections[-1].act, Why("рас"))


def leave(desk: Desk, sheet: GradeSheet, n: int) -> None:
    """The student of a line is expelled."""
    line = sheet.lines[n]

    def work(tx):  # type: ignore[no-untyped-def]
        tx.student(line.student.id)
        path = f"studies.{line.study}.status"
        tx.append(line.student.id, ev.ProfileEdited, DAY, changes=[ev.Change(field=path, was="active", now="expelled")])
        return tx.student_document(line.student.id)

    desk.transact("student.edit", work, Why("бұйрық"))


def group_of_one(desk: Desk, of: GradeSheet, number: str) -> Section:
    """Another group of the same discipline and term, with one student."""
    profile = Profile(number=number, name=Name(last="Басқа", first="А"), iin_absent_reason="тест")
    study = StudyProfile(id=f"st{number}", department=DEPARTMENT)
    made = students.admit(desk, profile, study, Why("т"), date(2025, 9, 1))
    members = [Member(student=made.ref(), study=study.id, number=number)]
    return put(desk, Section(code=number, term=of.term, discipline=of.discipline, teacher=TEACHER,
                             department=DEPARTMENT, members=members))  # fmt: skip


def test_an_annulled_result_may_be_corrected_and_stands_again(head: Desk, senior: Desk) -> None:
    done = typed(head, office(head, 1), GOOD)
    after = corrected(head, senior, done, {}, "annul")
    with pytest.raises(RuleBroken) as e:
        corrected(head, senior, done, {}, "annul")
    assert e.value.key == "sheets.correction_changes_nothing"
    line = sheets.current_line(after, done.lines[0].student.id).model_copy(update={"score": 95, "letter": "B+"})
    assert sheets.effect(head, after, line).totals["credits"] == (0, 5)
    corrected(head, senior, done, {"score": "95"})
    assert [(r["letter"], r["attempt"]) for r in record(head, done)] == [("B+", 1)]
    corrected(head, senior, done, {"score": "90"})
    assert [r["letter"] for r in record(head, done)] == ["B"]


def test_who_left_without_a_mark_gets_a_result_by_a_correction(head: Desk, senior: Desk) -> None:
    sheet = office(head, 2)
    leave(head, sheet, 1)
    sheets.keep(head, sheet.id, [(sheet.lines[0].student.id, c, t) for c, t in GOOD.items()])
    done = sheets.close(head, sheet.id, 1, seen(head, sheet), Why("ж"))
    with pytest.raises(RuleBroken):
        corrected(head, senior, done, {}, "annul", 1)
    corrected(head, senior, done, GOOD, n=1)
    assert [r["letter"] for r in record(head, done, 1)] == ["B"]


def test_an_annulled_midterm_leaves_the_exam_that_waits_and_may_come_back(head: Desk, senior: Desk) -> None:
    exam = office(head, 1)
    first = typed(head, open_kind(head, exam, "midterm_1"), {"current": "70", "control": "70"})
    corrected(head, senior, first, {}, "annul")
    held = fresh(head, exam).lines[0]
    assert (held.midterm_1, held.carried) == (None, [])
    corrected(head, senior, first, {"current": "70", "control": "70"})
    assert fresh(head, exam).lines[0].midterm_1 == 70


def test_a_midterm_closed_late_does_not_slip_under_signatures(head: Desk) -> None:
    exam = office(head, 1)
    first, second = (open_kind(head, exam, f"midterm_{n}") for n in (1, 2))
    sheets.keep(head, exam.id, [(exam.lines[0].student.id, c, t) for c, t in GOOD.items()])
    handed = sheets.hand_in(head, exam.id, 1, seen(head, exam), Why(""))
    typed(head, first, {"current": "80", "control": "80"})
    assert fresh(head, exam) == handed  # the same mark changes nothing
    typed(head, second, {"current": "60", "control": "60"})
    back = fresh(head, exam)
    assert (back.status, back.lines[0].midterm_2, back.lines[0].score) == ("open", 60, 80)
    assert back.steps[-1].reason == second.number


def test_a_midterm_leaves_the_sheets_of_other_groups_as_they_are(head: Desk) -> None:
    exam = office(head, 1)
    other = sheets.open_sheet(head, group_of_one(head, exam, "B").id, DAY, [TEACHER], Why("т"))
    typed(head, open_kind(head, exam, "midterm_1"), {"current": "70", "control": "70"})
    assert fresh(head, other).revision == 1 and fresh(head, exam).revision == 2


def test_who_moved_before_the_midterm_does_not_keep_the_sheet_of_his_old_group_open(head: Desk) -> None:
    exam = office(head, 2)
    sheets.cancel(head, exam.id, 1, Why("түрі"))
    first = open_kind(head, exam, "midterm_1")
    section = head.get(Section, first.section.id if first.section else "", "section.read")

    def move(tx):  # type: ignore[no-untyped-def]
        found = tx.get(Section, section.id)
        found.members = [m for m in found.members if m.student.id == first.lines[0].student.id]
        return tx.save(found)

    head.transact("section.edit", move, Why("ауысты"))
    done = typed(head, first, {"current": "70", "control": "70"}, {})
    assert [(x.score, x.mark) for x in done.lines] == [(70, None), (None, "left")]


def test_a_re_sit_begins_from_what_corrections_left(head: Desk, senior: Desk) -> None:
    done = typed(head, office(head, 1), GOOD | {"score": "40"})
    corrected(head, senior, done, {"midterm_1": "90", "score": "41"})
    again = sheets.open_resit(head, done.id, "retake", DAY + timedelta(days=1), [TEACHER], Why("FX"))
    assert (again.lines[0].midterm_1, again.lines[0].more["earlier"]) == (90, "41 FX")


def test_a_course_work_is_re_sat_as_a_course_work(head: Desk) -> None:
    exam = typed(head, office(head, 1), GOOD)
    work = typed(head, open_kind(head, exam, "course_work"), {"topic": "т", "score": "40"})
    args = (DAY + timedelta(days=1), [TEACHER], Why("FX"))
    with pytest.raises(RuleBroken) as e:
        sheets.open_resit(head, work.id, "retake", *args)
    assert e.value.key == "sheets.resit_gives_else"
    again = sheets.open_resit(head, work.id, "course_work", *args)
    typed(at(head, 5), again, {"topic": "т", "score": "95"})
    assert [(r["apart"], r["letter"], r["attempt"]) for r in record(head, exam)] == [
        ("", "B", 1), (":course_work", "FX", 1), (":course_work", "A", 2)
    ]  # fmt: skip


def test_a_course_work_and_a_midterm_are_no_pass_or_fail_of_the_discipline_in_figures(head: Desk) -> None:
    exam = office(head, 1)
    typed(head, open_kind(head, exam, "midterm_1"), {"current": "80", "control": "80"})
    typed(head, fresh(head, exam), {"midterm_2": "80", "score": "80"})
    work = typed(head, open_kind(head, exam, "course_work"), {"topic": "т", "score": "40"})
    sums.refresh(head.store)
    [row] = sums.read(head.store, [f"results:{exam.term_code}"])[f"results:{exam.term_code}"]
    assert (row["passed"], row["failed"], row["letters"]) == (1, 0, {"B": 1})
    [group] = [r for r in sums.read(head.store, ["progress"])["progress"] if r["n"]]
    assert group["debts"] == sum(group["since"].values()) == 1
    assert record(head, work)[1]["discipline"]["label"]["en"] == "Сольфеджио — Course work"


def test_a_section_takes_students_while_only_its_course_work_is_closed(head: Desk) -> None:
    exam = office(head, 1)
    typed(head, open_kind(head, exam, "course_work"), {"topic": "т", "score": "80"})
    section = head.get(Section, exam.section.id if exam.section else "", "section.read")
    found: list[Any] = []

    def look(tx):  # type: ignore[no-untyped-def]
        found.append(steps.sheets_of(tx, [section.id])[section.id].number)
        return tx.save(tx.get(Section, section.id))

    head.transact("section.edit", look, Why("көру"))
    assert found == [exam.number]


def test_a_formula_with_more_digits_than_are_kept_is_told_not_thrown(head: Desk) -> None:
    rules = rulebooks.get(head.store, office(head, 1).rules)
    for sum_ in ("a * 1e400", "a * 10000000000000000000000000000000000000000"):
        with pytest.raises(RuleBroken):
            formula.count(sum_, {"a": Decimal(80)}, rules)


# joined records ------------------------------------------------------------------------------------------------------


def joined(desk: Desk, senior: Desk, sheet: GradeSheet, n: int = 0) -> str:
    """The student of a line is joined to another record, which is told."""
    profile = Profile(number=f"K{n}", name=Name(last="Қалған", first="А"), iin_absent_reason="тест")
    kept = students.admit(desk, profile, StudyProfile(id=f"stK{n}", department=DEPARTMENT), Why("т"), date(2025, 9, 1))
    join(desk, senior, kept.id, sheet.lines[n].student.id)
    return kept.id


def of(desk: Desk, student: str) -> list[str]:
    row = desk.store.one("students", {"_id": student}) or {}
    return [r["letter"] for s in row["studies"] for r in s["record"]]


def test_a_result_is_annulled_after_its_student_was_joined(head: Desk, senior: Desk) -> None:
    done = typed(head, office(head, 1), GOOD)
    kept = joined(head, senior, done)
    assert of(head, kept) == ["B"]
    corrected(head, senior, done, {}, "annul")
    assert of(head, kept) == []
    corrected(head, senior, done, {"score": "95"})
    assert of(head, kept) == ["B+"]


def test_a_joined_student_re_sits_under_the_record_that_was_kept(head: Desk, senior: Desk) -> None:
    done = typed(head, office(head, 1), GOOD | {"score": "40"})
    kept = joined(head, senior, done)
    again = sheets.open_resit(head, done.id, "retake", DAY + timedelta(days=1), [TEACHER], Why("FX"))
    assert again.lines[0].student.id == kept
    typed(at(head, 5), again, {"score": "80"})
    assert of(head, kept) == ["FX", "B"]


def test_a_joined_student_brings_his_midterm_to_an_exam_opened_later(head: Desk, senior: Desk) -> None:
    exam = office(head, 1)
    typed(head, open_kind(head, exam, "midterm_1"), {"current": "70", "control": "70"})
    sheets.cancel(head, exam.id, fresh(head, exam).revision, Why("қайта"))
    kept = joined(head, senior, exam)
    again = open_kind(head, exam, "exam")
    assert (again.lines[0].student.id, again.lines[0].midterm_1) == (kept, 70)
    assert merged.today(head.store, [kept, exam.lines[0].student.id]) == {exam.lines[0].student.id: kept}


def test_what_is_typed_while_records_are_joined_is_never_an_orphan(head: Desk, senior: Desk) -> None:
    sheet = office(head, 1)
    old = sheet.lines[0].student.id
    store = head.store

    class Late(type(store)):  # type: ignore[misc]
        """Between reading the sheet and storing what was typed, the record is joined."""

        def transact(self, work: Any, seconds: float = 20) -> Any:
            joined(head, senior, sheet)
            return store.transact(work, seconds)

    late = replace(head, store=Late(store.client, store.db.name))
    with pytest.raises(RuleBroken):
        sheets.keep(late, sheet.id, [(old, "score", "80")])
    assert not [r for r in store.rows("drafts", {"sheet": sheet.id}) if r["student"] == old]
    assert drafts.compose(fresh(head, sheet), [], None, "")  # type: ignore[arg-type]
