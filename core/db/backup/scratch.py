"""The scratch base of a restore drill: beside the live one, marked as a drill's, dropped in every outcome."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bson import decode
from bson.raw_bson import RawBSONDocument
from pymongo.errors import OperationFailure

from core.db import bulk
from core.db.backup.parts import NO_RIGHT, Row, Steps, raw, told
from core.db.codec import CODEC
from core.db.indexes import INDEXES
from core.db.roles import beside
from core.db.store import Store
from core.errors import RuleBroken
from schemas.base import Document

DRILL = "drill:"


class Scratch:
    """`<base>_drill` on the same server. Whatever else bears that name is never touched."""

    def __init__(self, live: Store) -> None:
        self.live = live
        self.store = Store(live.client, beside(live.name))

    def begin(self, job: str) -> bool:
        """Make it ready; True where this job has filled part of it already. RuleBroken `backup.scratch_taken`,
        `backup.no_right`."""
        with told(Path(self.store.name), self.store.name):
            if bulk.cut_short(self.store) == DRILL + job:
                return True
            self.drop()
            if self.store.db.list_collection_names():
                raise RuleBroken("backup.scratch_taken", base=self.store.name)
            bulk.begin(self.store, DRILL + job, lambda: None)
            return False

    def drop(self) -> None:
        """Remove it, if a drill made it; where this account may not even look, none of its drills did."""
        try:
            made = bulk.cut_short(self.store) or ""
        except OperationFailure as e:
            if e.code != NO_RIGHT:
                raise
            return
        if made.startswith(DRILL):
            self.store.client.drop_database(self.store.name)

    def unlike(self, kind: str, steps: Steps) -> Iterator[tuple[Row | None, Row | None]]:
        """(live, copy) of every document of a collection that is not the same, byte by byte, in both."""
        ours, theirs = (_in_order(s, kind) for s in (self.live, self.store))
        live, copy = next(ours, None), next(theirs, None)
        while live or copy:
            a, b = str(live["_id"]) if live else None, str(copy["_id"]) if copy else None
            if a == b and live and copy:
                if live.raw != copy.raw:
                    yield _decoded(live), _decoded(copy)
                live, copy = next(ours, None), next(theirs, None)
                steps.step()
            elif copy is None or (live and a is not None and b is not None and a < b):
                yield _decoded(live), None
                live = next(ours, None)
            else:
                yield None, _decoded(copy)
                copy = next(theirs, None)
                steps.step()

    def unshaped(self, models: tuple[type[Document], ...]) -> list[str]:
        """Collections whose indexes or rule are not there after migration."""
        db = self.store.db
        ruled = {c["name"] for c in db.list_collections() if c.get("options", {}).get("validator")}
        lacking = [m.collection for m in models if m.collection not in ruled]
        for name, specs in INDEXES.items():
            if len(db[name].index_information()) < len(specs) + 1:
                lacking.append(name)
        return sorted(set(lacking))


def _in_order(store: Store, kind: str) -> Iterator[RawBSONDocument]:
    yield from raw(store)[kind].find({}, batch_size=1000).sort("_id", 1)


def _decoded(row: RawBSONDocument | None) -> Any:
    return decode(row.raw, CODEC) if row else None
