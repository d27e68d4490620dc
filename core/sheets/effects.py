"""What would follow from a correction, before it is made: GPA, credits, debts, promotion, honours; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import grading, history, merged, rulebooks
from core.db.codec import plain
from core.desk import Desk
from core.errors import OfficeError
from core.progress.what_if import Lack, Outlook, ahead
from core.promotions.rules import Proposal
from core.sheets.plan import result_of
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import Gives

Pair = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Effect:
    """Each figure as it is and as it would be. promotion, honours: None where they can't be told (a study that is over,
    one of another faculty)."""

    totals: Mapping[str, Pair]
    promotion: tuple[Proposal | None, Proposal | None] | None = None
    honours: tuple[tuple[Lack, ...], tuple[Lack, ...]] | None = None


def effect(desk: Desk, sheet: GradeSheet, now: SheetLine) -> Effect:
    """What follows for the study of a line that would stand anew; nothing from a sheet that gives no result."""
    who, study_id = merged.whose(desk.store, now.student.id, now.study)
    row = desk.store.one("students", {"_id": who}, {"studies": 1}) or {"studies": []}
    study = history.pick(row["studies"], [study_id])
    record = study["record"]
    after = _after(desk, sheet, now, record) if sheet.form.gives in (Gives.result, Gives.apart) else record
    totals = grading.totals(after)
    pairs = {k: (study["totals"][k], totals[k]) for k in ("gpa", "credits", "academic_debts")}
    try:
        seen = ahead(desk, who, study_id, alone=True)
    except OfficeError:
        return Effect(pairs)
    was, would = (_outlook(seen.outlook(rows, sheet.term_code)) for rows in (record, after))
    return Effect(pairs, (was[0], would[0]), (was[1], would[1]))


def _after(desk: Desk, sheet: GradeSheet, now: SheetLine, record: Sequence[Mapping[str, Any]]) -> list[Any]:
    id = f"{sheet.id}-{now.student.id}"
    if not now.letter:
        return [r for r in record if r["id"] != id]
    result = plain(result_of(sheet, now, rulebooks.get(desk.store, sheet.rules)))
    kept = [result if r["id"] == id else r for r in record]
    return kept if any(r["id"] == id for r in record) else [*kept, result]


def _outlook(of: Outlook) -> tuple[Proposal | None, tuple[Lack, ...]]:
    return of.promotion, of.honours
