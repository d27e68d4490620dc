"""Big acts: what does not fit one transaction, and yet happens whole or not at all.

Batches of prepared events are written where nobody sees them: new students stand `hidden` behind their job,
events of others wait in `pending` (core/pending.py). One last transaction publishes: the job's state, the
act's own documents and one audit entry whose pages name every student touched. New students keep their
`hidden` mark, which from then on says which job brought them: publishing and undoing flip one row, however
many students there are.

A row of `jobs`: {_id = command, kind, state: running | published | undone | withdrawn, done, total, by, by_name, at,
beat, owner {host, pid}, broken, error {key, values}, cleaned, settled}. What a person sees of it, stops and fetches is
the long work (`runs`) it is part of.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar, cast

from core import pending, sums
from core.audit import pages
from core.db.orphans import there
from core.db.store import Row, Session, Store
from core.desk import Desk, Why
from core.errors import Duplicate, OfficeError, RuleBroken, Unavailable
from core.jobs.batches import Work, ids, parts, prepared
from core.jobs.rows import heard
from core.registry import model_of
from core.tx import Tx
from schemas.base import Document, Id

T = TypeVar("T", bound=Document)
BEAT = timedelta(minutes=2)  # a job of another machine that was silent so long is dead
_here: set[Id] = set()  # jobs that run in this process


class News(Protocol):
    """Where a big act tells how far it is, and asks whether it is to stop: the long work it is part of."""

    def progress(self, done: int, total: int | None = None) -> None: ...

    def stopped(self) -> bool: ...


def run(
    desk: Desk, action: str, right: str, works: Sequence[Work], publish: Callable[[Tx], T], why: Why,
    news: News | None = None,
) -> T:  # fmt: skip
    """Carry out a big act; `publish` makes its own documents in the last transaction and returns the act's
    subject.

    action: what its audit entry is called; right: what it needs.
    Stopped by `news`, it withdraws everything it wrote. Raises what went wrong; nothing is then changed.
    The same command again answers with what it did.
    """
    store, job = desk.store, why.command
    if entry := store.one("audit_events", {"command": job, "action": action, "actor.id": desk.actor.id}):
        return cast(T, store.load(model_of(entry["subject"]["kind"]), entry["subject"]["id"]))
    _begin(desk, action, right, job, len(works))
    _here.add(job)
    try:
        try:
            _write(desk, job, works, why, news)
            _go_on(news)
            subject = desk.transact(action, lambda tx: _publish(tx, job, publish), why, right)
        except (Exception, KeyboardInterrupt) as e:
            key, values = ("errors.internal", {"number": job[-6:]})
            if isinstance(e, OfficeError):
                key, values = e.key, e.values
            with contextlib.suppress(Unavailable):  # no database: the next start withdraws it
                withdraw(store, job, key, values)
            raise
        finish(store, job)
        return subject
    finally:
        _here.discard(job)


def progress(store: Store, job: Id) -> Row | None:
    """The job's row: state, done of total, and what went wrong."""
    return store.one("jobs", {"_id": job})


def recover(store: Store) -> int:
    """At start: finish what was published and withdraw what was not; how many jobs were taken up."""
    taken = 0
    for row in store.rows("jobs", {"$or": [{"state": "running"}, {"cleaned": False}, {"settled": False}]}):
        if row["_id"] in _here or (row["state"] == "running" and _alive(row)):
            continue
        taken += 1
        if row["state"] == "running":
            withdraw(store, row["_id"], "imports.interrupted", {})
        elif row["state"] == "withdrawn":
            _clean(store, row["_id"])
        else:
            finish(store, row["_id"])
    return taken


def withdraw(store: Store, job: Id, key: str, values: Row) -> bool:
    """Take back everything an unpublished job wrote; False when it is published, and therefore stays."""
    error = {"key": key, "values": {k: str(v) for k, v in values.items()}}
    store.side("jobs").update_one(
        {"_id": job, "state": "running"}, {"$set": {"state": "withdrawn", "error": error, "cleaned": False}}
    )
    row = store.one("jobs", {"_id": job}) or {}
    if row.get("state") != "withdrawn":
        return False
    _clean(store, job)
    return True


def finish(store: Store, job: Id) -> None:
    """Settle the students of a published job; whoever is met earlier was settled by who met him."""
    while ids := _ids(store, {"pending.job": job}):
        pending.settle(store, ids)
    sums.note(store, ["contingent", "results"])  # what was just settled was not yet counted when it was published
    store.side("staged").delete_many({"job": job})
    store.side("jobs").update_one({"_id": job}, {"$set": {"settled": True}})


# ------------------------------------------------------------------------------------------------------------


def _begin(desk: Desk, action: str, right: str, job: Id, total: int) -> None:
    from core import access

    access.require(desk.actor, right)
    now = desk.now()
    row = {
        "_id": job, "command": job, "kind": action, "state": "running", "done": 0, "total": total,
        "by": desk.actor.id, "by_name": desk.actor.name, "at": now, "beat": now, "broken": None,
        "owner": {"host": socket.gethostname(), "pid": os.getpid()},
    }  # fmt: skip
    if old := desk.store.one("jobs", {"_id": job}):
        if old["state"] != "withdrawn":
            raise Duplicate("imports.already_running", field="command", value=job)
        _clean(desk.store, job)  # tried before and taken back: the same command may be tried again
        desk.store.side("jobs").delete_one({"_id": job, "state": "withdrawn"})
    desk.store.side("jobs").insert_one(row)


def _write(desk: Desk, job: Id, works: Sequence[Work], why: Why, news: News | None) -> None:
    """Prepare one batch while the one before it is being written."""
    done = 0
    waiting: Future[None] | None = None
    with ThreadPoolExecutor(1, "job-writer") as writer:
        for n, part in enumerate(parts(works)):
            _go_on(news)
            batch = prepared(desk, job, part, why)
            if waiting:
                waiting.result()
                if news:
                    news.progress(done, len(works))
            done += len(part)
            waiting = writer.submit(desk.store.transact, _writer(job, n, *batch), 60)
        if waiting:
            waiting.result()
            if news:
                news.progress(done, len(works))


def _go_on(news: News | None) -> None:
    if news and news.stopped():
        raise RuleBroken("imports.stopped")


def _writer(
    job: Id, n: int, new: list[Row], updates: list[tuple[Row, Row]], staged: Row, personal: list[Row]
) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        if session.one("staged", {"_id": f"{job}:{n}"}, {"_id": 1}):
            return  # this batch was written; only the answer was lost
        where = {"_id": job, "state": "running", "broken": None}
        count = len(new) + len(updates)
        if not session.update("jobs", [(where, {"$inc": {"done": count}, "$set": {"beat": datetime.now(UTC)}})]):
            _refuse(session, job)
        session.insert("students", new)
        if session.update("students", updates) != len(updates):
            _tell_who(session, job, updates)
        session.insert("personal", personal)
        session.insert("staged", [{"_id": f"{job}:{n}", "job": job, "n": n, **staged}])

    return work


def _publish(tx: Tx, job: Id, publish: Callable[[Tx], T]) -> T:
    where = {"_id": job, "state": "running", "broken": None}
    sets = {"state": "published", "published": tx.now, "settled": False}
    if not tx.session.update("jobs", [(where, {"$set": sets})]):
        _refuse(tx.session, job)
    parts = sorted(tx.session.rows("staged", {"job": job}), key=lambda r: r["n"])
    entry = tx.new_id()
    rows, root = pages.page_rows(entry, [t for part in parts for t in part["touched"]])
    for row in rows:
        tx.keep("audit_pages", row)
    tx.paged(entry, len(rows), root)
    tx.job = job
    return publish(tx)


def _refuse(session: Session, job: Id) -> None:
    row = session.one("jobs", {"_id": job}) or {}
    if row.get("broken"):
        raise RuleBroken("imports.student_changed", number=row["broken"])
    raise RuleBroken("imports.interrupted")


def _tell_who(session: Session, job: Id, updates: list[tuple[Row, Row]]) -> None:
    ids = [where["_id"] for where, _ in updates]
    mine = session.rows("students", {"_id": {"$in": ids}, "pending.job": job}, {"_id": 1})
    other = next(iter(set(ids) - {r["_id"] for r in mine}))
    row = session.one("students", {"_id": other}, {"number": 1}) or {}
    raise RuleBroken("imports.student_changed", number=row.get("number", ""))


def _alive(row: Row) -> bool:
    owner = row.get("owner") or {}
    if owner.get("host") == socket.gethostname() and (owner["pid"] == os.getpid() or not there(owner["pid"])):
        return False  # gone; or ours and not among those that run here: an earlier life of this process number
    return heard(row, BEAT)


def _ids(store: Store, where: Row, most: int = 200) -> list[Id]:
    return [r["_id"] for r in store.rows("students", where, {"_id": 1}, limit=most)]


def _clean(store: Store, job: Id) -> None:
    while ids := _ids(store, {"hidden": job}):
        store.transact(lambda s, ids=ids: s.remove_withdrawn(job, ids), 60)  # type: ignore[misc]
    while ids := _ids(store, {"pending.job": job}):
        store.transact(
            lambda s, ids=ids: s.update_many(  # type: ignore[misc]
                "students", {"_id": {"$in": ids}, "pending.job": job}, {"$unset": {"pending": ""}}
            ),
            60,
        )
    for part in store.rows("staged", {"job": job}, {"personal": 1}):
        if part["personal"]:
            where = {"_id": {"$in": part["personal"]}}
            store.transact(lambda s, where=where: s.remove_personal(where), 60)  # type: ignore[misc]
    store.side("staged").delete_many({"job": job})
    store.side("jobs").update_one({"_id": job}, {"$set": {"cleaned": True}})


__all__ = [
    "News", "Work", "finish", "ids", "progress", "recover", "run", "withdraw",
]  # fmt: skip
