"""The summer semester on a real database: from a debt to an application, its payment, its registration, its closing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from acts.job_kit import ended, worker
from acts.registering import Base, office, who
from acts.test_registration_groups import window_of_today

from core import jobs, registration, summer
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, Problems, RuleBroken
from core.registration import Asked, NotRegistered, groups
from core.summer.lines import Step
from core.summer.work import apply_work
from schemas.base import Id
from schemas.study_plan import Payment
from schemas.words import LineState, PlanReason, ResultState, Role


def why() -> Why:
    return Why("студенттің өтініші")


@pytest.fixture
def base(store: Store) -> Base:
    """A second year that failed in the first: two owe X1, one of them X9 too; one passed everything."""
    made = office(store, 3, course=2)
    for n, code in ((0, "X1"), (1, "X1"), (1, "X9")):
        made.result(n, code, "2025-1", ResultState.failed, "F")
    return made


def need(base: Base) -> dict[Id, summer.Need]:
    return {n.study: n for n in summer.needs(base.head)}


def apply(base: Base, n: int, code: str = "X1", reason: PlanReason = PlanReason.repeat) -> None:
    wishes = [(base.disciplines[code].id, reason)]
    summer.apply(base.adviser, base.pairs[n], 2026, wishes, why())


def lines(base: Base) -> list[summer.Applied]:
    return summer.applied(base.head, base.terms["2026-3"].id)


def test_the_need_is_read_from_the_records_and_within_scope(base: Base, store: Store) -> None:
    found = need(base)
    owed = {s: sorted((i.code, i.reason) for i in n.items if i.reason is PlanReason.repeat) for s, n in found.items()}
    assert owed["st0"] == [("X1", PlanReason.repeat)]
    assert owed["st1"] == [("X1", PlanReason.repeat), ("X9", PlanReason.repeat)]
    told = {d.code: d for d in summer.demand(found.values(), 2)}
    assert told["X1"].reasons[PlanReason.repeat] == 2 and told["X1"].worth and not told["X9"].worth
    assert summer.needs(who(store, Role.adviser, "2", group="Басқа")) == []
    with pytest.raises(Forbidden):
        summer.needs(who(store, Role.payments))


def test_an_application_goes_from_the_need_to_a_registration(base: Base) -> None:
    apply(base, 0)
    (one,) = lines(base)
    assert one.code == "X1" and one.step is Step.applied and one.reason is PlanReason.repeat
    # Without the mark of payment the group's registration names him and leaves him.
    asked = Asked(2026, (base.pairs[0],), whole=False)
    seen = registration.preview(base.head, asked)
    assert seen.checks["payment"] == 1
    mark = Payment(day=date(2026, 9, 1), receipt="17", amount=Decimal(90000))
    registration.pay(who(base.store, Role.payments), one.plan, one.revision, one.line, mark, why())
    assert lines(base)[0].step is Step.paid
    groups.carry_out(base.head, asked, registration.preview(base.head, asked).seen, why())
    (one,) = lines(base)
    assert one.step is Step.registered and one.state is LineState.registered
    assert ("X1", "2026-3") in {(e["code"], e["term"]) for e in base.study()["enrolled"]}
    base.result(0, "X1", "2026-3", ResultState.passed)
    (one,) = lines(base)
    assert one.step is Step.passed and one.letter == "B"
    (after,) = summer.cleared(base.head, lines(base))
    assert after["debts"] == 0 and after["passed"] == 1


def test_the_cap_and_the_reason_are_held(base: Base) -> None:
    with pytest.raises(NotRegistered) as refused:
        apply(base, 1, "X9")  # 20 credits where 12 are the most
    assert "load_most" in {b.check for b in refused.value.breaches}
    with pytest.raises(NotRegistered) as refused:
        apply(base, 2)  # never failed it
    assert "reason" in {b.check for b in refused.value.breaches}
    assert [r.check for r in registration.refusals(base.head, check="load_most")] == ["load_most"]
    with pytest.raises(Problems):
        summer.apply(base.adviser, base.pairs[0], 2026, [], why())
    with pytest.raises(RuleBroken, match="no_term"):
        summer.apply(base.adviser, base.pairs[0], 2030, [(base.disciplines["X1"].id, PlanReason.repeat)], why())


def test_many_are_entered_by_one_work_and_whoever_can_not_is_named(base: Base) -> None:
    window_of_today(base)
    desk = worker(base.store, Role.head)
    found = summer.needs(desk)
    row = ended(base.store, summer.apply_many(desk, [n for n in found if n.owed], 2026, why()))
    assert row["state"] == "done" and row["result"]["done"] + len(row["result"]["left"]) == row["total"]
    assert {(a.student.id, a.code) for a in lines(base)} >= {(base.pairs[0][0], "X1"), (base.pairs[1][0], "X1")}
    assert sum(a.credits for a in lines(base) if a.study == "st1") <= 12
    assert jobs.KINDS["summer.apply"].function() is apply_work


def test_a_discipline_with_too_few_is_closed_and_chosen_again(base: Base) -> None:
    apply(base, 0)
    term, code = base.terms["2026-3"].id, base.disciplines["X1"].id
    with pytest.raises(Problems):
        summer.close_few(base.head, term, [code], Why())
    with pytest.raises(Forbidden):
        summer.close_few(base.adviser, term, [code], why())
    assert summer.close_few(base.head, term, [code], why()) == 1
    assert lines(base)[0].step is Step.rechoose
    with pytest.raises(RuleBroken, match="nobody_applied"):
        summer.close_few(base.head, term, [code], why())
