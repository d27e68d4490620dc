"""The plan of the kills: at which acts, who is killed and when, all from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

WHO = ("app", "app", "app", "app", "database", "database", "database", "both", "guardian")
USUAL = 0.01  # seconds an act takes that was not seen before
COMMIT, COMMITTING = 0.4, 0.003  # so many of the kills fall into the commit, within so many seconds of its beginning
CHANCE = 0.16  # of an act of a new kind, where the acts to come are not known


@dataclass(frozen=True)
class Kill:
    """Who is killed in the middle of an act, and so many seconds after its beginning, or after it began to commit."""

    who: str
    after: float
    commit: bool


class Plan:
    """Kills spread over every kind of act that comes.

    seen: the acts of a rehearsal, each with its kind and its seconds. Then every kind gets its kill before one gets
    its second, at a place among its acts that the seed chooses. Without a rehearsal acts of new kinds are taken by
    chance.
    """

    def __init__(self, seed: int, kills: int, seen: Sequence[tuple[str, float]] = ()) -> None:
        self._rng, self.left = Random(seed), kills
        self._seen, self._met = seen, set[str]()
        self._chosen = self._spread(kills) if seen else None
        self._n = -1

    def next(self, action: str) -> Kill | None:
        """What befalls the act that comes now; None: nothing."""
        self._n += 1
        if self._chosen is not None:
            if self._n in self._chosen and self._seen[self._n][0] != action:
                raise LookupError(f"the rehearsal had {self._seen[self._n][0]} here, not {action}")
            return self._chosen.get(self._n)
        if not self.left or action in self._met or self._rng.random() > CHANCE:
            return None
        self.left -= 1
        self._met.add(action)
        return self._kill(USUAL)

    def _spread(self, kills: int) -> dict[int, Kill]:
        places: dict[str, list[int]] = {}
        for n, (action, _) in enumerate(self._seen):
            places.setdefault(action, []).append(n)
        for found in places.values():
            self._rng.shuffle(found)
        order = sorted(places)
        self._rng.shuffle(order)
        rounds = max(map(len, places.values()))
        turns = [places[a][r] for r in range(rounds) for a in order if r < len(places[a])]
        return {n: self._kill(self._seen[n][1]) for n in turns[:kills]}

    def _kill(self, seconds: float) -> Kill:
        who, commit, share = self._rng.choice(WHO), self._rng.random() < COMMIT, self._rng.random()
        return Kill(who, share * (COMMITTING if commit else seconds), commit)
