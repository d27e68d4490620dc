"""What pages read of the timetable: the week of a group, a person, a room or a section; the list; clashes of a term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from core import calendar, references
from core.access import Reach
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.timetable.clashes import Clash, Slot, held_on, of_all
from core.timetable.students import LESSON
from schemas.base import Id, Ref
from schemas.calendar import Calendar
from schemas.section import Section
from schemas.student import Student
from schemas.term import Term
from schemas.timetable import Lesson
from schemas.words import LessonKind, PeriodKind, TermKind

Of = Literal["group", "teacher", "room", "student", "section"]
LEAST = 2  # so many of a group make a class a class of the group


@dataclass(frozen=True)
class Day:
    """A day of a week: its lessons in order of time; free: why nothing is held (a holiday's name), "" where it is."""

    day: date
    lessons: tuple[Slot, ...]
    free: bool = False


def terms(desk: Desk, limit: int = 40) -> list[Term]:
    """The newest terms, the newest first."""
    rows = desk.rows(Term, "timetable.read", sort=[("year", -1), ("kind", -1)], limit=limit)
    found = [Term.model_validate(r) for r in rows]
    return sorted(found, key=lambda term: (term.year, term.starts or date(term.year, 9, 1)), reverse=True)


def term_on(desk: Desk, day: date) -> Term | None:
    """The term that a day lies in; of several the one that began last."""
    where = {"starts": {"$lte": day.isoformat()}, "ends": {"$gte": day.isoformat()}}
    rows = desk.rows(Term, "timetable.read", where, sort=[("starts", -1)], limit=1)
    return Term.model_validate(rows[0]) if rows else None


def taught(term: Term, cal: Calendar | None, day: date) -> bool:
    """Are lessons held on a day: inside the term, in a period of classes (where the calendar has any), no holiday?"""
    if (term.starts and day < term.starts) or (term.ends and day > term.ends) or not calendar.working(cal, day):
        return False
    if cal is None:
        return True
    kind = PeriodKind.summer if term.kind is TermKind.summer else PeriodKind.study
    periods = calendar.fitting(cal, kind, None if kind is PeriodKind.summer else term.kind, None, None)
    return not periods or any(p.open(day) for p in periods)


def sections_of(desk: Desk, term: Term, of: Of, id: str) -> Row:
    """The condition under which a lesson belongs to a week: of a group, a person, a room, a student or a section."""
    if of == "room":
        return {"room.id": id}
    if of == "teacher":
        return {"$or": [{"teacher.id": id}, {"accompanist.id": id}]}
    if of == "section":
        row = desk.store.one("sections", {"_id": id}, {"parent.id": 1}) or {}
        return {"section.id": {"$in": [id, *([row["parent"]["id"]] if row.get("parent") else [])]}}
    if of == "student":
        rows = desk.store.rows("sections", {"members.student.id": id, "term.id": term.id}, {"_id": 1})
        return {"section.id": {"$in": [r["_id"] for r in rows]}}
    return {"section.id": {"$in": _of_group(desk, term, id)}}


def _of_group(desk: Desk, term: Term, group: str) -> list[Id]:
    """Sections that are the group's own, and classes together with others that at least two of it attend."""
    people = [r["_id"] for r in desk.store.rows("students", {"studies.group": group}, {"_id": 1}, limit=500)]
    mine = {"$size": {"$setIntersection": ["$members.student.id", people]}}
    rows = desk.store.aggregate("sections", [
        {"$match": {
            "term.id": term.id, "members.student.id": {"$in": people},
            "kind": {"$nin": [LessonKind.individual.value, LessonKind.practice.value]},
        }},
        {"$project": {"n": mine, "group": 1}},
        {"$match": {"$or": [{"n": {"$gte": min(LEAST, len(people))}}, {"group": group}]}},
    ])  # fmt: skip
    own = desk.store.rows("sections", {"term.id": term.id, "group": group, "kind": {"$ne": "individual"}}, {"_id": 1})
    return list({r["_id"] for r in [*rows, *own]})


def week(desk: Desk, term: Term, of: Of, id: str, day: date) -> list[Day]:
    """The week of a day, Monday to Saturday (Sunday where it has lessons), for whom it is asked.

    Holidays and days outside of the classes have no lessons. A student's week is asked by who may see the student.
    """
    if of == "student":
        desk.get(Student, id, "student.read")
    where = {"term.id": term.id, "active": True, **sections_of(desk, term, of, id)}
    slots = Slot.all(desk.rows(Lesson, "timetable.read", where, LESSON, [("starts", 1)], 1000))
    cal = calendar.of_year(desk.store, term.year)
    monday = day - timedelta(days=day.weekday())
    found = []
    for n in range(7):
        on = monday + timedelta(days=n)
        held = taught(term, cal, on)
        lessons = [s for s in slots if held and held_on(s, on, term.starts)]
        if n < 6 or lessons:
            found.append(
                Day(on, tuple(sorted(lessons, key=lambda s: (s.starts, s.ends, s.section.label.kk))), not held)
            )
    return found


def condition(desk: Desk, term: Term, text: str, chosen: dict[str, Any]) -> Row:
    """What the list of lessons is asked for; ended and removed lessons stand in it only where the day says so."""
    parts = references.condition(Lesson, text, chosen, desk.actor.role)
    return {"term.id": term.id, "active": True, **parts}


def listed(
    desk: Desk, term: Term, text: str, chosen: dict[str, Any], sort: str, descending: bool, page: int, size: int
) -> list[Row]:  # fmt: skip
    """A page of the lessons of a term: by day and hour, by section, by room or by teacher."""
    keys = {
        "weekday": ("weekday", "starts"), "section": ("section.label.kk", "weekday"),
        "room": ("room.label.kk", "weekday", "starts"), "teacher": ("teacher.label.kk", "weekday", "starts"),
    }  # fmt: skip
    order = [(k, -1 if descending else 1) for k in keys.get(sort, keys["weekday"])]
    where = condition(desk, term, text, chosen)
    return desk.rows(Lesson, "timetable.read", where, None, [*order, ("_id", 1)], size, page * size)


def count(desk: Desk, term: Term, text: str, chosen: dict[str, Any]) -> int:
    """How many lessons the list holds."""
    return desk.count(Lesson, "timetable.read", condition(desk, term, text, chosen))


def term_clashes(desk: Desk, term: Term) -> list[Clash]:
    """Everything in a term that wants one room, person or student in two places, staff and rooms first.

    Read at once: lessons of the term and who is in its sections. A registrar of one faculty is told what touches it.
    """
    slots = Slot.all(desk.store.rows("lessons", {"term.id": term.id, "active": True}, LESSON))
    found = of_all(slots, _attended(desk, term, {s.section.id for s in slots}), term.starts, term.ends)
    if desk.actor.reach("timetable.edit") is Reach.ALL:
        return found
    mine = {r["_id"] for r in desk.rows(Lesson, "timetable.edit", {"term.id": term.id}, {"_id": 1}, limit=0)}
    return [c for c in found if c.one.id in mine or c.other.id in mine]


def _attended(desk: Desk, term: Term, wanted: set[Id]) -> dict[Id, tuple[Ref, list[Id]]]:
    """Who is in which of these sections."""
    attended: dict[Id, tuple[Ref, list[Id]]] = {}
    where = {"term.id": term.id, "members.0": {"$exists": True}}
    for section in desk.store.rows("sections", where, {"members.student": 1}):
        if section["_id"] not in wanted:
            continue
        for member in section["members"]:
            who = member["student"]
            if who["id"] not in attended:
                attended[who["id"]] = (Ref.model_validate(who), [])
            attended[who["id"]][1].append(section["_id"])
    return attended


def lesson(desk: Desk, id: Id) -> Lesson:
    """One lesson, for who reads the timetable; NotFound."""
    return desk.get(Lesson, id, "timetable.read")


def rooms(desk: Desk) -> dict[Id, str]:
    """Rooms in use, by id."""
    rows = desk.store.rows("rooms", {"active": True}, {"code": 1}, [("code", 1)], 2000)
    return {r["_id"]: r["code"] for r in rows}


def groups(desk: Desk, term: Term) -> list[str]:
    """Names of the groups that have a section of their own in a term."""
    return sorted(g for g in desk.store.names("sections", "group", {"term.id": term.id}) if g)


def teachers(desk: Desk, term: Term) -> dict[Id, str]:
    """Who of the staff has lessons in a term, in Kazakh order."""
    rows = desk.store.aggregate("lessons", [
        {"$match": {"term.id": term.id, "active": True}},
        {"$project": {"who": ["$teacher", "$accompanist"]}}, {"$unwind": "$who"},
        {"$match": {"who.id": {"$type": "string"}}},
        {"$group": {"_id": "$who.id", "name": {"$first": "$who.label.kk"}}},
    ])  # fmt: skip
    return {r["_id"]: r["name"] for r in sorted(rows, key=lambda r: order_key(r["name"]))}


def of_section(desk: Desk, section: Section, everything: bool = False) -> list[Lesson]:
    """Lessons of a section in order; everything: those that ended too."""
    where: Row = {"section.id": section.id, "active": True}
    if not everything:
        where["$or"] = [{"last": None}, {"last": {"$gte": desk.today().isoformat()}}]
    rows = desk.rows(Lesson, "timetable.read", where, None, [("weekday", 1), ("starts", 1)], 200)
    return [Lesson.model_validate(r) for r in rows]


def hours(days: Iterable[Day]) -> tuple[int, int]:
    """From which hour to which a week has lessons: at least nine to six."""
    slots = [s for d in days for s in d.lessons]
    return (
        min([9, *(int(s.starts[:2]) for s in slots)]),
        max([18, *(int(s.ends[:2]) + (s.ends[3:] != "00") for s in slots)]),
    )
