"""The classes a discipline needs in a term, and who goes into which: what is there stays, the rest is proposed.

Pure. Groups are made first, then streams of whole groups: who sits in a group sits in its stream.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.grouping.placing import Box, place, room
from core.grouping.seats import Lot, Seat, arithmetic, lots, number
from schemas.base import Id
from schemas.kinds.study import Norm
from schemas.words import LessonKind, StudyLanguage

Norms = Mapping[LessonKind, Norm]


@dataclass(frozen=True)
class Standing:
    """A class that is there already. studies: who sits in it. stream: the stream it hears (id)."""

    id: Id
    code: str
    kind: LessonKind
    studies: Sequence[Id] = ()
    capacity: int | None = None
    language: StudyLanguage | None = None
    stream: Id | None = None


@dataclass(eq=False)
class Place:
    """A class of the proposal: one that stands (`id`) or a new one, and who comes into it.

    stream: the place of the stream it hears.
    """

    lot: Lot
    seats: list[Seat] = field(default_factory=list)
    standing: Standing | None = None
    capacity: int | None = None
    stream: Place | None = None

    @property
    def size(self) -> int:
        """How many will sit in it."""
        return len(self.seats) + (len(self.standing.studies) if self.standing else 0)

    @property
    def room(self) -> int | None:
        """How many more it holds; None: no end."""
        return None if self.capacity is None else max(0, self.capacity - self.size)

    @property
    def studies(self) -> set[Id]:
        """Who will sit in it."""
        return {*(self.standing.studies if self.standing else ()), *(s.study for s in self.seats)}


@dataclass(frozen=True)
class Wanted:
    """How many classes one lot of a discipline needs, with the arithmetic, what is made and who is not placed yet."""

    lot: Lot
    enrolled: int
    norm: int
    least: int
    computed: int
    chosen: int
    reason: str = ""
    made: int = 0
    unplaced: int = 0

    @property
    def words(self) -> str:
        """The reckoning as it is shown: «58 / 25 → 3»."""
        return arithmetic(self.enrolled, self.norm)

    @property
    def small(self) -> bool:
        """Fewer than the least for which a class is opened, and none is open."""
        return self.enrolled < self.least and not self.made


@dataclass
class Proposal:
    """What is proposed for a discipline: every class with its newcomers; who stays without one, being too few."""

    wanted: list[Wanted] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    left: list[Seat] = field(default_factory=list)

    @property
    def changed(self) -> list[Place]:
        """The classes that are new or get somebody."""
        return [p for p in self.places if p.seats]


Chosen = Callable[[Lot], tuple[int, str] | None]


def kinds_of(lesson: LessonKind, lectures: bool) -> tuple[LessonKind, ...]:
    """The kinds of class of a discipline: its own, and streams before it where there are stream lectures."""
    stream = lectures and lesson is not LessonKind.stream
    return (LessonKind.stream, lesson) if stream else (lesson,)


def propose(
    seats: Iterable[Seat], standing: Sequence[Standing], lesson: LessonKind, lectures: bool, norms: Norms,
    chosen: Chosen = lambda _: None, small: bool = False,
) -> Proposal:  # fmt: skip
    """The proposal for one discipline. chosen: the office's own number for a lot, with its reason. small: open
    classes for fewer than the least, too. The same registrations and classes always give the same proposal."""
    seats = sorted(seats, key=lambda s: s.order)
    kinds = kinds_of(lesson, lectures)
    over = (norms[LessonKind.stream],) if len(kinds) > 1 else ()
    out = Proposal()
    found = lots(seats, lesson, norms[lesson], *over)
    here = _by_lot(found, [s for s in standing if s.kind is lesson], lesson)
    # A class of another lot may hold some of these (moved by hand): nobody is placed twice.
    sits = {i for s in standing if s.kind is lesson for i in s.studies}
    full: set[Id] = set()
    while True:  # once more where a stream has no room left for newcomers of its groups
        tried = Proposal()
        for lot, who in found.items():
            _fill(tried, lot, who, here.get(lot, []), norms[lesson], over, chosen, small, full, sits)
        if not over:
            out = tried
            break
        out, crowded = _streams(tried, seats, standing, norms, chosen)
        if not crowded - full:
            break
        full |= crowded
    out.wanted.sort(key=lambda w: w.lot.order)
    return out


def wanted(
    seats: Iterable[Seat], standing: Sequence[Standing], lesson: LessonKind, lectures: bool, norms: Norms,
    chosen: Chosen = lambda _: None,
) -> list[Wanted]:  # fmt: skip
    """Only the numbers of a discipline, of every kind of its classes."""
    seats, kinds, out = list(seats), kinds_of(lesson, lectures), list[Wanted]()
    over = (norms[LessonKind.stream],) if len(kinds) > 1 else ()
    for kind in kinds:
        found = lots(seats, kind, norms[kind], *(over if kind is lesson else ()))
        here = _by_lot(found, [s for s in standing if s.kind is kind], kind)
        out += [_wanted(lot, who, here.get(lot, []), norms[kind], chosen) for lot, who in found.items()]
    return out


def _wanted(lot: Lot, who: Sequence[Seat], here: Sequence[Standing], norm: Norm, chosen: Chosen) -> Wanted:
    sits = {i for s in here for i in s.studies}
    computed = number(len(who), norm.size)
    own = chosen(lot)
    count, reason = own or (computed, "")
    unplaced = sum(1 for s in who if s.study not in sits)
    return Wanted(lot, len(who), norm.size, norm.least, computed, count, reason, len(here), unplaced)


def _by_lot(
    found: Mapping[Lot, Sequence[Seat]], here: Sequence[Standing], kind: LessonKind
) -> dict[Lot, list[Standing]]:
    """Which lot each class belongs to: that of most of its people, else the largest of its language."""
    of = {s.study: lot for lot, who in found.items() for s in who}
    out: dict[Lot, list[Standing]] = {}
    for one in sorted(here, key=lambda s: s.code):
        votes = Counter(of[i] for i in one.studies if i in of)
        if votes:
            lot = min(votes, key=lambda x: (-votes[x], x.order))
        else:
            near = [x for x in found if one.language is None or x.language in (None, one.language)]
            if not near:
                continue
            lot = min(near, key=lambda x: (-len(found[x]), x.order))
        out.setdefault(lot, []).append(one)
    return out


def _fill(
    out: Proposal, lot: Lot, who: Sequence[Seat], here: Sequence[Standing], norm: Norm, over: tuple[Norm, ...],
    chosen: Chosen, small: bool, full: set[Id], sits: set[Id],
) -> None:  # fmt: skip
    """The classes of one lot below the streams."""
    said = _wanted(lot, who, here, norm, chosen)
    out.wanted.append(said)
    places = [Place(lot, standing=s, capacity=s.capacity) for s in here]
    out.places += places
    waiting = [s for s in who if s.study not in sits]
    if not waiting:
        return
    if said.small and not small:
        out.left += waiting
        return
    if lot.kind is LessonKind.individual:
        out.places += [Place(lot, [s], capacity=1) for s in waiting]
        return
    most = min((n.most for n in (norm, *over) if n.most is not None), default=None)
    groups = {s.study: s.group for s in who}
    boxes = [replace(_box(p, groups), room=0 if p.standing and p.standing.id in full else p.room) for p in places]
    out.places += _opened(waiting, boxes, places, lot, most, said, norm)


def _opened(
    waiting: Sequence[Seat], boxes: list[Box], places: list[Place], lot: Lot, most: int | None, said: Wanted, norm: Norm
) -> list[Place]:  # fmt: skip
    """Fill the standing classes and as many new ones as the number says, more where they would not hold everybody."""

    def tried(fresh: int) -> list[list[Seat]]:
        return place(waiting, [*boxes, *[Box(room=most)] * fresh], norm.size, norm.together)

    fresh = max(0, said.chosen - len(boxes), 0 if boxes else 1)
    while (left := room([*boxes, *[Box(room=most)] * fresh])) is not None and left < len(waiting):
        fresh += 1
    fresh = min(fresh, len(waiting))
    found = tried(fresh)
    fits = boxes and ((left := room(boxes)) is None or left >= len(waiting))
    if fresh and fits and not said.reason and min(map(len, found[len(boxes) :])) < max(1, norm.least):
        fresh, found = 0, tried(0)  # late comers go where there is room before a class of three is opened
    for one, who in zip(places, found, strict=False):
        one.seats += who
    return [Place(lot, who, capacity=most) for who in found[len(boxes) :] if who]


def _box(of: Place, groups: Mapping[Id, str]) -> Box:
    there = of.standing.studies if of.standing else ()
    return Box(len(there), of.room, Counter(groups.get(i, "") for i in there), fresh=False)


# streams ------------------------------------------------------------------------------------------------------


def _streams(
    made: Proposal, seats: Sequence[Seat], standing: Sequence[Standing], norms: Norms, chosen: Chosen
) -> tuple[Proposal, set[Id]]:  # fmt: skip
    """Streams over the groups of a proposal; the second answer: groups whose stream has no room for their newcomers."""
    norm = norms[LessonKind.stream]
    found = lots(seats, LessonKind.stream, norm)
    here = [s for s in standing if s.kind is LessonKind.stream]
    of_lot = _by_lot(found, here, LessonKind.stream)
    said = {lot: _wanted(lot, who, of_lot.get(lot, []), norm, chosen) for lot, who in found.items()}
    streams = {lot: [Place(lot, standing=s, capacity=s.capacity) for s in of_lot.get(lot, [])] for lot in found}
    by_id = {p.standing.id: p for every in streams.values() for p in every if p.standing}
    sits = {i for s in here for i in s.studies}
    lot_of = {s.study: lot for lot, who in found.items() for s in who}
    crowded: set[Id] = set()
    free: dict[Lot, list[Place]] = {}
    for group in made.places:
        known = by_id.get(group.standing.stream or "") if group.standing else None
        coming = [s for s in group.seats if s.study not in sits]
        if known is None:
            votes = Counter(lot_of[i] for i in sorted(group.studies) if i in lot_of)
            if votes:
                free.setdefault(min(votes, key=lambda x: (-votes[x], x.order)), []).append(group)
        elif known.room is not None and len(coming) > known.room:
            crowded.add(group.standing.id if group.standing else "")
        else:
            known.seats += coming
            group.stream = known
    for lot, groups in free.items():
        _join(streams[lot], groups, said[lot], norm, sits, seats)
    out = Proposal([*made.wanted, *said.values()], [], made.left)
    out.places = [*(p for every in streams.values() for p in every), *made.places]
    return out, crowded


def _join(
    streams: list[Place], groups: list[Place], said: Wanted, norm: Norm, sits: set[Id], seats: Sequence[Seat]
) -> None:  # fmt: skip
    """Whole groups into streams, the larger first into the emptiest; one more stream where no stream has room."""
    seat_of = {s.study: s for s in seats}
    individual = groups[0].lot.kind is LessonKind.individual
    streams += [Place(said.lot, capacity=norm.most) for _ in range(said.chosen - len(streams))]
    # Individual lessons of one administrative group go to one stream, as groups do.
    units: dict[str | int, list[Place]] = {}
    for n, group in enumerate(groups):
        own = next((seat_of[i].group for i in group.studies if i in seat_of), "")
        units.setdefault(own if individual and own else n, []).append(group)
    quota = min(-(-sum(g.size for g in groups) // max(1, said.chosen)), norm.most or len(seats))
    cut: list[list[Place]] = []
    for unit in units.values():
        step = quota if individual else len(unit)
        cut += [unit[at : at + step] for at in range(0, len(unit), step)]
    for unit in sorted(cut, key=lambda u: (-sum(g.size for g in u), min(min(g.studies, default="") for g in u))):
        coming = [seat_of[i] for g in unit for i in sorted(g.studies) if i in seat_of and i not in sits]
        fits = [(s.size, n, s) for n, s in enumerate(streams) if s.room is None or len(coming) <= s.room]
        if not fits:
            if norm.most is not None and len(coming) > norm.most:
                continue  # a class larger than any stream: it stays without one, and is shown as not placed
            streams.append(Place(said.lot, capacity=norm.most))
            fits = [(0, 0, streams[-1])]
        best = min(fits, key=lambda f: f[:2])[2]
        best.seats += coming
        for group in unit:
            group.stream = best
    streams[:] = [s for s in streams if s.standing or s.seats]
