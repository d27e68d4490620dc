"""Reading progress inside the user's scope: debts a page at a time, a group with its GPAs and places, its summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import curricula, grading, rulebooks
from core.access import require
from core.db.store import Row, Session, Store
from core.desk import Desk
from core.errors import NotFound
from core.i18n import order_key
from core.progress.rules import (
    SEMESTERS,
    Debt,
    Gpas,
    Period,
    Periods,
    Place,
    Summary,
    debts,
    gpas,
    ordered,
    places,
    summary,
)
from core.registration.frame import study_rules
from core.scope import READ, scope_of
from core.search import full_name
from core.sums import read
from schemas.base import Id, Ref
from schemas.rulebook import Rulebook
from schemas.student import Name, Student
from schemas.term import Term
from schemas.words import StudyStatus

RIGHT = "student.results"
GROUP = 500  # students of one group
LIST = 5000  # students in one file of a list
ACTIVE = StudyStatus.active.value
_STUDY = ("id", "status", "year", "group", "programme", "department", "faculty", "curriculum", "admitted_on", "opened",
          "funding", "enrolled", "record", "totals", "language")  # fmt: skip
ONLY: Row = {"number": 1, "name": 1, "search.key": 1, "hidden": 1, "merged": 1, **{f"studies.{f}": 1 for f in _STUDY}}


@dataclass(frozen=True)
class Cut:
    """What a list is narrowed to; empty: not narrowed."""

    faculty: Id = ""
    department: Id = ""
    group: str = ""
    course: int | None = None

    def of_study(self) -> Row:
        """As a condition on one study."""
        found: Row = {"status": ACTIVE}
        if self.faculty:
            found["faculty.id"] = self.faculty
        if self.department:
            found["department.id"] = self.department
        if self.group:
            found["group"] = self.group
        if self.course:
            found["year"] = self.course
        return found

    def holds(self, study: Row) -> bool:
        """Does a stored study lie in it?"""
        ids = {k: (study.get(k) or {}).get("id") for k in ("faculty", "department")}
        return (
            study["status"] == ACTIVE and (not self.faculty or ids["faculty"] == self.faculty)
            and (not self.department or ids["department"] == self.department)
            and (not self.group or study.get("group") == self.group)
            and (not self.course or study.get("year") == self.course)
        )  # fmt: skip


@dataclass(frozen=True)
class Debtor:
    """A study that owes, and what."""

    student: Ref
    study: Id
    number: str
    course: int | None
    group: str
    department: Ref | None
    language: str
    gpa: Decimal | None
    debts: tuple[Debt, ...]


def periods(reader: Store | Session) -> dict[str, Period]:
    """Every term by its code; there are few."""
    found = [Term.model_validate(r) for r in reader.rows("terms", {})]
    return {t.code: Period(t.code, t.year, t.kind, t.starts, t.ends) for t in found}


def term_names(desk: Desk, codes: Iterable[str]) -> dict[str, Term]:
    """Terms of these codes."""
    rows = desk.rows(Term, "reference.read", {"code": {"$in": sorted(set(codes))}}, limit=200)
    return {r["code"]: Term.model_validate(r) for r in rows}


def owing(cut: Cut) -> Row:
    """The condition of those who owe."""
    return {"studies": {"$elemMatch": {**cut.of_study(), "totals.academic_debts": {"$gt": 0}}},
            "studies.totals.academic_debts": {"$gt": 0}}  # fmt: skip


def debtors(desk: Desk, cut: Cut, page: int = 0, size: int = 50) -> list[Debtor]:
    """Those who owe, in Kazakh order, a page at a time; each with the age of every debt and the ways to clear it."""
    rows = desk.rows(Student, RIGHT, owing(cut), ONLY, [("search.key", 1), ("_id", 1)], size, page * size)
    pairs = [(r, s) for r in rows for s in r["studies"] if cut.holds(s) and s["totals"]["academic_debts"]]
    known, rules, today = periods(desk.store), study_rules(), desk.today()
    plans = curricula.of_studies(desk.store, [s for _, s in pairs])
    found = []
    for row, s in pairs:
        plan, course = plans.get(s["id"]), s.get("year")
        last = bool(plan and course and course * 2 >= plan.semesters)
        found.append(Debtor(
            _who(row), s["id"], row["number"], course, s.get("group") or "", _ref(s.get("department")),
            s.get("language") or "", s["totals"].get("gpa"), tuple(debts(s, known, rules, today, last)),
        ))  # fmt: skip
    return found


def count_debtors(desk: Desk, cut: Cut, most: int = 0) -> int:
    """How many students owe."""
    return desk.count(Student, RIGHT, owing(cut), most)


@dataclass(frozen=True)
class Ranked:
    """A student of a group with the three GPAs, the place by the chosen one, credits and debts."""

    student: Ref
    study: Id
    number: str
    name: str
    course: int | None
    gpas: Gpas
    place: Place | None
    credits: Decimal
    debts: int


def ranking(desk: Desk, group: str, term: str = "", by: str = "cumulative") -> list[Ranked]:
    """A group in the order of a GPA («term», «year», «cumulative»): equal ones, as papers show them, share the place.

    The year is that of the term.
    """
    known = periods(desk.store)
    year = known[term].year if term in known else None
    pairs = members(desk, group)
    found = [gpas(s["record"], known, term, year) for _, s in pairs]
    rules = rules_today(desk)
    values = [shown(getattr(g, by), rules) for g in found]
    made = [
        Ranked(_who(r), s["id"], r["number"], full_name(r), s.get("year"), g, place, s["totals"]["credits"],
               s["totals"]["academic_debts"])
        for (r, s), g, place in zip(pairs, found, places(values), strict=True)
    ]  # fmt: skip
    return sorted(made, key=lambda x: (x.place is None, x.place.first if x.place else 0, order_key(x.name)))


def group_summary(desk: Desk, group: str, term: str) -> Summary:
    """Students × disciplines of a group in a term."""
    return summary(
        [({"_id": r["_id"], "number": r["number"], "name": full_name(r)}, s) for r, s in members(desk, group)], term
    )


def members(desk: Desk, group: str) -> list[tuple[Row, Row]]:
    """Who studies in a group today, in Kazakh order: (student, study)."""
    cut = Cut(group=group)
    where = {"studies": {"$elemMatch": cut.of_study()}, "studies.group": group}
    rows = desk.rows(Student, RIGHT, where, ONLY, [("search.key", 1)], GROUP)
    return [(r, s) for r in rows for s in r["studies"] if cut.holds(s)]


def terms_of_group(pairs: Sequence[tuple[Row, Row]], known: Periods) -> list[str]:
    """The terms in which a group has results, newest first."""
    return ordered((r["term"] for _, s in pairs for r in s.get("record") or []), known)[::-1]


def newest(terms: Sequence[str], known: Periods) -> str:
    """Of terms, newest first, the one looked at first: the newest semester, else the newest of all."""
    return next((c for c in terms if c in known and known[c].kind in SEMESTERS), terms[0])


def figures(desk: Desk) -> list[Row]:
    """The slice `progress` inside the user's scope: who studies, with GPA bands and debts by age, group by group.

    Raises Forbidden for who sees no figures."""
    scope = scope_of(desk)
    return [r for r in read(desk.store, ["progress"])["progress"] if scope.holds(r)]


def own_groups(desk: Desk) -> list[str]:
    """The groups a user without figures meets: those of the students inside his own scope."""
    require(desk.actor, RIGHT)
    where = desk.where(Student, RIGHT, {"studies.status": ACTIVE})
    found: set[str] = set()
    for row in desk.store.rows("students", where, {"studies.group": 1, "studies.status": 1}, limit=LIST):
        found |= {s["group"] for s in row["studies"] if s["status"] == ACTIVE and s.get("group")}
    return sorted(found, key=order_key)


def sees_figures(desk: Desk) -> bool:
    """Has the user figures over everybody of his scope?"""
    return desk.may(READ)


def rules_today(desk: Desk) -> Rulebook | None:
    """The rulebook of today, which rounds what is shown; None while the office has none."""
    try:
        return rulebooks.in_force(desk.store, desk.today())
    except NotFound:
        return None


def shown(value: Decimal | None, rules: Rulebook | None) -> Decimal | None:
    """A GPA as papers show it."""
    if value is None or rules is None:
        return None if value is None else round(value, 2)
    return grading.shown(value, rules)


def _who(row: Row) -> Ref:
    return Ref(id=row["_id"], label=Name.model_validate(row["name"]).text())


def _ref(row: Any) -> Ref | None:
    return Ref.model_validate(row) if row else None
