"""The table a unit fills: what is typed or pasted from Excel as rows of text, and what is wrong in which cell. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from core.errors import Problem
from core.i18n import parse_date
from schemas.data_request import ROWS, CellType, WantedColumn

LONGEST = 500  # letters of a cell


def pasted(text: str, columns: Sequence[WantedColumn]) -> list[list[str]]:
    """Rows copied from a spreadsheet (cells between tabs), in the order of columns; a row of headings is left out."""
    rows = [[c.strip()[:LONGEST] for c in line.split("\t")] for line in text.splitlines() if line.strip()]
    heads = [c.title.casefold() for c in columns]
    if rows and [c.casefold() for c in rows[0]][: len(heads)] == heads:
        rows = rows[1:]
    return [(row + [""] * len(columns))[: len(columns)] for row in rows]


def beyond(text: str, columns: Sequence[WantedColumn]) -> int:
    """How many filled cells of a paste have no column: they would be lost."""
    return sum(bool(c.strip()) for line in text.splitlines() for c in line.split("\t")[len(columns) :])


def filled(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """The rows in which anything stands, trimmed."""
    found = [[c.strip() for c in row] for row in rows]
    return [row for row in found if any(row)]


def checked(rows: Sequence[Sequence[str]], columns: Sequence[WantedColumn]) -> list[Problem]:
    """What is wrong, each with its row (from 0) and the column's place as its field; empty rows are no rows."""
    found = [
        Problem(str(place), key, row=n)
        for n, row in enumerate(rows) if any(c.strip() for c in row)
        for place, column in enumerate(columns)
        if (key := _wrong(row[place] if place < len(row) else "", column))
    ]  # fmt: skip
    return found + ([Problem("rows", "data_requests.too_many", {"most": ROWS})] if len(filled(rows)) > ROWS else [])


def _wrong(text: str, column: WantedColumn) -> str:
    if not text.strip():
        return "errors.field.missing" if column.needed else ""
    if column.type is CellType.number and number(text) is None:
        return "errors.field.decimal_parsing"
    if column.type is CellType.day:
        try:
            parse_date(text)
        except ValueError as e:
            return str(e)
    return ""


def number(text: str) -> Decimal | None:
    """A number as it is typed here: comma or point, spaces between thousands; None for what is none."""
    try:
        found = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def of_draft(rows: Mapping[str, Mapping[str, str]], columns: int) -> list[list[str]]:
    """Typed cells by row and column («c0») as rows, in their order."""
    return [[rows[r].get(f"c{n}", "") for n in range(columns)] for r in sorted(rows)]


__all__ = ["beyond", "checked", "filled", "number", "of_draft", "pasted"]
