"""Low stock before graduation is seen months ahead and asked for once; a loss gives the head an investigation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import blanks
from core.blanks import needs
from core.blanks.needs import Need, watched
from core.db.store import Store
from core.desk import Desk, Why
from schemas.base import Text
from schemas.words import Role
from tests.acts.test_blanks import DAY, SAT, batch, keeper, on, span

__all__ = ["keeper"]
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
FEW = st.integers(0, 500)


@given(FEW, FEW, FEW, st.decimals(0, 20, places=2), st.booleans())
def test_what_is_missing_brings_the_stock_to_both_bounds_and_not_one_more(
    stock: int, low: int, graduates: int, each: Decimal, near: bool
) -> None:
    need = Need("diploma", Text(kk="Диплом"), stock, low, graduates, each, DAY, near)
    assert need.needed - 1 < each * graduates <= need.needed
    then = stock + need.missing
    assert then >= low and (not near or then >= need.needed)
    assert not need.missing or then == low or (near and then == need.needed)
    assert need.short == (stock < low or near and stock < need.needed)


@given(DAYS, DAYS, st.integers(1, 24))
def test_graduation_is_watched_from_its_months_before_to_its_day(today: date, last: date, months: int) -> None:
    seen = watched(today, last, months)
    assert seen == watched(today, last, months) and not (seen and last < today)
    if seen:
        assert watched(last, last, months) and watched(today, last, months + 1)
        assert (last - today).days <= 31 * months
    elif today <= last:
        assert (last - today).days >= 28 * months


@pytest.mark.usefixtures("shipped")
def test_a_kind_that_runs_low_is_asked_of_its_keeper_once_until_it_comes(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why())
    low = {n.kind: n for n in needs.needs(keeper)}["diploma"]
    assert (low.stock, low.low, low.short, low.missing) == (10, 30, True, 20)
    made = needs.remind(store, DAY)
    tasks = store.rows("tasks", {"mark": "blank_low:2026"})
    assert made == len(tasks) == 6, "every shipped kind with a low of its own"
    assert {r["to_user"]["id"] for r in tasks} == {keeper.actor.id}
    assert needs.remind(store, DAY + timedelta(1)) == 0
    blanks.receive(keeper, batch(first=11, last=40), Why())
    task = next(r for r in store.rows("tasks", {}) if r["subject"]["id"] == "blank:diploma")
    assert task["state"] == "done" and needs.remind(store, DAY + timedelta(2)) == 0


@pytest.mark.usefixtures("shipped")
def test_without_a_keeper_the_head_is_asked(store: Store) -> None:
    assert needs.remind(store, DAY) == 6
    assert {r["to_role"] for r in store.rows("tasks", {})} == {Role.head.value}


@pytest.mark.usefixtures("shipped")
def test_a_loss_gives_the_head_an_investigation(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why())
    blanks.spoil(keeper, "diploma", "BD", span(1), DAY, SAT, Why("бүлінді"))
    assert not store.rows("tasks", {})
    blanks.lose(keeper, "diploma", "BD", span(2, 3), DAY, SAT, Why("жоқ"))
    task = store.rows("tasks", {})[0]
    assert task["to_role"] == Role.head.value and task["by_hand"] and "0000002–0000003" in task["what"]["ru"]
    assert task["due"] == (DAY + timedelta(10)).isoformat() and on(store).today() == DAY
