"""Who goes where: students into classes, balanced, administrative groups together, never above capacity. Pure."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.grouping.seats import Seat


@dataclass(frozen=True)
class Box:
    """A class to be filled: how many sit in it already, how many more may (None: any), of which groups they are.

    fresh: it is opened only now, so it must not stay empty.
    """

    sitting: int = 0
    room: int | None = None
    groups: dict[str, int] = field(default_factory=dict)
    fresh: bool = True

    def holds(self, more: int) -> bool:
        """Is there room for so many?"""
        return self.room is None or more <= self.room


def room(boxes: Sequence[Box]) -> int | None:
    """How many may still come into all of them; None where one knows no end."""
    found = [b.room for b in boxes]
    return None if any(r is None for r in found) else sum(r or 0 for r in found)


def place(seats: Sequence[Seat], boxes: Sequence[Box], norm: int, together: bool = True) -> list[list[Seat]]:
    """The newcomers of each box; everybody exactly once, no box above its room.

    Administrative groups stay whole where that fits the norm and leaves the classes alike; otherwise the sizes differ
    by at most one. ValueError where the boxes can not hold everybody.
    """
    left = room(boxes)
    if left is not None and left < len(seats):
        raise ValueError(f"{len(seats)} into {left}")
    seats = sorted(seats, key=lambda s: s.order)
    return (_whole(seats, boxes, norm) if together else None) or _even(seats, boxes)


def _even(seats: Sequence[Seat], boxes: Sequence[Box]) -> list[list[Seat]]:
    """Sizes as alike as what sits there already allows; neighbours of one group mostly together."""
    coming = [0] * len(boxes)
    heap = [(box.sitting, n) for n, box in enumerate(boxes) if box.holds(1)]
    heapq.heapify(heap)
    for _ in seats:
        load, n = heapq.heappop(heap)
        coming[n] += 1
        if boxes[n].holds(coming[n] + 1):
            heapq.heappush(heap, (load + 1, n))
    queue = sorted(seats, key=lambda s: (s.group, s.order))
    found, at = [], 0
    for count in coming:
        found.append(sorted(queue[at : at + count], key=lambda s: s.order))
        at += count
    return found


def _whole(seats: Sequence[Seat], boxes: Sequence[Box], norm: int) -> list[list[Seat]] | None:
    """Groups whole, the larger first, each to its own people or to the emptiest class; None where that does not do."""
    load = [b.sitting for b in boxes]
    quota = -(-(sum(load) + len(seats)) // max(1, len(boxes)))
    limit = max(quota, norm)
    found: list[list[Seat]] = [[] for _ in boxes]
    for piece in _pieces(seats, limit):
        size, group = len(piece), piece[0].group
        fits = [
            n for n, box in enumerate(boxes)
            if load[n] + size <= limit and box.holds(len(found[n]) + size)
        ]  # fmt: skip
        if not fits:
            return None
        best = min(fits, key=lambda n: (-boxes[n].groups.get(group, 0) if group else 0, load[n], n))
        found[best] += piece
        load[best] += size
    least = max(1, quota // 2)
    if any(box.fresh and load[n] < least for n, box in enumerate(boxes)):
        return None
    return [sorted(who, key=lambda s: s.order) for who in found]


def _pieces(seats: Sequence[Seat], limit: int) -> list[list[Seat]]:
    """Administrative groups, one that is too large cut evenly; who is in none comes by himself, last."""
    groups: dict[str, list[Seat]] = {}
    for seat in seats:
        groups.setdefault(seat.group, []).append(seat)
    alone = [[s] for s in groups.pop("", [])]
    cut: list[list[Seat]] = []
    for who in groups.values():
        many = -(-len(who) // limit)
        sizes = [len(who) // many + (n < len(who) % many) for n in range(many)]
        for n, size in enumerate(sizes):
            start = sum(sizes[:n])
            cut.append(who[start : start + size])
    return sorted(cut, key=lambda p: (-len(p), p[0].group, p[0].order)) + alone
