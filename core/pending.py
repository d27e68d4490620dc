"""What a big act has written but not yet settled: how a reader or another act meets it.

A big act leaves prepared events beside each student it changes (`pending`), seen by nobody; one last
transaction publishes the job, and with it all of them. From then on whoever takes such a student in hand
settles him first, so nobody waits for the whole job. An act that changes a student while the job still runs
marks the job as broken in its own transaction: the two meet in the job's row, so either the act sees the job
published or the job sees the act.
"""

from __future__ import annotations

from collections.abc import Sequence

from core import history
from core.db.store import Row, Session, Store
from schemas.base import Id

PUBLISHED = ("published", "undone")  # an import that was undone had been published


def unpublished(store: Store | Session) -> list[Id]:
    """Jobs whose new students nobody sees: running, withdrawn and not yet cleaned up, or undone."""
    where = {"state": {"$in": ["running", "withdrawn", "undone"]}, "cleaned": {"$ne": True}}
    return [r["_id"] for r in store.rows("jobs", where, {"_id": 1})]


def settled(session: Session, row: Row) -> Row:
    """A student's row (without events) with published prepared events written in; any other row as it is."""
    waiting = row.get("pending")
    if not waiting or not _published(session, waiting["job"]):
        return row
    session.update("students", [_update(session, row)])
    return session.one("students", {"_id": row["_id"]}, {"events": 0}) or row


def broken_by(session: Session, row: Row) -> None:
    """Tell a running big act that this student is being changed by somebody else: it will not publish."""
    if row.get("pending"):
        where = {"_id": row["pending"]["job"], "state": "running", "broken": None}
        session.update("jobs", [(where, {"$set": {"broken": row["number"]}})])


def settle(store: Store, ids: Sequence[Id]) -> int:
    """Write the published prepared events of these students into them; how many were settled."""

    def work(session: Session) -> int:
        where = {"_id": {"$in": list(ids)}, "pending.job": {"$exists": True}}
        rows = session.rows("students", where, {"events": 0})
        jobs = {r["pending"]["job"] for r in rows}
        ready = {job for job in jobs if _published(session, job)}
        return session.update("students", [_update(session, r) for r in rows if r["pending"]["job"] in ready])

    return store.transact(work, seconds=60)


def _published(session: Session, job: Id) -> bool:
    return session.one("jobs", {"_id": job, "state": {"$in": list(PUBLISHED)}}, {"_id": 1}) is not None


def _update(session: Session, row: Row) -> tuple[Row, Row]:
    from core.tx import StudentChange, student_update

    def earlier() -> list[Row]:
        return list((session.one("students", {"_id": row["_id"]}, {"events": 1}) or {"events": []})["events"])

    waiting = row["pending"]
    change = StudentChange(row)
    change.added = waiting["events"]
    change.state = history.grow(change.was, change.added, earlier)
    change.event_hash = change.added[-1]["hash"]
    last = change.added[-1]
    where, update = student_update(row["_id"], change, None, {"at": last["at"], "by": last["actor"]["id"]})
    if waiting.get("hidden"):
        update["$set"]["hidden"] = waiting["hidden"]
    return where, update
