"""The dry run: what a file would create, change and leave, and each problem with its row, column, value and
reason.

What is shown is what is saved: accepting writes exactly this plan, and refuses when a student changed
meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import access, house, jobs
from core.db.store import Row, Store
from core.desk import Desk
from core.errors import Problem, RuleBroken
from core.imports import makers, matching
from core.imports.reading import Table
from core.imports.values import Bad, Column, column, told
from core.jobs import big
from schemas.base import Document, Text
from schemas.diploma import OldDiploma
from schemas.importing import Kind, Match

CREATED, CHANGED, SAME, PROBLEM = "created", "changed", "same", "problem"


@dataclass
class Plan:
    """A dry run. verdicts: one per row of the table. changes: row of the table → [(path, old, new)].

    problems forbid accepting; warnings do not. unused: columns that hold something and go nowhere. news: documents
    that will be made (disciplines, terms, the rulebook). saves: (model, id, revision, changed fields) of documents
    that are no students. olds: entries of the paper book of diplomas. works: what happens to students.
    """

    kind: Kind
    table: Table
    today: date
    verdicts: list[str]
    changes: dict[int, list[tuple[str, Any, Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    news: list[Document] = field(default_factory=list)
    saves: list[tuple[type[Document], str, int, Row]] = field(default_factory=list)
    olds: list[OldDiploma] = field(default_factory=list)
    works: list[jobs.Work] = field(default_factory=list)
    new_id: Callable[[], str] = field(default_factory=lambda: jobs.ids().__next__)

    def count(self, verdict: str) -> int:
        """How many rows of the file have this verdict."""
        return self.verdicts.count(verdict)

    def problem(self, at: int, column: str, key: str, **values: Any) -> None:
        """Tell of a row (by its place in the table) that cannot come in."""
        self.verdicts[at] = PROBLEM
        self.problems.append(Problem(column, key, values, self.table.numbers[at]))

    @property
    def empty(self) -> bool:
        """Would nothing change?"""
        return not (self.works or self.news or self.saves or self.olds)


Values = dict[str, Any]  # target → stored value; a target whose cell is empty is not there


@dataclass
class Sheet:
    """A table whose text has become values; `rows` holds None where a row has a problem.

    columns: target → the heading it came from. constants: targets filled by the preset, not by the file.
    """

    rows: list[Values | None]
    columns: dict[str, str]
    constants: dict[str, Any]


def plan(desk: Desk, table: Table, kind: Kind, matches: Sequence[Match], rules: str = "") -> Plan:
    """Try a file in: nothing is written. rules: code of the rulebook results were given under."""
    from core.imports import documents, results, students

    access.require(desk.actor, "import.run")
    if kind == "diplomas":
        access.require(desk.actor, "diploma.register")
    store = desk.store
    house.refresh(store, pause=house.PAUSE)
    settle_published(store)
    for match in matches:
        spec = matching.target(kind, match.target).spec
        if desk.actor.role in spec.hidden | spec.fixed:
            raise RuleBroken("kinds.field_not_yours", name=spec.label(desk.lang))
    made = Plan(kind, table, desk.today(), [SAME] * len(table.rows), problems=list(table.problems))
    for problem in table.problems:
        made.verdicts[table.numbers.index(problem.row or 0)] = PROBLEM
    sheet = converted(made, matches, store)
    if kind == "students":
        students.fill(made, sheet, store)
    elif kind == "results":
        results.fill(made, sheet, store, rules)
    elif kind == "diplomas":
        documents.diplomas(made, sheet, store)
    else:
        documents.fill(made, sheet, store)
    made.problems.sort(key=lambda p: p.row or 0)
    return made


def settle_published(store: Store) -> None:
    """Let every published job finish, so that the plan is made on what is true."""
    for row in store.rows("jobs", {"settled": False}, {"_id": 1}):
        big.finish(store, row["_id"])


def converted(made: Plan, matches: Sequence[Match], store: Store) -> Sheet:
    """All cells as values; what cannot be one is told in the plan."""
    table, kind = made.table, made.kind
    wanted = {t.path: t for t in matching.targets(kind)}
    headings = table.headings
    readers: list[tuple[str, str, Callable[[list[str]], str], Column]] = []
    constants: dict[str, Any] = {}
    columns: dict[str, str] = {}
    for match in matches:
        spec = matching.target(kind, match.target).spec
        turn = column(spec, store)
        if not match.column and not match.make:
            if match.constant:
                constants[match.target] = _constant(match, turn)
            continue
        if match.column and match.column not in headings:
            raise RuleBroken("imports.column_missing", column=match.column)
        columns[match.target] = match.column or match.make.partition(":")[2]
        readers.append((match.target, match.column, _reader(match, headings), turn))
    missing = [p for p, t in wanted.items() if t.required and p not in columns and p not in constants]
    if missing:
        show = wanted[missing[0]].show
        raise RuleBroken("imports.target_missing", field=Text(kk=show.kk, ru=show.ru, en=show.en), target=missing[0])
    made.unused = _unused(table, matches)
    required = {p for p, t in wanted.items() if t.required}
    lost = _lost_zeros(made, readers)
    rows: list[Values | None] = []
    for at, cells in enumerate(table.rows):
        values: Values = dict(constants)
        bad = made.verdicts[at] == PROBLEM
        for path, heading, read, turn in readers:
            try:
                text = read(cells)
                if not text:
                    if path in required:
                        raise Bad("errors.field.missing")
                    continue
                if (at, path) in lost:
                    raise Bad("imports.lost_zeros", value=text)
                values[path] = turn.value(text)
            except Bad as e:
                bad = True
                made.verdicts[at] = PROBLEM
                made.problems.append(told(heading or columns[path], table.numbers[at], e))
            except RuleBroken as e:
                bad = True
                made.problem(at, heading or columns[path], e.key, **e.values)
        rows.append(None if bad else values)
    return Sheet(rows, columns, constants)


def _unused(table: Table, matches: Sequence[Match]) -> list[str]:
    """Headings that no match takes, where some row has a value: nothing of a file is left out unsaid."""
    used = {m.column for m in matches} | {c.strip() for m in matches for c in m.make.partition(":")[2].split(",")}
    return [h for i, h in enumerate(table.headings) if h not in used and any(row[i] for row in table.rows)]


def _constant(match: Match, turn: Column) -> Any:
    try:
        return turn.value(match.constant)
    except Bad as e:
        raise RuleBroken("imports.bad_constant", target=match.target, value=match.constant) from e


def _reader(match: Match, headings: list[str]) -> Callable[[list[str]], str]:
    at = headings.index(match.column) if match.column else -1
    codes, constant = match.codes, match.constant
    make = makers.maker(match.make, headings) if match.make else None
    if not codes and not make and not constant:
        return lambda cells: cells[at]

    def read(cells: list[str]) -> str:
        text = cells[at] if at >= 0 else ""
        if make:
            text = make(text, dict(zip(headings, cells, strict=True)))
        return codes.get(text, text) or constant

    return read


CODES = {"number", "student", "code", "section", "study.group"}


def _lost_zeros(made: Plan, readers: Sequence[tuple[str, str, Any, Column]]) -> set[tuple[int, str]]:
    """Cells of code columns that were numbers: where the column's texts begin with a zero, the number has
    lost it.

    Where nearly all have one length, a shorter number is warned of, not refused.
    """
    table, lost = made.table, set()
    for path, heading, _, _ in readers:
        if path not in CODES or not heading:
            continue
        at = table.headings.index(heading)
        bit = 1 << at
        numeric = [i for i, bits in enumerate(table.numeric) if bits & bit]
        if not numeric:
            continue
        zeros = any(row[at].startswith("0") for i, row in enumerate(table.rows) if not table.numeric[i] & bit)
        longest = max(len(row[at]) for row in table.rows)
        usual, times = Counter(len(row[at]) for row in table.rows if row[at]).most_common(1)[0]
        for i in numeric:
            length = len(table.rows[i][at])
            if zeros and length < longest:
                lost.add((i, path))
            elif length < usual and times * 10 > len(table.rows) * 9:
                values = {"value": table.rows[i][at]}
                made.warnings.append(Problem(heading, "imports.perhaps_lost_zeros", values, table.numbers[i]))
    return lost


def by_key(store: Store, collection: str, key: str, values: Sequence[str], fields: Row) -> Iterator[Row]:
    """Stored rows whose key is among many values."""
    wanted = list(dict.fromkeys(values))
    for start in range(0, len(wanted), 2000):
        yield from store.rows(collection, {key: {"$in": wanted[start : start + 2000]}}, fields)
