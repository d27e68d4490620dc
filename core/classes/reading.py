"""The class of a teacher: his students, his lessons of a term, who taught whom before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from schemas.base import Id, Ref, Text
from schemas.events import CHANGING
from schemas.reference import Person
from schemas.section import Section
from schemas.student import Name, Student

MOST = 300
RUNNING = ("active", "academic_leave")


@dataclass(frozen=True)
class Pupil:
    """A student of a class: one study of hers, and since when she is in it (None: since her admission)."""

    student: Ref
    study: Id
    number: str
    status: str
    course: int | None
    group: str
    since: date | None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Class:
    """A teacher's class: students by the principal teacher, and all his sections of a term."""

    person: Person
    pupils: tuple[Pupil, ...]
    sections: tuple[Section, ...]


def of_teacher(desk: Desk, teacher: Id, term: Id | None) -> Class:
    """The class of a teacher as this user may see it. Raises NotFound."""
    person = desk.get(Person, teacher, "reference.read")
    sections: list[Section] = []
    if term:
        where: Row = {"term.id": term, "closed": None, "$or": [{"teacher.id": teacher}, {"accompanist.id": teacher}]}
        found = desk.rows(Section, "section.read", where, None, [("code", 1)], 1000)
        sections = [Section.model_validate(r) for r in found]
    mine: list[Row] = []
    if desk.may("student.read"):
        fields = {"number": 1, "name": 1, "hidden": 1, "merged": 1, **{f"studies.{f}": 1 for f in
                  ("id", "status", "teacher", "year", "group")}}  # fmt: skip
        where = {"studies": {"$elemMatch": {"teacher.id": teacher, "status": {"$in": list(RUNNING)}}}}
        mine = desk.rows(Student, "student.read", where, fields, [("search.key", 1)], MOST)
    begun = _since(desk, [r["_id"] for r in mine], teacher)
    pupils = []
    for row in mine:
        for s in row["studies"]:
            if (s.get("teacher") or {}).get("id") == teacher and s["status"] in RUNNING:
                own = tuple(x for x in sections if any(m.study == s["id"] for m in x.members))
                name = Name.model_validate(row["name"]).text()
                pupils.append(Pupil(
                    Ref(id=row["_id"], label=name), s["id"], row["number"], s["status"], s.get("year"),
                    s.get("group") or "", begun.get(s["id"]), own,
                ))  # fmt: skip
    return Class(person, tuple(pupils), tuple(sections))


def _since(desk: Desk, students: Sequence[Id], teacher: Id) -> dict[Id, date]:
    """Since when each study has this principal teacher, where an event says so."""
    if not students:
        return {}
    edits: Row = {"$filter": {"input": "$events", "as": "e", "cond": {"$in": ["$$e.type", CHANGING]}}}
    whose: Row = {"_id": {"$in": list(students)}}
    rows = desk.store.aggregate("students", [{"$match": whose}, {"$project": {"e": edits}}])
    found: dict[Id, date] = {}
    for row in rows:
        for _, study, to in _teachers(row["e"]):
            if to["now"] and to["now"]["id"] == teacher:
                found[study] = date.fromisoformat(to["effective"])
    return found


def _teachers(events: Sequence[Row]) -> list[tuple[str, Id, Row]]:
    """Changes of the principal teacher in stored events, in the order they became true."""
    found = [
        (e["effective"], c["field"].split(".")[1], {"was": c["was"], "now": c["now"], "effective": e["effective"],
                                                    "reason": e["reason"], "basis": e["basis"]})
        for e in events for c in e.get("changes", [])
        if c["field"].startswith("studies.") and c["field"].endswith(".teacher")
    ]  # fmt: skip
    return sorted(found, key=lambda x: x[0])


def teachers_of(desk: Desk, student: Id, study: Id) -> list[Row]:
    """The principal teachers of a study: {was, now, effective, reason, basis}, oldest first."""
    desk.get(Student, student, "student.read")
    row = desk.store.one("students", {"_id": student}, {"events": 1}) or {"events": []}
    return [to for _, s, to in _teachers(row["events"]) if s == study]


def taught_before(desk: Desk, teacher: Id, limit: int = 100) -> list[Row]:
    """Sections this person taught and then handed over: {code, discipline, term, since, until, reason, now}."""
    where = {"$or": [{"taught.teacher.id": teacher}, {"taught.accompanist.id": teacher}]}
    rows = desk.rows(Section, "section.read", where, {"members": 0}, [("_id", -1)], limit)
    out = []
    for row in rows:
        for t in row["taught"]:
            if teacher in {(t.get("teacher") or {}).get("id"), (t.get("accompanist") or {}).get("id")}:
                out.append({"_id": row["_id"], "code": row["code"], "discipline": row["discipline"],
                            "term": row["term"], "now": row.get("teacher"), **t})  # fmt: skip
    return out


def people(desk: Desk, department: Id | None = None) -> dict[Id, Ref]:
    """Who may be given a lesson: those employed, of one department or of all, in Kazakh order."""
    where: dict[str, Any] = {"active": {"$ne": False}}
    if department:
        where["department.id"] = department
    rows = desk.rows(Person, "reference.read", where, {"name": 1}, [("_id", 1)], 2000)
    found = {r["_id"]: Ref(id=r["_id"], label=_name(r)) for r in rows}
    return dict(sorted(found.items(), key=lambda x: order_key(x[1].label.kk)))


def _name(row: Row) -> Text:
    return Name.model_validate(row["name"]).text()
