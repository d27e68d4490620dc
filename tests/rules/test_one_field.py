"""A field is written once: one optional field added to a copy of the card stands in all eight places."""

from __future__ import annotations

import csv
import io
from typing import Annotated, Any

import pytest
from pydantic import Field
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from core import export
from core.audit import words as audit_words
from core.db.validators import validator
from core.errors import Problems
from core.fields import describe, described, filter_fields, form_fields, table_fields
from core.imports import matching
from core.students import lists
from core.ui.forms.values import parse, raw_of
from core.ui.tables.cells import cell, text
from schemas.base import LANGS, Show
from schemas.student import Profile, Student

LABELS = {"kk": "Жұмыс орны", "ru": "Место работы", "en": "Employer"}
Employer = Annotated[str | None, Field(max_length=40), Show(**LABELS, group="contacts", table=True, filter=True)]


class ProfileCopy(Profile):
    employer: Employer = None


class StudentCopy(Student):
    employer: Employer = None


SPEC = described(ProfileCopy, "employer")
ROW = {"number": "1", "employer": "Қазақконцерт"}


def _draw() -> None:
    from core.ui.forms.values import raw_of
    from core.ui.forms.widgets import draw
    from tests.rules.test_one_field import SPEC

    draw(SPEC, "copy", raw_of(SPEC, "Қазақконцерт"))


def test_one_in_the_form() -> None:
    assert SPEC in form_fields(ProfileCopy) and SPEC.show.group == "contacts"
    at = AppTest.from_function(_draw).run()
    assert not at.exception
    assert (at.text_input[0].label, at.text_input[0].value) == (LABELS["kk"], "Қазақконцерт")


def test_two_in_the_table_and_its_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SPEC in table_fields(ProfileCopy) and SPEC in filter_fields(ProfileCopy)
    assert text(("employer", SPEC), ROW, "kk") == "Қазақконцерт"
    monkeypatch.setattr(lists, "Profile", ProfileCopy)
    assert "employer" in dict(lists.columns())
    assert ("employer", SPEC) in lists.filters()
    assert "employer" in str(lists.condition("", {"employer": "Қаз"}))


def test_three_in_validation() -> None:
    assert ProfileCopy(number="1", name={"last": "А", "first": "Б"}, iin_absent_reason="x").employer is None  # type: ignore[arg-type]
    assert parse(SPEC, "  Опера  ") == "Опера" and parse(SPEC, raw_of(SPEC, None)) is None
    with pytest.raises(Problems) as e:
        parse(SPEC, "ә" * 41)
    assert (e.value.problems[0].field, e.value.problems[0].key) == ("employer", "errors.field.string_too_long")


@pytest.mark.parametrize("heading", [*LABELS.values(), "employer", "ЖҰМЫС ОРНЫ"])
def test_four_in_the_import(heading: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "Profile", ProfileCopy)
    matching._targets.cache_clear()
    try:
        found = {m.target: m.column for m in matching.guess("students", ["нөмір", heading])}
        assert found["employer"] == heading
        assert matching.target("students", "employer").spec == SPEC
    finally:
        monkeypatch.undo()
        matching._targets.cache_clear()


def test_five_in_the_export() -> None:
    made = export.csv_bytes([SPEC.label("kk")], [[cell(("employer", SPEC), ROW, "kk")]])
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig")), delimiter=";")) == [[LABELS["kk"]], ["Қазақконцерт"]]
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(export.xlsx([SPEC.label("ru")], [[cell(("employer", SPEC), ROW, "ru")]]))
    )
    assert book.get_sheet_by_index(0).to_python() == [[LABELS["ru"]], ["Қазақконцерт"]]


def test_six_in_the_database_validator() -> None:
    found = _property(validator(StudentCopy), "employer")
    assert "string" in str(found) and "40" in str(found)
    assert _property(validator(Student), "employer") is None


def _property(node: Any, name: str) -> Any:
    if isinstance(node, dict):
        if name in node.get("properties", {}):
            return node["properties"][name]
        return next((f for v in node.values() if (f := _property(v, name))), None)
    if isinstance(node, list):
        return next((f for v in node if (f := _property(v, name))), None)
    return None


def test_seven_in_the_audit_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_words, "Student", StudentCopy)
    change = {"kind": "students", "id": "1", "path": "employer", "was": None, "now": "Қазақконцерт"}
    for lang in LANGS:
        ((_, label, was, now),) = audit_words.lines({"changes": [change]}, lang)
        assert (label, was, now) == (LABELS[lang], "—", "Қазақконцерт")


def test_eight_in_three_languages() -> None:
    assert {lang: SPEC.label(lang) for lang in LANGS} == LABELS


def test_the_copy_has_one_field_more_and_nothing_else() -> None:
    own, copy = [s.path for s in describe(Profile)], [s.path for s in describe(ProfileCopy)]
    assert [p for p in copy if p not in own] == ["employer"]
