"""What forming reads: registrations, classes that stand, norms, numbers the office chose; few queries for a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core import house
from core.access import Reach
from core.db.store import Row, Store
from core.desk import Desk
from core.errors import RuleBroken
from core.grouping.proposing import Chosen, Norms, Standing, Wanted, kinds_of, wanted
from core.grouping.seats import JOINING, Lot, Seat
from schemas.base import Id, Ref
from schemas.kinds import Sort
from schemas.kinds.study import Norm
from schemas.section import Need
from schemas.words import LessonKind, LineState, PlanReason, StudyLanguage


class Reader(Protocol):
    """A store, or the session of an act: both read rows."""

    def rows(self, collection: str, where: Row, fields: Row | None = None, /) -> list[Row]: ...


STANDING = {"code": 1, "kind": 1, "members.study": 1, "capacity": 1, "language": 1, "parent": 1, "discipline": 1}
DISCIPLINE = {
    "code": 1, "name": 1, "lesson": 1, "department": 1, "lecture_hours": 1, "class_hours": 1, "accompanist_hours": 1,
    "credits": 1,
}  # fmt: skip


def norms() -> Norms:
    """The norms of class sizes in force today, by kind of class."""
    found = {}
    for kind in house.entries(Sort.norm):
        body = kind.as_body(Norm)
        found[body.lesson] = body
    return found


def need_norms(of: Norms, kinds: Iterable[LessonKind]) -> None:
    """RuleBroken where a kind of class has no norm."""
    for kind in kinds:
        if kind not in of:
            raise RuleBroken("sections.no_norm", kind=kind)


def registered(
    reader: Reader, term: Id, disciplines: Sequence[Id] | None = None, more: Row | None = None
) -> dict[Id, list[Seat]]:  # fmt: skip
    """Who is registered for each discipline of a term, once per study; `more` narrows the plans asked."""
    line: Row = {"term.id": term, "state": LineState.registered.value}
    if disciplines is not None:
        line["discipline.id"] = {"$in": list(disciplines)}
    where: Row = {"lines": {"$elemMatch": line}}
    if more:
        where = {"$and": [where, more]}
    checks: list[Row] = [
        {"$eq": ["$$l.term.id", term]}, {"$eq": ["$$l.state", LineState.registered.value]},
    ]  # fmt: skip
    if disciplines is not None:
        checks.append({"$in": ["$$l.discipline.id", list(disciplines)]})
    lines = {
        "$map": {
            "input": {"$filter": {"input": "$lines", "as": "l", "cond": {"$and": checks}}}, "as": "l",
            "in": {"d": "$$l.discipline.id", "r": "$$l.reason", "g": "$$l.language", "k": "$$l.lesson"},
        }
    }  # fmt: skip
    fields = {
        "student": 1, "study": 1, "number": 1, "key": 1, "group": 1, "language": 1, "programme": 1, "course": 1,
        "teacher": 1, "department": 1, "faculty": 1, "lines": lines,
    }  # fmt: skip
    found: dict[Id, dict[Id, Seat]] = {}
    refs: dict[Id, Ref] = {}
    for row in reader.rows("study_plans", where, fields):
        shared = {f: _ref(row.get(f), refs) for f in ("programme", "teacher", "department", "faculty")}
        student = _ref(row["student"], refs)
        assert student is not None
        for one in row["lines"]:
            spoken = one.get("g") or row.get("language")
            found.setdefault(one["d"], {})[row["study"]] = Seat(
                student, row["study"], row["number"], row.get("key") or "", row.get("group") or "",
                StudyLanguage(spoken) if spoken else None, year=row.get("course"),
                joins=PlanReason(one["r"]) in JOINING, lesson=LessonKind(one.get("k") or LessonKind.group), **shared,
            )  # fmt: skip
    return {d: list(seats.values()) for d, seats in found.items()}


def counts(store: Store, term: Id, more: Row | None = None) -> dict[Id, int]:
    """How many are registered for each discipline of a term."""
    line: Row = {"lines.term.id": term, "lines.state": LineState.registered.value}
    where: Row = {"lines": {"$elemMatch": {"term.id": term, "state": LineState.registered.value}}}
    rows = store.aggregate("study_plans", [
        {"$match": {"$and": [where, more]} if more else where}, {"$project": {"lines": 1}}, {"$unwind": "$lines"},
        {"$match": line}, {"$group": {"_id": "$lines.discipline.id", "n": {"$sum": 1}}},
    ])  # fmt: skip
    return {r["_id"]: r["n"] for r in rows}


def _ref(row: Row | None, known: dict[Id, Ref]) -> Ref | None:
    # A faculty stands in a thousand plans; each is made once.
    if not row:
        return None
    if row["id"] not in known:
        known[row["id"]] = Ref.model_validate(row)
    return known[row["id"]]


def standing(reader: Reader, term: Id, disciplines: Iterable[Id]) -> dict[Id, list[Standing]]:
    """The classes of disciplines in a term that are not dissolved."""
    where: Row = {"term.id": term, "discipline.id": {"$in": list(disciplines)}, "closed": None}
    found: dict[Id, list[Standing]] = {}
    for row in reader.rows("sections", where, STANDING):
        found.setdefault(row["discipline"]["id"], []).append(
            Standing(
                row["_id"],
                row["code"],
                LessonKind(row["kind"]),
                [m["study"] for m in row["members"]],
                row.get("capacity"),
                StudyLanguage(row["language"]) if row.get("language") else None,
                row["parent"]["id"] if row.get("parent") else None,
            )  # fmt: skip
        )
    return found


def chosen_of(formation: Row | None) -> Chosen:
    """The numbers the office chose for a discipline, where it gave a reason."""
    said: dict[Lot, tuple[int, str]] = {}
    for row in (formation or {}).get("needs", []):
        if row.get("reason"):
            said[lot_of_need(Need.model_validate(row))] = (row["chosen"], row["reason"])
    return said.get


def lot_of_need(need: Need) -> Lot:
    """The lot a stored need speaks of."""
    return Lot(need.kind, need.language, need.programme.id if need.programme else None, need.year)


def lesson_of(discipline: Row, seats: Sequence[Seat] = ()) -> LessonKind:
    """The graded kind of class of a discipline (a stored row); where its card does not say, what most plans say."""
    if said := discipline.get("lesson"):
        return LessonKind(said)
    votes = Counter(s.lesson for s in seats)
    return min(votes, key=lambda k: (-votes[k], k.value)) if votes else LessonKind.group


def lectures_of(discipline: Row) -> bool:
    """Has it stream lectures beside its own classes?"""
    return bool(discipline.get("lecture_hours"))


@dataclass(frozen=True)
class Line:
    """One line of the table of needs: a discipline and one lot of it."""

    discipline: Ref
    code: str
    department: Ref | None
    programme: Ref | None
    wanted: Wanted

    @property
    def key(self) -> str:
        """What tells this line from all others of the term."""
        lot = self.wanted.lot
        return f"{self.discipline.id}|{lot.kind.value}|{lot.language or ''}|{lot.programme or ''}|{lot.year or ''}"


def scope(desk: Desk, right: str = "section.read") -> tuple[Row, Callable[[Row], bool]] | None:
    """What of the needs somebody sees: a condition on plans and one on disciplines; None: nothing of them.

    A faculty's registrar forms for its own students; a department sees what it teaches, whoever comes.
    """
    reach = desk.actor.reach(right)
    mine = {word: set(desk.actor.assigned.get(word, ())) for word in ("faculty", "department")}
    if reach is Reach.ALL:
        return {}, lambda _: True
    if reach is Reach.FACULTY:
        return {"faculty.id": {"$in": sorted(mine["faculty"])}}, lambda _: True
    if reach is Reach.DEPARTMENT:
        return {}, lambda d: bool(d.get("department")) and d["department"]["id"] in mine["department"]
    return None


def disciplines(reader: Reader, ids: Iterable[Id]) -> dict[Id, Row]:
    """What forming needs to know of disciplines, by id."""
    return {r["_id"]: r for r in reader.rows("disciplines", {"_id": {"$in": list(ids)}}, DISCIPLINE)}


def needs(desk: Desk, term: Id, discipline: Id | None = None) -> list[Line]:
    """How many streams, groups, subgroups each discipline of a term needs, by code of the discipline.

    RuleBroken `sections.no_norm` where a kind of class has none.
    """
    seen = scope(desk)
    if seen is None:
        return []
    only, wants = [discipline] if discipline else None, norms()
    seats = registered(desk.store, term, only, seen[0])
    about = disciplines(desk.store, seats)
    here = standing(desk.store, term, about)
    where: dict[str, Any] = {"term.id": term} | ({"discipline.id": discipline} if discipline else {})
    told = {r["discipline"]["id"]: r for r in desk.store.rows("formations", where, {"discipline": 1, "needs": 1})}
    out: list[Line] = []
    for id, row in sorted(about.items(), key=lambda item: item[1]["code"]):
        if not seen[1](row):
            continue
        lesson, lectures = lesson_of(row, seats[id]), lectures_of(row)
        need_norms(wants, kinds_of(lesson, lectures))
        named = Ref(id=id, label=row["name"])
        department = Ref.model_validate(row["department"]) if row.get("department") else None
        programmes = {s.programme.id: s.programme for s in seats[id] if s.programme}
        for one in wanted(seats[id], here.get(id, []), lesson, lectures, wants, chosen_of(told.get(id))):
            out.append(Line(named, row["code"], department, programmes.get(one.lot.programme or ""), one))
    return out


def formation(reader: Reader, term: Id, discipline: Id) -> Row | None:
    """The stored formation of a discipline in a term."""
    found = reader.rows("formations", {"term.id": term, "discipline.id": discipline})
    return found[0] if found else None


__all__ = [
    "Line", "Reader", "chosen_of", "disciplines", "formation", "lectures_of", "lesson_of",
    "lot_of_need", "need_norms", "needs", "norms", "registered", "scope", "standing",
]  # fmt: skip
