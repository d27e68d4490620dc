"""The arithmetic of marks, by the decision table of domain.md 1.3 and properties."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import grading
from core.errors import RuleBroken
from core.rulebooks import shipped
from schemas.base import Ref, Text
from schemas.grade_sheet import SheetLine
from schemas.words import Mark, ResultState

KZ = shipped("kz-2022")
MARKS = st.integers(0, 100)


def line(r1: int | None = None, r2: int | None = None, exam: int | None = None, mark: Mark | None = None) -> SheetLine:
    def number(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    return SheetLine(
        student=Ref(id="s", label=Text(kk="С")), study="t", number="1", midterm_1=number(r1), midterm_2=number(r2),
        score=number(exam), mark=mark,
    )  # fmt: skip


# The decision table of domain.md 1.3, word for word.
TABLE = """
| Admission rating | Exam | Result | Why |
| --- | --- | --- | --- |
| 90 | 95 | 92 → A- | normal |
| 50 | 50 | 50 → D- | lower edge |
| 49 | – | not admitted (жіберілмеді / не допущен); discipline not passed; must be studied again | below threshold |
| 90 | 40 | **FX**, although 0.6×90+0.4×40 = 70 | the exam itself is 25-49 |
| 90 | 24 | **F**, although the weighted sum is 63.6 | the exam itself is 0-24 |
| 80 | did not appear, no valid reason | recorded as "no show", counts as unsatisfactory (F) | [K] |
| 80 | did not appear, valid reason proven | I (incomplete) or rescheduled exam, individual sheet | [K] |
| 89.5-type sums, e.g. 86 and 95 → 89.6 | | 90 → A- | rounding once at the end |
"""
AWAY = {"did not appear, no valid reason": Mark.absent, "did not appear, valid reason proven": Mark.excused}


def asked(rating: str, exam: str) -> SheetLine:
    """The first two cells of a row as a line of a sheet."""
    if found := re.search(r"e\.g\. (\d+) and (\d+) → ", rating):
        rating, exam = found.groups()
    score = int(exam) if exam.isdigit() else None
    return line(int(rating), int(rating), score, AWAY.get(exam))


def test_the_decision_table_word_for_word() -> None:
    rows = [[c.strip() for c in row.strip("|").split("|")] for row in TABLE.strip().splitlines()[2:]]
    assert len(rows) == 8
    for rating, exam, said, why in rows:
        one = asked(rating, exam)
        got = grading.outcome(one, KZ)
        assert got is not None, rating
        sum_ = KZ.weight_current * (one.midterm_1 or 0) + KZ.weight_exam * (one.score or 0)
        told = (got.grade.letter, got.final, got.why)
        if plain := re.fullmatch(r"(\d+) → (\S+)", said):
            assert told == (plain[2], int(plain[1]), "sheets.why_weighted"), said
            if exact := re.search(r"→ ([\d.]+)$", rating):
                assert sum_ / 100 == Decimal(exact[1]), "counted exactly, rounded once"
        elif failed := re.match(r"\*\*(\S+)\*\*, although .*?([\d.]+)$", said):
            low, high = map(int, re.findall(r"\d+", why))
            assert sum_ / 100 == Decimal(failed[2]) and low <= (one.score or 0) <= high
            assert told == (failed[1], one.score, "sheets.why_exam_failed"), said
        elif said.startswith("not admitted"):
            assert told == ("F", None, "sheets.why_below_threshold")
            assert got.grade.state is ResultState.failed and not KZ.may_resit(got.grade.letter), "studied again"
        elif said.startswith("recorded as"):
            assert told == ("F", None, "sheets.why_absent") and got.grade.state is ResultState.failed
        else:
            assert said.startswith("I (incomplete)") and told == ("I", None, "sheets.why_excused")
            assert got.grade.state is ResultState.open


@given(MARKS, MARKS, MARKS)
def test_a_failed_exam_never_passes_whatever_the_total(r1: int, r2: int, exam: int) -> None:
    got = grading.outcome(line(r1, r2, exam), KZ)
    assert got is not None
    if exam < 50 or got.rating is None or got.rating < 50:
        assert got.grade.state is ResultState.failed
    else:
        assert got.grade.state is ResultState.passed and got.final is not None and got.final >= 50


@given(MARKS, MARKS, MARKS)
def test_final_grade_is_the_whole_number_formula_with_one_rounding(r1: int, r2: int, exam: int) -> None:
    got = grading.outcome(line(r1, r2, exam), KZ)
    assert got is not None and got.rating == Decimal(r1 + r2) / 2
    if r1 + r2 >= 100 and exam >= 50:
        assert got.final == (3 * (r1 + r2) + 4 * exam + 5) // 10


@given(st.decimals(0, 100, places=0))
def test_every_percent_has_one_letter(percent: Decimal) -> None:
    fitting = [g for g in KZ.scale if g.low is not None and g.high is not None and g.low <= percent <= g.high]
    assert [grading.letter_of(percent, KZ)] == fitting


@given(
    st.lists(
        st.tuples(st.sampled_from([g for g in KZ.scale if g.points is not None]), st.integers(1, 10)),
        max_size=40,
    )
)
def test_gpa_lies_between_0_and_4_and_counts_failed_disciplines(rows: list) -> None:  # type: ignore[type-arg]
    record = [
        {
            "id": str(i),
            "discipline": {"id": str(i)},
            "points": g.points,
            "credits": Decimal(c),
            "gpa": True,
            "replaces": True,
            "earned": Decimal(c if g.earns else 0),
            "state": g.state.value,
        }
        for i, (g, c) in enumerate(rows)
    ]
    got = grading.totals(record)
    assert got["gpa"] is None if not rows else 0 <= got["gpa"] <= 4
    assert got["academic_debts"] == sum(not g.earns for g, _ in rows)
    assert got["credits"] == sum(c for g, c in rows if g.earns)


def test_worked_example_of_gpa() -> None:
    rows = [{"points": Decimal(p), "credits": Decimal(c)} for p, c in (("4.0", 3), ("3.0", 2), ("0.0", 3))]
    assert grading.gpa(rows) == Decimal("2.25")


def test_a_newer_attempt_takes_the_older_ones_place() -> None:
    def row(id: str, points: str, state: str) -> dict:  # type: ignore[type-arg]
        passed = state == "passed"
        return {
            "id": id,
            "discipline": {"id": "X"},
            "points": Decimal(points),
            "credits": Decimal(5),
            "gpa": True,
            "replaces": True,
            "earned": Decimal(5 if passed else 0),
            "state": state,
        }

    got = grading.totals([row("1", "0.5", "failed"), row("2", "3.0", "passed")])
    assert (got["gpa"], got["credits"], got["academic_debts"]) == (Decimal("3.0"), 5, 0)


@pytest.mark.parametrize("text", ["abc", "101", "-3", "7,5", "1e1000", "8e1", "8_8", "NaN", "", "٨٨"])
def test_bad_scores_are_told_not_dropped(text: str) -> None:
    with pytest.raises(RuleBroken):
        grading.read_score(text, KZ)


@given(st.integers(0, 100))
def test_good_scores_are_read(n: int) -> None:
    assert grading.read_score(f" {n} ", KZ) == n


def test_scales_with_gaps_overlaps_or_wrong_weights_are_refused() -> None:
    for change in ({"weight_exam": "41"}, {"scale": [g for g in KZ.scale if g.letter != "C"]}):
        with pytest.raises(ValueError):
            type(KZ).model_validate({**KZ.model_dump(by_alias=True), **change})


def test_one_rounding_at_the_end_and_none_at_the_threshold() -> None:
    below = grading.outcome(line(49, 50, 100), KZ)
    assert below is not None and below.final is None and below.grade.letter == "F"
    edge = grading.outcome(line(89, 90, 89), KZ)
    assert edge is not None and (edge.final, edge.grade.letter) == (89, "B+")
