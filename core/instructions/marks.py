"""Who has read marks it himself, by his sign-in: the act's own entry in the trail is the signature."""

from __future__ import annotations

from core import tasks
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.instructions.acts import mark_of
from core.instructions.people import addressed
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.instruction import Instruction, InstructionRead, InstructionState, read_id


def mark(desk: Desk, id: Id, why: Why) -> InstructionRead:
    """Mark that one has read an edition in force. Forbidden (not addressed), RuleBroken (not in force, marked)."""

    def work(tx: Tx) -> InstructionRead:
        of = tx.get(Instruction, id, scoped=False)
        if of.status is not InstructionState.published:
            raise RuleBroken("instructions.not_in_force", status=of.status)
        me = next((p for p in addressed(tx.session, of) if p["_id"] == tx.actor.id), None)
        if me is None:
            raise Forbidden("instructions.not_to_you")
        own = read_id(id, tx.actor.id)
        if tx.session.one("instruction_reads", {"_id": own}, {"_id": 1}):
            raise RuleBroken("instructions.read_already")
        tasks.close(tx, id, mark_of(tx.actor.id))
        where = {"to": tx.actor.id, "key": "instructions.told_unread", "address.id": id, "read_at": None}
        tx.session.update_many("notices", where, {"$set": {"read_at": tx.now}})
        return tx.add(InstructionRead(
            _id=own, instruction=of.ref(), user=tx.actor.id, person=tx.actor.name, at=tx.now,
            post=me.get("post") or (tx.actor.own_role or tx.actor.role).label("kk"),
            unit=Ref.model_validate(me["department"]) if me.get("department") else None,
        ))  # fmt: skip

    return desk.transact("instruction.mark", work, why, given=[id])


__all__ = ["mark"]
