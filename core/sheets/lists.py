"""Sheets in lists, and the sum line under one sheet."""

from __future__ import annotations

from typing import Any

from core import grading
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.exams.reading import of_section
from core.sheets.plan import PLAIN, lacking
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Judge, SheetForm
from schemas.rulebook import Rulebook
from schemas.section import Section


def figures(lines: list[SheetLine], rules: Rulebook, form: SheetForm = PLAIN) -> dict[str, Any]:
    """The sum line: how many of each letter, average of final grades (of scores where there are no letters), pass and
    quality with their denominator, who is missing."""
    done = [x for x in lines if lacking(x, form) is None]
    grades = [grading.grade_by_letter(x.letter, rules) for x in done if x.letter]
    values = [v for x in done if (v := x.score if form.judge is Judge.none else x.final_grade) is not None]
    return {
        "letters": {g.letter: sum(1 for x in done if x.letter == g.letter) for g in rules.scale},
        "average": sum(values) / len(values) if values else None,
        "passed": sum(1 for g in grades if g.earns),
        "quality": sum(1 for g in grades if g.quality),
        "done": len(done),
        "all": len(lines),
        "missing": [x.student.label for x in lines if lacking(x, form) is not None],
    }


def prefilled(desk: Desk, section: Row) -> Row:
    """What a sheet of a section is opened with, as a form takes it: of its published exam, else today and its
    teacher."""
    exam = of_section(desk.store, section["_id"])
    if exam is not None:
        room = exam.room.label.kk if exam.room else ""
        return {"day": exam.day.isoformat(), "examiners": [plain(e) for e in exam.examiners], "room": room}
    return {"day": desk.today().isoformat(), "examiners": [section["teacher"]] if section.get("teacher") else []}


def sections_of(desk: Desk, student: Id, limit: int = 60) -> list[Row]:
    """The sections of a student in terms that are still open, newest first: of these an individual sheet is opened."""
    terms = [r["_id"] for r in desk.store.rows("terms", {"closed": None}, {"_id": 1})]
    where: Row = {"members.student.id": student, "graded": {"$ne": False}, "term.id": {"$in": terms}}
    fields = {"code": 1, "term": 1, "discipline": 1, "teacher": 1}
    return desk.rows(Section, "grade_sheet.open", where, fields, [("term.label.kk", -1), ("code", 1)], limit)


def listed(
    desk: Desk, status: str | None = None, term: Id | None = None, text: str = "", page: int = 0, size: int = 50,
    kind: str | None = None,
) -> list[Row]:  # fmt: skip
    """Sheets the user may see, newest numbers first; `text` is the beginning of a number."""
    where: Row = {}
    if status:
        where["status"] = status
    if kind:
        where["kind"] = kind
    if term:
        where["term.id"] = term
    if text.strip():
        where["number"] = {"$gte": text.strip(), "$lt": text.strip() + "\uffff"}
    fields = {"lines": 0, "signatures": 0, "form": 0, "steps": 0}
    return desk.rows(GradeSheet, "grade_sheet.read", where, fields, [("number", -1)], size, page * size)
