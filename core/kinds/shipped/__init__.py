"""What an office starts with: entries of every sort, one file each; the head changes them like his own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core import house
from core.access import Actor
from core.db.store import Store
from core.desk import LONG, Desk, Why
from core.i18n import glossary
from core.kinds.acts import make
from core.tx import Tx
from schemas.base import new_id
from schemas.kinds import Kind, Sort
from schemas.words import Role

FOLDER = Path(__file__).parent
SINCE = date(2020, 1, 1)  # before any paper of this system
SYSTEM = Actor("system", "Жүйе", Role.head)
# What others name comes first.
ORDER = (Sort.group, Sort.choices, Sort.mask, Sort.route, Sort.template)


@lru_cache(maxsize=1)
def shipped() -> tuple[tuple[Sort, str, dict[str, Any]], ...]:
    """(sort, code, name and fields of the body) of every shipped entry, in the order in which they may be stored."""
    found = {Sort(f.stem): tomllib.loads(f.read_text("utf-8")) for f in FOLDER.glob("*.toml")}
    found[Sort.term] = {key: {"name": words} for key, words in glossary().items()}
    return tuple(
        (sort, code, fields)
        for sort in sorted(found, key=lambda s: (ORDER.index(s) if s in ORDER else len(ORDER), s.value))
        for code, fields in found[sort].items()
    )


def entries() -> Iterator[Kind]:
    """Every shipped entry as its first version."""
    when = new_id()[:12]
    for n, (sort, code, fields) in enumerate(shipped()):
        body = {k: v for k, v in fields.items() if k != "name"}
        yield Kind(
            _id=f"{when}{n:012x}",  # ids in the order of the file, which is the order of lists
            sort=sort,
            code=code,
            name=fields["name"],
            effective=SINCE,
            body={"sort": sort.value, **body},  # type: ignore[arg-type]
        )


def ship(store: Store) -> int:
    """Give an office the shipped entries it never had, in one act; how many. One it retired is not brought again."""
    have = {(r["sort"], r["code"]) for r in store.rows("kinds", {}, {"sort": 1, "code": 1})}
    new = [k for k in entries() if (k.sort.value, k.code) not in have]
    if not new:
        return 0

    def work(tx: Tx) -> Kind:
        with house.coming(new):
            return [make(tx, kind.model_copy(deep=True), 0) for kind in new][-1]

    said = sha256("|".join(f"{k.sort.value}:{k.code}" for k in new).encode()).hexdigest()[:16]
    house.refresh(store)
    why = Why("shipped", command=f"kinds:{said}")
    Desk(SYSTEM, store).transact("kind.ship", work, why, right="kind.edit", seconds=LONG)
    house.refresh(store)
    return len(new)
