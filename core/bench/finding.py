"""The search box over 100,000 students, sheets and orders: all asked, as who sees everything and as one faculty."""

from __future__ import annotations

from dataclasses import replace

from core import finding
from core.bench import Ratio, median_of
from core.bench.closing import desk_of
from core.bench.searching import MANY, people
from core.db import floor
from core.db.store import Row, Store
from schemas.words import Role

WORD = {"kk": "Емтихан", "ru": "Экзамен", "en": "Exam"}
LIMIT = 0.1  # seconds


def fill(store: Store) -> list[Row]:
    """Students, a sheet and an order for each: only what a search reads of them."""
    rows = people(MANY)
    for n, row in enumerate(rows):
        row["studies"][0]["faculty"] = {"id": f"f{n % 7}", "label": WORD}  # type: ignore[index]
    ref = {"id": "x", "label": WORD}
    sheets: list[Row] = [
        {"_id": f"sheet{n:06d}", "number": f"2026-{n:06d}", "kind_name": WORD, "discipline": ref, "section": ref,
         "faculty": {"id": f"f{n % 7}"}} for n in range(MANY)
    ]  # fmt: skip
    orders: list[Row] = [
        {"_id": f"order{n:06d}", "number": f"{n}-с", "year": 2000 + n % 27, "day": "2026-09-01", "kind_name": WORD,
         "faculties": [f"f{n % 7}"], "departments": []} for n in range(MANY)
    ]  # fmt: skip
    for name, made in (("students", rows), ("grade_sheets", sheets), ("orders", orders)):
        for start in range(0, MANY, 5000):
            floor.fill(store.db, name, made[start : start + 5000])
    return rows


def measure(store: Store, _: str) -> list[Ratio]:
    """A number, a whole name, a common word, the beginning of a number that thousands share, and nothing at all."""
    rows = fill(store)
    desk = desk_of(store)
    name = rows[54321]["name"]
    few = replace(desk, actor=replace(desk.actor, role=Role.registrar, assigned={"faculty": ("f3",)}))
    typed = {
        "a student's number": "M054321", "surname and name": f"{name['last']} {name['first']}",
        "two common words": "айгерим есенжол", "two letters": "ай", "the beginning of a number": "2026-0",
        "a number nobody has": "999999999",
    }  # fmt: skip
    found = []
    for whose, who in (("all", desk), ("a faculty", few)):
        for what, text in typed.items():
            taken = median_of(lambda who=who, text=text: finding.find(who, text), 20)  # type: ignore[misc]
            found.append(Ratio(f"find of {whose}: {what}", taken, LIMIT, 1, "floor: the limit, 100 ms"))
    return found
