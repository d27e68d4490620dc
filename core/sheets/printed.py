"""What a printed sheet says by its QR: number, revision, marks and a check; read back and laid beside the record.

The text of a QR is deflated and written in letters that a QR packs densest and an address carries as they are. Columns
of words are left out. The check is keyed by the sheet's own code, which never leaves the office: nobody else can make
a QR that counts as the office's.
"""

from __future__ import annotations

import hmac
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from urllib.parse import unquote

from core.db.codec import digest
from core.db.store import Row, Store
from core.desk import Desk
from core.errors import RuleBroken
from core.sheets.plan import current_line
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import SCORE, ColumnType, Judge, SheetForm

MARK = "S."  # how the text of a sheet's QR begins; the codes of other papers never do
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-.:"  # 41³ > 2¹⁶: two bytes are three letters
FORM = "1"
CHECK = 8  # bytes
MOST = 500  # letters in one QR: its squares stay wide enough on paper
LONGEST = 4000
OWN = ("mark", "final_grade", "letter")  # said of every line beside its columns


@dataclass(frozen=True)
class Printed:
    """What one QR says: lines from `first` (counted from 0) of so many, as they stood at a revision of the sheet."""

    number: str
    revision: int
    first: int
    of: int
    people: str
    rows: tuple[tuple[str, ...], ...]
    body: bytes
    check: bytes

    def genuine(self, sheet: GradeSheet | Row) -> bool:
        """Was it made by this office for this sheet?"""
        code, id = (sheet.code, sheet.id) if isinstance(sheet, GradeSheet) else (sheet.get("code", ""), sheet["_id"])
        return hmac.compare_digest(self.check, _check(code or id, self.body))


@dataclass(frozen=True)
class Compared:
    """A line of the record beside what the paper says of it: (column, on paper, in the record) of every column."""

    n: int
    line: SheetLine
    cells: tuple[tuple[str, str, str], ...]

    @property
    def differs(self) -> bool:
        return any(was != now for _, was, now in self.cells)


def columns(form: SheetForm) -> list[str]:
    """What the QR says of each line: every column but those of words, then mark, final grade and letter."""
    own = [c.code for c in form.columns if c.type is not ColumnType.text or c.of]
    return [*own, *([SCORE] if form.counted else []), *(OWN[:1] if form.judge is Judge.none else OWN)]


def written(sheet: GradeSheet) -> list[str]:
    """The texts of the QRs of a sheet as it stands now: one, or as many as keep each of them small."""
    rows = [_said(current_line(sheet, x.student.id), sheet.form) for x in sheet.lines]
    for parts in range(1, len(rows) + 1):
        size = -(-len(rows) // parts)
        made = [_text(sheet, start, rows[start : start + size]) for start in range(0, len(rows), size)]
        if all(len(text) <= MOST for text in made) or size == 1:
            return made
    return [_text(sheet, 0, [])]


def read(text: str) -> Printed:
    """A scanned text, with or without its address; RuleBroken `sheets.paper_unread`."""
    word = re.split("[/=]", unquote(text.strip()))[-1]
    try:
        if not word.startswith(MARK) or len(word) > LONGEST:
            raise ValueError
        raw = _bytes(word[len(MARK) :])
        unpacked = zlib.decompressobj(-15)
        head, *rows = unpacked.decompress(raw[:-CHECK], 64 * 1024).decode().split("\n")
        form, number, revision, first, of, people = head.split("|")
        if form != FORM or not unpacked.eof:
            raise ValueError
        found = tuple(tuple(row.split(",")) for row in rows)
        return Printed(number, int(revision), int(first), int(of), people, found, raw[:-CHECK], raw[-CHECK:])
    except (ValueError, OverflowError, zlib.error):
        raise RuleBroken("sheets.paper_unread") from None


def genuine_number(store: Store, text: str) -> str | None:
    """What a stranger may know of a scanned text: the sheet's number where the office made it, else None."""
    said = read(text)
    row = store.one("grade_sheets", {"number": said.number}, {"code": 1})
    return said.number if row is not None and said.genuine(row) else None


def found(desk: Desk, said: Printed) -> GradeSheet | None:
    """The sheet a paper speaks of, for those who may read it with its marks; None where there is none for this user."""
    rows = desk.rows(GradeSheet, "grade_sheet.read", {"number": said.number}, limit=1)
    return GradeSheet.model_validate(rows[0]) if rows and desk.may("student.results") else None


def same_list(printed: Printed, sheet: GradeSheet) -> bool:
    """Do the lines of the paper stand for the same people in the same order?"""
    return printed.of == len(sheet.lines) and printed.people == _people(sheet)


def compared(printed: Printed, sheet: GradeSheet) -> list[Compared]:
    """The lines of the paper beside those of the record; only where `same_list`."""
    names, found = columns(sheet.form), []
    for n, said in enumerate(printed.rows, printed.first):
        if n >= len(sheet.lines):
            break
        line = current_line(sheet, sheet.lines[n].student.id)
        now = _said(line, sheet.form)
        was = (*said, *[""] * (len(names) - len(said)))
        found.append(Compared(n + 1, line, tuple(zip(names, was, now, strict=False))))
    return found


def _said(line: SheetLine, form: SheetForm) -> tuple[str, ...]:
    values: list[object] = [
        (line.mark.value if line.mark else None) if code == "mark" else
        getattr(line, code) if code in OWN else line.score if code == SCORE else line.value(code)
        for code in columns(form)
    ]  # fmt: skip
    return tuple(_plain(v) for v in values)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _text(sheet: GradeSheet, first: int, rows: Sequence[Sequence[str]]) -> str:
    head = "|".join((FORM, sheet.number, str(sheet.revision), str(first), str(len(sheet.lines)), _people(sheet)))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress("\n".join([head, *(",".join(row).rstrip(",") for row in rows)]).encode()) + packer.flush()
    return MARK + _letters(body + _check(sheet.code or sheet.id, body))


def _people(sheet: GradeSheet) -> str:
    return digest([x.number for x in sheet.lines])[:6]


def _check(code: str, body: bytes) -> bytes:
    return hmac.new(code.encode(), body, sha256).digest()[:CHECK]


def _letters(data: bytes) -> str:
    out = []
    for n in range(0, len(data), 2):
        pair = data[n : n + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, rest = divmod(value, len(LETTERS))
            out.append(LETTERS[rest])
    return "".join(out)


def _bytes(text: str) -> bytes:
    out = bytearray()
    for n in range(0, len(text), 3):
        part = text[n : n + 3]
        value = sum(LETTERS.index(c) * len(LETTERS) ** i for i, c in enumerate(part))
        out += value.to_bytes(len(part) - 1, "big")
    return bytes(out)
