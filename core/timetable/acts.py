"""Lessons put into the timetable, changed, taken out. The audit entry of each stands on the chain of its term.

A room, a teacher, an accompanist or a section cannot be in two places: such a lesson is refused. A student can be
(he may attend one of the two by his plan), so that is said with the names and is allowed with a reason.

What has begun is not rewritten: the lesson ends the day before and a new one begins. Two people who place lessons in
one term meet on the term's chain: the second one's act is run again and sees what the first one placed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from core import calendar
from core.busy import refused
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import office_day
from core.timetable.board import Board
from core.timetable.clashes import Clash, Slot
from core.tx import Tx
from schemas.base import Head, Id, Ref
from schemas.reference import Person, Room
from schemas.section import Section
from schemas.term import Term
from schemas.timetable import Lesson

RIGHT = "timetable.edit"
NAMES = 5  # so many students are named in a refusal
MOST = 5000  # lessons one change of teacher takes over
FIELDS = (
    "weekday", "starts", "ends", "weeks", "room", "teacher", "accompanist", "first", "last", "joint",
)  # fmt: skip


def place(desk: Desk, values: Mapping[str, Any], why: Why, students_too: bool = False) -> Lesson:
    """Put a lesson into the timetable: {section, weekday, starts, ends, …} as a form gives them (FIELDS).

    No teacher, no accompanist given: the section's. students_too: place it though students of the section are
    elsewhere at that time; a reason is asked. Raises Problems beside the fields (taken, on leave, outside the term),
    RuleBroken `calendar.term_closed`, `timetable.students_meet` (with their names).
    """
    id = own_id(why.command)

    def work(tx: Tx) -> Term:
        section = tx.get(Section, str((values.get("section") or {}).get("id")))
        if section.closed:
            raise RuleBroken("sections.dissolved", section=section.code, day=section.closed)
        term = open_term(tx, section.term.id)
        lesson = made(section, id, {k: values.get(k) for k in FIELDS if values.get(k) is not None})
        check(tx, Board(tx.session, term, tx.today, lesson), lesson, term, students_too, why)
        tx.add(lesson)
        return term

    if not values.get("section"):
        raise Problems([Problem("section", "errors.field.missing")])
    desk.transact("timetable.place", work, why, RIGHT, [plain(dict(values)), students_too])
    return desk.store.load(Lesson, id)


def change(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], since: date, why: Why, students_too: bool = False
) -> Lesson:  # fmt: skip
    """Change fields of a lesson from a day on; the lesson as it stands from then on.

    One that has begun ends the day before `since`, and a new one begins; one that has not is changed in place.
    Raises as `place`, and RuleBroken `timetable.since_past`, `timetable.ended_before`, `references.nothing_changed`.
    """
    fresh = own_id(why.command)

    def work(tx: Tx) -> Term:
        old = tx.get(Lesson, id, revision)
        section = tx.get(Section, old.section.id)
        term = open_term(tx, old.term.id)
        new, ended = revised(tx, old, section, term, values, since, fresh)
        board = Board(tx.session, term, tx.today, new)
        board.take(old.id)
        if ended:
            board.put(Slot.of(plain(ended)))
        check(tx, board, new, term, students_too, why)
        tx.save(ended or new)
        if ended:
            tx.add(new)
        return term

    given = [id, revision, plain(dict(values)), plain(since), students_too]
    desk.transact("timetable.change", work, why, RIGHT, given)
    return desk.store.load(Lesson, fresh if desk.store.one("lessons", {"_id": fresh}, {"_id": 1}) else id)


def take_out(desk: Desk, id: Id, revision: int, since: date, why: Why) -> Lesson:
    """Take a lesson out of the timetable from a day on; a reason is asked. What was planned before stays."""
    _reason(why)

    def work(tx: Tx) -> Term:
        lesson = tx.get(Lesson, id, revision)
        term = open_term(tx, lesson.term.id)
        if not lesson.active:
            raise RuleBroken("timetable.out_already")
        if not begun(lesson, term, since):
            lesson.active = False
        else:
            _from_today(tx, lesson, since)
            lesson.last = since - timedelta(days=1)
        tx.save(lesson)
        return term

    desk.transact("timetable.take_out", work, why, RIGHT, [id, revision, plain(since)])
    return desk.store.load(Lesson, id)


# steps that other acts use too (a table brought in, a change of teacher) ---------------------------------------------


def open_term(tx: Tx, id: Id) -> Term:
    """The term of an act, read so that the entry stands on its chain; RuleBroken where it is closed."""
    calendar.check_term_open(tx, id)
    return tx.get(Term, id, scoped=False)


def made(section: Section, id: Id, values: Mapping[str, Any]) -> Lesson:
    """A lesson of a section from values; Problems beside the fields."""
    row: dict[str, Any] = {
        "_id": id, "term": section.term, "section": section.ref(), "discipline": section.discipline,
        "department": section.department, "faculty": section.faculty, **values,
    }  # fmt: skip
    row["teacher"] = row.get("teacher") or section.teacher
    row["accompanist"] = row.get("accompanist") or section.accompanist
    try:
        return Lesson.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def begun(lesson: Lesson, term: Term, day: date) -> bool:
    """Had a lesson begun before a day?"""
    begins = lesson.first or term.starts or (office_day(lesson.created.at) if lesson.created else None)
    return begins is not None and begins < day


def revised(
    tx: Tx, old: Lesson, section: Section, term: Term, values: Mapping[str, Any], since: date, fresh: Id
) -> tuple[Lesson, Lesson | None]:
    """(the lesson from `since` on, the old one ended before it): None where it had not begun and is changed itself."""
    if not old.active:
        raise RuleBroken("timetable.out_already")
    wanted = {k: getattr(old, k) for k in FIELDS} | {k: v for k, v in values.items() if k in FIELDS}
    split = begun(old, term, since)
    if split:
        _from_today(tx, old, since)
        wanted["first"] = since
    new = made(section, fresh if split else old.id, wanted)
    if all(getattr(new, k) == getattr(old, k) for k in FIELDS if k != "first" or not split):
        raise RuleBroken("references.nothing_changed")
    if not split:
        for k in FIELDS:
            setattr(old, k, getattr(new, k))
        return old, None
    ended = old.model_copy(update={"last": since - timedelta(days=1)})
    return new, ended


def _from_today(tx: Tx, lesson: Lesson, since: date) -> None:
    if since < tx.today:
        raise RuleBroken("timetable.since_past", today=tx.today)
    if lesson.last and lesson.last < since:
        raise RuleBroken("timetable.ended_before", day=lesson.last)


def check(tx: Tx, board: Board, lesson: Lesson, term: Term, students_too: bool, why: Why) -> None:
    """Refuse a lesson that cannot be held as it is written."""
    slot = Slot.of(plain(lesson))
    found = outside(lesson, term) + unfit(
        lesson, term, tx.today,
        {r.id: r for r in tx.find(Room, {"_id": lesson.room.id if lesson.room else ""})},
        {p.id: p for p in tx.find(Person, {"_id": {"$in": [p.id for p in slot.people]}})},
    ) + in_the_way(board, slot)  # fmt: skip
    if found:
        raise Problems(found)
    met = elsewhere(board, slot)
    if met and not students_too:
        raise RuleBroken("timetable.students_meet", **students_words(met))
    if met:
        _reason(why)


def in_the_way(board: Board, slot: Slot) -> list[Problem]:
    """What of the room, the staff and its own section is taken: by a lesson, by a sitting of a commission."""
    return [taken(c) for c in board.meets(slot)] + refused(c for c in board.sat(slot) if c.field != "students")


def elsewhere(board: Board, slot: Slot) -> dict[str, str]:
    """Students who would have to be in two places at once: name → the other lesson, the sitting."""
    heard = {c.name.kk: c.other.what.kk for c in board.sat(slot) if c.field == "students"}
    return heard | {c.who.label.kk: c.other.discipline.label.kk for c in board.students(slot)}


def students_words(met: Mapping[str, str]) -> dict[str, Any]:
    """Who would be in two places, as the values of a message: how many, the first names, the other lesson."""
    names = [f"{who} ({what})" for who, what in met.items()]
    more = f" +{len(names) - NAMES}" if len(names) > NAMES else ""
    return {"n": len(names), "names": ", ".join(names[:NAMES]) + more}


def outside(lesson: Lesson, term: Term) -> list[Problem]:
    """First and last day that lie outside of the term."""
    return [
        Problem(name, "timetable.outside_term", {"starts": term.starts, "ends": term.ends})
        for name, day in (("first", lesson.first), ("last", lesson.last))
        if day and ((term.starts and day < term.starts) or (term.ends and day > term.ends))
    ]  # fmt: skip


def unfit(
    lesson: Lesson, term: Term, today: date, rooms: Mapping[Id, Room], people: Mapping[Id, Person]
) -> list[Problem]:
    """A room out of use, a member of staff who left or is on leave when the lesson begins."""
    found: list[Problem] = []
    if lesson.room and (room := rooms.get(lesson.room.id)) and not room.active:
        found.append(Problem("room", "timetable.room_closed", {"room": room.code}))
    begins = max(d for d in (lesson.first or term.starts, today) if d)
    for name, ref in (("teacher", lesson.teacher), ("accompanist", lesson.accompanist)):
        person = people.get(ref.id) if ref else None
        if person is None:
            continue
        if not person.active:
            found.append(Problem(name, "timetable.left", {"name": person.label()}))
        elif person.away(begins):
            key = "timetable.on_leave" if person.away_to else "timetable.on_leave_open"
            found.append(Problem(name, key, {"name": person.label(), "until": person.away_to, "why": person.away_why}))
    return found


def taken(clash: Clash) -> Problem:
    """A clash beside the field it is about."""
    other = clash.other
    values = {
        "who": clash.who.label, "section": other.section.label, "discipline": other.discipline.label,
        "starts": other.starts, "ends": other.ends,
    }  # fmt: skip
    return Problem("starts" if clash.about == "section" else clash.about, f"timetable.taken_{clash.about}", values)


def own_id(command: str, n: int | str = 0) -> Id:
    """The id of what a command makes: the same command makes the same."""
    return sha256(f"lesson:{command}:{n}".encode()).hexdigest()[:24]


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])


def retaught(
    tx: Tx, sections: Sequence[Section], was: Ref | None, since: date, accompanist: bool = False
) -> list[Lesson]:  # fmt: skip
    """A step of the act that gives sections of a term another teacher or accompanist: their lessons with the old one go
    over to the new one from a day on, and the days before stay his. Nothing is asked here: what the new one's week then
    looks like is told by the list of clashes."""
    changed: list[Lesson] = []
    by_id, role = {s.id: s for s in sections}, "accompanist" if accompanist else "teacher"
    if not by_id:
        return changed
    term = tx.find(Term, {"_id": sections[0].term.id})[0]
    where = {"section.id": {"$in": sorted(by_id)}, "active": True, f"{role}.id": was.id if was else None}
    for old in tx.find(Lesson, where, MOST):
        if old.last and old.last < since:
            continue
        now = {role: getattr(by_id[old.section.id], role)}
        if begun(old, term, since):
            fresh = {"id": tx.new_id(), "first": since, "created": None, "updated": None, "revision": 0, "head": Head()}
            changed.append(tx.add(old.model_copy(update=fresh | now), scoped=False))
            old.last = since - timedelta(days=1)
        else:
            setattr(old, role, now[role])
        changed.append(tx.save(old))
    return changed
