"""The copies that lie in the folder of backups: what is known of each, and which stay how long."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core import access
from core.db.server import data_folder
from core.db.store import Row, Store
from core.desk import Desk
from core.errors import RuleBroken

NAME = re.compile(r"office-(\d{4}-\d{2}-\d{2})(-\d{6})?\.zip(\.sealed)?")
READ = "backup.read"
SEALED = ".sealed"  # the end of the name of one closed by a phrase


@dataclass(frozen=True)
class Keep:
    """How long copies stay: each of so many days, the newest of each of so many weeks and months."""

    days: int = 14
    weeks: int = 8
    months: int = 12


@dataclass(frozen=True)
class Copy:
    """One copy. at: when its writing ended; checked: when it was read back, as far as this office knows."""

    name: str
    day: date
    at: datetime
    size: int
    closed: bool
    checked: datetime | None = None
    documents: int = 0


def folder() -> Path:
    """Where backups go: $OFFICE_BACKUPS (better another disk), else `backups` in the data folder."""
    return Path(os.environ.get("OFFICE_BACKUPS") or data_folder() / "backups").expanduser().absolute()


def same_disk() -> bool:
    """Does the folder stand on the disk of the data, so that both are lost at once? A base of one's own server stands
    elsewhere, as far as can be known here."""
    if os.environ.get("MONGODB_URI"):
        return False
    there = next(p for p in (folder(), *folder().parents) if p.exists())
    data = next(p for p in (data_folder(), *data_folder().parents) if p.exists())
    return there.stat().st_dev == data.stat().st_dev


def keep_of(store: Store) -> Keep:
    """How long copies stay: the institution's own setting, else the environment's, else that of `Keep`."""
    row = store.one("office", {}, {"backup_days": 1, "backup_weeks": 1, "backup_months": 1}) or {}
    said = {}
    for name in ("days", "weeks", "months"):
        value = row.get(f"backup_{name}")
        given = os.environ.get(f"OFFICE_BACKUPS_{name.upper()}", "")
        said[name] = value if value is not None else int(given) if given.isdigit() else getattr(Keep, name)
    return Keep(**said)


def day_of(name: str) -> date | None:
    """The day that a copy's name bears; None for a file that is no copy of ours."""
    found = NAME.fullmatch(name)
    return date.fromisoformat(found[1]) if found else None


def staying(copies: Iterable[tuple[str, date]], today: date, keep: Keep) -> dict[str, str]:
    """Which of the copies stay, and as what: `day`, `week`, `month`; the newest stays whatever its age."""
    newest = sorted(copies, key=lambda c: (c[1], c[0]), reverse=True)
    stay: dict[str, str] = {}
    monday = today - timedelta(days=today.weekday())
    month = today.year * 12 + today.month
    spans: list[tuple[str, Callable[[date], int], int]] = [
        ("day", lambda d: (today - d).days, keep.days),
        ("week", lambda d: (monday - (d - timedelta(days=d.weekday()))).days // 7, keep.weeks),
        ("month", lambda d: month - (d.year * 12 + d.month), keep.months),
    ]
    for word, ago, most in spans:
        met: set[int] = set()
        for name, day in newest:
            n = ago(day)
            if n < most and (word == "day" or n not in met):
                met.add(n)
                stay.setdefault(name, word)
    for name, _ in newest[:1]:
        stay.setdefault(name, "day")
    return stay


def stays_as(store: Store, today: date) -> dict[str, str]:
    """Of the copies in the folder: which stay, and as what."""
    return staying(((f.name, d) for f in files() if (d := day_of(f.name))), today, keep_of(store))


def files() -> list[Path]:
    """The copies in the folder; none where there is no folder. RuleBroken `backup.denied`."""
    where = folder()
    try:
        return sorted(f for f in where.iterdir() if day_of(f.name) and f.is_file()) if where.is_dir() else []
    except OSError:
        raise RuleBroken("backup.denied", folder=str(where)) from None


def forget_old(store: Store, today: date) -> list[str]:
    """Remove the copies whose time is over; the names of what went."""
    stay = stays_as(store, today)
    gone = []
    for file in files():
        if file.name not in stay:
            file.unlink(missing_ok=True)
            gone.append(file.name)
    return gone


def forget_halves() -> int:
    """Remove what writings that were killed left; how many. For when none goes on: there is one at a time in an office,
    and one that was thought dead and is not has lost its work anyway."""
    halves = list(folder().glob("office-*.part"))
    for half in halves:
        half.unlink(missing_ok=True)
    return len(halves)


def listed(desk: Desk) -> list[Copy]:
    """The copies in the folder, the newest first, for who may see them. Forbidden."""
    access.require(desk.actor, READ)
    return found(desk.store)


def found(store: Store) -> list[Copy]:
    """The copies in the folder, the newest first, with what the long works that made them know."""
    known: dict[str, Row] = {}
    for row in store.rows("runs", {"kind": "office.backup", "state": "done"}, {"result": 1, "ended": 1}, [("_id", 1)]):
        known[Path(str(row["result"].get("file", ""))).name] = row
    every = []
    for file in files():
        size, day = file.stat().st_size, day_of(file.name)
        made = known.get(file.name) or {}
        same = made.get("result", {}).get("size") == size
        every.append(Copy(
            file.name, day or date.min, datetime.fromtimestamp(file.stat().st_mtime, UTC), size,
            file.name.endswith(SEALED), made["ended"] if same else None,
            int(made["result"].get("documents", 0)) if same else 0,
        ))  # fmt: skip
    return sorted(every, key=lambda c: (c.at, c.name), reverse=True)
