"""A file becomes a table of text: CSV of any common encoding and delimiter, or the first sheet of a workbook.

Nothing is executed and nothing is guessed away: what a program in between may have spoilt (leading zeros,
encodings,
rows cut in the wrong place) is said with its row.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

import python_calamine

from core.errors import Problem, RuleBroken

MEGABYTES, ROWS, COLUMNS, CELL = 20, 200_000, 200, 5000
UNPACKED = 400 << 20  # a workbook of 20 MB that unpacks to more is an attack, not a register
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".tsv", ".txt")
# Letters and signs that a Kazakh or Russian text in the old one-byte encoding is made of.
_USUAL = frozenset(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯәғқңөұүһіӘҒҚҢӨҰҮҺІ«»„“”‘’‚–—…№°§·\u00a0•±²³™€"
)


@dataclass
class Table:
    """A file as read: unique headings, rows of text as long as the headings, and what is to be told of it.

    numbers: the row's number in the file (the heading is row 1). numeric: for each row the columns (a bit
    each) that stood there as numbers, not as text. problems: rows that cannot be trusted. notes: (message
    key, values).
    """

    name: str
    hash: str
    headings: list[str]
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    numeric: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def read(name: str, data: bytes) -> Table:
    """The table in a file. Raises RuleBroken: too big, of another kind, damaged, empty, too many rows or
    columns."""
    if len(data) > MEGABYTES << 20:
        raise RuleBroken("errors.file_too_big", size=MEGABYTES)
    if not data.strip():
        raise RuleBroken("imports.empty_file")
    notes: list[Any] = []
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if data[:4] == b"PK\x03\x04" or ending in WORKBOOKS:
        lines = _workbook(data, ending)
    elif ending in TEXTS or ending == "":
        lines, notes = _text(data)
    else:
        raise RuleBroken("errors.file_kind", kinds="CSV, XLSX")
    table = _table(name, sha256(data).hexdigest(), lines)
    table.notes[:0] = notes
    return table


Line = tuple[int, list[str], int]  # row number, cells, bits of the cells that were numbers


def _table(name: str, hash: str, lines: Iterable[Line]) -> Table:
    source = iter(lines)
    first = next((line for line in source if any(line[1])), None)
    if first is None:
        raise RuleBroken("imports.empty_file")
    table = Table(name, hash, *_headings(first[1]))
    width = len(table.headings)
    for number, cells, numeric in source:
        if not any(cells):
            continue
        if len(table.rows) == ROWS:
            raise RuleBroken("imports.too_many_rows", most=ROWS)
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            values = {"found": len(cells), "expected": width}
            table.problems.append(Problem("", "imports.ragged", values, number))
            cells = (cells + [""] * width)[:width]
        long = next((i for i, c in enumerate(cells) if len(c) > CELL), None)
        if long is not None:
            table.problems.append(
                Problem(table.headings[long], "errors.field.string_too_long", {"max_length": CELL}, number)
            )
            cells[long] = cells[long][:CELL]
        table.rows.append(cells)
        table.numbers.append(number)
        table.numeric.append(numeric)
    if not table.rows:
        raise RuleBroken("imports.no_rows")
    return table


def _headings(
    cells: list[str],
) -> tuple[list[str], list[list[str]], list[int], list[int], list[Problem], list[Any]]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > COLUMNS:
        raise RuleBroken("imports.too_many_columns", most=COLUMNS)
    seen: dict[str, int] = {}
    notes: list[Any] = []
    unique = []
    for i, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"#{i}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            notes.append(("imports.heading_twice", {"heading": name, "column": i}))
            name = f"{name} ({seen[name]})"
        unique.append(name)
    return unique, [], [], [], [], notes


# text -------------------------------------------------------------------------------------------------------


def _text(data: bytes) -> tuple[Iterator[Line], list[Any]]:
    text, notes = _decoded(data)
    delimiter = _delimiter(text)
    csv.field_size_limit(1 << 20)

    def lines() -> Iterator[Line]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        before = 0
        try:
            for cells in reader:
                yield before + 1, [_clean(c) for c in cells], 0
                before = reader.line_num
        except csv.Error:
            raise RuleBroken("imports.cannot_read_row", row=before + 1) from None

    return lines(), notes


def _decoded(data: bytes) -> tuple[str, list[Any]]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            raise RuleBroken("imports.unknown_encoding") from None
    if b"\0" in data:
        raise RuleBroken("errors.file_broken")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        # KZ-1048 is windows-1251 with the Kazakh letters where that had Serbian ones.
        text = data.decode("kz1048")
    except UnicodeDecodeError:
        raise RuleBroken("imports.unknown_encoding") from None
    foreign = [c for c in text if c >= "\x80"]
    if sum(c not in _USUAL for c in foreign) > len(foreign) / 50:
        raise RuleBroken("imports.unknown_encoding")
    return text, [("imports.old_encoding", {})]


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns, the same number in each."""
    sample = text[:20_000]
    best, most = ",", (0.0, 0)
    for sign in ",;\t|":
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=sign))[:20]
        rows = [r for r in rows if r]
        if not rows or len(rows[0]) < 2:
            continue
        same = sum(len(r) == len(rows[0]) for r in rows) / len(rows)
        if (same, len(rows[0])) > most:
            best, most = sign, (same, len(rows[0]))
    return best


def _clean(text: str) -> str:
    if text.isascii() and "\t" not in text:
        return text.strip()
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "").replace("\ufeff", "").strip()


# workbooks --------------------------------------------------------------------------------------------------


def _workbook(data: bytes, ending: str) -> Iterator[Line]:
    if data[:4] == b"PK\x03\x04":
        _refuse_bomb(data)
    elif ending not in (".xls",):
        raise RuleBroken("errors.file_broken")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [m.name for m in book.sheets_metadata if m.visible == python_calamine.SheetVisibleEnum.Visible]
        sheet = book.get_sheet_by_name((shown or book.sheet_names)[0])
        if sheet.total_height > ROWS + 1:
            raise RuleBroken("imports.too_many_rows", most=ROWS)
        rows = sheet.iter_rows()
    except (python_calamine.CalamineError, IndexError, ValueError):
        raise RuleBroken("errors.file_broken") from None
    top = (sheet.start or (0, 0))[0] + 1
    for number, cells in enumerate(rows, top):
        texts, bits = [], 0
        for i, cell in enumerate(cells):
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                bits |= 1 << i
            texts.append(_cell(cell))
        yield number, texts, bits


def _cell(cell: Any) -> str:
    if isinstance(cell, str):
        return _clean(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _refuse_bomb(data: bytes) -> None:
    """Unpack once, counting: sizes written in the file may lie."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            if len(members) > 5000 or sum(m.file_size for m in members) > UNPACKED:
                raise RuleBroken("imports.bomb")
            for member in members:
                with packed.open(member) as part:
                    while piece := part.read(1 << 20):
                        total += len(piece)
                        if total > UNPACKED:
                            raise RuleBroken("imports.bomb")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise RuleBroken("errors.file_broken") from None
