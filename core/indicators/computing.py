"""A definition and a period become numbers: numerator, denominator, by the cut, with the hash of what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.access import Actor
from core.db.codec import digest, plain
from core.desk import Desk
from core.indicators.definition import body_of, divisor, question
from core.indicators.periods import Period
from core.sources import Answer, answered_over
from schemas.base import Text
from schemas.events import Who
from schemas.indicator import Part, Reached
from schemas.kinds import Aim, Direction, IndicatorKind, Kind, Measure


@dataclass(frozen=True)
class Measured:
    """What came out. denominator: None for what is only counted; value: None is «no data», never 0 or 100."""

    numerator: Decimal
    denominator: Decimal | None
    value: Decimal | None
    aim: Aim | None
    light: Reached
    parts: tuple[Part, ...]
    inputs: str


def measured(desk: Desk, kind: Kind, period: Period) -> Measured:
    """Count an indicator in a period within the desk's reach. Raises Problems where the definition can't be asked."""
    return measured_over(desk, kind, [period])[0]


def measured_over(desk: Desk, kind: Kind, periods: Sequence[Period]) -> list[Measured]:
    """The same in several periods, with as few readings as its source allows. Raises Problems, Forbidden."""
    if not periods:  # no semester has begun yet
        return []
    body = body_of(kind)
    spans = [p.span(desk.today(), desk.zone) for p in periods]
    found = answered_over(desk, question(body), spans, [body.cut] if body.cut else [])
    divided: Sequence[list[Answer] | None] = [None] * len(spans)
    if (over := divisor(body)) is not None:
        divided = answered_over(desk, over, spans)
    return [_measured(desk, body, *x) for x in zip(periods, found, divided, strict=True)]


def _measured(
    desk: Desk, body: IndicatorKind, period: Period, answers: Sequence[Answer], over: Sequence[Answer] | None
) -> Measured:
    parts = [_part(body, a) for a in answers]
    numerator = sum((p.numerator for p in parts), Decimal(0))
    denominator: Decimal | None = None
    if over is not None:
        denominator = Decimal(sum(a.n for a in over))
        parts = [p.model_copy(update={"denominator": None}) for p in parts]
    elif body.measure is not Measure.number:
        denominator = sum((p.denominator or Decimal(0) for p in parts), Decimal(0))
    value = worth(body, numerator, denominator)
    aim = body.aim(min(period.last, desk.today()))
    inputs = digest([plain(body), period.code, plain(numerator), plain(denominator), [plain(p) for p in parts]])
    return Measured(numerator, denominator, value, aim, light(body, value, aim), tuple(parts), inputs)


def value_of(kind: Kind, period: Period, now: Measured, actor: Actor) -> dict[str, object]:
    """What a value says of itself, as the fields of a measurement."""
    return {
        "indicator": kind.code, "name": kind.name, "version": kind.id, "owner": body_of(kind).owner,
        "period": period.code, "period_name": period.name, "first": period.first, "last": period.last,
        "numerator": now.numerator, "denominator": now.denominator, "value": now.value,
        "target": now.aim.value if now.aim else None, "light": now.light, "parts": list(now.parts),
        "inputs": now.inputs, "by": Who(id=actor.id, name=actor.name, role=actor.role.value),
    }  # fmt: skip


def _part(body: IndicatorKind, of: Answer) -> Part:
    cut = str(of.cut[0] or "") if of.cut else ""
    name = Text.model_validate(of.names[0]) if of.names and of.names[0] else None
    if body.measure is Measure.mean:
        return Part(cut=cut, name=name, numerator=_exact(of.total or 0), denominator=Decimal(of.valued))
    return Part(
        cut=cut, name=name, numerator=Decimal(of.counted),
        denominator=Decimal(of.n) if body.measure is Measure.share else None,
    )  # fmt: skip


def _exact(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def worth(body: IndicatorKind, numerator: Decimal, denominator: Decimal | None) -> Decimal | None:
    """The value in its unit, full precision; None where there is nothing to divide by."""
    if denominator is None:
        return numerator if body.measure is Measure.number else None
    if not denominator:
        return None
    found = numerator / denominator
    return found * body.per if body.measure is Measure.share else found


def light(body: IndicatorKind, value: Decimal | None, aim: Aim | None) -> Reached:
    """The value against its target, on the digits that are shown."""
    if value is None:
        return Reached.no_data
    if aim is None or body.direction is Direction.watch:
        return Reached.watched
    seen = round(value, body.digits)
    short = aim.value - seen if body.direction is Direction.up else seen - aim.value
    return Reached.good if short <= 0 else Reached.near if short <= aim.near else Reached.bad


def largest(parts: Iterable[Part]) -> list[Part]:
    """Parts of a cut, those with most rows first."""
    return sorted(parts, key=lambda p: (-(p.denominator or p.numerator), p.cut))


__all__ = ["Measured", "largest", "light", "measured", "measured_over", "value_of", "worth"]
