"""What stands between a record and final attestation, and what will: pure rules over what is stored."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.attestation.candidacies import rules
from core.attestation.candidacies.chance import soonest
from core.attestation.record import before, broken, final, risks, together, worded
from core.ledger import required
from core.orders.conditions import months_after
from schemas.attestation import Milestone, Presented, Work
from schemas.base import LANGS, Ref, Text
from schemas.calendar import Calendar, Period
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.kinds import AgainFrom, AttestationForm, AttestationRules, Structure
from schemas.kinds.attestation import Presents, Stage
from schemas.kinds.study import Part
from schemas.words import Component, Control, Cycle, LessonKind, PeriodKind

TEXT = Text(kk="Пән", ru="Дисциплина", en="Discipline")


def line(code: str, cycle: Cycle = Cycle.base, semester: int = 1, block: str = "", choose: int = 1,
         lesson: LessonKind = LessonKind.group, credits: int = 5) -> CurriculumLine:  # fmt: skip
    return CurriculumLine(
        id=f"l{code}", semester=semester, discipline=Ref(id=code, label=Text(kk=code)), code=code, cycle=cycle,
        component=Component.elective if block else Component.university, credits=Decimal(credits), lesson=lesson,
        control=Control.exam, block=block, choose=choose,
    )  # fmt: skip


def plan(*lines: CurriculumLine) -> Curriculum:
    ends = [line("Z1", Cycle.attestation, 8), line("Z2", Cycle.attestation, 8)]
    return Curriculum(programme=Ref(id="p", label=TEXT), intake=2023, semesters=8, lines=[*lines, *ends],
                      state="approved", credits=Decimal(240))  # fmt: skip


def result(code: str, state: str = "passed", term: str = "2026-1") -> dict[str, Any]:
    return {"id": f"r{code}{state}{term}", "discipline": {"id": code, "label": {"kk": code}}, "code": code,
            "term": term, "state": state, "credits": Decimal(5), "earned": Decimal(5 if state == "passed" else 0),
            "replaces": True}  # fmt: skip


def study(*record: dict[str, Any], enrolled: tuple[str, ...] = ()) -> dict[str, Any]:
    rows = [{"discipline": {"id": c, "label": {"kk": c}}, "term": "2027-2"} for c in enrolled]
    return {"id": "st", "record": list(record), "enrolled": rows, "status": "active", "year": 4}


def codes(found: Any) -> list[str]:
    return [r.code for r in found]


LINES = [line("A"), line("B", Cycle.profile, 7), line("E1", block="X"), line("E2", block="X"),
         line("P", lesson=LessonKind.practice, semester=8)]  # fmt: skip
WHOLE = plan(*LINES)


def test_who_passed_all_but_the_attestation_may_come() -> None:
    assert broken(study(*map(result, ("A", "B", "E1", "P"))), WHOLE, None) == ()


def test_each_reason_is_its_own() -> None:
    assert codes(broken(study(), None, None)) == ["no_curriculum"]
    found = broken(study(result("A"), result("B", "failed"), enrolled=("P",)), WHOLE, None)
    assert codes(found) == ["debts", "practice", "block"]
    found = broken(study(result("E2"), result("P"), enrolled=("B",)), WHOLE, None)
    assert codes(found) == ["plan", "running"] and found[0].values["names"].kk == "A"


def test_failing_in_the_attestation_itself_is_no_debt_before_it() -> None:
    rows = [*map(result, ("A", "B", "E2", "P")), result("Z1", "failed")]
    assert broken(study(*rows), WHOLE, None) == ()
    assert final(WHOLE) == {"Z1", "Z2"}


def test_a_discipline_outside_of_the_plan_that_was_failed_is_a_debt() -> None:
    rows = [*map(result, ("A", "B", "E2", "P")), result("Q", "failed")]
    assert codes(broken(study(*rows), WHOLE, None)) == ["debts"]


def test_credits_of_each_part_are_asked_the_attestation_taken_as_earned() -> None:
    parts = [
        Part(cycle=Cycle.base, least=Decimal(15)), Part(cycle=Cycle.profile, least=Decimal(7)),
        Part(cycle=Cycle.profile, beside=Cycle.attestation, least=Decimal(15)),
        Part(cycle=Cycle.attestation, least=Decimal(12)),
    ]  # fmt: skip
    (short,) = broken(study(*map(result, ("A", "B", "E1", "P"))), WHOLE, Structure(parts=parts))
    assert short.code == "credits" and (short.values["earned"], short.values["least"]) == (5, 7)


def test_what_is_failed_and_not_taken_again_is_told_from_what_is() -> None:
    found = risks(study(result("A", "failed"), result("B", "failed"), enrolled=("A",)), WHOLE, 6)
    assert codes(found) == ["failed", "again", "block"]
    assert found[0].values["names"].kk == "B" and found[1].values["names"].kk == "A"


def test_only_what_should_be_taken_by_now_is_missing() -> None:
    assert codes(risks(study(result("A"), result("E1")), WHOLE, 6)) == []
    found = risks(study(result("A"), result("E1")), WHOLE, 8)
    assert codes(found) == ["missing"] and found[0].values["credits"] == 10
    assert codes(risks(study(result("A"), result("E1"), enrolled=("B", "P")), WHOLE, 8)) == []


STATES = st.sampled_from(["none", "passed", "failed", "running"])
SOME = st.lists(
    st.tuples(STATES, st.sampled_from(["", "X", "Y"]), st.sampled_from(list(Cycle)), st.integers(1, 8)), max_size=9
)


@given(SOME)
def test_nobody_is_admitted_short_of_credits_and_nobody_whole_is_refused(rows: list[Any]) -> None:
    """Admitted exactly when the ledger of all but the attestation lacks nothing and no debt stands."""
    lines, record, taken = [], [], []
    for n, (state, block, cycle, semester) in enumerate(rows):
        key = {"X": (1, Cycle.base), "Y": (2, Cycle.profile)}.get(block, (semester, cycle))
        lines.append(line(f"D{n}", key[1], key[0], block))
        if state == "running":
            taken.append(f"D{n}")
        elif state != "none":
            record.append(result(f"D{n}", state))
    of, who = plan(*lines), study(*record, enrolled=tuple(taken))
    rest = before(of)
    need, passed = required(rest.lines), {r["discipline"]["id"] for r in record if r["state"] == "passed"}
    lacking = any(need[x.id] and not x.block and x.discipline.id not in passed for x in rest.lines)
    for block in ("X", "Y"):
        mine = [x for x in rest.lines if x.block == block]
        lacking |= bool(mine) and not any(x.discipline.id in passed for x in mine)
    ends = {x.discipline.id for x in of.lines if x.cycle is Cycle.attestation}
    owed = any(r["state"] == "failed" and r["discipline"]["id"] not in ends for r in record)
    assert bool(broken(who, of, None)) == (lacking or owed)
    if not broken(who, of, None):
        assert risks(who, of, 8) == ()
    for lang in LANGS:
        assert worded(broken(who, of, None)).get(lang)


@given(SOME, st.integers(0, 7))
def test_the_later_the_more_is_missing(rows: list[Any], due: int) -> None:
    lines = [line(f"D{n}", cycle, semester) for n, (_, _, cycle, semester) in enumerate(rows)]
    record = [result(f"D{n}") for n, r in enumerate(rows) if r[0] == "passed"]
    of, who = plan(*lines), study(*record)

    def credits(until: int) -> Decimal:
        return sum((r.values["credits"] for r in risks(who, of, until) if r.code == "missing"), Decimal(0))

    assert credits(due) <= credits(due + 1)


# what is presented --------------------------------------------------------------------------------------------------

FORM = AttestationForm(presents=[Presents.works, Presents.supervisor], least=30, most=60)
WHO = Ref(id="t", label=TEXT)


@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=6))
def test_a_programme_is_approved_exactly_within_its_length(minutes: list[int | None]) -> None:
    works = [Work(title=f"Күй {n}", minutes=m) for n, m in enumerate(minutes)]
    found = codes(rules.missing(Presented(supervisor=WHO, works=works), FORM))
    right = bool(works) and None not in minutes and 30 <= sum(m or 0 for m in minutes) <= 60
    assert (found == []) == right and len(found) <= 1


def test_a_form_asks_only_its_own() -> None:
    assert rules.missing(Presented(), AttestationForm(presents=[Presents.questions])) == ()
    asked = AttestationForm(presents=[Presents.topic, Presents.supervisor, Presents.partners, Presents.reviewer])
    assert codes(rules.missing(Presented(), asked)) == ["no_topic", "no_supervisor", "no_partners"]
    assert rules.asked(asked)[:2] == ("topic", "real_task")


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=6), st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.sets(st.integers(0, 5)), st.integers(-60, 60),
)  # fmt: skip
def test_days_move_with_the_beginning_and_what_is_done_stays(
    days: list[int], begins: date, done: set[int], by: int
) -> None:  # fmt: skip
    form = AttestationForm(stages=[Stage(code=f"s{n}", label=TEXT, days=d) for n, d in enumerate(days)])
    first = rules.milestones(form, begins)
    held = [m.model_copy(update={"done": begins}) if n in done else m for n, m in enumerate(first)]
    moved = rules.milestones(form, begins + timedelta(by), held)
    assert [m.code for m in moved] == [m.code for m in first]
    for n, (old, new) in enumerate(zip(held, moved, strict=True)):
        assert new == old if n in done else new.due == begins + timedelta(by - days[n])


def test_a_stage_the_form_lost_stays_only_where_it_was_done() -> None:
    old = [
        Milestone(code=c, label=TEXT, due=date(2027, 1, 1), done=d) for c, d in (("x", None), ("y", date(2027, 1, 2)))
    ]
    assert [m.code for m in rules.milestones(AttestationForm(), date(2027, 6, 1), old)] == ["y"]


def test_attestation_begins_by_the_calendar_then_the_sitting_then_the_first_of_june() -> None:
    def period(day: date, years: list[int]) -> Period:
        return Period(id=str(day), kind=PeriodKind.attestation, starts=day, ends=day, years=years)

    found = Calendar(year=2026, periods=[period(date(2026, 12, 1), []), period(date(2027, 6, 7), [4]),
                                         period(date(2027, 5, 1), [2])])  # fmt: skip
    sat = date(2027, 5, 20)
    assert rules.begins(2027, [found], 4, None, sat) == date(2027, 6, 7)
    assert rules.begins(2027, [found], 3, None, sat) == sat
    assert rules.begins(2027, [], 4, None, None) == date(2027, 6, 1)
    winter = Calendar(year=2027, periods=[period(date(2027, 12, 1), [4])])
    assert rules.begins(2027, [found, winter], 4, None, date(2027, 12, 1)) == date(2027, 12, 1)
    assert rules.begins(2027, [found, winter], 4, None, None) == date(2027, 6, 7)


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.dates(date(2027, 1, 1), date(2027, 6, 30)), st.integers(0, 60),
)  # fmt: skip
def test_the_next_chance_is_open_or_says_why(soonest: date, applied: date, days: int) -> None:
    begins, today = date(2027, 7, 1), date(2027, 6, 30)
    found = codes(rules.again(soonest, applied, begins, today, days))
    assert ("applied_late" in found) == (applied + timedelta(days) > begins)
    assert ("too_soon" in found) == (soonest > begins) and "applied_ahead" not in found


@given(st.dates(date(2020, 1, 1), date(2040, 12, 1)), st.integers(0, 27), st.integers(0, 36))
def test_months_are_counted_from_what_the_rules_name(began: date, after: int, months: int) -> None:
    failed = began + timedelta(after)
    by = {x: soonest(failed, began, AttestationRules(again_months=months, again_from=x)) for x in AgainFrom}
    assert by[AgainFrom.decided] == months_after(failed, months)
    assert by[AgainFrom.begun].weekday() == 0 and months_after(began, months) - by[AgainFrom.begun] < timedelta(7)
    assert by[AgainFrom.begun] <= by[AgainFrom.decided]


def test_many_names_are_counted() -> None:
    assert together(Text(kk=c) for c in "бавгде").kk == "а, б, в, г, д, е"
    assert together((Text(kk=c) for c in "абвг"), 2).kk == "а, б +2"
    assert together([]).kk == "—"
