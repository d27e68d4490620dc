"""A table on a paper: own column widths, long texts wrap and the row grows, the head stands on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.pdf.fonts import MM_PER_POINT, Face, clean, width, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, TINT, Align, Ink, Paper, baseline

PAD = 1.1  # between a column's edge and its text
ROW_PAD = 0.55  # above and below the text of a row
HEAD, UNDER = 6.6, 5.0  # points of a column's head, and of its other languages
HEAD_STEP = 2.75 / HEAD


@dataclass(frozen=True)
class Column:
    """A column: what stands in its head, how wide it is in mm, where its text leans.

    A right-leaning column with `places` lines its numbers up on the decimal sign, brackets hanging outside.
    `lead` is the air before a left-leaning text, more of it after a right-leaning column. `under`: the same head
    in other languages, small under it where the table begins.
    """

    title: str
    width: float
    align: Align = "L"
    places: int = 0
    lead: float = PAD
    face: Face = Face.SANS
    under: tuple[str, ...] = ()

    @property
    def room(self) -> float:
        """Width left for text, mm."""
        return self.width - self.lead - PAD


def longest(text: str, face: Face, size: float) -> float:
    """Width of the longest word: narrower than that, it breaks between two letters."""
    return max((width(clean(word, face), face, size) for word in text.split()), default=0.0)


def fitted(heads: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float) -> list[float]:
    """Widths of columns for these texts, mm, together `room`: where they ask for more than there is, those with several
    words give way first, so that a number, a date or a group is not broken."""
    asked, least = [], []
    air = 2 * PAD + 1.2
    for n, head in enumerate(heads):
        cells = {r[n] for r in rows}
        words = max(longest(head, Face.BOLD, HEAD), *(longest(c, Face.SANS, size) for c in cells), 6.0)
        asked.append(min(max(words, *(width(clean(c), Face.SANS, size) for c in cells)) + air, 95.0))
        least.append(min(words + air, 60.0))
    free, wish = room - sum(least), sum(asked) - sum(least)
    if sum(asked) <= room or free <= 0:
        of = asked if free > 0 else least
        return [w * room / sum(of) for w in of]
    return [lo + (hi - lo) * free / wish for lo, hi in zip(least, asked, strict=True)]


def _head_lines(column: Column, short: bool = False) -> list[tuple[str, Face, float]]:
    """The lines of a column's head; letters are made smaller where its longest word would break."""
    found = []
    for text, face, size, least in (
        (column.title, Face.BOLD, HEAD, 5.2), *((u, Face.SANS, UNDER, 4.2) for u in column.under if not short)
    ):  # fmt: skip
        wide = longest(text, face, size)
        size = size if wide <= column.room else max(size * column.room / wide - 0.01, least)
        found += [(line, face, size) for line in wrap(text, face, size, column.room)]
    return found


class Table:
    """A table that begins at the paper's `y` and goes on over as many pages as it needs.

    `size` is the type size of the rows in points. A band is a heading inside the table; it is repeated, with
    `continued` behind it, on the page where its rows go on.
    """

    def __init__(self, paper: Paper, columns: Sequence[Column], size: float = 7.8, continued: str = "") -> None:
        self.paper = paper
        self.columns = tuple(columns)
        self.size = size
        self.step = size * MM_PER_POINT * 1.28
        self.note_size = size - 1.1
        self.note_step = self.note_size * MM_PER_POINT * 1.22
        self.continued = continued
        self.edges = [paper.left]
        for column in self.columns:
            self.edges.append(self.edges[-1] + column.width)
        self._band: tuple[str, str] | None = None
        self._head_lines = [_head_lines(c) for c in self.columns]
        paper.need(self._head_height + 3 * self.step)
        self._head()
        self._head_lines = [_head_lines(c, short=True) for c in self.columns]

    @property
    def _head_height(self) -> float:
        return max(sum(size * HEAD_STEP for _, _, size in lines) for lines in self._head_lines) + 1.8

    def _head(self) -> None:
        paper, height = self.paper, self._head_height
        several = any(face is Face.SANS for lines in self._head_lines for _, face, _ in lines)
        for column, x, lines in zip(self.columns, self.edges, self._head_lines, strict=False):
            y = paper.y + (0.8 if several else height - 1.0 - sum(size * HEAD_STEP for _, _, size in lines))
            for line, face, size in lines:
                ink = ACCENT if face is Face.BOLD else QUIET
                paper.say(_at(column, x), y + size * 0.318, line, face, size, ink, column.align)
                y += size * HEAD_STEP
        paper.y += height
        paper.rule(paper.y, ACCENT, 0.35)

    def _break(self) -> None:
        self.paper.new_page()
        self._head()
        if self._band:
            left, right = self._band
            self._draw_band(f"{left} ({self.continued})" if self.continued else left, right)

    def band(self, left: str, right: str = "") -> None:
        """A heading across the table, with figures at its right end; it never stands last on a page."""
        self._band = None
        if self._band_height(left, right) + 3 * self.step > self.paper.room:
            self._break()
        self._draw_band(left, right)
        self._band = (left, right)

    def _band_lines(self, left: str, right: str) -> tuple[str, ...]:
        taken = width(clean(right, Face.BOLD), Face.BOLD, self.size) + 4 if right else 0.0
        return wrap(left, Face.BOLD, self.size, self.paper.body - taken - 2 * PAD)

    def _band_height(self, left: str, right: str) -> float:
        return len(self._band_lines(left, right)) * self.step + 1.5

    def _draw_band(self, left: str, right: str) -> None:
        paper, size = self.paper, self.size
        lines, height = self._band_lines(left, right), self._band_height(left, right)
        paper.fill(paper.left, paper.y + 0.2, paper.body, height - 0.2, TINT)  # below the rule of the head
        y = paper.y + 0.75 + baseline(size, self.step)
        paper.say(paper.right - PAD, y, right, Face.BOLD, size, ACCENT, "R")
        for line in lines:
            paper.say(paper.left + PAD, y, line, Face.BOLD, size, ACCENT)
            y += self.step
        paper.y += height
        paper.rule(paper.y, HAIR, 0.1)

    def row(self, cells: Sequence[str], note: str = "", note_column: int = 0, ink: Ink = INK, least: float = 0) -> None:
        """One row; `note` stands in small type under the text of its column. `least` is the smallest height.

        A row goes to the next page as a whole; only one that is taller than a page is torn between lines.
        """
        todo = [
            list(wrap(text, column.face, self.size, column.room))
            for column, text in zip(self.columns, cells, strict=True)
        ]
        small = list(wrap(note, Face.SANS, self.note_size, self.columns[note_column].room)) if note else []
        fresh = False  # a page that was begun for this row takes what it can, or we would turn pages for ever
        while True:
            height = max(self._height(todo, small, note_column), least)
            if height <= self.paper.room:
                self._draw_row(todo, small, note_column, ink, height)
                return
            if fresh or (height > self._page_height and self.paper.room > 4 * self.step):
                now, todo, small_now, small = self._torn(todo, small, note_column)
                self._draw_row(now, small_now, note_column, ink, self._height(now, small_now, note_column))
                least = 0
            self._break()
            fresh = True

    def _height(self, lines: Sequence[Sequence[str]], small: Sequence[str], note_column: int) -> float:
        plain = max((len(cell) for cell in lines), default=0) * self.step
        noted = len(lines[note_column]) * self.step + len(small) * self.note_step
        return max(plain, noted) + 2 * ROW_PAD

    @property
    def _page_height(self) -> float:
        """What a row may hope for on a new page, under the running head, the table's head and a band."""
        return self.paper.bottom - self.paper.top - self._head_height - 20

    def _torn(
        self, todo: list[list[str]], small: list[str], note_column: int
    ) -> tuple[list[list[str]], list[list[str]], list[str], list[str]]:
        fits = max(int((self.paper.room - 2 * ROW_PAD) / self.step), 1)
        now, rest = [cell[:fits] for cell in todo], [cell[fits:] for cell in todo]
        left = self.paper.room - 2 * ROW_PAD - len(now[note_column]) * self.step
        notes = 0 if rest[note_column] else max(int(left / self.note_step), 0)
        return now, rest, small[:notes], small[notes:]

    def _draw_row(
        self, lines: Sequence[Sequence[str]], small: Sequence[str], note_column: int, ink: Ink, height: float
    ) -> None:
        paper = self.paper
        spare = max(height - self._height(lines, small, note_column), 0) / 2
        first = paper.y + spare + ROW_PAD + baseline(self.size, self.step)
        for n, (column, x, cell) in enumerate(zip(self.columns, self.edges, lines, strict=False)):
            y = first
            for line in cell:
                at = _at(column, x) + _hang(column, line, self.size)
                paper.say(at, y, line, column.face, self.size, ink, column.align)
                y += self.step
            if n == note_column:
                for line in small:
                    paper.say(_at(column, x), y - 0.15, line, Face.SANS, self.note_size, QUIET, column.align)
                    y += self.note_step
        paper.y += height
        paper.rule(paper.y, HAIR, 0.1)


def _at(column: Column, x: float) -> float:
    return {"L": x + column.lead, "C": x + column.width / 2, "R": x + column.width - PAD}[column.align]


def _hang(column: Column, line: str, size: float) -> float:
    """How far a number is moved so that units stand under units and decimals under decimals."""
    if column.align != "R":
        return 0.0
    number = line.rstrip(")")
    shift = width(")", column.face, size) * (len(line) - len(number))
    if column.places and number[-1:].isdigit():
        _, sign, rest = number.replace(",", ".").partition(".")
        digit, point = width("0", column.face, size), width(",", column.face, size)
        shift -= (column.places - len(rest)) * digit + (0.0 if sign else point)
    return min(shift, PAD)
