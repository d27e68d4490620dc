"""Who has read a document: signed by sign-in (annex 2), who has not, reminders (clauses 30, 52).

Who signs is who is signed in: the act's own entry in the audit is the signature. Nobody signs for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from core import access, notices
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.norm_documents.steps import PAGE, READ
from core.tx import Tx
from schemas.base import Id
from schemas.norm_document import Acknowledgement, NormDocument, NormStage, NormStatus, NormVersion, ack_id
from schemas.words import Role

CONTROL = "norm.control"
EVERY = 7  # days between two reminders of one document


def acknowledge(desk: Desk, version: Id, why: Why) -> Acknowledgement:
    """Sign that one has read a version in force. RuleBroken where it is not in force, or was signed already."""

    def work(tx: Tx) -> Acknowledgement:
        of = tx.get(NormVersion, version, scoped=False)
        if of.status is not NormStage.in_force:
            raise RuleBroken("norms.not_in_force", version=of.label())
        id = ack_id(version, tx.actor.id)
        if tx.session.one("acknowledgements", {"_id": id}, {"_id": 1}):
            raise RuleBroken("norms.signed_already")
        row = tx.session.one("users", {"_id": tx.actor.id}, {"post": 1, "role": 1}) or {}
        tx.session.update_many(
            "notices", {"to": tx.actor.id, "address.version": version, "read_at": None}, {"$set": {"read_at": tx.now}}
        )  # fmt: skip
        return tx.add(Acknowledgement(
            _id=id, document=of.document, version=of.ref(), user=tx.actor.id, person=tx.actor.name,
            position=row.get("post") or (tx.actor.own_role or tx.actor.role).label("kk"), day=tx.today, at=tx.now,
        ))  # fmt: skip

    return desk.transact("norm.acknowledge", work, why, READ, [version])


def _wanted(store: Store) -> list[NormDocument]:
    """Documents in force that all who work here acknowledge."""
    where = {"status": NormStatus.in_force.value, "read_by_all": True}
    found = [NormDocument.model_validate(r) for r in store.rows("norm_documents", where, None, [("code", 1)], 200)]
    return [d for d in found if d.current is not None]


def waiting(desk: Desk) -> list[NormDocument]:
    """Documents that wait for this user to read and sign them, in the order of codes."""
    docs = _wanted(desk.store)
    ids = [ack_id(d.current.id, desk.actor.id) for d in docs if d.current]
    done = {r["_id"] for r in desk.store.rows("acknowledgements", {"_id": {"$in": ids}}, {"_id": 1})} if ids else set()
    return [d for d in docs if d.current and ack_id(d.current.id, desk.actor.id) not in done]


def mine(desk: Desk, version: Id) -> Acknowledgement | None:
    """This user's own signature under a version; None where he has not signed."""
    row = desk.store.one("acknowledgements", {"_id": ack_id(version, desk.actor.id)})
    return Acknowledgement.model_validate(row) if row else None


@dataclass(frozen=True)
class Unread:
    """Somebody with an open account who has not signed."""

    id: Id
    name: str
    post: str
    role: Role


def unread(desk: Desk, version: Id) -> list[Unread]:
    """Who has not signed a version, by name. Raises Forbidden."""
    access.require(desk.actor, CONTROL)
    return _unread(desk.store, version)


def _unread(store: Store, version: Id) -> list[Unread]:
    done = {r["user"] for r in store.rows("acknowledgements", {"version.id": version}, {"user": 1}, (), 5000)}
    only: Row = {"name": 1, "post": 1, "role": 1}
    rows = store.rows("users", {"active": True}, only, [("name", 1)], 5000)
    return [Unread(r["_id"], r["name"], r.get("post", ""), Role(r["role"])) for r in rows if r["_id"] not in done]


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: who has not signed a document is reminded once a week; how many were told."""
    now, count = now or datetime.now(UTC), 0
    for doc in _wanted(store):
        version = store.load(NormVersion, doc.current.id) if doc.current else None
        days = (day - version.since).days if version and version.since else 0
        if version is None or days < 1:
            continue
        for one in _unread(store, version.id):
            once = f"norm_read:{version.id}:{(days - 1) // EVERY}"
            values = {"version": version.label()}
            address = {"id": doc.id, "version": version.id}
            count += notices.post(store, one.id, "norms.told_unread", values, PAGE, address, now, once=once)
    return count


def daily(store: Store, day: date) -> None:
    """Both reminders of the register in one work of the scheduler."""
    from core.norm_documents import register

    register.remind(store, day)
    remind(store, day)
