"""One question to all sources: a few of each, the nearest first, inside the user's rights and scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.db.store import Row
from core.desk import Desk
from core.finding.sources import SOURCES, Source, source_of
from schemas.base import Id

FEW = 5  # of each source
LONGEST = 120  # characters; nobody types more, and a scanner's line is shorter
LITTLE = 500  # documents of a collection that is looked through whole


@dataclass(frozen=True)
class Hit:
    """One thing found: of which source, its id, its name, a word beside it; page and address open it."""

    word: str
    id: Id
    label: str
    note: str
    page: str
    icon: str
    address: dict[str, str]


@dataclass(frozen=True)
class Found:
    """The answer: what was found, by source, and where it was looked."""

    groups: dict[str, list[Hit]]
    looked: tuple[str, ...]


def find(desk: Desk, text: str, sources: Iterable[Source] = SOURCES) -> Found:
    """What the typed words may mean, at most FEW of each source; a source without the right is not asked at all."""
    typed = " ".join(text.split())[:LONGEST]
    mine = [s for s in sources if desk.may(s.right)]
    groups: dict[str, list[Hit]] = {}
    for source in mine if typed else ():
        if rows := _asked(desk, source, typed):
            groups[source.word] = [_hit(desk, source, row) for row in rows]
    return Found(groups, tuple(s.word for s in mine))


def _asked(desk: Desk, source: Source, typed: str) -> list[Row]:
    met: dict[Id, Row] = {}
    for where, sort in source.asks(desk, typed):
        limit = LITTLE if source.fits else FEW
        for row in desk.rows(source.model, source.right, where, source.only, sort, limit):
            if source.fits is None or source.fits(row, typed):
                met.setdefault(row["_id"], row)
        if len(met) >= FEW:
            break
    return list(met.values())[:FEW]


def resolved(desk: Desk, marks: Sequence[tuple[str, Id]]) -> list[Hit]:
    """Things remembered by their source and id as they are called today; what this user may not see any more, or what
    is gone, is left out. The order is kept."""
    met: dict[tuple[str, Id], Hit] = {}
    for word in dict.fromkeys(word for word, _ in marks):
        source = source_of(word)
        if source is None or not desk.may(source.right):
            continue
        wanted = [id for w, id in marks if w == word]
        for row in desk.rows(source.model, source.right, {"_id": {"$in": wanted}}, source.only, limit=len(wanted)):
            met[word, row["_id"]] = _hit(desk, source, row)
    return [met[mark] for mark in marks if mark in met]


def _hit(desk: Desk, source: Source, row: Row) -> Hit:
    label, note = source.said(row, desk.lang)
    return Hit(source.word, row["_id"], label, note, source.page, source.icon, source.way(row["_id"]))
