"""Who else has a sheet open, and who typed into it lately: a light line beside the sheet, no act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.db.store import office_errors
from core.desk import Desk
from schemas.base import Id

BEAT = timedelta(seconds=40)  # how often a screen says that it is open
GLANCE = timedelta(seconds=5)  # how old what one sees of others may be while he types
HERE = timedelta(seconds=100)  # silent so long, a screen counts as closed
LATELY = timedelta(minutes=10)


@dataclass(frozen=True)
class Present:
    """Another person: has the sheet open now; when he typed last, where that was lately."""

    name: str
    open: bool
    typed: datetime | None = None


def say(desk: Desk, sheet: Id) -> None:
    """This person has the sheet open now."""
    with office_errors():
        desk.store.side("presence").update_one(
            {"_id": f"{sheet}|{desk.actor.id}"},
            {"$set": {"sheet": sheet, "user": desk.actor.id, "name": desk.actor.name, "at": desk.now(),
                      "expires": desk.now() + 10 * HERE}},
            upsert=True,
        )  # fmt: skip


def others(desk: Desk, sheet: Id) -> list[Present]:
    """Everybody else: who has it open, and whose drafts were typed in the last minutes."""
    now, apart = desk.now(), {"sheet": sheet, "user": {"$ne": desk.actor.id}}
    fields = {"user": 1, "name": 1, "at": 1}
    drafts = desk.store.rows("drafts", {**apart, "at": {"$gt": now - LATELY}}, fields)
    typed = {r["user"]: r for r in sorted(drafts, key=lambda r: r["at"])}
    here = desk.store.rows("presence", {**apart, "at": {"$gt": now - HERE}}, fields, limit=20)
    open_ = {r["user"]: r for r in here}
    found = [
        Present((open_.get(u) or typed[u])["name"], u in open_, typed[u]["at"] if u in typed else None)
        for u in {*open_, *typed}
    ]
    return sorted(found, key=lambda p: p.name)
