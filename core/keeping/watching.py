"""What is missing among the copies and drills: for the page, and told to the head when the night brought none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.db.store import Store
from core.desk import Desk
from core.i18n import office_day
from core.keeping import copies, drills, seals
from core.keeping.work import BACKUP
from core.scheduler.telling import tell_heads
from schemas.job import UNFINISHED
from schemas.restore_drill import DrillOutcome

DRILL_DAYS = 90  # a copy nobody restored for a quarter is a hope, not a copy


@dataclass(frozen=True)
class Lack:
    """One thing that is missing and what to do: a message and its values. grave: a loss would be one already."""

    key: str
    values: dict[str, Any]
    grave: bool = False


def missing(desk: Desk) -> list[Lack]:
    """What is missing today, the gravest first."""
    found = copies.listed(desk.store)
    lacks: list[Lack] = []
    if not found:
        lacks.append(Lack("backup.lack_none", {}, True))
    elif (old := (desk.today() - office_day(found[0].at)).days) > 1:
        lacks.append(Lack("backup.lack_old", {"days": old}, True))
    last = desk.store.rows("runs", {"kind": BACKUP}, {"state": 1, "ended": 1}, [("_id", -1)], 1)
    if last and last[0]["state"] == "failed":
        lacks.append(Lack("backup.lack_failed", {"at": last[0]["ended"]}, True))
    done = drills.listed(desk, 0, 1)
    if done and done[0].status is DrillOutcome.failed:
        lacks.append(Lack("backup.lack_drill_failed", {"number": done[0].number}, True))
    elif not done:
        lacks.append(Lack("backup.lack_drill", {}))
    elif (days := (desk.today() - office_day(done[0].ended)).days) > DRILL_DAYS:
        lacks.append(Lack("backup.lack_drill_old", {"days": days}))
    if copies.same_disk():
        lacks.append(Lack("backup.lack_disk", {"name": "OFFICE_BACKUPS"}))
    if not os.environ.get(seals.PHRASE):
        lacks.append(Lack("backup.lack_phrase", {"name": seals.PHRASE}))
    return lacks


def nightly_watch(store: Store, day: date) -> None:
    """The scheduler's work of a morning: tell the head where the night left no copy. One that is being made is waited
    for; one that failed was told when it failed, and is told here as missing once a day until there is one."""
    if store.one("runs", {"kind": BACKUP, "state": {"$in": list(UNFINISHED)}}, {"_id": 1}):
        return
    newest = max((office_day(c.at) for c in copies.listed(store)), default=None)
    if newest is None or newest < day:
        values = {"day": day, "last": newest or "—"}
        tell_heads(store, "backup.told_missing", values, once=f"backup:{day.isoformat()}", page="backups")
