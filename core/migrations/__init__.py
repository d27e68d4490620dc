"""The changes of shape, one file each (`0001_what.py`), and the one door through which they are run.

A new field with a default needs none; see core.db.migrations for what a file holds.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import schemas
from core import kinds, lease, office, reports
from core.db import migrations
from core.db.codec import content_hash
from core.db.migrations import Changed
from core.db.store import Store, office_errors
from core.desk import Desk, Why
from core.errors import NotFound, RuleBroken
from core.norm_documents import shipped as norms
from core.registry import MODELS
from core.tx import Tx
from schemas.reference import Office

FOLDER = Path(__file__).parent
BATCH = 500
MARK = "code"  # the row of `schedule` that says which schemas the base was opened with last


def migrate(store: Store, folder: Path = FOLDER) -> list[str]:
    """Bring a base of any earlier shape to this code's; the names of the migrations that were run.

    Each leaves one audit entry that tells the new hash of every document it changed. Of several processes that start
    at once one does it and the others wait for it. RuleBroken `backup.newer_base` for a base that a newer code has
    already changed.
    """

    def seal(name: str, changed: Changed) -> None:
        def work(tx: Tx) -> Office:
            for kind in dict.fromkeys(kind for kind, _ in changed):
                ids = [id for of, id in changed if of == kind]
                for part in (ids[n : n + BATCH] for n in range(0, len(ids), BATCH)):
                    rows = tx.session.rows(kind, {"_id": {"$in": part}}, None, BATCH)
                    if lost := set(part) - {r["_id"] for r in rows}:
                        raise NotFound("errors.not_found", kind=kind, id=min(lost))
                    for row in rows:
                        tx.tell(kind, row["_id"], int(row["revision"]), content_hash(row))
            return tx.get(Office, office.OFFICE)

        # The command carries the name: run again after a crash, it is one entry.
        desk = Desk(office.SYSTEM, store)
        desk.transact("migration", work, Why(name, command=f"migration:{name}"), right="office.edit")

    with lease.alone(store, "migrate"):
        run = migrations.migrate(store, MODELS, folder, seal)
        if not office.is_empty(store):
            kinds.ship(store)
            norms.ship(store)
            reports.ship(store)
        with office_errors():
            store.side("schedule").update_one({"_id": MARK}, {"$set": {"schemas": code()}}, upsert=True)
    return run


def shape(store: Store) -> str:
    """Is the base in the shape of this code? «ours»; «older»: changes wait; «newer»: another code opened it since.

    A process of an earlier code may meet fields it does not know: it is to be left by its people, not to be begun anew.
    """
    try:
        if migrations.waiting(store, FOLDER):
            return "older"
    except RuleBroken:
        return "newer"
    row = store.one("schedule", {"_id": MARK}) or {}
    return "ours" if row.get("schemas") == code() else "newer" if row else "older"


@cache
def code() -> str:
    """What this code knows of documents: the digest of their schemas."""
    files = sorted(Path(schemas.__file__ or "").parent.rglob("*.py"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
