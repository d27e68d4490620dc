"""Rows per second of an import (reading, dry run, accepting) against the bare floor: reading the same file with the
csv module and `insert_many` of its rows as they are, no rules, no indexes, no history."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from typing import Any

from core import imports, rulebooks
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from schemas.checks import iin_check_digit
from schemas.words import Role

LETTERS = ("A", "A-", "B+", "B", "B-", "C+", "C", "D", "F")
NAMES = ("Әбенова", "Серікқызы", "Өтегенов", "Қасымова", "Нұрланұлы", "Иванова", "Төлеген", "Жұмабаев")


def people(count: int) -> bytes:
    """A file of invented students: number, names, IIN, birth date, sex, group, phone."""
    lines = ["number,name.last,name.first,iin,born,sex,study.group,study.year,contacts.phone"]
    for i in range(count):
        day, month, year = 1 + i % 28, 1 + i // 28 % 12, i // 336 % 10
        for serial in range(i // 3360 * 5, 10000):
            first = f"0{year}{month:02}{day:02}6{serial:04}"
            if (check := iin_check_digit(first)) is not None:
                break
        name = NAMES[i % len(NAMES)]
        lines.append(f"B{i:06},{name}{i % 97},Аружан{i % 89},{first}{check},{day:02}.{month:02}.200{year},"
                     f"female,Т-{i % 40},{1 + i % 4},+7701{i:07}")  # fmt: skip
    return "\n".join(lines).encode()


def results(count: int, each: int = 40) -> bytes:
    """A file of results: so many for each student of `people`."""
    lines = ["student,code,title,term,credits,letter,section"]
    for i in range(count):
        student, n = divmod(i, each)
        term = f"{2018 + n // 10}-{1 + n // 5 % 2}"
        lines.append(f"B{student:06},MUS {100 + n},Пән {n},{term},{3 + n % 3},{LETTERS[i % len(LETTERS)]},{n % 5}")
    return "\n".join(lines).encode()


def ratio(store: Store, count: int = 20_000) -> dict[str, float]:
    """Both kinds of files with `count` rows, in an empty office; seconds, and times over the floor."""
    desk = Desk(Actor("bench", "Bench", Role.head), store)
    if not store.count("rulebooks", {"code": "midfield"}):
        rulebooks.install(desk, "midfield")
    found: dict[str, float] = {"rows": count}
    for kind, file in (("students", people(count)), ("results", results(count))):
        ours = _seconds(lambda kind=kind, file=file: _brought(desk, kind, file))  # type: ignore[misc]
        bare = _seconds(lambda file=file: _bare(store, file))  # type: ignore[misc]
        prefix = "" if kind == "students" else "results_"
        found |= {f"{prefix}import_seconds": ours, f"{prefix}bare_seconds": bare, f"{prefix}ratio": ours / bare}
    return found


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _brought(desk: Desk, kind: imports.Kind, file: bytes) -> None:
    table = imports.read("bench.csv", file)
    plan = imports.plan(desk, table, kind, imports.guess(kind, table.headings), "midfield")
    imports.accept(desk, plan, Why("bench"))


def _bare(store: Store, file: bytes) -> None:
    rows = [dict(row) for row in csv.DictReader(io.StringIO(file.decode()))]
    heap = store.side("drafts")
    for start in range(0, len(rows), 500):
        heap.insert_many(rows[start : start + 500])
    heap.delete_many({})
