"""The arithmetic of marks: rating, final grade, letter, GPA, debts. Values in, values out; exact decimals.

Sources: domain.md 1.2-1.7 (KazNU 2.17: weights 60/40, both parts positive; APA p. 21: the scale; Abai: GPA example).
Every threshold, weight and rounding comes from the rulebook given, none is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from core.errors import RuleBroken
from schemas.grade_sheet import SheetLine
from schemas.rulebook import Grade, Rulebook
from schemas.words import Mark, ResultState

ROUNDING = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
EXACT = Context(prec=34)  # as many digits as Decimal128 keeps


def rounded(value: Decimal, places: int, rules: Rulebook) -> Decimal:
    """The one rounding of a number, by the rulebook's mode."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUNDING[rules.rounding])


def read_score(text: str, rules: Rulebook) -> Decimal:
    """A typed score: 0…100, comma or point, no more decimal places than the rulebook allows; else RuleBroken."""
    clean = text.strip().replace(",", ".")
    try:
        value = Decimal(clean)
    except ArithmeticError:
        raise RuleBroken("sheets.score_not_number", text=text[:40]) from None
    if not value.is_finite():
        raise RuleBroken("sheets.score_not_number", text=text[:40])
    if not 0 <= value <= 100:
        raise RuleBroken("sheets.score_out_of_range", text=text[:40])
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > rules.score_places:
        key = "sheets.score_whole" if rules.score_places == 0 else "sheets.score_places"
        raise RuleBroken(key, text=text[:40], places=rules.score_places)
    return value.quantize(Decimal(1).scaleb(-rules.score_places))


def admission_rating(midterms: Sequence[Decimal | None], rules: Rulebook) -> Decimal | None:
    """The mean of the midterms, rounded once; None when none was held or one is still missing."""
    if not midterms or any(m is None for m in midterms):
        return None
    with localcontext(EXACT):
        mean = sum((m for m in midterms if m is not None), Decimal(0)) / len(midterms)
    return rounded(mean, rules.rating_places, rules)


def letter_of(percent: Decimal, rules: Rulebook) -> Grade:
    """The row of the scale in which a percent lies; percents are rounded before, never here."""
    for grade in rules.scale:
        if grade.low is not None and grade.high is not None and grade.low <= percent <= grade.high:
            return grade
    raise RuleBroken("sheets.no_band", percent=percent)


def grade_by_letter(letter: str, rules: Rulebook) -> Grade:
    """The row of the scale with this letter; letters are Latin, Cyrillic look-alikes are refused."""
    for grade in rules.scale:
        if grade.letter == letter:
            return grade
    raise RuleBroken("rulebooks.unknown_letter", letter=letter)


@dataclass(frozen=True)
class Outcome:
    """What a line comes to: rating, final grade in percent (None where no sum is made), row of the scale, why."""

    rating: Decimal | None
    final: Decimal | None
    grade: Grade
    why: str  # message key of the rule that decided


def weighted(rating: Decimal, exam: Decimal, rules: Rulebook) -> Decimal:
    """(weight × rating + weight × exam) / 100, one rounding at the end."""
    with localcontext(EXACT):
        exact = (rules.weight_current * rating + rules.weight_exam * exam) / 100
    return rounded(exact, rules.grade_places, rules)


def outcome(line: SheetLine, rules: Rulebook) -> Outcome | None:
    """The result of a line by the rulebook; None while it is not complete.

    The final grade is summed only if both the current part and the exam are positive; a failed exam gives FX or F
    from the exam itself, whatever the rating (domain.md 1.3; the setting `fail_letter_from`).
    """
    midterms = [line.midterm_1, line.midterm_2]
    held = any(m is not None for m in midterms)
    rating = admission_rating(midterms, rules) if held else None
    if line.mark is Mark.not_admitted:
        return Outcome(rating, None, grade_by_letter(rules.not_admitted_letter, rules), "sheets.why_not_admitted")
    if held and rating is None:
        return None
    if rating is not None and rating < rules.admission_threshold:
        return Outcome(rating, None, grade_by_letter(rules.not_admitted_letter, rules), "sheets.why_below_threshold")
    if line.mark is Mark.absent:
        return Outcome(rating, None, grade_by_letter(rules.absent_letter, rules), "sheets.why_absent")
    if line.mark is Mark.excused:
        return Outcome(rating, None, grade_by_letter(rules.excused_letter, rules), "sheets.why_excused")
    if line.score is None:
        return None
    exam = rounded(line.score, rules.grade_places, rules)
    if exam < rules.exam_threshold and (rules.fail_letter_from == "exam" or rating is None):
        return Outcome(rating, exam, _failing(exam, rules), "sheets.why_exam_failed")
    if rating is None:
        return Outcome(None, exam, letter_of(exam, rules), "sheets.why_exam_only")
    total = weighted(rating, line.score, rules)
    if exam < rules.exam_threshold:
        return Outcome(rating, total, _failing(min(total, exam), rules), "sheets.why_exam_failed")
    return Outcome(rating, total, letter_of(total, rules), "sheets.why_weighted")


def _failing(percent: Decimal, rules: Rulebook) -> Grade:
    grade = letter_of(percent, rules)
    if grade.state is not ResultState.failed:  # the total alone would pass: the best failing letter stands
        failing = [g for g in rules.scale if g.low is not None and g.state is ResultState.failed]
        return max(failing, key=lambda g: g.low or Decimal(0))
    return grade


def counted(record: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The results that stand in the GPA: the newest attempt of each discipline where attempts replace each other."""
    last: dict[str, int] = {}
    for i, row in enumerate(record):
        if row["replaces"] and row["gpa"] and row["points"] is not None:
            last[row["code"]] = i
    return [
        row for i, row in enumerate(record)
        if row["gpa"] and row["points"] is not None and row["credits"] > 0
        and (not row["replaces"] or last[row["code"]] == i)
    ]  # fmt: skip


def gpa(rows: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """Σ(points × credits) / Σ credits over graded results, failed ones included, in full precision; None for none.

    Worked example (Abai): 4.0×3 + 3.0×2 + 0.0×3 = 18; 18 / 8 = 2.25.
    """
    with localcontext(EXACT):
        points = credits = Decimal(0)
        for row in rows:
            points += row["points"] * row["credits"]
            credits += row["credits"]
        return points / credits if credits else None


def totals(record: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Credits earned (a discipline earns once where attempts replace each other), GPA, academic debts."""
    earned: dict[str, Decimal] = {}
    state: dict[str, bool] = {}
    extra = Decimal(0)
    for row in record:
        if row["replaces"]:
            earned[row["code"]] = max(earned.get(row["code"], Decimal(0)), row["earned"])
        else:
            extra += row["earned"]
        if row["state"] in ("passed", "failed", "open"):
            state[row["code"]] = state.get(row["code"], False) or row["state"] == "passed"
    return {
        "credits": sum(earned.values(), extra),
        "gpa": gpa(counted(record)),
        "academic_debts": sum(not ok for ok in state.values()),
    }


def shown(value: Decimal | None, rules: Rulebook) -> Decimal | None:
    """A GPA as papers show it: rounded to the rulebook's places."""
    return None if value is None else rounded(value, rules.gpa_places, rules)
