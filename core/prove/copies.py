"""A backup cut short: its process is killed while it writes; no file may pass for a whole one, and the next one is."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random
from typing import Any

from core import commands
from core.db.connection import client
from core.db.connection import store as opened_store
from core.db.server import ensure, release
from core.db.store import Store
from core.prove import checks, killing
from core.prove.report import Broken, Line

TIMES = 12
RESTORED = "restored"


def prove(folder: Path, seed: int, **_: Any) -> list[Line]:
    """On a small demonstration office of its own."""
    data = folder / "data"
    killing.told(data, 20, None)
    uri = ensure(data)
    with client(uri) as opened:
        line = tried(Store(opened, "office"), data, folder, Random(seed), TIMES)
    release(data)
    return [line]


def tried(store: Store, data: Path, folder: Path, rng: Random, times: int, back: bool = True) -> Line:
    """So many backups of an office that is there, each killed at some moment; back: the next one is restored. Raises
    Broken."""
    data_env = {"OFFICE_DATA": str(data), "OFFICE_DB": store.name}
    begun = time.monotonic()
    if _command(["backup", str(folder / "first.zip")], data_env):
        raise Broken("a backup in peace did not succeed")
    whole = time.monotonic() - begun
    left = complete = 0
    for n in range(times):
        file = folder / f"cut-{n}.zip"
        _command(["backup", str(file)], data_env, after=rng.uniform(0, whole))
        if file.exists():
            if _command(["restore", str(file)], {**data_env, "OFFICE_DB": RESTORED}):
                raise Broken("a file of a killed backup stands there and is not whole")
            store.client.drop_database(RESTORED)
        for piece in folder.glob(f"{file.name}?*"):
            left += 1
            if not _command(["restore", str(piece)], {**data_env, "OFFICE_DB": RESTORED}):
                _same(store, data)  # killed between its last byte and its name: nothing of it is missing
                complete += 1
    file = folder / "cut-0.zip"
    if _command(["backup", str(file)], data_env):
        raise Broken("the backup after a killed one did not succeed")
    count = _restored(store, data, file, data_env) if back else store.count("audit_events", {})
    note = (
        f"{left} pieces left behind: {left - complete} refused by restore, {complete} lacking nothing but the name; "
        "the next backup was restored whole"
    )
    return Line("a backup killed -9 while it writes", times, count, note)


def _restored(store: Store, data: Path, file: Path, environment: dict[str, str]) -> int:
    """Restore a file beside the office it was made of, and compare; how many entries."""
    if _command(["restore", str(file)], {**environment, "OFFICE_DB": RESTORED}):
        raise Broken("the backup after a killed one cannot be restored")
    return _same(store, data)


def _same(store: Store, data: Path) -> int:
    """Is what was restored the office it was made of? How many entries."""
    restored = Store(store.client, RESTORED)
    ids = store.names("audit_events", "_id")
    if restored.count("audit_events", {"_id": {"$in": ids}}) != len(ids):
        raise Broken("the restored office lacks entries")
    checks.whole(restored, data)
    store.client.drop_database(RESTORED)
    return len(ids)


def _command(words: list[str], environment: dict[str, str], after: float | None = None) -> int:
    """A command of the office in a process of its own, killed after so many seconds; its exit code."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.environ.pop("MONGODB_URI", None)
            os.environ.update(environment)
            opened_store.cache_clear()
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            code = commands.main(words)
        finally:
            os._exit(code)
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
