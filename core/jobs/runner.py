"""The one runner: light jobs in a thread of this process, heavy ones in a process of their own, fallen ones again."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core import access, house
from core.db import connection
from core.db.store import Row, Store
from core.desk import Desk
from core.errors import OfficeError, RuleBroken, Unavailable
from core.jobs import big, rows
from core.jobs.kinds import KINDS, kind_of, word_key
from core.jobs.run import HandedBack, Lost, Run, closing
from core.users import actor_of
from schemas.base import Id
from schemas.job import UNFINISHED, JobState
from schemas.user import User

log = logging.getLogger("office.jobs")
ROOT = Path(__file__).parents[2]
EVERY = rows.BEAT.total_seconds() / 6
_here: dict[Id, Store] = {}  # jobs this process works on or has in its queue
_children: dict[Id, subprocess.Popen[bytes]] = {}
_light, _heavy = threading.BoundedSemaphore(3), threading.BoundedSemaphore(max(1, (os.cpu_count() or 2) // 2))
_lock = threading.Lock()
_beating: threading.Thread | None = None
PATIENCE = 10.0  # seconds a job has to come to the end of its act when the office closes


def go(store: Store, id: Id) -> None:
    """Carry a job out beside the caller, when its turn comes; known here already, it is left."""
    global _beating
    with _lock:
        if id in _here:
            return
        _here[id] = store
        if _beating is None or not _beating.is_alive():
            _beating = threading.Thread(target=_beat, name="jobs-beat", daemon=True)
            _beating.start()
    threading.Thread(target=_turn, args=(store, id), name=f"job-{id[-6:]}", daemon=True).start()


def look(store: Store) -> int:
    """Take up jobs whose process is gone or silent; how many."""
    store.let_go()
    fallen = [row for row in rows.waiting(store) if row["_id"] not in _here]
    if fallen:
        big.recover(store)  # what their big acts left half done is withdrawn or finished first
    for row in fallen:
        log.info("job %s is taken up", row["_id"])
        go(store, row["_id"])
    return len(fallen)


def close(seconds: float = PATIENCE) -> None:
    """The office closes: each job ends its act and is handed back; another process goes on with it, or the next start.
    One that does not come to an end in time is cut short: what it had open was one act, which is then not done."""
    closing.set()
    for child in list(_children.values()):
        child.terminate()
    ours, until = dict(_here), time.monotonic() + seconds
    while _here and time.monotonic() < until:
        time.sleep(0.02)
    for child in list(_children.values()):
        child.kill()
    for store in {s.name: s for s in ours.values()}.values():
        rows.hand_back(store, [id for id, s in ours.items() if s is store])


def opened() -> None:
    """The office opens (again, in a process where it was closed)."""
    closing.clear()


def carry_out(store: Store, id: Id) -> bool:
    """Carry a job out here and now, to its end; False where it is not to be taken."""
    row = store.one("runs", {"_id": id, "state": {"$in": list(UNFINISHED)}})
    if row is None or rows.elsewhere(row):
        return False
    if row["tries"] >= rows.TRIES:
        _fail(store, row, JobState.failed, RuleBroken("jobs.fell", n=rows.TRIES))
        return False
    taken = rows.take(store, row)
    if taken is None:
        return False
    with _known(store, id):
        _carry(store, taken)
    return True


def _carry(store: Store, row: Row) -> None:
    run: Run | None = None
    try:
        house.refresh(store)  # a process of its own has seen nothing of the house: fields, rights, templates
        about = kind_of(row["kind"])
        run = Run(store, row, _desk(store, row, about.right))
        if run.stopped():
            rows.end(store, row, JobState.stopped)
            return
        result = about.function()(run)
        rows.end(store, row, JobState.stopped if run.heard else JobState.done, result)
    except HandedBack:
        log.info("job %s is handed back", row["_id"])  # by who closes: nobody takes it up while this one still ends
    except Lost:
        log.warning("job %s was taken up by another process", row["_id"])
    except Unavailable:
        log.warning("job %s waits for the database", row["_id"])  # its row stands: it is taken up when it falls silent
    except OfficeError as e:
        _fail(store, row, JobState.stopped if run and run.heard else JobState.failed, e)
    except Exception:
        number = secrets.token_hex(3).upper()
        log.exception("fault %s in job %s", number, row["_id"])
        _fail(store, row, JobState.failed, OfficeError("errors.internal", number=number))


def _fail(store: Store, row: Row, state: JobState, error: OfficeError) -> None:
    from core.office import SYSTEM
    from core.scheduler.telling import tell_heads

    with contextlib.suppress(Unavailable):  # no database: the job is taken up later and fails again
        if rows.end(store, row, state, error=error) and row["by"] == SYSTEM.id:
            tell_heads(store, "jobs.told_failed", {"kind": word_key(row["kind"])}, once=f"job:{row['_id']}")


def _desk(store: Store, row: Row, right: str) -> Desk:
    """The desk of who began it, with the rights he has today."""
    from core.office import SYSTEM

    if row["by"] == SYSTEM.id:
        return Desk(SYSTEM, store)
    user = store.one("users", {"_id": row["by"]})
    if user is None or not user["active"]:
        raise RuleBroken("jobs.account_closed", who=row["by_name"])
    actor = actor_of(User.model_validate(user))
    access.require(actor, right)
    return Desk(actor, store)


# beside the caller ------------------------------------------------------------------------------------------


def _turn(store: Store, id: Id) -> None:
    row = store.one("runs", {"_id": id}, {"kind": 1}) or {}
    heavy = row.get("kind") in KINDS and KINDS[row["kind"]].heavy
    try:
        with _heavy if heavy else _light:
            if closing.is_set():
                return
            if heavy:
                _in_a_process(store, id)
            else:
                carry_out(store, id)
    except OfficeError as e:  # the database is away: the row stands and is taken up when it falls silent
        log.warning("job %s waits: %s", id, e.key)
    finally:
        with _lock:
            _here.pop(id, None)


def _in_a_process(store: Store, id: Id) -> None:
    """A process for a heavy job; where it dies it is begun again, until it has fallen too often."""
    while not closing.is_set():
        row = store.one("runs", {"_id": id, "state": {"$in": list(UNFINISHED)}})
        if row is None or rows.elsewhere(row):
            return
        if row["tries"] >= rows.TRIES:
            carry_out(store, id)  # which ends it
            return
        child = _children[id] = subprocess.Popen(
            [sys.executable, "-m", "core", "job", id], cwd=ROOT, stdin=subprocess.DEVNULL,
            env={**os.environ, **connection.environment(store)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        if child.wait():
            store.let_go()  # else the next take would wait a minute for what this one held
        _children.pop(id, None)
        after = store.one("runs", {"_id": id})
        if after and after["state"] in UNFINISHED and after["take"] == row["take"] and not closing.is_set():
            rows.fell(store, after)


@contextlib.contextmanager
def _known(store: Store, id: Id):  # type: ignore[no-untyped-def]
    """While a job is carried out, its beat goes on, whoever began it."""
    global _beating
    with _lock:
        fresh = id not in _here
        _here[id] = store
        if _beating is None or not _beating.is_alive():
            _beating = threading.Thread(target=_beat, name="jobs-beat", daemon=True)
            _beating.start()
    try:
        yield
    finally:
        if fresh:
            with _lock:
                _here.pop(id, None)


def _beat() -> None:
    while True:
        time.sleep(EVERY)
        with _lock:
            mine = dict(_here)
        for store in {s.name: s for s in mine.values()}.values():
            try:
                rows.beat(store, [id for id, s in mine.items() if s is store])
            except OfficeError as e:
                log.warning("no beat: %s", e.key)


def looker(store: Store) -> Callable[[], int]:
    """The scheduler's work: jobs whose process is gone are taken up."""
    return lambda: look(store)
