"""The checks of a registration as pure rules: what no chance of choices gets past."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.i18n import known
from core.registration import overview
from core.registration.rules import (
    CHECKS,
    NEVER,
    Frame,
    Learner,
    Stage,
    attempts_of,
    breaches,
    demanded,
    moved_up,
)
from schemas.base import LANGS, Ref, Stamp, Text
from schemas.calendar import Calendar, Period
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.elective import Elective
from schemas.kinds.study import StudyRules
from schemas.study_plan import Forced, Payment, PlanLine
from schemas.term import Term
from schemas.words import CalendarState, Component, Cycle, LineState, PeriodKind, PlanReason, TermKind

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)
TERMS = {
    code: Term(_id=code, code=code, kind=kind, year=year, starts=TODAY, ends=TODAY + timedelta(100))
    for code, kind, year in (
        ("2025-2", TermKind.spring, 2025), ("2026-1", TermKind.autumn, 2026), ("2026-2", TermKind.spring, 2026),
        ("2026-3", TermKind.summer, 2026),
    )
}  # fmt: skip
CODES = [f"D{n}" for n in range(8)]


def ref(code: str) -> Ref:
    return Ref(id=code, label=Text(kk=f"Пән {code}"))


def discipline(code: str, credits: int = 5, **more: Any) -> Discipline:
    return Discipline(_id=code, code=code, name=Text(kk=f"Пән {code}"), credits=Decimal(credits), **more)


def frame(**more: Any) -> Frame:
    found: dict[str, Any] = {
        "today": TODAY, "year": 2026, "rules": StudyRules(windows=False), "terms": TERMS,
        "disciplines": {c: discipline(c) for c in CODES}, **more,
    }  # fmt: skip
    return Frame(**found)


def line(code: str, term: str = "2026-1", n: int = 0, **more: Any) -> PlanLine:
    found: dict[str, Any] = {"reason": PlanReason.difference, "credits": Decimal(5), "at": NOW, **more}
    return PlanLine(id=f"{code}-{term}-{n}", term=TERMS[term].ref(), term_code=term, discipline=ref(code), code=code,
                    **found)  # fmt: skip


def result(code: str, state: str, term: str = "2025-2", letter: str = "B") -> dict[str, Any]:
    return {"discipline": {"id": code}, "term": term, "state": state, "letter": letter}


def learner(record: list[dict[str, Any]] | None = None, curriculum: Curriculum | None = None, **study: Any) -> Learner:
    row = {"id": "s", "status": "active", "language": "kk", "record": record or [], "enrolled": [], **study}
    return Learner.of("who", row, curriculum, 1)


def asked(new: PlanLine, plan: list[PlanLine], who: Learner, of: Frame, stage: Stage = Stage.choosing) -> set[str]:
    return {b.check for b in breaches([*plan, new], [new.id], who, of, stage)}


wishes = some.lists(
    some.tuples(some.sampled_from(CODES), some.sampled_from(["2026-1", "2026-2", "2026-3"]),
                some.integers(min_value=1, max_value=15)),
    max_size=20,
)  # fmt: skip


@given(wishes)
@settings(max_examples=150, deadline=None)
def test_what_is_let_through_one_by_one_never_weighs_too_much(chances: list[tuple[str, str, int]]) -> None:
    of, who, plan = frame(), learner(), list[PlanLine]()
    for n, (code, term, credits) in enumerate(chances):
        new = line(code, term, n, credits=Decimal(credits))
        if not asked(new, plan, who, of):
            plan.append(new)
    for term in TERMS:
        most = of.rules.summer_most if term == "2026-3" else of.rules.term_most
        assert sum(x.credits for x in plan if x.term_code == term) <= most
    pairs = [(x.code, x.term_code) for x in plan]
    assert len(set(pairs)) == len(pairs)  # nothing twice in a term
    assert len({c for c, _ in pairs}) == len(pairs)  # nor in two while there is no result


@given(some.sets(some.sampled_from(CODES)), some.sampled_from(CODES), some.sampled_from(list(PlanReason)))
@settings(max_examples=150, deadline=None)
def test_what_is_passed_is_taken_again_only_to_raise_the_grade(passed: set[str], code: str, why: PlanReason) -> None:
    who = learner([result(c, "passed") for c in passed])
    said = asked(line(code, reason=why), [], who, frame())
    assert ("passed" in said) == (code in passed and why is not PlanReason.raising)
    assert ("reason" in said) >= (why is PlanReason.raising and code not in passed)


@given(some.integers(0, 5), some.integers(0, 4), some.booleans())
def test_the_third_fail(fails: int, limit: int, passed: bool) -> None:
    record = [result("D0", "failed", f"t{n}") for n in range(fails)] + [result("D0", "passed")] * passed
    of = frame(rules=StudyRules(windows=False, third_fail=limit))
    said = asked(line("D0", reason=PlanReason.repeat), [], learner(record), of)
    assert ("third_fail" in said) == (0 < limit <= fails and not passed)


@given(some.lists(some.integers(0, 9), max_size=12), some.integers(-2, 14))
def test_the_waiting_list_is_never_jumped(since: list[int], free: int) -> None:
    queue = [(NOW + timedelta(minutes=m), f"line{n:02d}") for n, m in enumerate(since)]
    got = moved_up(queue, free)
    assert len(got) == max(0, min(free, len(queue)))
    when = {id: t for t, id in queue}
    left = [id for _, id in queue if id not in got]
    assert all((when[a], a) <= (when[b], b) for a in got for b in left)
    assert got == sorted(got, key=lambda id: (when[id], id))


@given(some.permutations(CODES[:4]), some.sampled_from(["2025-2", "2026-1", "2026-2"]))
def test_prerequisites(order: list[str], when: str) -> None:
    first, then = order[:2]
    of = frame(disciplines={c: discipline(c, prerequisites=[ref(first)] if c == then else []) for c in CODES})
    new = line(then, "2026-2")
    assert "prerequisite" in asked(new, [], learner(), of)
    assert "prerequisite" not in asked(new, [], learner([result(first, "passed")]), of)
    assert "prerequisite" in asked(new, [], learner([result(first, "failed")]), of)
    earlier = {"id": "e", "discipline": {"id": first}, "term": when}
    # Registered in an earlier term is enough, in the same one it is not; once failed there, it is not any more.
    assert ("prerequisite" in asked(new, [], learner(enrolled=[earlier]), of)) == (when == "2026-2")
    failed = learner([result(first, "failed", when)], enrolled=[earlier])
    assert "prerequisite" in asked(new, [], failed, of)


def plan_of_two_blocks() -> Curriculum:
    lines = [
        CurriculumLine(
            id=c, semester=1, discipline=ref(c), code=c, cycle=Cycle.base, credits=Decimal(5), block=block,
            component=Component.elective if block else Component.mandatory, choose=2 if block == "A" else 1,
        )
        for c, block in (("D0", ""), ("D1", "A"), ("D2", "A"), ("D3", "A"), ("D4", "B"), ("D5", "B"))
    ]  # fmt: skip
    return Curriculum(programme=ref("p"), intake=2026, lines=lines)


@given(some.sets(some.sampled_from(CODES[:7])), some.sets(some.sampled_from(CODES[:6])))
@settings(max_examples=120, deadline=None)
def test_of_a_block_as_many_are_chosen_as_it_says(chosen: set[str], passed: set[str]) -> None:
    who = learner([result(c, "passed") for c in passed], plan_of_two_blocks())
    plan = [
        line(c, reason=PlanReason.elective if c != "D0" else PlanReason.curriculum) for c in sorted(chosen - passed)
    ]
    said = breaches(plan, [x.id for x in plan], who, frame(), Stage.submitting)
    short = {b.values["block"] for b in said if b.key == "block_least"}
    over = {b.values["block"] for b in said if b.key == "block_most"}
    for block, codes, choose in (("A", {"D1", "D2", "D3"}, 2), ("B", {"D4", "D5"}, 1)):
        have = len(codes & (chosen | passed))
        assert (block in short) == (have < choose) and (block in over) == (have > choose)
    assert any(b.key == "block_not_offered" for b in said) == ("D6" in chosen)
    missed = "D0" not in chosen | passed
    assert any(b.check == "mandatory" for b in said) == missed
    assert {x.code for x in demanded(who, TERMS["2026-1"])} == {"D0"} - passed


def day(n: int) -> date:
    return TODAY + timedelta(n)


def test_the_windows_of_the_calendar() -> None:
    def calendar(*periods: tuple[PeriodKind, int, int, list[int]]) -> Calendar:
        spans = [
            Period(id=k.value, kind=k, term=TermKind.autumn, starts=day(a), ends=day(b), years=y)
            for k, a, b, y in periods
        ]
        return Calendar(year=2026, periods=spans)

    def said(of: Calendar | None, stage: Stage = Stage.choosing, **more: Any) -> list[str]:
        new = line("D0", **more)
        return [b.key for b in breaches([new], [new.id], learner(), frame(rules=StudyRules(), calendar=of), stage)
                if b.check == "window"]  # fmt: skip

    registration, changes = PeriodKind.registration, PeriodKind.changes
    assert said(calendar((registration, -5, 0, []))) == []
    assert said(calendar((changes, -5, 5, [1]))) == []
    assert said(calendar((registration, -5, -1, []))) == ["window_was"]
    assert said(calendar((registration, -5, -1, []), (changes, 3, 5, []))) == ["window_opens"]
    assert said(calendar((registration, -5, 5, [2, 3]))) == ["window_none"]
    assert said(None) == ["window_no_calendar"]
    assert said(None, reason=PlanReason.mobility) == []
    assert said(None, Stage.approving) == [] and said(None, Stage.registering) == ["window_no_calendar"]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"terms": {**TERMS, "2026-1": TERMS["2026-1"].model_copy(update={"closed": TODAY})}}, "term_closed"),
        ({"terms": {}}, "term_closed"),
        ({"disciplines": {"D0": discipline("D0", active=False)}}, "offered"),
        ({"languages": {("2026-1", "D0"): frozenset({"ru"})}}, "language"),
        ({"clash": lambda *_: Text(kk="Хор, дүйсенбі 09:00–09:50")}, "clash"),
    ],
)
def test_what_the_office_says_no_to(change: dict[str, Any], check: str) -> None:
    assert asked(line("D0"), [], learner(), frame()) == set()
    assert asked(line("D0"), [], learner(), frame(**change)) == {check}


def test_closed_electives_languages_payment_and_the_final_year() -> None:
    closed = Elective(term=ref("2026-1"), discipline=ref("D1"), closed=TODAY, reason="аз")
    of = frame(electives={("2026-1", "D1"): closed})
    who = learner(curriculum=plan_of_two_blocks())
    assert asked(line("D1", reason=PlanReason.elective), [], who, of) == {"offered"}
    assert asked(line("D0", language="ru"), [], learner(), frame()) == {"language"}
    failed, repeat = learner([result("D0", "failed")]), {"reason": PlanReason.repeat}
    assert "payment" not in asked(line("D0", **repeat), [], failed, frame(), Stage.submitting)
    assert "payment" in asked(line("D0", **repeat), [], failed, frame(), Stage.approving)
    paid = line("D0", payment=Payment(day=TODAY), **repeat)
    assert "payment" not in asked(paid, [], failed, frame(), Stage.approving)
    free = frame(rules=StudyRules(windows=False, repeats_paid=False))
    assert "payment" not in asked(line("D0", **repeat), [], failed, free, Stage.approving)
    last = Learner.of("who", dict(who.study), plan_of_two_blocks().model_copy(update={"semesters": 2}), 1)
    assert asked(line("D7", "2026-3", **repeat), [], last, frame()) >= {"last_year"}
    allowed = frame(rules=StudyRules(windows=False, summer_last_year=True))
    assert "last_year" not in asked(line("D7", "2026-3", **repeat), [], last, allowed)


@pytest.mark.parametrize("status", ["expelled", "transferred", "academic_leave", "graduated"])
def test_who_does_not_study_registers_for_nothing(status: str) -> None:
    assert asked(line("D0"), [], learner(status=status), frame()) == {"status"}
    away = Learner.of("who", learner().study, None, 1, away=True)
    assert asked(line("D0"), [], away, frame()) == {"status"}


@given(some.sampled_from([c for c in CHECKS if c not in NEVER]), some.booleans())
def test_what_was_overridden_once_is_not_said_again_and_what_never_may_is(check: str, whole: bool) -> None:
    mark = Forced(check=check, reason="бұйрық", by=Stamp(at=NOW, by="u"), term="2026-1" if whole else "")
    heavy = line("D0", credits=Decimal(50), forced=[] if whole else [mark])
    found = breaches([heavy], [heavy.id], learner(), frame(), Stage.approving, [mark] if whole else [])
    assert ("load_most" in {b.check for b in found}) == (check != "load_most")
    again = line("D1", "2026-1", credits=Decimal(1))  # but what makes it heavier still is a new question
    assert "load_most" in asked(again, [heavy], learner(), frame())
    passed = line("D0", forced=[mark.model_copy(update={"check": "passed"})])
    who = learner([result("D0", "passed")])
    assert "passed" in {b.check for b in breaches([passed], [passed.id], who, frame(), Stage.approving)}


def test_dropped_and_registered_lines_are_not_asked_about_again() -> None:
    gone = line("D0", state=LineState.dropped)
    assert asked(line("D0", n=1), [gone], learner(), frame()) == set()
    was = line("D0", state=LineState.registered)
    again = line("D0", "2026-3", 1, reason=PlanReason.repeat)
    who = learner([result("D0", "failed", "2026-1")])
    assert asked(again, [was], who, frame()) == set()  # failed in autumn, repeated in summer
    assert "duplicate" in asked(again, [was], learner([result("D0", "failed", "2025-2")]), frame())


def test_attempts_are_counted_through_all_terms() -> None:
    found = attempts_of([result("D0", "failed", "a"), result("D0", "passed", "b", "C"), result("D0", "failed", "c")])
    assert found["D0"].passed and found["D0"].letter == "C" and found["D0"].fails == 2


def test_every_check_and_every_reason_has_its_words() -> None:
    assert all(known(f"registration.check.{c}") for c in CHECKS)
    assert LANGS and set(CHECKS) > NEVER


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-09-02", "2026-1"), ("2026-11-29", "2026-2"), ("2026-12-20", "2026-1"), ("2027-01-24", "2026-2"),
     ("2027-08-30", "2026-3")],
)  # fmt: skip
def test_the_term_that_is_open_for_registration_is_offered_first(day: str, code: str) -> None:
    starts, ends = date(2026, 11, 16), date(2026, 12, 5)
    period = Period(id="p", kind=PeriodKind.registration, term=TermKind.spring, starts=starts, ends=ends)
    cal = Calendar(year=2026, state=CalendarState.approved, periods=[period])
    kinds = zip((1, 2, 3), (TermKind.autumn, TermKind.spring, TermKind.summer), strict=True)
    days = {1: date(2027, 1, 23), 2: date(2027, 6, 10), 3: date(2027, 7, 17)}
    found = [Term(_id=f"t{n}", code=f"2026-{n}", kind=k, year=2026, ends=days[n]) for n, k in kinds]
    assert overview.offered_first(found, cal, date.fromisoformat(day)).code == code
    assert overview.offered_first(found, None, date(2026, 11, 29)).code == "2026-1"
