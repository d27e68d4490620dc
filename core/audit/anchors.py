"""Anchors: every few minutes one signed line over the heads of all chains, each holding the one before.

A chain tells of a changed link, but not of its own cut-off end, nor of a document removed with its chain. So
a ledger is kept: for every document the newest revision, link and hash that the trail ever told. Each anchor
brings the lines of the ledger that changed since the last one, the root of a Merkle tree over all of it and
an Ed25519 signature. The key stands in `keys/anchor.pem` of the data folder and never in the database; a copy
of each anchor goes to `anchors.log` beside it, so an anchor cut from the database is missed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.audit.keys import Keys
from core.db.codec import digest, instant
from core.db.server import data_folder
from core.db.store import Session, Store
from core.errors import Duplicate

Row = dict[str, Any]
Key = tuple[str, str]
Line = tuple[int, int, str]  # revision, number and hash of the newest link
LINES = 2000  # ledger lines in one row of `anchor_heads`: a quarter of a megabyte
OVERLAP = timedelta(minutes=10)  # acts begin before they are committed, and clocks of two servers differ


@dataclass(frozen=True)
class Anchor:
    """One anchor. count: documents in the ledger; root: Merkle root over it; entries: acts so far.

    pages, lines_root: the ledger lines it brings (`anchor_heads`). base: the database's name. hash covers all
    of the above and `prev`; signature: Ed25519 over the hash, in hex; key: the public key, in hex.
    """

    n: int
    at: datetime
    base: str
    count: int
    entries: int
    root: str
    pages: int
    lines_root: str
    prev: str
    key: str
    signature: str = ""
    hash: str = ""

    def sealed(self) -> str:
        """The hash of everything but hash and signature."""
        return digest({k: v for k, v in asdict(self).items() if k not in ("hash", "signature")})


class Ledger:
    """What the trail ever told of each document: its newest revision, link and hash; only grows."""

    def __init__(self) -> None:
        self.lines: dict[Key, Line] = {}
        self.entries = 0

    def learn(self, kind: str, id: str, revision: int = 0, seq: int = 0, hash: str = "") -> bool:
        """Take in what an entry says; True when it is news."""
        old = self.lines.get((kind, id), (0, 0, ""))
        link = (seq, hash) if seq > old[1] else old[1:]
        new = (max(revision, old[0]), *link)
        if new == old:
            return False
        self.entries += new[1] - old[1]
        self.lines[kind, id] = new
        return True

    def root(self) -> str:
        """The root of a Merkle tree over all lines, in the order of their names."""
        level = [
            sha256("\x1f".join((*key, *map(str, self.lines[key]))).encode()).digest() for key in sorted(self.lines)
        ]
        while len(level) > 1:
            pairs = zip(level[::2], [*level[1::2], b""] if len(level) % 2 else level[1::2], strict=True)
            level = [sha256(a + b).digest() for a, b in pairs]
        return level[0].hex() if level else ""


class Anchorer:
    """Makes the anchors of one database; keeps the ledger in between, so each reads only what is new."""

    def __init__(self, store: Store, folder: Path | None = None) -> None:
        self.store, self.folder = store, folder or data_folder()
        self.keys = Keys(self.folder)
        self.ledger = Ledger()
        self.last: Anchor | None = None
        self.read_at: datetime | None = None

    def run(self) -> Anchor | None:
        """One more anchor; None where nothing changed. Raises Duplicate: another server made it just now."""
        now = instant(datetime.now(UTC))
        self._catch_up()
        changed = self._news()
        if not changed:
            self.read_at = now
            return None
        found = sorted([*key, *self.ledger.lines[key]] for key in changed)
        pages = [found[i : i + LINES] for i in range(0, len(found), LINES)]
        last = self.last
        body = Anchor(
            n=last.n + 1 if last else 1, at=now, base=self.store.name,
            count=len(self.ledger.lines), entries=self.ledger.entries, root=self.ledger.root(),
            pages=len(pages), lines_root=lines_root(pages),
            prev=last.hash if last else "", key=self.keys.public(),
        )  # fmt: skip
        hash = body.sealed()
        made = Anchor(**{**asdict(body), "hash": hash, "signature": self.keys.sign(hash)})

        def write(session: Session) -> None:
            session.insert("anchors", [{"_id": f"{made.n:08d}", **asdict(made)}])
            for i, page in enumerate(pages):
                kept = {"_id": f"{made.n:08d}:{i}", "anchor": made.n, "n": i, "lines": page}
                session.insert("anchor_heads", [kept])

        try:
            self.store.transact(write)
        except Duplicate:
            self.ledger, self.last = Ledger(), None
            raise
        log_append(self.folder, made, found)
        self.last, self.read_at = made, now
        return made

    def _catch_up(self) -> None:
        """Read the anchors that another server, or this one before its restart, has made."""
        rows = self.store.rows("anchors", {"n": {"$gt": self.last.n if self.last else 0}}, sort=[("n", 1)])
        for row in rows:
            for page in self.store.rows("anchor_heads", {"anchor": row["n"]}, sort=[("n", 1)]):
                for kind, id, revision, seq, hash in page["lines"]:
                    self.ledger.learn(kind, id, revision, seq, hash)
            self.last = of_row(row)

    def _news(self) -> set[Key]:
        """What entries say that the ledger does not know; all are walked where their number does not fit."""
        changed: set[Key] = set()
        if self.read_at:
            changed |= self._read({"at": {"$gte": self.read_at - OVERLAP}})
        if self.ledger.entries != self.store.size("audit_events"):
            changed |= self._read({})
        return changed

    def _read(self, where: Row) -> set[Key]:
        changed: set[Key] = set()
        wanted = {"subject": 1, "seq": 1, "hash": 1, "touched": 1, "pages": 1}
        for entry in self.store.each("audit_events", where, wanted):
            subject = (entry["subject"]["kind"], entry["subject"]["id"])
            if self.ledger.learn(*subject, seq=entry["seq"], hash=entry["hash"]):
                changed.add(subject)
            for touched in self._touched(entry):
                if self.ledger.learn(touched["kind"], touched["id"], revision=touched["revision"]):
                    changed.add((touched["kind"], touched["id"]))
        return changed

    def _touched(self, entry: Row) -> Iterator[Row]:
        yield from entry["touched"]
        if entry["pages"]:
            for page in self.store.each("audit_pages", {"entry": entry["_id"]}, {"touched": 1}):
                yield from page["touched"]


def anchor(store: Store, folder: Path | None = None) -> Anchor | None:
    """One anchor now; folder: where the key and the log are kept (the office's data folder)."""
    return Anchorer(store, folder).run()


def lines_root(pages: Iterable[list[Any]]) -> str:
    """What an anchor keeps of the ledger lines it brings."""
    return digest([digest(p) for p in pages])


def of_row(row: Row) -> Anchor:
    """A stored anchor (a row of the database or of the log)."""
    fields = {k: row.get(k) for k in Anchor.__dataclass_fields__}
    if isinstance(fields["at"], str):
        fields["at"] = datetime.fromisoformat(fields["at"])
    return Anchor(**fields)  # type: ignore[arg-type]


def log_append(folder: Path, made: Anchor, lines: list[Any]) -> None:
    """Write the anchor's copy beside the database."""
    text = json.dumps({**asdict(made), "at": made.at.isoformat(), "lines": lines}, ensure_ascii=False)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "anchors.log").open("a", encoding="utf-8") as log:
        log.write(text + "\n")


def logged(folder: Path, base: str) -> dict[int, Row]:
    """The copies kept beside the database, by number; a line that cannot be read is left out."""
    found: dict[int, Row] = {}
    path = folder / "anchors.log"
    if path.exists():
        with path.open(encoding="utf-8") as log:
            for text in log:
                try:
                    row = json.loads(text)
                except ValueError:
                    continue  # the machine stopped in the middle of a line; the database has that anchor
                if row.get("base") == base:
                    found[row["n"]] = row
    return found
