"""Files: one store by hash, checked by content, kept with the act that names them, swept when no act came."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest

from core import files
from core.audit.verify import verify
from core.db.files import CHUNKS, FILES
from core.desk import Desk, Why
from core.errors import NotFound, RuleBroken
from core.papers import card
from core.tx import Tx
from schemas.base import Text
from schemas.file import File
from schemas.reference import Office
from tests.acts.class_kit import put
from tests.acts.sample_files import pdf, picture


def test_a_file_is_kept_once_by_its_hash_and_read_back(head: Desk) -> None:
    data = pdf("Куәлік")
    first = files.keep(head, "C:\\сканы\\Куәлік.PDF", data, "scan", "s1")
    again = files.keep(head, "другой.pdf", data, "scan", "s2")
    assert first.id == again.id == sha256(data).hexdigest()
    assert (first.label.kk, again.label.kk) == ("Куәлік.pdf", "другой.pdf")
    file, read = files.read(head.store, first.id)
    assert read == data and (file.name, file.type.value, file.size) == ("Куәлік.pdf", "pdf", len(data))
    assert head.store.count("files", {}) == 1 and head.store.count(FILES, {}) == 1
    assert head.store.one(FILES, {})["metadata"] == {"kept": True}  # type: ignore[index]
    with pytest.raises(NotFound):
        files.read(head.store, "0" * 64)


def test_the_same_file_kept_by_many_at_once_is_kept_once(head: Desk) -> None:
    data = pdf("бірге")
    with ThreadPoolExecutor(8) as hands:
        kept = list(hands.map(lambda n: files.keep(head, f"{n}.pdf", data, "scan"), range(16)))
    assert {k.id for k in kept} == {sha256(data).hexdigest()} and head.store.count("files", {}) == 1
    assert head.store.count(FILES, {"metadata.kept": True}) == 1, "what the others laid waits for the sweep"
    later = Desk(head.actor, head.store, clock=lambda: head.now() + timedelta(hours=25))
    files.sweep(later)
    assert head.store.count(FILES, {}) == 1 and files.read(head.store, kept[0].id)[1] == data


def test_a_large_file_is_kept_whole(head: Desk) -> None:
    data = pdf("x") + b"\n%" + b"a" * 1_500_000
    kept = files.keep(head, "үлкен.pdf", data, "scan")
    assert files.read(head.store, kept.id)[1] == data and head.store.count(CHUNKS, {}) == 6


def test_an_act_that_fails_keeps_nothing_and_its_bytes_are_swept_after_a_day(head: Desk) -> None:
    laid = head.store.lay(pdf("a"))

    def work(tx: Tx) -> File:
        tx.file(tx.keep_file(laid, "a.pdf", "scan", ""))
        raise RuleBroken("errors.frozen")

    with pytest.raises(RuleBroken, match="frozen"):
        head.transact("file.keep", work, Why())
    assert head.store.count("files", {}) == 0 and head.store.count(FILES, {}) == 1
    kept = files.keep(head, "b.pdf", pdf("b"), "scan")
    assert files.sweep(head) == 0, "bytes of today may still wait for their act"
    later = Desk(head.actor, head.store, clock=lambda: head.now() + timedelta(hours=25))
    assert files.sweep(later) == 1 and files.sweep(later) == 0
    assert head.store.count(FILES, {}) == 1 and files.read(head.store, kept.id)[0].name == "b.pdf"


def test_bytes_swept_before_their_act_came_are_refused_not_named(head: Desk) -> None:
    laid = head.store.lay(pdf("a"))
    head.store.sweep(head.now() + timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="files.gone"):
        head.transact("file.keep", lambda tx: tx.file(tx.keep_file(laid, "a.pdf", "scan", "")), Why())
    assert head.store.count("files", {}) == 0


def test_pieces_of_a_crash_are_swept(head: Desk) -> None:
    files.keep(head, "b.pdf", pdf("b"), "scan")
    laid = head.store.lay(pdf("a"))
    head.store.db[FILES].delete_one({"_id": laid.place})  # the crash: pieces stand, their row does not
    later = Desk(head.actor, head.store, clock=lambda: head.now() + timedelta(hours=25))
    assert files.sweep(later) == 1 and head.store.count(CHUNKS, {}) == 1


def test_a_changed_byte_is_named_and_never_given_out(head: Desk, tampered: None) -> None:
    kept = files.keep(head, "b.pdf", pdf("b"), "scan")
    row = head.store.one(CHUNKS, {})
    assert row is not None
    head.store.db[CHUNKS].update_one({"_id": row["_id"]}, {"$set": {"data": row["data"][:-1] + b"!"}})
    assert [(f.kind, f.id, f.field, f.key) for f in verify(head.store).findings] == [
        ("files", kept.id, "place", "audit.found.file_altered")
    ]
    with pytest.raises(RuleBroken, match="files.changed"):
        files.read(head.store, kept.id)


@pytest.mark.parametrize("what", [CHUNKS, FILES])
def test_bytes_that_vanished_are_named(head: Desk, tampered: None, what: str) -> None:
    kept = files.keep(head, "b.pdf", pdf("b"), "scan")
    head.store.db[what].delete_many({})
    assert [(f.kind, f.id, f.field) for f in verify(head.store).findings] == [("files", kept.id, "place")]
    with pytest.raises(RuleBroken, match="files.changed"):
        files.read(head.store, kept.id)


def test_a_file_renamed_by_hand_is_named(head: Desk, tampered: None) -> None:
    kept = files.keep(head, "b.pdf", pdf("b"), "scan")
    head.store.db["files"].update_one({"_id": kept.id}, {"$set": {"name": "c.pdf"}})
    assert [(f.kind, f.id, f.field) for f in verify(head.store).findings] == [("files", kept.id, "name")]


def test_the_limit_is_a_setting(head: Desk) -> None:
    from tests.acts.test_transcripts import own_office

    own_office(head)
    office = head.store.rows("office", {})[0]
    assert files.limit(head.store) == 20 * 2**20
    from schemas.reference import Office

    def work(tx: Tx) -> Office:
        card = tx.get(Office, office["_id"])
        card.file_limit = 1
        return tx.save(card)

    head.transact("office.edit", work, Why("x"))
    with pytest.raises(RuleBroken) as e:
        files.keep(head, "a.pdf", pdf("x") + b"%" + b"a" * 2**20, "scan")
    assert e.value.key == "files.too_large" and e.value.values["most"] == 1
    assert head.store.count(FILES, {}) == 0, "a refused file is not even laid down"


def test_the_logo_of_the_institution_is_kept_with_its_act(head: Desk) -> None:
    put(head, Office(_id="office", name=Text(kk="К"), office_name=Text(kk="О"), city=Text(kk="Қ")))
    logo = picture()
    made = card.set_logo(head, 1, "logo.png", logo, Why("т"))
    assert made.logo == sha256(logo).hexdigest() and files.read(head.store, made.logo)[1] == logo
