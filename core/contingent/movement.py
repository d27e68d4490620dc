"""The movement of a period (domain.md 12): opening + in by cause - out by cause = closing, whatever happened. Pure.

Each turn of a study that leads into what is counted is one in, each that leads out of it one out, on its day and with
its cause; turns of one day follow each other. So the sum holds for every period and every way of counting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.contingent.lives import Cause, Life, Unit
from schemas.base import Id

Counts = Callable[[Unit], bool]
Value = Callable[[Unit], Hashable]
NOTHING = Cause("")
OUT = object()  # the value of a unit that is not counted


@dataclass(frozen=True, slots=True)
class Move:
    """One turn of one study: on which day, how it stood before and after, by what."""

    student: Id
    study: Id
    day: str
    was: Unit | None
    now: Unit | None
    by: Cause


@dataclass
class Movement:
    """A period's movement: the studies at its ends, and every move between."""

    opening: list[Move] = field(default_factory=list)
    came: list[Move] = field(default_factory=list)
    left: list[Move] = field(default_factory=list)
    inside: list[Move] = field(default_factory=list)
    closing: list[Move] = field(default_factory=list)

    @property
    def balances(self) -> bool:
        """opening + in - out = closing."""
        return len(self.opening) + len(self.came) - len(self.left) == len(self.closing)


def movement(lives: Iterable[Life], first: date, last: date, counts: Counts) -> Movement:
    """What moved from the beginning of `first` to the end of `last`, of what `counts` says belongs."""
    return movements(lives, first, last, lambda unit: None if counts(unit) else OUT).get(None, Movement())


def movements(lives: Iterable[Life], first: date, last: date, value: Value) -> dict[Hashable, Movement]:
    """The same for each value of a cut (`OUT`: not counted): who goes from one value to another leaves the first and
    comes to the second."""
    found: dict[Hashable, Movement] = defaultdict(Movement)
    before, end = (first - timedelta(days=1)).isoformat(), last.isoformat()
    for life in lives:
        unit, since, by, was, begun = None, "", NOTHING, OUT, False
        for turn in life.turns:
            if turn.since > end:
                break
            now = OUT if turn.unit is None else value(turn.unit)
            if turn.since > before:
                if not begun and was is not OUT:
                    found[was].opening.append(Move(life.student, life.study, since, None, unit, by))
                begun = True
                move = Move(life.student, life.study, turn.since, unit, turn.unit, turn.by)
                if was is not now and was != now:
                    if was is not OUT:
                        found[was].left.append(move)
                    if now is not OUT:
                        found[now].came.append(move)
                elif now is not OUT:
                    found[now].inside.append(move)
            unit, since, by, was = turn.unit, turn.since, turn.by, now
        if was is not OUT:
            at_end = Move(life.student, life.study, since, None, unit, by)
            found[was].closing.append(at_end)
            if not begun:
                found[was].opening.append(at_end)
    return dict(found)
