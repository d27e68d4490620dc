"""A section opened by hand, its facts, and what becomes of it: split, joined to another, dissolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import history
from core.calendar import check_term_open
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken, StaleRevision
from core.fields import check_typed
from core.grouping import steps
from core.grouping.lists import act, in_groups, move_step
from core.tx import Tx
from schemas.base import Id
from schemas.section import Section
from schemas.term import Term
from schemas.words import LessonKind

# What a section is stays as it was opened; its teacher changes with a day and history (core.classes.change).
FIXED = frozenset({"term", "discipline", "kind"})
TEACHER = "teacher"


def enter(desk: Desk, values: Mapping[str, Any], why: Why) -> Section:
    """Open a section by hand from a form's values; people are listed afterwards.

    Raises Problems beside the fields, Duplicate (code), RuleBroken (closed term, a teacher on leave).
    """

    def work(tx: Tx) -> Section:
        check_typed(Section, desk.actor.role, dict(values), whole=True)
        section = _checked({"_id": tx.new_id()}, values)
        return steps.make_step(tx, section)

    return desk.transact("section.edit", work, why, given=dict(values))


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Section:
    """Change facts of a section: {field: value}. A teacher is set here only where there is none yet.

    Raises Problems, Duplicate, StaleRevision (`theirs` says which fields), RuleBroken (nothing changed, closed term,
    fewer places than people).
    """

    def work(tx: Tx) -> Section:
        check_typed(Section, desk.actor.role, dict(values), whole=False)
        was = steps.section_of(tx, id, revision, scoped=True)
        term = check_term_open(tx, was.term.id)
        fixed = [f for f in values if f in FIXED and plain(values[f]) != plain(getattr(was, f))]
        if fixed:
            raise Problems([Problem(f, "sections.fixed") for f in fixed])
        section = _checked(plain(was), values)
        if plain(section) == plain(was):
            raise RuleBroken("references.nothing_changed")
        steps.check_capacity(section)
        _taught(tx, was, section, term)
        tx.check_scope(Section, plain(section))
        tx.save(section)
        return section

    try:
        return desk.transact("section.edit", work, why, given=[id, revision, dict(values)])
    except StaleRevision as e:
        from core.references import changed_since

        e.values["theirs"] = changed_since(desk, Section, id, revision)
        raise


def _checked(stored: dict[str, Any], values: Mapping[str, Any]) -> Section:
    for path, value in values.items():
        stored = history.put(stored, path.split("."), plain(value))
    try:
        return Section.model_validate(stored)
    except ValidationError as e:
        raise Problems.of(e) from None


def _taught(tx: Tx, was: Section, now: Section, term: Term) -> None:
    """A teacher who is set must be able to teach; one who is changed is changed with a day, by core.classes."""
    if was.teacher and (now.teacher is None or now.teacher.id != was.teacher.id):
        raise Problems([Problem(TEACHER, "sections.teacher_by_day")])
    if was.accompanist and (now.accompanist is None or now.accompanist.id != was.accompanist.id):
        raise Problems([Problem("accompanist", "sections.teacher_by_day")])
    fresh = [p for p, old in ((now.teacher, was.teacher), (now.accompanist, was.accompanist)) if p and not old]
    steps.check_teachers(tx, [p.id for p in fresh], term)


def split(desk: Desk, id: Id, revision: int, students: Sequence[Id], why: Why) -> Section:
    """Give some of a section's people a section of their own, alike in all else; the new one is answered.

    A stream is split by whole groups. RuleBroken where nobody would stay, or somebody stands on a sheet.
    """

    def work(tx: Tx) -> Section:
        here = steps.section_of(tx, id, revision, scoped=True)
        term = check_term_open(tx, here.term.id)
        wanted = {m.student.id for m in here.members if m.student.id in set(students)}
        if not wanted or len(wanted) == len(here.members):
            raise RuleBroken("sections.split_some", section=here.code)
        row = tx.session.one("disciplines", {"_id": here.discipline.id}, {"code": 1})
        if row is None:
            raise NotFound("errors.not_found", kind="disciplines", id=here.discipline.id)
        code = steps.codes(tx, term, here.discipline.id, row["code"], here.kind, 1)[0]
        fields = plain(here) | {
            "_id": tx.new_id(), "code": code, "members": [], "taught": [], "revision": 0, "created": None,
            "updated": None, "head": {}, "group": "",
        }  # fmt: skip
        there = steps.make_step(tx, Section.model_validate(fields))
        _move_groups(tx, here, there, wanted)
        move_step(tx, here, there, sorted(wanted), new=True)
        return there

    return act(desk, "section.split", work, why, [id, revision, sorted(students)], right="section.form")


def join(desk: Desk, into: Id, other: Id, seen: Mapping[Id, int], why: Why) -> Section:
    """Join one section to another of its kind: all its people come over, it is dissolved. seen: revisions of both.

    RuleBroken: another discipline, term or kind; capacity; a sheet or lessons of the one that goes.
    """

    def work(tx: Tx) -> Section:
        here = steps.section_of(tx, other, seen[other], scoped=True)
        there = steps.section_of(tx, into, seen[into], scoped=True)
        students = [m.student.id for m in here.members]
        if here.kind is LessonKind.stream:
            _move_groups(tx, here, there, set(students))
        move_step(tx, here, there, students)
        _dissolve(tx, here)
        return there

    return act(desk, "section.join", work, why, [into, other, sorted(seen.items())], right="section.form")


def close(desk: Desk, id: Id, revision: int, why: Why) -> Section:
    """Dissolve an empty section or one smaller than its least; its people are to be placed again.

    RuleBroken: not too small; a sheet of it is open or closed; lessons of it stand in the timetable; groups hear it.
    """

    def work(tx: Tx) -> Section:
        section = steps.section_of(tx, id, revision, scoped=True)
        check_term_open(tx, section.term.id)
        if section.least and len(section.members) >= section.least:
            raise RuleBroken("sections.not_small", section=section.code, size=len(section.members), least=section.least)
        gone = section.members
        section.members = []
        steps.leave_stream(tx, section.parent, gone)
        steps.guard(tx, section.term, section.discipline, section.department)
        return _dissolve(tx, section)

    return act(desk, "section.close", work, why, [id, revision], right="section.form")


def _dissolve(tx: Tx, section: Section) -> Section:
    sheet = steps.sheets_of(tx, [section.id]).get(section.id)
    if sheet:
        raise RuleBroken("sections.has_sheet", section=section.code, number=sheet.number)
    today = tx.today.isoformat()
    lessons = {"section.id": section.id, "active": {"$ne": False}, "$or": [{"last": None}, {"last": {"$gte": today}}]}
    if found := tx.session.rows("lessons", lessons, {"_id": 1}):
        raise RuleBroken("sections.has_lessons", section=section.code, n=len(found))
    for row in tx.session.rows("sections", {"parent.id": section.id, "closed": None}, {"code": 1}):
        mine = tx.mine(Section, row["_id"])
        if mine is None or (mine.parent and mine.parent.id == section.id):
            raise RuleBroken("sections.has_groups", section=section.code, group=row["code"])
    section.closed = tx.today
    return tx.save(section)


def _move_groups(tx: Tx, here: Section, there: Section, students: set[Id]) -> None:
    """Groups of a stream whose people all go over hear the other stream from now on."""
    if here.kind is not LessonKind.stream:
        return
    for group in in_groups(tx, here):
        if group.members and {m.student.id for m in group.members} <= students:
            group.parent = there.ref()
            tx.save(group)
