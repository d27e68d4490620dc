"""A look at a definition on the records of today, while it is written: its newest periods, for a bounded price."""

from __future__ import annotations

from dataclasses import dataclass

from core.db.store import Row
from core.desk import Desk
from core.indicators.computing import Measured, measured
from core.indicators.definition import body_of, divisor, question
from core.indicators.periods import Period, periods
from core.indicators.reading import behind
from core.sources import reads
from schemas.kinds import Kind

LIVE = 5_000  # documents that may be read at each change of a definition
ASKED = 200_000  # where it is asked for by a press
MOST = 3  # periods
ROWS = 5


@dataclass(frozen=True)
class Tried:
    """A period: how many documents it takes (counting stops at what is left of the price), what came out; None: more
    than may be read."""

    period: Period
    reads: int
    found: Measured | None


@dataclass(frozen=True)
class Look:
    """The newest period first. rows: the first that count in the newest period that has any."""

    tried: tuple[Tried, ...]
    rows: tuple[Row, ...]
    period: Period | None = None

    @property
    def reads(self) -> int:
        """Documents in all."""
        return sum(t.reads for t in self.tried)


def look(desk: Desk, kind: Kind, price: int = LIVE) -> Look:
    """Count a definition over its newest periods, as long as the documents read are within the price. Raises Problems
    where it can't be asked, Forbidden."""
    body, left = body_of(kind), price
    tried: list[Tried] = []
    for period in reversed(periods(desk.store, body.every, desk.today(), MOST)):
        span = period.span(desk.today(), desk.zone)
        asked = [q for q in (question(body), divisor(body)) if q is not None]
        n = sum(reads(desk, q, span, max(left, 0) + 1) for q in asked)
        tried.append(Tried(period, n, measured(desk, kind, period) if n <= left else None))
        left -= n
    at = next((t.period for t in tried if t.found and t.found.numerator), None)
    return Look(tuple(tried), tuple(behind(desk, kind, at, True, ROWS)) if at else (), at)


__all__ = ["ASKED", "LIVE", "Look", "Tried", "look"]
