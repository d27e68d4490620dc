"""The first hour of a new registrar (clauses 33-9, 36): ten small steps, each ticked by having been done.

Nothing is asked: what a person opened, typed, saved and took out is seen from what the office keeps anyway. A step once
ticked stays so, and the list can be put away for good; both stand in the user's row of `recents`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.db.store import Row, office_errors
from core.desk import Desk
from core.finding.recents import kept


@dataclass(frozen=True)
class Step:
    """One step (`first_hour.step.<key>`): where it is done, the right it needs; done(desk) asks what is kept."""

    key: str
    page: str
    right: str
    done: Callable[[Desk], bool]
    address: tuple[tuple[str, str], ...] = ()


def _opened(*words: str) -> Callable[[Desk], bool]:
    def done(desk: Desk) -> bool:
        pinned, recent = kept(desk)
        return any(word in words for word, _ in (*pinned, *recent))

    return done


def _typed(desk: Desk) -> bool:
    """Did he type into a sheet he opened?"""
    pinned, recent = kept(desk)
    sheets = [id for word, id in (*pinned, *recent) if word == "grade_sheets"]
    rows = desk.store.rows("drafts", {"sheet": {"$in": sheets}}, {"user": 1}, limit=2000) if sheets else []
    return any(row.get("user") == desk.actor.id for row in rows)


def _some(collection: str, field: str, **more: str) -> Callable[[Desk], bool]:
    def done(desk: Desk) -> bool:
        return desk.store.count(collection, {field: desk.actor.id, **more}, 1) > 0

    return done


def _pinned(desk: Desk) -> bool:
    return bool(kept(desk)[0])


STEPS: tuple[Step, ...] = (
    Step("find", "students", "student.read", _opened("students")),
    Step("pin", "students", "student.read", _pinned),
    Step("view", "students", "view.save", _some("views", "owner")),
    Step("take", "students", "student.export", _some("looks", "user", did="download")),
    Step("sheet", "grade_sheets", "grade_sheet.read", _opened("grade_sheets"), (("status", "open"),)),
    Step("type", "grade_sheets", "grade_sheet.fill", _typed, (("status", "open"),)),
    Step("order", "orders", "order.read", _opened("orders")),
    Step("paper", "papers", "paper.read", _opened("papers", "transcripts")),
    Step("norm", "norm_documents", "norm.read", _opened("norm_documents")),
    Step("task", "inbox", "task.work", _some("tasks", "done_by.id")),
)
FOR = ("student.edit", "grade_sheet.fill")  # it is a registrar's hour: who has these is shown it


def steps(desk: Desk) -> list[tuple[Step, bool]]:
    """The steps of this user, and which are done; empty for who is no registrar or has put them away."""
    if not all(desk.may(right) for right in FOR):
        return []
    row = desk.store.one("recents", {"_id": desk.actor.id}, {"hour": 1}) or {}
    hour: Row = row.get("hour") or {}
    if hour.get("away"):
        return []
    ticked, fresh = set(hour.get("done") or []), []
    found = []
    for step in STEPS:
        if desk.may(step.right):
            if step.key not in ticked and step.done(desk):
                fresh.append(step.key)
            found.append((step, step.key in ticked or step.key in fresh))
    if fresh:
        _say(desk, {"$addToSet": {"hour.done": {"$each": fresh}}})
    return found


def put_away(desk: Desk, away: bool = True) -> None:
    """Show the list no more, or again (from the page of help)."""
    _say(desk, {"$set": {"hour.away": away}})


def is_away(desk: Desk) -> bool:
    """Has the user put it away?"""
    row = desk.store.one("recents", {"_id": desk.actor.id}, {"hour": 1}) or {}
    return bool((row.get("hour") or {}).get("away"))


def _say(desk: Desk, update: Row) -> None:
    with office_errors():
        desk.store.side("recents").update_one({"_id": desk.actor.id}, update, upsert=True)
