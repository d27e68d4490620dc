"""A meeting is planned, its protocol is written, another signs it; then it is frozen and its tasks are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from core import four_eyes, notices, tasks
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.meetings import rules
from core.tx import Tx
from schemas.base import Id, Model, Text
from schemas.kinds import MeetingKind, Sort
from schemas.meeting import Invited, Meeting, MeetingOutcome, MeetingPlan, MeetingState

EDIT, SIGN = "meeting.edit", "meeting.sign"
PAGE = "meeting"
M = TypeVar("M", bound=Model)


def plan(desk: Desk, kind: str, values: Mapping[str, Any], why: Why) -> Meeting:
    """Plan a meeting of a kind; members with accounts are told. Raises Problems beside the fields."""

    def work(tx: Tx) -> Meeting:
        entry, asked = tx.kind(Sort.meeting, kind), typed(MeetingPlan, values)
        body = entry.as_body(MeetingKind)
        made = Meeting(
            _id=tx.new_id(), kind=kind, kind_name=entry.name, quorum=body.quorum, votes=body.votes,
            written_by=tx.who(), **_planned(asked), people=_people(asked, []),
        )  # fmt: skip
        for user in asked.users:
            if user.id != tx.actor.id:
                said = {"what": entry.name, "day": made.day, "time": made.time or "—", "place": made.place or "—"}
                notices.tell(tx, user.id, "meetings.told", said, PAGE, {"id": made.id})
        return tx.add(made)

    return desk.transact("meeting.plan", work, why, EDIT, [kind, plain(dict(values))])


def change(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Meeting:
    """Change what is planned: day, place, who is called, the agenda; marks of presence stay by name."""

    def work(tx: Tx) -> Meeting:
        kept, asked = _open(tx, id, revision), typed(MeetingPlan, values)
        people = _people(asked, [p.name for p in kept.people if p.present])
        if found := rules.wrong(asked.agenda, people, kept.decisions, kept.orders, kept.votes):
            raise Problems([Problem("agenda", p.key, p.values) for p in found])
        for name, value in _planned(asked).items():
            setattr(kept, name, value)
        kept.people = people
        return tx.save(kept)

    return desk.transact("meeting.change", work, why, EDIT, [id, revision, plain(dict(values))])


def write(
    desk: Desk, id: Id, revision: int, present: Sequence[int], values: Mapping[str, Any], why: Why
) -> Meeting:  # fmt: skip
    """Write the protocol: who was there (places in the list), decisions with votes, tasks. Who writes does not sign.

    Raises Problems by row, RuleBroken (before its day, signed).
    """

    def work(tx: Tx) -> Meeting:
        kept, said = _open(tx, id, revision), typed(MeetingOutcome, values)
        if kept.day > tx.today:
            raise RuleBroken("meetings.not_yet", day=kept.day)
        for n, one in enumerate(kept.people):
            one.present = n in present
        if found := rules.wrong(kept.agenda, kept.people, said.decisions, said.orders, kept.votes):
            raise Problems(found)
        kept.decisions, kept.orders, kept.written_by = said.decisions, said.orders, tx.who()
        return tx.save(kept)

    return desk.transact("meeting.write", work, why, EDIT, [id, revision, list(present), plain(dict(values))])


def sign(desk: Desk, id: Id, revision: int, why: Why) -> Meeting:
    """Sign the protocol: it takes its number, is frozen, and each task goes to whom it names.

    Raises RuleBroken (no decision, no quorum, written by oneself, signed), Problems (a closed account, a past day).
    """

    def work(tx: Tx) -> Meeting:
        kept = _open(tx, id, revision)
        four_eyes.check(tx, "meeting.sign", kept.written_by.id)
        whole, there = rules.voters(kept.people)
        if not kept.decisions:
            raise RuleBroken("meetings.nothing_decided")
        if not rules.quorate(kept.quorum, kept.people):
            raise RuleBroken("meetings.no_quorum", there=there, n=rules.needed(kept.quorum, whole), whole=whole)
        gone = [o for o in kept.orders if not tasks.holders(tx.session, None, o.responsible, {})]
        if gone:
            raise RuleBroken("meetings.account_closed", who=gone[0].responsible.label)
        year = kept.day.year
        kept.number = f"{year}-{tx.number(f'meeting:{kept.kind}:{year}'):02d}"
        kept.status, kept.signed_by, kept.signed_on = MeetingState.signed, tx.who(), tx.today
        kept.tasks = [
            tasks.make(
                tx, what=Text(kk=(o.what or kept.decisions[o.decision - 1].what)[:400]), to_user=o.responsible,
                due=o.due, subject=kept, page=PAGE, address={"id": kept.id}, mark=f"order:{n}", by_hand=True,
            ).id
            for n, o in enumerate(kept.orders)
        ]  # fmt: skip
        return tx.save(kept)

    return desk.transact("meeting.sign", work, why, SIGN, [id, revision], LONG)


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Meeting:
    """It was not held; a reason is asked."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Meeting:
        kept = _open(tx, id, revision)
        kept.status = MeetingState.cancelled
        return tx.save(kept)

    return desk.transact("meeting.cancel", work, why, EDIT, [id, revision])


def typed(model: type[M], values: Mapping[str, Any]) -> M:
    """What was typed as its model, empty cells of rows left out; Problems beside the fields."""

    def full(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {k: full(v) for k, v in value.items() if v not in (None, "")}
        return [full(v) for v in value] if isinstance(value, list) else value

    try:
        return model.model_validate(full(values))
    except ValidationError as e:
        raise Problems.of(e) from None


def _planned(asked: MeetingPlan) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in ("day", "time", "place", "chair", "agenda")}


def _people(asked: MeetingPlan, present: Sequence[str]) -> list[Invited]:
    """Members with accounts, other members, guests; each name once."""
    found = {u.label.kk: Invited(user=u, name=u.label.kk) for u in asked.users}
    for text, votes in ((asked.members, True), (asked.guests, False)):
        for name in (line.strip()[:200] for line in text.splitlines()):
            if name and name not in found:
                found[name] = Invited(name=name, votes=votes)
    for name in set(present) & set(found):
        found[name].present = True
    return list(found.values())


def _open(tx: Tx, id: Id, revision: int) -> Meeting:
    kept = tx.get(Meeting, id, revision)
    if kept.status is not MeetingState.planned:
        raise RuleBroken("meetings.over", status=kept.status)
    return kept


__all__ = ["EDIT", "PAGE", "SIGN", "cancel", "change", "plan", "sign", "typed", "write"]
