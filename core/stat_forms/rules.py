"""What a statistical form counts: who meets a condition, the figures of rows by columns, sums that do not come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any, Literal

from schemas.condition import SIZED, Condition, Op
from schemas.kinds.stat_forms import FormCount, FormLine

Side = Literal["rows", "columns"]
Value = Callable[[str], Any]  # the field of a condition → the value of the student at hand


@dataclass(frozen=True)
class Broken:
    """A sum that does not come out: the line that should be it, the line it crosses, what stands, what it makes."""

    side: Side
    sum: str
    other: str
    stands: int
    makes: int

    @property
    def key(self) -> str:
        """As it is kept."""
        return f"{self.side}:{self.sum}:{self.other}"


def listed(condition: Condition) -> list[str]:
    """The values a condition names."""
    return [v.strip() for v in condition.value.split(",") if v.strip()]


def meets(value: Any, condition: Condition) -> bool:
    """Does a value meet a condition? One that is not there meets «is not», «is none of» and «is empty» alone."""
    held = {_said(v) for v in (value if isinstance(value, list | tuple) else [value]) if v not in (None, "")}
    op, wanted = condition.op, listed(condition)
    if op in (Op.given, Op.empty):
        return bool(held) is (op is Op.given)
    if op in (Op.is_, Op.among):
        return bool(held & set(wanted))
    if op in (Op.not_, Op.outside):
        return not held & set(wanted)
    assert op in SIZED
    found = ordered(next(iter(held))) if held else None
    bound = ordered(wanted[0]) if wanted else None
    if found is None or bound is None:
        return False
    return {Op.under: found < bound, Op.upto: found <= bound, Op.from_: found >= bound, Op.over: found > bound}[op]


def _said(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def ordered(text: str) -> Decimal | None:
    """A number, or a day as one, for «less» and «more»; None for a word."""
    try:
        return Decimal(date.fromisoformat(text).toordinal())
    except ValueError:
        pass
    try:
        found = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def all_meet(conditions: Iterable[Condition], value: Value) -> bool:
    """Does a student meet every condition?"""
    return all(meets(value(c.field), c) for c in conditions)


def counts_of(row: FormLine, column: FormLine) -> FormCount:
    """Whom a cell counts: what either of its lines says besides «there on the day»."""
    return column.counts if column.counts is not FormCount.there else row.counts


def counted(
    rows: Sequence[FormLine], columns: Sequence[FormLine], of: Sequence[Condition],
    students: Mapping[FormCount, Iterable[tuple[Value, int]]],
) -> list[list[int]]:  # fmt: skip
    """The figures of rows by columns. students: of each count those alike as one, with how many they are."""
    figures = [[0] * len(columns) for _ in rows]
    for sort, found in students.items():
        cells = {(r, c) for r, c in product(range(len(rows)), range(len(columns)))
                 if counts_of(rows[r], columns[c]) is sort}  # fmt: skip
        if not cells:
            continue
        for value, n in found:
            if not all_meet(of, value):
                continue
            mine = [r for r, row in enumerate(rows) if all_meet(row.of, value)]
            its = [c for c, column in enumerate(columns) if all_meet(column.of, value)] if mine else []
            for r, c in product(mine, its):
                if (r, c) in cells:
                    figures[r][c] += n
    return figures


def broken(rows: Sequence[FormLine], columns: Sequence[FormLine], figures: Sequence[Sequence[int]]) -> list[Broken]:
    """The sums that do not come out, row by row, then column by column."""
    found = []
    turned = [list(c) for c in zip(*figures, strict=True)] if figures else [[] for _ in columns]
    sides: tuple[tuple[Side, Sequence[FormLine], Sequence[FormLine], Sequence[Sequence[int]]], ...] = (
        ("rows", rows, columns, figures), ("columns", columns, rows, turned),
    )  # fmt: skip
    for side, lines, others, cells in sides:
        at = {x.code: n for n, x in enumerate(lines)}
        for n, line in enumerate(lines):
            for o, other in enumerate(others if line.summed else ()):
                makes = sum(cells[at[c]][o] for c in line.summed)
                if makes != cells[n][o]:
                    found.append(Broken(side, line.code, other.code, cells[n][o], makes))
    return found


def places(rows: Sequence[Any], columns: Sequence[Any], first_row: int = 6) -> tuple[list[int], list[int]]:
    """Where rows and columns stand in the sheet, from 0: as the layout says, else after the one before."""
    down, along = [], []
    at = first_row - 1
    for row in rows:
        at = int(row.place) - 1 if row.place else at
        down.append(at)
        at += 1
    at = 2  # A: the heading of a row, B: its code
    for column in columns:
        at = letters(column.place) if column.place else at
        along.append(at)
        at += 1
    return down, along


def letters(place: str) -> int:
    """The number of a column by its letters, from 0: A is 0, AA is 26."""
    n = 0
    for letter in place:
        n = n * 26 + ord(letter) - 64
    return n - 1


__all__ = ["Broken", "Side", "Value", "all_meet", "broken", "counted", "counts_of", "letters", "listed", "meets",
           "ordered", "places"]  # fmt: skip
