"""The arithmetic of marks: rating, final grade, letter, GPA, debts. Values in, values out; exact decimals.

Sources: domain.md 1.2-1.7 (KazNU 2.17: weights 60/40, both parts positive; APA p. 21: the scale; Abai: GPA example).
Every threshold, weight and rounding comes from the rulebook given, none is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any, TypeVar

from core.errors import RuleBroken
from schemas.grade_sheet import SheetLine
from schemas.kinds.sheets import Judge
from schemas.rulebook import Grade, Rulebook
from schemas.words import Mark, ResultState

ROUNDING = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
R = TypeVar("R", bound=Mapping[str, Any])
_SCORE = re.compile(r"-?\d{1,6}([.,]\d{1,6})?", re.ASCII)
TRIED = ("passed", "failed", "open")  # the states of an attempt; the rest (withdrawn, listener) is none
EXACT = Context(prec=34)  # as many digits as Decimal128 keeps


def rounded(value: Decimal, places: int, rules: Rulebook) -> Decimal:
    """The one rounding of a number, by the rulebook's mode."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUNDING[rules.rounding])


def read_score(text: str, rules: Rulebook) -> Decimal:
    """A typed score: 0…100, comma or point, no more decimal places than the rulebook allows; else RuleBroken."""
    clean = text.strip()
    if not _SCORE.fullmatch(clean):
        raise RuleBroken("sheets.score_not_number", text=text[:40])
    value = Decimal(clean.replace(",", "."))
    if not 0 <= value <= 100:
        raise RuleBroken("sheets.score_out_of_range", text=text[:40])
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > rules.score_places:
        key = "sheets.score_whole" if rules.score_places == 0 else "sheets.score_places"
        raise RuleBroken(key, text=text[:40], places=rules.score_places)
    return value.quantize(Decimal(1).scaleb(-rules.score_places))


def read_number(text: str) -> Decimal:
    """A typed count (hours of absence, a number of a ticket); RuleBroken where it is none."""
    clean = text.strip()
    if not _SCORE.fullmatch(clean):
        raise RuleBroken("sheets.score_not_number", text=text[:40])
    return Decimal(clean.replace(",", "."))


def as_shown(value: Decimal, places: int, rules: Rulebook) -> Decimal:
    """A number as screens and papers show it: rounded, without idle zeros (88, 49.5)."""
    short = rounded(value, places, rules).normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def admission_rating(midterms: Sequence[Decimal | None]) -> Decimal | None:
    """The mean of the midterms, exact (rounding comes once, at the end); None when one is missing."""
    if not midterms or any(m is None for m in midterms):
        return None
    with localcontext(EXACT):
        return sum((m for m in midterms if m is not None), Decimal(0)) / len(midterms)


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


def outcome(
    line: SheetLine, rules: Rulebook, midterms: bool | None = None, judge: Judge = Judge.weighted
) -> Outcome | None:
    """The result of a line by the rulebook; None while it is not complete.

    midterms: were they held on this sheet? Then a line without both is not complete. None: as the line itself says.
    judge: by which of the rules; `alone` looks at the score only, `credit` turns what follows into pass or no pass.
    The final grade is summed only if both the current part and the exam are positive; a failed exam gives FX or F
    whatever the rating: from the exam itself, or from what the sum would be (domain.md 1.3; the setting
    `fail_letter_from`).
    """
    if judge is Judge.none or line.mark is Mark.left:
        return None
    given = [line.midterm_1, line.midterm_2]
    held = any(m is not None for m in given) if midterms is None else midterms
    rating = admission_rating(given) if held and judge is not Judge.alone else None
    if line.mark in SAID:
        name, why = SAID[line.mark]
        return Outcome(rating, None, grade_by_letter(getattr(rules, name), rules), why)
    found = _judged(line, rules, rating, held and judge is not Judge.alone)
    if found is None or judge is not Judge.credit:
        return found
    passed = found.grade.state is ResultState.passed
    if found.grade.state is ResultState.open:
        return found
    letter = rules.pass_letter if passed else rules.no_pass_letter
    return Outcome(found.rating, found.final, grade_by_letter(letter, rules), found.why)


# A mark that decides by itself, whatever else stands on the line: whose letter it gets, and why.
SAID = {
    Mark.not_admitted: ("not_admitted_letter", "sheets.why_not_admitted"),
    Mark.not_finished: ("unfinished_letter", "sheets.why_not_finished"),
    Mark.withdrawn: ("withdrawn_letter", "sheets.why_withdrawn"),
    Mark.listener: ("listener_letter", "sheets.why_listener"),
    Mark.passed: ("pass_letter", "sheets.why_passed"),
    Mark.not_passed: ("no_pass_letter", "sheets.why_not_passed"),
}


def _judged(line: SheetLine, rules: Rulebook, rating: Decimal | None, held: bool) -> Outcome | None:
    """Rating against its threshold, then absence, then the score."""
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
    total = None if rating is None else weighted(rating, line.score, rules)
    if exam < rules.exam_threshold:
        return _failed(rating, exam if total is None or rules.fail_letter_from == "exam" else total, rules)
    if total is None:
        return Outcome(None, exam, letter_of(exam, rules), "sheets.why_exam_only")
    return Outcome(rating, total, letter_of(total, rules), "sheets.why_weighted")


def _failed(rating: Decimal | None, percent: Decimal, rules: Rulebook) -> Outcome:
    """A failed exam never passes: FX or F as the percent says that the rulebook takes the letter from. Where the scale
    would let that percent pass (90 and 24 come to 64), the best failing letter stands and no final grade is made:
    both parts must be positive for one, and a percent beside a letter of another band would be read as a pass."""
    grade = letter_of(percent, rules)
    if grade.state is ResultState.failed:
        return Outcome(rating, percent, grade, "sheets.why_exam_failed")
    failing = [g for g in rules.scale if g.low is not None and g.state is ResultState.failed]
    best = max(failing, key=lambda g: g.low or Decimal(0))
    return Outcome(rating, None, best, "sheets.why_exam_failed")


def standing(record: Sequence[Mapping[str, Any]]) -> set[str]:
    """Ids of the results that stand: of several attempts at a discipline the newest passed one, or, where none was
    passed, the newest; every attempt where the rulebook counts all. GPA, credits and papers all ask here."""
    best: dict[str, int] = {}
    for i, row in enumerate(record):
        if not row["replaces"]:
            continue
        held = best.get(whose(row))
        if held is None or _rank(row) >= _rank(record[held]):
            best[whose(row)] = i
    return {r["id"] for i, r in enumerate(record) if not r["replaces"] or best.get(whose(r)) == i}


def whose(row: Mapping[str, Any]) -> str:
    """What a result is of: its discipline, or what stands apart beside it (a course work)."""
    return f"{row['discipline']['id']}{row.get('apart') or ''}"


def of_disciplines(record: Iterable[R]) -> list[R]:
    """The results of disciplines themselves, without what stands apart beside them: who failed a course work has
    neither failed its discipline nor tried it."""
    return [r for r in record if not r.get("apart")]


def unpassed(record: Iterable[R]) -> dict[str, list[R]]:
    """What was tried and never passed, by what it is of: all its attempts, in the order they were first made."""
    tried: dict[str, list[R]] = {}
    for row in record:
        if row["state"] in TRIED:
            tried.setdefault(whose(row), []).append(row)
    return {key: rows for key, rows in tried.items() if all(r["state"] != TRIED[0] for r in rows)}


def _rank(row: Mapping[str, Any]) -> int:
    """A pass stands before a fail, a fail before what is not counted (withdrawn, listener)."""
    return {"passed": 2, "neutral": 0}.get(row["state"], 1)


def counted(record: Sequence[Mapping[str, Any]], stand: set[str] | None = None) -> list[Mapping[str, Any]]:
    """The results that stand in the GPA; `stand` where it is known already."""
    stand = standing(record) if stand is None else stand
    return [r for r in record if r["id"] in stand and r["gpa"] and r["points"] is not None and r["credits"] > 0]


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
    """Credits earned by the results that stand, GPA, academic debts (disciplines tried and never passed)."""
    stand = standing(record)
    return {
        "credits": sum((r["earned"] for r in record if r["id"] in stand), Decimal(0)),
        "gpa": gpa(counted(record, stand)),
        "academic_debts": len(unpassed(record)),
    }


def shown(value: Decimal | None, rules: Rulebook) -> Decimal | None:
    """A GPA as papers show it: rounded to the rulebook's places."""
    return None if value is None else rounded(value, rules.gpa_places, rules)
