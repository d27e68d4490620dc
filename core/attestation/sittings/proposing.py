"""A proposal of sittings: the graduates of a commission shared over days and rooms. A rule, nothing is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.attestation.sittings.rules import UNIT
from core.busy import Busy, Who, between
from schemas.base import Id, Ref, Text

MOST = 60  # graduates of one sitting, by its schema


@dataclass(frozen=True, slots=True)
class Wanted:
    """A graduate who is to be heard: he and who plays with him, how long."""

    candidacy: Id
    name: Text
    minutes: int
    people: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """Of a working day: from, to, a break (none where both are equal), pause between graduates, graduates a day."""

    first: int
    last: int
    rest: tuple[int, int] = (0, 0)
    pause: int = 0
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Place:
    """A graduate with his time."""

    wanted: Wanted
    starts: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A sitting that is proposed."""

    day: date
    room: Ref
    places: tuple[Place, ...]

    @property
    def starts(self) -> int:
        """When it begins."""
        return self.places[0].starts

    @property
    def ends(self) -> int:
        """When it is over."""
        return self.places[-1].starts + self.places[-1].wanted.minutes


@dataclass
class Proposal:
    """Sittings in the order of days and hours; left: whom no day had time for."""

    sittings: list[Planned] = field(default_factory=list)
    left: list[Wanted] = field(default_factory=list)


def propose(
    wanted: Sequence[Wanted], days: Iterable[date], rooms: Sequence[Ref], seats: Sequence[Who], hours: Hours,
    standing: Iterable[Busy],
) -> Proposal:  # fmt: skip
    """Share graduates, in their order, over days: on each the commission (`seats`) sits in one room at a time, while
    neither it, nor the room, nor the graduate and who plays with him is taken.

    Days are filled alike: how many are needed is found by filling each, then no day takes more than its share. Who is
    taken at his turn is heard at the next one that suits him. The same question always has the same answer.
    """
    taken: dict[date, list[Busy]] = defaultdict(list)
    for busy in standing:
        taken[busy.day].append(busy)
    on = sorted(set(days))
    first = _filled(wanted, on, rooms, seats, hours, taken, hours.most)
    used = len({s.day for s in first.sittings})
    if used < 2 or first.left:
        return first
    even = -(-len(wanted) // used)
    shared = _filled(wanted, on, rooms, seats, hours, taken, min(even, hours.most))
    return first if shared.left else shared


def _filled(
    wanted: Sequence[Wanted], days: Sequence[date], rooms: Sequence[Ref], seats: Sequence[Who], hours: Hours,
    taken: dict[date, list[Busy]], most: int,
) -> Proposal:  # fmt: skip
    found, queue = Proposal(), list(wanted)
    for day in days:
        at, heard = hours.first, 0
        while queue and heard < most:
            runs = [(_run(queue, day, at, room, seats, hours, taken[day], most - heard), room) for room in rooms]
            best, room = max(runs, key=lambda r: (len(r[0]), -r[0][0].starts if r[0] else 0), default=([], None))
            if not best or room is None:
                break
            found.sittings.append(Planned(day, room, tuple(best)))
            gone = {p.wanted.candidacy for p in best}
            queue = [w for w in queue if w.candidacy not in gone]
            heard += len(best)
            at = best[-1].starts + best[-1].wanted.minutes + max(hours.pause, UNIT)
    found.left = queue
    return found


def _run(
    queue: Sequence[Wanted], day: date, at: int, room: Ref, seats: Sequence[Who], hours: Hours, taken: Sequence[Busy],
    most: int,
) -> list[Place]:  # fmt: skip
    """The next run of graduates in a room without a gap, beginning at the first moment from which one can be heard."""
    left, run = list(queue), list[Place]()
    most = min(most, MOST)
    while at < hours.last and len(run) < most:
        one = next((w for w in left if _free(w, day, at, room, seats, hours, taken)), None)
        if one is None:
            if run:
                break
            at += UNIT
            continue
        run.append(Place(one, at))
        left.remove(one)
        at += one.minutes + hours.pause
    return run


def _free(
    one: Wanted, day: date, at: int, room: Ref, seats: Sequence[Who], hours: Hours, taken: Sequence[Busy]
) -> bool:  # fmt: skip
    ends = at + one.minutes
    if ends > hours.last or (at < hours.rest[1] and hours.rest[0] < ends):
        return False
    mine = Busy("", one.name, day, at, ends, room, (*seats, *one.people))
    return not any(between(mine, other) for other in taken)
