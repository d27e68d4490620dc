"""What leaders see: every indicator over five periods against its target, and the rows behind a number."""

from __future__ import annotations

from dataclasses import dataclass

from core import access
from core.db.store import Row
from core.desk import Desk
from core.indicators.definition import body_of, definitions, question, shown
from core.indicators.periods import Period, periods
from core.sources import behind as rows_behind
from schemas.indicator import Measurement, Reached
from schemas.kinds import IndicatorKind, Kind

READ = "indicator.read"


@dataclass(frozen=True)
class Line:
    """One indicator: its definition in force, its periods, the newest value of each (None: not computed yet)."""

    kind: Kind
    periods: tuple[Period, ...]
    values: tuple[Measurement | None, ...]

    @property
    def body(self) -> IndicatorKind:
        """The definition."""
        return body_of(self.kind)

    @property
    def last(self) -> Measurement | None:
        """The newest period that has data; where none has, the newest that was computed."""
        there = [v for v in self.values if v is not None]
        return next((v for v in reversed(there) if v.light is not Reached.no_data), there[-1] if there else None)


def board(desk: Desk, most: int = 5) -> list[Line]:
    """Every indicator over its newest periods, oldest first. Raises Forbidden."""
    access.require(desk.actor, READ)
    found = [(k, tuple(periods(desk.store, body_of(k).every, desk.today(), most))) for k in definitions()]
    wanted = {(k.code, p.code) for k, of in found for p in of}
    newest: dict[tuple[str, str], Row] = {}
    codes = {"indicator": {"$in": sorted({c for c, _ in wanted})}, "period": {"$in": sorted({p for _, p in wanted})}}
    for row in desk.store.rows("measurements", codes, sort=[("n", 1)]):
        newest[row["indicator"], row["period"]] = row
    return [
        Line(k, of, tuple(_read(newest.get((k.code, p.code))) for p in of)) for k, of in found
    ]  # fmt: skip


def _read(row: Row | None) -> Measurement | None:
    return Measurement.model_validate(row) if row else None


def behind(
    desk: Desk, kind: Kind, period: Period, part: bool | None = True, limit: int = 50, skip: int = 0
) -> list[Row]:
    """The rows behind a value, within the user's own reach, a page at a time. part: those that count (True), those
    that do not, None: both. Raises Forbidden where he may not read the source."""
    access.require(desk.actor, READ)
    body = body_of(kind)
    return rows_behind(
        desk, question(body), period.span(desk.today(), desk.zone), shown(body), part, limit, skip
    )  # fmt: skip


__all__ = ["Line", "behind", "board"]
