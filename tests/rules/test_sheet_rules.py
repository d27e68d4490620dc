"""The family of sheets as rules: formulas, judges, marks instead of scores, what stands in the GPA."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import grading
from core.errors import RuleBroken
from core.kinds.shipped import entries
from core.rulebooks import shipped
from core.sheets import formula, plan
from core.sheets.forms import MARK_KEYS, check_kind, mark_keys, read_cell, typed
from core.sheets.window import is_shut, open_until
from schemas.base import Ref, Text
from schemas.grade_sheet import GradeSheet, Reopened, SheetLine
from schemas.kinds import Kind, Sort
from schemas.kinds.sheets import SCORE, Carried, ColumnType, Gives, Judge, SheetColumn, SheetForm, SheetKind
from schemas.words import Mark, ResultState

KZ = shipped("kz-2022")
MARKS = st.integers(0, 100)
WORD = Ref(id="x", label=Text(kk="х"))
FORMS = {k.code: k.as_body(SheetKind).form() for k in entries() if k.sort is Sort.sheet}


def line(r1: int | None = None, r2: int | None = None, score: int | None = None, mark: Mark | None = None) -> SheetLine:
    given = [None if v is None else Decimal(v) for v in (r1, r2, score)]
    return SheetLine(
        student=WORD, study="t", number="1", midterm_1=given[0], midterm_2=given[1], score=given[2], mark=mark
    )


def judged(text: SheetLine, judge: Judge = Judge.weighted) -> grading.Outcome:
    got = grading.outcome(text, KZ, judge=judge)
    assert got is not None
    return got


def sheet(form: SheetForm, **more: Any) -> GradeSheet:
    return GradeSheet(
        number="1", term=WORD, term_code="2026-1", section=WORD, discipline=WORD, discipline_code="A",
        credits=Decimal(5), day=date(2026, 12, 20), rules=KZ.id, form=form, **more,
    )  # fmt: skip


# formulas ---------------------------------------------------------------------------------------------------


@given(MARKS, MARKS, MARKS)
def test_a_formula_counts_exactly_and_rounds_once(a: int, b: int, c: int) -> None:
    values = {"a": Decimal(a), "b": Decimal(b), "c": Decimal(c)}
    got = formula.count("mean(a, b, c)", values, KZ)
    assert got == (Decimal(a + b + c) / 3).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    half = formula.count("(weight_current * a + weight_exam * b) / 100", values, KZ)
    assert half == ((60 * Decimal(a) + 40 * Decimal(b)) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert formula.count("best(a, b, c)", values, KZ) == max(a, b, c)
    assert formula.count("least(a, b, c)", values, KZ) == min(a, b, c)


@given(st.lists(st.one_of(st.none(), MARKS), min_size=1, max_size=5))
def test_members_who_gave_no_mark_are_left_out_and_nobody_gives_no_score(marks: list[int | None]) -> None:
    values = {f"m{i}": None if v is None else Decimal(v) for i, v in enumerate(marks)}
    there = [v for v in marks if v is not None]
    got = formula.count(f"mean({', '.join(values)})", values, KZ)
    assert (got is None) == (not there)
    if there:
        assert min(there) <= got <= max(there)  # type: ignore[operator]


@pytest.mark.parametrize(
    "bad",
    ["", "a +", "__import__('os')", "a.b", "a if b else c", "lambda: 1", "open(a)", "a ** 9", "[a]", "'a'", "mean()",
     "mean", "True + a", "a < b", "a; b", "f(a)", "mean(a, x=b)", "9" * 5000 + "*(" * 300],
)  # fmt: skip
def test_a_sentence_that_is_no_formula_is_refused(bad: str) -> None:
    with pytest.raises(RuleBroken):
        formula.check(bad, ["a", "b", "c"])


@given(st.text(max_size=40))
def test_no_text_is_ever_carried_out(text: str) -> None:
    try:
        formula.check(text, ["a"])
        formula.count(text, {"a": Decimal(50)}, KZ)
    except RuleBroken:
        pass


def test_a_formula_that_leaves_the_scale_or_divides_by_nothing_is_told_beside_the_line() -> None:
    for text, key in (("a * 3", "sheets.formula_out_of_range"), ("a / (a - a)", "sheets.formula_divides")):
        with pytest.raises(RuleBroken) as e:
            formula.count(text, {"a": Decimal(50)}, KZ)
        assert e.value.key == key
    form = SheetForm(columns=[SheetColumn(code="a", label=Text(kk="а"))], formula="a * 3", judge=Judge.alone)
    done = plan.line_of(line(), {"a": Decimal(50)}, KZ, form=form)
    assert done.score is None and plan.misfit(done, KZ, form) is not None


def test_a_kind_with_a_wrong_formula_or_a_taken_prefix_is_not_stored() -> None:
    exam = next(k for k in entries() if k.code == "exam")
    body = exam.as_body(SheetKind)
    columns = [SheetColumn(code="essay", label=Text(kk="Эссе"))]
    wrong = body.model_copy(update={"prefix": "ZZ", "columns": columns, "formula": "essay + talk"})
    made = Kind(sort=Sort.sheet, code="essay", name=Text(kk="Эссе"), effective=date(2026, 9, 1), body=wrong)
    assert [(p.field, p.key) for p in check_kind(None, made, None)] == [("body.formula", "sheets.formula_unknown")]  # type: ignore[arg-type]


# who is judged how ------------------------------------------------------------------------------------------


@given(MARKS, MARKS, MARKS)
def test_pass_or_no_pass_follows_the_same_rule_and_stands_in_no_gpa(r1: int, r2: int, score: int) -> None:
    graded, credit = judged(line(r1, r2, score)), judged(line(r1, r2, score), Judge.credit)
    assert credit.grade.letter == ("P" if graded.grade.state is ResultState.passed else "NP")
    assert not credit.grade.gpa and credit.grade.earns == (credit.grade.letter == "P")


@given(MARKS, MARKS, MARKS)
def test_the_score_alone_is_not_moved_by_midterms(r1: int, r2: int, score: int) -> None:
    assert judged(line(r1, r2, score), Judge.alone).grade == grading.letter_of(Decimal(score), KZ)


@given(st.sampled_from(list(grading.SAID)), st.one_of(st.none(), MARKS), st.one_of(st.none(), MARKS))
def test_a_mark_that_decides_wins_over_every_number(mark: Mark, r1: int | None, score: int | None) -> None:
    got = judged(line(r1, r1, score, mark))
    assert got.grade.letter == getattr(KZ, grading.SAID[mark][0]) and got.final is None
    if mark in (Mark.withdrawn, Mark.listener):
        assert got.grade.state is ResultState.neutral and not got.grade.earns and not got.grade.gpa
    if mark is Mark.not_finished:
        assert got.grade.state is ResultState.open


@given(MARKS, MARKS, MARKS)
def test_a_final_grade_is_summed_only_if_both_parts_are_positive(r1: int, r2: int, score: int) -> None:
    got = judged(line(r1, r2, score))
    rating = Decimal(r1 + r2) / 2
    summed = got.why == "sheets.why_weighted"
    assert summed == (rating >= KZ.admission_threshold and score >= KZ.exam_threshold)
    assert (got.grade.state is ResultState.passed) == summed


def test_an_incomplete_result_has_its_day() -> None:
    made = plan.result_of(sheet(FORMS["exam"]), plan.judged(line(80, 80, mark=Mark.not_finished), KZ), KZ)
    assert made.until == date(2027, 1, 19) and made.state is ResultState.open
    whole = plan.result_of(sheet(FORMS["exam"]), plan.judged(line(80, 80, 90), KZ), KZ)
    assert whole.until is None


def test_who_did_not_come_to_a_midterm_has_nought_or_nothing_as_the_rulebook_says() -> None:
    form = FORMS["midterm_1"]
    absent = plan.line_of(line(), {"current": Mark.absent}, KZ, form=form)
    assert (absent.score, absent.mark, plan.lacking(absent, form)) == (0, Mark.absent, None)
    none = plan.line_of(line(), {"current": Mark.absent}, KZ.model_copy(update={"absent_midterm": "none"}), form=form)
    assert none.score is None and plan.lacking(none, form) is None
    excused = plan.line_of(line(), {"current": Mark.excused}, KZ, form=form)
    assert excused.score is None and not excused.letter


# what stands beside what ------------------------------------------------------------------------------------


def result(n: int, state: str, points: str, apart: str = "", gpa: bool = True, replaces: bool = True) -> dict[str, Any]:
    return {
        "id": str(n), "discipline": {"id": "d"}, "apart": apart, "state": state, "points": Decimal(points),
        "credits": Decimal(5), "earned": Decimal(5 if state == "passed" else 0), "gpa": gpa, "replaces": replaces,
    }  # fmt: skip


@given(st.lists(st.sampled_from(["passed", "failed", "neutral"]), min_size=1, max_size=6), st.booleans())
def test_a_course_work_neither_replaces_nor_mends_its_discipline(states: list[str], passed: bool) -> None:
    record = [result(i, s, "0" if s == "failed" else "3") for i, s in enumerate(states)]
    before = grading.totals(record)
    work = result(99, "passed" if passed else "failed", "4", ":course_work", gpa=False)
    after = grading.totals([*record, {**work, "credits": Decimal(0), "earned": Decimal(0)}])
    assert (after["gpa"], after["credits"]) == (before["gpa"], before["credits"])
    assert after["academic_debts"] == before["academic_debts"] + (not passed)


def test_what_a_course_work_gives_stands_apart() -> None:
    form = FORMS["course_work"]
    done = plan.line_of(line(), {"topic": "Күй", "score": Decimal(91)}, KZ, form=form)
    made = plan.result_of(sheet(form, kind="course_work"), done, KZ)
    assert (made.apart, made.credits, made.earned, made.gpa, made.letter) == (":course_work", 0, 0, False, "A-")


# the form ---------------------------------------------------------------------------------------------------


def test_every_shipped_kind_reads_its_marks_in_its_main_column_only() -> None:
    for code, form in FORMS.items():
        if form.summary:  # nobody types it
            assert typed(form) == []
            continue
        assert read_cell("к", form.main, KZ, form) is Mark.absent, code
        for column in form.columns:
            if column.code != form.main and column.type is ColumnType.score:
                with pytest.raises(RuleBroken):
                    read_cell("к", column.code, KZ, form)
        if form.gives in (Gives.midterm_1, Gives.midterm_2):
            assert form.judge is Judge.none
    assert len({k.as_body(SheetKind).prefix for k in entries() if k.sort is Sort.sheet}) == len(FORMS)


def test_pass_is_typed_only_where_it_is_the_outcome() -> None:
    for code, form in FORMS.items():
        for text in ("+", "np") if not form.summary else ():
            if form.judge is Judge.credit:
                assert isinstance(read_cell(text, form.main, KZ, form), Mark)
            else:
                with pytest.raises(RuleBroken):
                    read_cell(text, form.main, KZ, form)
                assert text not in mark_keys(form), code


def test_a_key_means_one_mark_in_every_language() -> None:
    assert {MARK_KEYS[k] for k in ("т", "з", "i")} == {Mark.not_finished}
    assert {MARK_KEYS[k] for k in ("ж", "д", "n")} == {Mark.not_admitted}


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": [SheetColumn(code="a", label=Text(kk="а"))]},
        {"columns": [SheetColumn(code=SCORE, label=Text(kk="а"))] * 2},
        {"columns": [SheetColumn(code=SCORE, label=Text(kk="а"))], "formula": "score"},
        {"columns": [SheetColumn(code=SCORE, label=Text(kk="а"), type=ColumnType.text)]},
        {"judge": Judge.none, "gives": Gives.result},
        {"judge": Judge.none, "gives": Gives.nothing},
        {"columns": [SheetColumn(code="r", label=Text(kk="а"), carried=Carried.results)]},
        {
            "judge": Judge.none,
            "gives": Gives.nothing,
            "columns": [SheetColumn(code="d", label=Text(kk="а"), carried=Carried.debts)],
        },
        {
            "judge": Judge.none,
            "gives": Gives.nothing,
            "columns": [
                SheetColumn(code="r", label=Text(kk="а"), carried=Carried.results),
                SheetColumn(code=SCORE, label=Text(kk="а")),
            ],
        },
    ],
)
def test_a_form_that_can_not_serve_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        SheetForm(**wrong)


@given(st.dates(date(2026, 12, 1), date(2027, 2, 1)), st.dates(date(2026, 12, 1), date(2027, 2, 1)))
def test_the_window_shuts_by_itself_after_its_day(due: date, today: date) -> None:
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    made = sheet(FORMS["exam"], due=due)
    assert is_shut(made, now, today) == (today > due)
    until = datetime(2027, 3, 1, tzinfo=UTC)
    again = made.model_copy(update={"reopened": [Reopened(until=until, user="u", name="Ә", at=now, reason="r")]})
    assert not is_shut(again, now, today) and open_until(again, now) == until
    later = datetime(2027, 3, 2, tzinfo=UTC)
    assert is_shut(again, later, later.date())
    free = made.model_copy(update={"form": FORMS["exam"].model_copy(update={"shuts": False})})
    assert not is_shut(free, later, later.date())
