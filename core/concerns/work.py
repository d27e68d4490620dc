"""What the office does by itself with reports: tells the auditor that there is post, lets old words go."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import notices
from core.concerns.box import LETTERS
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import SYSTEM
from core.tx import Tx
from schemas.base import Id
from schemas.concern import Concern
from schemas.words import Role


def daily(store: Store, day: date) -> int:
    """The scheduler's work of a day: once, at one hour, whenever a letter came; how many were told."""
    desk = Desk(SYSTEM, store)
    old = {"keep_until": {"$lt": day.isoformat(), "$type": "string"}}
    for row in store.rows("concerns", old, {"code": 1}, limit=50):
        if not store.count(LETTERS, {"code": row["code"]}, 1):
            forget(desk, row["_id"], day)
    if not store.count(LETTERS, {}, 1):
        return 0
    ids = store.names("users", "_id", {"role": Role.auditor.value, "active": True})
    once, now = f"concerns:{day.isoformat()}", datetime.now(UTC)
    return sum(notices.post(store, id, "concerns.told_post", {}, "concerns", {}, now, once=once) for id in ids)


def forget(desk: Desk, id: Id, day: date) -> Concern:
    """Let the words and the name of a report go; number, topic, days and outcome stay."""

    def work(tx: Tx) -> Concern:
        report = tx.get(Concern, id, scoped=False)
        tx.erase_personal(id, ["text", "sender"])
        report.status, report.keep_until = "gone", None
        return tx.save(report)

    why = Why(t("scheduler.by_plan", "kk"), command=f"concern.forget:{id}:{day.isoformat()}")
    return desk.transact("concern.forget", work, why, right="schedule.edit")
