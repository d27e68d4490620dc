"""Steps that the acts on a sitting share: made of values, given its order and times, kept as it was, told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from core import notices
from core.attestation import settings
from core.attestation.sittings.checking import check, elsewhere, frame, quorum, seated
from core.attestation.sittings.gathering import calendar_of
from core.attestation.sittings.proposing import MOST
from core.attestation.sittings.rules import DAY, length, times
from core.busy import Busy, clock_of, minutes_of, playing
from core.db.codec import plain
from core.desk import Why
from core.errors import Problem, Problems, RuleBroken
from core.exams.acts import need_basis
from core.tx import Tx
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    Commission,
    Sitting,
    SittingChange,
    SittingStatus,
    Slot,
)
from schemas.base import Id
from schemas.calendar import Calendar

FIELDS = ("day", "starts", "minutes", "pause", "room")
PLANNED = (SittingStatus.draft, SittingStatus.published)


def own_id(command: str, n: int) -> Id:
    """The id of what a command makes: the same command makes the same."""
    return sha256(f"sitting:{command}:{n}".encode()).hexdigest()[:24]


def made(of: Commission, form: str, values: Mapping[str, Any], id: Id, present: Sequence[Id] | None) -> Sitting:
    """A sitting of a commission in a form: of its length unless said otherwise; everybody sits."""
    if form not in {h.form for h in of.hears}:
        raise Problems([Problem("form", "sittings.form_not_heard")])
    row = {
        "_id": id, "commission": plain(of.ref()), "year": of.year, "form": form, "department": plain(of.department),
        "form_name": plain(settings.form_name(form)), "faculty": plain(of.faculty),
        "minutes": settings.form(form).minutes,
        **{k: plain(v) for k, v in values.items() if k in FIELDS and v not in (None, "")},
    }  # fmt: skip
    made = valid(row)
    seat(made, of, [s.id for s in seated(of, made.day)] if present is None else present)
    return made


def valid(row: Mapping[str, Any]) -> Sitting:
    """A sitting of these values; Problems beside the fields."""
    try:
        return Sitting.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def candidacies(tx: Tx, ids: Sequence[Id]) -> list[Candidacy]:
    """These, in this order, as the act has them so far. Problems where one is named twice or is not there."""
    if len(set(ids)) != len(ids):
        raise Problems([Problem("slots", "sittings.twice")])
    if len(ids) > MOST:
        raise Problems([Problem("slots", "sittings.too_many", {"most": MOST})])
    mine = {i: c for i in ids if (c := tx.mine(Candidacy, i)) is not None}
    found = mine | {c.id: c for c in tx.find(Candidacy, {"_id": {"$in": [i for i in ids if i not in mine]}})}
    if len(found) != len(ids):
        raise Problems([Problem("slots", "sittings.no_such_graduate")])
    return [found[i] for i in ids]


def place(tx: Tx, sitting: Sitting, heard: Sequence[Candidacy]) -> None:
    """The order with its times; each graduate says in which sitting he is heard."""
    lengths = [length(sitting.minutes, c.presented.minutes) for c in heard]
    starts = times(minutes_of(sitting.starts), lengths, sitting.pause)
    if starts and starts[-1] + lengths[-1] >= DAY:
        raise Problems([Problem("starts", "exams.past_midnight")])
    sitting.slots = [
        Slot(candidacy=c.id, student=c.student, number=c.number, group=c.group, starts=clock_of(at), minutes=n)
        for c, at, n in zip(heard, starts, lengths, strict=True)
    ]
    players(sitting, heard)
    ref = sitting.ref()
    for c in heard:
        if c.sitting is None or (c.sitting.id == ref.id and c.sitting != ref):
            c.sitting = ref
            tx.save(c)


def seat(sitting: Sitting, of: Commission, present: Sequence[Id]) -> None:
    """Who sits, with the ids under which they are found."""
    sitting.present = list(dict.fromkeys(present))
    seats = [s for s in of.seats if s.id in sitting.present]
    sitting.people = sorted({s.person.id for s in seats if s.person})
    sitting.keys = [s.ref().id for s in seats]


def players(sitting: Sitting, heard: Sequence[Candidacy]) -> None:
    """Who accompanies finds the sitting as his own too."""
    staff = {c.presented.accompanist.id for c in heard if c.presented.accompanist}
    sitting.people = sorted({*sitting.people, *staff})


def replayed(tx: Tx, of: Candidacy) -> None:
    """Who plays with a graduate changed after he got his place: they must be free at his time, the sitting becomes
    theirs too and they are told. Problems beside the fields of what he presents."""
    sitting = tx.get(Sitting, of.sitting.id if of.sitting else "", scoped=False)
    slot = next((s for s in sitting.slots if s.candidacy == of.id), None)
    if slot is None or sitting.status not in (*PLANNED, SittingStatus.open):
        return
    at = minutes_of(slot.starts)
    refuse(elsewhere(tx, sitting, [
        Busy(sitting.id, sitting.form_name, sitting.day, at, at + slot.minutes, people=(who,),
             asked="accompanist" if who.id else "partners") for who in playing(of.student, of.presented)[1:]
    ], calendar_of(tx.session, sitting.day)))  # fmt: skip
    was = sitting.people
    seat(sitting, tx.get(Commission, sitting.commission.id, scoped=False), sitting.present)
    players(sitting, candidacies(tx, [s.candidacy for s in sitting.slots]))
    if sitting.people != was:
        tx.save(sitting)
        if sitting.status is not SittingStatus.draft:
            tell(tx, set(sitting.people) - set(was), "sittings.told_changed", sitting)


def arranged(
    tx: Tx, was: Sitting, new: Sitting, of: Commission, heard: Sequence[Candidacy], why: Why, beside: Id = "",
    besides: Sequence[Busy] = (),
) -> tuple[Calendar, list[Busy]]:  # fmt: skip
    """A planned sitting as it is to be: kept as it was where it is published, times reckoned, everything checked; the
    staff are told. beside: another sitting this act changes, besides: its time as it is to be."""
    out = was.status is SittingStatus.published
    if out:
        need_basis(why)
        not_over(tx, was)
        if not heard:
            raise RuleBroken("sittings.nobody", sitting=was.label())
        new.changes = [*was.changes, kept(tx, was, why)]
    cal = frame(tx, of, new.day)
    seat(new, of, new.present)
    stay = {c.id for c in heard}
    for c in candidacies(tx, [s.candidacy for s in was.slots if s.candidacy not in stay]):
        release(tx, c, was)
    place(tx, new, heard)
    busy = check(tx, cal, new, of, heard, besides, [beside])
    tx.save(new)
    if out:
        refuse(quorum(new, of))
        tell(tx, [*was.people, *new.people], "sittings.told_changed", new)
    return cal, busy


def release(tx: Tx, one: Candidacy, sitting: Sitting) -> None:
    """A graduate waits for another sitting."""
    if one.sitting and one.sitting.id == sitting.id and one.status in (CandidacyStatus.draft, CandidacyStatus.approved):
        one.sitting = None
        tx.save(one)


def planned(tx: Tx, id: Id, revision: int | None = None) -> Sitting:
    """A sitting that may still be planned; RuleBroken `sittings.not_planned`."""
    sitting = tx.get(Sitting, id, revision)
    if sitting.status not in PLANNED:
        raise RuleBroken("sittings.not_planned", status=sitting.status)
    return sitting


def refuse(found: list[Problem]) -> None:
    """Problems, if there are any."""
    if found:
        raise Problems(found)


def not_over(tx: Tx, sitting: Sitting) -> None:
    """A sitting of a past day is not changed."""
    if sitting.day < tx.today:
        raise RuleBroken("sittings.over", day=sitting.day)


def kept(tx: Tx, sitting: Sitting, why: Why) -> SittingChange:
    """What it was, for a change after publishing."""
    return SittingChange(
        at=tx.now, by=tx.actor.name, reason=why.reason, basis=why.basis, day=sitting.day, starts=sitting.starts,
        room=sitting.room, order=[s.candidacy for s in sitting.slots],
    )  # fmt: skip


def tell(tx: Tx, people: Iterable[Id], key: str, sitting: Sitting) -> None:
    """News for the staff who have an account."""
    values = {
        "form": sitting.form_name, "day": sitting.day, "starts": sitting.starts,
        "room": sitting.room.label if sitting.room else "—",
    }  # fmt: skip
    for row in tx.session.rows("users", {"person.id": {"$in": sorted(set(people))}, "active": True}, {"_id": 1}):
        if row["_id"] != tx.actor.id:
            notices.tell(tx, row["_id"], key, values, "sittings", {"id": sitting.id})
