"""Bringing a base to the shape of this code: numbered files once each, then validators and indexes.

A file `core/migrations/0007_what.py` has `up(db)`: it changes documents of the old shape, raises the revision of
each by one, and answers which they are, [(collection, id), …], so that the audit learns their new hashes. After
a crash it is run again: it must then leave alone, but name again, what it had changed already. Students are not
changed so: what they are follows from their events.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.db.validators import own_rules, validator
from core.errors import RuleBroken
from schemas.base import Document

Changed = list[tuple[str, str]]
Seal = Callable[[str, Changed], None]  # writes the one audit entry of a migration


def known(folder: Path) -> dict[str, Path]:
    """The migrations this code brings: name → file, in their order."""
    return {f.stem: f for f in sorted(folder.glob("*.py")) if re.fullmatch(r"\d{4}_\w+", f.stem)}


def waiting(store: Store, folder: Path) -> list[str]:
    """Migrations that this base has not had. RuleBroken when it has had one that this code does not know."""
    done = {r["_id"] for r in store.rows("migrations", {})}
    names = known(folder)
    if newer := sorted(done - set(names)):
        raise RuleBroken("backup.newer_base", name=newer[-1])
    return [n for n in names if n not in done]


def migrate(store: Store, models: Sequence[type[Document]], folder: Path, seal: Seal) -> list[str]:
    """Bring the base to this code's shape; the names of what was run. Safe to repeat and after a crash.

    A base that holds nothing yet starts in the newest shape: nothing is run, all is recorded.
    """
    empty = store.one("audit_events", {}, {"_id": 1}) is None
    names = waiting(store, folder)
    run: list[str] = []
    told: Row | None = None
    for name in names:
        if not empty:
            told = _lenient(store, models, told)
            changed = _up(known(folder)[name], store)
            seal(name, changed)
            run.append(name)
        with office_errors():
            store.db["migrations"].update_one(
                {"_id": name}, {"$set": {"at": instant(datetime.now(UTC)), "run": not empty}}, upsert=True
            )
    store.shape(models)
    return run


def _lenient(store: Store, models: Sequence[type[Document]], told: Row | None) -> Row:
    """While a migration runs the rules are the coming ones, and documents of the old shape may still be changed.

    The rules of before would refuse what a migration writes: they take no field they do not know. told: the rules of
    the office's own fields which the server was told before the last migration; those it knows now.
    """
    with office_errors():
        own = own_rules(store.db["kinds"].find({"sort": "field"}))
        if own == told:
            return own
        coming = {m.collection: {"validator": validator(m, own)} for m in models}
        for found in store.db.list_collections():
            name = found["name"]
            if name in coming or found.get("options", {}).get("validator"):
                store.db.command({"collMod": name, "validationLevel": "moderate", **coming.get(name, {})})
    return own


def _up(file: Path, store: Store) -> Changed:
    spec = importlib.util.spec_from_file_location(f"migration_{file.stem}", file)
    assert spec and spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with office_errors():
        return [(str(kind), str(id)) for kind, id in module.up(store.db)]
