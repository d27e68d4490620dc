"""The contingent and its movement inside the user's scope, and the people behind each number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import house, references
from core import scope as scopes
from core.contingent import lives as told
from core.contingent.cuts import AGE, CARD, STATUS, Cut, cuts
from core.contingent.lives import WITHOUT, Unit
from core.contingent.movement import OUT, Move, Movement, movement, movements
from core.desk import Desk
from core.errors import NotFound
from core.i18n import t
from core.orders.effects import sets
from core.scope import Scope
from core.search import full_name
from core.sums.scan import CONTINGENT
from schemas.base import Id, Lang, Text
from schemas.kinds import ChoiceList, OrderKind, Sort
from schemas.kinds.orders import FactType
from schemas.words import StudyStatus

READ = "order.read"
# The two usual counts: with those on academic leave, and without (domain.md 12).
COUNTED: Mapping[bool, tuple[str, ...]] = {True: CONTINGENT, False: (StudyStatus.active.value,)}
Where = Mapping[str, Any]  # cut → value


def scope_of(desk: Desk) -> Scope:
    """Whose studies the user counts. Raises Forbidden."""
    return scopes.scope_of(desk, right=READ)


def belongs(desk: Desk, with_leave: bool, where: Where, day: date | None = None) -> Callable[[Unit], bool]:
    """Does a unit belong to what is counted: its status, the user's scope, the values asked for? day: of the age."""
    scope, statuses, known = scope_of(desk), COUNTED[with_leave], cuts(desk.actor.role)
    asked = [(known[name], value) for name, value in where.items() if name in known]
    at = day or desk.today()
    return lambda unit: unit[STATUS] in statuses and scope.holds(unit) and all(c.value(unit, at) == v for c, v in asked)


def studying(desk: Desk, day: date, with_leave: bool, where: Where | None = None) -> list[Move]:
    """The studies of the contingent at the end of a day, as rows of one form with moves (`now`: how each stands)."""
    counts, end = belongs(desk, with_leave, where or {}, day), day.isoformat()
    found = told.on(told.read(desk.store), end)
    return [Move(x.student, x.study, end, None, unit, told.Cause("")) for x, unit in found if counts(unit)]


def counted(rows: Iterable[Move], day: date, *by: Cut | None) -> dict[tuple[Any, ...], list[Move]]:
    """The studies of each combination of values of some cuts; a missing cut has one value, None."""
    found: dict[tuple[Any, ...], list[Move]] = {}
    for row in rows:
        key = tuple(None if c is None else c.value(row.now or {}, day) for c in by)
        found.setdefault(tuple(map(_said, key)), []).append(row)
    return found


def moved(desk: Desk, first: date, last: date, with_leave: bool, where: Where | None = None) -> Movement:
    """The movement of a period inside the user's scope; narrowed to values of cuts, a change of such a value is a move
    in or out with its own cause. Age narrows nothing here: it changes without a cause."""
    return movement(told.read(desk.store), first, last, belongs(desk, with_leave, _ageless(where)))


def moved_by(
    desk: Desk, first: date, last: date, with_leave: bool, by: Cut, where: Where | None = None
) -> dict[Any, Movement]:
    """The movement of each value of a cut: each balances, and a change from one value to another is told in both."""
    counts, found = belongs(desk, with_leave, _ageless(where)), told.read(desk.store)
    return movements(found, first, last, lambda u: _said(u.get(by.name)) if counts(u) else OUT)


def _said(value: Any) -> Any:
    return None if value == "" else value


def _ageless(where: Where | None) -> Where:
    return {k: v for k, v in (where or {}).items() if k != AGE}


@dataclass(frozen=True)
class Line:
    """One line of a movement: part (came, left, inside), the cause, what of it (a reason), its moves."""

    part: str
    kind: str
    said: tuple[str, str] | None
    moves: tuple[Move, ...]

    @property
    def key(self) -> str:
        """By what an address names it."""
        return ":".join((self.part, self.kind, *(self.said or ())))


PARTS = ("came", "left", "inside")


def moves(found: Movement) -> list[Line]:
    """The lines of a movement: by kind of order in the office's order, what came about without one last; under a kind
    that tells a reason out of a list, a line for each reason that occurs."""
    kinds = {k.code: k.as_body(OrderKind) for k in house.entries(Sort.order, retired=True)}
    order = {code: n for n, code in enumerate([*kinds, *WITHOUT])}
    lines: list[Line] = []
    for part in PARTS:
        groups: dict[str, list[Move]] = {}
        for move in getattr(found, part):
            if part != "inside" or _matters(move, kinds):
                groups.setdefault(move.by.kind, []).append(move)
        for kind in sorted(groups, key=lambda k: (order.get(k, len(order)), k)):
            lines.append(Line(part, kind, None, tuple(groups[kind])))
            lines += _reasons(part, kind, groups[kind], kinds.get(kind))
    return lines


def _matters(move: Move, kinds: Mapping[str, OrderKind]) -> bool:
    """Inside the contingent: did an order of a kind that can change where a study is counted, or anything about it?"""
    if (kind := kinds.get(move.by.kind)) is not None and sets(kind) & set(cuts()):
        return True
    was, now = move.was or {}, move.now or {}
    return any(was.get(n) != now.get(n) for n in cuts() if not n.startswith(CARD))


def _reasons(part: str, kind: str, rows: Sequence[Move], body: OrderKind | None) -> list[Line]:
    found = []
    for fact in body.facts if body else ():
        if fact.type is FactType.choice:
            groups: dict[str, list[Move]] = {}
            for row in rows:
                groups.setdefault(dict(row.by.said).get(fact.code, ""), []).append(row)
            found += [Line(part, kind, (fact.code, v), tuple(groups[v])) for v in sorted(groups) if v]
    return found


def cause(line: Line, lang: Lang) -> str:
    """A line's cause in words: the kind of order, or the reason under it."""
    if line.said is not None:
        return _reason(line.kind, *line.said, lang)
    return kind_name(line.kind, lang)


def kind_name(code: str, lang: Lang) -> str:
    """What a cause is called."""
    if code in WITHOUT:
        return t(f"contingent.cause_{code}", lang)
    try:
        return house.entry(Sort.order, code).name.get(lang)
    except NotFound:
        return code


def _reason(kind: str, fact: str, value: str, lang: Lang) -> str:
    try:
        body = house.entry(Sort.order, kind).as_body(OrderKind)
        code = next(f.choices for f in body.facts if f.code == fact)
        items = house.entry(Sort.choices, code).as_body(ChoiceList).items
        return next(i.name.get(lang) for i in items if i.code == value)
    except (NotFound, StopIteration):
        return value


@dataclass(frozen=True)
class Person:
    """Who stands behind a number: his move, and what he is called today."""

    move: Move
    number: str
    name: str


def people(desk: Desk, rows: Sequence[Move]) -> list[Person]:
    """The people behind a number, by name."""
    ids = sorted({r.student for r in rows})
    found = desk.store.rows("students", {"_id": {"$in": ids}}, {"number": 1, "name": 1, "search.key": 1})
    known = {r["_id"]: r for r in found}
    here = [r for r in rows if r.student in known]
    here.sort(key=lambda r: (known[r.student]["search"]["key"], r.day))
    return [Person(r, known[r.student]["number"], full_name(known[r.student])) for r in here]


def named(desk: Desk, by: Iterable[Cut | None]) -> dict[Id, Text]:
    """What the documents are called that some cuts point to."""
    to = {c.spec.show.to for c in by if c is not None and c.spec.kind == "ref" and c.spec.show.to}
    found: dict[Id, Text] = {}
    for collection in sorted(to):
        found |= references.labels(desk, collection)
    return found
