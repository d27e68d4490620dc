"""A full disk: a small file system of the trial's own, or a limit on the size of files where nobody may mount one."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

from core.access import Actor
from core.db.connection import client
from core.db.problems import ServerProblem
from core.db.server import ROOM, ensure, release
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Unavailable
from core.prove import checks
from core.prove.report import Broken, Line
from core.registry import MODELS
from core.tx import Tx
from schemas.base import Text
from schemas.reference import Department, UnitKind
from schemas.words import Role

MEGABYTE = 2**20
LIMIT = 48 * MEGABYTE  # of a file, where no disk can be mounted: above it are neither journal nor an empty office
BYTES = MEGABYTE  # what an act keeps beside its document
LEFT = 6 * MEGABYTE  # room left on the disk for the acts before it is full
PATIENCE = 90.0


class SmallDisk:
    """A file system in memory that this trial mounts and fills."""

    name = "a file system of its own filled to the last block"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "disk"
        self.ballast = self.folder / "ballast"

    def __enter__(self) -> SmallDisk:
        self.folder.mkdir()
        size = f"size={2 * ROOM}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(self.folder)], check=True, capture_output=True)
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)

    def fill(self) -> None:
        """Leave so little room that the next acts use it up."""
        free = os.statvfs(self.folder)
        with open(self.ballast, "wb") as out:
            os.posix_fallocate(out.fileno(), 0, free.f_bavail * free.f_frsize - LEFT)

    def make_room(self) -> None:
        """Take the ballast away."""
        self.ballast.unlink()


class Limit:
    """A limit on the size of any file the server writes, which it inherits from this process."""

    name = "files of the server limited in size"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "limited"
        self._was = resource.getrlimit(resource.RLIMIT_FSIZE)

    def __enter__(self) -> Limit:
        self.folder.mkdir()
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, self._was[1]))
        return self

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._was)

    def fill(self) -> None:
        """Nothing: the acts themselves reach the limit."""

    def make_room(self) -> None:
        """Lift the limit for the servers to come."""
        resource.setrlimit(resource.RLIMIT_FSIZE, self._was)


def disk(folder: Path) -> SmallDisk | Limit:
    """A disk of the trial's own, as this user may have one."""
    if sys.platform.startswith("linux"):
        trial = folder / "may"
        trial.mkdir()
        tried = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(trial)], capture_output=True)
        if tried.returncode == 0:
            subprocess.run(["umount", str(trial)], check=True)
            return SmallDisk(folder)
    return Limit(folder)


def prove(folder: Path, seed: int, limited: bool = False, **_: Any) -> list[Line]:
    """Acts that keep files until the disk is full, what is said then, and what goes on when there is room again."""
    with Limit(folder) if limited else disk(folder) as place:
        place_data = place.folder / "data"
        try:
            line = _tried(place, place_data, Random(seed))
        finally:
            release(place_data)
    return [line]


def _tried(place: SmallDisk | Limit, data: Path, rng: Random) -> Line:
    uri = ensure(data)
    with client(uri) as opened:
        store = Store(opened, "office")
        store.shape(MODELS, checks.FEW)
        desk = Desk(Actor("prove", "Prove", Role.head), store)
        place.fill()
        commands: list[str] = []
        told: list[str] = []
        said = ""
        while not said and len(commands) < 200:
            why = Why("p")
            commands.append(why.command)
            try:
                _act(desk, len(commands), rng.randbytes(BYTES), why)
                told.append(why.command)
                if isinstance(place, Limit):  # a file is written at checkpoints; a journal's end would come by itself
                    with contextlib.suppress(Exception):
                        store.client.admin.command("fsync")
            except Unavailable as e:
                said = e.key
        if not said:
            raise Broken("the disk did not fill up")
        refusal = _refusal(data)
        if isinstance(place, SmallDisk) and (said, refusal) != ("errors.disk_full", "server.disk_full"):
            raise Broken(f"a full disk was called «{said}» and «{refusal}»")
        place.make_room()
        begun = time.monotonic()
        while not store.ping():
            if time.monotonic() - begun > PATIENCE:
                raise Broken("the office did not go on when there was room")
            with contextlib.suppress(ServerProblem):
                ensure(data)
            time.sleep(0.1)
        waited = time.monotonic() - begun
        store.let_go()
        for n, command in enumerate(commands, 1):
            found = checks.entries(store, command)
            if len(found) > 1 or command in told and not found:
                raise Broken(f"an acknowledged act stands {len(found)} times in the trail")
            if not found:
                _act(desk, n, b"", Why("p", command=command))
        if store.count("departments", {}) != len(commands):
            raise Broken("half an act on a full disk")
        checks.whole(store, data)
    note = f"acts were refused with «{said}», a start with «{refusal}»; {waited:.1f} s after room was made it went on"
    return Line(f"full disk: {place.name}", 1, len(told), note)


def _act(desk: Desk, n: int, data: bytes, why: Why) -> None:
    laid = desk.store.lay(data) if data else None

    def work(tx: Tx) -> Department:
        if laid:
            tx.keep_file(laid, f"{n}.pdf", "scan", f"d{n}")
        return tx.add(Department(_id=f"d{n}", code=f"D{n}", kind=UnitKind.department, name=Text(kk=f"Кафедра {n}")))

    desk.transact("reference.edit", work, why, seconds=5)


def _refusal(data: Path) -> str:
    """What whoever opens the office is told meanwhile."""
    try:
        ensure(data)
    except ServerProblem as problem:
        return problem.key
    return ""
