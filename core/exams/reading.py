"""What pages and other words read of the exam timetable; drafts are seen only by who plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from core import calendar, references
from core.access import Reach
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound
from core.exams.gathering import EXAM, LIVE, Reader, Sessions, lessons_on, standing
from core.exams.rules import Clash, Near, clashes, near
from core.i18n import order_key
from core.registration.frame import study_rules
from core.timetable.reading import Of
from schemas.base import Id
from schemas.exam import Exam, ExamState
from schemas.section import Section
from schemas.student import Student
from schemas.term import Term
from schemas.words import LessonKind

By = Literal["room", "group", "examiner"]
RIGHT = "exam.read"


def of_section(reader: Reader, section: Id) -> Exam | None:
    """The published exam of a section: its day and its examiners are what a sheet is opened with."""
    return of_sections(reader, [section]).get(section)


def of_sections(reader: Reader, sections: Iterable[Id]) -> dict[Id, Exam]:
    """The published exams of many sections, read at once."""
    rows = reader.rows(
        "exams", {"section.id": {"$in": list(sections)}, "state": ExamState.published.value}, {"head": 0}
    )
    return {r["section"]["id"]: Exam.model_validate(r) for r in rows}


def visible(desk: Desk) -> Row:
    """Which states this user is shown."""
    return {"state": {"$in": LIVE} if desk.may("exam.edit") else ExamState.published.value}


def get(desk: Desk, id: Id) -> Exam:
    """One exam; NotFound, and for who does not plan of a draft too."""
    exam = desk.get(Exam, id, RIGHT)
    if exam.state is not ExamState.published and not desk.may("exam.edit"):
        raise NotFound("errors.not_found", kind="exams", id=id)
    return exam


def condition(desk: Desk, term: Term, text: str, chosen: dict[str, Any]) -> Row:
    """What the list is asked for; cancelled ones stand in it only where they are asked for."""
    parts = references.condition(Exam, text, chosen, desk.actor.role)
    shown = {} if desk.may("exam.edit") and chosen.get("state") else visible(desk)
    return {"$and": [{"term.id": term.id}, shown, parts]}


def listed(
    desk: Desk, term: Term, text: str, chosen: dict[str, Any], sort: str, descending: bool, page: int, size: int
) -> list[Row]:  # fmt: skip
    """A page of the exams of a term: by day and hour, by section, room, discipline or group."""
    keys = {
        "section": ("section.label.kk",), "room": ("room.label.kk", "day", "starts"),
        "discipline": ("discipline.label.kk", "day", "starts"), "group": ("group", "day", "starts"),
    }  # fmt: skip
    order = [(k, -1 if descending else 1) for k in keys.get(sort, ("day", "starts"))]
    where = condition(desk, term, text, chosen)
    return desk.rows(Exam, RIGHT, where, EXAM, [*order, ("_id", 1)], size, page * size)


def count(desk: Desk, term: Term, text: str, chosen: dict[str, Any]) -> int:
    """How many exams the list holds."""
    return desk.count(Exam, RIGHT, condition(desk, term, text, chosen))


def exams(desk: Desk, term: Term, where: Row | None = None) -> list[Exam]:
    """The exams of a term that this user is shown, in order."""
    asked = {"$and": [{"term.id": term.id}, visible(desk), where or {}]}
    rows = desk.rows(Exam, RIGHT, asked, EXAM, [("day", 1), ("starts", 1), ("section.label.kk", 1)], 0)
    return [Exam.model_validate(r) for r in rows]


def of_whom(desk: Desk, term: Term, of: Of, id: str) -> list[Exam]:
    """The exams of a group (each of its students'), an examiner, a room, a student or a section.

    A student's are asked by who may see the student."""
    if of == "student":
        desk.get(Student, id, "student.read")
    return exams(desk, term, _of(desk, term, of, id))


def _of(desk: Desk, term: Term, of: Of, id: str) -> Row:
    if of == "room":
        return {"room.id": id}
    if of == "teacher":
        return {"examiners.id": id}
    if of == "section":
        return {"section.id": id}
    people = [id]
    if of == "group":
        people = [r["_id"] for r in desk.store.rows("students", {"studies.group": id}, {"_id": 1}, limit=500)]
    rows = desk.store.rows("sections", {"members.student.id": {"$in": people}, "term.id": term.id}, {"_id": 1})
    return {"section.id": {"$in": [r["_id"] for r in rows]}}


def days(desk: Desk, term: Term) -> tuple[date, ...]:
    """The working days of the session of a term; none where the calendar has no session."""
    return Sessions(desk.store, term, calendar.of_year(desk.store, term.year)).days()


@dataclass(frozen=True)
class Board:
    """Days across, rooms (groups, examiners) down; cells: the exams of one of them on a day, in order."""

    days: tuple[date, ...]
    rows: tuple[tuple[Id, str], ...]
    cells: dict[tuple[Id, date], list[Exam]]


def board(desk: Desk, term: Term, by: By, where: Row | None = None) -> Board:
    """The board of a term for what this user is shown."""
    found = exams(desk, term, where)
    cells: dict[tuple[Id, date], list[Exam]] = {}
    names: dict[Id, str] = {}
    for exam in found:
        for id, name in _heads(exam, by):
            names[id] = name
            cells.setdefault((id, exam.day), []).append(exam)
    on = sorted({*days(desk, term), *(e.day for e in found)}) if found else []
    rows = sorted(names.items(), key=lambda r: (r[1] == "", order_key(r[1])))
    return Board(tuple(on), tuple(rows), cells)


def _heads(exam: Exam, by: By) -> list[tuple[Id, str]]:
    if by == "room":
        return [(exam.room.id, exam.room.label.kk)] if exam.room else [("", "")]
    if by == "examiner":
        return [(p.id, p.label.kk) for p in exam.examiners]
    return [(exam.group, exam.group)]


@dataclass(frozen=True)
class Sums:
    """Where a term stands: exams by state, sections that still want one, published exams changed since."""

    states: dict[str, int] = field(default_factory=dict)
    wanting: int = 0
    changed: int = 0


WANTING: Row = {
    "graded": {"$ne": False}, "closed": None, "kind": {"$ne": LessonKind.practice.value},
    "members.0": {"$exists": True},
}  # fmt: skip


def sums(desk: Desk, term: Term) -> Sums:
    """How many exams stand where, of what this user may see."""
    where = desk.where(Exam, RIGHT, {"term.id": term.id})
    rows = desk.store.aggregate("exams", [
        {"$match": where},
        {"$group": {"_id": "$state", "n": {"$sum": 1},
                    "changed": {"$sum": {"$cond": [{"$gt": [{"$size": "$changes"}, 0]}, 1, 0]}}}},
    ])  # fmt: skip
    planned = desk.store.names("exams", "section.id", {"term.id": term.id, "state": {"$in": LIVE}})
    right = "exam.edit" if desk.may("exam.edit") else None
    asked = {"term.id": term.id, **WANTING, "_id": {"$nin": planned}}
    wanting = desk.count(Section, right, asked) if right else 0
    live = [r for r in rows if r["_id"] in LIVE]
    return Sums({r["_id"]: r["n"] for r in rows}, wanting, sum(r["changed"] for r in live))


def wanting(desk: Desk, term: Term, faculty: Id | None = None) -> list[Section]:
    """The sections of a term that want an exam and have none, of those this user plans."""
    planned = desk.store.names("exams", "section.id", {"term.id": term.id, "state": {"$in": LIVE}})
    where = {"term.id": term.id, **WANTING, "_id": {"$nin": planned}} | ({"faculty.id": faculty} if faculty else {})
    rows = desk.rows(Section, "exam.edit", where, {"head": 0, "taught": 0, "custom": 0}, [("code", 1)], 0)
    return [Section.model_validate(r) for r in rows]


def term_clashes(desk: Desk, term: Term) -> tuple[list[Clash], list[Near]]:
    """What wants one room, examiner or student in two places, and whose exams stand too near; of one's own scope."""
    found = standing(desk.store, term)
    cal = calendar.of_year(desk.store, term.year)
    lessons = lessons_on(desk.store, term, cal, {s.day for s in found})
    met, short = clashes([*found, *lessons]), near(found, study_rules().exam_rest)
    if desk.actor.reach("exam.edit") is Reach.ALL:
        return met, short
    mine = {r["_id"] for r in desk.rows(Exam, "exam.edit", {"term.id": term.id}, {"_id": 1}, limit=0)}
    return (
        [c for c in met if c.one.id in mine or c.other.id in mine],
        [n for n in short if n.one.id in mine or n.other.id in mine],
    )


def examiners(desk: Desk, term: Term) -> dict[Id, str]:
    """Who examines in a term, of what this user is shown, in Kazakh order."""
    where = desk.where(Exam, RIGHT, {"term.id": term.id, **visible(desk)})
    rows = desk.store.aggregate("exams", [
        {"$match": where}, {"$project": {"examiners": 1}}, {"$unwind": "$examiners"},
        {"$group": {"_id": "$examiners.id", "name": {"$first": "$examiners.label.kk"}}},
    ])  # fmt: skip
    return {r["_id"]: r["name"] for r in sorted(rows, key=lambda r: order_key(r["name"]))}


def people(desk: Desk, found: Sequence[Exam]) -> Counter[Id]:
    """How many students sit each of these exams, by its id."""
    ids = [e.section.id for e in found]
    rows = desk.store.aggregate("sections", [
        {"$match": {"_id": {"$in": ids}}}, {"$project": {"n": {"$size": "$members"}}},
    ])  # fmt: skip
    sizes = {r["_id"]: r["n"] for r in rows}
    return Counter({e.id: sizes.get(e.section.id, 0) for e in found})
