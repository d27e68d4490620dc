"""Checks of one stored row, without the database: an entry's own hash, a student's chain, a token's value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any
from zlib import crc32

from core import history
from core.audit.pages import parts
from core.db.codec import UNHASHED, canonical, content_hash, differences, digest
from core.tx import DERIVED, facts
from schemas.base import is_token

Row = dict[str, Any]
OUTSIDE = {*UNHASHED, "_id", "revision"}  # what an entry's changes do not carry


def entry_whole(entry: Row) -> bool:
    """Does the entry still hash to what it says?"""
    return digest({k: v for k, v in entry.items() if k != "hash"}) == entry.get("hash")


def altered_parts(entry: Row) -> list[str]:
    """The fields of an entry that differ from their own small digests."""
    kept, now = entry.get("parts") or {}, parts(entry)
    return [k for k in sorted({**kept, **now}) if kept.get(k) != now.get(k)]


def broken_events(row: Row) -> list[int]:
    """Numbers of a student's events whose hash or place is not what the event before them makes it."""
    broken, prev = [], ""
    for place, event in enumerate(row.get("events", []), 1):
        body = {k: v for k, v in event.items() if k != "hash"}
        if event.get("n") != place or digest(body, prev) != event.get("hash"):
            broken.append(place)
        prev = event.get("hash", "")
    return broken


def student_hash(row: Row) -> str:
    """What an entry carries of a student: the hash of the newest event."""
    return row["events"][-1]["hash"] if row.get("events") else ""


def unfolded(row: Row) -> list[tuple[str, Any, Any]]:
    """Where the stored state is not what the events make: (path, by the events, stored)."""
    state = {k: v for k, v in row.items() if k not in DERIVED}
    return differences(history.fold(history.parse(row["events"])), state)


def with_pending(row: Row) -> Row:
    """A student as he will be once the prepared events of a published big act are settled into him."""
    waiting = (row.get("pending") or {}).get("events") or []
    if not waiting:
        return row
    events = [*row["events"], *waiting]
    return {
        **row,
        "events": events,
        "revision": row["revision"] + len(waiting),
        "event_hash": waiting[-1]["hash"],
    }


def touch_of(kind: str, row: Row) -> tuple[int, str]:
    """Revision and hash of a stored row, as an entry would carry them."""
    if kind == "counters":
        return row.get("last", 0), digest({"_id": row["_id"], "last": row.get("last")})
    if kind == "students":
        return row.get("revision", 0), student_hash(row)
    return row.get("revision", 0), content_hash(row)


def marks(events: Iterable[Row]) -> dict[str, str]:
    """Of each event (by number) four hex digits per field: a big act keeps these in place of whole changes, so
    that an altered field can be named. Whether anything was altered, the full hashes tell.
    """
    return {str(e["n"]): "".join(sorted(_mark(p, now) for p, (_, now) in facts(e))) for e in events}


def unmarked(event: Row, kept: str) -> list[str]:
    """Paths of an event whose values are not those that the marks were made of."""
    known = {kept[i : i + 4] for i in range(0, len(kept), 4)}
    return [p for p, (_, now) in facts(event) if _mark(p, now) not in known]


def _mark(path: str, value: Any) -> str:
    return f"{crc32(_told(path, value)) & 0xFFFF:04x}"


def _told(path: str, value: Any) -> bytes:
    """`canonical([path, value])`, without setting up an encoder for each of a big act's many texts and figures."""
    if type(value) is str:
        return f"[{encode_basestring(path)},{encode_basestring(value)}]".encode()
    if value is None or isinstance(value, bool | int | Decimal):
        return _figure(path, value)
    return canonical([path, value])


@lru_cache(maxsize=16384, typed=True)
def _figure(path: str, value: Any) -> bytes:
    return canonical([path, value])


def student_whole(row: Row, told: Row) -> bool:
    """Does a student agree with himself? told: with the prepared events of a published act."""
    if told.get("revision") != len(told["events"]) or told.get("event_hash") != student_hash(told):
        return False
    try:
        return not broken_events(told) and not unfolded(row)
    except Exception:  # an event changed so that it can no longer be read
        return False


def tokens(row: Row, paths: Iterable[str]) -> dict[str, str]:
    """Personal fields of a student that stand as salted hashes: {path: token}."""
    found = {p: history.pick(row, p.split(".")) for p in paths}
    return {p: v for p, v in found.items() if is_token(v)}


def personal_whole(row: Row) -> bool:
    """Is a personal value the one that its token stands for?"""
    return bool("#" + sha256(f"{row.get('salt')}|{row.get('value')}".encode()).hexdigest() == row["_id"])


def erased(row: Row) -> set[str]:
    """Personal fields of a student that were erased on demand."""
    return {f for e in row.get("events", []) if e.get("type") == "personal_erased" for f in e.get("fields", [])}


def shared(event: Row) -> list[str]:
    """What an event says in the same words as the entry of its act; batches of a big act have their own moments."""
    return ["actor", "reason", "basis"] + ([] if event.get("job") else ["at"])


def _step(node: Any, key: str) -> Any:
    if isinstance(node, list):
        return node[int(key)] if key.isdigit() and int(key) < len(node) else None
    return node.get(key) if isinstance(node, dict) else None


def pick(node: Any, path: list[str]) -> Any:
    """The value at a dotted place of a stored row; figures address places of a list."""
    for key in path:
        node = _step(node, key)
    return node


def put(node: Any, path: list[str], value: Any) -> Any:
    """A copy with one dotted place replaced; figures address places of a list."""
    if not path:
        return value
    if isinstance(node, list):
        return [put(v, path[1:], value) if str(i) == path[0] else v for i, v in enumerate(node)]
    base = node if isinstance(node, dict) else {}
    return {**base, path[0]: put(base.get(path[0]), path[1:], value)}
