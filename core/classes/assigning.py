"""Individual lessons of a term from the class of each teacher: who still needs one, who teaches it, made in one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.calendar import check_term_open
from core.classes.rules import check_teacher
from core.db.codec import plain
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.grouping.steps import codes, make_steps
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.reference import Person
from schemas.section import Member, Section
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LessonKind, LineState, StudyLanguage

RIGHT = "section.form"
MOST = 200  # lessons of one act
INDIVIDUAL = LessonKind.individual.value
REGISTERED = (LineState.registered.value,)
DRAWN = (LineState.registered.value, LineState.chosen.value)  # of a plan that is only drawn: the mandatory part


@dataclass(frozen=True)
class Wanted:
    """An individual lesson that a student is registered for and has not yet.

    teacher: who is proposed (None: to be chosen). by: where the proposal comes from: «previous» (taught her this
    discipline before), «principal» (it is of the study's own department), «» (nobody). away: he is on leave, until when
    is told by his card.
    """

    student: Ref
    study: Id
    number: str
    group: str
    discipline: Ref
    code: str
    department: Ref | None = None
    faculty: Ref | None = None
    language: StudyLanguage | None = None
    hours: Decimal = Decimal(0)
    accompanist_hours: Decimal = Decimal(0)
    teacher: Ref | None = None
    accompanist: Ref | None = None
    by: str = ""
    away: bool = False

    @property
    def key(self) -> str:
        """What tells it from the others of its term."""
        return f"{self.study}:{self.discipline.id}"


def wanted(
    desk: Desk, term: Id, department: Id | None = None, teacher: Id | None = None,
    states: Sequence[str] = REGISTERED, studies: Sequence[Id] | None = None,
) -> list[Wanted]:  # fmt: skip
    """Who is registered for an individual discipline of a term and has no lesson, each with a proposed teacher.

    department: of the discipline. teacher: only those whose proposal he is. studies: only of these. A few queries,
    however many students there are.
    """
    when = desk.store.load(Term, term)
    lines = _lines(desk, term, states, studies)
    if not lines:
        return []
    there = _there(desk.store, term)
    lines = [r for r in lines if (r["study"], r["line"]["discipline"]["id"]) not in there]
    disciplines = {
        r["_id"]: Discipline.model_validate(r)
        for r in desk.store.rows(
            "disciplines", {"_id": {"$in": sorted({r["line"]["discipline"]["id"] for r in lines})}}
        )
    }
    hours = _hours(desk.store, {r["curriculum"]["id"] for r in lines if r.get("curriculum")})
    before = _before(desk.store, when, {r["study"] for r in lines})
    found = [_one(r, disciplines[r["line"]["discipline"]["id"]], hours, before) for r in lines]
    day = max(when.starts or desk.today(), min(desk.today(), when.ends or desk.today()))
    found = _rested(desk.store, found, day)
    return [
        w for w in found
        if (department is None or (w.department and w.department.id == department))
        and (teacher is None or (w.teacher and w.teacher.id == teacher))
    ]  # fmt: skip


def _lines(desk: Desk, term: Id, states: Sequence[str], studies: Sequence[Id] | None) -> list[Row]:
    where: Row = {"lines.term.id": term, "lines.lesson": INDIVIDUAL}
    if studies is not None:
        where["study"] = {"$in": list(studies)}
    fields = {k: 1 for k in (
        "student", "study", "number", "key", "group", "language", "department", "faculty", "teacher", "curriculum",
    )}  # fmt: skip
    return desk.store.aggregate("study_plans", [
        {"$match": desk.where(StudyPlan, "plan.read", where)},
        {"$project": {**fields, "line": {"$filter": {"input": "$lines", "as": "x", "cond": {"$and": [
            {"$eq": ["$$x.term.id", term]}, {"$eq": ["$$x.lesson", INDIVIDUAL]}, {"$in": ["$$x.state", list(states)]},
        ]}}}}},
        {"$unwind": "$line"},
        {"$sort": {"key": 1, "study": 1, "line.code": 1}},
    ])  # fmt: skip


def _there(store: Store, term: Id) -> set[tuple[Id, Id]]:
    """(study, discipline) that have their individual lesson in this term."""
    where = {"term.id": term, "kind": INDIVIDUAL, "closed": None}
    rows = store.rows("sections", where, {"discipline.id": 1, "members.study": 1})
    return {(m["study"], r["discipline"]["id"]) for r in rows for m in r["members"]}


def _hours(store: Store, curricula: Iterable[Id]) -> dict[tuple[Id, Id], Row]:
    """(curriculum, discipline) → its line: hours may differ from the catalogue's."""
    rows = store.rows("curricula", {"_id": {"$in": sorted(curricula)}}, {"lines": 1})
    return {(r["_id"], x["discipline"]["id"]): x for r in rows for x in r["lines"]}


def _before(store: Store, term: Term, studies: set[Id]) -> dict[tuple[Id, Id], Row]:
    """(study, discipline) → the newest earlier individual lesson, of this academic year and the one before."""
    terms = store.rows("terms", {"year": {"$in": [term.year, term.year - 1]}}, {"starts": 1, "code": 1})
    order = {r["_id"]: (r.get("starts") or "", r["code"]) for r in terms if r["_id"] != term.id}
    where = {"term.id": {"$in": sorted(order)}, "kind": INDIVIDUAL, "teacher": {"$ne": None}}
    fields = {"discipline.id": 1, "term.id": 1, "teacher": 1, "accompanist": 1, "members.study": 1}
    found: dict[tuple[Id, Id], Row] = {}
    for row in sorted(store.rows("sections", where, fields), key=lambda r: order[r["term"]["id"]]):
        if not term.starts or order[row["term"]["id"]][0] <= term.starts.isoformat():
            for m in row["members"]:
                if m["study"] in studies:
                    found[m["study"], row["discipline"]["id"]] = row
    return found


def _one(row: Row, d: Discipline, hours: Mapping[tuple[Id, Id], Row], before: Mapping[tuple[Id, Id], Row]) -> Wanted:
    line = hours.get(((row.get("curriculum") or {}).get("id", ""), d.id)) or {}
    unit = line.get("department") or plain(d.department) or row.get("department")
    own = bool(unit and row.get("department") and unit["id"] == row["department"]["id"])
    last = before.get((row["study"], d.id))
    teacher, by = (row["teacher"], "principal") if own and row.get("teacher") else (None, "")
    if teacher is None and last:
        teacher, by = last["teacher"], "previous"
    return Wanted(
        student=Ref(**row["student"]), study=row["study"], number=row["number"], group=row.get("group") or "",
        discipline=d.ref(), code=d.code, department=Ref(**unit) if unit else None,
        faculty=Ref(**row["faculty"]) if row.get("faculty") else None, language=row.get("language"),
        hours=line.get("class_hours") or d.class_hours,
        accompanist_hours=line.get("accompanist_hours") or d.accompanist_hours,
        teacher=Ref(**teacher) if teacher else None, by=by,
        accompanist=Ref(**last["accompanist"]) if last and last.get("accompanist") else None,
    )  # fmt: skip


def _rested(store: Store, found: list[Wanted], day: date) -> list[Wanted]:
    """The same, with a mark at proposals that cannot teach that day: on leave, or no longer employed. An accompanist
    who cannot come is not proposed: the lesson is given out, and his hours stand among those of nobody."""
    ids = {p.id for w in found for p in (w.teacher, w.accompanist) if p}
    people = [Person.model_validate(r) for r in store.rows("people", {"_id": {"$in": sorted(ids)}})]
    away = {p.id for p in people if p.away(day) or not p.active}
    return [
        replace(
            w, away=bool(w.teacher and w.teacher.id in away),
            accompanist=None if w.accompanist and w.accompanist.id in away else w.accompanist,
        ) for w in found
    ]  # fmt: skip


def assign(desk: Desk, term: Id, lessons: Sequence[Wanted], why: Why) -> int:
    """Make these individual lessons, each with its teacher; how many. At most MOST at once, all or nothing.

    Who has such a lesson already is left as he is. Raises RuleBroken (no teacher chosen, closed term, a teacher on
    leave or not employed), Duplicate (somebody made the same lesson in this moment).
    """
    if not lessons:
        raise RuleBroken("classes.nobody_chosen")
    if len(lessons) > MOST:
        raise RuleBroken("classes.too_many", n=len(lessons), most=MOST)
    for w in lessons:
        if w.teacher is None:
            raise RuleBroken("classes.no_teacher", student=w.student.label, discipline=w.discipline.label)

    def work(tx: Tx) -> Term:
        when = check_term_open(tx, term)
        people = {p: check_teacher(tx, p, when).ref() for p in sorted({w.teacher.id for w in lessons if w.teacher})}
        fresh: dict[Id, list[Wanted]] = {}
        for w in _missing(tx, term, lessons):
            fresh.setdefault(w.discipline.id, []).append(w)
        made: list[Section] = []
        for discipline, rows in fresh.items():
            for w, code in zip(rows, codes(tx, when, discipline, rows[0].code, LessonKind.individual, len(rows)),
                               strict=True):  # fmt: skip
                section = _section(w, code, when, people[w.teacher.id] if w.teacher else None)
                section.id = tx.new_id()
                made.append(section)
        make_steps(tx, made)
        return tx.get(Term, term, scoped=False)

    there = _there(desk.store, term)
    count = sum((w.study, w.discipline.id) not in there for w in lessons)
    given = [term, [[w.key, plain(w.teacher), plain(w.accompanist)] for w in lessons]]
    desk.transact("class.assign", work, why, right=RIGHT, given=given)
    return count


def _section(w: Wanted, code: str, term: Term, teacher: Ref | None) -> Section:
    return Section(
        code=code, term=term.ref(), discipline=w.discipline, kind=LessonKind.individual, teacher=teacher,
        accompanist=w.accompanist, department=w.department, faculty=w.faculty, group=w.group, language=w.language,
        capacity=1, hours=w.hours, accompanist_hours=w.accompanist_hours,
        members=[Member(student=w.student, study=w.study, number=w.number)],
    )  # fmt: skip


def _missing(tx: Tx, term: Id, lessons: Sequence[Wanted]) -> list[Wanted]:
    ids = [w.student.id for w in lessons]
    where: Row = {"term.id": term, "kind": INDIVIDUAL, "closed": None, "members.student.id": {"$in": ids}}
    rows = tx.session.rows("sections", where, {"discipline.id": 1, "members.study": 1})
    there = {(m["study"], r["discipline"]["id"]) for r in rows for m in r["members"]}
    return [w for w in lessons if (w.study, w.discipline.id) not in there]
