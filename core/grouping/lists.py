"""People of a section: moved to another, enlisted, taken out; every change asks its rules and saves the guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from core.calendar import check_term_open
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Duplicate, Problem, Problems, RuleBroken, StaleRevision
from core.grouping import steps
from core.tx import Tx
from schemas.base import Document, Id, Ref, Text
from schemas.section import Formation, Member, Section
from schemas.student import Name, Student
from schemas.words import LineState

T = TypeVar("T", bound=Document)


def act(desk: Desk, action: str, work: Callable[[Tx], T], why: Why, given: object, right: str = "section.edit") -> T:
    """An act on lists; who comes second is told whose change came first."""
    try:
        return desk.transact(action, work, why, right=right, given=given)
    except StaleRevision as e:
        raise StaleRevision("sections.moved_meanwhile", **e.values) from e
    except Duplicate as e:
        if e.values.get("collection") == Formation.collection:
            raise StaleRevision("sections.moved_meanwhile", kind="formations", by="", at=None) from e
        raise


def move(
    desk: Desk, source: Id, target: Id, students: Sequence[Id], seen: Mapping[Id, int], why: Why
) -> Formation:  # fmt: skip
    """Move students from one class to another of the same kind, with their streams.

    seen: revisions of both sections as the screen showed them. Raises StaleRevision (somebody changed one of the lists
    meanwhile), RuleBroken (another discipline, term or kind; not in the list; capacity; on a sheet; closed term).
    """

    def work(tx: Tx) -> Formation:
        here = steps.section_of(tx, source, seen[source], scoped=True)
        there = steps.section_of(tx, target, seen[target], scoped=True)
        return move_step(tx, here, there, students)

    return act(desk, "section.move", work, why, [source, target, sorted(students), sorted(seen.items())])


def move_step(tx: Tx, here: Section, there: Section, students: Sequence[Id], new: bool = False) -> Formation:
    """Move students inside somebody's act; new: the other section was opened by it."""
    same = (here.term.id, here.discipline.id, here.kind) == (there.term.id, there.discipline.id, there.kind)
    if here.id == there.id or not same:
        raise RuleBroken("sections.other_class", source=here.code, target=there.code)
    check_term_open(tx, here.term.id)
    gone = _taken(tx, here, students)
    steps.check_takes(tx, there)
    there.members = steps.in_order([*there.members, *gone])
    steps.check_capacity(there)
    if here.kind.value == "stream":
        _not_grouped(tx, here, gone)
    elif (here.parent and here.parent.id) != (there.parent and there.parent.id):
        steps.leave_stream(tx, here.parent, gone)
        steps.join_stream(tx, there.parent, gone)
    tx.save(here)
    if not new:
        tx.save(there)
    steps.check_twice(tx, [there], again=True)
    return steps.guard(tx, here.term, here.discipline, here.department)


def enlist(desk: Desk, id: Id, revision: int, studies: list[tuple[Id, Id]], why: Why) -> Section:
    """Add students to a section: (student id, study id); who is in it already stays as he is.

    Who is not registered for the discipline comes only with a reason (before there are study plans this is how lists
    are made). Raises RuleBroken, Problems (no such study), StaleRevision.
    """

    def work(tx: Tx) -> Section:
        section = steps.section_of(tx, id, revision, scoped=True)
        check_term_open(tx, section.term.id)
        there = {(m.student.id, m.study) for m in section.members}
        wanted = [pair for pair in dict.fromkeys(studies) if pair not in there]
        if not wanted:
            raise RuleBroken("references.nothing_changed")
        added = _members(tx, wanted)
        if not why.reason.strip() and not why.code:
            _registered(tx, section, added)
        steps.check_takes(tx, section)
        section.members = steps.in_order([*section.members, *added])
        steps.check_capacity(section)
        tx.save(section)
        steps.check_twice(tx, [section], again=bool(why.reason.strip() or why.code))
        steps.join_stream(tx, section.parent, added)
        steps.guard(tx, section.term, section.discipline, section.department)
        return section

    return act(desk, "section.enlist", work, why, [id, revision, sorted(studies)])


def delist(desk: Desk, id: Id, revision: int, students: list[Id], why: Why) -> Section:
    """Take students out of a section and of its stream; results they have stay theirs."""

    def work(tx: Tx) -> Section:
        section = steps.section_of(tx, id, revision, scoped=True)
        check_term_open(tx, section.term.id)
        gone = _taken(tx, section, [s for s in students if any(m.student.id == s for m in section.members)])
        if not gone:
            raise RuleBroken("references.nothing_changed")
        if section.kind.value == "stream":
            _not_grouped(tx, section, gone)
        tx.save(section)
        steps.leave_stream(tx, section.parent, gone)
        steps.guard(tx, section.term, section.discipline, section.department)
        return section

    return act(desk, "section.delist", work, why, [id, revision, sorted(students)])


def candidates(desk: Desk, group: str = "", ids: list[Id] | None = None) -> list[tuple[Id, Id, Ref, str]]:
    """Students with a running study, by group or by id: (student, study, who, number)."""
    where: Row = {"studies.status": "active"}
    if group:
        where["studies.group"] = group
    if ids is not None:
        where["_id"] = {"$in": ids}
    fields = {"number": 1, "name": 1, "studies.id": 1, "studies.status": 1, "studies.group": 1}
    rows = desk.rows(Student, "student.read", where, fields, [("search.key", 1)], 500)
    found = []
    for row in rows:
        for study in row["studies"]:
            if study.get("status") == "active" and (not group or study.get("group") == group):
                name = " ".join(p for p in (row["name"]["last"], row["name"]["first"], row["name"].get("middle")) if p)
                found.append((row["_id"], study["id"], Ref(id=row["_id"], label=Text(kk=name)), row["number"]))
    return found


# ------------------------------------------------------------------------------------------------------------


def _taken(tx: Tx, section: Section, students: Sequence[Id]) -> list[Member]:
    """Take members out of a section of this act; they are answered. RuleBroken for one who is not in it."""
    wanted = set(students)
    gone = [m for m in section.members if m.student.id in wanted]
    if wanted - {m.student.id for m in gone}:
        raise RuleBroken("sections.not_in_list", section=section.code, n=len(wanted) - len(gone))
    steps.check_free(tx, section, wanted)
    section.members = [m for m in section.members if m.student.id not in wanted]
    return gone


def _not_grouped(tx: Tx, stream: Section, members: list[Member]) -> None:
    """RuleBroken where somebody who is to leave a stream sits in a group of it: he is moved in the groups."""
    studies = {m.study for m in members}
    for group in in_groups(tx, stream):
        for m in group.members:
            if m.study in studies:
                raise RuleBroken("sections.move_in_groups", name=m.student.label, section=group.code)


def in_groups(tx: Tx, stream: Section) -> list[Section]:
    """The groups that hear a stream, as this act knows them."""
    rows = tx.session.rows("sections", {"parent.id": stream.id, "closed": None}, {"_id": 1})
    found = [steps.section_of(tx, r["_id"]) for r in rows]
    return [g for g in found if g.parent and g.parent.id == stream.id]


def _members(tx: Tx, wanted: Sequence[tuple[Id, Id]]) -> list[Member]:
    where = {"_id": {"$in": [s for s, _ in wanted]}, "merged": None}
    found = tx.session.rows("students", where, {"number": 1, "name": 1, "studies.id": 1})
    rows = {r["_id"]: r for r in found}
    missing = [s for s, study in wanted if s not in rows or study not in {x["id"] for x in rows[s]["studies"]}]
    if missing:
        raise Problems([Problem("members", "references.no_such_study", {"count": len(missing)})])
    who = {s: Ref(id=s, label=Name.model_validate(row["name"]).text()) for s, row in rows.items()}
    return [Member(student=who[s], study=study, number=rows[s]["number"]) for s, study in wanted]


def _registered(tx: Tx, section: Section, members: Sequence[Member]) -> None:
    """RuleBroken, by name, for who is not registered for the section's discipline in its term."""
    line = {
        "term.id": section.term.id, "discipline.id": section.discipline.id, "state": LineState.registered.value,
    }  # fmt: skip
    where = {"study": {"$in": [m.study for m in members]}, "lines": {"$elemMatch": line}}
    found = {r["study"] for r in tx.session.rows("study_plans", where, {"study": 1})}
    without = [m for m in members if m.study not in found]
    if without:
        raise RuleBroken("sections.not_registered", name=without[0].student.label, n=len(without))
