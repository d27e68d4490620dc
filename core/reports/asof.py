"""Studies as they stood at the end of a past day: rows made from the turns they took (core.contingent.lives)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from core import references
from core.contingent import lives
from core.contingent.cuts import AGE, BORN, CARD, cuts
from core.db.store import Row
from core.desk import Desk
from core.scope import scope_of
from schemas.base import Id

STUDY = "studies."
TODAY = ("number", "name.last", "name.first", "name.middle")  # of who it is, as he is called today


def paths() -> frozenset[str]:
    """The fields a past day is told of: those the contingent is cut by, the birth date; who it is, as of today."""
    of_card = {n.removeprefix(CARD) for n in cuts() if n.startswith(CARD)}
    of_study = {STUDY + n for n in cuts() if not n.startswith(CARD) and n != AGE}
    return frozenset(of_card | of_study | {"born", *TODAY})


def rows(desk: Desk, day: date, asked: Collection[str], one_by_one: bool) -> list[Row]:
    """The studies of the user's reach on a day with what is asked of them; alike ones as one of `_n`, unless
    one_by_one. Raises Forbidden."""
    scope, end = scope_of(desk, right="student.read"), day.isoformat()
    names = [n for n in [*cuts(), BORN] if n != AGE and _path(n) in asked]
    found: dict[tuple[Any, ...], Row] = {}
    for life, unit in lives.on(lives.read(desk.store), end):
        if not scope.holds(unit):
            continue
        key = (*(unit.get(n) for n in names), *((life.student, life.study) if one_by_one else ()))
        row = found.get(key)
        if row is None:
            found[key] = row = {"_n": 0, "_id": life.student, "_unit": unit, "_study": life.study}
        row["_n"] += 1
    labels = _labels(desk, names)
    made = [_row(r, names, labels) for r in found.values()]
    return _named(desk, made) if one_by_one and set(TODAY) & set(asked) else made


def _path(name: str) -> str:
    return name.removeprefix(CARD) if name.startswith(CARD) else STUDY + name


def _labels(desk: Desk, names: Iterable[str]) -> dict[str, dict[Id, Any]]:
    """What references were called, by the field: ids alone stand in a turn."""
    known = cuts()
    of = {n: known[n].spec.show.to for n in names if n in known and known[n].spec.kind == "ref"}
    return {n: dict(references.labels(desk, to)) for n, to in of.items() if to}


def _row(found: Row, names: Sequence[str], labels: dict[str, dict[Id, Any]]) -> Row:
    unit, made = found["_unit"], {"_id": found["_id"], "_n": found["_n"], "_study": found["_study"]}
    for name in names:
        value = unit.get(name)
        if name in labels and value:
            text = labels[name].get(value)
            value = {"id": value, "label": text.model_dump() if text else {"kk": value}}
        _put(made, _path(name).split("."), value)
    return made


def _put(row: Row, path: Sequence[str], value: Any) -> None:
    for part in path[:-1]:
        row = row.setdefault(part, {})
    row[path[-1]] = value


def _named(desk: Desk, made: list[Row]) -> list[Row]:
    ids = sorted({r["_id"] for r in made})
    people: dict[Id, Row] = {}
    for at in range(0, len(ids), 5000):
        part = desk.store.rows("students", {"_id": {"$in": ids[at : at + 5000]}}, {"number": 1, "name": 1})
        people |= {r["_id"]: r for r in part}
    return [{**r, **{k: people.get(r["_id"], {}).get(k) for k in ("number", "name")}} for r in made]


__all__ = ["TODAY", "paths", "rows"]
