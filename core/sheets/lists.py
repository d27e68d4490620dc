"""Sheets in lists, and the sum line under one sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.exams.reading import of_section
from core.sheets.plan import PLAIN, lacking
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Judge, SheetForm
from schemas.rulebook import Rulebook


def figures(lines: list[SheetLine], rules: Rulebook, form: SheetForm = PLAIN) -> dict[str, Any]:
    """The sum line: how many of each letter, average of final grades (of scores where there are no letters), pass and
    quality with their denominator, who is missing."""
    done = [x for x in lines if lacking(x, form) is None]
    of = [(x.score if form.judge is Judge.none else x.final_grade, x.letter) for x in done]
    return {
        **counted(of, rules), "done": len(done), "all": len(lines),
        "missing": [x.student.label for x in lines if lacking(x, form) is not None],
    }  # fmt: skip


def counted(of: list[tuple[Decimal | None, str]], rules: Rulebook) -> dict[str, Any]:
    """Grades (percent, letter) counted: letters, average, how many passed, how many for quality."""
    scale = {g.letter: g for g in rules.scale}
    grades = [scale[letter] for _, letter in of if letter in scale]
    values = [v for v, _ in of if v is not None]
    return {
        "letters": {letter: sum(1 for _, x in of if x == letter) for letter in scale},
        "average": sum(values) / len(values) if values else None,
        "passed": sum(1 for g in grades if g.earns),
        "quality": sum(1 for g in grades if g.quality),
    }


def prefilled(desk: Desk, section: Row) -> Row:
    """What a sheet of a section is opened with, as a form takes it: of its published exam, else today and its
    teacher."""
    exam = of_section(desk.store, section["_id"])
    if exam is not None:
        room = exam.room.label.kk if exam.room else ""
        return {"day": exam.day.isoformat(), "examiners": [plain(e) for e in exam.examiners], "room": room}
    return {"day": desk.today().isoformat(), "examiners": [section["teacher"]] if section.get("teacher") else []}


def listed(
    desk: Desk, status: str | None = None, term: Id | None = None, text: str = "", page: int = 0, size: int = 50,
    kind: str | None = None, alone: bool = False,
) -> list[Row]:  # fmt: skip
    """Sheets the user may see, newest numbers first; `text` is the beginning of a number; alone: only those that one
    person entered and closed."""
    where: Row = {"alone": True} if alone else {}
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
