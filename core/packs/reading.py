"""Looking at packs: those that were made, the kinds that may be asked for, what a list is made of."""

from __future__ import annotations

from core import files, house, looks
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.packs import contents, saved
from schemas.base import Id, Lang
from schemas.job import UNFINISHED
from schemas.kinds import Kind, PackItem, Sort
from schemas.pack import Pack, PackState

READ, PAGE = "pack.read", "packs"
LIGHT: Row = {"files": 0, "gaps": 0, "head": 0}
MOST = 100


def kinds() -> list[Kind]:
    """The packs that may be asked for today."""
    return house.entries(Sort.pack)


def listed(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """Packs, the newest first, without their files."""
    return desk.rows(Pack, READ, {}, LIGHT, [("number", -1)], size, page * size)


def get(desk: Desk, id: Id) -> Pack:
    """One pack. Raises NotFound, Forbidden."""
    return desk.get(Pack, id, READ)


def going_on(desk: Desk, pack: Pack) -> bool:
    """Is the work that makes it still going on? One that fell leaves the pack unmade, to be begun anew."""
    if pack.status is not PackState.making:
        return False
    where = {"kind": "packs.make", "state": {"$in": list(UNFINISHED)}, "params.pack": pack.id}
    return desk.store.one("runs", where, {"_id": 1}) is not None


def taken(desk: Desk, id: Id, to: str = "") -> bytes:
    """The pack on its way out: for whom it is stands in the line of who took it. Raises NotFound, Forbidden,
    RuleBroken (not made yet; its bytes are not those that were kept)."""
    pack = get(desk, id)
    if pack.file is None:
        raise RuleBroken("packs.goes_on", number=pack.number)
    with looks.handing_to(to or pack.to):
        return files.given_out(desk, pack.file.id, PAGE, Pack.collection, id, pack.number, reason=pack.label().kk)[1]


def offered(desk: Desk) -> list[PackItem]:
    """All that the list of a pack may be made of."""
    return contents.every(saved.saved(desk))


def said(desk: Desk, items: list[PackItem], lang: Lang) -> list[str]:
    """A list in words."""
    known = saved.saved(desk)
    return [contents.word(i, known, lang) for i in items]


__all__ = ["PAGE", "READ", "get", "going_on", "kinds", "listed", "offered", "said", "taken"]
