"""The log of sign-ins: who came in, who was refused, whose screen was locked, whose session was ended (capability 96).

Lines come by themselves and nobody takes one away but time: the database itself lets them go after `KEPT`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import access
from core.db.indexes.office import SIGNINS_KEPT
from core.db.store import Row
from core.desk import Desk
from schemas.base import Id

READ = "signin.read"
OUTCOMES = (
    "signed_in",
    "wrong",
    "wrong_code",
    "first_old",
    "refused",
    "locked",
    "unlocked",
    "proved",
    "signed_out",
    "ended",
)
KEPT = timedelta(seconds=SIGNINS_KEPT)


@dataclass(frozen=True)
class Asked:
    """What to look for: a person (user id), what happened, days (both included); empty means all."""

    user: Id = ""
    outcome: str = ""
    start: date | None = None
    end: date | None = None


def where(desk: Desk, asked: Asked) -> Row:
    """What is asked, as the database is asked it; days begin and end where the office stands."""
    found: Row = {k: v for k, v in (("user", asked.user), ("outcome", asked.outcome)) if v}
    at: Row = {}
    if asked.start:
        at["$gte"] = datetime.combine(asked.start, time(), ZoneInfo(desk.zone))
    if asked.end:
        at["$lt"] = datetime.combine(asked.end + timedelta(days=1), time(), ZoneInfo(desk.zone))
    return found | ({"at": at} if at else {})


def found(desk: Desk, asked: Asked, place: int = 0, size: int = 50) -> list[Row]:
    """Lines, newest first, a page at a time; one's own, or anybody's with the right to the log."""
    if not asked.user or asked.user != desk.actor.id:
        access.require(desk.actor, READ)
    return desk.store.rows("signins", where(desk, asked), sort=[("at", -1)], limit=size, skip=place * size)


def sums(desk: Desk, asked: Asked, most: int = 100_000) -> dict[str, int]:
    """How often each thing happened, among the newest lines; counting stops at `most`."""
    access.require(desk.actor, READ)
    stages: list[Row] = [
        {"$match": where(desk, asked)}, {"$sort": {"at": -1}}, {"$limit": most},
        {"$group": {"_id": "$outcome", "n": {"$sum": 1}}},
    ]  # fmt: skip
    got = {r["_id"]: r["n"] for r in desk.store.aggregate("signins", stages)}
    return {outcome: got.get(outcome, 0) for outcome in OUTCOMES}


def people(desk: Desk, most: int = 1000) -> dict[Id, str]:
    """Accounts by id: name and login, to choose one and to call the lines by."""
    access.require(desk.actor, READ)
    rows = desk.store.rows("users", {}, {"name": 1, "login": 1}, [("name", 1)], most)
    return {r["_id"]: f"{r['name']} · {r['login']}" for r in rows}
