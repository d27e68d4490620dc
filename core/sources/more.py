"""Fields that no model writes down: what kinds of order tell besides, the sums of a study, what its programme says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from core import house
from core.access import RIGHTS
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, described
from core.orders.asks import asks, fact_key
from core.sums.scan import OF_PROGRAMME, Scan
from schemas.base import Show
from schemas.discipline import Programme
from schemas.kinds import OrderKind, Sort
from schemas.words import MARK

OF_STUDY = {f"studies.{name}": name for name in OF_PROGRAMME}
TOTALS = (
    ("credits", "decimal", "Жинаған кредиті", "Набрано кредитов", "Credits earned", None),
    ("gpa", "decimal", "Орташа балы (GPA)", "Средний балл (GPA)", "Grade point average (GPA)", MARK),
    ("academic_debts", "int", "Академиялық берешегі", "Академических долгов", "Academic debts", None),
)


def studied() -> Iterable[FieldSpec]:
    """Of a study: its sums, hidden from who sees no marks, and what its programme says of it."""
    blind = frozenset(role for role, rights in RIGHTS.items() if "student.results" not in rights)
    sums = [
        FieldSpec(f"studies.totals.{name}", kind, Show(kk, ru, en, group="totals", form=False, also=also), False,  # type: ignore[arg-type]
                  hidden=blind)
        for name, kind, kk, ru, en, also in TOTALS
    ]  # fmt: skip
    return [*sums, *of_programme()]


def of_programme() -> Iterable[FieldSpec]:
    """What the programme says of a study: its level, its direction of training."""
    for path, name in OF_STUDY.items():
        spec = described(Programme, name)
        yield replace(spec, path=path, show=replace(spec.show, table=False), required=False, derived=True)


def derived(desk: Desk, asked: Collection[str]) -> Row:
    """What gives a study that of it which is asked."""
    paths = [path for path in OF_STUDY if path in asked]
    if not paths:
        return {}
    known = Scan(desk.store, desk.today()).programmes
    place = {"$indexOfArray": [{"$literal": list(known)}, "$studies.programme.id"]}  # -1, the last, where there is none
    return {
        path: {"$arrayElemAt": [{"$literal": [*(p[OF_STUDY[path]] for p in known.values()), ""]}, place]}
        for path in paths
    }


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


__all__ = ["derived", "facts", "of_programme", "studied", "whole_facts"]
