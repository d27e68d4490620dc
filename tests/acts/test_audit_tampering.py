"""Somebody changes the database directly: the trail names the document and the field, each time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import students, users
from core.audit.anchors import anchor
from core.audit.report import Report
from core.audit.verify import verify
from core.db.codec import content_hash, digest
from core.desk import Desk, Why
from core.history import fold, parse
from core.tx import Tx
from schemas.base import Document, Text
from schemas.discipline import Discipline
from tests.acts.test_sheets import closed
from tests.acts.test_students import person, study

Row = dict[str, Any]


@pytest.fixture
def office(head: Desk, tmp_path: Path, tampered: None) -> Row:
    """An office that worked for a while and is whole: a closed sheet, a card edited, a user, an anchor."""
    sheet = closed(head)
    student = students.admit(head, person("S-9"), study(), Why("қабылдау"))
    students.edit(head, student.id, 1, {"studies.st1.group": "ОС-1", "contacts.phone": "+7 701"}, Why("топ"))
    fields = {"login": "tt", "name": "Т. Т.", "role": "management"}
    user = users.create(head, fields, "ұзын құпия сөз 1", Why("бұйрық"))
    anchor(head.store, tmp_path)
    checked = verify(head.store, tmp_path)
    assert checked.findings == [] and checked.whole and checked.notes == []
    return {"sheet": sheet.id, "student": student.id, "user": user.id, "graded": sheet.lines[0].student.id}


def named(report: Report) -> set[tuple[str, str, str]]:
    """What the report says: (kind, id, field)."""
    assert not report.whole
    return {(f.kind, f.id, f.field) for f in report.findings}


def change(desk: Desk, collection: str, where: Row, update: Row) -> None:
    """A hand in the database, past every guard of the office."""
    kept = desk.store.db.get_collection(collection)
    assert desk.store.db.command("collMod", collection, validationLevel="off")
    assert kept.update_one(where, update).modified_count == 1


def remove(desk: Desk, collection: str, where: Row) -> int:
    return desk.store.db[collection].delete_many(where).deleted_count


def test_score_in_an_event_and_in_the_folded_result(head: Desk, office: Row, tmp_path: Path) -> None:
    scores = {"events.1.result.scores.exam": Decimal(95), "studies.0.record.0.scores.exam": Decimal(95)}
    change(head, "students", {"_id": office["graded"]}, {"$set": scores})
    found = named(verify(head.store, tmp_path))
    assert found == {("students", office["graded"], "events.2.result.scores.exam")}


def test_score_with_all_the_hashes_of_the_student_made_anew(head: Desk, office: Row, tmp_path: Path) -> None:
    row = head.store.one("students", {"_id": office["graded"]})
    assert row is not None
    row["events"][1]["result"]["scores"]["exam"] = Decimal(95)
    row["events"][1]["result"]["letter"] = "A"
    rechained(row)
    change(head, "students", {"_id": row["_id"]}, {"$set": {k: v for k, v in row.items() if k != "_id"}})
    found = named(verify(head.store, tmp_path))
    fields = {"events.2.result.scores.exam", "events.2.result.letter"}
    assert found == {("students", row["_id"], f) for f in fields}


def rechained(row: Row) -> None:
    """What a careful forger would do: hash every event again and fold."""
    prev = ""
    for event in row["events"]:
        event.pop("hash")
        event["hash"] = prev = digest(event, prev)
    row.update(fold(parse(row["events"])), event_hash=prev)


def test_folded_state_alone(head: Desk, office: Row, tmp_path: Path) -> None:
    change(head, "students", {"_id": office["graded"]}, {"$set": {"studies.0.totals.gpa": Decimal(4)}})
    found = named(verify(head.store, tmp_path))
    assert found == {("students", office["graded"], "studies.0.totals.gpa")}


@pytest.mark.parametrize("field", ["reason", "effective", "actor"])
def test_envelope_of_an_event(head: Desk, office: Row, tmp_path: Path, field: str) -> None:
    value: Any = {"id": "x", "name": "X", "role": "head"} if field == "actor" else "2020-01-01"
    change(head, "students", {"_id": office["student"]}, {"$set": {f"events.0.{field}": value}})
    assert ("students", office["student"], f"events.1.{field}") in named(verify(head.store, tmp_path))


def test_last_event_removed_and_the_state_taken_back(head: Desk, office: Row, tmp_path: Path) -> None:
    row = head.store.one("students", {"_id": office["graded"]})
    assert row is not None
    row["events"].pop()
    row["revision"] = 1
    rechained(row)
    change(head, "students", {"_id": row["_id"]}, {"$set": {k: v for k, v in row.items() if k != "_id"}})
    found = named(verify(head.store, tmp_path))
    assert ("students", row["_id"], "events.2") in found


def test_a_sheet_line(head: Desk, office: Row, tmp_path: Path) -> None:
    change(head, "grade_sheets", {"_id": office["sheet"]}, {"$set": {"lines.1.score": Decimal(99)}})
    assert named(verify(head.store, tmp_path)) == {("grade_sheets", office["sheet"], "lines.1.score")}


def test_a_counter(head: Desk, office: Row, tmp_path: Path) -> None:
    counter = head.store.rows("counters", {})[0]
    change(head, "counters", {"_id": counter["_id"]}, {"$inc": {"last": 5}})
    assert named(verify(head.store, tmp_path)) == {("counters", counter["_id"], "last")}
    remove(head, "counters", {"_id": counter["_id"]})
    assert named(verify(head.store, tmp_path)) == {("counters", counter["_id"], "")}


def test_rights_of_a_user(head: Desk, office: Row, tmp_path: Path) -> None:
    change(head, "users", {"_id": office["user"]}, {"$set": {"role": "head"}})
    report = verify(head.store, tmp_path)
    assert named(report) == {("users", office["user"], "role")}
    only = report.findings[0]
    assert (only.values["was"], only.values["now"], only.label) == ("management", "head", "Т. Т.")


ENTRY: dict[str, tuple[Callable[[Row], Row], str]] = {
    "reason": (lambda e: {"reason": "басқа"}, "reason"),
    "who": (lambda e: {"actor.name": "Басқа"}, "actor"),
    "when": (lambda e: {"at": e["at"].replace(year=2020)}, "at"),
    "old value": (lambda e: {"changes.1.was": "ОС-7"}, "changes.events.2.changes.studies.st1.group"),
    "touched": (lambda e: {"touched.0.hash": "0" * 64}, "touched"),
}


@pytest.mark.parametrize("what", ENTRY)
def test_an_audit_entry(head: Desk, office: Row, tmp_path: Path, what: str) -> None:
    entry = head.store.rows("audit_events", {"subject.id": office["student"], "seq": 2})[0]
    made, field = ENTRY[what]
    change(head, "audit_events", {"_id": entry["_id"]}, {"$set": made(entry)})
    assert ("audit_events", entry["_id"], field) in named(verify(head.store, tmp_path))


def test_an_audit_entry_with_its_hashes_and_head_made_anew(head: Desk, office: Row, tmp_path: Path) -> None:
    entry = head.store.rows("audit_events", {"subject.id": office["student"], "seq": 2})[0]
    entry["reason"] = "басқа"
    rehashed(entry)
    made = {k: entry[k] for k in ("reason", "parts", "hash")}
    change(head, "audit_events", {"_id": entry["_id"]}, {"$set": made})
    change(head, "students", {"_id": office["student"]}, {"$set": {"head.hash": entry["hash"]}})
    assert ("audit_events", entry["_id"], "reason") in named(verify(head.store, tmp_path))


def rehashed(entry: Row) -> None:
    body = {k: v for k, v in entry.items() if k not in ("hash", "parts")}
    entry["parts"] = body["parts"] = {k: digest(v)[:12] for k, v in body.items()}
    entry["hash"] = digest(body)


def test_an_audit_entry_removed_from_the_middle(head: Desk, office: Row, tmp_path: Path) -> None:
    remove(head, "audit_events", {"subject.id": office["student"], "seq": 1})
    report = verify(head.store, tmp_path)
    assert any(f.id == office["student"] and f.key == "audit.found.entry_missing" for f in report.findings)


@pytest.mark.parametrize(("field", "value"), [("hash", "0" * 64), ("seq", 1), ("seq", 9)])
def test_a_head(head: Desk, office: Row, tmp_path: Path, field: str, value: Any) -> None:
    change(head, "students", {"_id": office["student"]}, {"$set": {f"head.{field}": value}})
    assert named(verify(head.store, tmp_path)) == {("students", office["student"], f"head.{field}")}


@pytest.mark.parametrize("what", ["student", "sheet", "user"])
def test_a_whole_document_removed(head: Desk, office: Row, tmp_path: Path, what: str) -> None:
    kind = {"student": "students", "sheet": "grade_sheets", "user": "users"}[what]
    assert remove(head, kind, {"_id": office[what]}) == 1
    report = verify(head.store, tmp_path)
    assert named(report) == {(kind, office[what], "")}
    assert report.findings[0].label in ("Әбенова Қарлығаш", "Т. Т.", "2026-00001")


def test_a_student_removed_with_all_entries(head: Desk, office: Row, tmp_path: Path) -> None:
    assert remove(head, "audit_events", {"subject.id": office["student"]}) == 2
    assert remove(head, "students", {"_id": office["student"]}) == 1
    assert named(verify(head.store, tmp_path)) == {("students", office["student"], "")}


def test_a_document_put_in_by_hand(head: Desk, office: Row, tmp_path: Path) -> None:
    head.store.db["users"].insert_one(
        {"_id": "u0", "login": "x", "name": "X", "role": "head"}, bypass_document_validation=True
    )
    assert named(verify(head.store, tmp_path)) == {("users", "u0", "")}


def test_the_newest_entry_removed_with_its_head(head: Desk, office: Row, tmp_path: Path) -> None:
    entry = head.store.rows("audit_events", {"subject.id": office["student"], "seq": 2})[0]
    remove(head, "audit_events", {"_id": entry["_id"]})
    before = head.store.rows("audit_events", {"subject.id": office["student"]})[0]
    taken = {"head": {"seq": 1, "hash": before["hash"]}}
    change(head, "students", {"_id": office["student"]}, {"$set": taken})
    found = named(verify(head.store, tmp_path))
    assert {("students", office["student"], f) for f in ("events.2", "head.seq")} <= found


def test_the_newest_entry_of_a_plain_document_removed_with_its_head(head: Desk, tmp_path: Path, tampered: None) -> None:
    made, entry = edited(head)
    take_back(head, made, entry, with_content=False)
    found = named(verify(head.store, tmp_path))  # no anchor was made: the content itself tells
    assert ("disciplines", made.id, "name.ru") in found


def test_a_document_taken_back_to_an_earlier_day_whole(head: Desk, tmp_path: Path, tampered: None) -> None:
    made, entry = edited(head)
    anchor(head.store, tmp_path)
    take_back(head, made, entry, with_content=True)
    anchor(head.store, tmp_path)  # an anchor made after the crime does not cover it up
    found = named(verify(head.store, tmp_path))
    assert {("disciplines", made.id, "head.seq"), ("disciplines", made.id, "revision")} == found


def edited(desk: Desk) -> tuple[Discipline, Row]:
    """A discipline made and then renamed, and the entry of the renaming."""
    made = Discipline(code="X1", name=Text(kk="Сольфеджио"), credits=Decimal(5))

    def rename(tx: Tx) -> Document:
        found = tx.get(Discipline, made.id, 1)
        found.name.ru = "Сольфеджио"
        return tx.save(found)

    desk.transact("reference.edit", lambda tx: tx.add(made), Why("т"))
    desk.transact("reference.edit", rename, Why("т"))
    return made, desk.store.rows("audit_events", {"subject.id": made.id, "seq": 2})[0]


def take_back(desk: Desk, made: Discipline, entry: Row, with_content: bool) -> None:
    remove(desk, "audit_events", {"_id": entry["_id"]})
    sets: Row = {"head": {"seq": 1, "hash": entry["prev"]}}
    if with_content:
        sets |= {"name.ru": "", "revision": 1}
    change(desk, "disciplines", {"_id": made.id}, {"$set": sets})
    if with_content:
        row = desk.store.one("disciplines", {"_id": made.id})
        assert row is not None
        kept = desk.store.rows("audit_events", {"subject.id": made.id})[0]["touched"][0]["hash"]
        assert content_hash(row) == kept


def test_a_password(head: Desk, office: Row, tmp_path: Path) -> None:
    change(head, "credentials", {"_id": office["user"]}, {"$set": {"hash": "$argon2id$another"}})
    assert named(verify(head.store, tmp_path)) == {("users", office["user"], "credential")}


@pytest.mark.parametrize("how", ["value", "removed"])
def test_a_personal_value(head: Desk, office: Row, tmp_path: Path, how: str) -> None:
    if how == "value":
        change(head, "personal", {"owner": office["student"]}, {"$set": {"value": "+7 999"}})
    else:
        remove(head, "personal", {"owner": office["student"]})
    assert named(verify(head.store, tmp_path)) == {("students", office["student"], "contacts.phone")}


def test_an_anchor_changed_cut_or_signed_by_a_stranger(head: Desk, office: Row, tmp_path: Path) -> None:
    students.admit(head, person("S-10", None, iin_absent_reason="т"), study(), Why("т"))
    assert anchor(head.store, tmp_path) is not None
    row = head.store.rows("anchors", {"n": 2})[0]
    change(head, "anchors", {"n": 2}, {"$set": {"count": 1}})
    assert ("anchors", "2", "count") in named(verify(head.store, tmp_path))
    change(head, "anchors", {"n": 2}, {"$set": {"count": row["count"], "signature": "00" * 64}})
    assert {f for _, id, f in named(verify(head.store, tmp_path)) if id == "2"} == {"signature"}
    remove(head, "anchors", {"n": 2})
    assert ("anchors", "2", "") in named(verify(head.store, tmp_path))


def test_anchors_and_their_log_do_not_hide_a_removed_student(head: Desk, office: Row, tmp_path: Path) -> None:
    """The forger also empties the anchors in the database; the log beside it still names the student."""
    for collection, where in (
        ("audit_events", {"subject.id": office["student"]}), ("students", {"_id": office["student"]}),
        ("anchors", {}), ("anchor_heads", {}),
    ):  # fmt: skip
        remove(head, collection, where)
    found = named(verify(head.store, tmp_path))
    assert {("students", office["student"], ""), ("anchors", "1", "")} <= found


def test_a_student_made_to_vanish_and_a_forged_paper_are_named(head: Desk, tampered: None) -> None:
    from core import transcripts
    from tests.acts.test_sheets import closed
    from tests.acts.test_transcripts import own_office

    own_office(head)
    line = closed(head, 2).lines[0]
    made = transcripts.issue(head, line.student.id, line.study, "kk", Why("x"))
    assert verify(head.store).whole
    students_ = head.store.db["students"]
    students_.update_one({"_id": line.student.id}, {"$set": {"search": {"key": "", "grams": []}}})
    other = head.store.rows("students", {"_id": {"$ne": line.student.id}})[0]["_id"]
    head.store.db["jobs"].insert_one({"_id": "made-up", "command": "made-up", "state": "undone"})
    students_.update_one({"_id": other}, {"$set": {"hidden": "made-up"}})
    head.store.db["files"].delete_one({"_id": made.file_hash})
    found = {(f.kind, f.id, f.field) for f in verify(head.store).findings}
    assert {
        ("students", line.student.id, "search"),
        ("students", other, "hidden"),
        ("transcripts", made.id, "file_hash"),
    } <= found
