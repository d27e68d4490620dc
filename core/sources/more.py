"""Fields that no model writes down: what kinds of order tell besides, the sums of a study, its direction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from core import house
from core.access import RIGHTS
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, described
from core.orders.asks import asks, fact_key
from core.sums.scan import Scan
from schemas.base import Show
from schemas.discipline import Programme
from schemas.kinds import OrderKind, Sort
from schemas.words import MARK

DIRECTION = "studies.direction"
TOTALS = (
    ("credits", "decimal", "Жинаған кредиті", "Набрано кредитов", "Credits earned", None),
    ("gpa", "decimal", "Орташа балы (GPA)", "Средний балл (GPA)", "Grade point average (GPA)", MARK),
    ("academic_debts", "int", "Академиялық берешегі", "Академических долгов", "Academic debts", None),
)


def studied() -> Iterable[FieldSpec]:
    """Of a study: its sums, hidden from who sees no marks, and its direction."""
    blind = frozenset(role for role, rights in RIGHTS.items() if "student.results" not in rights)
    sums = [
        FieldSpec(f"studies.totals.{name}", kind, Show(kk, ru, en, group="totals", form=False, also=also), False,  # type: ignore[arg-type]
                  hidden=blind)
        for name, kind, kk, ru, en, also in TOTALS
    ]  # fmt: skip
    return [*sums, *direction()]


def direction() -> Iterable[FieldSpec]:
    """The direction of training of a study: that of its programme."""
    spec = described(Programme, "direction")
    return [replace(spec, path=DIRECTION, show=replace(spec.show, table=False), required=False, derived=True)]


def directions(desk: Desk, asked: Collection[str]) -> Row:
    """What gives a study its direction, where that is asked."""
    if DIRECTION not in asked:
        return {}
    known = Scan(desk.store, desk.today()).directions
    place = {"$indexOfArray": [{"$literal": list(known)}, "$studies.programme.id"]}  # -1, the last, where there is none
    return {DIRECTION: {"$arrayElemAt": [{"$literal": [*known.values(), ""]}, place]}}


def facts() -> Iterator[FieldSpec]:
    """What orders tell of each student (a reason, an institution) and of the whole order."""
    yield from _facts(whole=False)
    yield from _facts(whole=True)


def whole_facts() -> Iterator[FieldSpec]:
    """What orders tell of the whole order."""
    return _facts(whole=True)


def _facts(whole: bool) -> Iterator[FieldSpec]:
    """Kinds that tell the same by the same code are one field; its words are those of all of them."""
    found: dict[str, FieldSpec] = {}
    for kind in house.entries(Sort.order, retired=True):
        for ask in asks(kind.as_body(OrderKind)):
            if not ask.key.startswith(fact_key("")) or ask.whole is not whole:
                continue
            path = f"values.{ask.key}" if whole else f"lines.values.{ask.key}"
            was = found.get(path)
            if was is None or was.kind == ask.spec.kind:
                known = {c.value: c for c in (*(was.choices if was else ()), *ask.spec.choices)}
                found[path] = replace(was or ask.spec, path=path, choices=tuple(known.values()), required=False)
    yield from found.values()


__all__ = ["direction", "directions", "facts", "studied", "whole_facts"]
