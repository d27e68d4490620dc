"""What would follow from another mark: results are changed on copies, everything is reckoned anew, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core import curricula, grading, house
from core.db.store import Row as Stored
from core.desk import Desk
from core.errors import NotFound, RuleBroken
from core.i18n import order_key
from core.progress.reading import ONLY, RIGHT, periods, rules_today
from core.progress.rules import Gpas, Periods, Place, fails_of, gpas, ordered, places
from core.promotions.reading import rules_for
from core.promotions.rules import Figures, Proposal, proposed
from core.registration.frame import study_rules
from core.search import full_name
from schemas.base import Id, Ref, Word
from schemas.curriculum import Curriculum
from schemas.kinds import AwardRules, GpaKind, PromotionRules, Sort
from schemas.rulebook import Rulebook
from schemas.student import Student
from schemas.words import Cycle, Funding, ResultState, StudyStatus

Row = Mapping[str, Any]
MOST = 500  # who stands in one competition
_ADDED = "what-if:"


@dataclass(frozen=True)
class Added:
    """A result that is not there: a discipline, its credits, the term, a percent."""

    discipline: Ref
    code: str
    credits: Decimal
    term: str
    percent: Decimal


class Lack(Word):
    """Why a study stands on a list not."""

    no_results = ("no_results", "нәтиже жоқ", "нет результатов", "no results")
    grades = ("grades", "баға шектен төмен", "есть оценка ниже порога", "a grade below the limit")
    gpa = ("gpa", "GPA шектен төмен", "GPA ниже порога", "GPA below the limit")
    debts = ("debts", "берешегі бар", "есть задолженность", "has debts")
    funding = ("funding", "қаржыландыруы сай емес", "не та форма финансирования", "another funding")
    retake = ("retake", "қайта тапсыру болған", "была пересдача", "there was a retake")
    attestation = ("attestation", "қорытынды аттестаттау бағасы шектен төмен", "оценка итоговой аттестации ниже порога",
                   "a grade of final attestation below the limit")  # fmt: skip


@dataclass(frozen=True)
class Outlook:
    """Everything that follows from a record. scholarship, honours, vacant: what is lacking; none: fits the list.
    rank: the place among who compete for a vacant grant, of how many."""

    credits: Decimal
    gpas: Gpas
    debts: int
    promotion: Proposal | None
    threshold: Decimal | None
    scholarship: tuple[Lack, ...]
    honours: tuple[Lack, ...]
    vacant: tuple[Lack, ...]
    rank: Place | None = None
    of: int = 0
    scholars: tuple[tuple[str, Id, Decimal | None], ...] = ()  # the scholarship list of programme and year: name, GPA
    ranking: tuple[tuple[Place, str, Id, Decimal, int, int], ...] = field(default=())


def replaced(row: Row, percent: Decimal, rules: Rulebook) -> dict[str, Any]:
    """A result as it would be with another final percent, by a rulebook: letter, points, credits, state."""
    value = grading.rounded(percent, rules.grade_places, rules)
    grade = grading.letter_of(value, rules)
    return {
        **row, "final_grade": value, "letter": grade.letter, "points": grade.points, "state": grade.state.value,
        "gpa": grade.gpa and not row.get("apart"), "earned": row["credits"] if grade.earns else Decimal(0),
    }  # fmt: skip


def changed(
    record: Sequence[Row], marks: Mapping[Id, Decimal], added: Iterable[Added], rules: Rulebook, today: date
) -> list[Row]:
    """A copy of a record with other percents (result id → percent) and further results; the record stays as it is.
    RuleBroken for a percent outside 0…100 and for a result that is not there."""
    for percent in (*marks.values(), *(a.percent for a in added)):
        if not 0 <= percent <= 100:
            raise RuleBroken("sheets.score_out_of_range", text=str(percent))
    if unknown := set(marks) - {r["id"] for r in record}:
        raise RuleBroken("progress.no_result", id=sorted(unknown)[0])
    out: list[Row] = [replaced(r, marks[r["id"]], rules) if r["id"] in marks else r for r in record]
    for n, one in enumerate(added):
        bare = {
            "id": f"{_ADDED}{n}", "discipline": one.discipline.model_dump(), "code": one.code, "term": one.term,
            "section": "", "attempt": 1, "credits": one.credits, "scores": {}, "traditional": None, "mark": None,
            "replaces": rules.repeat == "latest", "rules": rules.id, "source": "", "on": today.isoformat(),
        }  # fmt: skip
        out.append(replaced(bare, one.percent, rules))
    return out


def scholarship(record: Sequence[Row], study: Row, term: str, awards: AwardRules) -> tuple[Lack, ...]:
    """What a study lacks for the scholarship after a term."""
    of = [r for r in record if r["term"] == term and r["points"] is not None and r["gpa"]]
    out = []
    if awards.scholarship_grant and study.get("funding") != Funding.grant:
        out.append(Lack.funding)
    if not of:
        out.append(Lack.no_results)
    elif any(r["points"] < awards.scholarship_points for r in of):
        out.append(Lack.grades)
    own = grading.gpa(grading.counted(of))
    if awards.scholarship_gpa is not None and own is not None and own < awards.scholarship_gpa:
        out.append(Lack.gpa)
    if fails_of(record):
        out.append(Lack.debts)
    return tuple(out)


def honours(record: Sequence[Row], awards: AwardRules, final: frozenset[Id] = frozenset()) -> tuple[Lack, ...]:
    """What bars a diploma with honours already: over all attempts, not the newest ones (domain.md 6.4).

    final: disciplines of the curriculum's final attestation, which are held to a threshold of their own. What counts
    in no GPA (additional training, what stands apart) bars nothing by its grade.
    """
    total = grading.totals(record)
    if total["gpa"] is None:
        return (Lack.no_results,)
    out = []
    if total["gpa"] < awards.honours_gpa:
        out.append(Lack.gpa)
    counted = grading.counted(record)
    if any(r["points"] < awards.honours_points for r in counted):
        out.append(Lack.grades)
    if any(r["points"] < awards.honours_attestation for r in counted if r["discipline"]["id"] in final):
        out.append(Lack.attestation)
    tried = [grading.whose(r) for r in record if r["state"] != ResultState.neutral.value]
    if awards.honours_first and len(tried) != len(set(tried)):
        out.append(Lack.retake)
    if total["academic_debts"]:
        out.append(Lack.debts)
    return tuple(out)


def vacant(record: Sequence[Row], study: Row, awards: AwardRules) -> tuple[Lack, ...]:
    """What a study lacks to compete for a vacant grant."""
    total, out = grading.totals(record), []
    if study.get("funding") == Funding.grant:
        out.append(Lack.funding)
    if total["gpa"] is None:
        out.append(Lack.no_results)
    elif awards.vacant_gpa is not None and total["gpa"] < awards.vacant_gpa:
        out.append(Lack.gpa)
    if awards.vacant_debts and total["academic_debts"]:
        out.append(Lack.debts)
    return tuple(out)


def weight(record: Sequence[Row], awards: AwardRules) -> tuple[Decimal, Decimal, Decimal]:
    """By what vacant grants are ranked: GPA, then the share of excellent grades, then of excellent and good ones."""
    rows = grading.counted(record)
    gpa = grading.gpa(rows) or Decimal(0)
    n = Decimal(len(rows) or 1)
    best = sum(r["points"] >= awards.excellent for r in rows)
    good = sum(r["points"] >= awards.good for r in rows)
    return gpa, best / n, good / n


def award_rules() -> AwardRules:
    """The rules of the lists in force; those the office was shipped with where it has described none."""
    try:
        return house.entry(Sort.award_rules, "main").as_body(AwardRules)
    except NotFound:
        return AwardRules()


# looking at a student -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ahead:
    """A study to be played with: whose, the record, the terms in order (the newest last), who competes beside it."""

    student: Student
    study: Row
    rules: Rulebook
    promotion: PromotionRules | None
    third_fail: int
    awards: AwardRules
    periods: Periods
    terms: tuple[str, ...]
    year: int
    last_year: bool
    peers: tuple[tuple[str, Row], ...]  # (name, study) of the same programme and year of study, this one left out
    ahead: tuple[tuple[Ref, str, Decimal], ...] = ()  # disciplines of the curriculum not passed: (it, code, credits)
    final: frozenset[Id] = frozenset()  # disciplines of its final attestation

    def outlook(self, record: Sequence[Row], term: str) -> Outlook:
        """What follows from a record."""
        total, fails = grading.totals(record), fails_of(record)
        found = gpas(record, self.periods, term, self.periods[term].year if term in self.periods else None)
        course, said, threshold = self.study.get("year"), None, None
        if self.promotion is not None and course and not self.last_year:
            gpa = total["gpa"]
            if self.promotion.gpa is GpaKind.year:
                gpa = gpas(record, self.periods, "", self.year).year
            said = proposed(Figures(course, gpa, fails), self.promotion, self.third_fail)
            threshold = self.promotion.threshold(course)
        lacks = vacant(record, self.study, self.awards)
        ranking = self._ranking(record, lacks)
        own = next((r for r in ranking if r[2] == self.study["id"]), None)
        on = scholarship(record, self.study, term, self.awards)
        mine = [(full_name(self.student.model_dump()), self.study["id"], record)] if not on else []
        rest = [(n, s["id"], s["record"]) for n, s in self.peers if not scholarship(s["record"], s, term, self.awards)]
        scholars = sorted(((n, id, gpas(r, self.periods, term).term) for n, id, r in (*mine, *rest)),
                          key=lambda x: order_key(x[0]))  # fmt: skip
        return Outlook(
            total["credits"], found, total["academic_debts"], said, threshold, on,
            honours(record, self.awards, self.final), lacks, own[0] if own else None, len(ranking), tuple(scholars),
            ranking,
        )  # fmt: skip

    def _ranking(
        self, record: Sequence[Row], lacks: tuple[Lack, ...]
    ) -> tuple[tuple[Place, str, Id, Decimal, int, int], ...]:
        mine = [] if lacks else [(full_name(self.student.model_dump()), self.study["id"], record)]
        rest = [(n, s["id"], s["record"]) for n, s in self.peers if not vacant(s["record"], s, self.awards)]
        all_ = [*mine, *rest]
        weights = [weight(r, self.awards) for _, _, r in all_]
        made = [
            (place, name, id, w[0], round(w[1] * 100), round(w[2] * 100))
            for (name, id, _), w, place in zip(all_, weights, places(weights), strict=True) if place
        ]  # fmt: skip
        return tuple(sorted(made, key=lambda r: (r[0].first, order_key(r[1]))))


def ahead(desk: Desk, student: Id, study: Id, alone: bool = False) -> Ahead:
    """A study with all that its outlook needs, inside the user's scope; alone: without those it competes with.
    NotFound; RuleBroken without rules of today."""
    found = desk.get(Student, student, RIGHT)
    row = desk.store.one("students", {"_id": student}, {"studies": 1}) or {"studies": []}
    of = next((s for s in row["studies"] if s["id"] == study), None)
    rules = rules_today(desk)
    if of is None:
        raise NotFound("errors.not_found", kind="students", id=study)
    if rules is None:
        raise NotFound("rulebooks.none_in_force", day=desk.today())
    known = periods(desk.store)
    year = desk.today().year + (desk.today().month >= 9)  # into which the coming promotion is
    try:
        promotion = rules_for(desk.store, year, desk.today()).as_body(PromotionRules)
    except RuleBroken:
        promotion = None
    plan = curricula.of_studies(desk.store, [of]).get(study)
    last = bool(plan and of.get("year") and of["year"] * 2 >= plan.semesters)
    terms = ordered([r["term"] for r in of["record"]], known)
    return Ahead(found, of, rules, promotion, study_rules().third_fail, award_rules(), known, tuple(terms), year - 1,
                 last, () if alone else _peers(desk, of), _not_passed(of, plan), final_of(plan))  # fmt: skip


def final_of(plan: Curriculum | None) -> frozenset[Id]:
    """The disciplines of a curriculum's final attestation."""
    return frozenset(x.discipline.id for x in plan.lines if x.cycle is Cycle.attestation) if plan else frozenset()


def _not_passed(of: Row, plan: Curriculum | None) -> tuple[tuple[Ref, str, Decimal], ...]:
    own = grading.of_disciplines(of["record"])
    done = {r["discipline"]["id"] for r in own if r["state"] == ResultState.passed.value}
    found = {x.discipline.id: (x.discipline, x.code, x.credits) for x in plan.lines} if plan else {}
    return tuple(x for id, x in found.items() if id not in done)


def _peers(desk: Desk, of: Row) -> tuple[tuple[str, Row], ...]:
    if not of.get("programme") or not of.get("year"):
        return ()
    same = {"status": StudyStatus.active.value, "programme.id": of["programme"]["id"], "year": of["year"]}
    where = {f"studies.{k}": v for k, v in same.items()}
    rows: list[Stored] = desk.rows(Student, RIGHT, where, ONLY, [("search.key", 1)], MOST)
    return tuple(
        (full_name(r), s) for r in rows for s in r["studies"]
        if s["id"] != of["id"] and s["status"] == "active" and s.get("year") == of["year"]
        and (s.get("programme") or {}).get("id") == of["programme"]["id"]
    )  # fmt: skip
