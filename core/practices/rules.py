"""Rules of practices: may a student be placed there, what is missing and by when, whom a supervisor has too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.errors import Problem
from core.i18n import order_key
from core.i18n.dates import office_day
from schemas.base import Id, Ref, Text
from schemas.kinds import PracticeKind
from schemas.practice import Contract, Place, Placement, PracticeBase, PracticePaper, PracticeState


class Ordered(StrEnum):
    """How a placement stands to orders: none, in a draft, in a signed one, changed after it."""

    none = "none"
    draft = "draft"
    signed = "signed"
    changed = "changed"


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: its word, the day by which it is due."""

    code: str
    due: date

    def left(self, today: date) -> int:
        """Days left; below zero: days late."""
        return (self.due - today).days


def kind_like(name: str, kinds: Mapping[str, Text]) -> str | None:
    """The kind of practice that a discipline's name begins like; None where none does."""
    words = order_key(name).split()
    return next((c for c, k in kinds.items() if words and order_key(k.kk).split()[:1] == words[:1]), None)


def contract_for(base: PracticeBase, starts: date, ends: date, programme: Id | None) -> Contract | None:
    """The contract by which a student of a programme may be there through these days; of several the longest."""
    found = [c for c in base.contracts if c.covers(starts, ends, programme)]
    return max(found, key=lambda c: (c.until, c.number), default=None)


def refused(
    kind: PracticeKind, place: Place, base: PracticeBase | None, contract: Contract | None, starts: date, ends: date,
    programme: Ref | None,
) -> list[Problem]:  # fmt: skip
    """Why a student may not be placed so, beside the fields; places are counted apart (`too_many`)."""
    found: list[Problem] = []
    if base is not None and place.own_place:
        found.append(Problem("own_place", "practices.one_place"))
    if base is not None and not base.active:
        found.append(Problem("base", "practices.base_closed", {"base": base.name}))
    if base is not None and base.own and not kind.inside:
        found.append(Problem("base", "practices.not_inside", {"base": base.name}))
    if base is not None and not base.own and kind.contract and contract is None:
        values = {"base": base.name, "starts": starts, "ends": ends}
        key = "practices.no_contract_for" if programme and base.contracts else "practices.no_contract"
        found.append(Problem("base", key, values | ({"programme": programme.label} if programme else {})))
    if place.own_place:
        found += [Problem("application", "practices.by_application")] if not place.application else []
        found += [Problem("applied_on", "practices.by_application")] if place.applied_on is None else []
    return found


def too_many(base: PracticeBase, contract: Contract, year: int) -> Problem | None:
    """The places of a contract in a year are overrun; None while they are enough."""
    used = contract.used.get(str(year), 0)
    if not contract.places or used <= contract.places:
        return None
    values = {"base": base.name, "contract": contract.number, "places": contract.places, "n": used}
    return Problem("base", "practices.no_places", values)


def load(placements: Iterable[Placement]) -> dict[Id, int]:
    """How many students each supervisor has."""
    return Counter(p.place.supervisor.id for p in placements if p.place.supervisor)


def papers_of(kind: PracticeKind) -> list[PracticePaper]:
    """What a practice of this kind needs handed in."""
    return [p for p in PracticePaper if getattr(kind, p.value)]


def unready(kind: PracticeKind, placement: Placement, hours: int | float) -> list[str]:
    """What keeps a student off the practice sheet: a place, a paper, the hours of the journal."""
    found = [] if placement.placed else ["place"]
    found += [p.value for p in papers_of(kind) if placement.paper(p) is None]
    return found + (["hours"] if kind.journal and placement.hours < hours else [])


def lacks(
    kind: PracticeKind, placement: Placement, starts: date, ends: date, hours: int | float, ordered: Ordered
) -> list[Lack]:  # fmt: skip
    """All that one student's practice still misses, in the order in which it is due."""
    if placement.status is not PracticeState.open:
        return []
    early, late = starts - timedelta(kind.before), ends + timedelta(kind.after)
    missing = set(unready(kind, placement, hours))
    found = [Lack("place", early)] if "place" in missing else []
    if placement.placed and placement.place.supervisor is None:
        found.append(Lack("supervisor", early))
    if kind.order and ordered is not Ordered.signed:
        word = {Ordered.none: "order", Ordered.draft: "order_draft", Ordered.changed: "order_changed"}[ordered]
        moved = ordered is Ordered.changed and placement.moves
        found.append(Lack(word, max(early, office_day(placement.moves[-1].at)) if moved else early))
    if "hours" in missing:
        found.append(Lack("hours", ends))
    return found + [Lack(p.value, late) for p in papers_of(kind) if p.value in missing]


def counted(found: Iterable[Sequence[Lack]]) -> list[tuple[Lack, int]]:
    """What is missing in a group: each word with its nearest day and of how many students, the nearest first."""
    every: dict[str, list[date]] = {}
    for some in found:
        for lack in some:
            every.setdefault(lack.code, []).append(lack.due)
    return sorted(((Lack(c, min(d)), len(d)) for c, d in every.items()), key=lambda x: (x[0].due, x[0].code))
