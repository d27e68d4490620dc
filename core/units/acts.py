"""Acts of the council on units: renamed from a day, joined into one, closed. Papers of before keep the old name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core import scheduler
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from core.units.reading import points
from schemas.base import Basis, Id, Text
from schemas.planned import Planned
from schemas.reference import Department, UnitName

RIGHT = "reference.edit"


def decision(why: Why) -> tuple[str, date]:
    """Number and day of the council's decision in `why.basis`; Problems without one of them."""
    basis = why.basis or Basis()
    found = [] if basis.number.strip() else [Problem("basis.number", "units.number_missing")]
    found += [] if basis.day else [Problem("basis.day", "units.day_missing")]
    if found or basis.day is None:
        raise Problems(found)
    return basis.number, basis.day


def rename(desk: Desk, id: Id, revision: int, name: Text, day: date, why: Why) -> Department:
    """Give a unit a new name from a day on; one to come takes its place by the scheduler on that day.

    What refers to the unit keeps the name it had: papers, events and records of before. Raises Problems (no decision,
    a day before the unit or its newest name), RuleBroken (a closed unit, the same name).
    """
    number, decided = decision(why)

    def work(tx: Tx) -> Department:
        unit = _open(tx, id, revision, day)
        before = unit.names or [
            UnitName(name=unit.name, starts=unit.starts, number=unit.council_number, day=unit.council_day)
        ]
        if before[-1].name == name:
            raise RuleBroken("units.same_name")
        if before[-1].starts and day <= before[-1].starts:
            raise Problems([Problem("day", "units.day_before", {"day": before[-1].starts})])
        unit.names = [*before, UnitName(name=name, starts=day, number=number, day=decided)]
        unit.name = unit.name_on(tx.today)
        if day > tx.today:
            scheduler.plan(tx, day, "unit.rename", unit, why.basis, why.reason)
        return tx.save(unit)

    return desk.transact("unit.rename", work, why, right=RIGHT, given=[id, revision, name.model_dump(), day])


def carry_out(tx: Tx, planned: Planned) -> Department:
    """The scheduler's step on the day: the unit is called what it is called today."""
    unit = tx.get(Department, planned.subject.id, scoped=False)
    unit.name = unit.name_on(tx.today)
    return tx.save(unit)


def close(desk: Desk, id: Id, revision: int, last: date, seen: Mapping[str, int], why: Why) -> Department:
    """Close a unit: `last` is its last day. seen: what pointed to it when it was shown (`points`).

    Raises Problems (no decision, a day before its first), RuleBroken (closed already, more points to it than shown).
    """
    number, decided = decision(why)

    def work(tx: Tx) -> Department:
        unit = _open(tx, id, revision, last)
        _not_more(desk, unit, seen)
        unit.ends, unit.closed_by = last, f"№ {number}, {decided:%d.%m.%Y}"
        return tx.save(unit)

    return desk.transact("unit.close", work, why, right=RIGHT, given=[id, revision, last])


def join(
    desk: Desk, units: Mapping[Id, int], fields: Mapping[str, Any], day: date, seen: Mapping[str, int], why: Why
) -> Department:  # fmt: skip
    """Join units (id → revision, two or more) into a new one from a day on; the old ones end the day before.

    fields: code and name of the new one; kind and place in the whole are those of the first. seen: as in `close`, all
    units together. Raises Problems, Duplicate (the code is taken), RuleBroken (fewer than two, kinds that differ).
    """
    number, decided = decision(why)
    if len(units) < 2:
        raise RuleBroken("units.two_needed")
    missing = [Problem(f, "errors.field.missing") for f in ("code", "name") if not fields.get(f)]
    if missing:
        raise Problems(missing)

    def work(tx: Tx) -> Department:
        old = [_open(tx, id, revision, day) for id, revision in units.items()]
        if len({u.kind for u in old}) > 1:
            raise RuleBroken("units.kinds_differ")
        _not_more(desk, old[0], seen, *old[1:])
        made = Department(
            _id=tx.new_id(), code=str(fields["code"]).strip(), name=Text.model_validate(fields["name"]),
            kind=old[0].kind, parent=old[0].parent, starts=day, council_number=number, council_day=decided,
        )  # fmt: skip
        tx.add(made)
        for unit in old:
            unit.ends, unit.joined = day - timedelta(days=1), made.ref()
            unit.closed_by = f"№ {number}, {decided:%d.%m.%Y}"
            tx.save(unit)
        return made

    given = [dict(units), dict(fields), day]
    return desk.transact("unit.join", work, why, right=RIGHT, given=given)


def _open(tx: Tx, id: Id, revision: int, day: date) -> Department:
    unit = tx.get(Department, id, revision)
    if unit.ends is not None:
        raise RuleBroken("units.closed_already", name=unit.name, day=unit.ends)
    if unit.starts and day < unit.starts:
        raise Problems([Problem("day", "units.day_before", {"day": unit.starts})])
    return unit


def _not_more(desk: Desk, first: Department, seen: Mapping[str, int], *others: Department) -> None:
    """Whoever closes a unit has seen what points to it; what came since is shown to him first."""
    now: dict[str, int] = {}
    for unit in (first, *others):
        for word, n in points(desk.store, unit.id).items():
            now[word] = now.get(word, 0) + n
    if any(n > seen.get(word, 0) for word, n in now.items()):
        raise RuleBroken("units.more_now")
