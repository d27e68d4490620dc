"""What is missing among the copies and drills: for the page, and told to the head when the night brought none; the
drill that the office begins by itself.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import access
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import office_day, t
from core.keeping import copies, drills, erasures, seals
from core.keeping.work import BACKUP, DRILL
from core.office import SYSTEM
from core.scheduler.telling import tell_heads
from schemas.job import UNFINISHED
from schemas.restore_drill import DrillOutcome, RestoreDrill

EVERY = 30  # days between two drills where the institution set nothing
BY_HAND = 90  # days where they are begun by hand alone: a copy nobody restored for a quarter is a hope, not a copy
AGAIN = 7  # days after which a drill that was not passed is begun again
PASSED = {"status": DrillOutcome.passed.value}


@dataclass(frozen=True)
class Lack:
    """One thing that is missing and what to do: a message and its values. grave: a loss would be one already."""

    key: str
    values: dict[str, Any]
    grave: bool = False


def missing(desk: Desk) -> list[Lack]:
    """What is missing today, the gravest first. Forbidden."""
    access.require(desk.actor, copies.READ)
    found, today = copies.found(desk.store), desk.today()
    lacks: list[Lack] = []
    if not found:
        lacks.append(Lack("backup.lack_none", {}, True))
    elif (old := (today - office_day(found[0].at)).days) > 1:
        lacks.append(Lack("backup.lack_old", {"days": old}, True))
    last = desk.store.rows("runs", {"kind": BACKUP}, {"state": 1, "ended": 1}, [("_id", -1)], 1)
    if last and last[0]["state"] == "failed":
        lacks.append(Lack("backup.lack_failed", {"at": last[0]["ended"]}, True))
    if numbers := erasures.pending(desk.store):
        lacks.append(Lack("backup.lack_erasures", {"numbers": ", ".join(numbers)}, True))
    done = drills.listed(desk, 0, 1)
    if done and done[0].status is DrillOutcome.failed:
        lacks.append(Lack("backup.lack_drill_failed", {"number": done[0].number}, True))
    elif not done:
        lacks.append(Lack("backup.lack_drill", {}))
    elif days := late(desk.store, today):
        lacks.append(Lack("backup.lack_drill_old", {"days": days}))
    if copies.same_disk():
        lacks.append(Lack("backup.lack_disk", {"name": "OFFICE_BACKUPS"}))
    if not os.environ.get(seals.PHRASE):
        lacks.append(Lack("backup.lack_phrase", {"name": seals.PHRASE}))
    return lacks


def drill_every(store: Store) -> int:
    """Every how many days the office begins a drill by itself: the institution's setting, else `EVERY`; 0: never."""
    said = (store.one("office", {}, {"drill_days": 1}) or {}).get("drill_days")
    return EVERY if said is None else int(said)


def late(store: Store, day: date) -> int:
    """For how many days no drill was passed, where that is longer than the setting allows (`BY_HAND` where the office
    begins none); counted from the oldest copy where none ever was. 0: in time."""
    since = _last(store, PASSED) or min((c.day for c in copies.found(store)), default=day)
    days = (day - since).days
    return days if days > (drill_every(store) or BY_HAND) else 0


def nightly_drill(store: Store, day: date) -> None:
    """The scheduler's work: begin a drill with the newest copy where the time for one has come. One that was not passed
    is begun again a week later; one that goes on already will do, and so will the one of this day."""
    every, command = drill_every(store), f"{DRILL}:{day.isoformat()}"
    due = every and _rest(store, day, PASSED, every) <= 0 and _rest(store, day, {}, min(every, AGAIN)) <= 0
    if not due or store.one("runs", {"_id": command}, {"_id": 1}):
        return
    try:
        drills.begin(Desk(SYSTEM, store), "", Why(t("scheduler.by_plan", "kk"), command=command))
    except RuleBroken as e:
        if e.key not in ("jobs.another_goes_on", "backup.lack_none"):  # no copy at all: `nightly_watch` tells it
            raise


def nightly_watch(store: Store, day: date) -> None:
    """The scheduler's work of a morning: tell the head where the night left no copy, and where no drill was passed for
    longer than the setting. What was begun this night is waited for; a failure was told when it came, and is told here
    as missing (a copy once a day, a drill once a week) until there is one."""
    if not _awaited(store, BACKUP, day):
        newest = max((office_day(c.at) for c in copies.found(store)), default=None)
        if newest is None or newest < day:
            values = {"day": day, "last": newest or "—"}
            tell_heads(store, "backup.told_missing", values, once=f"backup:{day.isoformat()}", page="backups")
    if not _awaited(store, DRILL, day) and (days := late(store, day)):
        year, week, _ = day.isocalendar()
        tell_heads(store, "backup.told_drill_late", {"days": days}, once=f"drill:{year}-{week}", page="backups")


def _awaited(store: Store, kind: str, day: date) -> bool:
    """Does such a work go on? One that was begun before yesterday hangs, and nobody waits for it any more."""
    row = store.one("runs", {"kind": kind, "state": {"$in": list(UNFINISHED)}}, {"at": 1})
    return row is not None and (day - office_day(row["at"])).days <= 1


def _last(store: Store, where: Row) -> date | None:
    rows = store.rows(RestoreDrill.collection, where, {"ended": 1}, [("_id", -1)], 1)
    return office_day(rows[0]["ended"]) if rows else None


def _rest(store: Store, day: date, where: Row, every: int) -> int:
    """Days until the next one is due; 0 where there was none."""
    last = _last(store, where)
    return every - (day - last).days if last else 0
