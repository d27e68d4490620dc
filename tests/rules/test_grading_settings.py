"""The arithmetic of marks under whatever weights, thresholds, letters and rounding an office has set."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from core import grading
from core.rulebooks import shipped
from core.sheets import incomplete, plan
from schemas.base import Ref, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.rulebook import Rulebook
from schemas.words import Mark, ResultState

KZ = shipped("kz-2022")
WORD = Ref(id="x", label=Text(kk="х"))
PLACES = st.integers(0, 2)


def book(
    weight: int, admission: int, exam: int, letter: Literal["exam", "total"], rounding: str, places: int, scores: int
) -> Rulebook:
    """A rulebook of these settings; the bands of its scale meet at so many decimal places."""
    lows = sorted(g.low for g in KZ.scale if g.low is not None)
    ends = dict(zip(lows, [low - Decimal(1).scaleb(-places) for low in lows[1:]] + [Decimal(100)], strict=True))
    scale = [g.model_copy(update={"high": ends[g.low]}) if g.low is not None else g for g in KZ.scale]
    made = {"weight_current": weight, "weight_exam": 100 - weight, "admission_threshold": admission,
            "exam_threshold": exam, "fail_letter_from": letter, "rounding": rounding, "grade_places": places,
            "score_places": scores, "scale": [g.model_dump() for g in scale]}  # fmt: skip
    return Rulebook.model_validate({**KZ.model_dump(by_alias=True), **made})


BOOKS = st.builds(
    book, st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.sampled_from(["exam", "total"]),
    st.sampled_from(["half_up", "half_even", "down"]), PLACES, PLACES,
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rulebook, SheetLine]:
    """A rulebook, and a line with both midterms and a score typed with as many places as it allows."""
    rules = draw(BOOKS)
    typed = [draw(st.decimals(0, 100, places=rules.score_places)) for _ in range(3)]
    return rules, line(*typed)


def line(*typed: Decimal | None, mark: Mark | None = None) -> SheetLine:
    first, second, score = (*typed, None, None, None)[:3]
    return SheetLine(student=WORD, study="t", number="1", midterm_1=first, midterm_2=second, score=score, mark=mark)


def once(value: Fraction, places: int, rounding: str) -> Decimal:
    """One rounding of an exact number, written another way than the code's own."""
    scaled = value * 10**places
    whole = {"half_up": floor(scaled + Fraction(1, 2)), "half_even": round(scaled), "down": floor(scaled)}[rounding]
    return Decimal(whole).scaleb(-places)


def exact(rules: Rulebook, of: SheetLine) -> Fraction:
    first, second, score = (Fraction(v or 0) for v in (of.midterm_1, of.midterm_2, of.score))
    return (Fraction(rules.weight_current) * (first + second) / 2 + Fraction(rules.weight_exam) * score) / 100


@given(cases())
def test_a_final_grade_is_the_exact_sum_rounded_once_and_only_where_both_parts_are_positive(
    case: tuple[Rulebook, SheetLine]
) -> None:  # fmt: skip
    rules, of = case
    got = grading.outcome(of, rules)
    assert got is not None
    rating = Fraction(of.midterm_1 or 0) / 2 + Fraction(of.midterm_2 or 0) / 2
    exam = once(Fraction(of.score or 0), rules.grade_places, rules.rounding)
    if rating < Fraction(rules.admission_threshold):
        assert (got.final, got.grade.letter, got.why) == (None, "F", "sheets.why_below_threshold")
    elif exam >= rules.exam_threshold:
        assert got.final == once(exact(rules, of), rules.grade_places, rules.rounding)
        assert got.grade == grading.letter_of(got.final, rules) and got.why == "sheets.why_weighted"
    else:
        assert got.grade.state is ResultState.failed and got.why == "sheets.why_exam_failed"
    if got.final is not None:
        low, high = got.grade.low, got.grade.high
        assert low is not None and high is not None and low <= got.final <= high, "percent and letter say one thing"


@given(cases())
def test_fx_or_f_of_a_failed_exam_is_of_the_exam_or_of_the_total_as_the_rulebook_says(
    case: tuple[Rulebook, SheetLine]
) -> None:  # fmt: skip
    rules, of = case
    of = of.model_copy(update={"midterm_1": Decimal(100), "midterm_2": Decimal(100)})  # always admitted
    exam = once(Fraction(of.score or 0), rules.grade_places, rules.rounding)
    got = grading.outcome(of, rules)
    assert got is not None
    if exam >= rules.exam_threshold:
        return
    total = once(exact(rules, of), rules.grade_places, rules.rounding)
    said = grading.letter_of(exam if rules.fail_letter_from == "exam" else total, rules)
    if said.state is ResultState.failed:
        percent = exam if rules.fail_letter_from == "exam" else total
        assert (got.final, got.grade.letter) == (percent, said.letter)
    else:
        assert (got.final, got.grade.letter) == (None, "FX"), "the best letter that does not pass, and no grade beside"


def test_the_same_two_marks_by_exam_and_by_total() -> None:
    def found(score: int, letter: str, weight: int = 60) -> tuple[Decimal | None, str]:
        rules = book(weight, 50, 50, letter, "half_up", 0, 0)  # type: ignore[arg-type]
        got = grading.outcome(line(Decimal(90), Decimal(90), Decimal(score)), rules)
        assert got is not None
        return got.final, got.grade.letter

    assert [found(n, "exam") for n in (24, 40)] == [(24, "F"), (40, "FX")]
    assert [found(n, "total") for n in (24, 40)] == [(None, "FX"), (None, "FX")], "64 and 70 would pass: no grade"
    assert [found(n, "total", 20) for n in (5, 24)] == [(22, "F"), (37, "FX")]


# which attempt stands -----------------------------------------------------------------------------------------------

STATES = st.sampled_from(["passed", "failed", "open", "neutral"])


def attempt(n: int, state: str) -> dict[str, Any]:
    passed = state == "passed"
    points = {"passed": Decimal(2 + n % 3), "failed": Decimal("0.5")}.get(state)
    return {"id": f"d{n}", "discipline": {"id": "d"}, "points": points, "credits": Decimal(5),
            "gpa": points is not None, "replaces": True, "state": state,
            "earned": Decimal(5 if passed else 0)}  # fmt: skip


@given(st.lists(STATES, min_size=1, max_size=8))
def test_the_newest_pass_stands_whatever_came_after_it_and_else_the_newest_try(states: list[str]) -> None:
    record = [attempt(n, s) for n, s in enumerate(states)]
    wanted = next((kind for kind in (["passed"], ["failed", "open"], ["neutral"]) if set(kind) & set(states)), [])
    newest = max(n for n, s in enumerate(states) if s in wanted)
    assert grading.standing(record) == {f"d{newest}"}
    totals = grading.totals(record)
    tried = any(s in ("failed", "open", "passed") for s in states)
    assert totals["academic_debts"] == (1 if tried and "passed" not in states else 0)
    assert totals["credits"] == (5 if "passed" in states else 0)


@given(st.lists(st.sampled_from(["passed", "failed", "open"]), min_size=1, max_size=6), st.booleans())
def test_where_all_attempts_count_each_stands_in_the_gpa(states: list[str], own: bool) -> None:
    rules = KZ.model_copy(update={"repeat": "all"})
    letters = {"passed": "B", "failed": "FX", "open": "I"}
    record = []
    for n, state in enumerate(states):
        grade = grading.grade_by_letter(letters[state], rules)
        done = line().model_copy(update={"letter": grade.letter, "points": grade.points})
        of = sheet(rules if own else KZ).model_copy(update={"id": f"s{n}"})
        record.append(plan.result_of(of, done, rules if own else KZ).model_dump(mode="python"))
    graded = [r["points"] for r in record if r["points"] is not None]
    if own:
        assert len(grading.standing(record)) == len(states)
        gpa = grading.totals(record)["gpa"]
        assert (gpa is None) == (not graded)
        assert gpa is None or abs(gpa - sum(graded) / len(graded)) < Decimal("1e-20")
    else:
        assert len(grading.standing(record)) == 1


# an unfinished result -----------------------------------------------------------------------------------------------


def sheet(rules: Rulebook, day: date = date(2026, 12, 20)) -> GradeSheet:
    return GradeSheet(
        number="1", term=WORD, term_code="2026-1", section=WORD, discipline=WORD, discipline_code="A",
        credits=Decimal(5), day=day, rules=rules.id,
    )  # fmt: skip


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 400),
    st.sampled_from([Mark.excused, Mark.not_finished]), st.sampled_from(["F", "FX"]), st.none() | st.integers(50, 100),
)  # fmt: skip
def test_an_incomplete_is_to_be_finished_by_its_day_and_lapses_into_the_letter_of_absence(
    day: date, days: int, mark: Mark, absent: str, midterm: int | None
) -> None:
    rules = KZ.model_copy(update={"unfinished_days": days, "absent_letter": absent})
    of, rating = sheet(rules, day), None if midterm is None else Decimal(midterm)
    open_ = plan.judged(line(rating, rating, mark=mark), rules, midterm is not None)
    result = plan.result_of(of, open_, rules)
    assert (result.state, result.until, result.points, result.earned) == (
        ResultState.open, day + timedelta(days=days), None, 0
    )  # fmt: skip
    kept = open_.model_copy(update={"until": result.until})
    lapsed = incomplete.lapsed(kept, rules, of.model_copy(update={"lines": [kept]}))
    assert (lapsed.letter, lapsed.until, lapsed.final_grade) == (absent, None, None)
    after = plan.result_of(of, lapsed, rules)
    assert (after.state, after.until, after.earned) == (ResultState.failed, None, 0)
    assert after.points == grading.grade_by_letter(absent, rules).points, "and now it stands in the GPA"
