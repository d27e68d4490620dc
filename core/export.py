"""A list as a file: exactly what stands on the screen. Values in, bytes out.

A name that begins with `=` is an attack on whoever opens the file: in XLSX text is written as text, in CSV such a
cell gets an apostrophe before it. Codes and numbers of people stay text, so no leading zero is lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

_DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # wide signs too: eastern spreadsheets read them
LETTERS = 32_767  # of one cell of Excel
Cell = str | int | float | Decimal | date | None


Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]], Sequence[str]]  # name, headings, rows, notes


def xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str = "1", notes: Sequence[str] = ()) -> bytes:
    """An Excel file: headings frozen and filterable, text as text, numbers as numbers, dates as dates.

    notes: lines above the table (what was asked, when, by whom).
    """
    return xlsx_sheets([(sheet, headings, rows, notes)])


def xlsx_sheets(sheets: Iterable[Sheet]) -> bytes:
    """Several such tables in one file, each on its own sheet."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        for sheet in sheets:
            _page(book, *sheet)
    return buffer.getvalue()


def _page(book: Any, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], notes: Sequence[str]) -> None:
    page = book.add_worksheet(_sheet_name(name))
    bold, day = (
        book.add_format({"bold": True, "bottom": 1}),
        book.add_format({"num_format": "dd.mm.yyyy"}),
    )
    for n, note in enumerate(notes):
        page.write_string(n, 0, note)
    top = len(notes) + bool(notes)
    widths = [len(h) for h in headings]
    # What stands as 3,00 on the screen must not become 3 in the file.
    formats = [None, *(book.add_format({"num_format": f}) for f in ("0.0", "0.00"))]
    for place, heading in enumerate(headings):
        page.write_string(top, place, heading, bold)
    last = top
    for last, row in enumerate(rows, top + 1):
        for place, value in enumerate(row):
            _write(page, last, place, value, day, formats)
            widths[place] = max(widths[place], len(str(value or "")))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width + 2, 60))
    page.freeze_panes(top + 1, 0)
    if headings:
        page.autofilter(top, 0, last, len(headings) - 1)


def placed(cells: Mapping[tuple[int, int], Cell], sheet: str = "1") -> bytes:
    """An Excel file with each value in its own cell (row, column, from 0): a form whose layout others made."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(_sheet_name(sheet))
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for (row, place), value in cells.items():
            _write(page, row, place, value, day, [None, None, None])
        page.set_column(0, 0, 48)
    return buffer.getvalue()


def _write(page: Any, row: int, place: int, value: Cell, day: Any, formats: list[Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool) or isinstance(value, str):
        text = str(value)
        # Longer than a cell of Excel may be: the end that is missing is marked, never cut in silence.
        page.write_string(row, place, text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…")
    elif isinstance(value, date):
        page.write_datetime(row, place, value, day)
    else:
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        page.write_number(
            row, place, float(value), formats[max(0, min(2, -exponent)) if isinstance(exponent, int) else 0]
        )


def _sheet_name(text: str) -> str:
    return "".join(c for c in text if c not in "[]:*?/\\'")[:31] or "1"


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[Cell]], comma: str = ";") -> bytes:
    """A CSV file that Excel opens by a double click in Kazakh and Russian Windows: UTF-8 with a mark, semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=comma, lineterminator="\r\n")
    writer.writerow([_guarded(h) for h in headings])
    for row in rows:
        writer.writerow([_guarded(_text(v, comma)) for v in row])
    return out.getvalue().encode("utf-8-sig")


def _text(value: Cell, comma: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value).replace(".", ",") if comma == ";" else str(value)
    return str(value)


def _guarded(text: str) -> str:
    # Plain negative numbers are no formulas; anything else that a spreadsheet would carry out is quoted.
    if text.startswith(_DANGEROUS) and not text.replace(",", "", 1).replace(".", "", 1).lstrip("-").isdigit():
        return "'" + text
    return text
