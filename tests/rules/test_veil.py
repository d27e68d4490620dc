"""Small figures of a sensitive cut, and what would tell them, are not shown (domain.md 12)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.contingent import veiled

ROW = st.lists(st.integers(0, 30), min_size=1, max_size=5)
LEAST = 5


def summed(cells: list[list[int]]) -> list[list[int]]:
    rows = [[*r, sum(r)] for r in cells]
    return [*rows, [sum(c) for c in zip(*rows, strict=True)]]


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.integers(0, 30), min_size=n, max_size=n), min_size=1,
                                                    max_size=5)))  # fmt: skip
def test_no_line_tells_a_small_figure(cells: list[list[int]]) -> None:
    table = summed(cells)
    away = veiled(table, LEAST)
    high, wide = len(table), len(table[0])
    lines = [([(r, c) for c in range(wide - 1)], (r, wide - 1)) for r in range(high)]
    lines += [([(r, c) for r in range(high - 1)], (high - 1, c)) for c in range(wide)]
    for r in range(high):
        for c in range(wide):
            if 0 < table[r][c] < LEAST and (r, c) != (high - 1, wide - 1):
                assert away[r][c]
    for inner, (r, c) in lines:
        behind = [table[y][x] for y, x in inner if away[y][x]]
        if behind and not away[r][c] and (r, c) != (high - 1, wide - 1):
            assert len(behind) > 1 and sum(behind) >= LEAST
    assert not away[-1][-1]


@given(st.lists(ROW.map(lambda r: [n + LEAST for n in r]).map(lambda r: r[:1]), min_size=1, max_size=4))
def test_what_is_big_enough_is_shown(cells: list[list[int]]) -> None:
    assert not any(map(any, veiled(summed(cells), LEAST)))


def test_the_next_smallest_goes_with_a_small_one() -> None:
    assert veiled(summed([[2], [40], [9]]), LEAST) == [[True, True], [False, False], [True, True], [False, False]]
    assert veiled([], LEAST) == []
