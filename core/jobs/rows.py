"""The row of a long work in `runs`: how it is begun, taken, told about, stopped and ended.

A row: {_id = the command it was begun with, kind, params, reason, basis, by, by_name, at, state, done, total, beat,
owner {host, pid}, take (how often a process took it up), tries (since it last got further than ever), most (how far it
ever got), wish (to stop), point (the last checkpoint), result, file {id, name, size}, error {key, values}, alone}.
Whoever works on it names his `take` in every word he writes, so a process that was thought dead and wakes up can say
nothing any more.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

from core import access, proofs
from core.db.codec import digest, instant, plain
from core.db.orphans import there
from core.db.store import Row, Store, office_errors
from core.desk import Desk, Why
from core.errors import Duplicate, Forbidden, NotFound, OfficeError, RuleBroken
from core.jobs.kinds import kind_of
from schemas.base import Id, Text
from schemas.job import UNFINISHED, JobState

BEAT = timedelta(seconds=30)  # a job whose process was silent so long is taken up by another
TRIES = 3  # so often a job may fall without getting further


def begin(desk: Desk, kind: str, params: Row, why: Why, total: int = 0) -> Id:
    """Begin a long work beside the page; its id, which is the command: a double click is one job.

    params: what its function needs, kept in the row (text, numbers, lists, ids), for the job may be gone on with by
    another process after a crash. Raises Forbidden, RuleBroken (unknown kind; another of a kind that goes alone is
    going on, where its params differ: with the same ones this is that job).
    """
    about = kind_of(kind)
    access.require(desk.actor, about.right)
    proofs.require(desk.store, desk.actor, kind, desk.now())
    id, store, now = why.command, desk.store, desk.now()
    row: Row = {
        "_id": id, "kind": kind, "params": plain(params),
        "reason": why.reason, "basis": plain(why.basis), "code": why.code,
        "by": desk.actor.id, "by_name": desk.actor.name, "at": now, "beat": now, "owner": me(), "take": 0, "tries": 0,
        "state": JobState.waiting.value, "done": 0, "total": total, "wish": False, "point": {}, "result": {},
        "file": None, "error": None, "ended": None,
    }  # fmt: skip
    if about.alone:
        row["alone"] = kind if about.alone == "all" else f"{kind}:{desk.actor.id}"
    try:
        with office_errors():
            store.side("runs").insert_one(row)
    except Duplicate:
        return _met(store, row)
    from core.jobs import runner

    runner.go(store, id)
    return id


def _met(store: Store, row: Row) -> Id:
    """The job that stands there already: the same wish, or a refusal."""
    old = store.one("runs", {"_id": row["_id"]}) or store.one("runs", {"alone": row.get("alone", "")})
    if old is None:  # it ended in this very moment
        raise RuleBroken("errors.stale")
    same = old["kind"] == row["kind"] and digest(old["params"]) == digest(row["params"])
    if old["_id"] == row["_id"] and not (same and old["by"] == row["by"]):
        raise RuleBroken("errors.command_reused")
    if not same:
        raise RuleBroken("jobs.another_goes_on", who=old["by_name"])
    return str(old["_id"])


def stop(desk: Desk, id: Id) -> None:
    """Ask a job to stop: it ends between two acts, and what was done stays done. One's own, or anybody's for the
    head. A job that has ended already is left as it is."""
    row = desk.store.one("runs", {"_id": id})
    if row is None:
        raise NotFound("errors.not_found", kind="runs", id=id)
    if row["by"] != desk.actor.id and not desk.may("job.read_all"):
        raise Forbidden("errors.forbidden", right="job.read_all")
    side = desk.store.side("runs")
    with office_errors():
        side.update_one({"_id": id, "state": {"$in": list(UNFINISHED)}}, {"$set": {"wish": True}})
        side.update_one({"_id": id, "state": JobState.waiting.value, "take": 0}, _ending(JobState.stopped, desk.now()))


# what the one who works writes ------------------------------------------------------------------------------


def take(store: Store, row: Row) -> Row | None:
    """Take up a waiting or fallen job; its row as taken, or None where somebody else was quicker."""
    where = {"_id": row["_id"], "state": {"$in": list(UNFINISHED)}, "take": row["take"]}
    sets = {"state": JobState.running.value, "owner": me(), "beat": _now()}
    with office_errors():
        done = store.side("runs").update_one(where, {"$set": sets, "$inc": {"take": 1, "tries": 1}})
    return store.one("runs", {"_id": row["_id"], "take": row["take"] + 1}) if done.modified_count else None


def say(store: Store, id: Id, take: int, sets: Row) -> bool:
    """Write news of a job; False where it was taken up by another meanwhile."""
    with office_errors():
        return bool(
            store.side("runs")
            .update_one({"_id": id, "take": take, "state": JobState.running.value}, {"$set": {**sets, "beat": _now()}})
            .matched_count
        )


def beat(store: Store, ids: list[Id]) -> None:
    """Say that this process is alive and has these jobs, working or in its queue."""
    where = {"_id": {"$in": ids}, "owner": me(), "state": {"$in": list(UNFINISHED)}}
    with office_errors():
        store.side("runs").update_many(where, {"$set": {"beat": _now()}})


def hand_back(store: Store, ids: list[Id]) -> None:
    """This process ends: another may take these jobs up at once, and the fall does not count as one."""
    with office_errors():
        store.side("runs").update_many(
            {"_id": {"$in": ids}, "owner.host": me()["host"], "state": {"$in": list(UNFINISHED)}},
            [{"$set": {"beat": datetime(1970, 1, 1, tzinfo=UTC),
                       "tries": {"$max": [0, {"$subtract": ["$tries", 1]}]}}}],
        )  # fmt: skip


def end(store: Store, row: Row, state: JobState, result: Row | None = None, error: OfficeError | None = None) -> bool:
    """Close a job that this take works on."""
    more: Row = {"error": kept_error(error)} if error else {}
    if result:
        more["result"] = plain(result)
    where = {"_id": row["_id"], "take": row["take"], "state": {"$in": list(UNFINISHED)}}
    with office_errors():
        return bool(store.side("runs").update_one(where, _ending(state, _now(), more)).modified_count)


def fell(store: Store, row: Row) -> None:
    """A process that was begun for this job ended without taking it."""
    with office_errors():
        store.side("runs").update_one({"_id": row["_id"], "take": row["take"]}, {"$inc": {"tries": 1, "take": 1}})


def _ending(state: JobState, at: datetime, more: Row | None = None) -> Row:
    return {"$set": {"state": state.value, "ended": at, **(more or {})}, "$unset": {"alone": ""}}


def waiting(store: Store) -> list[Row]:
    """Jobs that nobody living works on: their process is gone or silent."""
    rows = store.rows("runs", {"state": {"$in": list(UNFINISHED)}}, sort=[("_id", 1)], limit=200)
    return [row for row in rows if not living(row)]


def living(row: Row, pause: timedelta = BEAT) -> bool:
    """Is there a process behind this row? A process of this machine that is gone is known at once; one of another
    machine, or a number that another program has now, by its silence."""
    owner = row.get("owner") or {}
    if owner.get("host") == socket.gethostname() and not there(owner["pid"]):
        return False
    return heard(row, pause)


def elsewhere(row: Row) -> bool:
    """Does another living process work on it already? Of two that met a fallen job at once the second leaves it."""
    return bool(row["take"]) and row["owner"] != me() and living(row)


def heard(row: Row, pause: timedelta) -> bool:
    """Was this row's process heard of within a pause? A beat of the future was written before the clock was set back:
    it says nothing."""
    return bool(abs(datetime.now(UTC) - row["beat"]) < pause)


def me() -> Row:
    """This process, as rows name it."""
    return {"host": socket.gethostname(), "pid": os.getpid()}


def _now() -> datetime:
    return instant(datetime.now(UTC))


def kept_error(e: OfficeError) -> Row:
    """A refusal as it is stored: its key and its values."""
    return {"key": e.key, "values": {k: _storable(v) for k, v in e.values.items()}}


def _storable(value: Any) -> Any:
    value = plain(value)
    return value if isinstance(value, str | int | float | bool | dict | datetime | None) else str(value)


def told(error: Row) -> tuple[str, Row]:
    """A stored refusal as key and values to be said; texts in three languages are texts again."""
    values = error["values"].items()
    return error["key"], {k: Text.model_validate(v) if isinstance(v, dict) and "kk" in v else v for k, v in values}
