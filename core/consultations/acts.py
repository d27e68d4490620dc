"""A consultation is planned and held, or written down in three fields while somebody waits; a held one is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from core import notices, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.files import Ready
from core.i18n import fold
from core.tx import Tx
from schemas.base import Id, Model, Ref, Text
from schemas.consultation import Consultation, ConsultationPlan, ConsultationState, Held, Participant, Quick
from schemas.kinds import ConsultationKind, Sort
from schemas.words import Role

EDIT = "consultation.edit"
PAGE = "consultations"
M = TypeVar("M", bound=Model)


def plan(desk: Desk, values: Mapping[str, Any], materials: Sequence[Ready], why: Why) -> Consultation:
    """Plan one; who is invited by account, and the heads of invited departments, are told. Raises Problems."""

    def work(tx: Tx) -> Consultation:
        asked = typed(ConsultationPlan, values)
        people = [
            *(Participant(unit=u) for u in asked.units), *(Participant(user=u) for u in asked.users),
            *(Participant(name=line) for line in _lines(asked.others)),
        ]  # fmt: skip
        if not people:
            raise Problems([Problem("units", "consultations.nobody")])
        made = _begun(tx, asked, people)
        made.materials = [_kept(tx, f, made.id) for f in materials]
        told = {u.id for u in asked.users}
        if asked.units:
            scope = {"department": [u.id for u in asked.units]}
            told |= {a.id for a in tasks.holders(tx.session, Role.department, None, scope)}
        for id in sorted(told - {tx.actor.id}):
            said = {"topic": made.topic, "day": made.day, "who": made.led_by.label}
            notices.tell(tx, id, "consultations.told", said, "inbox", {})
        return tx.add(made)

    given = [plain(dict(values)), [m.laid.hash for m in materials]]
    return desk.transact("consultation.plan", work, why, EDIT, given)


def record(desk: Desk, values: Mapping[str, Any], why: Why, kind: str = "consultation") -> Consultation:
    """Write down in three fields (whom, asked, answered) a consultation given just now. Raises Problems."""

    def work(tx: Tx) -> Consultation:
        asked = typed(Quick, values)
        who = _named(tx, asked.whom)
        topic = asked.asked.splitlines()[0][:120]
        made = _begun(tx, typed(ConsultationPlan, {"kind": kind, "topic": topic, "day": tx.today}), [who])
        made.asked, made.answered, made.status = asked.asked, asked.answered, ConsultationState.held
        return tx.add(made)

    return desk.transact("consultation.record", work, why, EDIT, [plain(dict(values)), kind])


def hold(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], present: Sequence[int], materials: Sequence[Ready],
    why: Why,
) -> Consultation:  # fmt: skip
    """It was held: who was there (places in the list), what was asked and answered, materials. Frozen from now on.

    Raises Problems (nobody was there), RuleBroken (before its day, over).
    """

    def work(tx: Tx) -> Consultation:
        kept, said = _planned(tx, id, revision), typed(Held, values)
        if kept.day > tx.today:
            raise RuleBroken("consultations.not_yet", day=kept.day)
        if not present:
            raise Problems([Problem("present", "consultations.nobody_there")])
        for n, one in enumerate(kept.people):
            one.present = n in present
        kept.asked, kept.answered, kept.status = said.asked, said.answered, ConsultationState.held
        kept.materials = [*kept.materials, *(_kept(tx, f, id) for f in materials)]
        return tx.save(kept)

    given = [id, revision, plain(dict(values)), list(present), [m.laid.hash for m in materials]]
    return desk.transact("consultation.hold", work, why, EDIT, given)


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Consultation:
    """It was not held; a reason is asked."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Consultation:
        kept = _planned(tx, id, revision)
        kept.status = ConsultationState.cancelled
        return tx.save(kept)

    return desk.transact("consultation.cancel", work, why, EDIT, [id, revision])


def typed(model: type[M], values: Mapping[str, Any]) -> M:
    """What was typed as its model; Problems beside the fields."""
    try:
        return model.model_validate({k: v for k, v in values.items() if v not in (None, "")})
    except ValidationError as e:
        raise Problems.of(e) from None


def _begun(tx: Tx, asked: ConsultationPlan, people: list[Participant]) -> Consultation:
    usual = tx.kind(Sort.consultation, asked.kind).as_body(ConsultationKind).hours
    me = Ref(id=tx.actor.id, label=Text(kk=tx.actor.name))
    return Consultation(
        _id=tx.new_id(), number=f"{tx.today.year}-{tx.number(f'consultation:{tx.today.year}'):03d}", kind=asked.kind,
        topic=asked.topic, day=asked.day, hours=asked.hours or usual, led_by=asked.led_by or me, people=people,
    )  # fmt: skip


def _named(tx: Tx, whom: str) -> Participant:
    """A unit where the words are its name, else a name as it was typed."""
    for row in tx.session.rows("departments", {"active": {"$ne": False}}, {"name": 1}):
        if fold(whom) in {fold(word) for word in row["name"].values() if word}:
            return Participant(unit=Ref(id=row["_id"], label=Text.model_validate(row["name"])), present=True)
    return Participant(name=whom, present=True)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))


def _kept(tx: Tx, file: Ready, owner: Id) -> Ref:
    return Ref(id=tx.keep_file(file.laid, file.name, "material", owner), label=Text(kk=file.name))


def _planned(tx: Tx, id: Id, revision: int) -> Consultation:
    kept = tx.get(Consultation, id, revision)
    if kept.status is not ConsultationState.planned:
        raise RuleBroken("consultations.over", status=kept.status)
    return kept


__all__ = ["EDIT", "PAGE", "cancel", "hold", "plan", "record", "typed"]
