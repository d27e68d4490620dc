"""What somebody has typed into the grid of a curriculum and not saved: kept at every cell, by person, as typed.

It is no act and changes nothing in the curriculum; it outlives errors, other pages and another person's save. `base` is
the revision over which it was typed: when somebody saves meanwhile, both texts of a cell are there to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from core import access
from core.curricula.acts import EDIT
from core.curricula.table import COLUMNS, words
from core.db.store import Row, Session
from core.desk import Desk
from core.errors import RuleBroken
from schemas.base import Id, Lang
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.words import CurriculumState

LONGEST = 400  # letters of one cell
MOST = 400  # lines of a curriculum
Cells = dict[str, str]


@dataclass(frozen=True)
class Draft:
    """One person's typing. rows: line → {was: its cells when it was first touched, in Kazakh words (None for a new
    line), now: cells as typed}; ids of new lines sort in the order in which they came."""

    base: int
    rows: Mapping[Id, Mapping[str, Cells | None]] = field(default_factory=dict)

    def now(self, row: Id) -> Cells:
        """What was typed into a row."""
        return dict((self.rows.get(row) or {}).get("now") or {})


@dataclass(frozen=True)
class GridRow:
    """A row of the grid: cells as stored or typed; line: the stored one, None for a new row."""

    id: Id
    cells: Cells
    line: CurriculumLine | None


@dataclass(frozen=True)
class Clash:
    """A cell (or a whole line, column "") that two people changed: Kazakh words of what was and what they saved."""

    row: Id
    code: str
    column: str
    was: str
    theirs: str
    mine: str


def of(desk: Desk, id: Id) -> Draft | None:
    """What this person has typed into a curriculum; None for nothing."""
    row = desk.store.one("drafts", {"_id": _key(desk, id)})
    return Draft(row["base"], row.get("rows") or {}) if row else None


def others(desk: Desk, id: Id) -> list[tuple[str, datetime]]:
    """Who else has typed something not saved yet: (name, when)."""
    rows = desk.store.rows("drafts", {"sheet": _place(id)}, {"rows": 0}, limit=20)
    return [(r["name"], r["at"]) for r in rows if r["user"] != desk.actor.id]


def keep(desk: Desk, id: Id, edits: Iterable[tuple[Id, str, str]]) -> None:
    """Keep typed cells (row, column, text). Raises RuleBroken when it is no draft (any more) or there is no such
    column."""
    found = list(edits)
    curriculum = _open(desk, id)
    held, lines = of(desk, id), {x.id: x for x in curriculum.lines}
    known = lines.keys() | (held.rows.keys() if held else set())
    if any(column not in COLUMNS or row not in known for row, column, _ in found):
        raise RuleBroken("sheets.no_such_cell")
    sets: Row = {}
    for row, column, text in found:
        sets[f"rows.{row}.now.{column}"] = text[:LONGEST]
        if row in lines and (held is None or row not in held.rows):
            sets[f"rows.{row}.was"] = words(lines[row], "kk")
    _write(desk, curriculum, sets)


def add(desk: Desk, id: Id, rows: Sequence[Cells]) -> None:
    """Put further rows under the grid."""
    curriculum, held = _open(desk, id), of(desk, id)
    there = len(curriculum.lines) + len(held.rows if held else ())
    if there + len(rows) > MOST:
        raise RuleBroken("imports.too_many_rows", most=MOST)
    ids = _ids(desk)
    _write(desk, curriculum, {f"rows.{next(ids)}": {"was": None, "now": dict(cells)} for cells in rows})


def replace(desk: Desk, id: Id, rows: Sequence[Cells]) -> None:
    """Put the rows of a file in the place of all lines: those of a discipline that is there already change its line,
    the others are new, lines without a row are marked to be left out."""
    curriculum = _open(desk, id)
    if len(rows) > MOST:
        raise RuleBroken("imports.too_many_rows", most=MOST)
    left = {x.code: x for x in reversed(curriculum.lines)}
    sets: Row = {}
    ids = _ids(desk)
    for cells in rows:
        line = left.pop(cells.get("code", "").strip().upper(), None) or left.pop(cells.get("code", "").strip(), None)
        now = {c: cells.get(c, "")[:LONGEST] for c in COLUMNS if cells.get(c, "").strip()}
        sets[line.id if line else next(ids)] = {"was": words(line, "kk") if line else None, "now": now}
    kept = set(sets)
    sets |= {
        x.id: {"was": words(x, "kk"), "now": {"code": ""}} for x in curriculum.lines if x.id not in kept
    }  # fmt: skip
    drop(desk, id)
    _write(desk, curriculum, {f"rows.{row}": cells for row, cells in sets.items()})


def drop(desk: Desk, id: Id) -> None:
    """Put away what this person has typed: it was saved, or is no longer wanted."""
    desk.store.transact(lambda session: session.remove_drafts([_key(desk, id)]))


def composed(curriculum: Curriculum, draft: Draft | None, lang: Lang) -> list[GridRow]:
    """The grid: stored lines with what is typed over them, then new rows."""
    lines = {x.id: x for x in curriculum.lines}
    rows = [GridRow(x.id, words(x, lang) | (draft.now(x.id) if draft else {}), x) for x in curriculum.lines]
    fresh = [i for i, r in sorted(draft.rows.items() if draft else ()) if i not in lines and not r.get("was")]
    empty = dict.fromkeys(COLUMNS, "")
    return rows + [GridRow(i, empty | (draft.now(i) if draft else {}), None) for i in fresh]


def clashes(curriculum: Curriculum, draft: Draft) -> list[Clash]:
    """Cells that somebody saved otherwise after they were typed into, and lines left out meanwhile."""
    lines = {x.id: x for x in curriculum.lines}
    found: list[Clash] = []
    for id, row in draft.rows.items():
        was, now = row.get("was"), row.get("now") or {}
        if not was:
            continue
        if id not in lines:
            mine = ", ".join(f"{v}" for v in now.values())
            found.append(Clash(id, was["code"], "", "", "", mine))
            continue
        theirs = words(lines[id], "kk")
        found += [
            Clash(id, was["code"], c, was[c], theirs[c], text)
            for c, text in now.items() if theirs[c] != was[c] and text != theirs[c]
        ]  # fmt: skip
    return sorted(found, key=lambda c: (c.code, c.column))


def settle(desk: Desk, id: Id, mine: bool) -> None:
    """After somebody saved first: go on over what is stored now, with one's own text in the cells both changed (a line
    they left out comes back as a new one), or with theirs."""
    curriculum, held = _open(desk, id), of(desk, id)
    if held is None:
        return
    lines = {x.id: x for x in curriculum.lines}
    lost = {(c.row, c.column) for c in clashes(curriculum, held)}
    rows: Row = {}
    ids = _ids(desk)
    for row, cells in held.rows.items():
        was, now = cells.get("was"), dict(cells.get("now") or {})
        if not mine:
            now = {c: text for c, text in now.items() if (row, c) not in lost}
        if was and row not in lines:
            if mine:
                rows[next(ids)] = {"was": None, "now": {**was, **now}}
        elif now:
            rows[row] = {"was": words(lines[row], "kk") if row in lines else None, "now": now}
    drop(desk, id)
    if rows:
        _write(desk, curriculum, {f"rows.{row}": cells for row, cells in rows.items()})


def _open(desk: Desk, id: Id) -> Curriculum:
    access.require(desk.actor, EDIT)
    curriculum = desk.get(Curriculum, id, EDIT)
    if curriculum.state is not CurriculumState.draft:
        raise RuleBroken("curricula.not_draft", state=curriculum.state)
    return curriculum


def _write(desk: Desk, curriculum: Curriculum, sets: Row) -> None:
    key = _key(desk, curriculum.id)
    about = {"user": desk.actor.id, "name": desk.actor.name, "at": desk.now(), "sheet": _place(curriculum.id)}
    first = {"base": curriculum.revision}

    def work(session: Session) -> None:
        session.upsert("drafts", {"_id": key}, {"$set": {**about, **sets}, "$setOnInsert": first})

    if sets:
        desk.store.transact(work)


def _ids(desk: Desk) -> Iterator[Id]:
    """Ids for new rows that sort in the order in which they are taken: the database keeps keys in that order."""
    first = desk.ids()[:18]
    return (f"{first}{n:06x}" for n in count())


def _place(id: Id) -> str:
    return f"curriculum:{id}"


def _key(desk: Desk, id: Id) -> str:
    return f"{_place(id)}|{desk.actor.id}"
