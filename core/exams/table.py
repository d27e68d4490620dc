"""An exam timetable as a table of a file: which column is what, what each row means, what of it is wrong. Dry run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import calendar
from core.db.codec import digest, plain
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.exams.acts import made, taken, unfit
from core.exams.gathering import LIVE, Sessions, lessons_on, sitting_of, standing
from core.exams.rules import Sitting, between, names, near
from core.i18n import fold, parse_date, t
from core.imports.reading import Table
from core.registration.frame import study_rules
from core.timetable.table import BAD, CHANGED, NEW, SAME, hour
from schemas.base import LANGS, Id, Ref
from schemas.discipline import Discipline
from schemas.exam import Exam, ExamState
from schemas.reference import Person, Room
from schemas.section import Section
from schemas.term import Term

COLUMNS = ("section", "day", "starts", "minutes", "room", "examiners")
NEEDED = ("section", "day", "starts")
SET = ("day", "starts", "minutes", "room", "examiners")


@dataclass
class Plan:
    """What a file would do to a term. rows: (number in the file, verdict, the exam as it would stand, the id of the
    draft it changes). problems: beside row and column; warnings: students with too little rest."""

    table: Table
    term: Term
    rows: list[tuple[int, str, Exam | None, Id | None]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def count(self, verdict: str) -> int:
        """How many rows have this verdict."""
        return sum(v == verdict for _, v, _, _ in self.rows)

    @property
    def works(self) -> list[tuple[Exam, Id | None]]:
        """What is new or changes."""
        return [(x, of) for _, v, x, of in self.rows if x is not None and v in (NEW, CHANGED)]

    def mark(self) -> str:
        """What was shown, in short: the same file over the same timetable gives the same."""
        return digest([[n, v, plain({k: getattr(x, k) for k in SET}) if x else None, of] for n, v, x, of in self.rows])


def headings() -> dict[str, str]:
    """What a column may be called: folded heading → column, from the words of all three languages."""
    found = {name: name for name in COLUMNS}
    for lang in LANGS:
        for name in COLUMNS:
            found[fold(t(f"exams.column.{name}", lang))] = name
            found[fold(Exam.model_fields[name].metadata[-1].label(lang))] = name
    return found


def plan(desk: Desk, term: Term, table: Table) -> Plan:
    """What the file would do, with the problems of each row; nothing is written."""
    result = Plan(table, term)
    known = headings()
    places: dict[str, int] = {}
    for at, heading in enumerate(table.headings):
        name = known.get(fold(heading))
        if name and name not in places:
            places[name] = at
    missing = [name for name in NEEDED if name not in places]
    if missing:
        result.problems = [
            Problem("", "timetable.no_column", {"column": t(f"exams.column.{m}", desk.lang)}) for m in missing
        ]
        return result
    result.problems += table.problems
    cells = [{name: row[at] for name, at in places.items()} for row in table.rows]
    _rows(desk, result, {name: table.headings[at] for name, at in places.items()}, cells)
    return result


class _Known:
    """What the cells of a file speak of, read at once."""

    def __init__(self, desk: Desk, term: Term, cells: Sequence[Mapping[str, str]]) -> None:
        codes = list({c["section"] for c in cells})
        where: Row = {"term.id": term.id, "code": {"$in": codes}}
        rows = desk.rows(Section, "exam.edit", where, {"head": 0, "taught": 0, "custom": 0}, limit=len(codes) or 1)
        self.sections = {r["code"]: Section.model_validate(r) for r in rows}
        ids = list({s.discipline.id for s in self.sections.values()})
        found = (Discipline.model_validate(r) for r in desk.store.rows("disciplines", {"_id": {"$in": ids}}))
        self.disciplines = {d.id: d for d in found}
        self.rooms = {r.id: r for r in (Room.model_validate(x) for x in desk.store.rows("rooms", {}))}
        self.by_code = {fold(r.code): r for r in self.rooms.values()}
        self.people = {p.id: p for p in map(Person.model_validate, desk.store.rows("people", {}, {"head": 0}))}
        self.by_name: dict[str, list[Person]] = {}
        for p in self.people.values():
            n = p.name
            short = f"{n.last} {n.first[:1]}." + (f"{n.middle[:1]}." if n.middle else "")
            for written in {p.number, fold(p.label().kk), fold(f"{n.last} {n.first}"), fold(short)}:
                self.by_name.setdefault(written, []).append(p)
        live = desk.store.rows(
            "exams", {"section.id": {"$in": [s.id for s in self.sections.values()]}, "state": {"$in": LIVE}}
        )
        self.there = {r["section"]["id"]: Exam.model_validate(r) for r in live}


def _rows(desk: Desk, result: Plan, heads: Mapping[str, str], cells: Sequence[Mapping[str, str]]) -> None:
    table, term = result.table, result.term
    known, cal, rest = _Known(desk, term, cells), calendar.of_year(desk.store, term.year), study_rules().exam_rest
    sessions = Sessions(desk.store, term, cal)
    sessions.know((m.student.id, m.study) for s in known.sections.values() for m in s.members)
    board = {s.id: s for s in standing(desk.store, term)}
    seen: set[Id] = set()
    new: set[Id] = set()
    for number, cell in zip(table.numbers, cells, strict=True):
        try:
            exam = _exam(cell, known, digest(f"{table.hash}:{number}")[:24])
            if exam.section.id in seen:
                raise Problems([Problem("section", "exams.twice_in_file", {"section": exam.section.label})])
            old = known.there.get(exam.section.id)
            if old and _same(old, exam, cell):
                seen.add(exam.section.id)
                result.rows.append((number, SAME, exam, old.id))
                continue
            if old and old.state is ExamState.published:
                raise Problems([Problem("section", "exams.published_by_hand", {"section": exam.section.label})])
            section = known.sections[cell["section"]]
            mine = sitting_of(exam, [m.student for m in section.members])
            days = sessions.days(section)
            found = unfit(exam, term, cal, days, sessions.periods != [], known.rooms, known.people)
            others = [s for s in board.values() if s.day == exam.day and (old is None or s.id != old.id)]
            others += _lessons(desk, term, cal, exam)
            found += [taken(c) for other in others for c in between(mine, other)][:5]
            if found:
                raise Problems(found)
        except Problems as e:
            result.rows.append((number, BAD, None, None))
            result.problems += [Problem(heads.get(p.field, p.field), p.key, p.values, number) for p in e.problems]
            continue
        except RuleBroken as e:
            result.rows.append((number, BAD, None, None))
            result.problems.append(Problem(heads["section"], e.key, e.values, number))
            continue
        if old:
            board.pop(old.id)
        board[mine.id] = mine
        seen.add(exam.section.id)
        new.add(mine.id)
        result.rows.append((number, CHANGED if old else NEW, exam, old.id if old else None))
    _warn(result, heads, board.values(), new, rest)


def _warn(result: Plan, heads: Mapping[str, str], board: Any, new: set[Id], rest: int) -> None:
    short: dict[Id, list[Any]] = {}
    for n in near(board, rest):
        of = n.other.id if n.other.id in new else n.one.id
        if of in new:
            short.setdefault(of, []).append(n)
    numbers = {x.id: number for number, _, x, _ in result.rows if x}
    for id, some in short.items():
        values = {"n": len({n.who.id for n in some}), "rest": rest, "names": names(some)}
        result.warnings.append(Problem(heads["day"], "exams.too_near", values, numbers.get(id)))


def _lessons(desk: Desk, term: Term, cal: Any, exam: Exam) -> list[Sitting]:
    wanted = [{"room.id": exam.room.id}] if exam.room else []
    wanted += [{f"{k}.id": p.id} for p in exam.examiners for k in ("teacher", "accompanist")]
    return lessons_on(desk.store, term, cal, [exam.day], {"$or": wanted}) if wanted else []


def _same(old: Exam, new: Exam, cell: Mapping[str, str]) -> bool:
    """Does the exam stand there already? A cell left empty says nothing of what stands."""
    return all(_alike(getattr(old, k), getattr(new, k)) for k in SET if k in NEEDED or cell.get(k))


def _alike(a: Any, b: Any) -> bool:
    def ids(x: Any) -> Any:
        return {r.id for r in x} if isinstance(x, list) else x.id if isinstance(x, Ref) else x

    return bool(ids(a) == ids(b))


def _exam(cell: Mapping[str, str], known: _Known, id: Id) -> Exam:
    """The exam a row speaks of; Problems beside its columns."""
    problems: list[Problem] = []
    section = known.sections.get(cell["section"])
    if section is None:
        problems.append(Problem("section", "timetable.no_section", {"code": cell["section"]}))
    values: dict[str, Any] = {"starts": hour(cell["starts"])}
    try:
        values["day"] = parse_date(cell["day"]) if cell.get("day") else None
        if values["day"] is None:
            problems.append(Problem("day", "errors.field.missing"))
    except ValueError as e:
        problems.append(Problem("day", str(e)))
    if text := cell.get("minutes", "").strip():
        if text.isdecimal():
            values["minutes"] = int(text)
        else:
            problems.append(Problem("minutes", "exams.bad_minutes", {"value": text}))
    if code := cell.get("room"):
        room = known.by_code.get(fold(code))
        values["room"] = room.ref() if room else None
        problems += [] if room else [Problem("room", "timetable.no_room", {"code": code})]
    examiners: list[Ref] = []
    for written in (w.strip() for w in re.split(r"[;,\n]", cell.get("examiners", ""))):
        if not written:
            continue
        fits = known.by_name.get(written) or known.by_name.get(fold(written)) or []
        if len(fits) != 1:
            key = "timetable.many_teachers" if fits else "timetable.no_teacher"
            problems.append(Problem("examiners", key, {"name": written}))
        else:
            examiners.append(fits[0].ref())
    values["examiners"] = examiners
    if problems or section is None:
        raise Problems(problems)
    if not section.members:
        raise RuleBroken("exams.nobody_in", section=section.code)
    return made(section, known.disciplines[section.discipline.id], id, values)
