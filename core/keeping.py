"""The whole office in one file: by hand (`office.py backup`, `restore`), by a long work, and every night by itself."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core import files as kept_files
from core import jobs, migrations
from core.audit.verify import verify
from core.db import backup as files
from core.db import connection
from core.db.problems import ServerProblem
from core.db.server import data_folder
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import OfficeError, RuleBroken
from core.i18n import t
from core.jobs.run import Run
from core.office import SYSTEM

DAYS = 14  # nightly backups are kept so long, where OFFICE_BACKUPS_DAYS says nothing else


def backup(words: list[str]) -> int:
    """Write the office of OFFICE_DATA (or MONGODB_URI) into a file, while it works; 0, or 1 refused."""
    parser = argparse.ArgumentParser(prog="office.py backup", description="Write the whole office into one file.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--small", action="store_true", help="half the size for ten times the time")
    asked = parser.parse_args(words)
    file: Path = asked.file

    def work() -> int:
        made = files.backup(connection.store(), file, _told, asked.small)
        count = sum(c["count"] for c in made["collections"].values())
        print(f"\n{file}: {count} documents, {file.stat().st_size / 2**20:.1f} MB", flush=True)
        return 0

    return _refusing(work)


def restore(words: list[str]) -> int:
    """Fill an empty base from a backup, bring it to today's shape, walk the trail; 0, 1 refused or not whole."""
    parser = argparse.ArgumentParser(prog="office.py restore", description="Fill an empty base from a backup.")
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args(words).file

    def work() -> int:
        store = connection.store()
        made = files.restore(store, file, _told)
        run = migrations.migrate(store)
        report = verify(store)
        print(f"\nRestored as it was on {made['at'][:16]}; {len(run)} changes of shape.", flush=True)
        print(f"{report.entries} entries, {report.documents} documents: {'whole' if report.whole else 'NOT WHOLE'}")
        return 0 if report.whole else 1

    return _refusing(work)


# every night ----------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Where backups go: $OFFICE_BACKUPS (better another disk), else `backups` in the data folder."""
    return Path(os.environ.get("OFFICE_BACKUPS") or data_folder() / "backups").expanduser().absolute()


def nightly_backup(store: Store, day: date) -> None:
    """The scheduler's work: begin the backup of a day; begun twice it is one."""
    _begin(store, "office.backup", {"name": f"office-{day.isoformat()}.zip"}, day)


def nightly_verify(store: Store, day: date) -> None:
    """The scheduler's work: begin the verification of a day; what it finds is told to the head."""
    _begin(store, "audit.verify", {}, day)


def nightly_sweep(store: Store, day: date) -> None:
    """The scheduler's work: remove bytes that no act came to keep."""
    kept_files.sweep(Desk(SYSTEM, store))


def begin_backup(desk: Desk, why: Why) -> str:
    """Begin a backup by hand, named by the office's clock; the id of the long work."""
    now = desk.now().astimezone(ZoneInfo(desk.zone)).strftime("%Y-%m-%d-%H%M%S")
    return jobs.begin(desk, "office.backup", {"name": f"office-{now}.zip"}, why)


def backup_work(run: Run) -> Row:
    """The long work: write the base into a file of the folder of backups, read it back, let the old ones go.

    Raises RuleBroken where the disk does not take it or what was written cannot be read back.
    """
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder() / str(run.params["name"])
        made = files.backup(run.store, file, run.progress)
        os.chmod(file, 0o600)  # everything of the office is in it
        files.examined(file)
        _forget_old(run.desk.today())
    except OSError as e:
        raise RuleBroken("backup.disk", folder=str(folder()), said=e.strerror or str(e)) from None
    documents = sum(c["count"] for c in made["collections"].values())
    return {"file": str(file), "documents": documents, "size": file.stat().st_size}


def _begin(store: Store, kind: str, params: Row, day: date) -> None:
    """Begin a job of the night; where one of its kind is going on, that one will do."""
    try:
        why = Why(t("scheduler.by_plan", "kk"), command=f"{kind}:{day.isoformat()}")
        jobs.begin(Desk(SYSTEM, store), kind, params, why)
    except RuleBroken as e:
        if e.key != "jobs.another_goes_on":
            raise


def _forget_old(today: date) -> None:
    """Remove backups older than the days they are kept; the newest stays whatever its age."""
    days = int(os.environ.get("OFFICE_BACKUPS_DAYS") or DAYS)
    oldest = f"office-{(today - timedelta(days=days)).isoformat()}"
    for file in sorted(folder().glob("office-????-??-??*.zip"))[:-1]:
        if file.name < oldest:
            file.unlink(missing_ok=True)


def _told(done: int, of: int) -> None:
    print(f"\r{done}/{of}", end="", flush=True)


def _refusing(work: Callable[[], int]) -> int:
    try:
        return work()
    except ServerProblem as problem:
        print("office: " + problem.sentence, file=sys.stderr)
    except OfficeError as e:
        print("office: " + t(e.key, "en", **e.values), file=sys.stderr)
    return 1
