"""Values are stored: computed by the office itself, each only once, a changed one as a further value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.indicators.computing import Measured, measured
from core.indicators.definition import body_of, definitions
from core.indicators.periods import Period, periods
from core.kinds.shipped import SYSTEM
from core.tx import Tx
from schemas.events import Who
from schemas.indicator import Measurement
from schemas.kinds import Kind

RIGHT = "indicator.compute"
Pair = tuple[Kind, Period]


def due(store: Store, today: date, most: int = 5) -> list[Pair]:
    """Every indicator in each of its newest periods."""
    return [(k, p) for k in definitions() for p in periods(store, body_of(k).every, today, most)]


def compute(desk: Desk, why: Why, codes: Sequence[str] = (), most: int = 5) -> int:
    """Compute indicators (all, or those named) over their newest periods and keep what is new; how many values that
    is. Figures are of the whole institution, whoever presses. Raises Problems where a definition can't be asked,
    RuleBroken when nothing has changed."""
    whole = replace(desk, actor=replace(SYSTEM, lang=desk.actor.lang))
    pairs = [(k, p) for k, p in due(desk.store, desk.today(), most) if not codes or k.code in codes]
    found = [(kind, period, measured(whole, kind, period)) for kind, period in pairs]
    fresh = [x for x in found if _changed(desk.store, *x)]
    if not fresh:
        raise RuleBroken("indicators.nothing_new")
    desk.transact(RIGHT, lambda tx: [_keep(tx, *x) for x in fresh][-1], why, given=[k.code for k, _ in pairs])
    return len(fresh)


def _changed(store: Store, kind: Kind, period: Period, now: Measured) -> bool:
    where = {"indicator": kind.code, "period": period.code}
    rows = store.rows("measurements", where, {"inputs": 1}, [("n", -1)], 1)
    return not rows or bool(rows[0]["inputs"] != now.inputs)


def _keep(tx: Tx, kind: Kind, period: Period, now: Measured) -> Measurement:
    body = body_of(kind)
    before = tx.session.rows("measurements", {"indicator": kind.code, "period": period.code})
    return tx.add(
        Measurement(
            _id=tx.new_id(), indicator=kind.code, name=kind.name, version=kind.id, owner=body.owner, period=period.code,
            period_name=period.name, first=period.first, last=period.last, n=len(before) + 1, numerator=now.numerator,
            denominator=now.denominator, value=now.value, target=now.aim.value if now.aim else None, light=now.light,
            parts=list(now.parts), inputs=now.inputs, computed_at=tx.now, by=_who(tx.actor),
        ),
        scoped=False,
    )  # fmt: skip


def _who(actor: Actor) -> Who:
    return Who(id=actor.id, name=actor.name, role=actor.role.value)


def nightly(store: Store, day: date) -> None:
    """The work of every night: all values anew; nothing is stored where nothing changed."""
    try:
        compute(Desk(SYSTEM, store), Why("", command=f"indicators:{day.isoformat()}"))
    except RuleBroken:
        return


__all__ = ["compute", "due", "nightly"]
