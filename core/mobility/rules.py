"""The rules of a stay elsewhere: what a learning agreement may hold, and what the partner's transcript becomes here.

Values in, problems or a result out; nothing is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core import grading
from core.errors import Problem, RuleBroken
from core.i18n import fold, t
from schemas.base import Id
from schemas.discipline import Discipline
from schemas.mobility import Mobility, MobilityLine, MobilityState
from schemas.rulebook import Grade, Rulebook
from schemas.student import Result
from schemas.words import ResultState

LIVE = (MobilityState.planned, MobilityState.running)
PLAIN = "P"  # the letter of «recognised without a grade» where the office's own scale has no such row


@dataclass(frozen=True)
class Given:
    """What the commission decided of one line: the grade as the transcript has it, or plain (recognised without one),
    and how many credits are recognised."""

    line: Id
    grade: str = ""
    credits: Decimal | None = None
    plain: bool = False


def agreement(lines: Sequence[MobilityLine]) -> list[Problem]:
    """What is wrong with a learning agreement: a discipline of theirs or of ours that stands in it twice."""
    found: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for n, line in enumerate(lines):
        keys = [("theirs", fold(line.theirs) or line.theirs.strip().lower())]
        keys += [("ours", line.discipline.id)] if line.discipline else []
        for key in keys:
            first = seen.setdefault(key, n)
            if first != n:
                found.append(Problem("lines", f"mobility.twice_{key[0]}", {"first": first + 1}, n))
    return found


def days(starts: date, ends: date, others: Iterable[Mobility]) -> list[Problem]:
    """What is wrong with the days of a stay, beside the student's other stays: out of order, or two at a time."""
    if ends < starts:
        return [Problem("ends", "errors.field.ends_before_start")]
    met = next((x for x in others if x.state in LIVE and x.starts <= ends and starts <= x.ends), None)
    if met is None:
        return []
    return [Problem("starts", "mobility.overlaps", {"number": met.number, "starts": met.starts, "ends": met.ends})]


def grade_of(text: str, scale: Rulebook) -> Grade:
    """The row of a scale that a grade means: its letter, or a percent where the scale has percents. RuleBroken."""
    wanted = text.strip()
    for each in (wanted, wanted.upper()):
        if any(g.letter == each for g in scale.scale):
            return grading.grade_by_letter(each, scale)
    try:
        percent = Decimal(wanted.replace(",", "."))
    except InvalidOperation:
        percent = None
    if percent is None or not percent.is_finite() or not any(g.low is not None for g in scale.scale):
        raise RuleBroken("mobility.no_such_grade", grade=wanted[:20], scale=scale.name)
    return grading.letter_of(grading.rounded(percent, scale.grade_places, scale), scale)


def plain_letter(own: Rulebook) -> str:
    """The letter of «recognised without a grade»: the row of the office's scale that earns credits without points."""
    rows = [g for g in own.scale if g.state is ResultState.passed and g.earns and g.points is None and g.low is None]
    return rows[0].letter if rows else PLAIN


def problems(
    stay: Mobility, given: Sequence[Given], scale: Rulebook | None, record: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    """What speaks against recognising these lines; each Problem's field is «<line id>.grade», «.credits» or the line.

    record: the results the study has (stored). What was recognised or passed once is never recognised again.
    """
    found: list[Problem] = []
    lines = {x.id: x for x in stay.lines}
    own = grading.of_disciplines(record)
    passed = {r["discipline"]["id"]: r for r in own if r["state"] == ResultState.passed.value}
    for n, one in enumerate(given):
        line = lines.get(one.line)
        if line is None or one.line in {g.line for g in given[:n]}:
            found.append(Problem(one.line, "mobility.no_such_line"))
            continue
        if line.recognised:
            found.append(Problem(line.id, "mobility.recognised_already"))
            continue
        if line.discipline is None:
            found.append(Problem(line.id, "mobility.no_discipline"))
        elif was := passed.get(line.discipline.id):
            found.append(Problem(line.id, "mobility.passed_already", {"letter": was["letter"], "term": was["term"]}))
        if (line.credits if one.credits is None else one.credits) <= 0:
            found.append(Problem(f"{line.id}.credits", "mobility.no_credits"))
        if not one.plain:
            found += _grade_problems(line, one, scale)
    return found


def _grade_problems(line: MobilityLine, one: Given, scale: Rulebook | None) -> list[Problem]:
    at = f"{line.id}.grade"
    if not one.grade.strip():
        return [Problem(at, "mobility.grade_missing")]
    if scale is None:
        return [Problem(at, "mobility.scale_missing")]
    try:
        grade = grade_of(one.grade, scale)
    except RuleBroken as e:
        return [Problem(at, e.key, e.values)]
    if grade.state is not ResultState.passed or not grade.earns:
        return [Problem(at, "mobility.not_passed_there", {"grade": grade.letter})]
    return []


def result(
    stay: Mobility, line: MobilityLine, one: Given, of: Discipline, term: str, scale: Rulebook | None, own: Rulebook,
    record: Sequence[Mapping[str, Any]], id: Id, day: date,
) -> Result:  # fmt: skip
    """The result that a recognised line becomes, under the partner's scale; without a grade under the office's own.

    of: our discipline; term: code of the term of the stay; day: of the protocol (an exam is never after it).
    """
    credits = line.credits if one.credits is None else one.credits
    grade = None if one.plain or scale is None else grade_of(one.grade, scale)
    source = t(
        "mobility.source", "kk", partner=stay.partner, transcript=stay.transcript or "—", theirs=line.theirs,
        credits=line.their_credits,
    )  # fmt: skip
    return recorded(id, of, term, credits, grade, scale, own, record, source, min(stay.ends, day))


def recorded(
    id: Id, of: Discipline, term: str, credits: Decimal, grade: Grade | None, scale: Rulebook | None, own: Rulebook,
    record: Sequence[Mapping[str, Any]], source: str, on: date,
) -> Result:  # fmt: skip
    """A result earned elsewhere as it is recorded here: by the row of its scale; None: recognised without a grade."""
    rules = own if grade is None or scale is None else scale
    tried = [r["attempt"] for r in grading.of_disciplines(record) if r["discipline"]["id"] == of.id]
    return Result(
        id=id, discipline=of.ref(), code=of.code, term=term, attempt=max(tried, default=0) + 1, credits=credits,
        letter=grade.letter if grade else plain_letter(own), points=grade.points if grade else None,
        traditional=grade.traditional if grade else None, state=ResultState.passed, earned=credits,
        gpa=bool(grade and grade.gpa and grade.points is not None and of.counts_in_gpa),
        replaces=rules.repeat == "latest", rules=rules.id, source=source, on=on,
    )  # fmt: skip


__all__ = ["LIVE", "Given", "agreement", "days", "grade_of", "plain_letter", "problems", "recorded", "result"]
