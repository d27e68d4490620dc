"""Reading a file and turning its text into values: no database."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from core import history
from core.db.codec import plain
from core.errors import RuleBroken
from core.imports import KINDS, Kind, guess, guess_kind, makers, reading, targets
from core.imports.students import _BLANK, _STUDY
from core.imports.values import Bad, column
from schemas import events as ev
from schemas.base import LANGS, Ref, Text
from schemas.student import Name, Profile, Result, StudyProfile
from schemas.words import ResultState


def book(rows: list[list[Any]], **formats: Any) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet()
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(r, c, cell, day)
            else:
                sheet.write(r, c, cell)
    made.close()
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "kz1048", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(encoding: str, delimiter: str) -> None:
    lines = [["Студент нөмірі", "Тегі"], ["001", "Әбенова, Қ."], ["002", "Өтеген; Ұ."]]
    text = "\r\n".join(delimiter.join(f'"{c}"' for c in line) for line in lines)
    table = reading.read("a.csv", text.encode(encoding))
    assert table.headings == lines[0] and table.rows == lines[1:]
    assert [key for key, _ in table.notes] == (["imports.old_encoding"] if encoding == "kz1048" else [])


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "imports.empty_file"),
        (b" \n \n", "imports.empty_file"),
        (b"a,b\n", "imports.no_rows"),
        ("Студент;Имя\n1;Сергей Иванов".encode("cp866"), "imports.unknown_encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "errors.file_broken"),
        (b"PK\x03\x04 not a workbook", "errors.file_broken"),
        (b"x" * (21 << 20), "errors.file_too_big"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_one_sentence(data: bytes, key: str) -> None:
    with pytest.raises(RuleBroken) as e:
        reading.read("a.csv", data)
    assert e.value.key == key


def test_a_zip_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.UNPACKED + 1))
    with pytest.raises(RuleBroken) as e:
        reading.read("a.xlsx", out.getvalue())
    assert e.value.key == "imports.bomb"


def test_ragged_rows_and_repeated_headings_are_told() -> None:
    table = reading.read("a.csv", b"number,name,name\n1,A,B\n2,A\n\n3,A,B,C\n4,A,B,,\n")
    assert table.headings == ["number", "name", "name (2)"]
    assert [(p.row, p.key) for p in table.problems] == [(3, "imports.ragged"), (5, "imports.ragged")]
    assert table.numbers == [2, 3, 5, 6] and table.rows[3] == ["4", "A", "B"]
    assert table.notes == [("imports.heading_twice", {"heading": "name", "column": 3})]


def test_workbook_cells_become_text_and_numbers_are_remembered() -> None:
    rows = [["code", "born", "score"], ["007", date(2003, 11, 5), 87.5], [8, "05.11.2003", 90]]
    table = reading.read("a.xlsx", book(rows))
    assert table.rows == [["007", "2003-11-05", "87.5"], ["8", "05.11.2003", "90"]]
    assert table.numeric == [0b100, 0b101]


def test_a_formula_in_a_cell_is_text() -> None:
    table = reading.read("a.xlsx", book([["name"], ["=HYPERLINK(1)"], ["+7 701"], ["@x"]]))
    assert table.rows == [["=HYPERLINK(1)"], ["+7 701"], ["@x"]]


def test_columns_are_guessed_by_heading_in_any_language_and_by_name() -> None:
    for headings in (
        ["Студент нөмірі", "Тегі", "Аты", "ЖСН", "Топ", "Туған күні"],
        ["номер студента", "ФАМИЛИЯ", "Имя", "ИИН", "Группа", "дата рождения"],
        ["Student number", "Last name", "First name", "IIN", "Group", "Date of birth"],
        ["number", "name.last", "name first", "iin", "study.group", "born"],
    ):
        found = {m.target: m.column for m in guess("students", headings)}
        wanted = ["number", "name.last", "name.first", "iin", "study.group", "born"]
        assert found == dict(zip(wanted, headings, strict=True)), headings
        assert guess_kind(headings) == "students"
    results = ["Номер студента", "Код", "Кредиты", "Буквенная оценка", "term", "Название"]
    assert guess_kind(results) == "results"


def _value(path: str, text: str) -> Any:
    spec = next(t for t in targets("students") if t.path == path).spec
    return column(spec, None).value(text)  # type: ignore[arg-type]


def test_text_becomes_the_stored_value() -> None:
    assert _value("born", "05.11.2003") == _value("born", "2003-11-05") == "2003-11-05"
    assert _value("study.year", "2") == _value("study.year", "2,0") == 2
    for said in ("female", "Әйел", "женский", "FEMALE"):
        assert _value("sex", said) == "female"
    credits = next(t for t in targets("results") if t.path == "credits").spec
    for said, kept in (("3", "3"), ("3,0", "3"), ("2.5", "2.5"), ("1 000", None)):
        if kept:
            assert column(credits, None).value(said) == Decimal(kept)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "text", "key"),
    [
        ("born", "31.02.2003", "errors.field.date_impossible"),
        ("born", "осень", "errors.field.date_parsing"),
        ("study.year", "9", "errors.field.less_than_equal"),
        ("study.year", "2,5", "errors.field.int_from_float"),
        ("sex", "?", "imports.not_in_list"),
        ("iin", "031105699008", "errors.field.iin_check_digit"),
        ("iin", "31105699007", "imports.iin_lost_zeros"),
        ("number", "a b", "errors.field.string_pattern_mismatch"),
    ],
)
def test_a_bad_cell_says_why(path: str, text: str, key: str) -> None:
    with pytest.raises(Bad) as e:
        _value(path, text)
    assert e.value.key == key


def test_an_iin_without_its_zero_names_the_whole_one() -> None:
    with pytest.raises(Bad) as e:
        _value("iin", "31105699007")
    assert e.value.values_["whole"] == "031105699007"


def test_terms_of_the_real_records() -> None:
    row: dict[str, str] = {}
    assert makers.midfield_term("19881", "", row) == "1988-1"
    assert makers.midfield_kind("20043", "", row) == "spring" and makers.midfield_year("20043", "", row) == "2004"
    for bad in ("", "1988", "19887", "abcde"):
        with pytest.raises(RuleBroken):
            makers.midfield_term(bad, "", row)
    assert makers.join("", "a,b", {"a": "HIST", "b": "1030"}) == "HIST 1030"


def test_a_card_made_from_a_file_has_the_shape_of_one_made_by_hand() -> None:
    by_hand = plain(Profile(number="1", name=Name(last="А", first="Б"), iin_absent_reason="x"))
    assert {**_BLANK, "number": "1", "name": by_hand["name"], "iin_absent_reason": "x"} == by_hand
    assert {**_STUDY, "id": "s"} == plain(StudyProfile(id="s"))


def _result(id: str, on: date, points: str, code: str) -> dict[str, Any]:
    made = Result(
        id=id, discipline=Ref(id="d", label=Text(kk="Пән")), code=code, term="t", credits=Decimal(3),
        letter="A", points=Decimal(points), state=ResultState.passed, earned=Decimal(3), gpa=True,
        replaces=False, rules="r", source="x", on=on,
    )  # fmt: skip
    return plain(made)


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("0 1.0 2.7 4.0".split())), max_size=12))
def test_many_events_at_once_make_the_state_that_folding_makes(said: list[tuple[int, str]]) -> None:
    """In any order of days, with some of them voided again."""
    rows: list[dict[str, Any]] = []

    def add(kind: str, day: date, **body: Any) -> None:
        who = {"id": "u", "name": "u", "role": "head"}
        n = len(rows) + 1
        envelope = {"id": f"e{n}", "n": n, "at": "2026-01-01T00:00:00Z", "actor": who}
        rows.append({**envelope, "command": "c", "effective": day.isoformat(), "type": kind, **body})

    card = plain(Profile(number="1", name=Name(last="А", first="Б"), iin_absent_reason="x"))
    add("admitted", date(1990, 1, 1), profile=card, study=plain(StudyProfile(id="s")))
    start = history.grow(history.empty(), rows, list)
    for i, (days, points) in enumerate(said):
        on = date.fromordinal(date(2000, 1, 1).toordinal() + days)
        if days == 40 and i:
            add("event_voided", date(2026, 1, 1), voids=f"e{i + 1}")
        else:
            add("result_recorded", on, study="s", result=_result(f"r{i}", on, points, f"C{days % 3}"))
    assert history.grow(start, rows[1:], lambda: rows[:1]) == history.fold(history.parse(rows))


def test_a_voided_admission_leaves_the_bare_card() -> None:
    who = ev.Who(id="u", name="u", role="head")
    common: dict[str, Any] = {"at": "2026-01-01T00:00:00Z", "actor": who, "command": "c"}
    card = plain(Profile(number="1", name=Name(last="А", first="Б"), iin_absent_reason="x"))
    study = plain(StudyProfile(id="s"))
    events = [
        ev.Admitted(id="a", n=1, effective=date(2000, 1, 1), profile=card, study=study, **common),
        ev.EventVoided(id="v", n=2, effective=date(2026, 1, 1), voids="a", **common),
    ]
    state = history.fold(events)
    assert state["number"] == "1" and state["studies"] == []
    assert "number" not in history.fold(events, on=date(1999, 1, 1))


def test_a_voiding_that_is_voided_no_longer_counts() -> None:
    assert history.voided_ids([("a", None), ("b", "a"), ("c", "b")]) == {"b"}
    assert history.voided_ids([("a", None), ("b", "a")]) == {"a"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_fields_of_a_file_are_called_alike(kind: Kind) -> None:
    """The list in the browser sends the word it shows, so two fields of one name would be one."""
    for lang in LANGS:
        labels = [target.show.label(lang) for target in targets(kind)]
        assert len(set(labels)) == len(labels), [x for x in labels if labels.count(x) > 1]
