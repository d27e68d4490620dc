"""The reports an office starts with, given once each by their codes; the head changes them as he likes, and one he
closed is not brought again. Each is data as anybody would make it in the browser: none is coded."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.access import Actor
from core.db.store import Store
from core.desk import LONG, Desk, Why
from core.tx import Tx
from schemas.base import Text
from schemas.report import Report, ReportBody
from schemas.words import Role

FOLDER = Path(__file__).parent
SYSTEM = Actor("system", "Жүйе", Role.head)


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, Any]]:
    """Every shipped report by its code: its name, the roles it is for (none: all), its definition; like: the code of
    another, as which it is in all that it does not say itself."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        found |= tomllib.loads(file.read_text("utf-8"))
    return found


def made(code: str) -> Report:
    """One of them as a report of the office."""
    row = entries()[code]
    row = entries()[row["like"]] | row if "like" in row else row
    body = {k: v for k, v in row.items() if k not in ("name", "shared", "like")}
    return Report(
        name=Text.model_validate(row["name"]), body=ReportBody.model_validate(body), shared=row.get("shared", []),
        shipped=code,
    )  # fmt: skip


def ship(store: Store) -> int:
    """Give an office the reports it never had, in one act; how many."""
    have = {r["shipped"] for r in store.rows("reports", {"shipped": {"$in": list(entries())}}, {"shipped": 1})}
    new = [code for code in entries() if code not in have]
    if not new:
        return 0

    def work(tx: Tx) -> Report:
        return [tx.add(made(code).model_copy(update={"id": tx.new_id()}), scoped=False) for code in new][-1]

    said = sha256("|".join(new).encode()).hexdigest()[:16]
    why = Why("shipped", command=f"reports:{said}")
    Desk(SYSTEM, store).transact("report.ship", work, why, right="report.pin", seconds=LONG)
    return len(new)


__all__ = ["entries", "made", "ship"]
