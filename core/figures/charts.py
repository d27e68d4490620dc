"""What the charts of the home page are drawn of: the contingent by its cuts, the grades of the newest semester."""

from __future__ import annotations

from datetime import date

from core.db.store import Row, Store
from core.indicators.periods import periods
from core.scope import Scope
from core.sums import read
from core.sums.scan import CONTINGENT
from schemas.base import Text
from schemas.kinds import Rhythm


def contingent(store: Store, scope: Scope) -> list[Row]:
    """The contingent now: rows of the slice, of the statuses that count."""
    rows = read(store, ["contingent"])["contingent"]
    return [r for r in rows if r["status"] in CONTINGENT and scope.holds(r)]


def results(store: Store, scope: Scope, today: date) -> tuple[list[Row], Text | None]:
    """Rows of results of the newest semester that has any, and what it is called."""
    for period in reversed(periods(store, Rhythm.term, today)):
        found = read(store, [f"results:{code}" for _, code in period.terms])
        if rows := [row for part in found.values() for row in part if scope.holds(row)]:
            return rows, period.name
    return [], None
