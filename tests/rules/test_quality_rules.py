"""Rules of the management system: levels of risks, the picture of them, the plan of an objective on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.quality import objectives, risks
from schemas.base import Ref, Text
from schemas.indicator import Reached
from schemas.kinds import Direction
from schemas.quality import Objective, ObjectiveFact, PlanStep, Risk, RiskLevel

WHO = Ref(id="u1", label=Text(kk="Айгүл"))
DAY = date(2026, 1, 1)
degree = st.integers(1, 5)


@st.composite
def risk(draw: st.DrawFn) -> Risk:
    before, left = (draw(degree), draw(degree)), draw(st.none() | st.tuples(degree, degree))
    return Risk(number="R1", text="т", owner=WHO, review_on=DAY, likelihood=before[0], impact=before[1], level=99,
                residual_likelihood=left[0] if left else None, residual_impact=left[1] if left else None)  # fmt: skip


@given(degree, degree, degree, degree)
def test_a_level_never_falls_where_both_degrees_rise(a: int, b: int, c: int, d: int) -> None:
    order = list(RiskLevel)
    low, high = RiskLevel.of(min(a, c), min(b, d)), RiskLevel.of(max(a, c), max(b, d))
    assert order.index(low) <= order.index(high)
    assert RiskLevel.of(a, b) is RiskLevel.of(b, a)
    assert (RiskLevel.of(a, b) is RiskLevel.critical) == (a * b > 15) and RiskLevel.of(1, 1) is RiskLevel.low


@given(st.lists(risk(), max_size=12))
def test_the_pictures_hold_every_risk_once_and_the_level_is_reckoned(found: list[Risk]) -> None:
    for after in (False, True):
        picture = risks.matrix(found, after)
        assert sum(picture.n(y, x) for y in range(1, 6) for x in range(1, 6)) == len(found)
        assert sum(risks.by_level(found, after).values()) == len(found)
    for r in found:
        assert r.level == r.likelihood * r.impact, "what was typed as a level is not believed"
        assert (r.left is None) == (r.residual_level is None)
        assert risks.place(r, True) == ((r.residual_likelihood, r.residual_impact) if r.left else risks.place(r))


def test_half_of_what_is_left_is_no_assessment() -> None:
    with pytest.raises(ValidationError, match="residual_both"):
        Risk(number="R1", text="т", owner=WHO, review_on=DAY, likelihood=2, impact=2, residual_impact=1)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=5, unique=True), st.integers(0, 400),
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 200), st.integers(0, 100)), max_size=8),
    st.sampled_from([Direction.up, Direction.down]),
)  # fmt: skip
def test_a_plan_is_that_of_the_first_step_that_reaches_the_day(
    steps: list[int], at: int, facts: list[tuple[str, int, int]], way: Direction
) -> None:
    made = Objective(
        number="1", text="т", measure="м", target=Decimal(1000), responsible=WHO, first=DAY, direction=way,
        due=DAY + timedelta(days=365),
        steps=[PlanStep(until=DAY + timedelta(days=n), value=Decimal(n)) for n in sorted(steps)],
        facts=[ObjectiveFact(period=Text(kk=p), on=DAY + timedelta(days=n), value=Decimal(v)) for p, n, v in facts],
    )  # fmt: skip
    reached = [n for n in sorted(steps) if n >= at]
    assert made.plan_on(DAY + timedelta(days=at)) == (reached[0] if reached else 1000)
    standing = made.standing()
    assert len(standing) == len({p for p, _, _ in facts}), "of each period one"
    for f in standing:
        assert f is [x for x in made.facts if x.period == f.period][-1], "the newest that was written"
    light = objectives.light(made)
    if not facts:
        assert light is Reached.no_data
    else:
        newest = standing[-1]
        plan = made.plan_on(newest.on)
        good = newest.value >= plan if way is Direction.up else newest.value <= plan
        assert light is (Reached.good if good else Reached.bad)
