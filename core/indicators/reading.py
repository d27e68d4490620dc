"""What leaders see: every indicator over five periods against its target, and the rows behind a number."""

from __future__ import annotations

from dataclasses import dataclass

from core.db.store import Row
from core.desk import Desk
from core.indicators.definition import body_of, definitions, question, shown
from core.indicators.narrowing import among, by_department, departments_of, narrowed
from core.indicators.periods import Period, periods
from core.scope import scope_of
from core.sources import behind as rows_behind
from schemas.base import Id
from schemas.indicator import Measurement, Reached
from schemas.kinds import IndicatorKind, Kind

READ = "indicator.read"


@dataclass(frozen=True)
class Line:
    """One indicator: its definition in force, its periods, the newest value of each (None: not computed yet).

    departments: whose numbers they are; None: the whole institution's.
    """

    kind: Kind
    periods: tuple[Period, ...]
    values: tuple[Measurement | None, ...]
    departments: tuple[Id, ...] | None = None

    @property
    def body(self) -> IndicatorKind:
        """The definition."""
        return body_of(self.kind)

    @property
    def last(self) -> Measurement | None:
        """The newest period that has data; where none has, the newest that was computed."""
        there = [v for v in self.values if v is not None]
        return next((v for v in reversed(there) if v.light is not Reached.no_data), there[-1] if there else None)


def board(desk: Desk, most: int = 5, department: Id | None = None, pinned: bool = False) -> list[Line]:
    """Every indicator of the user's scope over its newest periods, oldest first: the institution's values, or those of
    his departments (or of one that he names) of what is cut by department. pinned: what stands on the home page alone.
    Raises Forbidden."""
    own = departments_of(desk, scope_of(desk, department, READ))
    kinds = [k for k in definitions() if (body_of(k).home or not pinned) and (own is None or by_department(body_of(k)))]
    found = [(k, tuple(periods(desk.store, body_of(k).every, desk.today(), most))) for k in kinds]
    wanted = {(k.code, p.code) for k, of in found for p in of}
    newest: dict[tuple[str, str], Row] = {}
    codes = {"indicator": {"$in": sorted({c for c, _ in wanted})}, "period": {"$in": sorted({p for _, p in wanted})}}
    for row in desk.store.rows("measurements", codes, sort=[("n", 1)]):
        newest[row["indicator"], row["period"]] = row
    return [
        Line(k, of, tuple(_read(newest.get((k.code, p.code)), body_of(k), own) for p in of), own) for k, of in found
    ]  # fmt: skip


def _read(row: Row | None, body: IndicatorKind, own: tuple[Id, ...] | None) -> Measurement | None:
    found = Measurement.model_validate(row) if row else None
    return found if found is None or own is None else narrowed(body, found, own)


def behind(
    desk: Desk, kind: Kind, period: Period, part: bool | None = True, limit: int = 50, skip: int = 0,
    departments: tuple[Id, ...] | None = None,
) -> list[Row]:  # fmt: skip
    """The rows behind a value, within the user's own reach, a page at a time. part: those that count (True), those
    that do not, None: both. departments: of these alone, where the value is theirs. Raises Forbidden where he may not
    read the source."""
    scope_of(desk, None, READ)
    body = body_of(kind)
    if departments is not None:
        if not departments:
            return []
        body = among(body, departments)
    return rows_behind(
        desk, question(body), period.span(desk.today(), desk.zone), shown(body), part, limit, skip
    )  # fmt: skip


__all__ = ["Line", "behind", "board"]
