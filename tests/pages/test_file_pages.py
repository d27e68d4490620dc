"""The personal file on the card, a field that holds a file, and the page of who looked."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import files, house, kinds, looks, scans, students
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import LANGS, Lang, new_id
from schemas.kinds import Sort
from schemas.student import Profile, Student, StudyProfile
from schemas.words import Role
from tests.acts.sample_files import docx, pdf, picture
from tests.pages.conftest import DEPARTMENT, FACULTY, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts


@pytest.fixture
def student(shipped: Store, head: Desk) -> Student:
    card = Profile(number="21-017", name={"last": "Ахмет", "first": "Али"}, iin_absent_reason="x")  # type: ignore[arg-type]
    study = StudyProfile(id=new_id(), faculty=FACULTY, department=DEPARTMENT)
    return students.admit(head, card, study, Why("x"))


def tab(at: AppTest, student: Student, name: str) -> AppTest:
    at.session_state[f"v:tab:{student.id}"] = name
    return at.run()


def button(at: AppTest, label: str) -> Any:
    return next(b for b in at.button if b.label == label)


@pytest.mark.parametrize("lang", LANGS)
def test_the_personal_file_names_what_is_missing(open_page: Open, head: Desk, student: Student, lang: Lang) -> None:
    made = scans.add(head, student.id, "photo", "сурет.png", picture(), Why(), note="2026 жылғы")
    scans.add(head, student.id, "application", "өтініш.docx", docx(), Why())
    scans.withdraw(head, made.id, made.revision, Why("бұлыңғыр"))
    at = tab(open_page("student", Role.head, lang, id=student.id), student, "file")
    data = (
        "сурет.png",
        "өтініш.docx",
        "075",
        "3×4",
        "docx",
        "png",
        "pdf",
        "DOCX",
        "JPEG",
        "PNG",
        "ODT",
        "ODS",
        "WEBP",
        "Тест head",
    )
    assert not at.exception and strange(at, lang, data) == []
    missing = at.warning[0].value
    for code in ("photo", "identity", "consent"):
        assert house.entry(Sort.scan, code).name.get(lang).split("×")[0] in missing
    assert house.entry(Sort.scan, "application").name.get(lang) not in missing
    assert not any("сурет.png" in said for said in texts(at))
    at.toggle[0].set_value(True).run()
    assert any("сурет.png" in said for said in texts(at)) and any("бұлыңғыр" in said for said in texts(at))


def test_a_copy_is_added_on_the_card_and_a_disguised_one_is_refused_by_name(
    open_page: Open, head: Desk, student: Student
) -> None:  # fmt: skip
    at = tab(open_page("student", Role.head, id=student.id), student, "file")
    add = t("scans.add", "kk")
    assert button(at, add).disabled
    kind = next(x for x in at.selectbox if x.label == t("scans.kind", "kk"))
    kind.set_value("identity").run()
    at.file_uploader[0].set_value(("куәлік.pdf", b"MZ\x90\x00\x03" + b"\x00" * 99, "application/pdf")).run()
    button(at, add).click().run()
    assert "куәлік.pdf" in at.error[0].value and head.store.count("scans", {}) == 0
    at.file_uploader[0].set_value(("куәлік.pdf", pdf(), "application/pdf")).run()
    button(at, add).click().run()
    assert not at.exception and not at.error
    held = scans.of_student(head, student.id)
    assert [(s.kind.id, s.file.label.kk) for s in held] == [("identity", "куәлік.pdf")]
    assert not at.file_uploader[0].value, "the widget is empty for the next one"


def test_the_personal_file_is_for_those_who_keep_it(open_page: Open, student: Student) -> None:
    for role, sees in ((Role.registrar, True), (Role.teacher, False), (Role.management, False), (Role.auditor, False)):
        at = open_page("student", role, id=student.id)
        options = at.segmented_control[0].options if at.segmented_control else []
        assert (t("students.tab.file", "kk") in options) == sees, role


def test_an_opening_is_written_down_once_while_the_card_stays_open(
    open_page: Open, head: Desk, student: Student
) -> None:
    at = open_page("student", Role.registrar, id=student.id)
    at.run()
    tab(at, student, "events")
    lines = looks.found(head, looks.Asked(student=student.id))
    assert [(r["page"], r["did"], r["label"]) for r in lines] == [("student", "open", "21-017 Ахмет Али")]
    open_page("student", Role.registrar, id=student.id)
    assert looks.count(head, looks.Asked(student=student.id)) == 2


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.auditor]))
def test_who_looked_is_shown_and_narrowed(
    open_page: Open, head: Desk, senior: Desk, student: Student, lang: Lang, role: Role
) -> None:  # fmt: skip
    looks.note(head, "student", "students", student.id, "21-017 Ахмет Али")
    looks.note(senior, "grade_sheet", "grade_sheets", "g1", "17", "print", student.id)
    looks.note(senior, "departments", "departments", "", "departments.csv", "download", reason="есеп")
    at = open_page("looks", role, lang)
    assert not at.exception and strange(at, lang, ("departments.csv", "Тест", "head", "senior_registrar")) == []
    assert len(at.dataframe[0].value) == 3
    at.selectbox(key="v:looks.page").set_value("grade_sheet").run()
    frame = at.dataframe[0].value
    assert len(frame) == 1 and t("looks.did_print", lang) in frame.to_string()
    at.selectbox(key="v:looks.page").set_value("").run()
    at.text_input(key="v:looks.student").set_value("21-017").run()
    assert len(at.dataframe[0].value) == 2
    at.text_input(key="v:looks.student").set_value("99-999").run()
    assert not at.exception and not at.dataframe and any("99-999" in said for said in texts(at))


def test_who_looked_is_turned_page_by_page(open_page: Open, head: Desk) -> None:
    for n in range(60):
        looks.note(head, "student", "students", f"s{n}", f"№{n}")
    at = open_page("looks")
    assert len(at.dataframe[0].value) == 50
    at.button(key="next:looks").click().run()
    assert len(at.dataframe[0].value) == 10


def test_who_looked_is_refused_to_others(open_page: Open) -> None:
    for role in (Role.senior_registrar, Role.teacher, Role.administrator):
        at = open_page("looks", role)
        assert not at.exception and not at.dataframe and at.info[0].value == t("errors.forbidden", "kk")


@pytest.fixture
def with_field(head: Desk, student: Student) -> Student:
    values = {"code": "diploma", "name": {"kk": "Диплом көшірмесі", "ru": "Копия диплома", "en": "Copy of a diploma"}}
    kinds.save(head, Sort.field, None, 0, values | {"body.of": "students", "body.type": "file"}, Why("x"))
    return student


def test_a_field_of_the_offices_own_holds_a_file(open_page: Open, head: Desk, with_field: Student) -> None:
    at = open_page("student", Role.head, id=with_field.id)
    at.file_uploader[0].set_value(("бет.pdf", b"<html><script>1</script>", "application/pdf")).run()
    assert any("бет.pdf" in said and "red" in said for said in texts(at)), "refused beside the field"
    assert head.store.count("files", {}) == 0
    at.file_uploader[0].set_value(("диплом.pdf", pdf("диплом"), "application/pdf")).run()
    assert head.store.count("files", {}) == 1, "kept as soon as it is chosen"
    at.run()
    assert head.store.count("audit_events", {"action": "file.keep"}) == 1, "and only once"
    reason = next(x for x in at.text_input if x.key and x.key.endswith(":why"))
    reason.set_value("әкелді").run()
    button(at, t("common.save", "kk")).click().run()
    assert not at.exception
    card = students.card(head, with_field.id, look=False)
    kept = (card.custom or {})["diploma"]
    assert kept["label"]["kk"] == "диплом.pdf" and files.read(head.store, kept["id"])[1] == pdf("диплом")


def test_what_cannot_be_protected_is_offered_only_with_a_reason(open_page: Open, head: Desk, student: Student) -> None:
    plain = scans.add(head, student.id, "application", "өтініш.docx", docx(), Why())
    at = tab(open_page("student", Role.head, id=student.id), student, "file")
    assert not at.get("download_button")
    at.text_input(key=f"scan:{plain.id}:reason").set_value("сот сұрауы").run()
    assert not at.exception and [b.label for b in at.get("download_button")] == [t("files.prepare", "kk")]
    assert looks.count(head, looks.Asked(did="download")) == 0, "drawing a button takes nothing"
