"""Indicators read from the sums, inside the user's scope: five periods, compared departments, the contingent's cuts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.db.store import Row, Store
from core.desk import Desk
from core.kpi import rules
from core.kpi.rules import RULES, Period, Reading
from core.kpi.scope import Scope, scope_of
from core.sums import read
from core.sums.days import begins
from core.sums.scan import CONTINGENT
from schemas.base import Id


@dataclass(frozen=True)
class Indicator:
    """One indicator over its periods, oldest first."""

    code: str
    readings: tuple[Reading, ...]

    @property
    def last(self) -> Reading:
        """The newest period that has data; the newest of all where none has."""
        return next((r for r in reversed(self.readings) if r.value is not None), self.readings[-1])


def periods(desk: Desk, kind: str = "term", most: int = 5) -> list[Period]:
    """The newest `most` periods that have begun: kind «term» (semesters) or «year»."""
    return periods_of(desk.store, desk.today(), kind, most)


def indicators(desk: Desk, department: Id | None = None, kind: str = "term", most: int = 5) -> list[Indicator]:
    """Every indicator of the user's scope (or of one department in it) over the newest periods.

    Raises Forbidden for a department that is not his. Empty while no term has begun.
    """
    return indicators_of(desk.store, scope_of(desk, department), desk.today(), kind, most)


def compare(desk: Desk, kind: str = "term") -> list[tuple[Id, list[Reading]]]:
    """Every department in the user's scope, in the newest period that has grades: (department, readings)."""
    return compare_of(desk.store, scope_of(desk), desk.today(), kind)


def contingent(desk: Desk, department: Id | None = None) -> list[Row]:
    """The contingent now, by every cut, inside the user's scope: rows of the slice, of the statuses that count."""
    return contingent_of(desk.store, scope_of(desk, department))


# The same from a scope alone, without a user: what caches keyed by the scope may keep. ----------------------------


def periods_of(store: Store, today: date, kind: str = "term", most: int = 5) -> list[Period]:
    """See `periods`."""
    terms = sorted(store.rows("terms", {}), key=begins)
    return (rules.year_periods if kind == "year" else rules.term_periods)(terms, today, most)


def indicators_of(store: Store, scope: Scope, today: date, kind: str = "term", most: int = 5) -> list[Indicator]:
    """See `indicators`."""
    found = periods_of(store, today, kind, most)
    if not found:
        return []
    sums = _sums(store, found)
    return [Indicator(code, tuple(_reading(code, p, sums, scope, today) for p in found)) for code in RULES]


def compare_of(store: Store, whole: Scope, today: date, kind: str = "term") -> list[tuple[Id, list[Reading]]]:
    """See `compare`."""
    found = periods_of(store, today, kind)
    if not found:
        return []
    sums = _sums(store, found)
    graded = [p for p in found if _reading("pass_rate", p, sums, whole, today).denominator]
    period = (graded or found)[-1]
    rows = [row for row in sums["contingent"] if whole.holds(row)]
    for id, code in period.terms:
        rows += [
            row for k in (f"sheets:{code}", f"results:{code}", f"load:{id}") for row in sums[k] if whole.holds(row)
        ]
    return [
        (id, [_reading(code, period, sums, Scope((id,)), today) for code in RULES])
        for id in sorted({row["department"] for row in rows if row["department"]})
    ]


def contingent_of(store: Store, scope: Scope) -> list[Row]:
    """See `contingent`."""
    rows = read(store, ["contingent"])["contingent"]
    return [r for r in rows if r["status"] in CONTINGENT and scope.holds(r)]


def results_of(store: Store, scope: Scope, period: Period) -> list[Row]:
    """Rows of results of a period inside a scope."""
    found = read(store, [f"results:{code}" for _, code in period.terms])
    return [row for rows in found.values() for row in rows if scope.holds(row)]


def _sums(store: Store, found: Iterable[Period]) -> dict[str, list[Row]]:
    wanted = ["contingent", "history"]
    for period in found:
        for id, code in period.terms:
            wanted += [f"sheets:{code}", f"results:{code}", f"load:{id}"]
    return read(store, wanted)


def _reading(code: str, period: Period, sums: dict[str, list[Row]], scope: Scope, today: date) -> Reading:
    target = rules.target_on(code, period.day or today)
    return Reading(code, period, *_counts(code, period, sums, scope, today), *(target or ()))


def _counts(code: str, period: Period, sums: dict[str, list[Row]], scope: Scope, today: date) -> tuple[int, int | None]:
    """(numerator, denominator) of an indicator in a period, from the sums."""

    def of(kind: str) -> list[Row]:
        keys = [id if kind == "load" else term for id, term in period.terms]
        return [r for key in keys for r in sums.get(f"{kind}:{key}", []) if scope.holds(r)]

    if code in ("contingent", "debts"):
        if period.day is None:
            rows = [r for r in sums["contingent"] if r["status"] in CONTINGENT and scope.holds(r)]
        else:
            rows = [r for r in sums["history"] if r["day"] == period.day.isoformat() and scope.holds(r)]
        people = _sum(rows, "n")
        return (people, None) if code == "contingent" else (_sum(rows, "debts"), people)
    if code == "sheets_on_time":
        day = today.isoformat()
        due = [r for r in of("sheets") if r["due"] and r["due"] < day and r["status"] != "cancelled"]
        return _sum((r for r in due if r["on_time"]), "n"), _sum(due, "n")
    if code in ("pass_rate", "quality_rate"):
        rows = of("results")
        graded = _sum(rows, "passed") + _sum(rows, "failed")
        return _sum(rows, "passed" if code == "pass_rate" else "quality"), graded
    if code == "load":
        rows = of("load")
        return _sum(rows, "sections"), len({r["teacher"] for r in rows if r["teacher"]})
    raise KeyError(code)


def _sum(rows: Iterable[Row], field: str) -> int:
    return sum(int(r[field]) for r in rows)
