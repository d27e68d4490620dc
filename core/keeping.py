"""`office.py backup` and `office.py restore`: the whole office in one file, and back into an empty base."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from core import migrations
from core.audit.verify import verify
from core.db import backup as files
from core.db import connection
from core.db.problems import ServerProblem
from core.errors import OfficeError
from core.i18n import t


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
