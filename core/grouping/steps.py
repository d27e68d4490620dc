"""Steps of acts that change who sits where: each checks its rules and saves the formation, the guard of a discipline.

Two acts that move students of one discipline in one term both save its formation, so they can not both succeed
unseen: the second is run again on what the first left, and its rules are asked anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.calendar import check_term_open
from core.db.store import Row
from core.errors import RuleBroken
from core.i18n import order_key
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.kinds.sheets import MIDTERMS, Gives
from schemas.reference import Person
from schemas.section import Formation, Member, Section
from schemas.term import Term
from schemas.words import STANDING, LessonKind, SheetStatus

# The letter of a kind of class in the code of a section: read in every language.
LETTER = {
    LessonKind.stream: "L", LessonKind.group: "G", LessonKind.subgroup: "S", LessonKind.individual: "I",
    LessonKind.ensemble: "E", LessonKind.collective: "C", LessonKind.practice: "P",
}  # fmt: skip
HELD = STANDING


@dataclass
class Left:
    """What came of taking a student out of a discipline's classes: those left, and where a sheet keeps him."""

    sections: list[Section] = field(default_factory=list)
    kept: list[tuple[Section, str]] = field(default_factory=list)  # the section and the number of its sheet


def section_of(tx: Tx, id: Id, revision: int | None = None, scoped: bool = False) -> Section:
    """A section as this act knows it; RuleBroken for a dissolved one."""
    mine = tx.mine(Section, id) if revision is None else None
    found = mine or tx.get(Section, id, revision, scoped=scoped)
    if found.closed:
        raise RuleBroken("sections.dissolved", section=found.code, day=found.closed)
    return found


def guard(tx: Tx, term: Ref, discipline: Ref, department: Ref | None = None) -> Formation:
    """Save the formation of a discipline in a term within this act (made where there is none): the guard itself."""
    id = f"{term.id}:{discipline.id}"
    if mine := tx.mine(Formation, id):
        return mine
    if tx.session.one(Formation.collection, {"_id": id}, {"_id": 1}):
        return tx.save(tx.get(Formation, id, scoped=False))
    return tx.add(Formation(_id=id, term=term, discipline=discipline, department=department), scoped=False)


def guards(tx: Tx, term: Ref, disciplines: Sequence[tuple[Ref, Ref | None]]) -> dict[Id, Formation]:
    """The same for many disciplines, each with its department: by the discipline's id."""
    where = {"_id": {"$in": [f"{term.id}:{d.id}" for d, _ in disciplines]}}
    found = {f.discipline.id: tx.save(f) for f in tx.find(Formation, where, len(disciplines) or 1)}
    for discipline, department in disciplines:
        if discipline.id not in found:
            id = f"{term.id}:{discipline.id}"
            made = Formation(_id=id, term=term, discipline=discipline, department=department)
            found[discipline.id] = tx.add(made, scoped=False)
    return found


def taken(tx: Tx, term: Id, disciplines: Sequence[Id]) -> set[str]:
    """Every code a section of these disciplines has in a term, dissolved ones too."""
    where = {"term.id": term, "discipline.id": {"$in": list(disciplines)}}
    return {r["code"] for r in tx.session.rows("sections", where, {"code": 1})}


def codes(
    tx: Tx, term: Term, discipline: Id, code: str, kind: LessonKind, count: int, known: set[str] | None = None
) -> list[str]:  # fmt: skip
    """The next free codes of sections of a discipline, «2026-1-SOL21-G03»; those of dissolved ones stay taken.

    known: every code there is, where they were read before (`taken`).
    """
    stem = f"{term.code}-{code}-{LETTER[kind]}"
    there = taken(tx, term.id, [discipline]) if known is None else known
    numbers = [c.removeprefix(stem) for c in there if c.startswith(stem)]
    last = max((int(n) for n in numbers if n.isdigit()), default=0)
    return [f"{stem}{n:02d}" for n in range(last + 1, last + count + 1)]


def make_step(tx: Tx, section: Section) -> Section:
    """Open one section inside somebody's act: every rule of `make_steps`."""
    return make_steps(tx, [section])[0]


def make_steps(tx: Tx, sections: Sequence[Section]) -> list[Section]:
    """Open sections with their members, teachers and streams inside somebody's act; few queries for many.

    RuleBroken: the term is closed, a teacher or an accompanist is on leave, a student sits in such a class already (or
    twice here), a class is larger than its capacity, a section has people whose stream does not.
    """
    for term in {s.term.id for s in sections}:
        opened = check_term_open(tx, term)
        here = [s for s in sections if s.term.id == term]
        check_teachers(tx, [p.id for s in here for p in (s.teacher, s.accompanist) if p], opened)
    for section in sections:
        check_capacity(section)
        section.members = in_order(section.members)
    check_twice(tx, sections)
    for section in sections:
        formation = guard(tx, section.term, section.discipline, section.department)
        formation.sections = [*formation.sections, section.ref()]
        tx.add(section)
    return list(sections)


Leaving = tuple[Id, Id, Id, Id]  # student, study, term, discipline


def leave_steps(tx: Tx, asked: Sequence[Leaving]) -> dict[Leaving, Left]:
    """Take students out of every class of a discipline in a term, when they are no longer registered for it; however
    many they are, each thing is read once.

    Where an open or closed sheet of the class has a name it stays in it, and that is said in `kept`.
    """
    for term in sorted({a[2] for a in asked}):
        check_term_open(tx, term)
    students, terms, disciplines = (sorted({a[n] for a in asked}) for n in (0, 2, 3))
    where = {"term.id": {"$in": terms}, "discipline.id": {"$in": disciplines}, "closed": None,
             "members.student.id": {"$in": students}}  # fmt: skip
    found = [tx.mine(Section, s.id) or s for s in tx.find(Section, where, 0)] if asked else []
    held = sheets_of(tx, [s.id for s in found])
    of: dict[tuple[Id, Id, Id], list[Section]] = {}
    for section in found:
        for member in section.members:
            of.setdefault((member.study, section.term.id, section.discipline.id), []).append(section)
    made = {one: Left() for one in asked}
    gone: dict[Id, set[Id]] = {}
    for one, left in made.items():
        sections = of.get(one[1:], [])
        stays = [s for s in sections if one[1] in held.get(s.id, Sheet()).studies]
        streams = {s.parent.id for s in stays if s.parent}
        left.kept += [(s, held[s.id].number) for s in stays]
        left.sections += [s for s in sections if s not in stays and s.id not in streams]
        for section in left.sections:
            gone.setdefault(section.id, set()).add(one[1])
    for section in found:
        if section.id in gone:
            guard(tx, section.term, section.discipline, section.department)
            section.members = [m for m in section.members if m.study not in gone[section.id]]
            tx.save(section)
    return made


def join_stream(tx: Tx, stream: Ref | None, members: Sequence[Member]) -> None:
    """Who sits in a group sits in its stream: bring them in. RuleBroken where it is full or they sit in another."""
    if stream is None or not members:
        return
    section = section_of(tx, stream.id)
    there = {m.study for m in section.members}
    section.members = in_order([*section.members, *(m for m in members if m.study not in there)])
    check_capacity(section)
    tx.save(section)
    check_twice(tx, [section])


def leave_stream(tx: Tx, stream: Ref | None, members: Sequence[Member]) -> None:
    """Who leaves a group leaves its stream."""
    if stream is None or not members:
        return
    section = section_of(tx, stream.id)
    studies = {m.study for m in members}
    section.members = [m for m in section.members if m.study not in studies]
    tx.save(section)


# rules --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """The open or closed sheet of a section: its number and whose names it has."""

    number: str = ""
    status: str = ""
    studies: frozenset[Id] = frozenset()


def sheets_of(tx: Tx, sections: Iterable[Id]) -> dict[Id, Sheet]:
    """The sheets that give sections their results; a cancelled one holds nobody, nor one of a midterm or a re-sit."""
    where = {"section.id": {"$in": list(sections)}, "status": {"$in": HELD}, "once": {"$ne": None},
             "form.gives": {"$nin": [*MIDTERMS, Gives.apart.value]}}  # fmt: skip
    fields = {"section.id": 1, "number": 1, "status": 1, "lines.study": 1}
    return {
        r["section"]["id"]: Sheet(r["number"], r["status"], frozenset(x["study"] for x in r["lines"]))
        for r in tx.session.rows("grade_sheets", where, fields)
    }


def check_free(tx: Tx, section: Section, students: Iterable[Id]) -> None:
    """RuleBroken where a sheet of the section has one of these names: its list is frozen until it is cancelled."""
    sheet = sheets_of(tx, [section.id]).get(section.id, Sheet())
    wanted = set(students)
    for member in section.members:
        if member.student.id in wanted and member.study in sheet.studies:
            raise RuleBroken("sections.on_sheet", name=member.student.label, number=sheet.number, section=section.code)


def check_takes(tx: Tx, section: Section) -> None:
    """RuleBroken where the sheet of the section is closed: who comes now would never be graded."""
    sheet = sheets_of(tx, [section.id]).get(section.id, Sheet())
    if sheet.status == SheetStatus.closed.value:
        raise RuleBroken("sections.sheet_closed", section=section.code, number=sheet.number)


def check_capacity(section: Section) -> None:
    """RuleBroken where more sit in a section than it holds."""
    if section.capacity is not None and len(section.members) > section.capacity:
        raise RuleBroken(
            "sections.over_capacity", section=section.code, size=len(section.members), most=section.capacity
        )


def check_twice(tx: Tx, sections: Sequence[Section], again: bool = False) -> None:
    """RuleBroken, by name, for a student who would sit twice in one kind of class of a discipline in a term.

    again: he may sit in a further one where the sheet of the other is closed (he takes the discipline once more).
    """
    own = {s.id for s in sections}
    seen: dict[tuple[Id, Id, str, Id], str] = {}
    for section in sections:
        for m in section.members:
            key = (section.term.id, section.discipline.id, section.kind.value, m.study)
            if key in seen:
                raise RuleBroken("sections.twice", name=m.student.label, section=seen[key])
            seen[key] = section.code
    asked: dict[tuple[Id, Id], set[Id]] = {}
    for section in sections:
        asked.setdefault((section.term.id, section.discipline.id), set()).update(m.student.id for m in section.members)
    closed: dict[Id, Sheet] | None = None
    for (term, discipline), students in asked.items():
        where: Row = {"term.id": term, "discipline.id": discipline, "closed": None, "_id": {"$nin": list(own)}}
        where["members.student.id"] = {"$in": list(students)}
        rows = tx.session.rows("sections", where, {"code": 1, "kind": 1, "members": 1})
        for row in rows:
            mine = tx.mine(Section, row["_id"])
            members = mine.members if mine else [Member.model_validate(m) for m in row["members"]]
            for m in members:
                if (term, discipline, row["kind"], m.study) not in seen:
                    continue
                if again:
                    closed = closed or sheets_of(tx, [r["_id"] for r in rows])
                    sheet = closed.get(row["_id"], Sheet())
                    if sheet.status == SheetStatus.closed.value and m.study in sheet.studies:
                        continue
                raise RuleBroken("sections.twice", name=m.student.label, section=row["code"])


def away(tx: Tx, people: Iterable[Id], term: Term) -> dict[Id, Person]:
    """Which of these can't teach: on leave when the term begins (today, where it has begun), or not employed."""
    day = max(term.starts or tx.today, min(tx.today, term.ends or tx.today))
    where: Row = {"_id": {"$in": sorted(set(people))}, "$or": [{"away_from": {"$ne": None}}, {"active": False}]}
    rows = tx.session.rows("people", where) if where["_id"]["$in"] else []
    return {p.id: p for p in map(Person.model_validate, rows) if p.away(day) or not p.active}


def check_teachers(tx: Tx, people: Iterable[Id], term: Term) -> None:
    """RuleBroken for a teacher on leave or not employed: who, until when."""
    from core.classes.rules import check_teacher  # which stands on these steps itself

    for person in away(tx, people, term):
        check_teacher(tx, person, term)


def in_order(members: Iterable[Member]) -> list[Member]:
    """Members in Kazakh order of names."""
    return sorted(members, key=lambda m: (order_key(m.student.label.kk), m.number))
