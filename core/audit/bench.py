"""How many acts a second one office can close, with 1, 8 and 32 writers, of different students and of the same.

By hand: `python -m core.audit.bench [seconds]`, on a database of its own that is dropped afterwards.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core import students
from core.access import Actor
from core.audit.anchors import Anchorer
from core.audit.verify import verify
from core.db.connection import client
from core.db.server import ensure, release
from core.db.store import Session, Store
from core.desk import Desk, Why
from core.errors import OfficeError, StaleRevision
from core.registry import MODELS
from schemas.base import Id, new_id
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role

WRITERS = (1, 8, 32)
Act = Callable[[Id, str], None]


def main(seconds: float = 5) -> None:
    """Print acts per second and the 50th and 99th percentile in milliseconds for each number of writers."""
    with tempfile.TemporaryDirectory(prefix="office-bench-") as folder:
        try:
            with client(ensure(Path(folder))) as c:
                desk, bare = (_desk(Store(c, f"bench_{n}_{new_id()}")) for n in "ab")
                for writers in WRITERS:
                    ids = [_student(bare) for _ in range(writers)]
                    _run("bare writes", ids, writers, seconds, _bare(bare.store))
                for name, alone in (("different students", False), ("the same student", True)):
                    for writers in WRITERS:  # fresh students each time: a long history makes a heavier document
                        ids = [_student(desk) for _ in range(1 if alone else writers)]
                        _run(name, ids, writers, seconds, lambda id, said: _edit(desk, id, said))
                _proof(desk.store, Path(folder))
        finally:
            release(Path(folder))


def _desk(store: Store) -> Desk:
    store.shape(MODELS)
    return Desk(Actor("bench", "Bench", Role.head), store)


def _student(desk: Desk) -> Id:
    name = Name(last="Bench", first="A")
    profile = Profile(number=f"B-{new_id()}", name=name, iin_absent_reason="bench")
    return students.admit(desk, profile, StudyProfile(id=new_id()), Why("bench")).id


def _bare(store: Store) -> Act:
    """The same reading and the same three writes in a bare transaction: what no act can be quicker than."""

    def write(id: Id, said: str) -> None:
        def work(session: Session) -> None:
            row = session.one("students", {"_id": id}, {"events": 0}) or {}
            session.update("students", [({"_id": id}, {"$set": {"citizenship": said}})])
            session.insert("staged", [{"_id": new_id(), "job": new_id(), "n": 1, "like": row}])
            session.insert("dirty", [{"_id": new_id(), "slice": "bench"}])

        store.transact(work)

    return write


def _run(name: str, ids: list[Id], writers: int, seconds: float, act: Act) -> None:
    took: list[float] = []
    refused: list[str] = []
    until = time.monotonic() + seconds

    def write(mine: int) -> None:
        id, n = ids[mine % len(ids)], 0
        while time.monotonic() < until:
            n += 1
            began = time.perf_counter()
            try:
                act(id, f"{mine}-{n}")
            except OfficeError as e:
                refused.append(e.key)
            else:
                took.append(time.perf_counter() - began)

    _together([lambda i=i: write(i) for i in range(writers)])  # type: ignore[misc]
    took.sort()
    half, late = (1000 * took[int(len(took) * p)] for p in (0.5, 0.99))
    print(
        f"{name}, {writers:2} writers: {len(took) / seconds:6.0f} acts/s, p50 {half:6.1f} ms, p99 {late:7.1f} ms, "
        f"{len(refused)} gave up"
    )


def _edit(desk: Desk, id: Id, said: str) -> None:
    """An act as a page does it: read the revision, save, and after «someone was first» read and save again."""
    while True:
        row = desk.store.one("students", {"_id": id}, {"revision": 1}) or {}
        try:
            students.edit(desk, id, row["revision"], {"citizenship": said}, Why("bench"))
            return
        except StaleRevision:
            continue


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=w) for w in works]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def _proof(store: Store, folder: Path) -> None:
    began = time.perf_counter()
    made = Anchorer(store, folder).run()
    print(f"first anchor over {made.count if made else 0} documents: {1000 * (time.perf_counter() - began):.0f} ms")
    report = verify(store, folder)
    rate = report.entries / max(report.seconds, 1e-9)
    print(f"verify: {report.entries} entries in {report.seconds:.1f} s ({rate:.0f}/s), whole: {report.whole}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5)
