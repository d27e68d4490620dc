"""Exams put into the timetable, changed, taken out. The audit entry of each stands on the chain of its term.

A room, an examiner or a student cannot be in two places: such an exam is refused with what is in the way. Too few
days between exams of a student are told with names and allowed with a reason. What is published changes only on a
basis; what it was is kept in the exam, and its examiners are told. Two people who plan in one term meet on its chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from core import calendar, notices
from core.busy import clock_of, hold
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.exams.gathering import LIVE, Sessions, lessons_on, met_by_commissions, sitting_of, standing
from core.exams.rules import RESTED, Clash, Sitting, between, length, names, near
from core.registration.frame import study_rules
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.exam import Exam, ExamChange, ExamState
from schemas.reference import Person, Room
from schemas.section import Section
from schemas.term import Term
from schemas.words import LessonKind

RIGHT = "exam.edit"
FIELDS = ("day", "starts", "minutes", "room", "examiners", "joint")


def plan(desk: Desk, section: Id, values: Mapping[str, Any], why: Why, near_too: bool = False) -> Exam:
    """Plan the exam of a section: {day, starts, minutes, room, examiners, joint}; what is not given is the section's
    teacher and the length by the settings.

    near_too: though a student's exams then stand too near; a reason is asked. Raises Problems beside the fields,
    RuleBroken `exams.planned_already`, `exams.too_near` (with names), `calendar.term_closed`.
    """
    id = own_id(why.command, section)

    def work(tx: Tx) -> Term:
        of = tx.get(Section, section)
        term = open_term(tx, of.term.id)
        if tx.session.one("exams", {"section.id": of.id, "state": {"$in": LIVE}}, {"_id": 1}):
            raise RuleBroken("exams.planned_already", section=of.code)
        exam = made(of, tx.find(Discipline, {"_id": of.discipline.id})[0], id, values)
        check(tx, term, of, exam, near_too, why)
        tx.add(exam)
        return term

    desk.transact("exam.plan", work, why, RIGHT, [section, plain(dict(values)), near_too])
    return desk.store.load(Exam, id)


def change(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why, near_too: bool = False
) -> Exam:  # fmt: skip
    """Change an exam; a published one only with a reason and a basis (Problems beside them). Raises as `plan`, and
    RuleBroken `references.nothing_changed`, `exams.cancelled_already`, `exams.over`."""

    def work(tx: Tx) -> Term:
        exam = _live(tx, id, revision)
        of = tx.get(Section, exam.section.id)
        term = open_term(tx, exam.term.id)
        was = exam.model_copy()
        new = _valid({**plain(exam), **{k: plain(v) for k, v in values.items() if k in FIELDS}})
        if all(getattr(new, k) == getattr(was, k) for k in FIELDS):
            raise RuleBroken("references.nothing_changed")
        if was.state is ExamState.published:
            need_basis(why)
            _not_over(tx, was)
            new.changes = [*was.changes, _kept(tx, was, why)]
        check(tx, term, of, new, near_too, why)
        tx.save(new)
        if was.state is ExamState.published:
            _tell(tx, [*was.examiners, *new.examiners], "exams.told_changed", new)
        return term

    desk.transact("exam.change", work, why, RIGHT, [id, revision, plain(dict(values)), near_too])
    return desk.store.load(Exam, id)


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Exam:
    """Take an exam out of the timetable: a reason is asked, of a published one a basis too. It stays as cancelled."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Term:
        exam = _live(tx, id, revision)
        term = open_term(tx, exam.term.id)
        if exam.state is ExamState.published:
            need_basis(why)
            _not_over(tx, exam)
            exam.changes = [*exam.changes, _kept(tx, exam, why)]
            _tell(tx, exam.examiners, "exams.told_cancelled", exam)
        exam.state = ExamState.cancelled
        tx.save(exam)
        return term

    desk.transact("exam.cancel", work, why, RIGHT, [id, revision])
    return desk.store.load(Exam, id)


# steps that a table brought in and a proposal use too ---------------------------------------------------------------


def open_term(tx: Tx, id: Id) -> Term:
    """The term of an act, read so that the entry stands on its chain; RuleBroken where it is closed."""
    calendar.check_term_open(tx, id)
    return tx.get(Term, id, scoped=False)


def made(section: Section, of: Discipline, id: Id, values: Mapping[str, Any]) -> Exam:
    """An exam of a section from values; Problems beside the fields, RuleBroken `exams.no_exam_of`."""
    if not section.graded or section.closed or section.kind is LessonKind.practice:
        raise RuleBroken("exams.no_exam_of", section=section.code)
    rules = study_rules()
    row: dict[str, Any] = {
        "_id": id, "term": section.term, "section": section.ref(), "discipline": section.discipline,
        "control": of.control, "kind": section.kind, "group": section.group, "department": section.department,
        "faculty": section.faculty, **{k: v for k, v in values.items() if k in FIELDS and v not in (None, "", [])},
    }  # fmt: skip
    usual = length(section.kind, len(section.members), rules.exam_minutes, rules.exam_minutes_each)
    row["minutes"] = row.get("minutes") or usual
    row["examiners"] = row.get("examiners") or ([section.teacher] if section.teacher else [])
    return _valid(row)


def _valid(row: Mapping[str, Any]) -> Exam:
    try:
        return Exam.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def check(tx: Tx, term: Term, section: Section, exam: Exam, near_too: bool, why: Why) -> None:
    """Refuse an exam that cannot be held as it is written."""
    if not section.members:
        raise RuleBroken("exams.nobody_in", section=section.code)
    cal = calendar.of_year(tx.session, term.year)
    sessions = Sessions(tx.session, term, cal)
    sessions.know((m.student.id, m.study) for m in section.members)
    people = {p.id: p for p in tx.find(Person, {"_id": {"$in": [p.id for p in exam.examiners]}})}
    rooms = {r.id: r for r in tx.find(Room, {"_id": exam.room.id if exam.room else ""})}
    found = unfit(exam, term, cal, sessions.days(section), sessions.periods != [], rooms, people)
    mine = sitting_of(exam, [m.student for m in section.members])
    rest = study_rules(tx).exam_rest
    others = _near_by(tx, term, exam, mine, rest)
    if exam.room or exam.examiners:
        wanted = [{"room.id": exam.room.id}] if exam.room else []
        wanted += [{f"{k}.id": p.id} for p in exam.examiners for k in ("teacher", "accompanist")]
        others += lessons_on(tx.session, term, cal, [exam.day], {"$or": wanted})
    found += [taken(c) for c in _first([c for o in others for c in between(mine, o)])]
    hold(tx.session, [exam.day])
    found += met_by_commissions(tx.session, [mine])
    if found:
        raise Problems(found)
    short = [n for n in near([mine, *others], rest) if exam.id in (n.one.id, n.other.id)]
    if short and not near_too:
        raise RuleBroken("exams.too_near", n=len({n.who.id for n in short}), rest=rest, names=names(short))
    if short and not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])


def _near_by(tx: Tx, term: Term, exam: Exam, mine: Sitting, rest: int) -> list[Sitting]:
    """The exams it could meet: those of its students around the day, those of its room and examiners on the day."""
    ids = [s.id for s in mine.students]
    rows = tx.session.rows("sections", {"members.student.id": {"$in": ids}, "term.id": term.id}, {"_id": 1})
    days = [(exam.day + timedelta(n)).isoformat() for n in range(-rest, rest + 1)]
    day = exam.day.isoformat()
    wanted: list[Row] = [{"section.id": {"$in": [r["_id"] for r in rows]}, "day": {"$in": days}}]
    wanted += [{"room.id": exam.room.id, "day": day}] if exam.room else []
    wanted += [{"examiners.id": {"$in": [p.id for p in exam.examiners]}, "day": day}] if exam.examiners else []
    return standing(tx.session, term, {"_id": {"$ne": exam.id}, "$or": wanted})


def unfit(
    exam: Exam, term: Term, cal: Any, days: Iterable[date], has_session: bool, rooms: Mapping[Id, Room],
    people: Mapping[Id, Person],
) -> list[Problem]:  # fmt: skip
    """A day outside of the session, a room out of use, an examiner who left or is on leave, none at all.

    A test may be held on any working day of the term; where the calendar has no session, so may everything.
    """
    found: list[Problem] = []
    days = tuple(days)
    if not calendar.working(cal, exam.day):
        found.append(Problem("day", "exams.not_working"))
    elif exam.day not in days:
        last = max(d for d in (term.ends, term.sheets_due) if d) if term.ends or term.sheets_due else None
        within = not (term.starts and exam.day < term.starts) and not (last and exam.day > last)
        if exam.control in RESTED and has_session and days:
            found.append(Problem("day", "exams.outside_session", {"starts": days[0], "ends": days[-1]}))
        elif exam.control in RESTED and has_session:
            found.append(Problem("day", "exams.no_session_of"))
        elif not within:
            found.append(Problem("day", "timetable.outside_term", {"starts": term.starts, "ends": last}))
    if exam.room and (room := rooms.get(exam.room.id)) and not room.active:
        found.append(Problem("room", "timetable.room_closed", {"room": room.code}))
    if not exam.examiners:
        found.append(Problem("examiners", "errors.field.missing"))
    for ref in exam.examiners:
        person = people.get(ref.id)
        if person and not person.active:
            found.append(Problem("examiners", "timetable.left", {"name": person.label()}))
        elif person and person.away(exam.day):
            key = "timetable.on_leave" if person.away_to else "timetable.on_leave_open"
            values = {"name": person.label(), "until": person.away_to, "why": person.away_why}
            found.append(Problem("examiners", key, values))
    return found


def _first(found: list[Clash]) -> list[Clash]:
    """Each room and examiner once; of the students of one other exam one line, the rest counted in it."""
    students = [c for c in found if c.about == "student"]
    return [c for c in found if c.about != "student"] + students[:3]


def taken(clash: Clash) -> Problem:
    """A clash beside the field it is about."""
    other = clash.other
    values = {
        "who": clash.who.label, "section": other.section.label, "discipline": other.discipline.label,
        "starts": clock_of(other.starts), "ends": clock_of(other.ends),
    }  # fmt: skip
    field = {"room": "room", "examiner": "examiners", "student": "starts"}[clash.about]
    return Problem(field, f"exams.taken_{clash.about}", values)


def own_id(command: str, section: Id) -> Id:
    """The id of what a command makes: the same command makes the same."""
    return sha256(f"exam:{command}:{section}".encode()).hexdigest()[:24]


def _live(tx: Tx, id: Id, revision: int) -> Exam:
    exam = tx.get(Exam, id, revision)
    if exam.state is ExamState.cancelled:
        raise RuleBroken("exams.cancelled_already")
    return exam


def need_basis(why: Why) -> None:
    """Problems unless there is a reason and the kind, number and day of the paper it rests on."""
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.reason_missing")]
    wrong += [
        Problem(f"basis.{k}", "errors.field.missing")
        for k in ("kind", "number", "day") if why.basis is None or not getattr(why.basis, k)
    ]  # fmt: skip
    if wrong:
        raise Problems(wrong)


def _not_over(tx: Tx, exam: Exam) -> None:
    if exam.day < tx.today:
        raise RuleBroken("exams.over", day=exam.day)


def _kept(tx: Tx, exam: Exam, why: Why) -> ExamChange:
    return ExamChange(
        at=tx.now, by=tx.actor.name, reason=why.reason, basis=why.basis, day=exam.day, starts=exam.starts,
        minutes=exam.minutes, room=exam.room, examiners=exam.examiners,
    )  # fmt: skip


def _tell(tx: Tx, examiners: Iterable[Ref], key: str, exam: Exam) -> None:
    """News for the examiners who have an account."""
    ids = list({p.id for p in examiners})
    values = {
        "discipline": exam.discipline.label, "section": exam.section.label, "day": exam.day, "starts": exam.starts,
        "room": exam.room.label if exam.room else "—",
    }  # fmt: skip
    for row in tx.session.rows("users", {"person.id": {"$in": ids}, "active": True}, {"_id": 1}):
        if row["_id"] != tx.actor.id:
            notices.tell(tx, row["_id"], key, values, "exams", {"exam": exam.id})
