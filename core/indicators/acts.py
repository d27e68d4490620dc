"""Values are stored: computed by the office itself, each only once, a changed one as a further value."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from core import tasks
from core.db.store import Store
from core.desk import LONG, Desk, Why
from core.errors import Problems, RuleBroken
from core.indicators import late
from core.indicators.computing import Measured, measured_over, value_of
from core.indicators.definition import body_of, definitions
from core.indicators.periods import Period, among, begun
from core.indicators.reading import newest
from core.kinds.shipped import SYSTEM
from core.tx import Tx
from schemas.indicator import Measurement, Reached
from schemas.kinds import Kind

log = logging.getLogger("office")

RIGHT = "indicator.compute"
AT_ONCE = 2  # questions that the database works out side by side: each takes one of its cores
Found = tuple[Kind, Period, Measured]


def due(store: Store, today: date, most: int = 5, years: int = 0) -> list[tuple[Kind, list[Period]]]:
    """Every indicator with its newest periods; years: with those of so many years."""
    terms = begun(store, today)
    return [(k, among(terms, body_of(k).every, today, most, years)) for k in definitions()]


def compute(desk: Desk, why: Why, codes: Sequence[str] = (), most: int = 5, years: int = 0) -> int:
    """Compute indicators (all, or those named) over their newest periods and keep what is new; how many values that
    is. Figures are of the whole institution, whoever presses. Raises RuleBroken when nothing has changed; Problems
    where one that is named can't be asked (of all, it is left out: its owner is called, see `late`)."""
    whole = replace(desk, actor=replace(SYSTEM, lang=desk.actor.lang))
    asked = [(k, of) for k, of in due(desk.store, desk.today(), most, years) if not codes or k.code in codes]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [x for some in pool.map(lambda a: _found(whole, a[0], a[1], bool(codes)), asked) for x in some]
    stored = newest(desk.store, [(k.code, p.code) for k, p, _ in found], {"inputs": 1, "indicator": 1, "period": 1})
    fresh = [x for x in found if stored.get((x[0].code, x[1].code), {}).get("inputs") != x[2].inputs]
    if not fresh:
        raise RuleBroken("indicators.nothing_new")
    given = [k.code for k, of in asked for _ in of]
    desk.transact(RIGHT, lambda tx: [keep(tx, *x) for x in fresh][-1], why, given=given, seconds=LONG)
    return len(fresh)


def _found(desk: Desk, kind: Kind, of: Sequence[Period], named: bool) -> Iterable[Found]:
    try:
        return [(kind, p, m) for p, m in zip(of, measured_over(desk, kind, of), strict=True)]
    except Problems as e:
        if named:
            raise
        log.warning("indicator %s can't be asked: %s", kind.code, [(p.field, p.key) for p in e.problems])
        return []


def keep(tx: Tx, kind: Kind, period: Period, now: Measured) -> Measurement:
    """Inside an act: store a value as a further one of its period; what called for it is done."""
    before = tx.session.rows(
        "measurements", {"indicator": kind.code, "period": period.code}, {"n": 1}, 1, [("n", -1)]
    )  # fmt: skip
    n = before[0]["n"] + 1 if before else 1
    made = Measurement.model_validate(
        {"_id": tx.new_id(), "n": n, "computed_at": tx.now, **value_of(kind, period, now, tx.actor)}
    )
    tasks.close(tx, late.subject(kind.code), late.mark_of(late.MISSING, period.code))
    if now.light is not Reached.bad:
        tasks.close(tx, late.subject(kind.code), late.mark_of(late.BAD, period.code))
    return tx.add(made, scoped=False)


def nightly(store: Store, day: date) -> None:
    """The work of every night: all values anew, nothing is stored where nothing changed; then owners of periods that
    are late are called."""
    try:
        compute(Desk(SYSTEM, store), Why("", command=f"indicators:{day.isoformat()}"))
    except RuleBroken:
        pass
    late.remind(store, day)


__all__ = ["compute", "due", "keep", "nightly"]
