"""`office.py demo`: the demonstration office, filled and told of in the terminal."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from core import demo
from core.db import connection
from core.db.problems import ServerProblem
from core.db.store import Store
from core.errors import OfficeError
from core.i18n import t

FOLDER = Path(__file__).resolve().parents[2] / "data-demo"


def main(words: list[str]) -> int:
    """Fill the demonstration's own base (OFFICE_DATA, else data-demo) if it is not there yet; 0, or 1 refused."""
    parser = argparse.ArgumentParser(prog="office.py demo", description="Fill the demonstration office.")
    parser.add_argument("--students", type=int, default=1100)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args(words)
    os.environ["OFFICE_DATA"] = os.environ.get("OFFICE_DATA") or str(FOLDER)
    try:
        fill(connection.store(), asked.students, asked.seed)
    except ServerProblem as problem:
        print("office: " + problem.sentence, file=sys.stderr)
        return 1
    except OfficeError as e:
        print("office: " + t(e.key, "en", **e.values), file=sys.stderr)
        return 1
    for one in demo.accounts():
        print(f"  {one.role.label('en'):<32}{one.login:<16}{one.password}")
    return 0


def fill(store: Store, students: int = 1100, seed: int = 2026) -> None:
    """Fill an empty base, telling the share done on one line; nothing where the demonstration is whole already."""
    demo.check(store, True)
    begun = time.monotonic()
    told = [0.0]

    def show(share: float) -> None:
        told[0] = share
        print(f"\rFilling the demonstration office ... {share:4.0%}", end="", flush=True)

    demo.load(store, students, seed, show)
    if told[0]:
        print(f"\nFilled in {time.monotonic() - begun:.0f} s: fictional people, the same every time.", flush=True)
