"""Is the trail whole? A walk over every entry, every document and every anchor, flat in memory.

The walk only asks «does this fit?»; what does not is examined alone in one snapshot, so an act that is saved
during the walk raises no false alarm, and a real break is named by document and field.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.audit import checks
from core.audit.anchored import Anchored
from core.audit.examine import RUNNING, examine
from core.audit.outside import outside
from core.audit.pages import page_hash, root
from core.audit.report import Finding, Report
from core.db.server import data_folder
from core.db.store import Store
from core.fields import personal_paths
from core.pending import PUBLISHED
from core.registry import MODELS
from core.users import locker, passwords
from schemas.student import Profile, Student

Row = dict[str, Any]
Key = tuple[str, str]
MOST = 300  # documents examined; where more are broken, these tell what happened
BATCH = 200


def verify(
    store: Store,
    folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Report:
    """Walk chains, documents and anchors; the report names every document and field that does not fit.

    folder: where the key and the log of anchors are kept. progress(done, total) and stop() are called
    as it goes.
    """
    return _Walk(store, folder or data_folder(), progress, stop).run()


class _Stopped(Exception):
    pass


class _Walk:
    def __init__(self, store: Store, folder: Path, progress: Any, stop: Any) -> None:
        self.store, self.folder, self.progress, self.stop = store, folder, progress, stop
        self.report = Report()
        self.known: dict[Key, tuple[int, str]] = {}  # newest revision and hash that an entry tells
        self.heads: dict[Key, tuple[int, str]] = {}
        self.paged: dict[str, tuple[int, str, Key]] = {}  # entry → pages, root, subject
        self.suspects: dict[Key, None] = {}  # a set that keeps its order
        self.done, self.total = 0, 1

    def run(self) -> Report:
        begun = time.monotonic()
        try:
            if self.progress:
                names = ["audit_events", "audit_pages", "counters", *(m.collection for m in MODELS)]
                self.total = sum(self.store.size(n) for n in names)
            # Anchors first: what they know was in the trail before the walk began.
            anchored = Anchored(self.store, self.folder)
            self._entries(anchored)
            self._pages()
            self._documents()
            self._anchored(anchored)
            self._suspects()
        except _Stopped:
            self.report.stopped = True
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _step(self, n: int = 1) -> None:
        self.done += n
        if self.done % BATCH < n:
            if self.progress:
                self.progress(min(self.done, self.total), self.total)
            if self.stop and self.stop():
                raise _Stopped

    def _suspect(self, key: Key) -> None:
        self.suspects[key] = None

    def _tell(self, key: Key, revision: int, hash: str) -> None:
        old = self.known.get(key)
        if old and old[0] == revision and old[1] != hash:
            self._suspect(key)
        if old is None or revision > old[0]:
            self.known[key] = (revision, hash)

    # the entries ----------------------------------------------------------------------------------------

    def _entries(self, anchored: Anchored) -> None:
        order = [("subject.kind", 1), ("subject.id", 1), ("seq", 1)]
        for entry in self.store.each("audit_events", {}, sort=order):
            key = (entry["subject"]["kind"], entry["subject"]["id"])
            seq, prev = self.heads.get(key, (0, ""))
            fits = entry["seq"] == seq + 1 and entry["prev"] == prev
            if not fits or not checks.entry_whole(entry) or anchored.rewritten(key, entry["seq"], entry["hash"]):
                self._suspect(key)
            self.heads[key] = (entry["seq"], entry["hash"])
            for t in entry["touched"]:
                self._tell((t["kind"], t["id"]), t["revision"], t["hash"])
            if entry["pages"]:
                self.paged[entry["_id"]] = (entry["pages"], entry["root"], key)
            self.report.entries += 1
            self._step()

    def _pages(self) -> None:
        hashes: dict[str, list[str]] = {}
        orphans: dict[str, None] = {}
        for page in self.store.each("audit_pages", {}, sort=[("entry", 1), ("n", 1)]):
            if page["entry"] in self.paged:
                hashes.setdefault(page["entry"], []).append(page_hash(page))
                for t in page["touched"]:
                    self._tell((t["kind"], t["id"]), t["revision"], t["hash"])
            else:
                orphans[page["entry"]] = None
            self._step()
        for entry, (count, kept, key) in self.paged.items():
            found = hashes.get(entry, [])
            if len(found) != count or root(found) != kept:
                self._suspect(key)
        for entry in orphans:
            if not self.store.count("audit_events", {"_id": entry}, 1):  # else its act was saved during the walk
                lost = Finding("audit_pages", entry, entry, "", "audit.found.pages_orphaned")
                self.report.findings.append(lost)

    def _note(self, key: str) -> None:
        if key not in self.report.notes:
            self.report.notes.append(key)

    # the documents ----------------------------------------------------------------------------------------

    def _documents(self) -> None:
        left = set(self.known) | set(self.heads)
        for kind in (*(m.collection for m in MODELS), "counters"):
            running, published = self._jobs() if kind == Student.collection else ([], [])
            for batch in _batches(self.store.each(kind, {}, sort=[("_id", 1)])):
                for row in batch:
                    key = (kind, row["_id"])
                    left.discard(key)
                    if key not in self.known and row.get("hidden") in running:
                        self._note("audit.note.unfinished")
                    elif not self._fits(key, row, published):
                        self._suspect(key)
                if kind == "students":
                    self._personal(batch)
                self.report.documents += len(batch)
                self._step(len(batch))
        for key in sorted(left):
            self._suspect(key)

    def _jobs(self) -> tuple[list[str], list[str]]:
        """Big acts that still hide what they brought, and those that show it: they touch students alone."""
        running = self.store.names("jobs", "_id", {"state": {"$in": list(RUNNING)}, "cleaned": {"$ne": True}})
        return running, self.store.names("jobs", "_id", {"state": {"$in": list(PUBLISHED)}})

    def _fits(self, key: Key, row: Row, published: list[str]) -> bool:
        kind, told = key[0], row
        if row.get("pending") and row["pending"].get("job") in published:
            told = checks.with_pending(row)
        if self.known.get(key) != checks.touch_of(kind, told):
            return False
        head = row.get("head") or {}
        if kind != "counters" and (head.get("seq", 0), head.get("hash", "")) != self.heads.get(key, (0, "")):
            return False
        if kind == "users":
            return self._own_password(row)
        if outside(self.store, kind, row):
            return False
        return kind != "students" or checks.student_whole(row, told)

    def _own_password(self, user: Row) -> bool:
        kept = self.store.one("credentials", {"_id": user["_id"]}) or {}
        if user.get("second_seal") and not locker.fits(self.store.one("second_factors", {"_id": user["_id"]}), user):
            return False
        return not user.get("credential") or passwords.seal(user["_id"], kept.get("hash", "")) == user["credential"]

    def _personal(self, students: list[Row]) -> None:
        """Every token has its value unless it was erased on demand; every value fits its token."""
        values: dict[str, set[str]] = {}
        for row in self.store.rows("personal", {"owner": {"$in": [s["_id"] for s in students]}}):
            values.setdefault(row["owner"], set()).add(row["_id"])
            if not checks.personal_whole(row):
                self._suspect(("students", row["owner"]))
        for student in students:
            missing = set(checks.tokens(student, personal_paths(Profile)).values()) - values.get(student["_id"], set())
            if missing:
                self._suspect(("students", student["_id"]))

    # anchors and suspects -----------------------------------------------------------------------------------

    def _anchored(self, anchored: Anchored) -> None:
        self.report.anchors = anchored.count
        self.report.findings += anchored.findings
        for note in anchored.notes:
            self._note(note)
        for key, (revision, seq, _) in anchored.ledger.lines.items():
            if self.known.get(key, (0, ""))[0] < revision or self.heads.get(key, (0, ""))[0] < seq:
                self._suspect(key)
        self.anchored = anchored

    def _suspects(self) -> None:
        for place, (kind, id) in enumerate(self.suspects):
            if place == MOST:
                self.report.more = len(self.suspects) - MOST
                break

            def look(session: Any, kind: str = kind, id: str = id) -> list[Finding]:
                return examine(session, kind, id, self.anchored.ledger.lines.get((kind, id)))

            self.report.findings += [f for f in self.store.transact(look) if f not in self.report.findings]
            self._step(0)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
