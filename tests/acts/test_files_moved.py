"""Files of a base of the first version move into GridFS, are given out as before, and go with a backup."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from core import files, migrations, transcripts
from core.audit.verify import verify
from core.db import backup
from core.db.files import CHUNKS, FILES
from core.db.migrations import migrate as run
from core.db.store import Store, office_errors
from core.db.validators import validator
from core.desk import Desk
from core.errors import OfficeError
from core.registry import MODELS
from schemas.base import new_id
from schemas.kinds import Kind
from schemas.words import Role
from tests.conftest import actor

OLD = Path(__file__).parents[1] / "data" / "demo-tenth.zip"


@pytest.fixture
def old(_client: Any) -> Iterator[Store]:
    """A base as the first version kept it, before any migration."""
    made = Store(_client, f"t_{new_id()}")
    backup.restore(made, OLD)
    yield made
    _client.drop_database(made.name)


def test_an_old_base_gives_out_its_transcripts_and_the_trail_knows_its_files(old: Store, tmp_path: Path) -> None:
    bytes_ = {r["_id"]: bytes(r["bytes"]) for r in old.rows("files", {})}
    assert bytes_ and all(sha256(b).hexdigest() == hash for hash, b in bytes_.items())
    assert "0001_files" in migrations.migrate(old) and migrations.migrate(old) == []
    kept = {r["_id"]: r["place"] for r in old.rows("files", {})}
    assert kept.keys() >= bytes_.keys() and len(set(kept.values())) == len(kept)  # besides what an office is given now
    assert not old.count("files", {"bytes": {"$exists": True}})
    assert old.count(FILES, {"metadata.kept": True}) == len(kept)
    desk = Desk(actor(Role.head), old)
    issued = transcripts.listed(desk)
    assert issued
    for row in issued:
        name, data = transcripts.file_of(desk, row["_id"])
        assert data == bytes_[row["file_hash"]] and name == f"transcript-{row['number']}.pdf"
    assert verify(old, tmp_path).whole
    old.db[CHUNKS].update_one({"files_id": files.read(old, issued[0]["file_hash"])[0].place}, {"$set": {"data": b"x"}})
    assert [(f.kind, f.id) for f in verify(old, tmp_path).findings] == [("files", issued[0]["file_hash"])]


def test_a_migration_that_crashed_half_way_is_finished(old: Store, tmp_path: Path, monkeypatch: Any) -> None:
    from core.db import files as kept

    real, left = kept.lay, [1]

    def crash(db: Any, data: bytes) -> Any:
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return real(db, data)

    monkeypatch.setattr(kept, "lay", crash)
    with pytest.raises(KeyboardInterrupt):
        migrations.migrate(old)
    monkeypatch.undo()
    assert 0 < old.count("files", {"place": {"$exists": True}}) < old.count("files", {})
    assert "0001_files" in migrations.migrate(old)
    assert verify(old, tmp_path).whole and not old.count("files", {"place": {"$exists": False}})


def test_a_migration_may_write_what_the_rules_of_before_did_not_know(shipped: Store, tampered: None) -> None:
    """The server still has the rules of the version before, and they take no field they do not know."""
    rule = validator(Kind)
    bodies = rule["$jsonSchema"]["properties"]["body"]["oneOf"]
    order = next(b["properties"] for b in bodies if b["properties"]["sort"].get("enum") == ["order"])
    before = {"sort", "mask", "template", "route", "days"}
    for name in set(order) - before:
        del order[name]
    for row in shipped.rows("kinds", {"sort": "order"}):
        body = {k: v for k, v in row["body"].items() if k in before}
        shipped.db.kinds.update_one({"_id": row["_id"]}, {"$set": {"body": body}})
    shipped.db.command({"collMod": "kinds", "validator": rule, "validationLevel": "strict"})
    folder = Path(migrations.__file__).parent
    assert "0004_orders" in run(shipped, MODELS, folder, lambda name, changed: None)
    leave = shipped.one("kinds", {"sort": "order", "code": "academic_leave"})
    assert leave is not None and Decimal(3) in [c["figure"] for c in leave["body"]["conditions"]]
    with pytest.raises(OfficeError), office_errors():
        shipped.db.kinds.update_one({"_id": leave["_id"]}, {"$set": {"body.conditions.0.figure": "3"}})


def test_files_go_with_a_backup_and_come_back(old: Store, _client: Any, tmp_path: Path) -> None:
    migrations.migrate(old)
    hashes = [r["_id"] for r in old.rows("files", {}, {"_id": 1})]
    backup.backup(old, tmp_path / "office.zip")
    new = Store(_client, f"t_{new_id()}")
    try:
        backup.restore(new, tmp_path / "office.zip")
        assert migrations.migrate(new) == [] and verify(new, tmp_path).whole
        assert [files.read(new, h)[1] for h in hashes] == [files.read(old, h)[1] for h in hashes]
    finally:
        _client.drop_database(new.name)
