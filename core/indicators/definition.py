"""What a definition asks of the records, and whether it can be asked at all."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import house
from core.desk import Desk
from core.errors import Problem
from core.indicators.periods import Period
from core.sources import Question, Span, askable, problems, problems_of, source_of
from schemas.kinds import IndicatorKind, Kind, Measure, Sort


def definitions() -> list[Kind]:
    """The indicators in force today, in the order they were described."""
    return house.entries(Sort.indicator)


def body_of(kind: Kind) -> IndicatorKind:
    """The definition itself."""
    return kind.as_body(IndicatorKind)


def question(body: IndicatorKind) -> Question:
    """What is counted."""
    value = body.value if body.measure is Measure.mean else ""
    return Question(body.source, tuple(body.of), tuple(body.counts), body.when, value)


def divisor(body: IndicatorKind) -> Question | None:
    """What it is divided by, where that is another question."""
    if body.measure is not Measure.share or body.over is None:
        return None
    return Question(body.over, tuple(body.over_of), (), body.over_when)


def shown(body: IndicatorKind) -> list[str]:
    """The fields of the rows behind."""
    return [p.strip() for p in body.shown.split(",") if p.strip()]


def check(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """What is wrong with a definition, beside its fields (see core.kinds.checks)."""
    body, day = body_of(kind), date(2026, 1, 1)  # any period: only the shape of the question is asked here
    span = Span(day, day, day)
    found = [_beside(p, names) for asked, names in _asked(body) for p in problems_of(asked, span)]
    fields = askable(source_of(body.source))
    if body.cut and body.cut not in fields:
        found.append(Problem("body.cut", "sources.no_field", {"field": body.cut}))
    found += [Problem("body.shown", "sources.no_field", {"field": p}) for p in shown(body) if p not in fields]
    if body.process and body.process not in {k.code for k in house.entries(Sort.process)}:
        found.append(Problem("body.process", "kinds.none_such", {"sort": Sort.process, "code": body.process}))
    return found


def live_problems(desk: Desk, body: IndicatorKind, period: Period) -> list[Problem]:
    """What is wrong with it on the records of today: that it would read a big collection whole (see `check`)."""
    span = period.span(desk.today(), desk.zone)
    return [_beside(p, names) for asked, names in _asked(body) for p in problems(desk, asked, span)]


def _asked(body: IndicatorKind) -> list[tuple[Question, dict[str, str]]]:
    """Each question of a definition, and which of its fields stands for which of the question."""
    found = [(question(body), {"of": "of", "counts": "counts", "when": "when", "value": "value"})]
    if (over := divisor(body)) is not None:
        found.append((over, {"of": "over_of", "when": "over_when"}))
    return found


def _beside(problem: Problem, names: dict[str, str]) -> Problem:
    first, dot, rest = problem.field.partition(".")
    return Problem(f"body.{names[first]}{dot}{rest}", problem.key, problem.values)


__all__ = ["body_of", "check", "definitions", "divisor", "live_problems", "question", "shown"]
