"""Times of an order of performance, how long one is heard, how many make a quorum. Rules only."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

DAY = 24 * 60
UNIT = 5  # a slot lasts whole five minutes

T = TypeVar("T")


def times(starts: int, lengths: Sequence[int], pause: int) -> list[int]:
    """When each of an order begins: one after another with the pause between."""
    found, at = [], starts
    for minutes in lengths:
        found.append(at)
        at += minutes + pause
    return found


def length(minutes: int, programme: Decimal) -> int:
    """How long a graduate is heard: the usual time, or his programme where it lasts longer, in whole five minutes."""
    return max(minutes, -(-int(programme.to_integral_value(rounding="ROUND_CEILING")) // UNIT) * UNIT)


def moved(order: Sequence[T], what: T, place: int) -> list[T]:
    """An order with one moved to a place (from 1); a place before the first or after the last is the first or last."""
    rest = [each for each in order if each != what]
    at = min(max(place, 1), len(rest) + 1) - 1
    return [*rest[:at], what, *rest[at:]]


def needed(voters: int, percent: int) -> int:
    """How many of the chair and members make a quorum."""
    return -(-voters * percent // 100)
