"""What an order of a kind asks (domain.md 5.2): each rule broken by a hair, and kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.orders.conditions import Case, broken, months_after
from schemas.kinds import LeaveGround
from schemas.kinds.orders import Condition, Rule
from schemas.order import Order, OrderLine
from schemas.term import Term
from schemas.words import TermKind

MONDAY = date(2026, 9, 7)
TERM = Term(_id="t", code="2026-1", kind=TermKind.autumn, year=2026, starts=date(2026, 9, 1), ends=date(2026, 12, 31))
NEXT = Term(_id="u", code="2026-2", kind=TermKind.spring, year=2026, starts=date(2027, 1, 18), ends=date(2027, 6, 1))
GROUND = LeaveGround(sort="leave_ground", least=1, most=12)


def case(study: dict[str, Any] | None = None, **what: Any) -> Case:
    values = what.pop("values", {})
    order = Order.model_construct(effective=what.pop("effective", MONDAY), values=values)
    line = OrderLine.model_construct(values={})
    filled: dict[str, Any] = {"today": MONDAY, "basis": None, "terms": (TERM, NEXT), "grounds": {"health": GROUND}}
    return Case(order, line, study or {}, **{**filled, **what})


def result(state: str, term: str) -> dict[str, Any]:
    return {"id": f"{state}{term}", "state": state, "term": term, "discipline": {"id": "d"}}


def leave(until: date) -> dict[str, Any]:
    return {"set/leave_ground": "health", "set/leave_until": until.isoformat()}


SUMMER = [(date(2026, 7, 1), date(2026, 8, 31))]
RULES = [  # rule, figure, days, kept, broken
    (Rule.basis_days, 3, "", case(basis=date(2026, 9, 2)), case(basis=date(2026, 9, 1))),  # three working days
    (Rule.before_term, 5, "", case(basis=date(2026, 8, 27)), case(basis=date(2026, 8, 28))),
    (Rule.leave_notice, 14, "", case(basis=date(2026, 8, 18)), case(basis=date(2026, 8, 19))),
    (Rule.vacation, None, "", case(today=date(2026, 8, 31), vacations=SUMMER), case(vacations=SUMMER)),
    (Rule.season, None, "10.08-25.08", case(effective=date(2026, 8, 25)), case(effective=date(2026, 8, 26))),
    (Rule.season, None, "20.12-10.01", case(effective=date(2027, 1, 10)), case(effective=date(2027, 1, 11))),
    (Rule.first_term, None, "", case({"record": [result("passed", "2026-1")]}),
     case({"record": [result("open", "2026-1")]})),
    (Rule.first_fails, None, "", case({"record": [result("passed", "2026-1"), result("failed", "2026-2")]}),
     case({"record": [result("failed", "2026-1"), result("passed", "2026-2")]})),
    (Rule.debts, 2, "", case({"totals": {"academic_debts": 2}}), case({"totals": {"academic_debts": 3}})),
    (Rule.credits, 60, "", case({"totals": {"credits": Decimal(60)}}), case({"totals": {"credits": Decimal("59.5")}})),
    (Rule.gpa, 2, "", case({"totals": {"gpa": Decimal("2.0")}}), case({"totals": {"gpa": Decimal("1.999")}})),
    (Rule.gpa, 2, "", case({"totals": {"gpa": Decimal(4)}}), case({"totals": {"gpa": None}})),
    (Rule.leave_length, None, "", case(values=leave(date(2027, 9, 7))), case(values=leave(date(2027, 9, 8)))),
    (Rule.leave_length, None, "", case(values=leave(date(2026, 10, 7))), case(values=leave(date(2026, 10, 6)))),
    (Rule.leave_over, None, "", case({"leave_until": "2026-09-07"}), case({"leave_until": "2026-09-08"})),
    (Rule.holds, None, "", case(holds=0), case(holds=1)),
    (Rule.difference, None, "", case(decided={"set/year": 2}, values={"set/year": 2}),
     case(decided={"set/year": 2}, values={"set/year": 3})),
    (Rule.difference, None, "", case(decided={"set/year": None}), case(decided=None)),
    (Rule.last_year, None, "", case({"year": 3}, years=4), case({"year": 4}, years=4)),
]  # fmt: skip


@pytest.mark.parametrize("rule,figure,days,kept,against", RULES)
def test_a_rule_is_kept_to_its_last_day_and_broken_on_the_next(
    rule: Rule, figure: int | None, days: str, kept: Case, against: Case
) -> None:
    condition = Condition(rule=rule, figure=None if figure is None else Decimal(figure), days=days)
    assert broken(condition, kept) is None
    found = broken(condition, against)
    assert found is not None and found[0] == f"orders.broken.{rule.value}"


def test_a_calendar_nobody_approved_proves_no_vacation() -> None:
    assert broken(Condition(rule=Rule.vacation), case(vacations=None)) is not None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_months_are_counted_as_people_do(day: date, months: int) -> None:
    """The same day of the month, or its last one; never a day more than asked, and it grows with the months."""
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)
    assert months_after(day, months + 1) > found
