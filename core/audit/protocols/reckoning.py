"""What the trail says of a month, reckoned from the entries themselves, never from the hashes they carry.

Each day has one digest over the entries of that day: an altered, removed or added one tells on which day it was, though
chains and anchors were all made anew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.audit.trail import CLOSED
from core.db.codec import digest, plain
from core.db.store import Row, Store
from core.i18n import office_day
from schemas.trail import TrailDay, TrailLast, TrailProtocol, TrailSort

Key = tuple[str, str]


@dataclass(frozen=True)
class Month:
    """A month as the trail tells it now. subjects: which records acted on each day; broken: records of entries that
    do not hash to what they say."""

    entries: int
    total: int
    sorts: tuple[TrailSort, ...]
    days: tuple[TrailDay, ...]
    last: TrailLast | None
    subjects: dict[date, tuple[Key, ...]]
    broken: tuple[Key, ...]


def span(month: str, zone: str) -> tuple[datetime, datetime]:
    """When a month («2026-10») begins and when the next one does, by the office's clock."""
    first = date.fromisoformat(f"{month}-01")
    then = (first + timedelta(days=32)).replace(day=1)
    clock = ZoneInfo(zone)
    return datetime(first.year, first.month, 1, tzinfo=clock), datetime(then.year, then.month, 1, tzinfo=clock)


def reckoned(store: Store, month: str, zone: str = "Asia/Almaty") -> Month:
    """Walk the entries of a month, one by one, flat in memory but for a line of each."""
    start, end = span(month, zone)
    days: dict[date, list[tuple[str, str, int, str]]] = {}
    sorts: Counter[str] = Counter()
    broken: dict[Key, None] = {}
    last: TrailLast | None = None
    for entry in store.each("audit_events", {"at": {"$gte": start, "$lt": end}}, sort=[("at", 1)]):
        subject, kept = entry["subject"], entry.pop("hash", "")
        hash = digest(entry)
        key = (str(subject["kind"]), str(subject["id"]))
        if hash != kept:
            broken[key] = None
        days.setdefault(office_day(entry["at"]), []).append((*key, int(entry["seq"]), hash))
        sorts["other" if key[0] in CLOSED else key[0]] += 1  # a paper that many see tells nobody how many reports came
        if last is None or (entry["at"], entry["_id"]) > (last.at, last.id):
            last = TrailLast(id=entry["_id"], at=entry["at"], hash=hash)
    return Month(
        entries=sorts.total(), total=store.count("audit_events", {"at": {"$lt": end}}),
        sorts=tuple(TrailSort(kind=k, entries=n) for k, n in sorted(sorts.items())),
        days=tuple(TrailDay(day=d, entries=len(rows), digest=digest([list(r) for r in sorted(rows)]))
                   for d, rows in sorted(days.items())),
        last=last, subjects={d: tuple(dict.fromkeys((k, i) for k, i, _, _ in rows)) for d, rows in days.items()},
        broken=tuple(broken),
    )  # fmt: skip


SAID = ("number", "month", "entries", "total", "sorts", "days", "last", "anchor", "before")


def statement(protocol: TrailProtocol) -> dict[str, Any]:
    """All that a protocol says, in words of a file that is read without this office."""
    return {name: _plainest(plain(protocol)[name]) for name in SAID}


def sealed(said: Row) -> str:
    """The hash over a statement: what stands on the paper."""
    return digest(said)


def _plainest(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plainest(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plainest(v) for v in value]
    return value.isoformat() if isinstance(value, datetime) else value


def grouped(seal: str) -> str:
    """A hash as it is printed, to be read and typed by a person."""
    return " ".join(seal[i : i + 8] for i in range(0, len(seal), 8))
