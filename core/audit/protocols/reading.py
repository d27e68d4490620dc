"""Reading protocols of the trail: the list, one of them, the one a number, a month or a printed hash names."""

from __future__ import annotations

import re

from core.db.store import Row, Store
from core.desk import Desk
from schemas.base import Id
from schemas.trail import TrailProtocol

READ = "audit.verify"
LEAST = 16  # signs of a printed hash that are enough to know it by


def listed(desk: Desk, page: int = 0, size: int = 50) -> list[TrailProtocol]:
    """Protocols, the newest first."""
    rows = desk.rows(TrailProtocol, READ, {}, None, [("number", -1)], size, page * size)
    return [TrailProtocol.model_validate(r) for r in rows]


def one(desk: Desk, id: Id) -> TrailProtocol:
    """One protocol."""
    return desk.get(TrailProtocol, id, READ)


def hash_in(typed: str) -> str:
    """A hash as a person types it from paper, with or without its gaps; "" where it is none."""
    bare = re.sub(r"[\s\-–·]", "", typed).lower()
    return bare if re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", bare) else ""


def found(store: Store, said: str) -> TrailProtocol | None:
    """The protocol named by its number, its month or the hash printed on it."""
    said = said.strip().removeprefix("№").strip()
    where: Row
    if re.fullmatch(r"\d{1,6}", said):
        where = {"number": int(said)}
    elif re.fullmatch(r"\d{4}-\d{2}", said):
        where = {"month": said}
    elif bare := hash_in(said):
        where = {"seal": {"$regex": f"^{bare}"}}
    else:
        return None
    row = store.one("trail_protocols", where)
    return TrailProtocol.model_validate(row) if row else None
