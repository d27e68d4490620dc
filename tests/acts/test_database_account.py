"""A server with users: the office lives with the printed role and nothing beyond it (docs/database_users.md)."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pymongo
import pytest
from pymongo.errors import OperationFailure, PyMongoError

from core import files, keeping, migrations, office, users
from core.audit.verify import verify
from core.db import backup, guardian, mongod, roles
from core.db.connection import client
from core.db.own_server import uri_problem
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.jobs import runner
from core.keeping import drills
from core.users import reading
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.test_users import GOOD

Client = pymongo.MongoClient[dict[str, Any]]
BASE, ROOT, OURS, RESTORES = "office", "root-secret", "office-secret", "restore-secret"


@pytest.fixture
def place() -> Iterator[str]:
    """The socket of a server with users, a replica set of one, where root alone was made."""
    with tempfile.TemporaryDirectory(prefix="users-") as name:
        folder = Path(name)
        path, key = str(folder / "s.sock"), folder / "key"
        key.write_text("a key the members of the set know " * 4)
        key.chmod(0o600)
        (folder / "db").mkdir()
        said = folder / "mongod.log"
        with open(said, "wb") as out:
            server = subprocess.Popen(
                [mongod.find()[0], "--dbpath", folder / "db", "--bind_ip", path, "--auth", "--keyFile", key,
                 *guardian.FLAGS], stdout=out, stderr=out,
            )  # fmt: skip
        try:
            with at(path) as first:  # until there is a user, whoever sits at the machine may make the first
                primary(first, path)
                first.admin.command("createUser", "root", pwd=ROOT, roles=["root"])
            yield path
        finally:
            server.terminate()
            server.wait()


def at(path: str, user: str = "", password: str = "") -> Client:
    return client(address(path, user, password))


def address(path: str, user: str, password: str) -> str:
    who = f"{user}:{password}@" if user else ""
    return f"mongodb://{who}{quote(path, safe='')}/?directConnection=true&authSource=admin"


def primary(server: Client, path: str) -> None:
    """Wait until the server answers and writes."""
    until, begun = time.monotonic() + 60, False
    while True:
        try:
            if not begun:
                server.admin.command("replSetInitiate", {"_id": "rs0", "members": [{"_id": 0, "host": path}]})
                begun = True
            if server.admin.command("hello")["isWritablePrimary"]:
                return
        except PyMongoError:
            if time.monotonic() > until:
                raise
        time.sleep(0.02)


def run_printed(root: Client, printed: str) -> None:
    """What `python -m core.db.roles` printed, as mongosh runs it; it asks for the password itself."""
    there, role, user = printed.splitlines()
    assert there == 'const admin = db.getSiblingDB("admin"), there = admin.getRole("office_app");'
    made = role.removeprefix('admin.runCommand({[there ? "updateRole" : "createRole"]: "office_app", ...')
    root.admin.command("createRole", "office_app", **json.loads(made.removesuffix("});")))
    assert user == 'if (!there) admin.createUser({user: "office", pwd: passwordPrompt(), roles: ["office_app"]});'
    root.admin.command("createUser", "office", pwd=OURS, roles=["office_app"])


def test_the_office_lives_with_the_printed_role_and_cannot_rewrite_its_trail(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    monkeypatch.delenv("OFFICE_BACKUPS", raising=False)
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    roles.main([BASE])
    with at(place, "root", ROOT) as root, at(place, "office", OURS) as ours:
        run_printed(root, capsys.readouterr().out)
        assert uri_problem(address(place, "office", OURS)) is None
        store = Store(ours, BASE)

        # The start of an empty office, the first act, the start of one that waits for changes of shape.
        migrations.migrate(store)
        first = office.first_office("Консерватория", "Алматы")
        desk = Desk(users.actor_of(office.open_office(store, first, {"login": "head", "name": "Б"}, GOOD)), store)
        last = store.rows("migrations", {}, {"_id": 1}, [("_id", -1)], 1)[0]["_id"]
        store.db["migrations"].delete_one({"_id": last})
        assert migrations.migrate(store) == [last]
        assert store.let_go() == 0

        # Acts, a file, a list, a search that is refused or not by what an index would do.
        users.create(desk, {"login": "aigul", "name": "Айгүл", "role": Role.auditor}, GOOD, Why("бұйрық"))
        kept = files.keep(desk, "a.pdf", pdf("a"), "scan")
        assert files.read(store, kept.id)[1] == pdf("a")
        assert [row["login"] for row in reading.listed(desk)] == ["aigul", "head"]
        assert store.indexed("users", {"login": "head"}) and store.documents([{"a": 1}], []) == [{"a": 1}]

        # A copy, a drill beside the live base, the walk of the night.
        made = carried(store, keeping.begin_backup(desk, Why("сынақ")))
        assert made["state"] == "done", made
        row = carried(store, keeping.begin_drill(desk, "", Why("сынақ")))
        assert row["result"]["passed"], drills.one(desk, row["result"]["drill"])
        keeping.nightly_sweep(store, desk.today())
        assert roles.beside(BASE) not in root.list_database_names()
        assert verify(store, tmp_path).findings == []

        # What it may not.
        for name in roles.KEPT:
            for forbidden in (
                lambda c: c.update_many({}, {"$set": {"x": 1}}),
                lambda c: c.delete_many({}),
                lambda c: c.drop(),
                lambda c: c.rename("elsewhere"),
            ):
                refused(lambda forbidden=forbidden, name=name: forbidden(store.db[name]))
        refused(lambda: ours.drop_database(BASE))
        refused(lambda: ours["another"]["x"].insert_one({}))
        refused(lambda: ours.admin.command("createUser", "mine", pwd="x", roles=["root"]))

        # A whole restore is another account's, made for the hour.
        file = next(keeping.folder().iterdir())
        with pytest.raises(RuleBroken, match="no_right"):
            backup.restore(Store(ours, "second"), file)
        may = [{"role": "readWrite", "db": "second"}, {"role": "dbAdmin", "db": "second"}]
        root.admin.command("createUser", "office_restore", pwd=RESTORES, roles=may)
        with at(place, "office_restore", RESTORES) as restoring:
            assert backup.restore(Store(restoring, "second"), file)["base"] == BASE
            assert Store(restoring, "second").count("users", {}) == 2


def carried(store: Store, id: str) -> dict[str, Any]:
    runner.carry_out(store, id)
    return store.one("runs", {"_id": id}) or {}


def refused(what: Any) -> None:
    with pytest.raises(OperationFailure) as e:
        what()
    assert e.value.code == 13
