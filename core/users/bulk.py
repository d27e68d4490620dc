"""Accounts from a table: read, shown with what is wrong in each row, then all appointed in one act or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core import access
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.export import csv_bytes
from core.fields import FieldSpec, describe, form_fields
from core.i18n import fold, t
from core.imports.reading import Table
from core.imports.values import Bad, Column, column
from core.tx import Tx
from core.users import passwords
from core.users.acts import create_step
from core.users.rules import NEEDS, checked
from schemas.base import LANGS, Id, Lang
from schemas.user import User
from schemas.words import Role, Work

MOST = 300  # each password costs the server its hash
NOT_BROUGHT = {"duties_file"}


@dataclass
class Line:
    """A row of the table: its number in the file, the account it makes (None where it makes none), what is wrong.

    cells: what stood in the file, by field; values: what of it could be read.
    """

    number: int
    values: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)
    user: User | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Plan:
    """A table as it would be appointed: headings understood (heading → field) and not, and its lines."""

    understood: dict[str, FieldSpec]
    unknown: list[str]
    lines: list[Line]

    @property
    def wrong(self) -> list[Line]:
        """Lines with something to mend."""
        return [line for line in self.lines if line.problems]


def specs() -> list[FieldSpec]:
    """The fields a table may bring: those of the form, and what is shared out."""
    shared = [s for s in describe(User) if s.path in ("groups", "work")]
    return [s for s in form_fields(User) if s.path not in NOT_BROUGHT and s.kind != "file"] + shared


def plan(desk: Desk, table: Table) -> Plan:
    """What a table would appoint. Raises RuleBroken: no column of login, name or role; too many rows."""
    named = {fold(name): s for s in specs() for name in (s.path, *(s.label(lang) for lang in LANGS))}
    understood: dict[str, FieldSpec] = {}
    for heading in table.headings:
        spec = named.get(fold(heading.strip(" *")))
        if spec and spec not in understood.values():
            understood[heading] = spec
    if not {"login", "name", "role"} <= {s.path for s in understood.values()}:
        raise RuleBroken("users.table_needs")
    if len(table.rows) > MOST:
        raise RuleBroken("users.table_long", most=MOST, count=len(table.rows))
    columns = {h: _column(spec, desk.store) for h, spec in understood.items()}
    lines = [
        _line(number, dict(zip(table.headings, row, strict=False)), columns)
        for number, row in zip(table.numbers, table.rows, strict=True)
    ]
    for problem in table.problems:
        for line in lines:
            if line.number == problem.row:
                line.problems.append(problem)
    _unique(desk.store, lines)
    return Plan(understood, [h for h in table.headings if h not in understood], lines)


def _column(spec: FieldSpec, store: Store) -> Column:
    """How a field reads its cells; several values stand in one cell with semicolons between them."""
    one: Callable[[str], Any]
    if spec.path == "groups":
        one = str.strip
    elif spec.path == "work":
        one = column(replace(spec, kind="choice", choices=tuple(Work)), store).turn
    elif spec.kind == "refs":
        one = column(replace(spec, kind="ref"), store).turn
    else:
        return column(spec, store)
    return Column(spec, lambda text: [one(part.strip()) for part in text.split(";") if part.strip()])


def _line(number: int, cells: dict[str, str], columns: dict[str, Column]) -> Line:
    line = Line(number, {})
    for heading, turn in columns.items():
        text = cells.get(heading, "").strip()
        if not text:
            continue
        line.cells[turn.spec.path] = text
        try:
            lower = turn.spec.path in ("login", "email")
            line.values[turn.spec.path] = turn.value(text.casefold() if lower else text)
        except Bad as e:
            line.problems.append(Problem(turn.spec.path, e.key, e.values_, number))
    unread = {p.field for p in line.problems}
    try:
        made = checked({"language": "kk", **line.values})
        line.user = None if unread else made
    except Problems as e:  # everything of a row at once; a cell that could not be read is not also missing
        found = {p.field.split(".")[0]: p for p in e.problems}
        if (role := line.values.get("role")) and (needed := NEEDS.get(Role(role))) and needed not in line.values:
            found.setdefault(needed, Problem(needed, "users.scope_missing", {"role": Role(role)}))
        line.problems += [replace(p, row=number) for name, p in found.items() if name not in unread]
    return line


def _unique(store: Store, lines: list[Line]) -> None:
    """A login or an e-mail stands once: in the table and in the office."""
    for name in ("login", "email"):
        seen: dict[str, int] = {}
        values = [str(line.values.get(name) or "").casefold() for line in lines]
        taken = set(store.names("users", name, {name: {"$in": [v for v in values if v]}}))
        for line, value in zip(lines, values, strict=True):
            if not value:
                continue
            if value in taken:
                line.problems.append(Problem(name, "errors.field.duplicate", {"value": value}, line.number))
            elif value in seen:
                line.problems.append(Problem(name, "users.table_twice", {"row": seen[value]}, line.number))
            seen.setdefault(value, line.number)


def appoint(desk: Desk, lines: Sequence[Line], first: Sequence[str], why: Why) -> list[Id]:
    """Appoint everybody of a table in one act; first: a first password for each, to be changed at the first sign-in.

    Raises Problems (a line that still has some), Duplicate (a login taken meanwhile), Forbidden.
    """
    wrong = [p for line in lines for p in line.problems]
    users = [line.user for line in lines if line.user is not None]
    if wrong or len(users) != len(lines) or not users:
        raise Problems(wrong or [Problem("", "users.table_needs")])
    if len(first) != len(users):
        raise ValueError("a password for each account")
    access.require(desk.actor, "user.appoint")  # before the hashes, which are dear
    hashes = [passwords.hashed(p) for p in first]

    def work(tx: Tx) -> User:
        made = [user.model_copy(deep=True) for user in users]
        for user, hash in zip(made, hashes, strict=True):
            create_step(tx, user, hash)
        return made[0]

    desk.transact("user.appoint_many", work, why, right="user.appoint", given=[u.login for u in users])
    return [u.id for u in users]


def password_file(lines: Sequence[Line], first: Sequence[str], lang: Lang) -> bytes:
    """The first passwords as a table to hand out; it is made once and kept nowhere."""
    rows = [[line.user.name, line.user.login, word] for line, word in zip(lines, first, strict=True) if line.user]
    return csv_bytes([t("users.sort_name", lang), t("users.sort_login", lang), t("users.first_word", lang)], rows)


def sample(lang: Lang) -> bytes:
    """An empty table with the headings of this language."""
    return csv_bytes([s.label(lang) for s in specs()], [])
