"""The command: fills an office, opens it in one or more processes, lets clerks work, and writes one line of figures.

    python3 office.py load --clerks 10 --minutes 2
    python3 office.py load --clerks 100 --minutes 60 --processes 2 --students 100000 --folder FOLDER

The line goes to BENCHMARKS.md: reruns as ratios to an empty Streamlit script under the same clicks.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil  # type: ignore[import-untyped]

from core.bench.closing import desk_of
from core.bench.crowd.clerk import Clerk, Taken, crowd, idlers
from core.bench.rerun import EMPTY, ROOT, answers, begun, free_port
from core.bench.searching import people
from core.db import floor
from core.db.connection import client
from core.db.server import ensure, release
from core.db.store import Row, Store
from core.desk import Why
from core.errors import Duplicate
from schemas.words import Role

FILE = ROOT / "BENCHMARKS.md"
BASE = "office"
TOLD = 1100  # students the demonstration tells of; more are rows that lists and searches read
PASSWORD = "Qyzyl-Alma-7719"
START = 180.0  # seconds until a process must answer
FLOOR = 60.0  # seconds the empty script is clicked


class Server(NamedTuple):
    """A process that serves pages, its port and what it weighed before the first visitor."""

    process: psutil.Process
    port: int
    before: int


def main(words: Sequence[str] = ()) -> int:
    """Measure and append; 0, or 1 where something went wrong that people would have seen."""
    parser = argparse.ArgumentParser(prog="office.py load", description="Many clerks at once against this office.")
    parser.add_argument("--clerks", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--think", type=float, default=10, help="seconds between two steps, in the mean")
    parser.add_argument("--students", type=int, default=TOLD)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="of the filled office, kept; a demonstration will do")
    parser.add_argument("--note", default="", help="words for the line, such as what else the machine did")
    parser.add_argument("--dry", action="store_true", help="write nothing into BENCHMARKS.md")
    asked = parser.parse_args(list(words))
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        folder.mkdir(parents=True, exist_ok=True)
        uri = ensure(folder)
        stack.callback(release, folder)
        store = Store(stack.enter_context(client(uri)), BASE)
        filled(store, asked.students)
        clerks, ours = workers(store, asked.clerks), Taken()
        empty = _emptied(asked)
        ports: list[Server] = []
        with _office(uri, store.name, folder, asked.processes) as servers:
            ports = servers
            until = time.monotonic() + asked.minutes * 60
            made = [
                Clerk(servers[n % len(servers)].port, login, PASSWORD, names, cards, sheets, asked.think, n, ours)
                for n, (login, names, cards, sheets) in enumerate(clerks)
            ]  # fmt: skip
            weights = asyncio.run(_watched(crowd(made, until), servers, until))
    _tell(ours, empty, weights, ports)
    line = _line(asked, ours, empty, [sum(s.before for s in ports), *weights])
    print(line)
    if not asked.dry:
        _append(line)
    return 1 if ours.errors else 0


def filled(store: Store, students: int) -> None:
    """The demonstration's office, and as many further students as rows that lists and searches read."""
    from core import demo, house, sums

    demo.load(store, TOLD, progress=lambda share: print(f"\rfilling {share:4.0%}", end="", flush=True))
    more = students - store.size("students")
    if more > 0:
        rows: list[Row] = people(more)
        for start in range(0, more, 5000):
            floor.fill(store.db, "students", rows[start : start + 5000])
    house.refresh(store)
    sums.refresh(store)
    print(f"\n{store.size('students')} students, {store.size('grade_sheets')} sheets", flush=True)


def workers(store: Store, many: int) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Accounts of senior registrars; each with names to look for, cards to open and sheets of his own to close."""
    from core import users

    told = store.rows("students", {"studies.status": "active"}, {"name": 1}, limit=400)
    names, cards = [r["name"]["last"] for r in told], [r["_id"] for r in told]
    # Few enough lines for one piece of work, and a window that still takes marks.
    where = {"status": "open", "kind": "exam", "lines.8": {"$exists": False},
             "due": {"$gte": desk_of(store).today().isoformat()}}  # fmt: skip
    sheets = [r["_id"] for r in store.rows("grade_sheets", where, {"_id": 1}, [("_id", 1)], limit=10_000)]
    found = []
    for n in range(many):
        login = f"clerk{n:03d}"
        try:
            fields = {"login": login, "name": f"Clerk {n}", "role": Role.senior_registrar}
            users.create(desk_of(store), fields, PASSWORD, Why("load"), must_change=False)
        except Duplicate:
            pass  # of an earlier measure in this folder
        found.append((login, names, cards, sheets[n::many]))
    return found


@contextmanager
def _served(script: Path, environment: dict[str, str], health: str, many: int) -> Iterator[list[Server]]:
    """So many processes of one script."""
    processes: list[subprocess.Popen[bytes]] = []
    ports = [free_port() for _ in range(many)]
    try:
        for port in ports:
            processes.append(begun(script, environment, port))
        found = []
        for process, port in zip(processes, ports, strict=True):
            answers(process, f"http://127.0.0.1:{port}{health}", START)
            it = psutil.Process(process.pid)
            found.append(Server(it, port, it.memory_info().rss))
        yield found
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)


def _office(uri: str, base: str, folder: Path, many: int):  # type: ignore[no-untyped-def]
    environment = {"MONGODB_URI": uri, "OFFICE_DB": base, "OFFICE_DATA": str(folder), "OFFICE_DEMO": "1"}
    return _served(ROOT / "dashboard.py", environment, "/readyz", many)


def _emptied(asked: argparse.Namespace) -> Taken:
    """The floor: the same clicks at an empty script in as many processes, alone, before the office opens."""
    taken = Taken()
    with tempfile.TemporaryDirectory() as temporary:
        script = Path(temporary) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        with _served(script, {}, "/_stcore/health", asked.processes) as servers:
            until = time.monotonic() + min(asked.minutes * 60, max(FLOOR, asked.think * 4))
            asyncio.run(idlers([s.port for s in servers], asked.clerks, asked.think, until, taken))
    return taken


async def _watched(work: Any, servers: list[Server], until: float) -> list[int]:
    """The weight of all processes together, once a half minute, while the clerks work."""
    weights: list[int] = []

    async def weigh() -> None:
        while time.monotonic() < until:
            await asyncio.sleep(min(30.0, max(0.1, until - time.monotonic() - 0.5)))
            weights.append(sum(s.process.memory_info().rss for s in servers))

    watching = asyncio.create_task(weigh())
    await work
    watching.cancel()
    weights.append(sum(s.process.memory_info().rss for s in servers))
    return weights


def _percent(found: list[float], share: float) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * share))] * 1000 if found else float("nan")


def _tell(ours: Taken, empty: Taken, weights: list[int], servers: list[Server]) -> None:
    print(f"{'step':<20}{'times':>7}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for name, found in {**ours.steps, **empty.steps}.items():
        p50, p95 = statistics.median(found) * 1000, _percent(found, 0.95)
        print(f"{name:<20}{len(found):>7}{p50:>9.0f}{p95:>9.0f}{max(found) * 1000:>9.0f}")
    before = sum(s.before for s in servers)
    print("memory, MB: " + " ".join(f"{w / 2**20:.0f}" for w in [before, *weights]))
    for error in dict.fromkeys(ours.errors + empty.errors):
        print(f"error, {(ours.errors + empty.errors).count(error)} times: {error}")


def _line(asked: argparse.Namespace, ours: Taken, empty: Taken, weights: list[int]) -> str:
    """One row of the table."""
    mine, bare = ours.all(), empty.all()
    p50, p95, b50, b95 = (_percent(f, s) for f, s in ((mine, 0.5), (mine, 0.95), (bare, 0.5), (bare, 0.95)))
    before, half, last = (w / 2**20 for w in (weights[0], weights[len(weights) // 2], weights[-1]))
    cells = [
        time.strftime("%Y-%m-%d"), asked.clerks, asked.processes, f"{asked.students:,}", f"{asked.minutes:g}",
        f"{asked.think:g}", len(mine), f"{p50:.0f} / {p95:.0f}", f"{b50:.0f} / {b95:.0f}",
        f"{p50 / b50:.1f}x / {p95 / b95:.1f}x", len(ours.errors),
        f"{before:.0f} → {half:.0f} → {last:.0f}; {(last - before) / asked.clerks:.1f}",
        f"{os.cpu_count()} cores; {asked.note or 'machine of its own'}",
    ]  # fmt: skip
    return "| " + " | ".join(str(c) for c in cells) + " |"


def _append(line: str) -> None:
    text = FILE.read_text("utf-8").rstrip("\n") if FILE.exists() else ""
    FILE.write_text(f"{text}\n{line}\n", "utf-8")
