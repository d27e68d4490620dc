"""What a user opened last and what he pinned: one small row of each user, beside the acts (`recents`), bounded.

Only the source and the id are kept; the name is read anew each time, so nobody is shown what he may not see any more.
"""

from __future__ import annotations

from core.db.store import Row, office_errors
from core.desk import Desk
from core.finding.sources import SOURCES, Source
from schemas.base import Id

RECENT, PINNED = 12, 12  # the most that is kept of each


def by_address(page: str, address: dict[str, str]) -> tuple[Source, Id] | None:
    """Which thing an address opens, if it opens one."""
    for source in SOURCES:
        id = address.get(source.id, "")
        if source.page == page and id and all(address.get(k) == v for k, v in (source.address or {}).items()):
            return source, id
    return None


def kept(desk: Desk) -> tuple[list[tuple[str, Id]], list[tuple[str, Id]]]:
    """What is pinned, and what was opened last without what is pinned; the newest first."""
    row = desk.store.one("recents", {"_id": desk.actor.id}) or {}
    pinned, recent = _marks(row, "pinned"), _marks(row, "recent")
    return pinned, [m for m in recent if m not in pinned]


def opened(desk: Desk, page: str, address: dict[str, str]) -> bool:
    """Remember that the user opened what stands at this address; False where it opens nothing to remember."""
    met = by_address(page, address)
    if met is None or not desk.may(met[0].right):
        return False
    _put(desk, "recent", met[0].word, met[1], RECENT)
    return True


def pin(desk: Desk, word: str, id: Id) -> bool:
    """Pin a thing, or unpin one that is pinned; whether it is pinned now. The oldest goes when there are too many."""
    if (word, id) in kept(desk)[0]:
        _take(desk, "pinned", word, id)
        return False
    _put(desk, "pinned", word, id, PINNED)
    return True


def forget(desk: Desk) -> None:
    """Forget what was opened last; what is pinned stays."""
    with office_errors():
        desk.store.side("recents").update_one({"_id": desk.actor.id}, {"$set": {"recent": []}})


def _marks(row: Row, part: str) -> list[tuple[str, Id]]:
    return [(m["word"], m["id"]) for m in row.get(part) or []]


def _take(desk: Desk, part: str, word: str, id: Id) -> None:
    with office_errors():
        desk.store.side("recents").update_one({"_id": desk.actor.id}, {"$pull": {part: {"word": word, "id": id}}})


def _put(desk: Desk, part: str, word: str, id: Id, most: int) -> None:
    _take(desk, part, word, id)
    mark = {"word": word, "id": id, "at": desk.now()}
    push = {part: {"$each": [mark], "$position": 0, "$slice": most}}
    with office_errors():
        desk.store.side("recents").update_one({"_id": desk.actor.id}, {"$push": push}, upsert=True)
