"""The personal file: what it should hold, what it holds; a wrong copy is withdrawn, never deleted."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from core import kinds, looks, scans, students
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from schemas.base import Ref, Text, new_id
from schemas.kinds import Sort
from schemas.student import Profile, Student, StudyProfile
from schemas.words import Role
from tests.acts.sample_files import docx, pdf, picture
from tests.conftest import actor


@pytest.fixture
def student(shipped: Store, head: Desk) -> Student:
    card = Profile(number="1", name={"last": "Ахмет", "first": "Али"}, iin_absent_reason="x")  # type: ignore[arg-type]
    faculty = Ref(id="f1", label=Text(kk="Аспаптық"))
    return students.admit(head, card, StudyProfile(id=new_id(), faculty=faculty), Why("x"))


def codes(lines: list[scans.Line]) -> set[str]:
    return {k.code for k in scans.missing(lines)}


def test_the_checklist_names_what_is_missing_and_a_withdrawn_copy_does_not_count(head: Desk, student: Student) -> None:
    before = codes(scans.checklist(head, student.id))
    assert {"identity", "education", "consent"} <= before and "ent" not in before
    made = scans.add(head, student.id, "identity", "куәлік.jpg", picture("JPEG"), Why(), note="екі беті")
    assert codes(scans.checklist(head, student.id)) == before - {"identity"}
    assert made.file.label.kk == "куәлік.jpg" and made.student.label.kk.startswith("Ахмет") and made.by
    gone = scans.withdraw(head, made.id, made.revision, Why("басқа адамдікі"))
    assert gone.withdrawn and gone.why == "басқа адамдікі"
    assert codes(scans.checklist(head, student.id)) == before
    assert [s.withdrawn for s in scans.of_student(head, student.id)] == [True], "it stays in the file"
    with pytest.raises(RuleBroken, match="was_withdrawn"):
        scans.withdraw(head, made.id, gone.revision, Why("тағы"))
    with pytest.raises(StaleRevision):
        scans.withdraw(head, made.id, made.revision, Why("тағы"))


def test_a_retired_kind_is_asked_no_more_but_its_copies_stay(head: Desk, student: Student) -> None:
    scans.add(head, student.id, "medical", "075.pdf", pdf(), Why())
    kind = next(x.kind for x in scans.checklist(head, student.id) if x.kind.code == "medical")
    other = next(x.kind for x in scans.checklist(head, student.id) if x.kind.code == "photo")
    kinds.retire(head, Sort.scan, kind.code, kind.revision, Why("керек емес"))
    kinds.retire(head, Sort.scan, other.code, other.revision, Why("керек емес"))
    lines = {x.kind.code: x for x in scans.checklist(head, student.id)}
    assert lines["medical"].there and not lines["medical"].required and "photo" not in lines
    with pytest.raises(RuleBroken, match="is_retired"):
        scans.add(head, student.id, "photo", "a.png", picture(), Why())


def test_bad_input_is_named_and_nothing_is_kept(head: Desk, student: Student) -> None:
    with pytest.raises(RuleBroken) as refused:
        scans.add(head, student.id, "identity", "куәлік.pdf", b"MZ\x90\x00\x03" + b"\x00" * 100, Why())
    assert refused.value.key == "files.program" and refused.value.values["name"] == "куәлік.pdf"
    with pytest.raises(Problems) as bad:
        scans.add(head, student.id, "", "a.pdf", pdf(), Why(), head.today() + timedelta(days=1), "x" * 301)
    assert [(p.field, p.key) for p in bad.value.problems] == [
        ("kind", "errors.field.missing"), ("day", "scans.day_to_come"), ("note", "errors.field.string_too_long"),
    ]  # fmt: skip
    made = scans.add(head, student.id, "photo", "a.png", picture(), Why())
    with pytest.raises(Problems):
        scans.withdraw(head, made.id, made.revision, Why())
    assert head.store.count("scans", {}) == 1 == head.store.count("bytes.files", {})


def test_only_who_keeps_the_file_of_this_student_may_read_add_and_withdraw(head: Desk, student: Student) -> None:
    made = scans.add(head, student.id, "photo", "a.png", picture(), Why())
    own = Desk(actor(Role.registrar, faculty="f1"), head.store)
    other = Desk(actor(Role.registrar, faculty="f2"), head.store)
    teacher = Desk(actor(Role.teacher, teacher="p1"), head.store)
    assert len(scans.of_student(own, student.id)) == 1
    for desk in (other, teacher):
        with pytest.raises(Forbidden):
            scans.of_student(desk, student.id)
        with pytest.raises(Forbidden):
            scans.taken(desk, made)
        with pytest.raises(Forbidden):
            scans.add(desk, student.id, "photo", "b.png", picture(size=(9, 9)), Why())
        with pytest.raises(Forbidden):
            scans.withdraw(desk, made.id, made.revision, Why("x"))
    assert head.store.count("bytes.files", {}) == 1, "what is refused is not even laid down"


def test_a_copy_leaves_protected_with_a_line_and_is_written_down(head: Desk, student: Student) -> None:
    made = scans.add(head, student.id, "photo", "сурет.png", picture(), Why())
    name, data, mime = scans.taken(head, made)
    assert (name, mime) == ("сурет.pdf", "application/pdf")
    paper = PdfReader(io.BytesIO(data))
    assert paper.is_encrypted and head.actor.name in paper.pages[0].extract_text()
    line = looks.found(head, looks.Asked(student=student.id))[0]
    assert (line["did"], line["kind"], line["id"], line["student"]) == ("download", "scans", made.id, student.id)
    assert line["file"] == "сурет.png" and line["hash"] == made.file.id


def test_what_cannot_be_protected_needs_a_reason_that_is_kept(head: Desk, student: Student) -> None:
    kept = docx()  # its moment stands in it
    made = scans.add(head, student.id, "application", "өтініш.docx", kept, Why())
    with pytest.raises(Problems):
        scans.taken(head, made, "  ")
    assert head.store.count("looks", {}) == 0
    name, data, _ = scans.taken(head, made, "сот сұрауы")
    assert (name, data) == ("өтініш.docx", kept)
    assert looks.found(head, looks.Asked(did="download"))[0]["reason"] == "сот сұрауы"


@pytest.mark.parametrize(("name", "key"), [("куәлік.pdf", "files.disguised"), ("куәлік.txt", "files.not_a_scan")])
def test_a_text_is_no_paper_whatever_it_is_called(head: Desk, student: Student, name: str, key: str) -> None:
    with pytest.raises(RuleBroken, match=key):
        scans.add(head, student.id, "identity", name, "жай мәтін".encode(), Why("х"))
