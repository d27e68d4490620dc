"""What leaders see: every indicator over five periods against its target, and the rows behind a number.

A part of the institution has its share of the stored values where they are cut by department; what is not cut so is
counted now, within the reach of who asks (`live`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core import access
from core.access import Reach
from core.db.store import Row, Store
from core.desk import Desk
from core.errors import Forbidden, Problems
from core.i18n import order_key
from core.indicators.computing import measured_over, value_of
from core.indicators.definition import body_of, definitions, question, shown
from core.indicators.narrowing import among, by_department, departments_of, narrowed
from core.indicators.periods import Period, begun
from core.indicators.periods import among as newest_of
from core.scope import scope_of
from core.sources import behind as rows_behind
from schemas.base import Id, Ref
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
    found = _periods(desk, kinds, most)
    stored = newest(desk.store, [(k.code, p.code) for k, of in found for p in of])
    return [
        Line(k, of, tuple(_read(stored.get((k.code, p.code)), body_of(k), own) for p in of), own) for k, of in found
    ]  # fmt: skip


def live(desk: Desk, most: int = 5) -> list[Line]:
    """For who sees a part of the institution: what is not cut by department, counted now of the records within his
    reach; what he may not read is left out. Raises Forbidden."""
    if access.require(desk.actor, READ) is Reach.ALL:
        return []
    kinds = [k for k in definitions() if not by_department(body_of(k))]
    return [line for k, of in _periods(desk, kinds, most) if (line := _now(desk, k, of)) is not None]


def _periods(desk: Desk, kinds: Iterable[Kind], most: int) -> list[tuple[Kind, tuple[Period, ...]]]:
    terms = begun(desk.store, desk.today())
    return [(k, tuple(newest_of(terms, body_of(k).every, desk.today(), most))) for k in kinds]


def _now(desk: Desk, kind: Kind, of: tuple[Period, ...]) -> Line | None:
    try:
        found = measured_over(desk, kind, of)
    except (Forbidden, Problems):
        return None
    stamps = {"_id": "", "computed_at": desk.now()}
    values = [Measurement.model_validate(stamps | value_of(kind, *x, desk.actor)) for x in zip(of, found, strict=True)]
    return Line(kind, of, tuple(values))


def departments(found: Iterable[Line]) -> list[Ref]:
    """The departments by which values were cut, by name."""
    cut = [v for x in found if by_department(x.body) for v in x.values if v]
    refs = {p.cut: Ref(id=p.cut, label=p.name) for v in cut for p in v.parts if p.cut and p.name}
    return sorted(refs.values(), key=lambda r: order_key(r.label.kk))


def newest(store: Store, pairs: Collection[tuple[str, str]], fields: Row | None = None) -> dict[tuple[str, str], Row]:
    """The newest value of each (indicator, period), by them. Every night may leave a further one, so the index tells
    the newest number of each first, and those rows alone are read."""
    if not pairs:
        return {}
    where = {"indicator": {"$in": sorted({c for c, _ in pairs})}, "period": {"$in": sorted({p for _, p in pairs})}}
    last = {"_id": {"indicator": "$indicator", "period": "$period"}, "n": {"$max": "$n"}}
    keys = [r["_id"] | {"n": r["n"]} for r in store.aggregate("measurements", [{"$match": where}, {"$group": last}])]
    rows = store.rows("measurements", {"$or": keys}, fields) if keys else []
    return {(r["indicator"], r["period"]): r for r in rows}


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


__all__ = ["Line", "behind", "board", "departments", "live", "newest"]
