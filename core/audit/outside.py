"""What no hash of a document covers and still must fit: what makes a student found or hidden, the files of papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from core.audit.checks import personal_whole
from core.search import search_of

Row = dict[str, Any]
STATES = {"accepted": "published", "undone": "undone"}  # of an import, and of the job that carried it


class Reader(Protocol):
    """A store or an open transaction: either can be asked for one row."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None:
        """One stored row, or None."""

    def hash_of(self, place: str) -> str:
        """The SHA-256 of the bytes that stand at a place."""


def outside(reader: Reader, kind: str, row: Row) -> list[tuple[str, str]]:
    """(field, finding) of everything that does not fit; empty when all is whole."""
    if kind == "students":
        found = [] if row.get("search") == search_of(row) else [("search", "search_altered")]
        return found + ([] if _hiding_lawful(reader, row) else [("hidden", "hidden_altered")])
    if kind == "imports":
        job = reader.one("jobs", {"_id": row["job"]}, {"state": 1}) or {}
        return [] if job.get("state") == STATES[row["state"]] else [("state", "hidden_altered")]
    if kind == "files":
        return [] if reader.hash_of(row["place"]) == row["_id"] else [("place", "file_altered")]
    if kind in ("transcripts", "papers"):
        hashes = [
            ("file_hash", row["file_hash"]),
            *((f"copies.{i}", c["file_hash"]) for i, c in enumerate(row["copies"])),
        ]
        # That the bytes are whole is asked once, of the file itself; here, that the paper still has its file.
        lost = [field for field, hash in hashes if hash and not reader.one("files", {"_id": hash}, {"_id": 1})]
        return [(field, "file_altered") for field in lost]
    if kind == "concerns":
        return [] if row["status"] == "gone" else list(_words(reader, row))
    return []


def _words(reader: Reader, row: Row) -> Iterator[tuple[str, str]]:
    """The words of a report of concern stand apart: each must be there and be what its salted hash says."""
    tokens = [(f"messages.{i}.text", m["text"]) for i, m in enumerate(row["messages"])]
    for field, token in [*tokens, *([("sender", row["sender"])] if row["sender"] else [])]:
        kept = reader.one("personal", {"_id": token})
        if kept is None:
            yield field, "personal_missing"
        elif not personal_whole(kept):
            yield field, "personal_altered"


def _hiding_lawful(reader: Reader, row: Row) -> bool:
    """A student is hidden only by the big act that brought him; undone it is only where its import says so."""
    job = row.get("hidden")
    if not job:
        return True
    if all(e.get("job") != job for e in row.get("events", [])):
        return False
    state = (reader.one("jobs", {"_id": job}, {"state": 1}) or {}).get("state")
    return state != "undone" or reader.one("imports", {"job": job, "state": "undone"}, {"_id": 1}) is not None
