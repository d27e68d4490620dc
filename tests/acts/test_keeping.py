"""Backups and restore drills with a real base: a moment while people write, restored, drilled, watched."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo.errors import OperationFailure

from core import demo, keeping, migrations, students
from core.audit.verify import verify
from core.db import backup, bulk, connection
from core.db.backup import Scratch, restoring, sealed
from core.db.migrations import known
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken, Unavailable
from core.i18n import office_day, t
from core.jobs import run, runner
from core.jobs.run import HandedBack, Lost
from core.keeping import commands, copies, drilling, drills, erasures, seals, watching, work
from core.office import SYSTEM, first_office
from core.tx import Tx
from schemas.base import LANGS, Text, new_id
from schemas.reference import Office, Room
from schemas.restore_drill import DrillOutcome, RestoreDrill
from schemas.words import Role
from tests.acts.job_kit import worker
from tests.acts.test_personal import PHONE, everywhere, person
from tests.acts.test_students import person as profile
from tests.acts.test_students import study
from tests.conftest import application


@pytest.fixture
def bare(_client: Any) -> Iterator[Store]:
    """A base of its own without any shape."""
    made = Store(_client, f"t_{new_id()}")
    yield made
    _client.drop_database(made.name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data and copies in a folder of the test; long works wait until they are carried out here."""
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    monkeypatch.delenv("OFFICE_BACKUPS", raising=False)
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    monkeypatch.setattr(sealed, "COST", (10, 8, 1))
    return tmp_path / "backups"


def carried(store: Store, id: str) -> dict[str, Any]:
    runner.carry_out(store, id)
    return store.one("runs", {"_id": id}) or {}


def test_a_backup_is_of_one_moment_while_people_write(bare: Store, tmp_path: Path) -> None:
    bare.db["a_first"].insert_many([{"_id": n} for n in range(1100)])
    bare.db["z_last"].insert_one({"_id": "x"})

    def meanwhile(done: int, of: int) -> None:
        if bare.db["a_first"].delete_one({}).deleted_count:
            bare.db["z_last"].insert_one({"_id": f"moved {done}"})

    made = backup.backup(bare, tmp_path / "b.zip", meanwhile)
    assert {n: c["count"] for n, c in made["collections"].items()} == {"a_first": 1100, "z_last": 1}
    assert bare.count("z_last", {}) > 2, "people were writing"
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0, "for nobody else's eyes"


def test_a_restore_is_for_an_empty_base_and_one_cut_short_says_so(
    bare: Store, _client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.zip"
    bare.db["rooms"].insert_many([{"_id": f"r{n}"} for n in range(1200)])
    backup.backup(bare, file)
    with pytest.raises(RuleBroken) as e:
        backup.restore(bare, file)
    assert (e.value.key, e.value.values["collection"]) == ("backup.base_in_use", "rooms")
    new = Store(_client, f"t_{new_id()}")
    try:

        def begun(*_: Any) -> None:  # somebody begins there while the file is read
            new.db["rooms"].insert_one({"_id": "own"})

        with pytest.raises(RuleBroken, match="base_in_use"):
            backup.restore(new, file, allow=begun)
        assert new.db["rooms"].delete_one({"_id": "own"}).deleted_count, "what he wrote stands"

        def second(*_: Any) -> None:  # the command is given twice: the other one touches nothing
            with pytest.raises(RuleBroken, match="another_restores"):
                backup.restore(new, file)
            away()

        with monkeypatch.context() as m:  # the power goes while it is being filled
            m.setattr(restoring, "read_back", second)
            with pytest.raises(Unavailable):
                backup.restore(new, file)
        assert bulk.cut_short(new) == bulk.RESTORING
        with pytest.raises(RuleBroken, match="cut_short"):
            demo.check(new, False)
        backup.restore(new, file)
        assert new.count("rooms", {}) == 1200 and bulk.cut_short(new) is None
        demo.check(new, False)
    finally:
        _client.drop_database(new.name)


def away(*_: Any, **__: Any) -> None:
    raise Unavailable("errors.unavailable")


def test_a_full_disk_has_words_and_leaves_what_was_there(bare: Store, folder: Path, store: Store) -> None:
    desk = worker(store, Role.head)
    folder.mkdir()
    file = folder / "office-2026-01-01.zip"
    file.write_bytes(b"the one before")
    rows = [{"_id": n, "noise": os.urandom(1000)} for n in range(400)]
    bare.db["noise"].insert_many(rows)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(RuleBroken) as e:
            backup.backup(bare, file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert e.value.key == "backup.no_room" and e.value.values["folder"] == str(folder)
    assert file.read_bytes() == b"the one before" and list(folder.iterdir()) == [file]
    file.write_bytes(b"damaged")
    row = carried(store, keeping.begin_drill(desk, "", Why("сынақ")))
    made = drills.listed(desk)[0]
    assert row["state"] == "done" and not row["result"]["passed"]
    assert made.status == "failed" and made.trouble and made.trouble.key == "backup.damaged", (
        "a failed drill is evidence"
    )
    assert [n["key"] for n in store.rows("notices", {"to": desk.actor.id})] == ["backup.told_drill"]
    assert "office-2026-01-01.zip" in drills.trouble_words(made, "ru")


def test_an_account_without_the_scratch_base_is_told_so_and_the_night_goes_on(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a server with users has the role of an earlier version; the tests' server has no users."""
    desk = worker(store, Role.head)
    folder.mkdir()
    (folder / "office-2026-01-01.zip").write_bytes(b"x")

    def refused(_: Store) -> None:
        raise OperationFailure("not authorized", 13)

    monkeypatch.setattr(bulk, "cut_short", refused)
    keeping.nightly_sweep(store, desk.today())
    row = carried(store, keeping.begin_drill(desk, "", Why("сынақ")))
    made = drills.one(desk, row["result"]["drill"])
    assert made.trouble and made.trouble.key == "backup.no_right" and made.trouble.values["base"].endswith("_drill")


def room(desk: Desk, number: str) -> Room:
    return desk.transact("reference.edit", lambda tx: tx.add(Room(code=number, name=Text(kk=number))), Why("сынақ"))


def test_a_copy_is_made_restored_beside_and_compared(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(seals.PHRASE, "жеті қазынаның бірі")
    head = worker(store, Role.head)
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("сынақ"))
    store.db["migrations"].insert_many([{"_id": name} for name in known(migrations.FOLDER)])  # as of a real office
    first = room(head, "101")
    with pytest.raises(RuleBroken, match="lack_none"):
        keeping.begin_drill(head, "", Why("сынақ"))
    with pytest.raises(Forbidden):
        keeping.begin_drill(worker(store, Role.registrar), "", Why("сынақ"))
    told = {lack.key for lack in keeping.missing(head)}
    assert {"backup.lack_none", "backup.lack_drill", "backup.lack_disk"} <= told

    made = carried(store, keeping.begin_backup(head, Why("сынақ")))
    assert made["state"] == "done" and made["done"] == made["total"] > 10
    found = keeping.listed(head)[0]
    assert found.closed and found.checked == made["ended"] and found.documents == made["result"]["documents"]
    assert [f.name for f in folder.iterdir()] == [found.name]

    def work(tx: Tx) -> Room:
        changed = tx.get(Room, first.id)
        changed.name = Text(kk="Кіші зал")
        return tx.save(changed)

    head.transact("reference.edit", work, Why("сынақ"))
    room(head, "102")

    id = keeping.begin_drill(head, found.name, Why("сынақ"))
    scratch, pour = Scratch(store), backup.pour
    poured: list[str] = []
    breaks = iter((Unavailable("errors.unavailable"), HandedBack()))  # the database is away; the office closes

    def breaking(*args: Any) -> None:
        *rest, done, each = args

        def until(name: str) -> None:
            each(name)
            poured.append(name)
            if len(poured) in (5, 8):
                raise next(breaks)

        pour(*rest, done, until)

    with monkeypatch.context() as m:
        m.setattr(backup, "pour", breaking)
        for many in (5, 8):
            assert carried(store, id)["state"] == "running"
            assert len(poured) == len(set(poured)) == many, "whoever takes it up goes on there"
    with monkeypatch.context() as m:
        m.setattr(drilling, "verify", away)
        assert carried(store, id)["state"] == "running" and drills.listed(head) == []
    scratch.store.db["rooms"].delete_many({})  # as an index does that lets rows expire
    row = carried(store, id)
    assert row["state"] == "done" and len(row["point"]["poured"]) > 50
    drill = drills.one(head, row["result"]["drill"])
    assert drill.findings == [] and drill.trouble is None, drill.trouble
    assert [(r.check.value, r.wrong) for r in drill.results] == [
        (c, 0) for c in ("archive", "counts", "hashes", "files", "chains", "records", "entries", "shape", "trail")
    ]  # fmt: skip
    assert drill.status == "passed" and row["result"]["passed"] and drill.number.endswith("-0001")
    assert (drill.changed, drill.added, drill.same) == (1, 1, 3), "a room, a room, office and two accounts"
    assert scratch.store.name not in store.client.list_database_names(), "nothing is left of it"
    with pytest.raises(RuleBroken, match="frozen"):
        head.transact("drill.record", lambda tx: tx.save(_altered(tx, drill.id)), Why("сынақ"), right=drills.RIGHT)
    for lang in LANGS:
        assert drills.pdf(head, drill.id, lang).startswith(b"%PDF")
    assert {lack.key for lack in keeping.missing(head)} == {"backup.lack_disk"}

    monkeypatch.setenv(seals.PHRASE, "басқа құпия сөйлем")
    row = carried(store, keeping.begin_drill(head, found.name, Why("сынақ")))
    assert drills.one(head, row["result"]["drill"]).trouble.key == "backup.wrong_phrase"  # type: ignore[union-attr]
    id = keeping.begin_drill(head, found.name, Why("сынақ"))
    store.side("runs").update_one({"_id": id}, {"$set": {"wish": True}})
    assert carried(store, id)["state"] == "stopped" and len(drills.listed(head)) == 2


def _altered(tx: Tx, id: str) -> Any:
    found = tx.get(RestoreDrill, id)
    found.made_by = "басқа"
    return found


def test_the_head_is_told_of_a_night_without_a_copy_once(store: Store, folder: Path) -> None:
    head = worker(store, Role.head)
    desk = Desk(SYSTEM, store)
    day = desk.today()
    for _ in range(2):
        keeping.nightly_watch(store, day)
    assert [n["key"] for n in store.rows("notices", {"to": head.actor.id})] == ["backup.told_missing"]
    folder.mkdir()
    (folder / f"office-{day}.zip").write_bytes(b"x")
    assert office_day(copies.found(store)[0].at) == day
    keeping.nightly_watch(store, day)
    keeping.nightly_watch(store, day + timedelta(days=1))
    told = store.rows("notices", {"to": head.actor.id})
    assert len(told) == 2 and f"{day:%d.%m.%Y}" in told[1]["text"]["ru"], "the next night left none"


def drilled(store: Store, day: Any, outcome: DrillOutcome) -> None:
    """The record of a drill that ended on a day."""
    at = datetime.combine(day, time(6), UTC)
    row = {"status": outcome, "file": "office.zip", "begun": at, "ended": at}
    drills.keep(Desk(SYSTEM, store), row, Why("сынақ"))


def test_a_drill_begins_by_itself_when_its_day_has_come(store: Store, folder: Path) -> None:
    head = worker(store, Role.head)
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("сынақ"))
    day = head.today()

    def begun(on: Any) -> list[str]:
        for _ in range(2):
            keeping.nightly_drill(store, on)
        found = [r["_id"] for r in store.rows("runs", {"state": "waiting"})]
        store.side("runs").delete_many({})
        return found

    assert begun(day) == [], "nothing to drill with"
    folder.mkdir()
    (folder / f"office-{day}.zip").write_bytes(b"x")
    keeping.nightly_drill(store, day)
    row = carried(store, f"office.drill:{day}")
    assert row["by"] == SYSTEM.id and not row["result"]["passed"], "not a copy"
    assert [n["key"] for n in store.rows("notices", {"to": head.actor.id})] == ["backup.told_drill"]
    keeping.nightly_drill(store, day)
    assert store.count("runs", {}) == 1 and begun(day + timedelta(days=watching.AGAIN - 1)) == []
    again = day + timedelta(days=watching.AGAIN)
    assert begun(again) == [f"office.drill:{again}"], "one not passed is begun again a week later"
    drilled(store, day, DrillOutcome.passed)
    assert begun(day + timedelta(days=watching.EVERY - 1)) == []
    assert len(begun(day + timedelta(days=watching.EVERY))) == 1

    def by_hand(tx: Tx) -> Any:
        office = tx.get(Office, "office")
        office.drill_days = 0
        return tx.save(office)

    head.transact("office.edit", by_hand, Why("сынақ"))
    assert begun(day + timedelta(days=300)) == [], "by hand alone"


def test_the_head_is_told_when_no_drill_was_passed_for_longer_than_the_setting(store: Store, folder: Path) -> None:
    head = worker(store, Role.head)
    folder.mkdir()
    day = head.today()
    (folder / f"office-{day}.zip").write_bytes(b"x")

    def told(on: Any) -> list[str]:
        keeping.nightly_watch(store, on)
        found = [n["text"]["ru"] for n in store.rows("notices", {"key": "backup.told_drill_late"})]
        return found

    drilled(store, day, DrillOutcome.passed)
    assert told(day + timedelta(days=watching.EVERY)) == []
    drilled(store, day + timedelta(days=20), DrillOutcome.failed)
    late = day + timedelta(days=watching.EVERY + 2)
    assert len(told(late)) == 1 and str(watching.EVERY + 2) in told(late)[0], "a failed one quiets nothing"
    assert len(told(late + timedelta(days=7))) == 2, "once a week"
    id = keeping.begin_drill(head, "", Why("сынақ"))
    store.side("runs").update_one(
        {"_id": id}, {"$set": {"at": datetime.combine(late + timedelta(days=14), time(), UTC)}}
    )
    assert len(told(late + timedelta(days=14))) == 2, "one goes on"
    assert len(told(late + timedelta(days=21))) == 3, "it hangs"
    store.side("runs").delete_one({"_id": id})
    assert keeping.missing(head)[0].key == "backup.lack_drill_failed"


def test_the_auditor_sees_copies_and_drills_and_begins_none(store: Store, folder: Path) -> None:
    auditor = worker(store, Role.auditor)
    folder.mkdir()
    (folder / "office-2026-01-01.zip").write_bytes(b"x")
    drilled(store, auditor.today(), DrillOutcome.passed)
    assert [c.name for c in keeping.listed(auditor)] == ["office-2026-01-01.zip"]
    found = drills.listed(auditor)
    assert drills.one(auditor, found[0].id) == found[0] and keeping.missing(auditor)
    for begin in (lambda: keeping.begin_backup(auditor, Why("с")), lambda: keeping.begin_drill(auditor, "", Why("с"))):
        with pytest.raises(Forbidden):
            begin()
    other = worker(store, Role.registrar)
    for read in (keeping.listed, keeping.missing, drills.listed):
        with pytest.raises(Forbidden):
            read(other)


def test_a_backup_that_was_killed_begins_anew_leaves_no_half_and_is_given_up_in_the_end(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = worker(store, Role.head)
    folder.mkdir()
    half = folder / "office-2026-01-01.zip.0000.part"
    half.write_bytes(b"half an office")
    id = keeping.begin_backup(head, Why("сынақ"))
    keeping.nightly_sweep(store, head.today())
    assert half.exists(), "one is being written"

    def killed(*args: Any, **_: Any) -> None:
        for done in (10, 20, 30):  # each time it came further than it was, and fell
            args[2](done, 100)
        raise Lost

    with monkeypatch.context() as m:
        m.setattr(work.files, "backup", killed)
        m.setattr(run, "TOLD", 0.0)  # every word is written
        for n in (1, 2, 3, 4):
            row = carried(store, id)
            assert (row["state"], row["take"], row["tries"]) == ("running", n, n - 1), "no further than ever"
            assert not half.exists(), "of a moment that is gone"
        assert (carried(store, id)["error"] or {})["key"] == "jobs.fell"
    half.write_bytes(b"half an office")
    keeping.nightly_sweep(store, head.today())
    assert list(folder.iterdir()) == []


def test_two_writings_to_one_name_do_not_harm_each_other(bare: Store, tmp_path: Path) -> None:
    bare.db["rooms"].insert_many([{"_id": f"r{n}"} for n in range(1200)])
    file, others = tmp_path / "b.zip", [0]

    def meanwhile(done: int, of: int) -> None:
        if not others[0]:
            others[0] = 1
            backup.backup(bare, file)

    made = backup.backup(bare, file, meanwhile)
    assert backup.examined(file)["at"] == made["at"] and [f.name for f in tmp_path.iterdir()] == ["b.zip"]


def test_what_was_erased_after_a_copy_is_erased_again_when_it_is_restored(
    store: Store, bare: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = worker(store, Role.head)
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("сынақ"))
    store.db["migrations"].insert_many([{"_id": name} for name in known(migrations.FOLDER)])
    made = person(head)
    card = profile(number="2026-9", iin=None, iin_absent_reason="шетел азаматы")
    other = students.admit(head, card, study(), Why("құжат"))
    file = folder / "office-2026-01-01.zip"
    folder.mkdir()
    backup.backup(store, file, sign=seals.signing())
    students.erase(head, made.id, made.revision, ["contacts.phone"], application())
    other = students.edit(head, other.id, 1, {"contacts.phone": "+7 700 000 00 02"}, Why("өтініш"))
    students.erase(head, other.id, other.revision, ["contacts.phone"], application())  # the copy has nothing of it
    listed = folder / erasures.NAME
    assert (erasures.keep(store), erasures.keep(store)) == (2, 0) and listed.stat().st_mode & 0o077 == 0
    assert PHONE not in listed.read_text() and erasures.pending(store) == []
    listed.write_text(listed.read_text().replace("contacts.phone", "contacts.email"))  # another's hand
    assert erasures.read(listed).strange == 2 and erasures.keep(store) == 2, "written once more, signed"
    with listed.open("a") as out:
        out.write('{"id": "cut sho')
    monkeypatch.setattr(connection, "store", lambda: bare)

    assert keeping.restore([str(file)]) == 0
    out = capsys.readouterr().out
    assert t("backup.erased_again", "en", n=1, last="").split(":")[0] in out and ": 3" in out.split("not believed")[1]
    assert everywhere(Desk(head.actor, bare), "999 88 77") == [] and verify(bare).findings == []
    entry = bare.rows("audit_events", {"action": "student.erase"})[0]
    assert entry["actor"]["id"] == SYSTEM.id and entry["basis"]["number"] == "7"
    again = erasures.again(bare, erasures.read(listed))
    assert (again.done, again.left, erasures.pending(bare)) == (0, [], [])
    new = {made.id: "+7 700 000 00 03", other.id: "+7 700 000 00 04"}
    for id in new:
        row = bare.one("students", {"_id": id}) or {}
        students.edit(Desk(head.actor, bare), id, row["revision"], {"contacts.phone": new[id]}, Why("өтініш"))
    assert erasures.pending(bare) == [] and erasures.keeper(bare)() == 1
    assert {r["owner"]: r["value"] for r in bare.rows("personal", {})} == new, "given since: it stays"
    nowhere = folder / "other" / erasures.NAME
    assert [str(nowhere) in said for said in commands._erased(nowhere, erasures.read(nowhere), again, "ru")] == [True]
