"""Sheets in lists, and the sum line under one sheet."""

from __future__ import annotations

from typing import Any

from core import grading
from core.db.store import Row
from core.desk import Desk
from core.sheets.plan import PLAIN, lacking
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Judge, SheetForm
from schemas.rulebook import Rulebook


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
