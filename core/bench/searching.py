"""Searching among 100,000 students against a bare indexed find of one."""

from __future__ import annotations

import random

from core import students
from core.bench import Ratio, median_of
from core.bench.closing import desk_of
from core.db import floor
from core.db.store import Store
from core.demo.people import drawn
from core.search import search_of

MANY = 100_000


def people(count: int) -> list[dict[str, object]]:
    """Rows that look like students to a search; made by a fixed seed."""
    dice = random.Random(7)
    rows: list[dict[str, object]] = []
    for i in range(count):
        who = drawn(dice).name
        name = {"last": who.last, "first": who.first, "middle": who.middle, "latin": ""}
        row: dict[str, object] = {
            "_id": f"many{i:06d}",
            "number": f"M{i:06d}",
            "name": name,
            "revision": 0,
            "events": [],
            "papers": [],
            "studies": [
                {
                    "id": "s",
                    "status": "active",
                    "programme": None,
                    "department": None,
                    "faculty": None,
                    "record": [],
                    "totals": {},
                }
            ],
        }
        row["search"] = search_of(row)
        rows.append(row)
    return rows


def measure(store: Store, _: str) -> list[Ratio]:
    """By number, by a part of the name in any spelling, and by two words; a page of 50 each."""
    rows = people(MANY)
    for start in range(0, MANY, 5000):
        floor.fill(store.db, "students", rows[start : start + 5000])
    desk = desk_of(store)
    bare = median_of(lambda: store.db["students"].find_one({"number": "M054321"}), 300)
    page = median_of(
        lambda: list(
            store.db["students"]
            .find({}, {"events": 0})
            .sort([("search.key", 1), ("_id", 1)])
            .hint("search.key_1__id_1")
            .limit(50)
        ),
        60,
    )
    rare, two = f"{rows[54321]['name']['last']} {rows[54321]['name']['middle']}", "айгерим есенжол"  # type: ignore[index]
    one = median_of(lambda: students.listed(desk, rare), 60)
    number = median_of(lambda: students.listed(desk, "M054321"), 60)
    many = median_of(lambda: students.listed(desk, two), 60)
    return [
        Ratio("search 100,000: surname and patronymic", one, bare, 2),
        Ratio("search 100,000: one student by number", number, bare, 2),
        Ratio("search 100,000: two common words", many, page, 2, "floor: a bare indexed page of 50"),
    ]
