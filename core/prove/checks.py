"""What must hold after every failure: nothing half, nothing twice, nothing gone."""

from __future__ import annotations

from pathlib import Path

from core import sums
from core.access import Actor
from core.audit.checks import student_whole, touch_of
from core.audit.verify import verify
from core.blanks import balance
from core.db.codec import digest
from core.db.store import SIDE, Row, Store
from core.desk import Desk
from core.prove.report import Broken
from core.sums.build import drain
from schemas.blank import ON_BALANCE
from schemas.words import Role

# The collections that the trials of few acts write; a server with few starts sooner.
FEW = (
    "audit_events", "audit_pages", "counters", "students", "personal", "dirty", "sums", "rulebooks", "terms",
    "disciplines", "sections", "grade_sheets", "drafts", "departments", "files", "users", "sessions", "signins",
    "tries", "schedule", "anchors", "anchor_heads", "notices", "tasks", "holds", "kinds", "jobs",
)  # fmt: skip
# What is written beside acts, on purpose: bytes before the act that keeps them, who looked, lines of long works.
BESIDE = SIDE | {"looks", "bytes.files", "bytes.chunks", "audit_work"}


def marks(store: Store) -> dict[str, str]:
    """A digest of every collection that acts alone write."""
    found: dict[str, str] = store.db.command("dbHash")["collections"]
    return {name: hash for name, hash in found.items() if name not in BESIDE}


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The collections in which two moments differ."""
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))


def entries(store: Store, command: str) -> list[Row]:
    """What the trail has of a command: one entry, or none."""
    return store.rows("audit_events", {"command": command})


def stands(store: Store, entry: Row) -> None:
    """Everything an entry names is there as it says. Raises Broken."""
    touched = list(entry.get("touched") or [])
    if entry.get("pages"):
        touched = [t for p in store.rows("audit_pages", {"entry": entry["_id"]}) for t in p["touched"]]
    for t in touched:
        row = store.one(t["kind"], {"_id": t["id"]})
        if row is None or touch_of(t["kind"], row) != (t["revision"], t["hash"]):
            raise Broken(f"half an act: {entry['action']} names {t['kind']} {t['id']}, which is not so")
        if t["kind"] == "students" and not student_whole(row, row):
            raise Broken(f"half an act: student {row['number']} is not what the events make")
    subject = entry["subject"]
    row = store.one(subject["kind"], {"_id": subject["id"]}) or {}
    if (row.get("head") or {}).get("hash") != entry["hash"]:
        raise Broken(f"the chain of {subject['kind']} {subject['id']} does not end with {entry['action']}")


def whole(store: Store, folder: Path) -> int:
    """The trail from end to end, the balance of blanks, the sums; how many entries. Raises Broken."""
    report = verify(store, folder)
    if not report.whole:
        raise Broken(f"the trail is not whole: {report.findings[:3]}")
    desk = Desk(Actor("prove", "Prove", Role.head), store)
    held = balance.states(desk)
    for line in balance.stock(desk):
        there = sum(n for status, n in held.get((line.kind, line.series), {}).items() if status in ON_BALANCE)
        if there != line.balance:
            raise Broken(f"blanks {line.kind} {line.series}: {there} by number, {line.balance} by the journal")
    while drain(store):
        pass
    by_marks = _sums(store)
    sums.refresh(store)
    anew = _sums(store)
    if wrong := [k for k, rows in by_marks.items() if anew.get(k, []) != rows]:
        raise Broken(f"sums that no mark told of: {wrong}")
    return report.entries


def _sums(store: Store) -> dict[str, list[str]]:
    """The rows of every slice, as digests: a grouping of the database knows no order."""
    return {r["_id"]: sorted(digest(row) for row in r["rows"]) for r in store.rows("sums", {"rows": {"$exists": True}})}
