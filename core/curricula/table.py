"""A curriculum as a table of texts: what is typed into the grid or stands in a file becomes lines, and back.

A row that names a discipline takes from the catalogue what it leaves empty. Nothing typed is cut or guessed: a cell
that is no value is told with its row and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core import export, house
from core.db.codec import plain
from core.db.store import Row, Store
from core.errors import Problem, RuleBroken
from core.fields import FieldSpec, described, word_for
from core.imports import reading
from core.imports.matching import Target, among
from core.imports.values import Bad, Column, column, told
from schemas.base import Id, Lang, Show
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.importing import Match

# In the order in which the grid and the file show them.
COLUMNS = (
    "semester", "code", "cycle", "component", "credits", "lesson", "control", "block", "choose", "lecture_hours",
    "class_hours", "accompanist_hours", "department", "counts_in_gpa",
)  # fmt: skip
OF_CATALOGUE = (
    "cycle", "component", "credits", "lesson", "control", "lecture_hours", "class_hours", "accompanist_hours",
    "department", "counts_in_gpa",
)  # fmt: skip
CODE = Show("Пән коды", "Код дисциплины", "Discipline code")
NAME = Show("Пән атауы", "Название дисциплины", "Discipline title")
TYPED = Mapping[str, str]


def spec_of(name: str) -> FieldSpec:
    """How a column is called and read."""
    found = described(CurriculumLine, name)
    return replace(found, show=CODE) if name == "code" else found


def words(line: CurriculumLine, lang: Lang) -> dict[str, str]:
    """A line as one would type it in a language."""
    said = _worded(plain(line), lang)
    return said if line.block else {**said, "choose": ""}  # there is something to choose only within a block


def _worded(row: Mapping[str, Any], lang: Lang) -> dict[str, str]:
    return {name: _word(name, row.get(name), lang) for name in COLUMNS}


def _word(name: str, value: Any, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):  # no groups of thousands: this is typed again
        short = f"{value.normalize():f}"
        return short if lang == "en" else short.replace(".", ",")
    return word_for(spec_of(name), value, lang)


@dataclass
class Read:
    """Typed rows as read. lines: for `acts.edit`, None for a row left out (no code) or not readable; problems with the
    row's place (from 0); filled: what each row shows where nothing is typed; names: title of its discipline."""

    lines: list[dict[str, Any] | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    filled: list[dict[str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def whole(self) -> list[dict[str, Any]]:
        """The lines that could be read."""
        return [x for x in self.lines if x is not None]


def read(
    store: Store, rows: Sequence[tuple[Id, TYPED]], lang: Lang, stored: Iterable[CurriculumLine] = ()
) -> Read:  # fmt: skip
    """Read typed rows: (id of the line, column → text). stored: lines whose code, where it is not typed over, means
    their own discipline, whatever code the catalogue gives it today."""
    kept = {x.id: x for x in stored}
    known = _disciplines(store, [texts.get("code", "").strip() for _, texts in rows], kept.values())
    columns = _columns(store)
    out = Read()
    for place, (id, texts) in enumerate(rows):
        code = texts.get("code", "").strip()
        of = known.get(code)
        # A line that has no department keeps none: the catalogue fills what is new, it does not change what stands.
        bare = id in kept and kept[id].code == code and kept[id].department is None
        first = {k: v for k, v in _of_catalogue(of).items() if not (bare and k == "department")} if of else {}
        filled = _worded(first, lang)
        out.filled.append({**filled, "semester": "", "code": ""})
        out.names.append(of.name.get(lang) if of else "")
        line: dict[str, Any] | None = None
        if code and of is None:
            out.problems.append(Problem("code", "curricula.unknown_code", {"code": code[:40]}, place))
        elif of is not None:
            line = _line(id, texts, of, first, columns, out.problems, place)
        out.lines.append(line)
    return out


def _line(
    id: Id, texts: TYPED, of: Discipline, first: dict[str, Any], columns: Mapping[str, Column],
    problems: list[Problem], place: int,
) -> dict[str, Any] | None:  # fmt: skip
    row = first | {"id": id, "discipline": of.id, "code": of.code}
    bad = len(problems)
    for name, reader in columns.items():
        text = texts.get(name, "").strip()
        if text:
            try:
                row[name] = reader.value(text)
            except Bad as e:
                problems.append(told(name, place, e))
        if reader.spec.required and row.get(name) in (None, "") and not text:
            problems.append(Problem(name, "errors.field.missing", {}, place))
    if isinstance(row.get("department"), dict):
        row["department"] = row["department"]["id"]
    return row if len(problems) == bad else None


def _of_catalogue(of: Discipline) -> dict[str, Any]:
    row = plain(of)
    return {name: row[name] for name in OF_CATALOGUE if row.get(name) is not None}


def _columns(store: Store) -> dict[str, Column]:
    return {name: column(spec_of(name), store) for name in COLUMNS if name != "code"}


def _disciplines(store: Store, typed: Iterable[str], stored: Iterable[CurriculumLine]) -> dict[str, Discipline]:
    """Typed text → the discipline with this code, else the only one with this title in any language."""
    own = {x.discipline.id: x.code for x in stored}
    wanted = sorted({t for t in typed if t})
    if not wanted:
        return {}
    spelled = sorted({s for t in wanted for s in (t, t.upper())})
    titles = [{f"name.{lang}": {"$in": wanted}} for lang in ("kk", "ru", "en")]
    where = [{"code": {"$in": spelled}}, *titles, *([{"_id": {"$in": sorted(own)}}] if own else [])]
    rows = store.rows("disciplines", {"$or": where}, limit=2000)
    found = [Discipline.model_validate(r) for r in rows]
    by_code = {d.code: d for d in found} | {own[d.id]: d for d in found if d.id in own}
    by_name: dict[str, list[Discipline]] = {}
    for d in found:
        for name in {d.name.kk, d.name.ru, d.name.en} - {""}:
            by_name.setdefault(name, []).append(d)
    out: dict[str, Discipline] = {}
    for text in wanted:
        of = by_code.get(text) or by_code.get(text.upper())
        named = by_name.get(text, [])
        if of or len(named) == 1:
            out[text] = of or named[0]
    return out


# files ------------------------------------------------------------------------------------------------------------


def targets() -> tuple[Target, ...]:
    """Where the columns of a file can go."""
    return _targets(house.current().key)


@lru_cache(maxsize=8)
def _targets(key: house.Key) -> tuple[Target, ...]:
    needed = ("semester", "code")
    return tuple(Target(name, spec_of(name).show, spec_of(name), name in needed) for name in COLUMNS)


def of_file(name: str, data: bytes) -> reading.Table:
    """The table in a file; RuleBroken as reading.read."""
    return reading.read(name, data)


def guess(table: reading.Table) -> list[Match]:
    """The columns whose headings say where they go, in three languages."""
    return among(targets(), table.headings)


def typed_rows(table: reading.Table, matches: Iterable[Match]) -> list[dict[str, str]]:
    """The rows of a file as typed rows. RuleBroken where no column gives the semester or the code."""
    places = {m.target: table.headings.index(m.column) for m in matches if m.column in table.headings}
    for each in targets():
        if each.required and each.path not in places:
            raise RuleBroken("curricula.no_column", name=each.show.kk)
    return [{name: row[at] for name, at in places.items()} for row in table.rows]


def xlsx(of: Curriculum, lang: Lang) -> bytes:
    """The lines as a workbook that can be brought in again; its first column after the code is the title."""
    heads = [spec_of(c).label(lang) for c in COLUMNS]
    heads.insert(2, NAME.label(lang))
    rows = [_cells(x, lang) for x in of.lines]
    return export.xlsx(heads, rows, of.programme.label.get(lang).split(" ")[0])


def _cells(line: CurriculumLine, lang: Lang) -> list[Any]:
    said: Row = words(line, lang)
    numbers = {"semester", "credits", "choose", "lecture_hours", "class_hours", "accompanist_hours"}
    cells = [getattr(line, c) if c in numbers and said[c] else said[c] for c in COLUMNS]
    cells.insert(2, line.discipline.label.get(lang))
    return cells
