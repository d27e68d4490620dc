"""The columns of a grade sheet on the screen: what each is called, how wide it is, in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Literal

from core.exams.admission import Reason
from core.sheets.forms import TOLD
from core.ui.grid import Column, Kind
from core.ui.page import T, lang
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import MIDTERMS, Carried, ColumnType, Judge

WIDE, NARROW = 320, 32  # the typed columns together; a score among many
WIDTHS = {ColumnType.score: 40, ColumnType.number: 44, ColumnType.text: 170}
LETTER, WORD = 8.0, 104  # pixels of a letter in a heading; the widest word a column is widened for


def width_for(label: str, least: int) -> int:
    """Pixels of a column in which no word of its heading is cut: a heading of several words takes several lines."""
    longest = max((len(word) for word in re.split(r"[\s-]+", label)), default=0)
    return max(least, min(WORD, ceil(longest * LETTER)))


def heading(sheet: GradeSheet, code: str) -> str:
    """What a column is called on the screen: the midterms by their short names, the others as the kind says."""
    if code in MIDTERMS:
        return T(f"sheets.column_{code}")
    found = next((c for c in sheet.form.columns if c.code == code), None)
    if found:
        return found.of.code if found.of else found.label.get(lang())
    return T("sheets.column_counted" if code == "score" and not rated(sheet) else f"sheets.column_{code}")


def rated(sheet: GradeSheet) -> bool:
    """Is the student admitted to what the sheet is about by a rating, as to an exam?"""
    by_rating = sheet.form.judge in (Judge.weighted, Judge.credit)
    return by_rating and any(c.code in MIDTERMS for c in sheet.form.columns)


SHORT = {"exams.below_threshold": "rating", "exams.not_rated": "not_rated", "exams.too_many_debts": "debts",
         "exams.too_many_absences": "absences", "exams.held": "held"}  # fmt: skip


def short(reasons: Sequence[Reason]) -> str:
    """Why somebody is not admitted, in the fewest words: the whole sentence stands under the grid."""
    return ", ".join(T(f"filling.short_{SHORT.get(r.key, 'held')}", **r.values) for r in reasons)


def columns(sheet: GradeSheet, editable: bool, refused: bool = False) -> list[Column]:
    """The columns of a sheet: as its kind has them, and after them what follows."""
    # While one types, together no wider than a page of 1,280 points: the remarks beside the marks are to be seen. Where
    # a commission's marks take the place, words go last, so that the grade stands beside what it follows from.
    told_here = [c for c in sheet.form.columns if c.carried is Carried.admitted and not refused]
    narrow = bool(told_here) or refused
    wide = sum(NARROW if c.carried is Carried.admitted else WIDTHS[c.type] for c in sheet.form.columns) > WIDE

    def made(name: str, label: str, least: int, kind: Literal["text", "number"] = "number") -> Column:
        return Column(name, label, kind=kind, width=width_for(label, least))

    head = [
        Column("no", "№", kind="number", width=24),
        made("number", T("sheets.student_number"), 56, "text"),
        Column("name", T("sheets.student"), kind="name", width=140 if wide else 160 if narrow else 200),
        *([made("admission", T("filling.admission"), 84, "text")] if refused else []),
    ]
    typed = []
    for c in sheet.form.columns:
        if c.carried is Carried.admitted and c not in told_here:  # the reasons beside the name say it already
            continue
        label, told = heading(sheet, c.code), c.carried in TOLD
        kind: Kind = "score" if c.type is ColumnType.score else "number" if c.type is ColumnType.number else "text"
        least = WIDTHS[c.type]
        if c.of:
            least = 56
        elif c.carried is Carried.admitted:
            least = NARROW
        elif told and kind == "text":
            least = 64
        elif wide and kind == "score":
            least = NARROW
        typed.append(Column(c.code, label, editable and not told, kind, width_for(label, least)))
    words = [c for c in typed if wide and c.kind == "text" and not sheet.form.summary]
    typed = [c for c in typed if c not in words]
    after = [made("admission_rating", T("sheets.column_admission_rating"), 40)] if rated(sheet) else []
    if sheet.form.counted:
        after.append(made("score", heading(sheet, "score"), 40))
    if sheet.form.judge is not Judge.none:
        after.append(made("final_grade", T("sheets.column_final_grade"), 40))
        after.append(made("letter", T("sheets.column_letter"), 32, "text"))
    admits = {"score", *(c.code for c in sheet.form.columns if c.carried is Carried.admitted)}
    place = next((i for i, c in enumerate(typed) if c.name in admits), len(typed))
    if rated(sheet) and not sheet.form.counted:  # the rating stands between what it is made of and what it admits to
        return [*head, *typed[:place], after[0], *typed[place:], *after[1:], *words]
    return [*head, *typed, *after, *words]
