"""What looks odd while a sheet is filled, and who is not admitted to its exam: told, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core import merged, rulebooks
from core.desk import Desk
from core.exams.admission import Limits, Reason, of_students
from core.registration.frame import study_rules
from core.sheets.plan import current_line
from schemas.base import Id, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import MIDTERMS, Carried, Judge, SheetForm

EQUAL_FROM = 5  # so many marks of one value and no other look copied


@dataclass(frozen=True)
class Far:
    """A score far from the rating of the same student."""

    student: Id
    name: Text
    rating: Decimal
    score: Decimal


def far(lines: Sequence[SheetLine], gap: int | None) -> list[Far]:
    """Scores that lie further from the admission rating than the setting of the house; None: nobody asks."""
    return [
        Far(x.student.id, x.student.label, x.admission_rating, x.score) for x in lines
        if gap is not None and x.admission_rating is not None and x.score is not None
        and abs(x.score - x.admission_rating) > gap
    ]  # fmt: skip


def all_equal(lines: Sequence[SheetLine]) -> Decimal | None:
    """The one mark that everybody has, where there are enough of them."""
    scores = [x.score for x in lines if x.score is not None]
    return scores[0] if len(scores) >= EQUAL_FROM and len(set(scores)) == 1 else None


def asks_admission(form: SheetForm) -> bool:
    """Is this a sheet whose students are admitted by a rating brought from midterms?"""
    carries = any(c.carried.value in MIDTERMS for c in form.columns if c.carried is not Carried.none)
    return form.judge in (Judge.weighted, Judge.credit) and carries


def not_admitted(desk: Desk, sheet: GradeSheet, lines: Sequence[SheetLine]) -> dict[Id, list[Reason]]:
    """Why students of an exam sheet are not admitted: rating, debts, absences of the midterm sheets, holds.

    Nobody is held back for a rating where no midterm stands yet. One reading for the whole sheet.
    """
    if not asks_admission(sheet.form):
        return {}
    limits = Limits.of(rulebooks.get(desk.store, sheet.rules))
    ratings = {x.student.id: x.admission_rating for x in lines}
    rated = any(r is not None for r in ratings.values())
    hours = absences(desk, sheet) if limits.absences is not None else {}
    pairs = [(x.student.id, x.study) for x in lines]
    return {s: r for s, r in of_students(desk.store, pairs, limits, ratings, hours, rated).items() if r}


def absences(desk: Desk, sheet: GradeSheet) -> dict[Id, Decimal]:
    """Unexcused hours by the column of the closed midterm sheets of the same discipline and term, together: as
    corrected since, and of a record joined to another under either of the two."""
    where = {"term.id": sheet.term.id, "discipline.id": sheet.discipline.id, "status": "closed",
             "form.gives": {"$in": list(MIDTERMS)}}  # fmt: skip
    held = [GradeSheet.model_validate(r) for r in desk.store.rows("grade_sheets", where)]
    here = [x.student.id for x in sheet.lines]
    now = merged.today(desk.store, {*here, *(x.student.id for s in held for x in s.lines)}) if held else {}
    hours: dict[Id, Decimal] = {}
    for one in held:
        for line in one.lines:
            n = current_line(one, line.student.id).more.get("absences")
            if isinstance(n, Decimal):
                who = now.get(line.student.id, line.student.id)
                hours[who] = hours.get(who, Decimal(0)) + n
    return {id: hours[who] for id in here if (who := now.get(id, id)) in hours}


def gap() -> int | None:
    """How far a score may lie from the rating before it is told."""
    return study_rules().exam_gap
