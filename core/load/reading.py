"""The load as the database sums it: sections whose teacher never changed are summed there, the few others by weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.access import Reach
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.load.weeks import shared, spans
from schemas.base import Id, Ref, Text
from schemas.reference import Department, Person
from schemas.section import Section
from schemas.term import Term
from schemas.words import LessonKind, TermKind

ACCOMPANIST = "accompanist"
KINDS: tuple[str, ...] = (*(k.value for k in LessonKind), ACCOMPANIST)
MAIN = (TermKind.autumn, TermKind.spring)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Scope:
    """What is asked: terms of one year (all of them: the year), and a department (None: all)."""

    year: int
    terms: tuple[Term, ...]
    department: Id | None = None

    @property
    def halves(self) -> int:
        """How many of the two main terms: the yearly norm is theirs in halves."""
        return sum(t.kind in MAIN for t in self.terms)


@dataclass
class Load:
    """Hours of one teacher by kind of class (and as accompanist); norm: of the asked terms, None where none is set."""

    person: Ref
    hours: dict[str, Decimal] = field(default_factory=dict)
    sections: int = 0
    norm: Decimal | None = None
    department: Ref | None = None
    position: str = ""
    away: bool = False

    @property
    def total(self) -> Decimal:
        return sum(self.hours.values(), ZERO)

    @property
    def over(self) -> Decimal | None:
        """Hours above the norm; below it, negative; None without a norm."""
        return None if self.norm is None else self.total - self.norm


@dataclass(frozen=True)
class Nobody:
    """A section that nobody teaches (or, accompanist, where hours of an accompanist stand and nobody has them)."""

    id: Id
    code: str
    discipline: Text
    department: Text | None
    kind: str
    hours: Decimal


@dataclass(frozen=True)
class Loads:
    """Teachers in Kazakh order, departments with their hours by kind, and what nobody teaches."""

    people: tuple[Load, ...]
    departments: tuple[tuple[Ref | None, dict[str, Decimal]], ...]
    nobody: tuple[Nobody, ...]

    @property
    def total(self) -> Decimal:
        """All hours, those of nobody too: the sum of the departments."""
        return sum((sum(h.values(), ZERO) for _, h in self.departments), ZERO)

    @property
    def unmanned(self) -> Decimal:
        """Hours that nobody has."""
        return sum((n.hours for n in self.nobody), ZERO)


def scope_of(desk: Desk, year: int, term: Id | None = None, department: Id | None = None) -> Scope:
    """One term of a year, or the whole year."""
    rows = desk.rows(Term, "reference.read", {"year": year}, None, [("starts", 1), ("code", 1)], 20)
    terms = tuple(t for r in rows if (t := Term.model_validate(r)) and (term is None or t.id == term))
    return Scope(year, terms, department)


def found(desk: Desk, asked: Scope) -> Loads:
    """The load within this user's reach. Hours of a section are those of one whole term; an individual lesson counts
    for each student in it, so one whose student has left loads nobody."""
    where: Row = {"term.id": {"$in": [t.id for t in asked.terms]}, "closed": None}
    if asked.department:
        where["department.id"] = asked.department
    where = desk.where(Section, "section.read", where)
    people: dict[Id, Load] = {}
    units: dict[Id | None, tuple[Ref | None, dict[str, Decimal]]] = {}
    for who, unit, kind, hours, count in [*_summed(desk, where), *_shared(desk, where, asked.terms)]:
        ref = Ref(**unit) if unit else None
        _, sums = units.setdefault(ref.id if ref else None, (ref, {}))
        sums[kind] = sums.get(kind, ZERO) + hours
        if who:
            load = people.setdefault(who["id"], Load(Ref(**who)))
            load.hours[kind] = load.hours.get(kind, ZERO) + hours
            load.sections += count
    _described(desk, asked, people)
    seen = [x for x in people.values() if x.total or x.norm is not None]
    return Loads(
        tuple(sorted(seen, key=lambda x: order_key(x.person.label.kk))),
        tuple(sorted(units.values(), key=lambda u: order_key(u[0].label.kk) if u[0] else "\uffff")),
        tuple(_nobody(desk, where)),
    )


_TIMES: Row = {"$cond": [{"$eq": ["$kind", "individual"]}, {"$size": {"$ifNull": ["$members", []]}}, 1]}
_HOURS: Row = {
    "hours": {"$multiply": ["$hours", _TIMES]},
    "accompanying": {"$multiply": ["$accompanist_hours", _TIMES]},
}
_ONE = tuple[Row | None, Row | None, str, Decimal, int]


def _summed(desk: Desk, where: Row) -> Iterable[_ONE]:
    """(who, department, kind, hours, sections) of sections that one person taught all the time."""
    same: Row = {"$and": [where, {"taught.0": {"$exists": False}}]}
    rows = desk.store.aggregate("sections", [
        {"$match": same},
        {"$project": {"kind": 1, "teacher": 1, "accompanist": 1, "department": 1, **_HOURS}},
        {"$group": {
            "_id": {"t": "$teacher.id", "a": "$accompanist.id", "d": "$department.id", "k": "$kind"},
            "teacher": {"$first": "$teacher"}, "accompanist": {"$first": "$accompanist"},
            "department": {"$first": "$department"}, "hours": {"$sum": "$hours"},
            "accompanying": {"$sum": "$accompanying"}, "n": {"$sum": 1},
        }},
    ])  # fmt: skip
    for row in rows:
        unit, kind = row.get("department"), row["_id"]["k"]
        yield row.get("teacher"), unit, kind, _decimal(row["hours"]), row["n"]
        if _decimal(row["accompanying"]):
            yield row.get("accompanist"), unit, ACCOMPANIST, _decimal(row["accompanying"]), row["n"]


def _shared(desk: Desk, where: Row, terms: Sequence[Term]) -> Iterable[_ONE]:
    """The same of sections that changed hands in the term: there are few, so they are read one by one."""
    days = {t.id: (t.starts, t.ends) for t in terms}
    rows = desk.store.aggregate("sections", [
        {"$match": {"$and": [where, {"taught.0": {"$exists": True}}]}},
        {"$project": {"kind": 1, "teacher": 1, "accompanist": 1, "department": 1, "taught": 1, "term": 1, **_HOURS}},
    ])  # fmt: skip
    for row in rows:
        for name, kind, hours in (
            ("teacher", row["kind"], row["hours"]),
            (ACCOMPANIST, ACCOMPANIST, row["accompanying"]),
        ):
            refs = {r["id"]: r for t in [row, *row["taught"]] if (r := t.get(name))}
            if not _decimal(hours) and name == ACCOMPANIST:
                continue
            for who, part in shared(_decimal(hours), spans(row, name), *days[row["term"]["id"]]).items():
                yield refs.get(who or ""), row.get("department"), kind, part, 1


def _nobody(desk: Desk, where: Row) -> Iterable[Nobody]:
    rows = desk.store.aggregate("sections", [
        {"$match": {"$and": [where, {"$or": [{"teacher": None}, {"accompanist": None}]}]}},
        {"$project": {"code": 1, "discipline": 1, "kind": 1, "teacher": 1, "accompanist": 1, "department": 1,
                      **_HOURS}},
        {"$match": {"$or": [{"teacher": None}, {"accompanying": {"$gt": 0}}]}},
        {"$sort": {"code": 1}},
        {"$limit": 2000},
    ])  # fmt: skip
    for row in rows:
        unit = Text(**row["department"]["label"]) if row.get("department") else None
        name = Text(**row["discipline"]["label"])
        if not row.get("teacher"):
            yield Nobody(row["_id"], row["code"], name, unit, row["kind"], _decimal(row["hours"]))
        if not row.get("accompanist") and _decimal(row["accompanying"]):
            yield Nobody(row["_id"], row["code"], name, unit, ACCOMPANIST, _decimal(row["accompanying"]))


def _described(desk: Desk, asked: Scope, people: dict[Id, Load]) -> None:
    """Norms, posts and leaves; and those who have a norm and not an hour, where the user sees whole departments."""
    idle = _whose_idle(desk, asked)
    ways: list[Row] = [{"_id": {"$in": sorted(people)}}, *([idle] if idle is not None else [])]
    fields = {
        "name": 1,
        "number": 1,
        "position": 1,
        "department": 1,
        "load": 1,
        "active": 1,
        "away_from": 1,
        "away_to": 1,
    }
    today, whole = desk.today(), _seen_whole(desk, asked)
    for row in desk.rows(Person, "reference.read", {"$or": ways}, fields, [("_id", 1)], 5000):
        person = Person.model_validate(row)
        load = people.setdefault(person.id, Load(person.ref()))
        load.department, load.position, load.away = person.department, person.position, person.away(today)
        if person.load is not None and asked.halves and whole(person):
            load.norm = person.load * asked.halves / 2


def _seen_whole(desk: Desk, asked: Scope) -> Callable[[Person], bool]:
    """Whose hours are all seen here: a norm says nothing beside a part of the hours, so others are shown without."""
    reach = desk.actor.reach("section.read")
    if asked.department:
        units = {asked.department}
    elif reach is Reach.ALL:
        return lambda _: True
    else:
        units = set(departments(desk)) if reach in (Reach.DEPARTMENT, Reach.FACULTY) else set()
    mine = set(desk.actor.assigned.get("teacher", ()))
    return lambda p: p.id in mine or bool(p.department and p.department.id in units)


def _whose_idle(desk: Desk, asked: Scope) -> Row | None:
    reach = desk.actor.reach("section.read")
    with_norm: Row = {"active": {"$ne": False}, "load": {"$ne": None}}
    if asked.department:
        return {**with_norm, "department.id": asked.department}
    if reach is Reach.ALL:
        return with_norm
    if reach is Reach.DEPARTMENT:
        return {**with_norm, "department.id": {"$in": list(desk.actor.assigned.get("department", ()))}}
    return None


def departments(desk: Desk) -> dict[Id, Text]:
    """The departments whose load this user may ask for, in Kazakh order."""
    where: Row = {"kind": "department"}
    reach = desk.actor.reach("section.read")
    if reach is Reach.DEPARTMENT:
        where["_id"] = {"$in": list(desk.actor.assigned.get("department", ()))}
    elif reach is Reach.FACULTY:
        where["parent.id"] = {"$in": list(desk.actor.assigned.get("faculty", ()))}
    rows = desk.rows(Department, "reference.read", where, {"name": 1, "code": 1, "ends": 1}, [("_id", 1)], 500)
    open_ = [r for r in rows if not r.get("ends") or date.fromisoformat(r["ends"]) >= desk.today()]
    named = {r["_id"]: Text(**r["name"]) for r in open_}
    return dict(sorted(named.items(), key=lambda x: order_key(x[1].kk)))


def _decimal(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))
