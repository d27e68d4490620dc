"""What a template is made of once it is read, and how it becomes the paragraphs of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

MOST = 120_000  # letters a paper may have
EMPTY = "—"


@dataclass(frozen=True)
class Words:
    """Text as it is written, with its marks of paragraphs."""

    text: str
    line: int


@dataclass(frozen=True)
class Variable:
    """A place where a value stands."""

    name: str
    line: int


@dataclass(frozen=True)
class Table:
    """A table of so many columns."""

    name: str
    columns: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Given:
    """Has the variable a value, and is it not «no»?"""

    name: str


@dataclass(frozen=True)
class Equal:
    """Is the stored value (the code of a choice) this?"""

    name: str
    value: str


@dataclass(frozen=True)
class Not:
    inner: Test


@dataclass(frozen=True)
class And:
    left: Test
    right: Test


@dataclass(frozen=True)
class Or:
    left: Test
    right: Test


Test = Given | Equal | Not | And | Or


@dataclass(frozen=True)
class Branch:
    """What stands where the test holds; without a test: where none before it did."""

    test: Test | None
    then: tuple[Piece, ...]


@dataclass(frozen=True)
class Choose:
    branches: tuple[Branch, ...]


Piece = Words | Variable | Table | Choose


@dataclass(frozen=True)
class Value:
    """A variable's value: `said` in the paper's language, `stored` for conditions («» where there is none)."""

    said: str
    stored: str = ""


@dataclass(frozen=True)
class Grid:
    """A table's content: (code, heading, «L» or «R») of every column it has, rows by column code."""

    columns: tuple[tuple[str, str, Literal["L", "R"]], ...]
    rows: tuple[Mapping[str, str], ...]


BlockKind = Literal["text", "heading", "right", "item", "table"]


@dataclass(frozen=True)
class Block:
    """A paragraph (`runs`: text and whether it is semibold) or a table (`heads`, `aligns`, `rows`)."""

    kind: BlockKind
    runs: tuple[tuple[str, bool], ...] = ()
    heads: tuple[str, ...] = ()
    aligns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class Set:
    """A filled template: its blocks, and the variables that were to be printed and have no value."""

    blocks: tuple[Block, ...] = ()
    missing: list[str] = field(default_factory=list)


def tables_in(pieces: Iterable[Piece]) -> set[str]:
    """The names of the tables that pieces set, under whatever condition."""
    found: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Table):
            found.add(piece.name)
        elif isinstance(piece, Choose):
            for branch in piece.branches:
                found |= tables_in(branch.then)
    return found


def holds(test: Test, values: Mapping[str, Value]) -> bool:
    """Does a condition hold of these values?"""
    match test:
        case Given(name):
            return values[name].stored not in ("", "false")
        case Equal(name, value):
            return values[name].stored == value
        case Not(inner):
            return not holds(inner, values)
        case And(left, right):
            return holds(left, values) and holds(right, values)
        case Or(left, right):
            return holds(left, values) or holds(right, values)


def fill(pieces: Sequence[Piece], values: Mapping[str, Value], tables: Mapping[str, Grid]) -> Set:
    """The paper's blocks. Marks of paragraphs count in the template's own words only, never inside a value, and a
    variable without a value stands as a dash and is named in `missing`."""
    made = _Filling(values, tables)
    made.run(pieces)
    made.end()
    return Set(tuple(made.blocks), made.missing)


_MARKS: tuple[tuple[str, BlockKind], ...] = (("# ", "heading"), ("> ", "right"), ("- ", "item"))


class _Filling:
    def __init__(self, values: Mapping[str, Value], tables: Mapping[str, Grid]) -> None:
        self.values, self.tables = values, tables
        self.blocks: list[Block] = []
        self.missing: list[str] = []
        self.runs: list[tuple[str, bool]] = []
        self.kind: BlockKind = "text"
        self.fresh = True  # at the beginning of a line of the template
        self.bold = False
        self.letters = 0

    def run(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            match piece:
                case Words(text, _):
                    self._words(text)
                case Variable(name, _):
                    self._value(name)
                case Table(name, columns, _):
                    self._table(name, columns)
                case Choose(branches):
                    then = next((b.then for b in branches if b.test is None or holds(b.test, self.values)), ())
                    self.run(then)

    def _words(self, text: str) -> None:
        for n, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if n:
                self._line_ends()
            if self.fresh:
                line = self._marked(line.lstrip())
            for m, part in enumerate(line.split("**")):
                if m:
                    self.bold = not self.bold
                if part:
                    self._say(part)
            self.fresh = self.fresh and not line.strip()

    def _marked(self, line: str) -> str:
        """The line without the mark that says what kind of paragraph it begins."""
        for mark, kind in _MARKS:
            if line.startswith(mark):
                self.end()
                self.kind = kind
                return line[len(mark) :]
        return line

    def _line_ends(self) -> None:
        """A line's end is a space; an empty line, or the end of a marked line, ends the paragraph."""
        if self.fresh or self.kind != "text":
            self.end()
        else:
            self._say(" ")
        self.fresh = True

    def _value(self, name: str) -> None:
        value = self.values[name]
        if not value.said:
            self.missing.append(name)
        self._say(value.said or EMPTY)
        self.fresh = False

    def _say(self, text: str) -> None:
        text = text[: max(MOST - self.letters, 0)]
        self.letters += len(text)
        if text:
            self.runs.append((text, self.bold))

    def _table(self, name: str, columns: tuple[str, ...]) -> None:
        self.end()
        grid = self.tables[name]
        known = {c[0]: c for c in grid.columns}
        rows = tuple(tuple(row.get(c, "") for c in columns) for row in grid.rows)
        heads, aligns = tuple(known[c][1] for c in columns), tuple(known[c][2] for c in columns)
        self.blocks.append(Block("table", heads=heads, aligns=aligns, rows=rows))
        self.fresh = True

    def end(self) -> None:
        """Close the paragraph; one without letters leaves nothing."""
        if "".join(t for t, _ in self.runs).strip():
            self.blocks.append(Block(self.kind, runs=tuple(self.runs)))
        self.runs, self.kind, self.bold, self.fresh = [], "text", False, True
