"""What a walk over a base comes to: count and hash of each collection, the hash of each kept file, heads of all chains.

The same walk is made when a backup is written, before it is restored and after, so what is compared is always the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from bson.raw_bson import RawBSONDocument

from core.db import bulk, files
from core.db.backup.parts import FILE_LIST, Row, Steps
from core.db.codec import digest

Key = tuple[str, str]


@dataclass
class _Bytes:
    """One kept file as its pieces make it."""

    seen: Any = field(default_factory=sha256)
    size: int = 0
    next: int = 0


class Tally:
    """Takes documents as they pass. collections: name → {count, bytes, sha256}; heads: document → its newest link."""

    def __init__(self) -> None:
        self.collections: dict[str, Row] = {}
        self.heads: dict[Key, tuple[int, str]] = {}
        self.altered: list[str] = []  # files whose bytes are not what their name says: harm done before this walk
        self._files: dict[str, _Bytes] = {}

    def of(self, name: str, rows: Iterable[RawBSONDocument], steps: Steps | None = None) -> Iterator[bytes]:
        """The bytes of each document, which is counted as it passes."""
        seen, count, size = sha256(), 0, 0
        look = {"audit_events": self._entry, files.CHUNKS: self._piece, files.FILES: self._file}.get(name)
        for row in rows:
            if name == "jobs" and row["_id"] == bulk.MARK:
                continue  # the mark of a filling that goes on is no part of the office
            bare = bytes(row.raw)
            seen.update(bare)
            count, size = count + 1, size + len(bare)
            if look:
                look(row)
            if steps:
                steps.step()
            yield bare
        self.collections[name] = {"count": count, "bytes": size, "sha256": seen.hexdigest()}

    def lines(self) -> bytes:
        """The list of kept files: place, SHA-256, size, a line each."""
        rows = (f"{place}\t{f.seen.hexdigest()}\t{f.size}\n" for place, f in sorted(self._files.items()))
        return "".join(rows).encode()

    def said(self) -> Row:
        """What a manifest says of files and chains."""
        sizes = [f.size for f in self._files.values()]
        listed = {"count": len(sizes), "bytes": sum(sizes), "sha256": sha256(self.lines()).hexdigest()}
        heads = [[*key, *self.heads[key]] for key in sorted(self.heads)]
        return {
            "files": {**listed, "altered": sorted(self.altered)},
            "chains": {"count": len(heads), "entries": sum(seq for _, _, seq, _ in heads), "root": digest(heads)},
        }

    def _entry(self, row: RawBSONDocument) -> None:
        subject, seq = row["subject"], int(row["seq"])
        key = (str(subject["kind"]), str(subject["id"]))
        if seq > self.heads.get(key, (0, ""))[0]:
            self.heads[key] = (seq, str(row["hash"]))

    def _piece(self, row: RawBSONDocument) -> None:
        of = self._files.setdefault(str(row["files_id"]), _Bytes())
        data = bytes(row["data"])
        if row["n"] == of.next:  # one out of its turn leaves a hash that nothing expects
            of.seen.update(data)
        of.size, of.next = of.size + len(data), of.next + 1

    def _file(self, row: RawBSONDocument) -> None:
        place = str(row["_id"])
        if self._files.setdefault(place, _Bytes()).seen.hexdigest() != row["filename"]:
            self.altered.append(place)


def differing(manifest: Row, found: Tally) -> list[str]:
    """What of a walk is not what a manifest says: collections by name, `files.tsv`, `chains`."""
    wrong = [name for name, kept in manifest["collections"].items() if found.collections.get(name) != kept]
    said = found.said()
    if "files" in manifest and said["files"] != manifest["files"]:
        wrong.append(FILE_LIST)
    if "chains" in manifest and said["chains"] != {k: manifest["chains"][k] for k in said["chains"]}:
        wrong.append("chains")
    return wrong
