"""Reading the anchors back: are they whole, and what do they remember of every document?"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from core.audit.anchors import Anchor, Ledger, lines_root, logged, of_row
from core.audit.keys import Keys, signed
from core.audit.report import Finding
from core.db.store import Store

Row = dict[str, Any]
Key = tuple[str, str]


class Anchored:
    """All anchors of a database and of the log beside it, checked; `ledger`: what they remember."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.pinned = Keys(folder).pinned()
        self.log = logged(folder, store.name)
        self.ledger = Ledger()
        self.findings: list[Finding] = []
        self.notes: list[str] = []
        self.count = 0
        self._walk()

    def rewritten(self, key: Key, seq: int, hash: str) -> bool:
        """Is this link another than the one that an anchor remembers?"""
        line = self.ledger.lines.get(key)
        return line is not None and line[1] == seq and line[2] != hash

    def _say(self, n: int, field: str, key: str, **values: Any) -> None:
        found = Finding("anchors", str(n), str(n), field, f"audit.found.{key}", {"n": n, **values})
        self.findings.append(found)

    def _walk(self) -> None:
        rows = {r["n"]: r for r in self.store.rows("anchors", {}, sort=[("n", 1)])}
        self.count = len(rows)
        if rows and not self.pinned:
            self.notes.append("audit.note.no_key")
        if rows and not self.log:
            self.notes.append("audit.note.no_log")
        before: Anchor | None = None
        for n in range(1, max([*rows, *self.log], default=0) + 1):
            row, copy = rows.get(n), self.log.get(n)
            if row is None:
                self._say(n, "", "anchor_missing")
            elif copy:
                self._compare(n, of_row(row), of_row(copy))
            kept = row or copy
            if kept is None:
                before = None
                continue
            made = of_row(kept)
            self._check(made, before if n > 1 else None, n > 1 and before is None)
            self._learn(made, copy, row is not None)
            before = made
        if before and self.ledger.root() != before.root and not self.findings:
            self._say(before.n, "root", "anchor_altered")

    def _compare(self, n: int, row: Anchor, copy: Anchor) -> None:
        for f in fields(Anchor):
            if getattr(row, f.name) != getattr(copy, f.name):
                self._say(n, f.name, "anchor_altered")

    def _check(self, made: Anchor, before: Anchor | None, gap: bool) -> None:
        if made.sealed() != made.hash:
            if not any(f.id == str(made.n) for f in self.findings):
                self._say(made.n, "hash", "anchor_altered")
        elif not signed(made.hash, made.signature, made.key):
            self._say(made.n, "signature", "anchor_unsigned")
        elif self.pinned and made.key not in self.pinned:
            self._say(made.n, "key", "anchor_stranger")
        if not gap and made.prev != (before.hash if before else ""):
            self._say(made.n, "prev", "anchor_altered")

    def _learn(self, made: Anchor, copy: Row | None, stored: bool) -> None:
        """The lines an anchor brought: from the database where they are whole, else from the log."""
        pages = [r["lines"] for r in self.store.rows("anchor_heads", {"anchor": made.n}, sort=[("n", 1)])]
        if lines_root(pages) != made.lines_root:
            if stored:
                self._say(made.n, "lines_root", "anchor_altered")
            pages = [copy["lines"]] if copy else []
        for kind, id, revision, seq, hash in (line for page in pages for line in page):
            self.ledger.learn(kind, id, revision, seq, hash)
