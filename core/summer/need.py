"""Who needs the summer semester and for what: debts, academic difference, a low GPA; and which disciplines are worth
opening. Counting is a rule; reading asks only for those whom an index can find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core import curricula, grading
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.ledger import difference
from core.registration.frame import study_rules, year_now
from schemas.base import Id, Ref, Text
from schemas.curriculum import Curriculum
from schemas.kinds import StudyRules
from schemas.student import Name, Student
from schemas.term import Term
from schemas.words import PlanReason, StudyStatus, TermKind

MOST = 2000  # students in one look at the need
HALF = 30  # credits of a semester (domain.md 1.1): who has earned fewer is looked at for a difference
YEARS = 6
STUDY = ("id", "status", "year", "group", "language", "faculty", "programme", "curriculum", "admitted_on", "opened",
         "totals", "record", "enrolled")  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One discipline somebody needs: why, how many credits; of a debt how often it was failed."""

    discipline: Ref
    code: str
    credits: Decimal
    reason: PlanReason
    fails: int = 0


@dataclass(frozen=True)
class Need:
    """What one study needs; `items` empty where only the GPA is low and nothing can be named."""

    student: Ref
    study: Id
    number: str
    course: int | None
    group: str
    language: str
    faculty: Ref | None
    gpa: Decimal | None
    last_year: bool
    low_gpa: bool = False
    items: tuple[Item, ...] = ()

    @property
    def owed(self) -> tuple[Item, ...]:
        """What must be studied again or made up; raising a grade is a wish."""
        return tuple(i for i in self.items if i.reason is not PlanReason.raising)


@dataclass
class Demand:
    """How many need one discipline, by reason and by language; worth: enough to open it."""

    discipline: Ref
    code: str
    credits: Decimal
    least: int
    reasons: Counter[PlanReason] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def owed(self) -> int:
        """How many must take it."""
        return sum(n for reason, n in self.reasons.items() if reason is not PlanReason.raising)

    @property
    def worth(self) -> bool:
        """Is it worth opening: do as many need it as the rules ask for?"""
        return self.owed >= max(1, self.least)


def need_of(
    study: Row, curriculum: Curriculum | None, rules: StudyRules, over: int = 2
) -> tuple[tuple[Item, ...], bool]:
    """What a study (as stored) needs, and whether its GPA is below the limit.

    Debts: disciplines tried and never passed. Difference: lines of the semesters behind it that were never taken; over:
    how many semesters of this academic year are. With a low GPA also the passed disciplines that pull it down, the
    lowest first, up to the credits of one summer.
    """
    record = grading.of_disciplines(study.get("record") or [])
    stand = grading.standing([{**r, "replaces": True} for r in record])
    best = [r for r in record if r["id"] in stand]
    fails = Counter(r["discipline"]["id"] for r in record if r["state"] == "failed")
    items = [
        _item(r, PlanReason.repeat, fails[r["discipline"]["id"]]) for r in best if r["state"] in ("failed", "open")
    ]  # fmt: skip
    if curriculum is not None and study.get("year"):
        now = behind(int(study["year"]), over) + 1
        items += [
            Item(x.discipline, x.code, x.credits, PlanReason.difference)
            for x in difference(study, curriculum, now) if x.semester < now and not x.block
        ]  # fmt: skip
    low = is_low(study, rules)
    if low and rules.gpa_below is not None:
        poor = [
            r for r in best
            if r["state"] == "passed" and r["gpa"] and r["points"] is not None and r["points"] < rules.gpa_below
        ]  # fmt: skip
        left = rules.summer_most - sum((i.credits for i in items), Decimal(0))
        for row in sorted(poor, key=lambda r: (r["points"], -r["credits"])):
            if row["credits"] <= left:
                items.append(_item(row, PlanReason.raising))
                left -= row["credits"]
    return tuple(items), low


def behind(course: int, over: int) -> int:
    """How many semesters of its curriculum a study of this year has behind it."""
    return (course - 1) * 2 + over


def is_low(study: Row, rules: StudyRules) -> bool:
    """Is the GPA of a study below the limit of the rules?"""
    gpa = (study.get("totals") or {}).get("gpa")
    return rules.gpa_below is not None and gpa is not None and gpa < rules.gpa_below


def _item(row: Mapping[str, Any], reason: PlanReason, fails: int = 0) -> Item:
    return Item(Ref.model_validate(row["discipline"]), row["code"], row["credits"], reason, fails)


def demand(needs: Iterable[Need], least: int) -> list[Demand]:
    """How many need each discipline, the most wanted first."""
    found: dict[Id, Demand] = {}
    for need in needs:
        for item in need.items:
            one = found.setdefault(item.discipline.id, Demand(item.discipline, item.code, item.credits, least))
            one.reasons[item.reason] += 1
            one.languages[need.language] += 1
    return sorted(found.values(), key=lambda d: (-d.owed, -sum(d.reasons.values()), order_key(d.discipline.label.kk)))


def needs(desk: Desk, text: str = "", limit: int = MOST) -> list[Need]:
    """Everybody in the user's scope who needs the summer, in Kazakh order; the final year only where the rules let it.

    Asked of the database: debts, a GPA below the limit, or fewer credits than the years behind give.
    """
    rules, over = study_rules(), _over(desk)
    asked: list[Row] = [{"studies.totals.academic_debts": {"$gt": 0}}]
    if rules.gpa_below is not None:
        asked.append({"studies.totals.gpa": {"$lt": rules.gpa_below}})
    asked += [
        {"studies": {"$elemMatch": {"status": "active", "year": y, "totals.credits": {"$lt": Decimal(HALF * n)}}}}
        for y in range(1, YEARS + 1) if (n := behind(y, over))
    ]  # fmt: skip
    only = {"number": 1, "name": 1, **{f"studies.{k}": 1 for k in STUDY}}
    where: Row = {"studies.status": "active", "$or": asked}
    rows = desk.rows(Student, "student.results", where, only, [("search.key", 1)], limit)
    studies = [(r, s) for r in rows for s in r["studies"] if s["status"] == StudyStatus.active.value]
    plans = curricula.of_studies(desk.store, [s for _, s in studies])
    found = [_need(row, s, plans.get(s["id"]), rules, over) for row, s in studies]
    return [n for n in found if (n.items or n.low_gpa) and (rules.summer_last_year or not n.last_year)]


def _over(desk: Desk) -> int:
    """How many semesters of the academic year that the cards stand in are over."""
    today = desk.today()
    kinds = [TermKind.autumn.value, TermKind.spring.value]
    where: Row = {"year": year_now(desk.store, today), "kind": {"$in": kinds}, "ends": {"$lt": today.isoformat()}}
    return len(desk.rows(Term, "reference.read", where, {"_id": 1}))


def _need(row: Row, study: Row, curriculum: Curriculum | None, rules: StudyRules, over: int) -> Need:
    items, low = need_of(study, curriculum, rules, over)
    course = study.get("year")
    last = bool(curriculum and course and course * 2 >= curriculum.semesters)
    name: Text = Name.model_validate(row["name"]).text()
    faculty = Ref.model_validate(study["faculty"]) if study.get("faculty") else None
    return Need(
        Ref(id=row["_id"], label=name), study["id"], row["number"], course, study.get("group") or "",
        study.get("language") or "", faculty, (study.get("totals") or {}).get("gpa"), last, low, items,
    )  # fmt: skip
