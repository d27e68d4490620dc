"""An exam timetable as a table of a file: which column is what, what each row means, what of it is wrong. Dry run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from core import calendar
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.exams.acts import made, taken, unfit
from core.exams.gathering import LIVE, Sessions, lessons_on, met_by_commissions, sitting_of, standing
from core.exams.rules import Sitting, between, names, near
from core.i18n import fold, parse_date
from core.imports.reading import Table
from core.registration.frame import study_rules
from core.timetable.bringing import CHANGED, NEW, SAME, Plan, Shape, by_name, person, room
from core.timetable.table import hour
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.exam import Exam, ExamState
from schemas.reference import Person, Room
from schemas.section import Section
from schemas.term import Term

SHAPE = Shape(
    "exams", Exam, {
        "section": "FP-26-1", "day": "14.12.2026", "starts": "09:00", "minutes": "120", "room": "101",
        "examiners": "Оразбаева С.",
    },
    ("section", "day", "starts"),
)  # fmt: skip


def plan(desk: Desk, term: Term, table: Table) -> Plan[Exam]:
    """What the file would do, with the problems of each row; nothing is written."""
    result = Plan.of(desk, SHAPE, term, table)
    if every := result.cells():
        _rows(desk, result, every)
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
        self.by_name = by_name(self.people.values())
        live = desk.store.rows(
            "exams", {"section.id": {"$in": [s.id for s in self.sections.values()]}, "state": {"$in": LIVE}}
        )
        self.there = {r["section"]["id"]: Exam.model_validate(r) for r in live}


def _rows(desk: Desk, result: Plan[Exam], every: Sequence[tuple[int, Mapping[str, str]]]) -> None:
    term, rest = result.term, study_rules().exam_rest
    known, cal = _Known(desk, term, [c for _, c in every]), calendar.of_year(desk.store, term.year)
    sessions = Sessions(desk.store, term, cal)
    sessions.know((m.student.id, m.study) for s in known.sections.values() for m in s.members)
    board = {s.id: s for s in standing(desk.store, term)}
    seen: set[Id] = set()
    new: set[Id] = set()
    for number, cell in every:
        try:
            exam = _exam(cell, known, result.seed(number))
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
            found += met_by_commissions(desk.store, [mine])
            if found:
                raise Problems(found)
        except Problems as e:
            result.bad(number, e.problems)
            continue
        except RuleBroken as e:
            result.bad(number, [Problem("section", e.key, e.values)])
            continue
        if old:
            board.pop(old.id)
        board[mine.id] = mine
        seen.add(exam.section.id)
        new.add(mine.id)
        result.rows.append((number, CHANGED if old else NEW, exam, old.id if old else None))
    _warn(result, board.values(), new, rest)


def _warn(result: Plan[Exam], board: Any, new: set[Id], rest: int) -> None:
    short: dict[Id, list[Any]] = {}
    for n in near(board, rest):
        of = n.other.id if n.other.id in new else n.one.id
        if of in new:
            short.setdefault(of, []).append(n)
    numbers = {x.id: number for number, _, x, _ in result.rows if x}
    for id, some in short.items():
        values = {"n": len({n.who.id for n in some}), "rest": rest, "names": names(some)}
        result.warnings.append(Problem(result.head("day"), "exams.too_near", values, numbers.get(id)))


def _lessons(desk: Desk, term: Term, cal: Any, exam: Exam) -> list[Sitting]:
    wanted = [{"room.id": exam.room.id}] if exam.room else []
    wanted += [{f"{k}.id": p.id} for p in exam.examiners for k in ("teacher", "accompanist")]
    return lessons_on(desk.store, term, cal, [exam.day], {"$or": wanted}) if wanted else []


def _same(old: Exam, new: Exam, cell: Mapping[str, str]) -> bool:
    """Does the exam stand there already? A cell left empty says nothing of what stands."""
    return all(_alike(getattr(old, k), getattr(new, k)) for k in SHAPE.columns[1:] if k in SHAPE.needed or cell.get(k))


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
    named = [room(code, known.by_code)] if (code := cell.get("room")) else []
    values["room"] = next((r for r in named if isinstance(r, Ref)), None)
    written = [w.strip() for w in re.split(r"[;,\n]", cell.get("examiners", ""))]
    found = [person(w, known.by_name, "examiners") for w in written if w]
    values["examiners"] = [p for p in found if isinstance(p, Ref)]
    problems += [x for x in (*named, *found) if isinstance(x, Problem)]
    if problems or section is None:
        raise Problems(problems)
    if not section.members:
        raise RuleBroken("exams.nobody_in", section=section.code)
    return made(section, known.disciplines[section.discipline.id], id, values)
