"""A change of teacher or accompanist during a term: one lesson, or a whole class handed over to others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import timetable
from core.calendar import check_term_open
from core.classes.rules import check_teacher, replaced
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken, StaleRevision
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref
from schemas.reference import Person
from schemas.section import Section
from schemas.study_plan import StudyPlan
from schemas.words import LessonKind

RIGHT = "section.form"


def change(
    desk: Desk, id: Id, revision: int, person: Id | None, day: date, why: Why, accompanist: bool = False,
    principal: bool = False,
) -> Section:  # fmt: skip
    """Give a section another teacher (or accompanist) from a day on; None: nobody for now.

    principal: of an individual lesson, the student's principal teacher changes that day too, with an event. Raises
    Problems (no reason), StaleRevision, RuleBroken (closed term, on leave, not employed, same person, a bad day).
    """
    _reason(why)

    def work(tx: Tx) -> Section:
        section = tx.get(Section, id, revision)
        term = check_term_open(tx, section.term.id)
        new = check_teacher(tx, person, term, day).ref() if person else None
        was = section.accompanist if accompanist else section.teacher
        tx.save(replaced(section, term, new, day, why.reason, accompanist))
        timetable.retaught(tx, [section], was, day, accompanist)
        if principal and new and not accompanist and section.kind is LessonKind.individual:
            _principal(tx, {m.study: (m.student.id, new) for m in section.members}, day, term.year)
        return section

    action = "class.accompanist" if accompanist else "class.teacher"
    return desk.transact(action, work, why, right=RIGHT, given=[id, revision, person, day, accompanist, principal])


def hand_over(
    desk: Desk, term: Id, teacher: Id, to: Mapping[Id, Id], day: date, why: Why, seen: Mapping[Id, int],
    principal: bool = True, students: Mapping[Id, Id] | None = None,
) -> Person:  # fmt: skip
    """Hand the class of a teacher over, student by student: study → the new teacher, all at once or nothing.

    Every individual lesson of those students with him in this term changes from the day on; with `principal` the
    principal teacher too, also of those who have no lesson this term (`students`: study → student, needed for these).
    seen: section → revision as the page showed it. Raises as `change`, and StaleRevision when a lesson changed or
    came meanwhile.
    """
    _reason(why)
    if not to:
        raise RuleBroken("classes.nobody_chosen")
    if teacher in to.values():
        raise RuleBroken("classes.to_himself")

    def work(tx: Tx) -> Person:
        subject = tx.get(Person, teacher, scoped=False)
        when = check_term_open(tx, term)
        new = {p: check_teacher(tx, p, when, day).ref() for p in sorted(set(to.values()))}
        where = {"term.id": term, "teacher.id": teacher, "kind": LessonKind.individual.value,
                 "members.study": {"$in": sorted(to)}, "closed": None}  # fmt: skip
        pupils: dict[Id, tuple[Id, Ref]] = {}
        changed: list[Section] = []
        for section in tx.find(Section, where):
            if seen.get(section.id) != section.revision:
                raise StaleRevision("errors.stale_revision", kind="sections", id=section.id, by="", at=None)
            tx.check_scope(Section, plain(section))
            member = next(m for m in section.members if m.study in to)
            person = new[to[member.study]]
            pupils[member.study] = (member.student.id, person)
            changed.append(tx.save(replaced(section, when, person, day, why.reason)))
        timetable.retaught(tx, changed, subject.ref(), day)
        for study, student in (students or {}).items():
            if study in to:
                pupils.setdefault(study, (student, new[to[study]]))
        if principal:
            _principal(tx, pupils, day, when.year, teacher)
        elif not changed:
            raise RuleBroken("classes.nothing_to_change")
        return subject

    given = [term, teacher, dict(to), day, dict(seen), principal]
    return desk.transact("class.hand_over", work, why, right=RIGHT, given=given)


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


def _principal(
    tx: Tx, pupils: Mapping[Id, tuple[Id, Ref]], day: date, year: int, only_of: Id | None = None
) -> None:  # fmt: skip
    """The principal teacher of studies (study → student, teacher) from a day on; plans of this year and later follow,
    for by them a teacher sees his students. only_of: those whose principal teacher is another stay."""
    states = tx.students(sorted({student for student, _ in pupils.values()}))
    moved: dict[Id, Ref] = {}
    for study_id, (student, person) in pupils.items():
        study = next((s for s in states[student]["studies"] if s["id"] == study_id), None)
        if study is None:
            raise RuleBroken("students.no_such_study")
        was = study.get("teacher")
        if (was or {}).get("id") == person.id or (only_of and was and was["id"] != only_of):
            continue
        tx.student(student)  # inside the scope of who acts
        found = ev.Change(field=f"studies.{study_id}.teacher", was=was, now=plain(person))
        tx.append(student, ev.ProfileEdited, max(day, date.fromisoformat(study.get("opened") or day.isoformat())),
                  changes=[found])  # fmt: skip
        moved[study_id] = person
    if moved:
        for plan in tx.find(StudyPlan, {"study": {"$in": sorted(moved)}, "year": {"$gte": year}}):
            plan.teacher = moved[plan.study]
            tx.save(plan)
