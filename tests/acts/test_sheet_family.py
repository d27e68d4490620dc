"""Sheets of every kind against a real database: midterms carried, re-sits, one student's sheet, frozen once closed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import rulebooks, sheets
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken, StaleRevision
from core.sheets import drafts
from core.sheets.again import may_resit
from schemas.base import Basis, Ref, Text
from schemas.grade_sheet import GradeSheet, Seat
from schemas.kinds.sheets import Signer
from schemas.words import SheetStatus
from tests.acts.test_sheets import TEACHER, office, seen

DAY = date(2026, 11, 20)
CHAIR = Ref(id="p2", label=Text(kk="Төраға"))


def open_kind(desk: Desk, first: GradeSheet, kind: str, **more: object) -> GradeSheet:
    """Another sheet for the section of a first one."""
    assert first.section
    return sheets.open_sheet(desk, first.section.id, DAY, [TEACHER], Why("т"), kind=kind, **more)  # type: ignore[arg-type]


def typed(desk: Desk, sheet: GradeSheet, *rows: dict[str, str]) -> GradeSheet:
    for line, texts in zip(sheet.lines, rows, strict=True):
        sheets.keep(desk, sheet.id, [(line.student.id, c, t) for c, t in texts.items()])
    return sheets.close(desk, sheet.id, sheet.revision, seen(desk, sheet), Why("жабу"))


def record(desk: Desk, sheet: GradeSheet, n: int = 0) -> list[Row]:
    row = desk.store.one("students", {"_id": sheet.lines[n].student.id}) or {}
    return list(row["studies"][0]["record"])


def fresh(desk: Desk, sheet: GradeSheet) -> GradeSheet:
    return desk.get(GradeSheet, sheet.id, "grade_sheet.read")


def test_a_closed_midterm_stands_on_the_exam_sheet_that_waits_and_on_one_opened_later(head: Desk) -> None:
    exam = office(head, 2)
    first = typed(head, open_kind(head, exam, "midterm_1"), {"current": "80", "control": "91"}, {"current": "к"})
    assert first.number == "R1-2026-00001" and [x.score for x in first.lines] == [86, 0]
    assert record(head, first) == []  # a midterm is no result
    held = fresh(head, exam)
    assert [x.midterm_1 for x in held.lines] == [86, 0] and held.lines[0].carried == ["midterm_1"]
    with pytest.raises(RuleBroken) as e:  # nobody types over it
        sheets.keep(head, exam.id, [(held.lines[0].student.id, "midterm_1", "99")])
    assert e.value.key == "sheets.no_such_cell"
    sheets.cancel(head, exam.id, held.revision, Why("қайта"))
    again = open_kind(head, exam, "exam")
    assert [x.midterm_1 for x in again.lines] == [86, 0] and again.number == "2026-00002"
    done = typed(head, again, {"midterm_2": "90", "score": "88"}, {"midterm_2": "90", "score": "90"})
    assert [x.letter for x in done.lines] == ["B+", "F"]  # (0 + 90) / 2 is below the threshold


def test_a_commission_marks_and_the_mean_of_those_who_sat_is_the_score(head: Desk) -> None:
    first = office(head, 1)
    sheets.cancel(head, first.id, 1, Why("түрі басқа"))
    seats = [Seat(person=CHAIR, part=Signer.chair), Seat(person=TEACHER, part=Signer.member)]
    sheet = open_kind(head, first, "commission_exam", seats=seats)
    assert {e.id for e in sheet.examiners} == {"p1", "p2"}
    row = {
        "midterm_1": "90",
        "midterm_2": "90",
        "member_1": "95",
        "member_2": "90",
        "programme": "Сарыарқа",
    }
    done = typed(head, sheet, row)
    assert (done.lines[0].score, done.lines[0].final_grade, done.lines[0].letter) == (93, 91, "A-")
    assert done.lines[0].more == {"member_1": 95, "member_2": 90, "programme": "Сарыарқа"}
    assert [(s.part, s.paper) for s in done.signatures][:2] == [(Signer.chair, True), (Signer.member, True)]
    assert record(head, done)[0]["scores"]["exam"] == 93


def test_pass_fail_takes_a_sign_or_a_score(head: Desk) -> None:
    first = office(head, 3)
    sheets.cancel(head, first.id, 1, Why("сынақ"))
    done = typed(head, open_kind(head, first, "pass_fail"), {"score": "+"}, {"score": "np"}, {"score": "75"})
    assert [x.letter for x in done.lines] == ["P", "NP", "P"]
    assert [(r["earned"], r["gpa"]) for n in range(3) for r in record(head, done, n)] == [
        (5, False), (0, False), (5, False)
    ]  # fmt: skip


def test_a_course_work_asks_its_topic_and_stands_beside_the_exam(head: Desk) -> None:
    exam = typed(head, office(head, 1), {"midterm_1": "80", "midterm_2": "80", "score": "80"})
    sheet = open_kind(head, exam, "course_work")
    assert sheets.unsigned(sheet) == [(Signer.supervisor, "p1", "Оқытушы")], "who examines it supervises it"
    with pytest.raises(Problems) as e:
        typed(head, sheet, {"score": "95"})
    assert e.value.problems[0].field.endswith(".topic")
    sheets.keep(head, sheet.id, [(sheet.lines[0].student.id, "topic", "Күй тарихы")])
    done = sheets.close(head, sheet.id, 1, seen(head, sheet), Why("ж"))
    assert [(r["apart"], r["letter"], r["attempt"]) for r in record(head, done)] == [
        ("", "B", 1), (":course_work", "A", 1)
    ]  # fmt: skip
    totals = (head.store.one("students", {"_id": done.lines[0].student.id}) or {})["studies"][0]["totals"]
    assert (totals["credits"], totals["gpa"]) == (5, Decimal("3.0"))


def test_the_exam_sheet_says_who_is_admitted(head: Desk) -> None:
    exam = office(head, 4)
    with pytest.raises(RuleBroken, match="no_such_cell"):
        sheets.keep(head, exam.id, [(exam.lines[0].student.id, "admitted", "+")])
    rows = [{"midterm_1": r, "midterm_2": r, "score": s} for r, s in (("80", "90"), ("49", "90"), ("80", "ж"))]
    done = typed(head, exam, *rows, {"score": "80", "midterm_1": "50", "midterm_2": "50"})
    assert [x.more["admitted"] for x in done.lines] == ["+", "−", "−", "+"]
    assert [x.letter for x in done.lines] == ["B", "F", "F", "C-"]


def test_who_may_re_sit_and_who_must_study_again(head: Desk) -> None:
    rows = [("90", "40"), ("90", "24"), ("90", "с"), ("90", "90")]
    first = typed(head, office(head, 4), *[{"midterm_1": r, "midterm_2": r, "score": s} for r, s in rows])
    again = sheets.open_resit(head, first.id, "retake", DAY + timedelta(days=3), [TEACHER], Why("FX күні"))
    assert [x.student.id for x in again.lines] == [first.lines[0].student.id, first.lines[2].student.id]
    assert again.of and again.of.id == first.id and again.number == "RT-2026-00001"
    assert [(x.midterm_1, x.carried, x.more["earlier"]) for x in again.lines] == [
        (90, ["midterm_1", "midterm_2"], "40 FX"), (90, ["midterm_1", "midterm_2"], "I")
    ]  # fmt: skip
    assert found(head, first) == ["sheets.resit_waits", "sheets.must_repeat", "sheets.resit_waits"]
    done = typed(at(head, 4), again, {"score": "70"}, {"score": "45"})
    assert [(r["attempt"], r["letter"]) for r in record(head, done)] == [(1, "FX"), (2, "B")]
    assert found(head, first) == ["sheets.passed_since", "sheets.must_repeat", ""]
    sheets.open_resit(head, first.id, "retake", DAY + timedelta(days=6), [TEACHER], Why("соңғы рет"))
    with pytest.raises(RuleBroken) as e:
        sheets.open_resit(head, first.id, "retake", DAY + timedelta(days=9), [TEACHER], Why("тағы"))
    assert e.value.key == "sheets.nobody_resits"


def found(desk: Desk, first: GradeSheet) -> list[str]:
    out: list[str] = []

    def work(tx):  # type: ignore[no-untyped-def]
        sheet = tx.get(GradeSheet, first.id)
        out[:] = [str(r["why"]) for r in may_resit(tx, sheet)]
        return tx.save(sheet.model_copy(update={"corrections": sheet.corrections}))

    desk.transact("grade_sheet.open", work, Why("көру"))
    return out


def at(desk: Desk, days: int) -> Desk:
    from dataclasses import replace

    clock = desk.clock
    return replace(desk, clock=lambda: clock() + timedelta(days=days))


def paper() -> Why:
    return Why("қате", Basis(kind="жазба", number="3"))


def test_one_student_has_a_sheet_of_his_own_with_a_reason_until_a_day(head: Desk) -> None:
    first = typed(head, office(head, 2), *[{"midterm_1": "70", "midterm_2": "70", "score": "с"}] * 2)
    line, place = first.lines[0], first.section
    assert place
    until = DAY + timedelta(days=40)
    args = (line.student.id, line.study, place.id, "individual", DAY, [TEACHER], until)
    with pytest.raises(Problems):
        sheets.open_single(head, *args, Why(""))
    single = sheets.open_single(head, *args, Why("Анықтама бойынша"))
    assert (single.number, single.due, single.reason) == ("IN-2026-00001", until, "Анықтама бойынша")
    assert single.lines[0].more == {"earlier": "I"} and single.once is None
    with pytest.raises(RuleBroken) as e:
        sheets.open_single(head, *args, Why("тағы"))
    assert e.value.key == "sheets.single_stands"
    assert single.lines[0].carried == ["midterm_1", "midterm_2"]
    done = typed(head, single, {"score": "80"})
    assert [r["letter"] for r in record(head, done)] == ["I", "C+"]


def test_a_draft_takes_its_list_when_it_is_issued(head: Desk) -> None:
    first = office(head, 1)
    sheets.cancel(head, first.id, 1, Why("қайта"))
    sheet = open_kind(head, first, "exam", draft=True)
    assert sheet.status is SheetStatus.draft
    with pytest.raises(RuleBroken):
        sheets.keep(head, sheet.id, [(sheet.lines[0].student.id, "score", "90")])
    issued = sheets.issue(head, sheet.id, 1, Why(""))
    assert issued.status is SheetStatus.open and [s.status for s in issued.steps] == ["draft", "open"]


def test_two_kinds_of_a_section_stand_beside_each_other_but_not_two_of_one(head: Desk) -> None:
    first = office(head, 1)
    open_kind(head, first, "midterm_1")
    open_kind(head, first, "midterm_2")
    for kind in ("exam", "midterm_1"):
        with pytest.raises(RuleBroken) as e:
            open_kind(head, first, kind)
        assert e.value.key == "sheets.already"


def test_what_is_closed_is_only_added_to(head: Desk) -> None:
    done = typed(head, office(head, 1), {"midterm_1": "80", "midterm_2": "80", "score": "80"})

    def edit(field: str, value: object) -> None:
        def work(tx):  # type: ignore[no-untyped-def]
            return tx.save(tx.get(GradeSheet, done.id).model_copy(update={field: value}))

        head.transact("grade_sheet.close", work, Why("қолмен"))

    for field, value in (("lines", []), ("room", "5"), ("status", SheetStatus.open), ("checksum", "")):
        with pytest.raises(RuleBroken) as e:
            edit(field, value)
        assert e.value.key == "errors.frozen"
    assert fresh(head, done).lines == done.lines


def test_the_database_itself_refuses_a_closed_sheet_without_signature_or_checksum(head: Desk) -> None:
    sheet = office(head, 1)
    from pymongo.errors import WriteError

    for change in ({"status": "closed"}, {"status": "closed", "checksum": "abc"}):
        with pytest.raises(WriteError) as e:
            head.store.db["grade_sheets"].update_one({"_id": sheet.id}, {"$set": change})
        assert e.value.code == 121


def test_the_database_itself_keeps_closed_what_carries_a_checksum(head: Desk) -> None:
    from pymongo.errors import WriteError

    done = typed(head, office(head, 1), {"midterm_1": "80", "midterm_2": "80", "score": "80"})
    where = {"_id": done.id}
    for status in ("draft", "open", "filled", "signed", "cancelled"):
        for more in ({}, {"checksum": ""}, {"closed_at": None}, {"signatures": []}):
            with pytest.raises(WriteError) as e:
                head.store.db["grade_sheets"].update_one(where, {"$set": {"status": status, **more}})
            assert e.value.code == 121
    assert fresh(head, done).status is SheetStatus.closed


def test_two_closings_of_two_kinds_at_once_bring_both_midterms(head: Desk) -> None:
    exam = office(head, 1)
    for kind, mark in (("midterm_1", "70"), ("midterm_2", "90")):
        typed(head, open_kind(head, exam, kind), {"current": mark, "control": mark})
    line = fresh(head, exam).lines[0]
    assert (line.midterm_1, line.midterm_2, line.admission_rating) == (70, 90, 80)
    stale = drafts.of_sheet(head, exam, rulebooks.get(head.store, exam.rules))
    with pytest.raises(StaleRevision):  # the screen showed the sheet without them
        sheets.close(head, exam.id, exam.revision, sheets.seen_mark(stale, head.actor.id), Why("ж"))


def test_a_corrected_midterm_reaches_the_exam_that_waits(head: Desk, senior: Desk) -> None:
    exam = office(head, 1)
    first = typed(head, open_kind(head, exam, "midterm_1"), {"current": "70", "control": "70"})
    who = first.lines[0].student.id
    proposed = sheets.propose(head, first.id, first.revision, who, {"control": "90"}, paper())
    sheets.confirm(senior, first.id, proposed.revision, proposed.corrections[0].act, Why("рас"))
    assert fresh(head, exam).lines[0].midterm_1 == 80


def test_an_annulled_result_no_longer_counts_and_stays_readable(head: Desk, senior: Desk) -> None:
    done = typed(head, office(head, 1), {"midterm_1": "80", "midterm_2": "80", "score": "80"})
    who = done.lines[0].student.id
    proposed = sheets.propose(head, done.id, done.revision, who, {}, paper(), "annul")
    assert sheets.effect(head, done, proposed.corrections[0].now).totals["gpa"] == (Decimal("3.0"), None)
    after = sheets.confirm(senior, done.id, proposed.revision, proposed.corrections[0].act, Why("рас"))
    assert record(head, done) == [] and sheets.current_line(after, who).letter == ""
    row = head.store.one("students", {"_id": who}) or {}
    assert [e["type"] for e in row["events"]][-2:] == ["grade_posted", "grade_annulled"]
    assert after.lines[0].letter == "B"


def test_who_left_the_contingent_stays_on_the_sheet_with_a_word(head: Desk) -> None:
    sheet = office(head, 2)
    gone = sheet.lines[1]

    def leave(tx):  # type: ignore[no-untyped-def]
        from schemas import events as ev

        tx.student(gone.student.id)
        path = f"studies.{gone.study}.status"
        tx.append(gone.student.id, ev.ProfileEdited, DAY, changes=[ev.Change(field=path, was="active", now="expelled")])
        return tx.student_document(gone.student.id)

    head.transact("student.edit", leave, Why("бұйрық"))
    sheets.keep(head, sheet.id, [(sheet.lines[0].student.id, c, "80") for c in ("midterm_1", "midterm_2", "score")])
    done = sheets.close(head, sheet.id, 1, seen(head, sheet), Why("ж"))
    assert [(x.mark, x.letter) for x in done.lines] == [(None, "B"), ("left", "")]
    assert record(head, done, 1) == []
