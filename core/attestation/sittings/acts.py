"""Sittings planned, arranged, published, opened, taken out. Planning meets on the chain of the academic calendar.

Nobody and no room is in two places: what is in the way is refused by name. What is published changes only with a
reason and a basis; what it was is kept in the sitting, and the staff who sit or play are told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.attestation.commissions import ready
from core.attestation.sittings.checking import check, frame, quorum
from core.attestation.sittings.gathering import calendar_of, term_of
from core.attestation.sittings.proposing import Proposal
from core.attestation.sittings.steps import (
    FIELDS,
    arranged,
    candidacies,
    kept,
    made,
    not_over,
    own_id,
    place,
    planned,
    players,
    refuse,
    release,
    seat,
    tell,
    valid,
)
from core.busy import Busy, clock_of
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.exams.acts import need_basis
from core.tx import Tx
from schemas.attestation import Commission, Sitting, SittingStatus
from schemas.base import Id, Stamp
from schemas.calendar import Calendar

RIGHT = "attestation.edit"


def plan(
    desk: Desk, commission: Id, form: str, values: Mapping[str, Any], heard: Sequence[Id], why: Why,
    present: Sequence[Id] | None = None,
) -> Sitting:  # fmt: skip
    """Plan a sitting: {day, starts, minutes, pause, room}, graduates in their order; present: who of the commission
    sits (everybody unless said otherwise). Raises Problems beside the fields."""
    id = own_id(why.command, 0)

    def work(tx: Tx) -> Calendar:
        of = tx.get(Commission, commission)
        new = made(of, form, values, id, present)
        cal, them = frame(tx, of, new.day), candidacies(tx, heard)
        place(tx, new, them)
        check(tx, cal, new, of, them)
        tx.add(new)
        return cal

    given = [commission, form, plain(dict(values)), list(heard), plain(present)]
    desk.transact("sitting.plan", work, why, RIGHT, given)
    return desk.store.load(Sitting, id)


def accept(desk: Desk, commission: Id, form: str, pause: int, found: Proposal, why: Why) -> int:
    """Make drafts of what was proposed: all of it in one act or none; how many sittings.

    Raises Problems where something changed since the proposal, RuleBroken `sittings.nothing_proposed`.
    """
    if not found.sittings:
        raise RuleBroken("sittings.nothing_proposed")

    def work(tx: Tx) -> Calendar:
        of = tx.get(Commission, commission)
        besides: list[Busy] = []
        for n, one in enumerate(found.sittings):
            shortest = min(p.wanted.minutes for p in one.places)
            values = {"day": one.day, "starts": clock_of(one.starts), "minutes": shortest, "pause": pause,
                      "room": one.room}  # fmt: skip
            new = made(of, form, values, own_id(why.command, n), None)
            cal = frame(tx, of, new.day)
            heard = candidacies(tx, [p.wanted.candidacy for p in one.places])
            place(tx, new, heard)
            besides += check(tx, cal, new, of, heard, besides)
            tx.add(new)
        return cal

    given = [commission, form, pause, [[s.day, s.room.id, [p.wanted.candidacy for p in s.places]]
                                       for s in found.sittings]]  # fmt: skip
    desk.transact("sitting.propose", work, why, RIGHT, plain(given))
    return len(found.sittings)


def change(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why, present: Sequence[Id] | None = None
) -> Sitting:
    """Change day, hour, length, room or who sits; a published one only with a reason and a basis. Raises as `plan`, and
    RuleBroken `references.nothing_changed`, `sittings.not_planned`, `exams.over`."""

    def work(tx: Tx) -> Calendar:
        was = planned(tx, id, revision)
        of = tx.get(Commission, was.commission.id, scoped=False)
        row = {**plain(was), **{k: plain(v) for k, v in values.items() if k in FIELDS}}
        if present is not None:
            row["present"] = list(present)
        new = valid({**row, "slots": []})
        if all(getattr(new, k) == getattr(was, k) for k in (*FIELDS, "present")):
            raise RuleBroken("references.nothing_changed")
        new.slots = was.slots
        return arranged(tx, was, new, of, candidacies(tx, [s.candidacy for s in was.slots]), why)[0]

    desk.transact("sitting.change", work, why, RIGHT, [id, revision, plain(dict(values)), plain(present)])
    return desk.store.load(Sitting, id)


def arrange(desk: Desk, id: Id, revision: int, order: Sequence[Id], why: Why) -> Sitting:
    """Give a sitting its order of performance: whom it hears, one after another; who is left out waits again.

    Raises as `change`."""

    def work(tx: Tx) -> Calendar:
        was = planned(tx, id, revision)
        if list(order) == [s.candidacy for s in was.slots]:
            raise RuleBroken("references.nothing_changed")
        of, new = tx.get(Commission, was.commission.id, scoped=False), was.model_copy()
        return arranged(tx, was, new, of, candidacies(tx, order), why)[0]

    desk.transact("sitting.arrange", work, why, RIGHT, [id, revision, list(order)])
    return desk.store.load(Sitting, id)


def move(desk: Desk, id: Id, revision: int, candidacy: Id, to: Id, why: Why) -> Sitting:
    """Move a graduate to the end of another sitting of the commission in the same form; that sitting.

    A basis is asked where one of the two is published. Raises as `change`, and RuleBroken `sittings.not_in`."""

    def work(tx: Tx) -> Calendar:
        was, there = planned(tx, id, revision), planned(tx, to)
        if candidacy not in [s.candidacy for s in was.slots] or id == to:
            raise RuleBroken("sittings.not_in")
        of = tx.get(Commission, was.commission.id, scoped=False)
        if SittingStatus.published in (was.status, there.status):
            need_basis(why)
        stay = candidacies(tx, [s.candidacy for s in was.slots if s.candidacy != candidacy])
        _, busy = arranged(tx, was, was.model_copy(), of, stay, why, there.id)
        come = candidacies(tx, [*(s.candidacy for s in there.slots), candidacy])
        return arranged(tx, there, there.model_copy(), of, come, why, was.id, busy)[0]

    desk.transact("sitting.move", work, why, RIGHT, [id, revision, candidacy, to])
    return desk.store.load(Sitting, to)


def publish(desk: Desk, ids: Sequence[Id], why: Why) -> int:
    """Publish drafts, all or none: each has its room, somebody to hear, chair and quorum, lies ahead, meets nothing.

    Raises Problems, RuleBroken `sittings.nothing_to_publish`, `sittings.without_room`, `sittings.nobody`,
    `exams.over`.
    """

    done: list[int] = []

    def work(tx: Tx) -> Calendar:
        drafts = [tx.get(Sitting, i) for i in dict.fromkeys(ids)]
        drafts = [s for s in drafts if s.status is SittingStatus.draft]
        if not drafts:
            raise RuleBroken("sittings.nothing_to_publish")
        for s in sorted(drafts, key=lambda s: (s.day, s.starts)):
            if s.room is None:
                raise RuleBroken("sittings.without_room", sitting=s.label())
            if not s.slots:
                raise RuleBroken("sittings.nobody", sitting=s.label())
            not_over(tx, s)
            of = tx.get(Commission, s.commission.id, scoped=False)
            cal = frame(tx, of, s.day)
            check(tx, cal, s, of, candidacies(tx, [x.candidacy for x in s.slots]))
            refuse(quorum(s, of))
            s.status, s.published = SittingStatus.published, Stamp(at=tx.now, by=tx.actor.id)
            tx.save(s)
            tell(tx, s.people, "sittings.told_published", s)
        done[:] = [len(drafts)]
        return cal

    desk.transact("sitting.publish", work, why, RIGHT, list(ids))
    return done[0] if done else 0


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Sitting:
    """Take a sitting out: a reason is asked, of a published one a basis too; one whose day passed without its being
    opened as well. Its graduates wait for another."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Sitting:
        s = planned(tx, id, revision)
        if s.status is SittingStatus.published:
            need_basis(why)
            s.changes = [*s.changes, kept(tx, s, why)]
            tell(tx, s.people, "sittings.told_cancelled", s)
        for c in candidacies(tx, [x.candidacy for x in s.slots]):
            release(tx, c, s)
        s.status = SittingStatus.cancelled
        return tx.save(s)

    return desk.transact("sitting.cancel", work, why, RIGHT, [id, revision])


def open_(desk: Desk, id: Id, revision: int, why: Why, present: Sequence[Id] | None = None) -> Sitting:
    """Begin a published sitting on its day, with who came: the chair and a quorum; protocols are written from now on.

    Raises Problems beside `present`, RuleBroken `sittings.not_published`, `sittings.not_today`, `sittings.nobody`, and
    as `commissions.ready`.
    """

    def work(tx: Tx) -> Sitting:
        s = tx.get(Sitting, id, revision)
        if s.status is not SittingStatus.published:
            raise RuleBroken("sittings.not_published", status=s.status)
        if s.day != tx.today:
            raise RuleBroken("sittings.not_today", day=s.day)
        if not s.slots:
            raise RuleBroken("sittings.nobody", sitting=s.label())
        of = tx.get(Commission, s.commission.id, scoped=False)
        ready(tx.session, of, s.day)
        cal = calendar_of(tx.session, s.day)
        term = term_of(tx.session, cal, s.day) if cal else None
        if term and term.closed is not None:  # what would be decided could come into no record
            raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)
        seat(s, of, s.present if present is None else present)
        heard = candidacies(tx, [x.candidacy for x in s.slots])
        players(s, heard)
        check(tx, None, s, of, heard)
        refuse(quorum(s, of))
        s.status, s.opened = SittingStatus.open, Stamp(at=tx.now, by=tx.actor.id)
        return tx.save(s)

    return desk.transact("sitting.open", work, why, "attestation.hear", [id, revision, plain(present)])
