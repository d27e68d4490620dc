"""Which figures by a sensitive field are not shown (domain.md 12): small ones, and what would tell them. Pure.

Ethnicity, disability, orphanhood are counted for the statistics of the state; a cell of two people names them. What is
too small is the office's setting (`Office.least_shown`), as for every other figure.
"""

from __future__ import annotations

from collections.abc import Sequence

Table = Sequence[Sequence[int]]


def veiled(cells: Table, least: int) -> list[list[bool]]:
    """Of a table of figures with its sums last (of each row and of each column): which are not shown.

    Cells of fewer people than `least` go; of every row and column then as many of the next smallest as it takes that
    its sum less what is shown tells neither a single cell nor fewer than `least` people, and where none is left the sum
    itself. The sum of all is always shown.
    """
    rows, columns = len(cells), len(cells[0]) if cells else 0
    away = [[0 < n < least for n in row] for row in cells]
    lines = [([(r, c) for c in range(columns - 1)], (r, columns - 1)) for r in range(rows)]
    lines += [([(r, c) for r in range(rows - 1)], (rows - 1, c)) for c in range(columns)]
    if lines:
        away[-1][-1] = False
    before = -1
    while before != (now := sum(map(sum, away))):
        before = now
        for inner, total in lines:
            _line(cells, away, inner, least)
            behind = [cells[r][c] for r, c in inner if away[r][c]]
            if behind and total != (rows - 1, columns - 1) and not _enough(behind, least):
                away[total[0]][total[1]] = True
    return away


def _enough(behind: Sequence[int], least: int) -> bool:
    return len(behind) > 1 and sum(behind) >= least


def _line(cells: Table, away: list[list[bool]], places: Sequence[tuple[int, int]], least: int) -> None:
    """Hide of one line what its sum would tell."""
    behind = [cells[r][c] for r, c in places if away[r][c]]
    for r, c in sorted(places, key=lambda p: cells[p[0]][p[1]]):
        if not behind or _enough(behind, least):
            return
        if cells[r][c] and not away[r][c]:
            away[r][c] = True
            behind.append(cells[r][c])


__all__ = ["veiled"]
