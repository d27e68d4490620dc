"""Four eyes: who may draft and who may approve, in one table that every act of two hands asks (clause 13).

The right to approve is in `access.RIGHTS` as any other; this table adds that the two hands belong to two people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.access import RIGHTS
from core.errors import RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.words import Role


@dataclass(frozen=True)
class Hands:
    """The right of the first hand (drafts) and of the second (approves)."""

    drafts: str
    approves: str


# act of the second hand → whose hands
TABLE: Mapping[str, Hands] = {
    "correction.confirm": Hands("correction.propose", "correction.confirm"),
    "correction.reject": Hands("correction.propose", "correction.confirm"),
    "paper.check": Hands("paper.make", "paper.check"),
    "paper.sign": Hands("paper.make", "paper.sign"),
    "protocol.correct": Hands("attestation.hear", "attestation.edit"),
    "proposal.accept": Hands("proposal.make", "proposal.decide"),
    "proposal.decline": Hands("proposal.make", "proposal.decide"),
    "merge.confirm": Hands("student.merge", "student.merge"),
    "curriculum.approve": Hands("curriculum.edit", "curriculum.approve"),
    "calendar.approve": Hands("calendar.edit", "calendar.approve"),
    "deviation.close": Hands("check.mend", "check.close"),
    "plan.approve": Hands("plan.choose", "plan.approve"),
    "promotion.approve": Hands("promotion.make", "promotion.approve"),
    "difference.approve": Hands("difference.edit", "difference.approve"),
    "mobility.recognise": Hands("mobility.edit", "mobility.edit"),
    "candidacy.approve": Hands("attestation.prepare", "attestation.approve"),
    "diploma.register_duplicate": Hands("diploma.prepare", "diploma.register"),
    "order.sign": Hands("order.draft", "order.sign"),
    "nomenclature.approve": Hands("nomenclature.edit", "nomenclature.approve"),
    "nonconformity.check": Hands("quality.report", "quality.check"),
    "meeting.sign": Hands("meeting.edit", "meeting.sign"),
    # Whoever gives a first password does not take the second factor away besides, nor the other way round.
    "user.second_reset": Hands("user.appoint", "user.appoint"),
    "approval.agree": Hands("task.work", "approval.decide"),  # and nobody agrees two steps of one approval
    "approval.decline": Hands("task.work", "approval.decide"),
}


def check(tx: Tx, act: str, first: Id | None, key: str = "four_eyes.same_person") -> None:
    """The second hand is another person than the first (a user id; None: nobody drafted it here, so anybody may).

    key: the message, where an act says it in its own words. Two accounts of one member of staff are one person. Raises
    RuleBroken; KeyError for an act not in the table.
    """
    TABLE[act]
    if first is None:
        return
    if same(tx, first):
        raise RuleBroken(key, act=act)


def same(tx: Tx, user: Id) -> bool:
    """Is a user who acts now, under this account or another of his?"""
    return user == tx.actor.id or _person(tx, user) is not None and _person(tx, user) == _person(tx, tx.actor.id)


def _person(tx: Tx, user: Id) -> Id | None:
    row = tx.session.one("users", {"_id": user}, {"person.id": 1}) or {}
    return (row.get("person") or {}).get("id")


def roles(right: str) -> list[Role]:
    """The roles that have a right."""
    return [role for role, rights in RIGHTS.items() if right in rights]
