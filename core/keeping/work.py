"""The long work that writes a backup, and what the night begins by itself."""

from __future__ import annotations

import shutil
from datetime import date
from zoneinfo import ZoneInfo

from core import files as kept_files
from core import jobs
from core.db import backup as files
from core.db.backup import Scratch
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import t
from core.jobs.run import Run
from core.keeping import copies, seals
from core.office import SYSTEM
from schemas.base import Id
from schemas.job import UNFINISHED

BACKUP, DRILL = "office.backup", "office.drill"


def nightly_backup(store: Store, day: date) -> None:
    """The scheduler's work: begin the backup of a day; begun twice it is one."""
    _begin(store, BACKUP, {"name": f"office-{day.isoformat()}.zip"}, day)


def nightly_verify(store: Store, day: date) -> None:
    """The scheduler's work: begin the verification of a day; what it finds is told to the head."""
    _begin(store, "audit.verify", {}, day)


def nightly_sweep(store: Store, day: date) -> None:
    """The scheduler's work: remove bytes that no act came to keep, the half file of a backup and the scratch base of
    a drill that were given up."""
    kept_files.sweep(Desk(SYSTEM, store))
    if not _goes_on(store, BACKUP):
        copies.forget_halves()
    if not _goes_on(store, DRILL):
        Scratch(store).drop()


def _goes_on(store: Store, kind: str) -> bool:
    """Is there a work of this kind that has not ended?"""
    return store.one("runs", {"kind": kind, "state": {"$in": list(UNFINISHED)}}, {"_id": 1}) is not None


def begin_backup(desk: Desk, why: Why) -> Id:
    """Begin a backup by hand, named by the office's clock; the id of the long work."""
    now = desk.now().astimezone(ZoneInfo(desk.zone)).strftime("%Y-%m-%d-%H%M%S")
    return jobs.begin(desk, BACKUP, {"name": f"office-{now}.zip"}, why)


def backup_work(run: Run) -> Row:
    """The long work: write the base into a file of the folder of backups, read it back, let the old ones go.

    Taken up after a crash it begins anew and removes the half file: that one is of a moment that is gone. Raises
    RuleBroken where the disk does not take it or what was written cannot be read back, and `backup.stopped`.
    """
    phrase, where = seals.phrase(), copies.folder()
    file = where / (str(run.params["name"]) + (copies.SEALED if phrase else ""))
    try:
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
        copies.forget_halves()
        last = max((f.stat().st_size for f in copies.files()[-1:]), default=0)
        if shutil.disk_usage(where).free < last:
            raise RuleBroken("backup.no_room", folder=str(where))
    except OSError:
        raise RuleBroken("backup.denied", folder=str(where)) from None
    made = files.backup(
        run.store, file, run.progress, phrase=phrase, sign=seals.signing(), stop=run.stopped, app=seals.version()
    )
    copies.forget_old(run.store, run.desk.today())
    documents = sum(c["count"] for c in made["collections"].values())
    altered = len(made["files"]["altered"])
    return {"file": str(file), "documents": documents, "size": file.stat().st_size, "altered": altered}


def _begin(store: Store, kind: str, params: Row, day: date) -> None:
    """Begin a job of the night; where one of its kind is going on, that one will do."""
    try:
        why = Why(t("scheduler.by_plan", "kk"), command=f"{kind}:{day.isoformat()}")
        jobs.begin(Desk(SYSTEM, store), kind, params, why)
    except RuleBroken as e:
        if e.key != "jobs.another_goes_on":
            raise
