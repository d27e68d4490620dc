"""The open credential of a diploma: signed once, verified by a stranger, withdrawn with the diploma; its keys."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from openbadgeslib.ob3.verifier import OB3VerificationError

from core import files, house
from core.credentials import command, issuer, keys, reading, signing, status
from core.db import backup, connection
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import annulling, duplicates, handing, old, platform, printing
from core.diplomas.checking import verify
from core.errors import Forbidden, NotFound, Problems, RuleBroken
from core.jobs.run import Run
from core.kinds import acts as kinds
from schemas.base import Basis, new_id
from schemas.credential import KeyGround
from schemas.diploma import Diploma
from schemas.kinds import Sort
from schemas.words import Role
from tests.acts.credential_kit import all_of, named, opened, registered, text, verified
from tests.acts.diploma_kit import TODAY, Awarded, at, awarded
from tests.acts.test_diploma_duplicates import OLD

pytestmark = pytest.mark.usefixtures("shipped")
SINCE = date(2026, 11, 1)
DECISION = Why("шешім", Basis(kind="Шешім", number="9", day=TODAY))


@pytest.fixture
def world(store: Store) -> Awarded:
    return awarded(store)


@pytest.fixture
def desk(world: Awarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = at(world.store)
    opened(desk, tmp_path, monkeypatch)
    return desk


def signed(desk: Desk, world: Awarded) -> list[Diploma]:
    made = registered(desk, world)
    assert signing.sign_many(desk, [d.id for d in made], Why("қол қою")) == len(made)
    return all_of(desk)


def of_kind(desk: Desk, **body: Any) -> None:
    """The kinds of diploma say otherwise from now on."""
    for code in ("plain", "honours"):
        values = {f"body.{k}": v for k, v in body.items()} | {"effective": SINCE}
        kinds.save(desk, Sort.diploma, code, house.entry(Sort.diploma, code).version, values, Why("баптау"))


# signing and verifying ------------------------------------------------------------------------------------------------


def test_a_stranger_believes_it_and_finds_only_the_name(desk: Desk, world: Awarded, store: Store) -> None:
    made = signed(desk, world)
    assert len({(d.signed.place, d.signed.index) for d in made if d.signed}) == 3
    for of in made:
        said = text(desk, of)
        found = verified(store, said)
        assert found.issuer.id == "did:web:office.example"
        assert of.name.en in said and of.number in said and "6B02101" in said and "Bachelor of Arts" in said
        hidden = store.rows("personal", {"owner": of.student.id if of.student else ""})
        assert not [r for r in hidden if r["value"] in said and not r["field"].startswith("name")]
        assert of.student_number not in said
        assert "GradePointAverage" not in said, "only where the house says so"
    assert "with honours" in text(desk, made[1]) and "with honours" not in text(desk, made[0])


def test_a_changed_letter_is_found(desk: Desk, world: Awarded, store: Store) -> None:
    said = text(desk, signed(desk, world)[0])
    for was, now in (("STUDENT00", "STUDENT09"), ('Earned": 14', 'Earned": 15'), ("2027-06-30", "2026-06-30")):
        assert was in said
        with pytest.raises(OB3VerificationError):
            verified(store, said.replace(was, now))
    moved = json.dumps(json.loads(said), sort_keys=True)
    assert verified(store, moved), "laid out anew it is the same credential"


def test_gpa_and_whether_at_all_are_settings_of_the_kind(desk: Desk, world: Awarded, store: Store) -> None:
    of_kind(desk, credential_gpa=True)
    made = signed(desk, world)
    assert "GradePointAverage" in text(desk, made[0]) and verified(store, text(desk, made[0]))
    of_kind(desk, credential=False)
    assert signing.lacking(desk, [d.id for d in made]) == []
    assert signing.obstacle(made[0]) == "credentials.not_of_kind"


def test_it_is_made_once_and_its_file_never_changes(desk: Desk, world: Awarded, store: Store) -> None:
    made = signed(desk, world)
    why = Why("тағы")
    with pytest.raises(RuleBroken, match="signed_already"):
        signing.sign(desk, [made[0].id], why)
    assert signing.sign_many(desk, [d.id for d in made], why) == 0
    name, data = reading.file_of(desk, made[0].id)
    assert (name, data.decode()) == ("credential-2027-00001.json", text(desk, made[0]))
    look = store.rows("looks", {"id": made[0].id}, sort=[("at", -1)])[0]
    assert look["did"] == "download" and look["hash"] == made[0].signed.file_hash  # type: ignore[union-attr]


def test_the_same_press_twice_signs_once(desk: Desk, world: Awarded) -> None:
    made, why = registered(desk, world), Why("қол қою")
    first = signing.sign(desk, [made[0].id], why)
    again = signing.sign(desk, [made[0].id], why)
    assert first.signed == again.signed


class Here(Run):
    """A long work carried out in the test itself."""

    def stopped(self) -> bool:
        return False

    def progress(self, done: int, total: int | None = None) -> None: ...

    def keep(self, *args: Any, **more: Any) -> Any: ...


def test_printing_signs_and_never_waits_for_it(
    desk: Desk, world: Awarded, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = registered(desk, world)

    def printed(id: str) -> None:
        row = {"_id": id, "kind": printing.JOB, "params": {"ids": [d.id for d in made], "printer": ""}, "point": {},
               "take": 1, "total": 3, "done": 0, "basis": None, "reason": "басу", "code": ""}  # fmt: skip
        assert printing.print_work(Here(store, row, desk)) == {"n": 3}

    monkeypatch.setenv("OFFICE_DATA", str(tmp_path / "elsewhere"))
    printed("first")
    assert all(d.sheets[0].file_hash and d.signed is None for d in all_of(desk)), "the key is not on that server"
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    printed("second")
    assert all(d.signed for d in all_of(desk))


def test_who_may_sign_and_hand_over(desk: Desk, world: Awarded) -> None:
    made = registered(desk, world)
    with pytest.raises(Forbidden):
        signing.sign(at(world.store, Role.auditor), [made[0].id], Why("а"))
    signing.sign(desk, [made[0].id], Why("а"))
    with pytest.raises(Forbidden):
        reading.file_of(at(world.store, Role.auditor), made[0].id)
    with pytest.raises(RuleBroken, match="none_signed"):
        reading.file_of(desk, made[1].id)


def test_two_acts_never_take_one_bit(desk: Desk, world: Awarded, monkeypatch: pytest.MonkeyPatch) -> None:
    made = registered(desk, world)
    chance = iter([7, 7, 7, 8, 9])  # the second act chose 7 before the first had taken it
    monkeypatch.setattr(status.secrets, "randbelow", lambda n: next(chance))
    signing.sign(desk, [made[0].id], Why("бірінші"))
    stale = iter([[(1, 7)], [(1, 8)]])
    monkeypatch.setattr(status, "free", lambda store, many: next(stale))
    assert signing.sign(desk, [made[1].id], Why("екінші")).signed.index == 8  # type: ignore[union-attr]
    assert status.given(desk.store) == 2


# withdrawn with the diploma -------------------------------------------------------------------------------------------


def test_an_annulled_diploma_withdraws_its_credential_in_the_same_act(desk: Desk, world: Awarded, store: Store) -> None:
    made = signed(desk, world)
    said = text(desk, made[0])
    assert verified(store, said) and (verify(store, made[0].code) or {})["credential"] == "good"
    annulling.annul(desk, made[0].id, made[0].revision, DECISION)
    with pytest.raises(OB3VerificationError, match="is set"):
        verified(store, said)
    assert (verify(store, made[0].code) or {})["credential"] == "gone"
    assert verified(store, text(desk, made[1])), "the others stand"
    assert reading.stands(desk, all_of(desk)[0]).state == "withdrawn"
    with pytest.raises(RuleBroken, match="not_valid"):
        signing.sign(desk, [made[0].id], Why("тағы"))


def test_a_duplicate_has_its_own_and_the_original_s_is_withdrawn(desk: Desk, world: Awarded, store: Store) -> None:
    made = signed(desk, world)
    senior = at(store, Role.senior_registrar)
    handing.printed(desk, [made[0].id], Why("басылды"))
    of = handing.issue(desk, made[0].id, all_of(desk)[0].revision, {"day": TODAY, "name": "А"}, Why("беру"))
    asked = duplicates.ask(senior, of.id, {"asked_on": TODAY, "ground": "lost", "story": "Жоғалды", "paper": "12",
                                         "parts": ["diploma"]}, Why("өтініш"))  # fmt: skip
    copy = duplicates.prepare(senior, asked.id, Why("дайындау"))
    assert copy.signed is None
    copy = platform.bring(desk, {copy.id: {"number": "777", "payload": "п"}}, Why("файл"))
    copy = duplicates.register(desk, copy.id, copy.revision, TODAY, Why("тіркеу"))
    signing.sign(desk, [copy.id], Why("қол қою"))
    assert verified(store, text(desk, store.load(Diploma, copy.id)))
    with pytest.raises(OB3VerificationError, match="is set"):
        verified(store, text(desk, made[0]))


def test_a_diploma_of_the_paper_book_has_none(desk: Desk, store: Store) -> None:
    book = old.enter(desk, {**OLD, "number": "1998-0123"}, Why("кітаптан"))
    assert signing.obstacle(book) == "credentials.paper_book" and reading.stands(desk, book).state == "none"
    with pytest.raises(RuleBroken, match="paper_book"):
        signing.sign(desk, [book.id], Why("қол қою"))


def test_the_list_shows_bits_and_nothing_else(desk: Desk, world: Awarded, store: Store) -> None:
    made = signed(desk, world)
    listed = status.published(store, 1)
    assert listed == status.published(store, 1), "kept while nothing is withdrawn"
    annulling.annul(desk, made[2].id, made[2].revision, DECISION)
    assert status.published(store, 1) != listed
    assert not any(x in status.published(store, 1) for d in made for x in (d.number, d.code, d.id, d.name.en))
    for place in (0, 2, -1):
        with pytest.raises(NotFound):
            status.published(store, place)


# keys: made, changed, lost, brought back ------------------------------------------------------------------------------


def test_the_key_is_closed_and_not_in_the_base_nor_in_a_backup(desk: Desk, store: Store, tmp_path: Path) -> None:
    key = keys.current(store)
    assert key and keys.ensure(desk).id == key.id and len(keys.every(store)) == 1, "made once"
    file = keys.place(key.id)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    raw = keys.signer(store).secret.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    backup.backup(store, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as found:
        everything = b"".join(found.read(n) for n in found.namelist())
    assert key.id.encode() in everything
    assert not any(x in everything for x in (raw, raw.hex().encode(), b"PRIVATE KEY"))


def test_after_a_change_old_credentials_still_verify(desk: Desk, world: Awarded, store: Store) -> None:
    made = registered(desk, world)
    before = keys.current(store)
    assert before
    signing.sign(desk, [made[0].id], Why("а"))
    with pytest.raises(Problems):
        keys.rotate(desk, before.id, KeyGround.planned, Why(""))
    new = keys.rotate(desk, before.id, KeyGround.planned, Why("жылдық ауыстыру"))
    assert new.n == 2 and not keys.here(before.id) and keys.here(new.id)
    kept = keys.every(store)[1]
    assert (kept.status, kept.ground, kept.ended_by and kept.ended_by.id) == ("retired", "planned", desk.actor.id)
    signing.sign(desk, [made[1].id], Why("б"))
    for of in all_of(desk)[:2]:
        assert verified(store, text(desk, of))
    assert [d.signed.key for d in all_of(desk)[:2] if d.signed] == [before.id, new.id]
    with pytest.raises(RuleBroken, match="key_changed"):
        keys.rotate(desk, before.id, KeyGround.planned, Why("тағы"))
    assert [x.count for x in reading.key_lines(desk)] == [1, 1]


def test_a_refused_change_leaves_no_key_behind(desk: Desk, world: Awarded, store: Store) -> None:
    key = keys.current(store)
    assert key
    for role in (Role.registrar, Role.senior_registrar, Role.auditor):
        with pytest.raises(Forbidden):
            keys.rotate(at(world.store, role), key.id, KeyGround.planned, Why("а"))
    assert keys.here(key.id) and len(list(keys.place(key.id).parent.glob("credential-*"))) == 1
    assert keys.rotate(at(store, Role.administrator), key.id, KeyGround.planned, Why("а")).n == 2


def test_a_lost_key_stops_signing_until_another_is_made(desk: Desk, world: Awarded, store: Store) -> None:
    made = registered(desk, world)
    signing.sign(desk, [made[0].id], Why("а"))
    lost = keys.current(store)
    assert lost
    keys.place(lost.id).unlink()
    assert keys.ensure(desk).id == lost.id and not keys.here(lost.id), "never made anew in silence"
    with pytest.raises(RuleBroken, match="key_missing"):
        signing.sign(desk, [made[1].id], Why("б"))
    stands = reading.stands(desk, all_of(desk)[1])
    assert stands.state == "unsigned" and stands.why and stands.why.key == "credentials.key_missing"
    new = keys.rotate(desk, lost.id, KeyGround.lost, Why("диск күйді"))
    signing.sign(desk, [made[1].id], Why("б"))
    assert new.id in status.published(store, 1), "the list is signed by the new one"
    for of in all_of(desk)[:2]:
        assert verified(store, text(desk, of))


def test_a_stolen_key_is_believed_no_more_and_its_diplomas_are_signed_anew(
    desk: Desk, world: Awarded, store: Store
) -> None:
    made = signed(desk, world)
    stolen, said = keys.current(store), text(desk, made[0])
    assert stolen
    keys.rotate(desk, stolen.id, KeyGround.stolen, Why("ұрланды"))
    kept = issuer.document("did:web:office.example", keys.every(store))
    assert not any(stolen.id in m for m in kept["assertionMethod"]) and "revoked" in kept["verificationMethod"][1]
    assert reading.stands(desk, made[0]).state == "anew" and (verify(store, made[0].code) or {})["credential"] == "gone"
    assert signing.sign_many(desk, [d.id for d in made], Why("қайта")) == 3
    again = all_of(desk)[0]
    assert again.signed and made[0].signed
    assert (again.signed.place, again.signed.index) == (made[0].signed.place, made[0].signed.index)
    assert again.signed.earlier == [made[0].signed.file_hash] and verified(store, text(desk, again))
    assert files.read(store, again.signed.earlier[0])[1].decode() == said, "what was signed before stays kept"


def test_a_copy_brings_the_key_back_and_a_strange_one_is_refused(
    desk: Desk, world: Awarded, store: Store, tmp_path: Path
) -> None:  # fmt: skip
    key, copy = keys.current(store), tmp_path / "copy.pem"
    assert key
    with pytest.raises(RuleBroken, match="phrase_short"):
        keys.copy(store, copy, "қысқа")
    keys.copy(store, copy, "жеті қазынаның бірі")
    with pytest.raises(RuleBroken, match="file_there"):
        keys.copy(store, copy, "жеті қазынаның бірі")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(TypeError):
        load_pem_private_key(copy.read_bytes(), None)
    secret = keys.place(key.id).read_bytes()
    keys.place(key.id).unlink()
    for phrase in ("басқа сөз тіркесі", ""):
        with pytest.raises(RuleBroken, match="copy_unread"):
            keys.restore(store, copy, phrase)
    with pytest.raises(RuleBroken, match="copy_unread"):
        keys.restore(store, tmp_path / "none.pem", "жеті қазынаның бірі")
    assert keys.restore(store, copy, "жеті қазынаның бірі").id == key.id
    assert keys.place(key.id).read_bytes() == secret
    signed(desk, world)
    keys.rotate(desk, key.id, KeyGround.planned, Why("ауыстыру"))
    with pytest.raises(RuleBroken, match="copy_strange"):  # a key of before, and so one of another office
        keys.restore(store, copy, "жеті қазынаның бірі")
    assert not keys.here(key.id)


def test_a_restored_office_signs_once_its_key_is_brought_back(
    desk: Desk, world: Awarded, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _client: Any
) -> None:
    made = registered(desk, world)
    said = text(desk, signing.sign(desk, [made[0].id], Why("а")))
    keys.copy(store, tmp_path / "copy.pem", "жеті қазынаның бірі")
    backup.backup(store, tmp_path / "b.zip")
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path / "another"))
    other = Store(_client, f"t_{new_id()}")
    try:
        backup.restore(other, tmp_path / "b.zip")
        with pytest.raises(RuleBroken, match="key_missing"):
            status.published(other, 1)
        keys.restore(other, tmp_path / "copy.pem", "жеті қазынаның бірі")
        assert verified(other, said)
        assert verified(other, text(at(other), signing.sign(at(other), [made[1].id], Why("б"))))
    finally:
        _client.drop_database(other.name)


def test_the_command_line(
    desk: Desk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connection, "store", lambda: store)
    monkeypatch.setenv(command.PHRASE, "жеті қазынаның бірі")
    key = keys.current(store)
    assert key and command.main(["state"]) == 0 and key.id in capsys.readouterr().out
    copy = str(tmp_path / "copy.pem")
    assert command.main(["copy", copy]) == 0
    keys.place(key.id).unlink()
    assert command.main(["restore", copy]) == 0 and keys.here(key.id)
    assert command.main(["copy", copy]) == 1 and "there already" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        command.main(["copy"])


# the address ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "key"), [("", "no_address"), ("http://office.example", "https")])
def test_without_a_safe_address_nothing_is_signed(desk: Desk, world: Awarded, address: str, key: str) -> None:
    made = registered(desk, world)
    named(desk, address)
    with pytest.raises(RuleBroken, match=key):
        signing.sign(desk, [made[0].id], Why("а"))
    why = reading.stands(desk, made[0]).why
    assert why and why.key == f"credentials.{key}"


def test_an_office_that_moved_answers_under_its_old_name(desk: Desk, world: Awarded, store: Store) -> None:
    made = registered(desk, world)
    signing.sign(desk, [made[0].id], Why("а"))
    named(desk, "https://new.example/office")
    signing.sign(desk, [made[1].id], Why("б"))
    first, second = all_of(desk)[:2]
    assert verified(store, text(desk, first)).issuer.id == "did:web:office.example"
    assert verified(store, text(desk, second), "new.example").issuer.id == "did:web:new.example:office"
    assert reading.identity(desk) == ("did:web:new.example:office", "https://new.example/office/did.json")
