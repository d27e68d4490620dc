"""A person's own data: a copy of all of it for him, erasure of what the law lets be erased, and what stays."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from core import nomenclature, references, students
from core.audit.verify import verify
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.files import keep
from core.personal import acts, doc, files, held
from core.registry import MODELS
from schemas.nomenclature import KeptRecords
from schemas.reference import Person
from schemas.student import Contacts, Name, Student
from schemas.words import Role
from tests.acts.test_students import person as profile
from tests.acts.test_students import study
from tests.conftest import actor, application

ROOT = Path(__file__).parents[2]
PHONE = "+7 701 999 88 77"


def person(head: Desk) -> Student:
    """A student with a phone, changed once, so that an old value and a new one stand in his history."""
    made = students.admit(head, profile(contacts=Contacts(phone="+7 702 111 22 33")), study(), Why("құжат"))
    return students.edit(head, made.id, 1, {"contacts.phone": PHONE}, Why("өтініш"))


def everywhere(head: Desk, word: str) -> list[str]:
    """Every collection of the base in which this text stands."""
    return [n for n in head.store.db.list_collection_names() if word in str(list(head.store.db[n].find()))]


def test_what_is_erased_stands_nowhere_any_more_and_the_trail_is_whole(head: Desk, tmp_path: Path) -> None:
    made = person(head)
    assert [e.path for e in acts.erasable(head, made.id)] == ["contacts.phone"]
    assert everywhere(head, "999 88 77") == ["personal"]
    students.erase(head, made.id, made.revision, ["contacts.phone"], application())
    assert everywhere(head, "999 88 77") == everywhere(head, "111 22 33") == []
    assert acts.erasable(head, made.id) == []
    assert verify(head.store, tmp_path).findings == []
    entry = head.store.rows("audit_events", {"action": "student.erase"})[0]
    assert entry["basis"]["number"] == "7" and entry["reason"] == "өтініш"


def test_what_the_law_keeps_is_refused_by_its_years_and_erasure_rests_on_an_application(head: Desk) -> None:
    made = person(head)
    for field in ("name.last", "iin", "studies.0.record"):
        with pytest.raises(RuleBroken, match="personal.kept") as no:
            students.erase(head, made.id, made.revision, [field], application())
        assert no.value.values["years"] == 75
    with pytest.raises(RuleBroken, match="personal.nothing"):
        students.erase(head, made.id, made.revision, [], application())
    with pytest.raises(Problems) as bare:
        students.erase(head, made.id, made.revision, ["contacts.phone"], Why(""))
    assert [p.field for p in bare.value.problems] == ["reason", "basis.number", "basis.day"]


def test_how_long_records_are_kept_says_the_nomenclature_then_the_institution(head: Desk, tampered: None) -> None:
    made = person(head)

    def refused(field: str = "name.last") -> tuple[str, int | None]:
        with pytest.raises(RuleBroken, match="personal.kept") as no:
            students.erase(head, made.id, made.revision, [field], application())
        return no.value.key, no.value.values["years"]

    office = {**OFFICE, "keep_records": 60, "keep_service": 7}
    head.store.db["office"].insert_one(office, bypass_document_validation=True)
    found = held.kept_for(head.store)
    assert (found["card"], found["service"], found["contacts"]) == (60, 7, 0) and refused()[1] == 60
    year = head.today().year
    nomenclature.open_year(head, year, Why())
    for index, years, holds in (
        ("05-01", 50, ["card"]),
        ("05-02", 80, ["card", "service"]),
        ("05-03", None, ["study"]),
    ):
        values = {"index": index, "name": {"kk": "Іс"}, "keep": years, "permanent": years is None, "holds": holds}
        nomenclature.save(head, year, None, 0, values, Why())
    found = held.kept_for(head.store)
    assert (found["card"], found["service"], found["study"], found["orders"]) == (80, 80, None, 60), "the longest"
    assert refused() == ("personal.kept", 80)
    assert refused("studies.0.record") == ("personal.kept_for_ever", None)
    nomenclature.open_year(head, year + 1, Why())
    assert held.kept_for(head.store) == found, "copied into the next year"


def test_the_folder_of_the_nomenclature_names_every_class_that_is_kept_for_years() -> None:
    assert {c.code for c in held.classes().values() if c.years} == {c.value for c in KeptRecords}


def test_a_person_gets_everything_that_is_stored_about_him_and_nothing_of_others(head: Desk, tampered: None) -> None:
    head.store.db["office"].insert_one(OFFICE, bypass_document_validation=True)
    made = person(head)
    other = students.admit(
        head, profile(number="2026-9", iin=None, iin_absent_reason="шетел азаматы"), study(), Why("құжат")
    )
    line = {"student": {"id": made.id, "label": {"kk": "Ол"}}}
    theirs = {"student": {"id": other.id, "label": {"kk": "БАСҚА"}}}
    head.store.db["orders"].insert_one({"_id": "o", "lines": [line, theirs]}, bypass_document_validation=True)
    joined = {"_id": "joined", "number": "2020-1", "merged": {"id": made.id, "label": {"kk": "Ол"}}}
    head.store.db["students"].insert_one(joined, bypass_document_validation=True)
    file = keep(head, "x.txt", "Келісемін".encode(), "scan")
    scan = {"_id": "s", "student": {"id": "joined"}, "file": {"id": file.id}}
    head.store.db["scans"].insert_one(scan, bypass_document_validation=True)
    with pytest.raises(Problems):
        acts.copy(head, "students", made.id, Why("керек"))
    why = application()
    acts.copy(head, "students", made.id, why)
    packed = zipfile.ZipFile(io.BytesIO(files.taken(head, "students", made.id, why.command)))
    told = json.loads(packed.read("person.json"))
    assert told["card"]["contacts"]["phone"] == PHONE and "111 22 33" in packed.read("person.json").decode()
    assert [x["student"]["id"] for x in told["records"]["orders"][0]["lines"]] == [made.id]
    assert "БАСҚА" not in packed.read("person.json").decode()
    assert packed.read("person.pdf").startswith(b"%PDF")
    assert "files/001-x.pdf" in packed.namelist(), "of the record that was joined to his, too"
    left = head.store.rows("looks", {"did": "hand", "student": made.id})
    assert [x["to"] for x in left] == [made.name.text().kk]
    with pytest.raises(Forbidden):
        files.taken(head, "students", made.id, "another")
    with pytest.raises(Forbidden):
        files.taken(Desk(actor(Role.registrar), head.store), "students", made.id, why.command)


def test_the_copy_of_a_member_of_staff_has_no_secret_and_no_student(head: Desk, tampered: None) -> None:
    head.store.db["office"].insert_one(OFFICE, bypass_document_validation=True)
    kept = references.save(
        head, Person, None, 0, {"number": "17", "name": Name(last="Оразбаева", first="Сәуле")}, Why("бұйрық")
    )
    account = {"_id": "u", "login": "saule", "name": "С", "role": "teacher", "credential": "$argon2id$secret",
               "person": {"id": kept.id, "label": {"kk": "С"}}}  # fmt: skip
    head.store.db["users"].insert_one(account, bypass_document_validation=True)
    declared = {"_id": "d", "person": {"id": kept.id}, "interests": [{"person": {"id": "kin"}, "note": "АҒАСЫ"}]}
    head.store.db["declarations"].insert_one(declared, bypass_document_validation=True)
    row = {"_id": "p", "number": "1", "teacher": {"id": kept.id, "label": {"kk": "С"}},
           "student": {"id": "x", "label": {"kk": "СТУДЕНТ"}}}  # fmt: skip
    head.store.db["study_plans"].insert_one(row, bypass_document_validation=True)
    why = application()
    acts.copy(head, "people", kept.id, why)
    packed = zipfile.ZipFile(io.BytesIO(files.taken(head, "people", kept.id, why.command)))
    text = packed.read("person.json").decode()
    assert "АҒАСЫ" in text, "what he declared himself, of whomever"
    assert "saule" in text and "argon2" not in text and "СТУДЕНТ" not in text
    assert json.loads(text)["records"]["study_plans"] == [{"_id": "p", "number": "1"}]


def test_every_kind_of_record_says_why_it_is_kept_and_the_printed_page_is_the_code() -> None:
    assert {m.collection for m in MODELS} == set(held._table()["records"])
    for whose in ("students", "people"):
        for model in held.places(whose):  # type: ignore[arg-type]
            assert held.class_of(model.collection), f"{model.collection} names a person and says not why it is kept"
    printed = (ROOT / "docs" / "personal_data.md").read_text("utf-8")
    assert printed == doc.printed(), "python3 office.py personal docs/personal_data.md, then read what changed"


OFFICE = {"_id": "office", "name": {"kk": "Консерватория"}, "office_name": {"kk": "Офис"}, "city": {"kk": "Алматы"}}
