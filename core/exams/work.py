"""The proposal of a term, and the two long works: what it placed, and a table, go into the timetable in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import calendar, jobs
from core.busy import clock_of, hold, sat
from core.db.codec import digest, plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.exams.acts import FIELDS, RIGHT, made, open_term, own_id
from core.exams.gathering import LIVE, Sessions, as_exams, lessons_on, met_by_commissions, sitting_of, standing
from core.exams.proposing import Hall, Proposal, Wanted, propose
from core.exams.reading import wanting
from core.exams.rules import RESTED, clashes, length, names
from core.exams.table import plan
from core.jobs.run import Run
from core.registration.frame import study_rules
from core.timetable.bringing import check_open, gone_on, in_parts
from core.tx import Tx
from schemas.base import Id
from schemas.discipline import Discipline
from schemas.exam import Exam, ExamState
from schemas.reference import Person, Room
from schemas.section import Section
from schemas.term import Term
from schemas.words import Control

PART = 400  # exams in one act


@dataclass(frozen=True)
class Wish:
    """What an exam of a section is to be; of: the draft that becomes so, None where there is none yet."""

    section: Id
    values: Mapping[str, Any]
    of: Id | None = None


def proposal(desk: Desk, term: Term, faculty: Id | None) -> Proposal:
    """Where everything that wants an exam could sit it; nothing is written. Once more it gives the same."""
    rules, cal = study_rules(), calendar.of_year(desk.store, term.year)
    sections = wanting(desk, term, faculty)
    sessions = Sessions(desk.store, term, cal)
    sessions.know((m.student.id, m.study) for s in sections for m in s.members)
    ids = list({s.discipline.id for s in sections})
    controls = {
        r["_id"]: Control(r["control"]) for r in desk.store.rows("disciplines", {"_id": {"$in": ids}}, {"control": 1})
    }
    asked = [
        Wanted(
            s.ref(), s.discipline, tuple(m.student for m in s.members), (s.teacher,) if s.teacher else (),
            length(s.kind, len(s.members), rules.exam_minutes, rules.exam_minutes_each),
            tuple(d for d in sessions.days(s) if d >= desk.today()), s.kind,
            controls.get(s.discipline.id, Control.exam) in RESTED, s.department.id if s.department else "",
        )
        for s in sections
    ]  # fmt: skip
    rooms = (Room.model_validate(r) for r in desk.store.rows("rooms", {"active": True}))
    halls = [Hall(r.ref(), r.seats) for r in rooms]
    staff = list({p.id for w in asked for p in w.examiners})
    people = [Person.model_validate(r) for r in desk.store.rows("people", {"_id": {"$in": staff}}, {"head": 0})]
    away = {p.id: (p.away_from, p.away_to) for p in people if p.away_from}
    there = standing(desk.store, term)
    days = {d for w in asked for d in w.days}
    there += [*lessons_on(desk.store, term, cal, days), *as_exams(sat(desk.store, days))]
    return propose(asked, halls, there, rules.exam_rest, away)


def mark(found: Proposal) -> str:
    """What was shown, in short: the same proposal gives the same."""
    return digest([[p.wanted.section.id, plain(p.day), p.starts, p.room.id] for p in found.placed])


def accept(desk: Desk, term: Term, faculty: Id | None, found: Proposal, why: Why) -> Id:
    """Begin to put a proposal into the timetable as it was shown; the id of the long work.

    Raises RuleBroken `exams.nothing_proposed`, `calendar.term_closed`.
    """
    if not found.placed:
        raise RuleBroken("exams.nothing_proposed")
    check_open(term)
    params = {"term": term.id, "faculty": faculty or "", "seen": mark(found)}
    return jobs.begin(desk, "exams.propose", params, why, total=len(found.placed))


def propose_work(run: Run) -> Row:
    """The long work; gone on with after a crash it takes up the sections that have no exam yet."""
    desk = run.desk
    term = desk.store.load(Term, run.params["term"])
    found = proposal(desk, term, run.params["faculty"] or None)
    if not run.at and mark(found) != run.params["seen"]:
        raise RuleBroken("exams.meanwhile")
    run.checkpoint(begun=True)
    wishes = [
        Wish(p.wanted.section.id, {
            "day": p.day, "starts": clock_of(p.starts), "minutes": p.wanted.minutes, "room": p.room,
        })
        for p in found.placed
    ]  # fmt: skip
    return _parts(run, term, wishes, "exam.propose")


def import_work(run: Run) -> Row:
    """The long work «exams.import»."""
    found = gone_on(run, plan)
    wishes = [Wish(e.section.id, {k: getattr(e, k) for k in FIELDS}, of) for _, _, e, of in found.works]
    return _parts(run, found.term, wishes, "exam.import")


def _parts(run: Run, term: Term, wishes: Sequence[Wish], action: str) -> Row:
    def put(part: Sequence[Wish]) -> None:
        put_in(run.desk, term, part, run.why(part[0].section), action)

    return in_parts(run, term, wishes, PART, put)


def put_in(desk: Desk, term: Term, part: Sequence[Wish], why: Why, action: str) -> None:
    """Exams of so many sections in one act; none of it where anything meets what stands there by now."""

    def work(tx: Tx) -> Term:
        opened = open_term(tx, term.id)
        ids = [w.section for w in part]
        sections = {s.id: s for s in tx.find(Section, {"_id": {"$in": ids}}, len(ids))}
        wanted = list({s.discipline.id for s in sections.values()})
        catalogue = {d.id: d for d in tx.find(Discipline, {"_id": {"$in": wanted}}, len(wanted))}
        there = {e.section.id: e for e in tx.find(Exam, {"section.id": {"$in": ids}, "state": {"$in": LIVE}}, len(ids))}
        new = []
        for wish in part:
            of, old = sections[wish.section], there.get(wish.section)
            if (old.id if old else None) != wish.of or (old and old.state is not ExamState.draft):
                raise RuleBroken("exams.meanwhile")
            id = old.id if old else own_id(why.command, wish.section)
            exam = made(of, catalogue[of.discipline.id], id, wish.values)
            if old:
                tx.check_scope(Exam, plain(old))
                exam = tx.save(old.model_copy(update={k: getattr(exam, k) for k in FIELDS}))
            else:
                tx.add(exam)
            new.append(sitting_of(exam, [m.student for m in of.members]))
        mine, days = {s.id for s in new}, sorted({s.day.isoformat() for s in new})
        others = standing(tx.session, opened, {"day": {"$in": days}, "_id": {"$nin": list(mine)}})
        found = [c for c in clashes([*others, *new]) if c.one.id in mine or c.other.id in mine]
        if found:
            raise RuleBroken("exams.clashes_stand", n=len(found), names=names(found))
        hold(tx.session, [s.day for s in new])
        if met := met_by_commissions(tx.session, new):
            raise Problems(met)
        return opened

    desk.transact(action, work, why, RIGHT, [own_id(why.command, term.id), len(part)])
