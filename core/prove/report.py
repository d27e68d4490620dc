"""What was tried and what came of it: the lines of RELIABILITY.md."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from typing import NamedTuple

from core.db.mongod import find
from core.i18n import office_zone

HEAD = """# Reliability

What `python3 office.py prove` does to the office, and what came of it: servers and processes are killed, a disk is
filled, a clock set back, a line cut, a backup stopped half way, each on real servers that the trial starts itself.
After each failure it asks: is every act there that somebody was told is done, once? Is none half there, in its
documents, events, trail and sums? Does the same command, given once more, do it once? In the end the whole trail is
walked, blanks are counted against their journal, and sums against what they are sums of.

The kills follow a plan from a seed (`--seed`, `--kills`): a rehearsal tells which kinds of act there are and how long
each takes, and every kind gets its kill before one gets a second. A process forked for the act carries it out and
writes a line to the disk as soon as it is told that the act is done; it, its database, both, or the database's guardian
are killed -9 at a moment of the act or of its commit. `prove NAME` runs one part; a short form of all of them is among
the tests.
"""

NOT_TRIED = """
## What could not be tried

- **Power loss.** Processes are killed, the machine is not: what the disk said is written was written. Acts wait for the
  journal on a majority (`w: majority, j: true`), so a disk that does not lie should lose nothing; nobody pulled a plug.
- **Windows and macOS.** All of this ran on Linux. On Windows the office asks for a MongoDB of its own
  (`MONGODB_URI`); on macOS the guardian cannot tie its server to its own end as Linux does.
- **MongoDB 7 and 8.** The server here is 6.0.5, and nothing newer than 6.0 is used.
- **Atlas**, and a replica set over a real network: the three servers stood on one machine.
- **Containers.** The compose file is only compared with its schema.
- **A public OIDC provider.** The sign-in was tried against a provider of the tests' own.
- **Acrobat.** Signed papers were checked by poppler and pyHanko.
- **Hand scanners.** Codes were read by a library from the printed page.
"""


class Broken(Exception):
    """Something was lost, doubled or left half done."""


class Line(NamedTuple):
    """One row of the report: what was tried, how often, how many acts were acknowledged meanwhile, what was lost."""

    what: str
    times: int
    acts: int
    note: str = ""
    lost: str = "nothing"


def written(lines: Sequence[Line], seed: int) -> str:
    """The report as a page."""
    day = datetime.now(office_zone()).date().isoformat()
    where = f"Linux {platform.release()}" if platform.system() == "Linux" else platform.system()
    used = f"MongoDB {find()[1]}, pymongo {version('pymongo')}, Python {platform.python_version()}, {where}"
    table = [
        "| What was tried | Times | Acknowledged acts | Lost, doubled or half | Notes |",
        "|---|---:|---:|---|---|",
        *(f"| {x.what} | {x.times} | {x.acts} | {x.lost} | {x.note} |" for x in lines),
    ]
    return f"{HEAD}\n## {day}, seed {seed}\n\n{used}.\n\n" + "\n".join(table) + "\n" + NOT_TRIED
