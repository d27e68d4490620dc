"""A long work from inside: what its function sees."""

from __future__ import annotations

import threading
import time
from hashlib import sha256
from typing import Any

from core.db.store import Row, Store
from core.desk import Desk, Why
from core.files.names import cleaned
from core.jobs import rows
from core.tx import Tx
from schemas.base import Basis, Id
from schemas.file import File

ASKED, TOLD = 0.5, 0.3  # seconds between two looks at the wish to stop, and between two words on progress


closing = threading.Event()  # this process ends: a job leaves its work to another between two acts


class Lost(Exception):
    """Another process has taken this job up: this one was silent for too long and must leave it alone."""


class HandedBack(Exception):
    """This process ends; the job goes on from its last checkpoint in another one."""


class Run:
    """One job being carried out: `desk` of who began it, `params`, and `at`, the last checkpoint of an earlier try.

    Its function may be begun anew at any moment after a crash: it goes on from `at`, and each of its acts has the
    command `why(n).command`, so that an act done before the crash is done once.
    """

    def __init__(self, store: Store, row: Row, desk: Desk) -> None:
        self.id: Id = row["_id"]
        self.kind: str = row["kind"]
        self.params: Row = row["params"]
        self.at: Row = row["point"]
        self.desk, self.store = desk, store
        self.take: int = row["take"]
        self.total: int = row["total"]
        self.heard = False
        self._row = row
        self._done: int = row["done"]
        most: int | None = row.get("most")
        self._most = self._done if most is None else most  # one that begins anew passes its half again
        self._told = self._asked = 0.0

    def why(self, n: int | str = 0) -> Why:
        """The reason and basis the job was begun with, and the command of its act number n."""
        basis = self._row["basis"]
        paper = Basis.model_validate(basis) if basis else None
        return Why(self._row["reason"], paper, f"{self.id}:{n}", self._row["code"])

    def progress(self, done: int, total: int | None = None) -> None:
        """How much is done of how much."""
        total = self.total if total is None else total
        whole = done >= total or total != self.total
        further, self.total, self._done = done > self._most, total, done
        self._most = max(done, self._most)
        if whole or time.monotonic() - self._told > TOLD:
            self._told = time.monotonic()
            self._say({"done": done, "total": total} | ({"tries": 0, "most": done} if further else {}))

    def stopped(self) -> bool:
        """Has somebody asked this job to stop? Asked between two acts; then the function returns."""
        if closing.is_set():
            raise HandedBack
        if not self.heard and time.monotonic() - self._asked > ASKED:
            self._asked = time.monotonic()
            row = self.store.one("runs", {"_id": self.id}, {"wish": 1, "take": 1}) or {}
            if row.get("take") != self.take:
                raise Lost
            self.heard = bool(row.get("wish"))
        return self.heard

    def checkpoint(self, **at: Any) -> None:
        """Remember how far the work came: after a crash it is begun with this in `at`."""
        was, self.at = self.at, {**self.at, **at}
        self._say({"point": self.at, "done": self._done} | ({"tries": 0} if self.at != was else {}))

    def keep(self, name: str, data: bytes) -> Id:
        """Keep the result as a file of the office, to be fetched from the page of jobs; its hash."""
        hash = kept(self.desk, name, data, "job", self.id, Why(command=f"{self.id}:file:{name}"))
        self._say({"file": {"id": hash, "name": cleaned(name, ""), "size": len(data)}})
        return hash

    def _say(self, sets: Row) -> None:
        if not rows.say(self.store, self.id, self.take, sets):
            raise Lost


def kept(desk: Desk, name: str, data: bytes, kind: str, owner: Id, why: Why) -> Id:
    """Keep a file that the office itself made or takes in for a job, in an act of its own; its hash.

    The same command again answers with the file that was kept first, even where the bytes were made anew.
    """
    hash = sha256(data).hexdigest()
    if desk.store.one(File.collection, {"_id": hash}, {"_id": 1}):
        return hash
    laid = desk.store.lay(data)

    def work(tx: Tx) -> File:
        return tx.file(tx.keep_file(laid, cleaned(name, ""), kind, owner))

    return desk.transact("job.file", work, why, right="job.read").id
