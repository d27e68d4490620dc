"""Forming the classes of a term or of one discipline: previewed, then made; what stands is kept.

A whole term is a job: disciplines go in batches, each batch one act that reads registrations and classes inside its
transaction, so what is made is what is registered at that moment. Stopped or fallen, it goes on with what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.calendar import check_term_open
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.grouping import reading, steps
from core.grouping.lists import act
from core.grouping.numbers import needs_of
from core.grouping.proposing import Norms, Place, Proposal, kinds_of, propose
from core.grouping.seats import Seat
from core.jobs.run import Run
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.section import Formation, Section
from schemas.term import Term
from schemas.words import LessonKind

BATCH = 3000  # seats one transaction places: some hundreds of sections


@dataclass
class Plan:
    """The proposal for one discipline of a term, with what is needed to make it."""

    discipline: Ref
    row: Row
    seats: list[Seat]
    proposal: Proposal

    @property
    def department(self) -> Ref | None:
        """The department that teaches it."""
        return Ref.model_validate(self.row["department"]) if self.row.get("department") else None

    @property
    def new(self) -> list[Place]:
        """Classes that will be opened."""
        return [p for p in self.proposal.places if p.standing is None]

    @property
    def placed(self) -> int:
        """How many students get a place in the graded kind of class."""
        return sum(len(p.seats) for p in self.proposal.places if p.lot.kind is reading.lesson_of(self.row, self.seats))


@dataclass
class Formed:
    """What forming did: classes opened, students placed, those left for being too few, teachers on leave."""

    sections: int = 0
    placed: int = 0
    left: int = 0
    away: list[str] = field(default_factory=list)

    def add(self, other: Formed) -> None:
        """Count in what another batch did."""
        self.sections, self.placed, self.left = (
            self.sections + other.sections, self.placed + other.placed, self.left + other.left,
        )  # fmt: skip
        self.away += [name for name in other.away if name not in self.away]


def preview(desk: Desk, term: Id, disciplines: Sequence[Id] | None = None, small: bool = False) -> list[Plan]:
    """What forming would make now, discipline by discipline in order of their codes; nothing is written."""
    seen = reading.scope(desk, "section.form")
    return [] if seen is None else _plans(desk.store, term, disciplines, seen, small)


def _plans(reader: reading.Reader, term: Id, only: Sequence[Id] | None, seen: Any, small: bool) -> list[Plan]:
    norms = reading.norms()
    seats = reading.registered(reader, term, only, seen[0])
    about = {id: row for id, row in reading.disciplines(reader, seats).items() if seen[1](row)}
    here = reading.standing(reader, term, about)
    where: Row = {"term.id": term} | ({"discipline.id": {"$in": sorted(about)}} if only is not None else {})
    told = {r["discipline"]["id"]: r for r in reader.rows("formations", where, {"discipline": 1, "needs": 1})}
    out = []
    for id, row in sorted(about.items(), key=lambda item: item[1]["code"]):
        lesson, lectures = reading.lesson_of(row, seats[id]), reading.lectures_of(row)
        reading.need_norms(norms, kinds_of(lesson, lectures))
        found = propose(
            seats[id], here.get(id, []), lesson, lectures, norms, reading.chosen_of(told.get(id)), small
        )  # fmt: skip
        out.append(Plan(Ref(id=id, label=row["name"]), row, seats[id], found))
    return out


def form(desk: Desk, term: Id, disciplines: Sequence[Id], why: Why, small: bool = False) -> Formed:
    """Open the classes these disciplines still need and place who is not placed, in one act.

    small: classes for fewer than the least too; that needs a reason (Problems). RuleBroken `sections.all_placed` where
    there is nothing to do, and for a closed term.
    """
    done, changed = _form(desk, term, disciplines, why, small)
    if not changed:
        raise RuleBroken("sections.few_left" if done.left else "sections.all_placed", n=done.left)
    return done


def _form(desk: Desk, term: Id, disciplines: Sequence[Id], why: Why, small: bool) -> tuple[Formed, bool]:
    if small and not why.reason.strip() and not why.code:
        raise Problems([Problem("reason", "sections.small_why")])
    done = Formed()
    seen = reading.scope(desk, "section.form")

    def work(tx: Tx) -> Formation:
        nonlocal done
        subject, done = form_step(tx, term, disciplines, small, seen)
        if subject is None:
            raise RuleBroken("sections.all_placed")
        return subject

    try:
        act(desk, "section.form", work, why, [term, sorted(disciplines), small], right="section.form")
    except RuleBroken as e:
        if e.key != "sections.all_placed":
            raise
        return done, False
    return done, True


def form_work(run: Run) -> dict[str, Any]:
    """The job «sections.form»: a whole term in batches. params: term, disciplines (None: all), small."""
    term, small = run.params["term"], bool(run.params.get("small"))
    only, seen = run.params.get("disciplines"), reading.scope(run.desk, "section.form") or ({}, None)
    waiting = reading.counts(run.store, term, seen[0])
    waiting = {d: n for d, n in sorted(waiting.items()) if only is None or d in only}
    done, through = Formed(), 0
    run.progress(0, sum(waiting.values()))
    for n, batch in enumerate(batches(waiting)):
        if run.stopped():
            break
        done.add(_form(run.desk, term, batch, run.why(f"{n}:{batch[0]}"), small)[0])
        through += sum(waiting[d] for d in batch)
        run.progress(through)
    return {"sections": done.sections, "placed": done.placed, "left": done.left, "away": sorted(done.away)}


def batches(waiting: Mapping[Id, int]) -> Iterable[list[Id]]:
    """Disciplines (with how many are registered) in parts that one transaction bears."""
    batch: list[Id] = []
    size = 0
    for discipline, count in waiting.items():
        batch.append(discipline)
        size += count
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def form_step(
    tx: Tx, term: Id, disciplines: Sequence[Id], small: bool, seen: Any = None
) -> tuple[Formation | None, Formed]:  # fmt: skip
    """Form inside an act: (the formation of the first discipline that changed or None, what was done)."""
    opened = check_term_open(tx, term)
    plans = _plans(tx.session, term, disciplines, seen or ({}, lambda _: True), small)
    done = Formed(left=sum(len(p.proposal.left) for p in plans))
    plans = [p for p in plans if p.proposal.changed]
    teachers = _teachers(tx, plans)
    away = steps.away(tx, [t.id for t in teachers.values()], opened)
    done.away = sorted({p.label().kk for p in away.values()})
    norms = reading.norms()
    formations = steps.guards(tx, opened.ref(), [(p.discipline, p.department) for p in plans])
    known = steps.taken(tx, term, [p.discipline.id for p in plans])
    for plan in plans:
        _make(tx, opened, plan, formations[plan.discipline.id], norms, teachers, set(away), known)
        done.sections += len(plan.new)
        done.placed += plan.placed
    return (formations[plans[0].discipline.id] if plans else None), done


def _make(
    tx: Tx, term: Term, plan: Plan, formation: Formation, norms: Norms, teachers: dict[tuple[Id, Id], Ref],
    away: set[Id], known: set[str],
) -> None:  # fmt: skip
    row = plan.row
    made: dict[int, Ref] = {}
    lesson = reading.lesson_of(row, plan.seats)
    names: dict[LessonKind, list[str]] = {}
    for kind, count in Counter(p.lot.kind for p in plan.new).items():
        names[kind] = steps.codes(tx, term, plan.discipline.id, row["code"], kind, count, known)[::-1]
    # Streams first: a group names the stream it hears.
    for p in sorted(plan.proposal.places, key=lambda p: p.lot.kind is not LessonKind.stream):
        stream = (made.get(id(p.stream)) or _ref(p.stream)) if p.stream else None
        if p.standing is None:
            section = _section(term, plan, p, norms, names[p.lot.kind].pop(), lesson)
            section.parent = stream
            if p.lot.kind is LessonKind.individual:
                teacher = teachers.get((plan.discipline.id, p.seats[0].study))
                section.teacher = teacher if teacher and teacher.id not in away else None
                section.teacher_since = term.starts if section.teacher else None
            _scope(tx, section)
            tx.add(section, scoped=False)
            made[id(p)] = section.ref()
            formation.sections.append(section.ref())
        elif p.seats or (stream and p.standing.stream is None):
            section = steps.section_of(tx, p.standing.id)
            section.members = steps.in_order([*section.members, *(s.member() for s in p.seats)])
            section.parent = section.parent or stream
            _scope(tx, section)
            tx.save(section)
    formation.needs = needs_of(plan.seats, plan.proposal.wanted, norms, lesson)


def _scope(tx: Tx, section: Section) -> None:
    """Forbidden for a section of others, asked without turning all of it into its stored form."""
    scopes = {"faculty": section.faculty, "department": section.department, "teacher": section.teacher}
    tx.check_scope(Section, {name: {"id": ref.id} for name, ref in scopes.items() if ref})


def _ref(place: Place) -> Ref:
    assert place.standing is not None
    return Ref(id=place.standing.id, label=Text(kk=place.standing.code))


def _section(
    term: Term, plan: Plan, p: Place, norms: Norms, code: str, lesson: LessonKind
) -> Section:  # fmt: skip
    row, norm = plan.row, norms[p.lot.kind]
    groups = {s.group for s in p.seats}
    return Section(
        code=code, term=term.ref(), discipline=plan.discipline, kind=p.lot.kind,
        department=plan.department or _most(s.department for s in p.seats), faculty=_most(s.faculty for s in p.seats),
        group=groups.pop() if len(groups) == 1 else "", language=_language(p), capacity=p.capacity,
        least=norm.least or None, graded=p.lot.kind is lesson,
        hours=row.get("class_hours" if p.lot.kind is lesson else "lecture_hours") or Decimal(0),
        accompanist_hours=(row.get("accompanist_hours") if p.lot.kind is lesson else None) or Decimal(0),
        members=[s.member() for s in p.seats],
    )  # fmt: skip


def _language(p: Place) -> Any:
    """The language of a class: that of its lot, or of its people where they are all of one."""
    spoken = {s.language for s in p.seats}
    return p.lot.language or (spoken.pop() if len(spoken) == 1 else None)


def _most(refs: Iterable[Ref | None]) -> Ref | None:
    """The reference most of them have: whose faculty or department a class is reckoned to."""
    every = [r for r in refs if r]
    if not every:
        return None
    votes = Counter(r.id for r in every)
    best = min(votes, key=lambda id: (-votes[id], id))
    return next(r for r in every if r.id == best)


def _teachers(tx: Tx, plans: Sequence[Plan]) -> dict[tuple[Id, Id], Ref]:
    """The teacher of each newly placed student of an individual discipline: (discipline, study) → whose class he is in
    by his card as it is today.

    Only for disciplines of his own department: general piano is not taught by the teacher of his instrument.
    """
    wanted: dict[Id, list[Plan]] = {}
    students: set[Id] = set()
    for plan in plans:
        for p in plan.new:
            if p.lot.kind is LessonKind.individual:
                wanted.setdefault(p.seats[0].study, []).append(plan)
                students.add(p.seats[0].student.id)
    if not wanted:
        return {}
    fields = {"studies.id": 1, "studies.teacher": 1, "studies.department.id": 1}
    found: dict[tuple[Id, Id], Ref] = {}
    for row in tx.session.rows("students", {"_id": {"$in": sorted(students)}}, fields):
        for study in row["studies"]:
            for plan in wanted.get(study["id"], []) if study.get("teacher") else []:
                of = (plan.row.get("department") or {}).get("id")
                if of is None or of == (study.get("department") or {}).get("id"):
                    found[plan.discipline.id, study["id"]] = Ref.model_validate(study["teacher"])
    return found
