"""The file of the national platform as a table: which column is what, whose each row is, what of it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from core import export
from core.desk import Desk, Why
from core.diplomas import platform
from core.diplomas.graduates import MOST
from core.errors import Problem, Problems, RuleBroken
from core.i18n import fold, parse_date, t
from core.imports.reading import Table
from core.jobs.run import kept
from schemas.base import LANGS, Id, Lang
from schemas.diploma import LIVE, Diploma, DiplomaStatus, PlatformNumber
from schemas.student import Student

RIGHT = "diploma.prepare"
SAMPLE = {
    "student": "22-0101", "iin": "040101500123", "series": "BD", "number": "0001234",
    "payload": "https://epvo.kz/#/check/0001234", "day": "25.06.2027",
}  # fmt: skip
COLUMNS = tuple(SAMPLE)
WHO, NEEDED = ("student", "iin"), ("number", "payload")


@dataclass
class Plan:
    """What a file would do. rows: (row of the file, diploma, the number it would have)."""

    table: Table
    rows: list[tuple[int, Diploma, PlatformNumber]] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many diplomas had no number before."""
        return sum(d.platform is None for _, d, _ in self.rows)


def heading(column: str, lang: Lang) -> str:
    """A column as the template calls it."""
    return t(f"diplomas_page.column.{column}", lang)


def template(desk: Desk) -> bytes:
    """The table to be filled in: those of today's language."""
    return export.xlsx([heading(c, desk.lang) for c in COLUMNS], [tuple(SAMPLE.values())], "1")


def _places(table: Table) -> dict[str, int]:
    words = {fold(heading(c, lang)): c for c in COLUMNS for lang in LANGS} | {fold(c): c for c in COLUMNS}
    found: dict[str, int] = {}
    for at, head in enumerate(table.headings):
        name = words.get(fold(head))
        if name and name not in found:
            found[name] = at
    return found


def plan(desk: Desk, year: int, table: Table) -> Plan:
    """The dry run: whose each row is and what it would give him, with what is wrong beside row and column."""
    result, places = Plan(table), _places(table)
    result.unknown = [h for n, h in enumerate(table.headings) if n not in places.values()]
    missing = [c for c in NEEDED if c not in places]
    missing += [] if any(c in places for c in WHO) else ["student"]
    if missing:
        result.problems = [Problem("", "timetable.no_column", {"column": heading(c, desk.lang)}) for c in missing]
        return result
    result.problems = list(table.problems)
    heads = {c: table.headings[at] for c, at in places.items()}
    known = _Known(desk, year)
    for number, row in zip(table.numbers, table.rows, strict=True):
        cell = {name: row[at].strip() for name, at in places.items()}
        try:
            diploma, given = known.whose(cell), _given(cell)
            known.free(diploma, given)
        except Problems as e:
            result.problems += [Problem(heads.get(p.field, p.field), p.key, p.values, number) for p in e.problems]
            continue
        if diploma.platform is not None and _said(diploma.platform) == _said(given):
            result.same += 1
        else:
            result.rows.append((number, diploma, given))
    return result


class _Known:
    """The diplomas of a year by what a file calls their holders."""

    def __init__(self, desk: Desk, year: int) -> None:
        where = {"year": year, "of": None, "status": {"$in": [s.value for s in LIVE]}}
        rows = desk.rows(Diploma, RIGHT, where, {"values": 0}, [("key", 1)], MOST)
        self.by: dict[str, list[Diploma]] = {}
        ids = {}
        for diploma in map(Diploma.model_validate, rows):
            self.by.setdefault(f"student:{fold(diploma.student_number)}", []).append(diploma)
            if diploma.student:
                ids[diploma.student.id] = diploma
        people = desk.rows(Student, RIGHT, {"_id": {"$in": sorted(ids)}}, {"iin": 1}, limit=len(ids) or 1)
        for person in people:
            if person.get("iin"):
                self.by.setdefault(f"iin:{person['iin']}", []).append(ids[person["_id"]])
        self.seen: set[Id] = set()
        self.numbers: dict[tuple[str, str], Id] = {}

    def whose(self, cell: Mapping[str, str]) -> Diploma:
        """The diploma a row speaks of; Problems: nobody, several, registered already, twice in the file."""
        named = next((c for c in WHO if cell.get(c)), "")
        if not named:
            raise Problems([Problem("student", "errors.field.missing")])
        found = self.by.get(f"{named}:{fold(cell[named]) if named == 'student' else cell[named]}", [])
        if len(found) != 1:
            key = "diplomas_page.several" if found else "diplomas_page.nobody"
            raise Problems([Problem(named, key, {"number": cell[named]})])
        (diploma,) = found
        if cell.get("iin") and named == "student":
            other = self.by.get(f"iin:{cell['iin']}", [])
            if other and other[0].id != diploma.id:
                raise Problems([Problem("iin", "diplomas_page.other_iin", {"name": diploma.name})])
        if diploma.id in self.seen:
            raise Problems([Problem(named, "diplomas_page.twice_in_file", {"name": diploma.name})])
        self.seen.add(diploma.id)
        return diploma

    def free(self, diploma: Diploma, given: PlatformNumber) -> None:
        """Problems where the diploma has its number for ever, or the number is of another row."""
        same = diploma.platform is not None and _said(diploma.platform) == _said(given)
        if diploma.status is not DiplomaStatus.prepared and not same:
            values = {"diploma": diploma.label(), "status": diploma.status}
            raise Problems([Problem("number", "diplomas.not_prepared", values)])
        key = given.series, given.number
        if self.numbers.setdefault(key, diploma.id) != diploma.id:
            raise Problems([Problem("number", "diplomas.number_taken", {"number": " ".join(key).strip()})])


def _given(cell: Mapping[str, str]) -> PlatformNumber:
    """What a row gives; Problems beside its columns."""
    values: dict[str, Any] = {k: cell.get(k, "") for k in ("series", "number", "payload")}
    empty = [Problem(k, "errors.field.missing") for k in NEEDED if not values[k]]
    if empty:
        raise Problems(empty)
    try:
        values["day"] = parse_date(cell["day"]) if cell.get("day") else None
    except ValueError as e:
        raise Problems([Problem("day", str(e))]) from None
    try:
        return PlatformNumber.model_validate(values)
    except ValidationError as e:
        raise Problems.of(e) from None


def _said(number: PlatformNumber) -> tuple[Any, ...]:
    return number.series, number.number, number.payload, number.day


def bring(desk: Desk, found: Plan, data: bytes, why: Why) -> int:
    """Give the good rows of a plan to their diplomas; the file itself is kept beside. How many. RuleBroken where there
    is nothing to bring."""
    if not found.rows:
        raise RuleBroken("imports.nothing_new")
    file = kept(desk, found.table.name, data, "platform", "", Why(why.reason, why.basis, f"{why.command}:given"))
    given = {d.id: {**n.model_dump(), "source": file} for _, d, n in found.rows}
    platform.bring(desk, given, why)
    return len(given)
