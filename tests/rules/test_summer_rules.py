"""The need of the summer: what is owed, what fits into one summer, how demand is counted; by chance."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core import summer
from core.summer import Item, Need
from core.summer.fees import Fee
from core.summer.lines import Applied, Step, step_of
from schemas.base import Ref, Text
from schemas.kinds import StudyRules
from schemas.study_plan import Payment
from schemas.words import LineState, PlanReason

RULES = StudyRules(summer_most=Decimal(12), gpa_below=Decimal("1.8"), price=Decimal(18000))
DISCIPLINES = [Ref(id=f"d{n}", label=Text(kk=f"Пән {n}")) for n in range(6)]
REASONS = (PlanReason.repeat, PlanReason.difference, PlanReason.raising)
items = st.builds(
    Item, st.sampled_from(DISCIPLINES), st.just("X"), st.integers(1, 10).map(Decimal), st.sampled_from(REASONS)
)
needs = st.builds(
    lambda n, found: Need(Ref(id=f"s{n}", label=Text(kk="Студент")), f"st{n}", "1", 2, "A", "kk", None, None, False,
                          False, tuple({i.discipline.id: i for i in found}.values())),
    st.integers(0, 99), st.lists(items, max_size=6),
)  # fmt: skip


def row(n: int, state: str, points: str = "1.0", credits: int = 5, gpa: bool = True) -> dict:  # type: ignore[type-arg]
    """A stored result."""
    return {
        "id": f"r{n}", "discipline": {"id": f"d{n}", "label": {"kk": f"Пән {n}", "ru": "", "en": ""}}, "code": f"D{n}",
        "credits": Decimal(credits), "state": state, "points": Decimal(points), "gpa": gpa, "replaces": True,
        "earned": Decimal(credits), "term": "2025-1", "letter": "X",
    }  # fmt: skip


@given(st.lists(needs, max_size=12), st.integers(0, 5))
def test_demand_counts_everybody_once_for_each_discipline(found: list[Need], least: int) -> None:
    told = {d.discipline.id: d for d in summer.demand(found, least)}
    for of in DISCIPLINES:
        mine = Counter(i.reason for n in found for i in n.items if i.discipline.id == of.id)
        assert (told[of.id].reasons if of.id in told else Counter()) == mine
        if of.id in told:
            owed = mine[PlanReason.repeat] + mine[PlanReason.difference]
            assert told[of.id].owed == owed and told[of.id].worth == (owed >= max(1, least))
            assert sum(told[of.id].languages.values()) == sum(mine.values())


@given(needs, st.integers(0, 30).map(Decimal))
def test_what_is_offered_never_passes_the_cap_and_owes_come_before_differences(need: Need, most: Decimal) -> None:
    offered = summer.offered(need, most)
    by_id = {i.discipline.id: i for i in need.items}
    assert sum((by_id[d].credits for d, _ in offered), Decimal(0)) <= most
    assert all(reason is not PlanReason.raising for _, reason in offered)
    left_out = [i for i in need.owed if i.discipline.id not in {d for d, _ in offered}]
    taken = sum((by_id[d].credits for d, _ in offered), Decimal(0))
    assert all(i.credits > most - taken for i in left_out if i.reason is PlanReason.difference)
    order = [reason is PlanReason.repeat for _, reason in offered]
    assert order == sorted(order, reverse=True)


def test_a_debt_is_what_was_tried_and_never_passed() -> None:
    record = [row(1, "failed", "0"), row(2, "passed"), {**row(1, "passed"), "id": "later"}, row(3, "failed", "0")]
    found, low = summer.need_of({"record": record, "totals": {"gpa": Decimal("2.5")}}, None, RULES)
    assert [(i.discipline.id, i.reason, i.fails) for i in found] == [("d3", PlanReason.repeat, 1)] and not low


@given(st.lists(st.tuples(st.sampled_from(["1.0", "1.33", "2.33", "4.0"]), st.integers(1, 8)), max_size=9))
def test_raising_is_offered_only_to_a_low_gpa_lowest_first_and_within_a_summer(grades: list[tuple[str, int]]) -> None:
    record = [row(n, "passed", points, credits) for n, (points, credits) in enumerate(grades)]
    good, low = summer.need_of({"record": record, "totals": {"gpa": Decimal("1.8")}}, None, RULES)
    assert not good and not low  # the limit itself is enough
    found, low = summer.need_of({"record": record, "totals": {"gpa": Decimal("1.79")}}, None, RULES)
    assert low and sum((i.credits for i in found), Decimal(0)) <= RULES.summer_most
    points = {f"d{n}": Decimal(p) for n, (p, _) in enumerate(grades)}
    assert all(points[i.discipline.id] < Decimal("1.8") and i.reason is PlanReason.raising for i in found)
    assert [points[i.discipline.id] for i in found] == sorted(points[i.discipline.id] for i in found)


def applied(credits: int, payment: Payment | None) -> Applied:
    return Applied(
        "p", 1, "l", Ref(id="s", label=Text(kk="Студент")), "st", "1", "A", 2, DISCIPLINES[0], "X", Decimal(credits),
        PlanReason.repeat, LineState.chosen, Step.applied, payment,
    )  # fmt: skip


@given(st.integers(1, 12), st.one_of(st.none(), st.integers(0, 300000)))
def test_what_is_owed_and_what_was_paid_make_the_amount(credits: int, paid: int | None) -> None:
    mark = None if paid is None else Payment(day="2026-06-01", amount=Decimal(paid))  # type: ignore[arg-type]
    (fee,) = summer.fees([applied(credits, mark)], RULES)
    assert isinstance(fee, Fee) and fee.amount == credits * RULES.price and fee.owed >= 0
    assert fee.owed == max(Decimal(0), fee.amount - (fee.paid or 0))
    (whole,) = summer.fees([applied(credits, Payment(day="2026-06-01"))], RULES)  # type: ignore[arg-type]
    assert whole.owed == 0 and whole.paid == whole.amount


def test_the_furthest_step_counts() -> None:
    said = [
        step_of(LineState.chosen, False, False, None), step_of(LineState.chosen, True, False, None),
        step_of(LineState.registered, True, False, None), step_of(LineState.registered, True, True, None),
        step_of(LineState.registered, True, True, ("B", "passed")),
        step_of(LineState.registered, True, True, ("F", "failed")),
        step_of(LineState.rechoose, True, False, None),
    ]  # fmt: skip
    assert said == [Step.applied, Step.paid, Step.registered, Step.seated, Step.passed, Step.failed, Step.rechoose]
