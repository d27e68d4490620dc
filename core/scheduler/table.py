"""Everything the office does by itself and how often, in one table."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.i18n import office_zone


@dataclass(frozen=True)
class Every:
    """A small work every so many seconds.

    make: «module:function»; called once with the store, it gives the work, a function without arguments whose answer
    says whether there was anything to do. It must be safe to repeat and to be cut short.
    """

    seconds: float
    make: str


@dataclass(frozen=True)
class Daily:
    """A work of every day, at an hour of the office's clock.

    work: «module:function», called with the store and the day; it must be safe to repeat for its day. each: a day that
    was missed is made up as itself; where not, only the newest missed one is (five backups of one morning help nobody).
    """

    at: str
    work: str
    each: bool = True

    def moment(self, day: date) -> datetime:
        """When it is due on a day."""
        return datetime.combine(day, time.fromisoformat(self.at), office_zone())

    def newest(self, now: datetime) -> date:
        """The newest day it was due on."""
        today = now.astimezone(office_zone()).date()
        return today if self.moment(today) <= now else today - timedelta(days=1)

    def missed(self, last: date, now: datetime) -> list[date]:
        """The days after `last` it is due on, oldest first."""
        newest = self.newest(now)
        days = [last + timedelta(days=n + 1) for n in range((newest - last).days)]
        return days if self.each else days[-1:]

    def next(self, now: datetime) -> datetime:
        """When it is due again."""
        return self.moment(self.newest(now) + timedelta(days=1)).astimezone(UTC)


Entry = Every | Daily
# name: when and what. Its words stand in core/i18n as `scheduler.entry.<name>`.
TABLE: dict[str, Entry] = {
    "sums": Every(3, "core.sums.worker:looker"),
    "plans": Every(5, "core.scheduler.plans:looker"),
    "jobs": Every(5, "core.jobs.runner:looker"),
    "anchors": Every(180, "core.audit.worker:anchoring"),
    "letters": Every(60, "core.notices.mail:sender"),
    "erasures": Every(60, "core.keeping:erasures_keeper"),
    "names": Daily("02:00", "core.names.work:nightly", each=False),
    "backup": Daily("02:30", "core.keeping:nightly_backup", each=False),
    "drill": Daily("04:00", "core.keeping:nightly_drill", each=False),
    "verify": Daily("03:30", "core.keeping:nightly_verify", each=False),
    "trail": Daily("03:45", "core.audit.protocols.acts:nightly", each=False),
    "sweep": Daily("04:30", "core.keeping:nightly_sweep", each=False),
    "indicators": Daily("05:00", "core.indicators.acts:nightly", each=False),
    "quality": Daily("05:20", "core.quality.nightly:run", each=False),
    "copies": Daily("06:30", "core.keeping:nightly_watch", each=False),
    "calendar": Daily("07:00", "core.calendar.telling:daily"),
    "leaves": Daily("07:15", "core.orders.leaves:remind", each=False),
    "commissions": Daily("07:20", "core.attestation.commissions.deadlines:remind", each=False),
    "blanks": Daily("07:25", "core.blanks.needs:remind", each=False),
    "trainings": Daily("07:26", "core.trainings.reminding:remind", each=False),
    "declarations": Daily("07:27", "core.declarations.asking:remind", each=False),
    "practices": Daily("07:28", "core.practices.reminding:remind", each=False),
    "norms": Daily("07:35", "core.norm_documents.acks:daily", each=False),
    "concerns": Daily("08:10", "core.concerns.work:daily", each=False),
    "data_requests": Daily("07:40", "core.data_requests.reminding:remind", each=False),
    "instructions": Daily("07:42", "core.instructions.reminding:remind", each=False),
    "attorneys": Daily("07:44", "core.attorneys.watching:remind", each=False),
    "service_requests": Daily("07:46", "core.service_requests.reminding:remind", each=False),
    "requests": Daily("07:28", "core.requests.reminding:remind", each=False),
    "reminders": Daily("07:30", "core.tasks.reminding:remind"),
}


def loaded(reference: str) -> Any:
    """The function that «module:function» names."""
    module, _, name = reference.partition(":")
    return getattr(importlib.import_module(module), name)
