"""A list as a file: what stands on the screen, and nothing a spreadsheet would carry out."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import export

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=40)


def read_csv(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_numbers_are_numbers_dates_are_dates_and_codes_keep_their_zeros() -> None:
    made = export.xlsx(["A", "B", "C", "D"], [["007", Decimal("3.00"), date(2026, 11, 23), None]])
    _, row = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert row == ["007", 3.0, date(2026, 11, 23), ""]
    assert read_csv(export.csv_bytes(["A"], [[Decimal("3.21")], [date(2026, 11, 23)], ["007"]])) == [
        ["A"], ["3,21"], ["23.11.2026"], ["007"],
    ]  # fmt: skip


def test_csv_opens_in_excel_with_kazakh_letters() -> None:
    made = export.csv_bytes(["Әріп"], [["Қоңырбай"]])
    assert made.startswith(b"\xef\xbb\xbf") and "Қоңырбай" in made.decode("utf-8-sig")


@given(TEXT)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    ((said,),) = read_csv(export.csv_bytes([text or "x"], []))
    assert not said.startswith(("=", "+", "@")) and said.removeprefix("'") == (text or "x").removeprefix("'")


@given(TEXT)
def test_text_in_an_excel_file_stays_text(text: str) -> None:
    made = export.xlsx(["A"], [[text], ["end"]])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == text


def test_a_negative_number_is_not_taken_for_an_attack() -> None:
    assert read_csv(export.csv_bytes(["A"], [[Decimal("-1.5")], ["-1+cmd"]])) == [["A"], ["-1,5"], ["'-1+cmd"]]
