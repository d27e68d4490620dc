"""What sheets tell of marking: a teacher's own values, the nameless spread of his peers, names for who leads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from core import access
from core.access import Reach
from core.db.store import Row, Store
from core.desk import Desk
from core.results.reading import READ, least_shown
from core.results.rules import MEASURES, Marking, Spread, drift, marking, spread
from core.scope import scope_of
from core.sums import read
from schemas.base import Id
from schemas.term import Term

NAMES = "results.names"
TERMS = 20  # five academic years of four terms


def alone(desk: Desk) -> bool:
    """Does this user see his own values only?"""
    return access.require(desk.actor, READ) is Reach.OWN


def of_teachers(store: Store, terms: Sequence[Term]) -> dict[str, list[Row]]:
    """Every teacher's counts in terms, by the term's code; not narrowed: what leaves this room is."""
    names = [f"teachers:{t.code}" for t in terms]
    return {k.partition(":")[2]: rows for k, rows in read(store, names).items()}


def own(desk: Desk, found: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """The user's own rows, by term."""
    access.require(desk.actor, READ)
    mine = set(desk.actor.assigned.get(Reach.OWN.value, ()))
    return {code: [r for r in rows if r["teacher"] in mine] for code, rows in found.items()}


def peers(desk: Desk, rows: Iterable[Row], department: Id | None = None) -> dict[str, Spread | None]:
    """The spread of each measure over the teachers of the user's scope, of the departments he teaches in where he sees
    but himself, without himself; nobody can be told from it."""
    least = least_shown(desk.store)
    known = [m for m in by_teacher(_others(desk, rows, department)).values() if m.graded >= least]
    return {name: spread((getattr(m, name) for m in known), least) for name in MEASURES}


def drifts(
    desk: Desk, found: Mapping[str, list[Row]], terms: Sequence[Term], department: Id | None = None
) -> dict[Id, Decimal | None]:
    """How the mean of each of the same teachers drifts by year, without himself; for spreads, not for names."""
    every = [r for rows in found.values() for r in rows]
    kept = {(r["teacher"], r["department"]) for r in _others(desk, every, department)}
    return drifted(found, terms, least_shown(desk.store), kept)


def drifted(
    found: Mapping[str, list[Row]], terms: Sequence[Term], least: int, kept: Collection[tuple[Id, Id | None]]
) -> dict[Id, Decimal | None]:
    """The drift of teachers over the rows of these (teacher, department)."""
    years = {
        year: by_teacher([r for r in rows if (r["teacher"], r["department"]) in kept])
        for year, rows in by_year(found, terms).items()
    }
    return {t: drift({y: m[t] for y, m in years.items() if t in m}, least) for t in {t for t, _ in kept}}


def _others(desk: Desk, rows: Iterable[Row], department: Id | None) -> list[Row]:
    rows, mine = list(rows), set(desk.actor.assigned.get(Reach.OWN.value, ()))
    if not alone(desk):
        scope = scope_of(desk, department)
        return [r for r in rows if scope.holds(r)]
    units = {r["department"] for r in rows if r["teacher"] in mine and r["department"]}
    return [r for r in rows if r["department"] in units and r["teacher"] not in mine]


def named(desk: Desk, rows: Iterable[Row], department: Id | None = None) -> dict[Id, Marking]:
    """Teachers with their values, for who may know names. Raises Forbidden."""
    access.require(desk.actor, NAMES)
    scope = scope_of(desk, department)
    return by_teacher([r for r in rows if scope.holds(r)])


def by_teacher(rows: Iterable[Row]) -> dict[Id, Marking]:
    """Rows of the slice `teachers` added up by teacher."""
    found: dict[Id, list[Row]] = {}
    for row in rows:
        found.setdefault(row["teacher"], []).append(row)
    return {teacher: marking(mine) for teacher, mine in found.items()}


def by_year(found: Mapping[str, list[Row]], terms: Sequence[Term]) -> dict[int, list[Row]]:
    """Rows of terms by academic year."""
    years: dict[int, list[Row]] = {}
    for term in terms:
        years.setdefault(term.year, []).extend(found.get(term.code, []))
    return {year: rows for year, rows in sorted(years.items()) if rows}


def sheets(desk: Desk, code: str, department: Id | None = None, teacher: Id | None = None) -> list[Row]:
    """Sheets of a term with what they tell: one's own, or those of the scope for who may know names."""
    name = f"signals:{code}"
    rows = read(desk.store, [name])[name]
    if alone(desk):
        mine = set(desk.actor.assigned.get(Reach.OWN.value, ()))
        return [r for r in rows if mine & set(r["teachers"] or ())]
    access.require(desk.actor, NAMES)
    scope = scope_of(desk, department)
    return [r for r in rows if scope.holds(r) and (not teacher or teacher in (r["teachers"] or ()))]
