"""The guardian: a process of its own that keeps one mongod running as long as somebody uses it.

Started by `core.db.server.ensure` as a plain script, with the standard library alone, so that it is up in
milliseconds and no import of ours can break it. Why a process at all: Linux ties a child's life to the
*thread* that started it, and an application's threads come and go.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def cache_size() -> str:
    """Gigabytes of memory the database may keep: a tenth of the machine's, at least 0.5, at most 2.

    0.5 carries 100,000 students; a big import spends a third less with 2.
    """
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (ValueError, OSError, AttributeError):
        memory = 0
    return f"{min(2.0, max(0.5, memory / 10)):.2f}"


FLAGS = [
    "--replSet", "rs0", "--oplogSize", "256", "--wiredTigerCacheSizeGB", cache_size(), "--filePermissions", "0700",
    "--setParameter", "diagnosticDataCollectionEnabled=false",
    "--setParameter", "shutdownTimeoutMillisForSignaledShutdown=500",
    # Files that nobody reads are closed soon: else tables made and dropped hold handles until mongod dies of it.
    "--wiredTigerEngineConfigString", "log=(file_max=32MB,prealloc=false),"
    "file_manager=(close_idle_time=20,close_scan_interval=5,close_handle_minimum=400)",
    # 6.0.5 leaks memory to anyone who may send it compressed messages (CVE-2025-14847): it is offered none.
    "--networkMessageCompressors", "disabled",
    "--noscripting", "--logappend", "--logRotate", "reopen",
]  # fmt: skip
LEASE, GUARD, PROBLEM = "lease.lock", "guardian.lock", "problem.json"
LOG_LIMIT = 20_000_000  # bytes; one older log is kept beside it
ALREADY_GUARDED = 3  # exit code: another guardian was quicker
STEP = 0.2  # seconds between two looks


def up(path: str) -> bool:
    """Whether a server answers on this socket. The file itself says little: it appears before listen()."""
    probe = socket.socket(socket.AF_UNIX)
    try:
        probe.connect(path)
        return True
    except OSError:
        return False
    finally:
        probe.close()


def lock(fd: int, kind: int, seconds: float) -> bool:
    """Take a lock within so many seconds; False when somebody kept it. No wait is without an end."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(fd, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)


def open_lock(path: Path) -> int:
    """Open (or make) a lock file that only this user may touch."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def tied_to_parent() -> Callable[[], None] | None:
    """What a child must run so that it ends when its parent is killed; only Linux has it."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork: loading after it may deadlock

    def tie() -> None:
        libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG

    return tie


class Found:
    """A mongod whose guardian was killed (on Linux it is about to end, on macOS it lives on), taken over."""

    def __init__(self, lock_file: Path) -> None:
        self.lock_file = lock_file
        self.pid = int(lock_file.read_text())

    def poll(self) -> int | None:
        """None while it runs: while it holds the lock on its folder.

        Its process number would not tell: a dead process keeps it until its new parent looks, perhaps never.
        """
        with open(self.lock_file, "r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return None
        return 0

    def terminate(self) -> None:
        """Ask it to stop."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def wait(self) -> int:
        """Wait until it has stopped."""
        while self.poll() is None:
            time.sleep(0.05)
        return 0


class Guardian:
    """One mongod on one folder: started, restarted after a crash, stopped after its last user."""

    def __init__(self, data: Path, binary: str, path: str) -> None:
        self.data, self.binary, self.path = data, binary, path
        self.lease = open_lock(data / LEASE)
        self.log = data / "mongod.log"
        self.log_from = 0  # where in the log the present server's story begins
        self.stopping = False

    def launch(self) -> subprocess.Popen[bytes] | Found:
        """Start mongod, or take over the one that answers already."""
        if up(self.path):
            try:
                return Found(self.data / "db" / "mongod.lock")
            except (OSError, ValueError):
                pass  # it is just going down
        self.log_from = self.log.stat().st_size if self.log.exists() else 0
        (self.data / "db").mkdir(mode=0o700, exist_ok=True)
        command = [self.binary, "--dbpath", str(self.data / "db"), "--logpath", str(self.log),
                   "--bind_ip", self.path, *FLAGS]  # fmt: skip
        with open(self.data / "mongod.out", "wb") as out:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                    preexec_fn=tied_to_parent())  # fmt: skip

    def unused(self) -> bool:
        """Whether no process holds the lease. If so we hold it, and newcomers wait until we are gone."""
        return lock(self.lease, fcntl.LOCK_EX, 0)

    def rotate(self, server: subprocess.Popen[bytes] | Found | None) -> None:
        """Keep the log from growing for ever."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
            self.log_from = 0
            if server:
                os.kill(server.pid, signal.SIGUSR1)  # reopen

    def said(self) -> str:
        """What mongod said since its last start: the end of its log and of its output."""
        text = b""
        if self.log.exists():
            with open(self.log, "rb") as file:
                file.seek(max(self.log_from, self.log.stat().st_size - 60_000))
                text = file.read()
        return (text + b"\n" + (self.data / "mongod.out").read_bytes()[-4000:]).decode(errors="replace")

    def serve(self) -> None:
        """Run until nobody uses the server or it cannot be kept alive; then `problem.json` says why."""
        quick = 0
        refused_since: float | None = None
        while True:
            self.rotate(None)
            server, born = self.launch(), time.monotonic()
            if self.watch(server) or self.stopping:
                return
            code = server.poll()
            if code == 100:
                # The folder is in use, perhaps by a predecessor that is still writing its last checkpoint.
                refused_since = refused_since or born
                if time.monotonic() - refused_since < 6:
                    time.sleep(STEP)
                    continue
            quick = quick + 1 if time.monotonic() - born < 5 else 0
            if code in (2, 62, 100) or quick >= 5:  # wrong option, wrong version, in use: no use in trying on
                part = self.data / (PROBLEM + ".part")
                part.write_text(json.dumps({"code": code, "said": self.said()}), "utf-8")
                part.replace(self.data / PROBLEM)
                return

    def watch(self, server: subprocess.Popen[bytes] | Found) -> bool:
        """Stand by one mongod. True: it was stopped because its work is done; False: it died."""
        deaf_since: float | None = None
        while server.poll() is None:
            time.sleep(STEP)
            if self.stopping or self.unused():
                server.terminate()
                server.wait()
                return True
            self.rotate(server)
            # Cleaners of temporary folders delete sockets: the server then runs on but nobody can reach it.
            if Path(self.path).exists():
                deaf_since = None
            else:
                deaf_since = deaf_since or time.monotonic()
                if time.monotonic() - deaf_since > 5:
                    server.terminate()
                    server.wait()
        return False


def main(data: Path, binary: str, path: str) -> int:
    """Guard one folder; 0 when the work is done, ALREADY_GUARDED when another guardian is there."""
    guard = open_lock(data / GUARD)
    if not lock(guard, fcntl.LOCK_EX, 0.5):
        return ALREADY_GUARDED
    os.ftruncate(guard, 0)
    os.write(guard, str(os.getpid()).encode())
    (data / PROBLEM).unlink(missing_ok=True)
    guardian = Guardian(data, binary, path)

    def stop(*_: object) -> None:
        guardian.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the office, which then lets go of us
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    guardian.serve()
    if not up(path):  # a killed server leaves its socket behind, and its folder may never come back to it
        Path(path).unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
