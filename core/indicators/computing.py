"""A definition and a period become numbers: numerator, denominator, by the cut, with the hash of what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.db.codec import digest, plain
from core.desk import Desk
from core.indicators.definition import body_of, divisor, question
from core.indicators.periods import Period
from core.sources import Answer, answered
from schemas.base import Text
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
    body, span = body_of(kind), period.span(desk.today(), desk.zone)
    answers = answered(desk, question(body), span, [body.cut] if body.cut else [])
    parts = [_part(body, a) for a in answers]
    numerator = sum((p.numerator for p in parts), Decimal(0))
    denominator: Decimal | None = None
    if (over := divisor(body)) is not None:
        denominator = Decimal(sum(a.n for a in answered(desk, over, span)))
        parts = [p.model_copy(update={"denominator": None}) for p in parts]
    elif body.measure is not Measure.number:
        denominator = sum((p.denominator or Decimal(0) for p in parts), Decimal(0))
    value = worth(body, numerator, denominator)
    aim = body.aim(min(period.last, desk.today()))
    inputs = digest([plain(body), period.code, plain(numerator), plain(denominator), [plain(p) for p in parts]])
    return Measured(numerator, denominator, value, aim, light(body, value, aim), tuple(parts), inputs)


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


__all__ = ["Measured", "largest", "light", "measured", "worth"]
