"""The embedded database server: a real mongod of our own, a replica set of one, for those without a MongoDB.

It listens on a Unix socket in a folder closed to every other user, so the file permission is the password.
Every process that uses it holds a shared lease on its folder; a guardian process (guardian.py) starts it,
restarts it after a crash, and stops it when the last lease is gone.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from core.db import guardian, mongod
from core.db.guardian import ALREADY_GUARDED, GUARD, LEASE, PROBLEM, lock, open_lock, up
from core.db.own_server import uri_problem
from core.db.problems import ServerProblem, why_not_started

if sys.platform != "win32":
    import fcntl

__all__ = ["ServerProblem", "data_folder", "ensure", "release", "uri_problem"]

CHECKOUT = Path(__file__).resolve().parents[2]
LAST = 40  # megabytes: the journal takes more in one step, so below it the server is about to stop
ROOM = 200  # megabytes that must be free: a disk that fills up in mid-work stops everybody
PATIENCE = 60.0  # seconds; recovery after a kill takes at most 2
WATCH = 2.0  # seconds between two looks whether the guardian lives
_leases: dict[tuple[int, str], int] = {}
_guardians: list[subprocess.Popen[bytes]] = []  # kept so that ended ones are reaped by the next Popen
_one_thread = threading.Lock()
log = logging.getLogger(__name__)


def data_folder() -> Path:
    """Where the office keeps its data: $OFFICE_DATA, else `data` in the checkout."""
    return Path(os.environ.get("OFFICE_DATA") or CHECKOUT / "data").expanduser().absolute()


def ensure(data: Path) -> str:
    """Have the database server of this folder running, for as long as this process lives.

    Returns the URI to connect with. Any number of processes and threads may call it at once, and again after
    a crash: they end with one server. Raises ServerProblem with one clear sentence.
    """
    if sys.platform == "win32":
        raise ServerProblem("server.windows")
    folder = _folder(data)
    path = socket_of(folder)
    with _one_thread:
        deadline = time.monotonic() + PATIENCE
        if _take_lease(folder, deadline):
            threading.Thread(target=_watch, args=[folder, path], name="server-watch", daemon=True).start()
        _start_alone(folder, path, deadline)
    return socket_uri(path)


def release(data: Path, seconds: float = 20) -> None:
    """Let go of the server; the last user waits, at most so many seconds, until it has stopped cleanly."""
    folder = data.resolve()
    with _one_thread:
        lease = _leases.pop((os.getpid(), str(folder)), None)
        if lease is None:
            return
        last = lock(lease, fcntl.LOCK_EX, 0)  # nobody else holds it shared
        os.close(lease)
        deadline = time.monotonic() + seconds
        while last and _guarded(folder) and time.monotonic() < deadline:
            time.sleep(0.02)
        for ended in _guardians:
            ended.poll()


def full() -> bool:
    """Is a disk full on which this process uses a server? Whoever could not save is then told so."""
    return any(_free(Path(folder)) < LAST for _, folder in list(_leases))


def _folder(data: Path) -> Path:
    """Make the data folder, closed to others, and refuse one that a database cannot live in."""
    folder = data.resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(open_lock(folder / LEASE))
    except OSError as error:
        raise ServerProblem("server.folder_denied", folder=str(folder), said=error.strerror) from None
    if kind := mongod.shared_disk(folder, mongod.mounts()):
        raise ServerProblem("server.folder_on_network", folder=str(folder), kind=kind)
    return folder


def socket_of(folder: Path) -> str:
    """The socket's place: a socket's path may have 107 bytes, so not in the folder but named after it.

    Always /tmp: TMPDIR and XDG_RUNTIME_DIR differ between a desktop, cron and ssh, and the same folder must
    give the same place to all of them.
    """
    base = Path(f"/tmp/registrar-{os.getuid()}")
    try:
        base.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError:
        raise ServerProblem("server.socket_folder", folder=str(base)) from None
    found = base.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077 or base.is_symlink():
        raise ServerProblem("server.socket_folder", folder=str(base))
    return str(base / (hashlib.sha256(str(folder).encode()).hexdigest()[:16] + ".sock"))


def socket_uri(path: str) -> str:
    return f"mongodb://{quote(path, safe='')}/?directConnection=true&retryWrites=true&w=majority"


def _take_lease(folder: Path, deadline: float) -> bool:
    """Say «I use the server» for the life of this process; whether it is said for the first time."""
    key = (os.getpid(), str(folder))
    if key in _leases:
        return False
    lease = open_lock(folder / LEASE)
    # A guardian that is just stopping its server holds the lease alone; after it comes our turn.
    if not lock(lease, fcntl.LOCK_SH, deadline - time.monotonic()):
        os.close(lease)
        raise _slow(folder)
    _leases[key] = lease
    return True


def _watch(folder: Path, path: str) -> None:
    """Have a new guardian when the old one was killed, which on Linux ends its server too."""
    key = (os.getpid(), str(folder))
    while True:
        time.sleep(WATCH)
        with _one_thread:
            if key not in _leases:
                return
            if not _guarded(folder):
                try:
                    _start_alone(folder, path, time.monotonic() + PATIENCE)
                except (ServerProblem, OSError):
                    # Told to whoever calls ensure; here we try on: room may be made on a full disk.
                    log.warning("the database server is down and does not start", exc_info=True)


def _start_alone(folder: Path, path: str, deadline: float) -> None:
    """Have a guardian and a writable server; one process at a time does this."""
    start = open_lock(folder / "start.lock")
    try:
        if not lock(start, fcntl.LOCK_EX, deadline - time.monotonic()):
            raise _slow(folder)
        _start(folder, path, deadline)
    finally:
        os.close(start)


def _guarded(folder: Path) -> bool:
    """Whether a guardian stands by this folder."""
    guard = open_lock(folder / GUARD)
    try:
        return not lock(guard, fcntl.LOCK_SH, 0)
    finally:
        os.close(guard)


def _start(folder: Path, path: str, deadline: float) -> None:
    """Have a guardian and a writable server; called with the start lock held."""
    child: subprocess.Popen[bytes] | None = None
    while time.monotonic() < deadline:
        if child is not None and child.poll() not in (None, ALREADY_GUARDED):
            _explain(folder, child.returncode)
            child = None
        if (child is None or child.poll() is not None) and not _guarded(folder):
            child = _spawn(folder, path)
        if up(path):
            try:
                with MongoClient[dict[str, Any]](socket_uri(path), serverSelectionTimeoutMS=2000) as client:
                    _member(client, path, deadline)
                    if child is not None:
                        _note_version(client, folder)
                return
            except PyMongoError:
                pass  # it went down again, or is a dying orphan: look once more
        time.sleep(0.01)
    raise _slow(folder)


def _spawn(folder: Path, path: str) -> subprocess.Popen[bytes]:
    """Start a guardian, after the checks that are better made before a server touches the folder."""
    binary, version = mongod.find()
    _check_room(folder)
    try:
        written = json.loads((folder / "server.json").read_text("utf-8"))["data"]
    except (OSError, ValueError, KeyError):
        pass  # a new folder, or the note is lost: the server itself will refuse what it cannot read
    else:
        mongod.check_versions(str(folder), written, version)
    # -I: neither the caller's environment nor its folder decides what the guardian imports.
    command = [sys.executable, "-I", guardian.__file__, str(folder), binary, path]
    with open(folder / "guardian.out", "wb") as out:
        child = subprocess.Popen(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    _guardians.append(child)
    return child


def _explain(folder: Path, code: int) -> None:
    """Raise what the guardian that just ended left as its reason; nothing when it was merely stopped."""
    _check_room(folder)  # on a full disk it could not even write its reason down
    try:
        told = json.loads((folder / PROBLEM).read_text("utf-8"))
    except (OSError, ValueError):
        if code:
            out = folder / "guardian.out"
            said = " ".join(out.read_text("utf-8", errors="replace").strip().splitlines()[-1:])
            said = said or f"exit code {code}"
            raise ServerProblem("server.broken", folder=str(folder), said=said, log=str(out)) from None
        return
    try:
        pid = int((folder / "db" / "mongod.lock").read_text())
    except (OSError, ValueError):
        pid = 0
    raise why_not_started(told["code"], told["said"], str(folder), str(folder / "mongod.log"), _free(folder), ROOM, pid)


def _member(client: MongoClient[dict[str, Any]], path: str, deadline: float) -> None:
    """Make the server a writable replica set of one under today's address.

    A folder that was moved says in `hello` the same as one never initiated; only its stored configuration
    tells.
    """
    while not client.admin.command("hello").get("isWritablePrimary"):
        if time.monotonic() > deadline:
            return
        config = client.local["system.replset"].find_one()
        if config is None:
            members = [{"_id": 0, "host": path}]
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
        elif config["members"][0]["host"] != path:
            config["members"][0]["host"] = path
            config["version"] += 1
            config.pop("term", None)
            client.admin.command({"replSetReconfig": config, "force": True})
        time.sleep(0.01)


def _note_version(client: MongoClient[dict[str, Any]], folder: Path) -> None:
    """Keep in the folder which release wrote it, so that an older one is refused before it starts."""
    data = client.admin.command({"getParameter": 1, "featureCompatibilityVersion": 1})
    note = {"server": client.server_info()["version"], "data": data["featureCompatibilityVersion"]["version"]}
    part = folder / "server.json.part"
    part.write_text(json.dumps(note), "utf-8")
    part.replace(folder / "server.json")


def _check_room(folder: Path) -> None:
    if (free := _free(folder)) < ROOM:
        raise ServerProblem("server.disk_full", folder=str(folder), free=free, room=ROOM)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free // 1_000_000


def _slow(folder: Path) -> ServerProblem:
    return ServerProblem("server.slow", seconds=int(PATIENCE), log=str(folder / "mongod.log"))
