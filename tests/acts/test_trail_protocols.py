"""Monthly protocols of the trail: made by themselves, signed by two, and a hand in the base is named by them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from core import students, users
from core.audit import command, protocols
from core.audit.anchors import anchor
from core.audit.protocols import acts, paper
from core.audit.protocols.reckoning import grouped, sealed, statement
from core.db import connection
from core.db.codec import digest
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, RuleBroken
from core.office import first_office
from core.tx import Tx
from schemas.trail import TrailProtocol, TrailStatus
from schemas.words import Role
from tests.acts.sample_files import picture
from tests.acts.test_students import person, study
from tests.conftest import actor

Row = dict[str, Any]
OCTOBER = datetime(2026, 10, 5, 6, tzinfo=UTC)
NIGHT = datetime(2026, 10, 31, 22, 45, tzinfo=UTC)  # 03:45 of 1 November in Almaty


def desk(store: Store, role: Role = Role.head, at: datetime = OCTOBER) -> Desk:
    return Desk(actor(role), store, clock=lambda: at)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The key and the log of anchors stand in a folder of the test."""
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    return tmp_path


def described(store: Store) -> None:
    """The institution, as papers name it."""
    head = desk(store, at=NIGHT)
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))


@pytest.fixture
def october(store: Store) -> TrailProtocol:
    """An office that worked on three days of October, its protocol made in the first night of November."""
    made = students.admit(desk(store), person("S-1"), study(), Why("қабылдау"))
    for n, text in enumerate(("+7 701", "+7 702"), 1):
        later = desk(store, at=OCTOBER + timedelta(days=n))
        students.edit(later, made.id, n, {"contacts.phone": text}, Why("телефон"))
    fields = {"login": "tt", "name": "Т. Т.", "role": "management"}
    users.create(desk(store, at=OCTOBER + timedelta(days=2)), fields, "ұзын құпия сөз 1", Why("бұйрық"))
    anchor(store)
    assert acts.nightly(store, date(2026, 11, 1), NIGHT) == 1
    return protocols.listed(desk(store))[0]


def test_each_month_gets_one_protocol_with_a_number_of_its_own(store: Store, october: TrailProtocol) -> None:
    assert (october.number, october.month, october.made_on) == (1, "2026-10", date(2026, 11, 1))
    assert october.entries == 4 == sum(s.entries for s in october.sorts) == sum(d.entries for d in october.days)
    assert [d.entries for d in october.days] == [1, 1, 2] and october.total == 4
    assert october.anchor and october.anchor.documents and october.seal == sealed(statement(october))
    assert acts.nightly(store, date(2026, 11, 2), NIGHT) == 0, "the month has its protocol"
    students.admit(desk(store, at=NIGHT), person("S-2", None, iin_absent_reason="x"), study(), Why("қабылдау"))
    late = datetime(2027, 1, 8, tzinfo=UTC)
    assert acts.nightly(store, date(2027, 1, 8), late) == 2, "the office was shut: two months are made up for"
    found = protocols.listed(desk(store))
    assert [(p.number, p.month, p.entries) for p in found] == [(3, "2026-12", 0), (2, "2026-11", 2), (1, "2026-10", 4)]
    assert found[0].before == found[1].seal and found[1].before == october.seal
    assert all(protocols.check(store, p).whole for p in found)
    with pytest.raises(RuleBroken):
        acts.make(desk(store, at=late), "2027-01")


def test_head_and_auditor_sign_each_once_and_the_paper_is_attached(store: Store, october: TrailProtocol) -> None:
    one = protocols.sign(desk(store, at=NIGHT), october.id, october.revision, Why())
    assert one.status is TrailStatus.made
    with pytest.raises(RuleBroken, match="signed_already"):
        protocols.sign(desk(store, at=NIGHT), october.id, one.revision, Why())
    for role in set(Role) - set(protocols.SIGNERS):
        with pytest.raises(Forbidden):
            protocols.sign(desk(store, role, NIGHT), october.id, one.revision, Why())
    two = protocols.sign(desk(store, Role.auditor, NIGHT), october.id, one.revision, Why())
    assert two.status is TrailStatus.signed and [m.role for m in two.marks] == [Role.head, Role.auditor]
    assert {m.seal for m in two.marks} == {october.seal}
    with pytest.raises(RuleBroken, match="files"):
        protocols.attach(desk(store, at=NIGHT), october.id, two.revision, "x.png", b"MZ\x90\x00" * 99, Why())
    kept = protocols.attach(desk(store, at=NIGHT), october.id, two.revision, "қол.png", picture(), Why())
    assert kept.scan and protocols.check(store, kept, grouped(kept.seal)).whole

    def edit(tx: Tx) -> TrailProtocol:
        signed = tx.get(TrailProtocol, october.id)
        signed.entries = 3
        return tx.save(signed)

    with pytest.raises(RuleBroken, match="frozen"):
        desk(store, at=NIGHT).transact("trail.sign", edit, Why())


def hand(store: Store, collection: str, where: Row, update: Row) -> None:
    """A hand in the database, past every guard of the office."""
    store.db.command("collMod", collection, validationLevel="off")
    assert store.db.get_collection(collection).update_one(where, update).modified_count == 1


def _reworded(store: Store) -> None:
    hand(store, "audit_events", {"subject.kind": "users"}, {"$set": {"reason": "басқа"}})


def _forged(store: Store) -> None:
    """The careful forger: the entry and its own hash, the head of the document, and the anchors thrown away."""
    entry = store.one("audit_events", {"subject.kind": "users"}) or {}
    entry.pop("hash")
    entry["reason"] = "басқа"
    entry["hash"] = digest(entry)
    hand(store, "audit_events", {"_id": entry["_id"]}, {"$set": entry})
    hand(store, "users", {"_id": entry["subject"]["id"]}, {"$set": {"head.hash": entry["hash"]}})


def _removed(store: Store) -> None:
    assert store.db["audit_events"].delete_one({"subject.kind": "students", "seq": 2}).deleted_count == 1


def _dated(store: Store) -> None:
    """An entry moved to another month."""
    hand(store, "audit_events", {"subject.kind": "users"}, {"$set": {"at": NIGHT}})


TAMPERED: list[tuple[Callable[[Store], None], str, set[str]]] = [
    (_reworded, "users", {"protocol_day_altered", "protocol_last", "entry_altered"}),
    (_forged, "users", {"protocol_day_altered", "protocol_last"}),
    (_removed, "students", {"protocol_day", "protocol_sort", "protocol_total", "entry_missing"}),
    (_dated, "", {"protocol_day", "protocol_sort", "protocol_last"}),
]


@pytest.mark.parametrize(("tamper", "kind", "keys"), TAMPERED, ids=[t[0].__name__ for t in TAMPERED])
def test_a_hand_in_the_base_is_named_by_page_and_command(
    store: Store, october: TrailProtocol, tampered: None, monkeypatch: pytest.MonkeyPatch, capsys: Any,
    tamper: Callable[[Store], None], kind: str, keys: set[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(connection, "store", lambda: store)
    assert command.main(["--protocol", "1"]) == 0 and "matches" in capsys.readouterr().out
    tamper(store)
    report = protocols.check(store, october)
    found = {f.key.rpartition(".")[2] for f in report.findings}
    assert keys <= found and not report.whole
    days = [f for f in report.findings if f.key.startswith("audit.found.protocol_day")]
    assert {f.values["day"] for f in days} == {date(2026, 10, 6 if tamper is _removed else 7)}, "the very day is named"
    label = (store.one("audit_events", {"subject.kind": kind}) or {}).get("subject", {}).get("label") if kind else ""
    assert not label or any(label in f.label for f in report.findings)
    assert command.main(["--protocol", "2026-10", "--lang", "ru"]) == 1
    said = capsys.readouterr().out
    assert "Протокол журнала" in said and ("06.10.2026" in said or "07.10.2026" in said)


def test_a_protocol_rewritten_with_the_base_fails_against_its_paper(
    store: Store, october: TrailProtocol, tampered: None, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(connection, "store", lambda: store)
    kept = folder / "trail.json"
    kept.write_bytes(paper.file_of(october))
    described(store)
    printed = folder / "trail.pdf"
    printed.write_bytes(paper.pdf(desk(store), october.id, "kk"))
    _forged(store)
    forged = october.model_copy(update={"last": None, "entries": 4})
    row = {"last": None, "seal": sealed(statement(forged))}
    days = statement(october)["days"]
    now = protocols.check(store, october)
    assert days and not now.whole
    hand(store, "trail_protocols", {"_id": october.id}, {"$set": row})
    for said in (grouped(october.seal), str(kept), str(printed)):
        if said == grouped(october.seal):  # the base knows no such seal any more
            with pytest.raises(NotFound):
                protocols.check_said(store, said)
            report = protocols.check(store, protocols.named(store, "1"), said)
        elif said == str(printed):
            assert command.main(["--protocol", said]) == 2 and "trail" not in capsys.readouterr().err
            continue
        else:
            report = protocols.check_said(store, said)
        assert {f.key for f in report.findings} & {"audit.found.protocol_not_printed", "audit.found.protocol_altered"}
    store.db["trail_protocols"].delete_one({"_id": october.id})
    report = protocols.check_said(store, str(kept))
    assert {"audit.found.document_missing", "audit.found.protocol_day_altered"} <= {f.key for f in report.findings}


def test_what_a_person_holds_names_the_protocol(store: Store, october: TrailProtocol, folder: Path) -> None:
    described(store)
    data = paper.pdf(desk(store), october.id, "ru")
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages)
    assert grouped(october.seal) in " ".join(text.split()) and "2026-10" in text
    (folder / "p.pdf").write_bytes(data)
    (folder / "p.json").write_bytes(paper.statement_file(desk(store), october.id))
    short = grouped(october.seal)[:17].upper()
    for said in ("1", "№ 1", "2026-10", october.seal, grouped(october.seal), short, str(folder / "p.pdf"),
                 str(folder / "p.json")):  # fmt: skip
        assert protocols.check_said(store, said).whole, said
    for said in ("2", "2026-09", "0" * 64, "бір", ""):
        with pytest.raises(NotFound):
            protocols.check_said(store, said)
    held = json.loads((folder / "p.json").read_text("utf-8"))
    held["statement"]["entries"] = 5
    (folder / "p.json").write_text(json.dumps(held), "utf-8")
    (folder / "p.txt").write_text("бір", "utf-8")
    for name, key in (("p.json", "file_altered"), ("p.txt", "file_unread")):
        with pytest.raises(RuleBroken, match=key):
            protocols.check_said(store, str(folder / name))
    assert store.count("looks", {"page": "trail_protocols"}) == 2
