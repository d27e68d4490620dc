"""What the checks look at, read at once for however many students: a handful of questions, none of them per student."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core import calendar, curricula, house, merged
from core.db.store import Row, Session, Store
from core.errors import NotFound, RuleBroken
from core.registration.lessons import clashes
from core.registration.rules import PAID, Frame, Key, Learner
from core.search import search_of
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline
from schemas.elective import Elective
from schemas.kinds import Sort
from schemas.kinds.study import DifferenceRules, StudyRules
from schemas.rollover import RolloverState
from schemas.student import Name
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason, TermKind

Reader = Store | Session
CARD = {"number": 1, "name": 1, "studies": 1, "merged": 1, "hidden": 1, "revision": 1}
INTAKE = 6  # admissions from this month on are for the year that begins in September
TAKING = [LineState.chosen.value, LineState.registered.value]


@dataclass
class Case:
    """Some studies in one academic year as an attempt sees them; learners, students and plans by the id of the study
    that the plan names."""

    frame: Frame
    learners: dict[Id, Learner] = field(default_factory=dict)
    students: dict[Id, Row] = field(default_factory=dict)
    plans: dict[Id, StudyPlan] = field(default_factory=dict)
    taken: dict[Key, int] = field(default_factory=dict)  # places given, of electives that have a capacity
    last: int = 0  # how many began to wait in this act: each a millisecond after the one before, so order is kept
    queued: dict[Key, bool] = field(default_factory=dict)  # does anybody wait, as far as it was asked

    @property
    def terms(self) -> list[Term]:
        """Autumn and spring of the year, in order."""
        kinds = (TermKind.autumn, TermKind.spring)
        found = [t for t in self.frame.terms.values() if t.year == self.frame.year and t.kind in kinds]
        return sorted(found, key=lambda t: kinds.index(t.kind))


def study_rules(reader: Tx | None = None) -> StudyRules:
    """The rules of registration in force; those the office was shipped with where it has described none."""
    try:
        found = reader.kind(Sort.study_rules, "main") if reader else house.entry(Sort.study_rules, "main")
        return found.as_body(StudyRules)
    except NotFound:
        return StudyRules()


def difference_rules() -> DifferenceRules:
    """The rules of the academic difference in force; those the office was shipped with where it has described none."""
    try:
        return house.entry(Sort.difference_rules, "main").as_body(DifferenceRules)
    except NotFound:
        return DifferenceRules()


def paid_reasons() -> tuple[PlanReason, ...]:
    """For what a discipline of a plan is paid: repeats, and the academic difference where the rules say so."""
    return (*PAID, PlanReason.difference) if difference_rules().paid else PAID


def in_act(
    tx: Tx, year: int, pairs: Sequence[tuple[Id, Id]], plans: Iterable[StudyPlan] = (), more: Iterable[Id] = ()
) -> Case:
    """A case inside an act; the students are read through it, so that it may give them events.

    pairs: (student, study) as plans name them; a record that was joined to another is followed. more: disciplines
    that are asked about beside those of plans and curricula.
    """
    return _case(tx.session, tx.today, study_rules(tx), year, pairs, list(plans), more, tx)


def looked(
    store: Store, today: date, year: int, pairs: Sequence[tuple[Id, Id]], plans: Iterable[StudyPlan] = (),
    more: Iterable[Id] = (),
) -> Case:  # fmt: skip
    """The same for a page, outside of any act."""
    return _case(store, today, study_rules(), year, pairs, list(plans), more, None)


def _case(
    reader: Reader, today: date, rules: StudyRules, year: int, pairs: Sequence[tuple[Id, Id]], plans: list[StudyPlan],
    more: Iterable[Id], tx: Tx | None,
) -> Case:  # fmt: skip
    owners = _owners(reader, pairs)
    ids = sorted({student for student, _ in owners.values()})
    rows: Mapping[Id, Row]
    if tx is not None:
        rows = tx.students(ids, merged=True)
    else:
        rows = {r["_id"]: r for r in reader.rows("students", {"_id": {"$in": ids}}, CARD)}
    studies: dict[Id, Row] = {}
    for named, (student, id) in owners.items():
        found = next((s for s in rows.get(student, {}).get("studies", []) if s["id"] == id), None)
        if found is None:
            raise RuleBroken("students.no_such_study")
        studies[named] = found
    own = curricula.of_studies(reader, list({s["id"]: s for s in studies.values()}.values()))
    base = year_now(reader, today)
    case = Case(Frame(today, year, rules, {}))
    for named, study in studies.items():
        student = owners[named][0]
        course = max(1, study["year"] + year - max(base, _entered(study))) if study.get("year") else None
        case.learners[named] = Learner.of(
            student, study, own.get(study["id"]), course, bool(rows[student].get("merged"))
        )
        case.students[named] = rows[student]
    case.plans = {p.study: p for p in plans}
    wanted = set(more) | {x.discipline.id for p in plans for x in p.lines}
    wanted |= _of_curricula(case.learners.values())
    case.frame = _frame(reader, today, year, rules, wanted)
    clash = clashes(reader, case.frame, ids, wanted)
    if clash is not None:
        case.frame = replace(case.frame, clash=clash)
    case.taken = _taken(reader, [k for k, e in case.frame.electives.items() if e.capacity is not None])
    return case


def _owners(reader: Reader, pairs: Sequence[tuple[Id, Id]]) -> dict[Id, tuple[Id, Id]]:
    """Where each study stands today: study as named → (student, study)."""
    away = {
        r["_id"] for r in reader.rows(
            "students", {"_id": {"$in": sorted({p[0] for p in pairs})}, "merged.id": {"$exists": True}}, {"_id": 1}
        )
    }  # fmt: skip
    return {study: merged.whose(reader, student, study) if student in away else (student, study)
            for student, study in pairs}  # fmt: skip


def _of_curricula(learners: Iterable[Learner]) -> set[Id]:
    """Disciplines of the two semesters that these students have in the year."""
    seen: dict[tuple[Id, int | None], Curriculum] = {}
    for who in learners:
        if who.curriculum is not None:
            seen[who.curriculum.id, who.course] = who.curriculum
    return {
        x.discipline.id for (_, course), c in seen.items() for x in c.lines
        if course is not None and x.semester in (course * 2 - 1, course * 2)
    }  # fmt: skip


def _frame(reader: Reader, today: date, year: int, rules: StudyRules, wanted: set[Id]) -> Frame:
    terms = {r["_id"]: Term.model_validate(r) for r in reader.rows("terms", {})}
    now = [id for id, t in terms.items() if t.year == year]
    disciplines = {
        r["_id"]: Discipline.model_validate(r) for r in reader.rows("disciplines", {"_id": {"$in": sorted(wanted)}})
    }
    electives = [Elective.model_validate(r) for r in reader.rows("electives", {"term.id": {"$in": now}})]
    languages: dict[Key, set[str]] = {}
    any_language: set[Key] = set()
    where = {"term.id": {"$in": now}, "discipline.id": {"$in": sorted(wanted)}, "closed": None}
    for row in reader.rows("sections", where, {"term.id": 1, "discipline.id": 1, "language": 1}):
        key = (row["term"]["id"], row["discipline"]["id"])
        if row.get("language"):
            languages.setdefault(key, set()).add(row["language"])
        else:
            any_language.add(key)
    return Frame(
        today, year, rules, terms, calendar.of_year(reader, year), disciplines,
        {(e.term.id, e.discipline.id): e for e in electives},
        {k: frozenset(v) for k, v in languages.items() if k not in any_language},
    )  # fmt: skip


def _taken(reader: Reader, keys: Sequence[Key]) -> dict[Key, int]:
    """How many places of these electives are given."""
    found: dict[Key, int] = {}
    for term, discipline in keys:
        where = holding(term, discipline, TAKING)
        found[term, discipline] = len(reader.rows("study_plans", where, {"_id": 1}))
    return found


def holding(term: Id, discipline: Id, states: Sequence[str]) -> Row:
    """Plans with a line of this discipline in this term in one of these states; by the index of terms and lines."""
    line = {"term.id": term, "discipline.id": discipline, "state": {"$in": list(states)}}
    return {"lines.term.id": term, "lines.discipline.id": discipline, "lines": {"$elemMatch": line}}


def year_now(reader: Reader, today: date) -> int:
    """The academic year whose years of study the cards say today: this one, or the coming one once all are moved up
    (plans are drawn while that passage still runs)."""
    where = {"state": {"$in": [RolloverState.running.value, RolloverState.done.value]}}
    moved = [int(r["year"]) for r in reader.rows("rollovers", where, {"year": 1})]
    return max([calendar.year_on(today), *moved])


def _entered(study: Row) -> int:
    """The academic year of admission: who is admitted in August is in the first year of what begins in September."""
    day = date.fromisoformat(study["admitted_on"]) if study.get("admitted_on") else date.min
    return day.year if day.month >= INTAKE else day.year - 1


def named(row: Row) -> tuple[Ref, str, str]:
    """A student's reference, number and place in Kazakh order, from the state of his record."""
    id = row.get("_id", "")
    return Ref(id=id, label=Name.model_validate(row["name"]).text()), row["number"], search_of(row)["key"]


def about(plan_student: Id, row: Row, learner: Learner) -> dict[str, Any]:
    """What a plan says of its student besides the disciplines; taken anew by every act."""
    study = learner.study
    ref, number, key = named({**row, "_id": plan_student})
    curriculum = learner.curriculum.ref() if learner.curriculum else None
    return {
        "student": ref, "number": number, "key": key, "course": learner.course, "group": study.get("group") or "",
        "language": study.get("language"), "programme": study.get("programme"), "department": study.get("department"),
        "faculty": study.get("faculty"), "teacher": study.get("teacher"), "curriculum": curriculum,
    }  # fmt: skip
