"""A table of choices: read, weighed row by row, accepted as choices; the adviser's list instead of typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import jobs
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import OfficeError, Problem, RuleBroken
from core.export import csv_bytes
from core.i18n import fold, t
from core.imports.reading import Table
from core.jobs import Run
from core.registration.acts import choose
from core.registration.drawing import Named, wished
from core.registration.frame import Case, looked
from core.registration.refusing import NotRegistered
from core.registration.rules import Key, Learner, Stage, Wish, breaches
from schemas.base import LANGS, Id, Lang, Ref, Text
from schemas.student import Name, Student
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason, StudyStatus

MOST = 5000
COLUMNS = ("number", "code", "term", "reason")  # the first two must be there
KIND = "registration.table"


@dataclass
class Line:
    """A row of the table: its number in the file, what stood there, the choice it makes, what is wrong with it.

    waits: the elective is full, so the choice goes to its waiting list.
    """

    number: int
    cells: dict[str, str]
    student: Ref | None = None
    study: Id = ""
    plan: Id = ""
    wish: Wish | None = None
    discipline: Text | None = None
    waits: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Would it be accepted?"""
        return not self.problems and self.wish is not None


@dataclass
class Plan:
    """A table as it would be accepted: headings understood (heading → column) and not, its lines, the plans seen."""

    understood: dict[str, str]
    unknown: list[str]
    lines: list[Line]
    revisions: dict[Id, int] = field(default_factory=dict)

    @property
    def wrong(self) -> list[Line]:
        """Rows with something to mend."""
        return [x for x in self.lines if x.problems]

    @property
    def good(self) -> list[Line]:
        """Rows that would be accepted."""
        return [x for x in self.lines if x.good]


def heading(column: str, lang: Lang) -> str:
    """What a column is called."""
    return t(f"registration_ui.table.{column}", lang)


def sample(lang: Lang) -> bytes:
    """An empty table with the headings of this language."""
    return csv_bytes([heading(c, lang) for c in COLUMNS], [])


def plan(desk: Desk, year: int, term: Term, table: Table) -> Plan:
    """What a table would choose for an academic year; `term`: of rows that name none.

    Nothing is written. Raises RuleBroken: no column of the number or of the code, too many rows.
    """
    named = {fold(name): c for c in COLUMNS for name in (c, *(heading(c, lang) for lang in LANGS))}
    # and as the lists of the office head these columns
    named |= {fold(t(f"registration_ui.col.{c}", lang)): c for c in COLUMNS[:2] for lang in LANGS}
    understood: dict[str, str] = {}
    for given in table.headings:
        column = named.get(fold(given.strip(" *")))
        if column and column not in understood.values():
            understood[given] = column
    if not {"number", "code"} <= set(understood.values()):
        raise RuleBroken("registration_ui.table.needs")
    if len(table.rows) > MOST:
        raise RuleBroken("registration_ui.table.long", most=MOST, count=len(table.rows))
    lines = [
        Line(n, {understood[h]: cell.strip() for h, cell in zip(table.headings, row, strict=False) if h in understood})
        for n, row in zip(table.numbers, table.rows, strict=True)
    ]
    by_row = {x.number: x for x in lines}
    for problem in table.problems:
        if problem.row in by_row:
            by_row[problem.row].problems.append(problem)
    found = Plan(understood, [h for h in table.headings if h not in understood], lines)
    _resolved(desk, year, term, found)
    return found


# reading the rows -----------------------------------------------------------------------------------------------


def _resolved(desk: Desk, year: int, term: Term, found: Plan) -> None:
    students = _students(desk, {x.cells.get("number", "") for x in found.lines})
    plans = _plans(desk, year, [s["id"] for _, own in students.values() for s in own])
    codes = sorted({x.cells.get("code", "") for x in found.lines})
    disciplines = {r["code"]: r for r in desk.store.rows("disciplines", {"code": {"$in": codes}})}
    terms = {fold(r["code"]): Term.model_validate(r) for r in desk.store.rows("terms", {"year": year})}
    reasons = {fold(name): r for r in PlanReason for name in (r.value, *(r.label(lang) for lang in LANGS))}
    seen: dict[tuple[Id, Id, Id], int] = {}
    for line in found.lines:
        _line(line, students, plans, disciplines, terms, reasons, term)
        if line.wish is None:
            continue
        key = (line.study, line.wish.term, line.wish.discipline)
        if key in seen:
            _no(line, "code", "registration_ui.table.twice", row=seen[key])
        seen.setdefault(key, line.number)
    _weighed(desk, year, found, plans)


def _no(line: Line, column: str, key: str, **values: Any) -> None:
    line.problems.append(Problem(column, key, values, line.number))


def _line(
    line: Line, students: Mapping[str, tuple[Row, list[Row]]], plans: Mapping[Id, StudyPlan],
    disciplines: Mapping[str, Row], terms: Mapping[str, Term], reasons: Mapping[str, PlanReason], term: Term,
) -> None:  # fmt: skip
    cells = line.cells
    for column in ("number", "code"):
        if not cells.get(column):
            _no(line, column, "errors.field.missing")
    owner = students.get(cells.get("number", ""))
    if cells.get("number") and owner is None:
        _no(line, "number", "registration_ui.table.no_student")
    elif owner is not None:
        row, own = owner
        line.student = Ref(id=row["_id"], label=Name.model_validate(row["name"]).text())
        with_plan = [s["id"] for s in own if s["id"] in plans]
        if not own:
            _no(line, "number", "registration_ui.table.no_study")
        elif not with_plan:
            _no(line, "number", "registration_ui.table.no_plan")
        else:
            line.study, line.plan = with_plan[0], plans[with_plan[0]].id
    discipline = disciplines.get(cells.get("code", ""))
    if cells.get("code") and discipline is None:
        _no(line, "code", "registration_ui.table.no_discipline")
    at = terms.get(fold(cells["term"])) if cells.get("term") else term
    if at is None:
        _no(line, "term", "registration_ui.table.no_term")
    reason = reasons.get(fold(cells["reason"])) if cells.get("reason") else PlanReason.elective
    if reason is None or reason is PlanReason.curriculum:
        _no(line, "reason", "registration_ui.table.no_reason")
    if discipline is not None:
        line.discipline = Text.model_validate(discipline["name"])
    if not line.problems and discipline is not None and at is not None and reason is not None:
        line.wish = Wish(at.id, discipline["_id"], reason)


def _students(desk: Desk, numbers: set[str]) -> dict[str, tuple[Row, list[Row]]]:
    only = {"number": 1, "name": 1, "studies.id": 1, "studies.status": 1}
    where = {"number": {"$in": sorted(n for n in numbers if n)}}
    rows = desk.rows(Student, "student.read", where, only, limit=MOST)
    active = StudyStatus.active.value
    return {r["number"]: (r, [s for s in r["studies"] if s["status"] == active]) for r in rows}


def _plans(desk: Desk, year: int, studies: Sequence[Id]) -> dict[Id, StudyPlan]:
    where = {"study": {"$in": list(studies)}, "year": year}
    return {r["study"]: StudyPlan.model_validate(r) for r in desk.rows(StudyPlan, "plan.choose", where, limit=MOST)}


def _weighed(desk: Desk, year: int, found: Plan, plans: Mapping[Id, StudyPlan]) -> None:
    """Ask the checks of every plan with all its new choices at once, and stand what they say beside the rows."""
    by: dict[Id, list[Line]] = {}
    for line in found.lines:
        if line.good:
            by.setdefault(line.study, []).append(line)
    if not by:
        return
    mine = [plans[s] for s in by]
    more = {x.wish.discipline for lines in by.values() for x in lines if x.wish}
    case = looked(desk.store, desk.today(), year, [(p.student.id, p.study) for p in mine], mine, more)
    for study, lines in by.items():
        own = plans[study]
        found.revisions[own.id] = own.revision
        _asked(desk, case, case.learners[study], own, lines)


def _asked(desk: Desk, case: Case, who: Learner, own: StudyPlan, lines: list[Line]) -> None:
    new = {}
    for n, line in enumerate(lines):
        assert line.wish is not None
        new[f"new{n}"] = (line, wished(f"new{n}", desk.now(), line.wish, who, case.frame))
    taken = [x for _, x in new.values()]
    for breach in breaches([*own.lines, *taken], list(new), who, case.frame, Stage.choosing, own.forced):
        line = new[breach.line][0] if breach.line in new else lines[-1]
        line.problems.append(Problem("code", breach.message, breach.values, line.number))
    for line, made in new.values():
        key: Key = (made.term.id, made.discipline.id)
        elective = case.frame.electives.get(key)
        if elective is not None and elective.capacity is not None and line.good:
            line.waits = case.taken.get(key, 0) >= elective.capacity
            case.taken[key] = case.taken.get(key, 0) + (not line.waits)


# accepting ------------------------------------------------------------------------------------------------------


def begin(desk: Desk, found: Plan, why: Why) -> Id:
    """Accept the good rows as a long work, an act per student; its id. Raises RuleBroken where no row is good.

    Whoever's plan changed since it was looked at is named in its result and left as he is.
    """
    wanted: dict[Id, Row] = {}
    for line in found.good:
        assert line.wish is not None and line.student is not None
        one = wanted.setdefault(line.plan, {
            "plan": line.plan, "revision": found.revisions[line.plan], "student": line.student.id, "study": line.study,
            "number": line.cells["number"], "name": plain(line.student.label), "wishes": [],
        })  # fmt: skip
        one["wishes"].append(plain(line.wish.__dict__))
    if not wanted:
        raise RuleBroken("registration_ui.table.nothing")
    return jobs.begin(desk, KIND, {"plans": list(wanted.values())}, why, total=len(wanted))


def work(run: Run) -> dict[str, Any]:
    """The long work itself: each student's choices in one act or not at all; those refused are named."""
    rows: list[Row] = run.params["plans"]
    total: dict[str, Any] = run.at.get("total") or {"done": 0, "lines": 0, "idle": 0, "waiting": 0, "named": []}
    for n in range(run.at.get("n", 0), len(rows)):
        if run.stopped():
            break
        row = rows[n]
        wishes = [Wish(**{**w, "reason": PlanReason(w["reason"])}) for w in row["wishes"]]
        new = {(w.term, w.discipline) for w in wishes}
        try:
            made = choose(run.desk, row["plan"], row["revision"], wishes, run.why(n))
            total["done"] += 1
            total["lines"] += len(wishes)
            total["waiting"] += sum(
                x.state is LineState.waiting and (x.term.id, x.discipline.id) in new for x in made.lines
            )
        except NotRegistered as no:
            total["named"] += [_named(row, b.message, b.values) for b in no.breaches]
        except OfficeError as no:
            total["named"].append(_named(row, no.key, no.values))
        run.checkpoint(n=n + 1, total=total)
        run.progress(n + 1, len(rows))
    return total


def _named(row: Row, key: str, values: dict[str, Any]) -> Row:
    who = Named(row["student"], row["study"], row["number"], Text.model_validate(row["name"]), key, dict(values))
    return dict(plain(who.__dict__))


__all__ = ["COLUMNS", "KIND", "MOST", "Line", "Plan", "begin", "heading", "plan", "sample", "work"]
