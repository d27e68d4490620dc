"""What can be wrong with a database server, each as one clear sentence.

The terminal speaks English, so the sentence stands here; a page takes the key and the values to the message
catalogues instead.
"""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "server.missing": (
        "No MongoDB server was found. Run 'python3 office.py run' with the network on, or install MongoDB and"
        " set MONGOD to the path of its mongod, or set MONGODB_URI to a replica set of your own."
    ),
    "server.library_missing": (
        "The database server {binary} lacks the library {library}. On Debian and Ubuntu: sudo apt install "
        "{package}. Or set MONGOD or MONGODB_URI to a server of your own."
    ),
    "server.system_too_old": (
        "The database server {binary} needs a newer system ({need}). Set MONGOD to a mongod made for this "
        "system, or MONGODB_URI to a replica set of your own."
    ),
    "server.processor": (
        "This processor lacks the AVX instructions that the database server {binary} needs. Set MONGODB_URI "
        "to a replica set on another machine."
    ),
    "server.not_runnable": (
        "{binary} cannot be run as a database server: {said}. Correct MONGOD, or set MONGODB_URI to a replica"
        " set of your own."
    ),
    "server.folder_in_use": (
        "Another database server already works on the data folder {folder} (process {pid}). Stop it, or "
        "choose another folder with OFFICE_DATA."
    ),
    "server.folder_denied": (
        "The data folder {folder} cannot be written by this user: {said}. Give it to this user, or choose "
        "another folder with OFFICE_DATA."
    ),
    "server.folder_on_network": (
        "The data folder {folder} lies on a network or shared disk ({kind}), where a database can be damaged "
        "without notice. Choose a folder on a local disk with OFFICE_DATA."
    ),
    "server.socket_folder": (
        "The folder {folder} must belong to this user and be closed to all others. Remove it or mend its "
        "owner and mode (0700)."
    ),
    "server.disk_full": (
        "The disk with the data folder {folder} is full: {free} MB are free, {room} MB are needed. Nothing "
        "was lost; make room and start again."
    ),
    "server.newer_data": (
        "The data folder {folder} was written by MongoDB {data}, and the server here is the older {server}. "
        "Use the newer server (MONGOD), or restore a backup into a new folder."
    ),
    "server.older_data": (
        "The data folder {folder} was written by MongoDB {data}, too old for the server here, {server}: one "
        "major version at a time. Make a backup with the old server and restore it into a new folder."
    ),
    "server.wrong_version": (
        "The database server here cannot read the data folder {folder}: {said}. Use the server that wrote it "
        "(MONGOD), or restore a backup into a new folder."
    ),
    "server.broken": ("The database server does not start on {folder}: {said}. The whole story is in {log}."),
    "server.slow": ("The database server did not answer within {seconds} seconds. The whole story is in {log}."),
    "server.windows": (
        "On Windows the office needs a MongoDB of your own for now: set MONGODB_URI to a replica set (for one"
        " machine: mongod --replSet rs0, then rs.initiate() once), or use WSL."
    ),
    "server.bad_uri": ("MONGODB_URI cannot be read: {said}."),
    "server.unreachable": ("The database at {hosts} does not answer. Is it running, and is MONGODB_URI right?"),
    "server.refused": ("The database at {hosts} refuses the name or the password in MONGODB_URI."),
    "server.standalone": (
        "The database at {hosts} is a standalone server; the office needs a replica set, of one member at the"
        " least: start it with --replSet rs0 and run rs.initiate() once."
    ),
    "server.not_initiated": (
        "The database at {hosts} belongs to a replica set that was never initiated, or was moved: run "
        "rs.initiate() (or rs.reconfig()) on it once."
    ),
    "server.too_old": ("The database at {hosts} is MongoDB {version}; the office needs 6.0 or newer."),
}

PACKAGES = {  # the library mongod asks for: the Debian package that brings it
    "libcurl.so.4": "libcurl4",
    "libssl.so.3": "libssl3",
    "libcrypto.so.3": "libssl3",
    "liblzma.so.5": "liblzma5",
    "libgcc_s.so.1": "libgcc-s1",
}
OLDEST_WIRE = 17  # MongoDB 6.0
# The first releases without CVE-2025-14847 (memory read without a password through compressed messages).
MENDED = {(6, 0): 27, (7, 0): 28, (8, 0): 17}


class ServerProblem(Exception):
    """The database server cannot be used: a message key, its values, and the sentence for the terminal."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values: dict[str, object] = values
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The problem in one clear English sentence, with what to do."""
        return SENTENCES[self.key].format_map(self.values)


def why_not_runnable(binary: str, code: int, said: str) -> ServerProblem:
    """Explain why `mongod --version` failed.

    code: its exit code (negative: the signal that ended it); said: its output, as the loader wrote it.
    """
    if code == -signal.SIGILL:
        return ServerProblem("server.processor", binary=binary)
    if lacking := re.search(r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object", said):
        library = lacking[1]
        # Rarer libraries are named by Debian after their file: libfoo.so.1 is in libfoo1.
        package = PACKAGES.get(library) or library.replace(".so.", "").replace("_", "-")
        return ServerProblem("server.library_missing", binary=binary, library=library, package=package)
    if needs := re.search(r"version `?([\w.]+)'? not found", said):
        return ServerProblem("server.system_too_old", binary=binary, need=needs[1].replace("_", " "))
    return ServerProblem("server.not_runnable", binary=binary, said=_one_line(said) or f"exit code {code}")


def why_not_started(code: int, said: str, folder: str, log: str, free: int, room: int, pid: int) -> ServerProblem:
    """Explain why a mongod that runs at all did not stay up on a folder.

    code: its exit code; said: its log and output since the start; free, room: megabytes; pid: who holds the
    folder according to its lock file, 0 if nobody is named.
    """
    if re.search(r"No space left on device|ENOSPC|\"error\":28\b", said):
        return ServerProblem("server.disk_full", folder=folder, free=free, room=room)
    if re.search(r"Permission denied|EACCES|read-only directory|Read-only file system", said):
        return ServerProblem("server.folder_denied", folder=folder, said=_last_error(said))
    if code == 100 or "DBPathInUse" in said:
        return ServerProblem("server.folder_in_use", folder=folder, pid=pid or "?")
    if code == 62 or re.search(r"featureCompatibilityVersion|unsupported WiredTiger file version", said):
        return ServerProblem("server.wrong_version", folder=folder, said=_last_error(said))
    said = _last_error(said) or f"exit code {code}"
    return ServerProblem("server.broken", folder=folder, said=said, log=log)


def why_not_suitable(hello: Mapping[str, Any], version: str, hosts: str) -> ServerProblem | None:
    """Explain why a server of one's own will not do; None when it will.

    hello: the server's answer to `hello`; version: its release, "7.0.28"; hosts: its address.
    """
    if hello.get("maxWireVersion", 0) < OLDEST_WIRE:
        return ServerProblem("server.too_old", hosts=hosts, version=version)
    if hello.get("msg") == "isdbgrid" or hello.get("setName"):
        return None  # a sharded cluster's router stands before replica sets
    key = "server.not_initiated" if hello.get("isreplicaset") else "server.standalone"
    return ServerProblem(key, hosts=hosts)


def unmended(version: str) -> bool:
    """Whether this release still has the hole CVE-2025-14847 and must not be reachable by strangers."""
    parts = [int(part) for part in re.findall(r"\d+", version)[:3]]
    mended = MENDED.get((parts[0], parts[1]))
    return parts[0] < 6 if mended is None else parts[2] < mended


def _one_line(text: str) -> str:
    return " ".join(text.split())[-300:].strip(" .")


def _last_error(said: str) -> str:
    """The last complaint in a mongod log (a JSON object a line), or the last plain line."""
    complaint = plain = ""
    for line in said.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            plain = line.strip() or plain
            continue
        if isinstance(entry, dict) and entry.get("s") in ("E", "F"):
            detail = entry.get("attr", {}).get("error")
            told = detail.get("errmsg", "") if isinstance(detail, dict) else str(detail or "")
            complaint = f"{entry.get('msg', '')}: {told}" if told else str(entry.get("msg", ""))
    return _one_line(complaint or plain)
