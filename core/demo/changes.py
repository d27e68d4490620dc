"""Appeals and unfinished results of the demonstration: one appeal upheld, one before its commission; an incomplete due
and one overdue. All come from individual sheets of students who had a debt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core import appeals, rulebooks, sheets
from core.db.codec import plain
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.errors import OfficeError
from core.sheets import drafts
from core.users import actor_of
from schemas.base import Basis, Ref
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Signer
from schemas.reference import Person
from schemas.user import User
from schemas.words import Control

# The day of the sheet and its mark: two that are appealed, an incomplete that is overdue, one that is due.
UPHELD, WAITING, LATE, DUE = date(2026, 11, 9), date(2026, 11, 19), date(2026, 10, 12), date(2026, 11, 10)
UNFINISHED = "т"
MARKS = {UPHELD: "64", WAITING: "71", LATE: UNFINISHED, DUE: UNFINISHED}
ORDER = "№ 214-ө, 02.11.2026"


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Open, close, appeal, decide: every one by the ordinary act of who does it."""
    senior, head = (Desk(actor_of(users[who]), store, lambda: ids.now, ids) for who in ("senior", "head"))
    found, made = list(_failed(store)), {}
    for day, mark in MARKS.items():
        for one in [x for x in found if mark == UNFINISHED or x[-1] == Control.exam.value]:
            found.remove(one)  # whether it is opened or not, it is not asked again
            if (sheet := _single(senior, *one[:4], day, mark, ids)) is not None:
                made[day] = sheet
                break
    if UPHELD in made:
        _upheld(senior, head, made[UPHELD], ids)
    if WAITING in made:
        _waiting(senior, made[WAITING], ids)


def _failed(store: Store) -> Iterator[tuple[Any, Any, Any, Ref, str]]:
    """Debts of students: (student, study, result, teacher of its section, how the discipline closes)."""
    where = {"studies.totals.academic_debts": {"$gt": 0}}
    for student in store.rows("students", where, {"studies": 1}, [("number", -1)], 60):
        for study in student["studies"]:
            for row in study["record"]:
                if study["status"] == "active" and row["state"] == "failed" and row["section"] and not row.get("apart"):
                    section = store.one("sections", {"_id": row["section"]}, {"teacher": 1})
                    discipline = store.one("disciplines", {"_id": row["discipline"]["id"]}, {"control": 1})
                    if section and discipline and section.get("teacher"):
                        teacher = Ref.model_validate(section["teacher"])
                        yield student["_id"], study["id"], row, teacher, discipline["control"]
                        break


def _single(
    desk: Desk, student: Any, study: Any, row: Any, teacher: Ref, day: date, mark: str, ids: Ids
) -> GradeSheet | None:  # fmt: skip
    """An individual sheet opened, filled and closed; None where a rule is against it."""
    ids.now = moment(day, 10)
    try:
        why = Why("Академиялық берешекті жою", None, ids())
        sheet = sheets.open_single(desk, student, study, row["section"], "individual", day, [teacher],
                                   day + timedelta(days=10), why)  # fmt: skip
        line = sheet.lines[0]
        cells = [] if line.midterm_1 is not None else [(student, c, "72") for c in ("midterm_1", "midterm_2")]
        ids.now = moment(day, 16)
        sheets.keep(desk, sheet.id, [*cells, (student, "score", mark)])
        seen = sheets.seen_mark(drafts.of_sheet(desk, sheet, rulebooks.get(desk.store, sheet.rules)), desk.actor.id)
        return sheets.close(desk, sheet.id, sheet.revision, seen, Why("", None, ids()))
    except OfficeError:
        return None


def _commission(desk: Desk, sheet: GradeSheet) -> list[dict[str, Any]]:
    """A chair, two members and a secretary who did not examine."""
    mine = {e.id for e in sheet.examiners}
    rows = desk.store.rows("people", {"_id": {"$nin": sorted(mine)}}, None, [("number", 1)], 4)
    parts = (Signer.chair, Signer.member, Signer.member, Signer.secretary)
    people = [Person.model_validate(r).ref() for r in rows]
    return [{"person": plain(p), "part": part.value} for p, part in zip(people, parts, strict=False)]


def _upheld(senior: Desk, head: Desk, sheet: GradeSheet, ids: Ids) -> None:
    day = UPHELD + timedelta(days=1)
    ids.now = moment(day, 9)
    student = sheet.lines[0].student.id
    made = appeals.file(senior, sheet.id, student, day, "Үшінші сұраққа жауабым есепке алынбаған", Why("", None, ids()))
    ids.now = moment(day, 15)
    made = appeals.form(senior, made.id, made.revision, _commission(senior, sheet), ORDER, Why("", None, ids()))
    ids.now = moment(day + timedelta(days=1), 12)
    made = appeals.decide(senior, made.id, made.revision, True, {"score": "78"}, day + timedelta(days=1),
                          "Үшінші сұраққа толық жауап берілген", Why("", None, ids()))  # fmt: skip
    found = senior.store.load(GradeSheet, sheet.id)
    ids.now = moment(day + timedelta(days=1), 16)
    based = Basis(kind="хаттама", number=made.protocol, day=day + timedelta(days=1))
    sheets.confirm(head, found.id, found.revision, made.act, Why("Хаттама тексерілді", based, ids()))


def _waiting(senior: Desk, sheet: GradeSheet, ids: Ids) -> None:
    day = WAITING + timedelta(days=1)
    ids.now = moment(day, 11)
    student, why = sheet.lines[0].student.id, Why("", None, ids())
    made = appeals.file(senior, sheet.id, student, day, "Бағалау критерийі сақталмаған деп есептеймін", why)
    ids.now = moment(day, 16)
    appeals.form(senior, made.id, made.revision, _commission(senior, sheet), ORDER, replace(why, command=ids()))
