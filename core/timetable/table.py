"""A timetable as a table of a file: which column is what, what each row means, and what of it is wrong. Dry run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems
from core.i18n import fold, parse_date
from core.imports.reading import Table
from core.timetable.acts import elsewhere, in_the_way, made, outside, students_words, unfit
from core.timetable.board import Board
from core.timetable.bringing import CHANGED, NEW, SAME, Plan, Shape, by_name, person, room
from core.timetable.clashes import Slot
from schemas.base import LANGS, Id, Ref
from schemas.reference import Person, Room
from schemas.section import Section
from schemas.term import Term
from schemas.timetable import Lesson, Weekday, Weeks

SHAPE = Shape(
    "timetable", Lesson, {
        "section": "FP-26-1", "weekday": "1", "starts": "09:00", "ends": "09:50", "weeks": "", "room": "101",
        "teacher": "", "first": "", "last": "",
    },
    ("section", "weekday", "starts", "ends"),
)  # fmt: skip
SHORT = {
    "дс": 1, "сс": 2, "ср": 3, "сәр": 3, "бс": 4, "жм": 5, "сн": 6, "сен": 6, "жк": 7, "жс": 7,
    "пн": 1, "вт": 2, "чт": 4, "пт": 5, "сб": 6, "вс": 7,
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
EVERY = {"", "every", "все", "барлығы", "каждую", "апта сайын", "каждая", "еженедельно", "all"}
ODD, EVEN = ("odd", "тақ", "неч", "1"), ("even", "жұп", "чет", "чёт", "2")


def plan(desk: Desk, term: Term, table: Table) -> Plan[Lesson]:
    """What the file would do, with the problems of each row; nothing is written."""
    result = Plan.of(desk, SHAPE, term, table)
    every = result.cells()
    if every:
        _rows(desk, result, every)
    return result


def _rows(desk: Desk, result: Plan[Lesson], every: Sequence[tuple[int, Mapping[str, str]]]) -> None:
    term = result.term
    sections = _sections(desk, term, {c["section"] for _, c in every})
    rooms = {fold(r.code): r for r in (Room.model_validate(x) for x in desk.store.rows("rooms", {}))}
    people = _people(desk, {c["teacher"] for _, c in every if c.get("teacher")})
    by_id = {p.id: p for found in people.values() for p in found} | _staff(desk, sections.values())
    board = Board(desk.store, term, desk.today(), sections=[s.id for s in sections.values()])
    there = _there(desk, term, sections)
    for number, cell in every:
        try:
            lesson, old = _lesson(desk, cell, term, sections, rooms, people, there, result.seed(number))
        except Problems as e:
            result.bad(number, e.problems)
            continue
        if old and _same(old, lesson, cell, desk.today()):
            result.rows.append((number, SAME, lesson, old.id))
            continue
        slot = Slot.of(plain(lesson))
        before = None
        if old:
            before = Slot.of(plain(old))
            board.take(old.id)
        found = outside(lesson, term) + unfit(lesson, term, desk.today(), {r.id: r for r in rooms.values()}, by_id)
        found += in_the_way(board, slot)
        if found:
            result.bad(number, found)
            if before:
                board.put(before)
            continue
        if met := elsewhere(board, slot):
            said = students_words(met)
            result.warnings.append(Problem(result.head("section"), "timetable.students_meet", said, number))
        board.put(slot)
        result.rows.append((number, CHANGED if old else NEW, lesson, old.id if old else None))


def _sections(desk: Desk, term: Term, codes: set[str]) -> dict[str, Section]:
    where: Row = {"term.id": term.id, "code": {"$in": list(codes)}, "closed": None}
    rows = desk.rows(Section, "timetable.edit", where, {"members": 0}, limit=len(codes) or 1)
    return {r["code"]: Section.model_validate(r) for r in rows}


def _people(desk: Desk, asked: set[str]) -> dict[str, list[Person]]:
    rows = desk.store.rows("people", {}, {"head": 0}) if asked else []
    return by_name(Person.model_validate(r) for r in rows)


def _staff(desk: Desk, sections: Any) -> dict[Id, Person]:
    ids = {ref.id for s in sections for ref in (s.teacher, s.accompanist) if ref}
    return {r["_id"]: Person.model_validate(r) for r in desk.store.rows("people", {"_id": {"$in": list(ids)}})}


def _there(desk: Desk, term: Term, sections: Mapping[str, Section]) -> dict[tuple[Any, ...], list[Lesson]]:
    where = {"section.id": {"$in": [s.id for s in sections.values()]}, "term.id": term.id, "active": True}
    found: dict[tuple[Any, ...], list[Lesson]] = {}
    for row in desk.store.rows("lessons", where):
        lesson = Lesson.model_validate(row)
        found.setdefault(_key(lesson), []).append(lesson)
    return found


def _key(lesson: Lesson) -> tuple[Any, ...]:
    return lesson.section.id, lesson.weekday, lesson.starts, lesson.weeks


def _same(old: Lesson, new: Lesson, cell: Mapping[str, str], today: date) -> bool:
    """Does the lesson stand there already? A cell left empty says nothing of what stands, nor does a first day that has
    passed: a lesson changed since began on the day of its change."""

    def id(ref: Any) -> Any:
        return ref.id if ref else None

    return (
        old.ends == new.ends
        and all(id(getattr(old, k)) == id(getattr(new, k)) or not cell.get(k) for k in ("room", "teacher"))
        and (old.last == new.last or not cell.get("last"))
        and (old.first == new.first or not cell.get("first") or max(old.first or today, new.first or today) <= today)
    )


def _lesson(
    desk: Desk, cell: Mapping[str, str], term: Term, sections: Mapping[str, Section], rooms: Mapping[str, Room],
    people: Mapping[str, list[Person]], there: Mapping[tuple[Any, ...], list[Lesson]], id: Id,
) -> tuple[Lesson, Lesson | None]:  # fmt: skip
    """The lesson of a row, and the one of the same section, day, hour and weeks that it would change."""
    problems: list[Problem] = []
    section = sections.get(cell["section"])
    if section is None:
        problems.append(Problem("section", "timetable.no_section", {"code": cell["section"]}))
    values: dict[str, Any] = {"starts": hour(cell["starts"]), "ends": hour(cell["ends"])}
    for name, read in (("weekday", weekday), ("weeks", weeks)):
        values[name] = read(cell.get(name, ""))
        if values[name] is None:
            problems.append(Problem(name, f"timetable.bad_{name}", {"value": cell.get(name, "")}))
    for name in ("first", "last"):
        try:
            values[name] = parse_date(cell[name]) if cell.get(name) else None
        except ValueError as e:
            problems.append(Problem(name, str(e)))
    named: dict[str, Ref | Problem] = {}
    if code := cell.get("room"):
        named["room"] = room(code, rooms)
    if written := cell.get("teacher"):
        named["teacher"] = person(written, people, "teacher")
    problems += [x for x in named.values() if isinstance(x, Problem)]
    values |= {k: x for k, x in named.items() if isinstance(x, Ref)}
    if problems or section is None:
        raise Problems(problems)
    lesson = made(section, id, {k: v for k, v in values.items() if v is not None})
    standing = [x for x in there.get(_key(lesson), []) if not (x.last and x.last < desk.today())]
    return lesson, standing[-1] if standing else None


def hour(text: str) -> str:
    """A time as spreadsheets give it: 08:00:00, 8.30, a part of a day (0.354166); what is none stays as written."""
    text = text.strip().replace(",", ".")
    if text.count(":") == 2:
        return text.rsplit(":", 1)[0]
    try:
        part = float(text)
    except ValueError:
        return text
    if 0 < part < 1 and text.startswith("0."):
        at = timedelta(minutes=round(part * 24 * 60))
        return f"{at.seconds // 3600:02d}:{at.seconds // 60 % 60:02d}"
    return text


def weekday(text: str) -> Weekday | None:
    """A day of the week: its number from Monday, its name in one of three languages, or a short one."""
    said = fold(text).rstrip(".")
    if said.isdigit():
        return next((d for d in Weekday if d.value == said), None)
    for day in Weekday:
        if said in {fold(day.label(lang)) for lang in LANGS}:
            return day
    number = {fold(k): v for k, v in SHORT.items()}.get(said)
    return next((d for d in Weekday if d.value == str(number)), None)


def weeks(text: str) -> Weeks | None:
    """Every week, odd ones, even ones; empty is every week."""
    said = fold(text)
    if said in {fold(w) for w in EVERY}:
        return Weeks.every
    for word, begins in ((Weeks.odd, ODD), (Weeks.even, EVEN)):
        if any(said.startswith(fold(b)) for b in begins):
            return word
    return None


def since_of(lesson: Lesson, term: Term, today: date) -> date:
    """From which day a row of a file that changes a lesson holds."""
    return max(d for d in (lesson.first or term.starts, today) if d)
