"""What a big act writes, made ready: what happens to one student, parts of a size one transaction bears, their rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core import history
from core.audit.checks import marks
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.tx import StudentChange, new_student
from schemas.base import Id, new_id

STUDENTS, EVENTS = 500, 4000  # the most a batch touches and writes


@dataclass
class Work:
    """What a big act does to one student: events as (type, true since, fields), numbered and chained when
    written.

    revision and prev (hash of the newest event) are those seen when it was planned; 0 and "" for a new
    student. revives: a student whose import was undone comes back. personal: rows of `personal` that the
    events' tokens name.
    """

    id: Id
    number: str
    revision: int
    prev: str
    events: list[tuple[str, str, Row]]
    revives: bool = False
    personal: list[Row] = field(default_factory=list)


def ids() -> Iterator[Id]:
    """Endless new identifiers like `new_id`, their chance drawn a thousand at a time: each draw asks the system."""
    while True:
        chance, when = secrets.token_bytes(6 * 1000).hex(), new_id()[:12]
        for at in range(0, len(chance), 12):
            yield when + chance[at : at + 12]


def parts(works: Sequence[Work]) -> Iterator[list[Work]]:
    """Students in parts that one transaction bears."""
    part: list[Work] = []
    events = 0
    for work in works:
        if part and (len(part) == STUDENTS or events + len(work.events) > EVENTS):
            yield part
            part, events = [], 0
        part.append(work)
        events += len(work.events)
    if part:
        yield part


def prepared(
    desk: Desk, job: Id, works: list[Work], why: Why
) -> tuple[list[Row], list[tuple[Row, Row]], Row, list[Row]]:
    """(new students, guarded updates, the staged proof of this batch, personal values)."""
    at, basis = desk.now(), plain(why.basis)
    actor = {"id": desk.actor.id, "name": desk.actor.name, "role": str(desk.actor.role.value)}
    stamp = {"at": at, "by": actor["id"]}
    new, updates, touched, fresh = [], [], [], ids()
    for work in works:
        prev, rows = work.prev, []
        for n, (kind, effective, body) in enumerate(work.events, work.revision + 1):
            row = {
                "id": next(fresh), "n": n, "at": at, "effective": effective, "actor": actor,
                "reason": why.reason, "basis": basis, "command": why.command, "job": job, "type": kind, **body,
            }  # fmt: skip
            prev = history.sealed(row, prev)["hash"]
            rows.append(row)
        touched.append(
            {
                "kind": "students",
                "id": work.id,
                "revision": work.revision + len(rows),
                "hash": prev,
                "marks": marks(rows),
            }  # fmt: skip
        )
        if work.revision:
            mark: Row = {"job": job, "events": rows} | ({"hidden": job} if work.revives else {})
            where = {"_id": work.id, "revision": work.revision, "pending": None}
            updates.append((where, {"$set": {"pending": mark}}))
        else:
            change = StudentChange({"_id": work.id, "revision": 0, **history.empty()}, new=True)
            change.added, change.event_hash = rows, prev
            change.state = history.grow(change.state, rows, list)
            new.append({**new_student(work.id, change, {"seq": 0, "hash": ""}, stamp), "hidden": job})
    personal = [row for work in works for row in work.personal]
    staged = {"touched": touched, "personal": [row["_id"] for row in personal]}
    return new, updates, staged, personal
