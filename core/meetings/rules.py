"""What a protocol must be: its quorum, its votes, decisions on questions that stand, tasks of decisions that passed."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import Problem
from schemas.kinds import Quorum
from schemas.meeting import AgendaItem, Invited, MeetingDecision, MeetingOrder


def needed(quorum: Quorum, voters: int) -> int:
    """How many of those who vote must be there: more than half, two thirds exactly (rounded up), or nobody."""
    if quorum is Quorum.half:
        return voters // 2 + 1
    return -(-2 * voters // 3) if quorum is Quorum.two_thirds else 0


def voters(people: Sequence[Invited]) -> tuple[int, int]:
    """How many vote, and how many of them are there."""
    return sum(p.votes for p in people), sum(p.votes and p.present for p in people)


def quorate(quorum: Quorum, people: Sequence[Invited]) -> bool:
    """Are enough of those who vote there?"""
    whole, there = voters(people)
    return there >= needed(quorum, whole)


def wrong(
    agenda: Sequence[AgendaItem], people: Sequence[Invited], decisions: Sequence[MeetingDecision],
    orders: Sequence[MeetingOrder], votes: bool,
) -> list[Problem]:  # fmt: skip
    """All that is wrong with what a protocol says, by row."""
    found, (_, there) = [], voters(people)
    for n, d in enumerate(decisions):
        given = [v for v in (d.ayes, d.noes, d.abstained) if v is not None]
        if d.item > len(agenda):
            found.append(Problem("decisions", "meetings.no_item", {"n": d.item}, n))
        if given and not votes:
            found.append(Problem("decisions", "meetings.no_votes_here", {}, n))
        elif given and (d.ayes is None or sum(given) > there):
            found.append(Problem("decisions", "meetings.bad_votes", {"n": sum(given), "there": there}, n))
    for n, o in enumerate(orders):
        if o.decision > len(decisions):
            found.append(Problem("orders", "meetings.no_decision", {"n": o.decision}, n))
        elif not decisions[o.decision - 1].passed:
            found.append(Problem("orders", "meetings.not_passed", {"n": o.decision}, n))
    return found


__all__ = ["needed", "quorate", "voters", "wrong"]
