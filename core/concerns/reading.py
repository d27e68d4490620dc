"""Reading reports of concern: the auditor alone, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from core.access import require
from core.concerns.box import FULL, LETTERS, words_of
from core.db.store import Row
from core.desk import Desk
from schemas.base import Id
from schemas.concern import Concern

READ = "concern.read"


@dataclass(frozen=True)
class Said:
    """A report with its words: name («» where none was given, None where it was let go), texts in the order of
    messages (None: let go)."""

    report: Concern
    sender: str | None
    texts: tuple[str | None, ...]


def listed(desk: Desk, state: str = "", page: int = 0, size: int = 50) -> list[Row]:
    """Reports, the newest first."""
    return desk.rows(Concern, READ, {"state": state} if state else {}, None, [("number", -1)], size, page * size)


def count(desk: Desk, state: str = "") -> int:
    """How many reports there are."""
    return desk.count(Concern, READ, {"state": state} if state else {}, 10_000)


def waiting(desk: Desk) -> int:
    """How many letters lie in the box."""
    require(desk.actor, READ)
    return desk.store.count(LETTERS, {}, FULL)


def one(desk: Desk, id: Id) -> Said:
    """One report with its words."""
    report = desk.get(Concern, id, READ)
    words = words_of(desk.store, id)
    return Said(
        report, words.get(report.sender) if report.sender else "", tuple(words.get(m.text) for m in report.messages)
    )
