"""Correcting a closed sheet: proposed by one person on a paper basis, confirmed by another (four eyes).

The line of the sheet stays as it was; the act stands beside it, and the student gains `grade_corrected` that names
the first event's result (domain.md 3; complaints 1-9).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from core import four_eyes, grading, history, merged, rulebooks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import OfficeError, Problem, Problems, RuleBroken
from core.sheets.drafts import read_cell
from core.sheets.plan import line_of, midterms_held, result_of
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Id
from schemas.grade_sheet import Correction, GradeSheet, SheetLine
from schemas.words import SheetStatus


def current_line(sheet: GradeSheet, student: Id) -> SheetLine:
    """The line of a student as it stands after confirmed corrections."""
    done = [c for c in sheet.corrections if c.student.id == student and c.state == "confirmed"]
    found = [x for x in sheet.lines if x.student.id == student]
    if not found:
        raise RuleBroken("sheets.no_such_cell")
    return done[-1].now if done else found[0]


def propose(desk: Desk, sheet_id: Id, revision: int, student: Id, texts: Mapping[str, str], why: Why) -> GradeSheet:
    """Propose new values (column → text) for one line of a closed sheet; basis and reason are asked.

    Raises Problems (bad value, no reason, no basis), RuleBroken (not closed, nothing changes, one is waiting already).
    """
    basis = why.basis or Basis()
    missing = [Problem("reason", "errors.field.reason_missing")] if not why.reason.strip() else []
    if not (basis.kind.strip() and basis.number.strip()):
        missing.append(Problem("basis", "errors.field.basis_missing"))
    if missing:
        raise Problems(missing)

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        if sheet.status is not SheetStatus.closed:
            raise RuleBroken("sheets.not_closed", number=sheet.number)
        if any(c.student.id == student and c.state == "proposed" for c in sheet.corrections):
            raise RuleBroken("sheets.correction_waits")
        was = current_line(sheet, student)
        now = corrected_line(was, texts, desk, sheet)
        number = tx.number(f"correction:{sheet.number.split('-')[0]}")
        sheet.corrections = [
            *sheet.corrections,
            Correction(
                act=f"{sheet.number}/{number}", student=was.student, was=was, now=now, reason=why.reason, basis=basis,
                proposed_by=tx.actor.id, proposed_name=tx.actor.name, proposed_at=tx.now,
            ),
        ]  # fmt: skip
        return tx.save(sheet)

    return desk.transact("correction.propose", work, why, given=[sheet_id, revision, student, dict(texts)])


def corrected_line(was: SheetLine, texts: Mapping[str, str], desk: Desk, sheet: GradeSheet) -> SheetLine:
    """A line with corrected values under the sheet's own rules; Problems beside the columns."""
    rules = rulebooks.get(desk.store, sheet.rules)
    values, problems = {}, []
    for column, text in texts.items():
        try:
            values[column] = read_cell(text, column, rules)
        except OfficeError as e:
            problems.append(Problem(column, e.key, e.values))
    if problems:
        raise Problems(problems)
    now = line_of(was, values, rules, midterms_held(sheet.lines))
    if not now.letter:
        raise Problems([Problem("score", "sheets.missing", {"name": was.student.label})])
    if (now.midterm_1, now.midterm_2, now.score, now.mark) == (
        was.midterm_1,
        was.midterm_2,
        was.score,
        was.mark,
    ):
        raise RuleBroken("sheets.correction_changes_nothing")
    return now


def confirm(desk: Desk, sheet_id: Id, revision: int, act: str, why: Why) -> GradeSheet:
    """Another person confirms: the corrected result becomes an event; the old one stays readable for ever."""

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        correction = _decide(tx, sheet, act, "confirmed", why.reason)
        rules = rulebooks.get(desk.store, sheet.rules)
        result = result_of(sheet, correction.now, rules)
        who, study = merged.whose(tx.session, correction.student.id, correction.now.study)
        tx.append(
            who, ev.GradeCorrected, sheet.day, study=study, corrects=result.id,
            sheet=sheet.ref(), act=act, result=result,
        )  # fmt: skip
        tx.mark_dirty(f"results:{sheet.term_code}")
        return tx.save(sheet)

    return desk.transact("correction.confirm", work, why, given=[sheet_id, revision, act])


def reject(desk: Desk, sheet_id: Id, revision: int, act: str, why: Why) -> GradeSheet:
    """Another person refuses the proposal, with a reason; the grade stays."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        _decide(tx, sheet, act, "rejected", why.reason)
        return tx.save(sheet)

    return desk.transact("correction.reject", work, why, right="correction.confirm")


def _decide(tx: Tx, sheet: GradeSheet, act: str, state: str, reason: str) -> Correction:
    found = [c for c in sheet.corrections if c.act == act]
    if not found or found[0].state != "proposed":
        raise RuleBroken("sheets.correction_decided")
    four_eyes.check(tx, f"correction.{'confirm' if state == 'confirmed' else 'reject'}", found[0].proposed_by)
    decided = found[0].model_copy(
        update={
            "state": state,
            "decided_by": tx.actor.id,
            "decided_name": tx.actor.name,
            "decided_at": tx.now,
            "decided_reason": reason,
        }
    )
    sheet.corrections = [decided if c.act == act else c for c in sheet.corrections]
    return decided


def effect(desk: Desk, sheet: GradeSheet, now: SheetLine) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """What a correction would change before it is made: GPA and credits of the study, was and would be."""
    who, study_id = merged.whose(desk.store, now.student.id, now.study)
    row = desk.store.one("students", {"_id": who}, {"studies": 1}) or {"studies": []}
    study = history.pick(row["studies"], [study_id])
    result = plain(result_of(sheet, now, rulebooks.get(desk.store, sheet.rules)))
    after = grading.totals([result if r["id"] == result["id"] else r for r in study["record"]])
    return {k: (study["totals"][k], after[k]) for k in ("gpa", "credits", "academic_debts")}


def waiting(desk: Desk) -> list[tuple[GradeSheet, Correction]]:
    """Proposed corrections in the user's scope that wait for a decision, oldest first."""
    rows = desk.rows(GradeSheet, "grade_sheet.read", {"corrections.state": "proposed"}, limit=200)
    found = [GradeSheet.model_validate(r) for r in rows]
    pairs = [(s, c) for s in found for c in s.corrections if c.state == "proposed"]
    return sorted(pairs, key=lambda pair: pair[1].proposed_at)
