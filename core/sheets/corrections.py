"""Correcting a closed sheet: proposed by one person on a paper basis, confirmed by another (four eyes).

The line of the sheet stays as it was; the act stands beside it, and the student gains `grade_corrected` that names
the first event's result (domain.md 3; complaints 1-9).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from core import access, four_eyes, grading, history, house, merged, rulebooks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problem, Problems, RuleBroken
from core.sheets import forms
from core.sheets.life import carry
from core.sheets.plan import current_line, lacking, line_of, midterms_held, misfit, result_of
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Id, Ref
from schemas.grade_sheet import Correction, GradeSheet, SheetLine
from schemas.kinds import ReasonCode, Sort
from schemas.kinds.sheets import Gives
from schemas.rulebook import Rulebook
from schemas.words import SheetStatus, StudyStatus


def propose(
    desk: Desk, sheet_id: Id, revision: int, student: Id, texts: Mapping[str, str], why: Why,
    what: Literal["correct", "annul"] = "correct", appeal: Ref | None = None,
) -> GradeSheet:  # fmt: skip
    """Propose new values (column → text) for one line of a closed sheet, or that its result be annulled.

    A basis, a reason and, where the office has codes for it, a reason code are asked. Annulling and changing after
    graduation are rights of their own. Raises Problems (bad value, no reason, no code, no basis), RuleBroken (not
    closed, nothing changes, one is waiting already).
    """
    access.require(desk.actor, RIGHTS[what])
    _asked(why)

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        if sheet.status is not SheetStatus.closed:
            raise RuleBroken("sheets.not_closed", number=sheet.number)
        if any(c.student.id == student and c.state == "proposed" for c in sheet.corrections):
            raise RuleBroken("sheets.correction_waits")
        was = current_line(sheet, student)
        _after_graduation(tx, was)
        now = annulled(was) if what == "annul" else corrected_line(was, texts, desk, sheet)
        number = tx.number(f"correction:{sheet.term_code[:4]}")
        sheet.corrections = [
            *sheet.corrections,
            Correction(
                act=f"{sheet.number}/{number}", student=was.student, was=was, now=now, reason=why.reason,
                basis=why.basis or Basis(), code=why.code, what=what, appeal=appeal, proposed_by=tx.actor.id,
                proposed_name=tx.actor.name, proposed_at=tx.now,
            ),
        ]  # fmt: skip
        return tx.save(sheet)

    given = [sheet_id, revision, student, dict(texts)] + ([what] if what != "correct" else [])
    return desk.transact("correction.propose", work, why, right=RIGHTS[what], given=given)


RIGHTS = {"correct": "correction.propose", "annul": "correction.annul"}
AFTER = "correction.after_graduation"


def _asked(why: Why) -> None:
    basis = why.basis or Basis()
    missing = [] if why.reason.strip() else [Problem("reason", "errors.field.reason_missing")]
    if not (basis.kind.strip() and basis.number.strip()):
        missing.append(Problem("basis", "errors.field.basis_missing"))
    if not why.code and any(RIGHTS["correct"] in k.as_body(ReasonCode).acts for k in house.entries(Sort.reason)):
        missing.append(Problem("why_code", "errors.field.reason_code_missing"))
    if missing:
        raise Problems(missing)


def _after_graduation(tx: Tx, line: SheetLine) -> None:
    """A graduate's marks are changed by a right of its own."""
    who, study = merged.whose(tx.session, line.student.id, line.study)
    row = history.pick(tx.students([who])[who]["studies"], [study]) or {}
    if row.get("status") == StudyStatus.graduated.value and not tx.actor.may(AFTER):
        raise Forbidden("sheets.after_graduation", name=line.student.label)


def annulled(was: SheetLine) -> SheetLine:
    """A line whose result no longer counts: what was typed stays in the act, here nothing stands."""
    nothing = {"score": None, "mark": None, "final_grade": None, "letter": "", "points": None, "until": None}
    return was.model_copy(update=nothing)


def corrected_line(was: SheetLine, texts: Mapping[str, str], desk: Desk, sheet: GradeSheet) -> SheetLine:
    """A line with corrected values under the sheet's own rules; Problems beside the columns."""
    rules = rulebooks.get(desk.store, sheet.rules)
    values, problems = {}, []
    for column, text in texts.items():
        try:
            values[column] = forms.read_cell(text, column, rules, sheet.form)
        except OfficeError as e:
            problems.append(Problem(column, e.key, e.values))
    if problems:
        raise Problems(problems)
    now = line_of(was, values, rules, midterms_held(sheet.lines), sheet.form)
    if (error := misfit(now, rules, sheet.form)) is not None:
        raise Problems([Problem(sheet.form.main, error.key, error.values)])
    if (empty := lacking(now, sheet.form)) is not None:
        raise Problems([Problem(empty, "sheets.missing", {"name": was.student.label})])
    if all(now.value(c) == was.value(c) for c in sheet.form.codes) and now.mark == was.mark:
        raise RuleBroken("sheets.correction_changes_nothing")
    return now


def confirm(desk: Desk, sheet_id: Id, revision: int, act: str, why: Why) -> GradeSheet:
    """Another person confirms: the corrected result becomes an event; the old one stays readable for ever."""

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        correction = _decide(tx, sheet, act, "confirmed", why.reason)
        if correction.what == "annul":
            access.require(tx.actor, RIGHTS["annul"])
        _after_graduation(tx, correction.was)
        _tell(tx, sheet, correction, rulebooks.get(desk.store, sheet.rules))
        return tx.save(sheet)

    return desk.transact("correction.confirm", work, why, given=[sheet_id, revision, act])


def _tell(tx: Tx, sheet: GradeSheet, correction: Correction, rules: Rulebook) -> None:
    """What a confirmed act changes in the student, or in the sheets that carry a midterm mark."""
    who, study = merged.whose(tx.session, correction.student.id, correction.now.study)
    if sheet.form.gives in (Gives.midterm_1, Gives.midterm_2):
        carry(tx, sheet, [correction.now])
        return
    if correction.what == "annul":
        id = f"{sheet.id}-{correction.student.id}"
        voided = {e.voids for e in tx.events(who) if isinstance(e, ev.EventVoided)}
        for event in tx.events(who):
            posted = isinstance(event, ev.GradePosted | ev.GradeCorrected) and event.result.id == id
            if posted and event.id not in voided:
                tx.append(who, ev.EventVoided, voids=event.id)
    else:
        result = result_of(sheet, correction.now, rules)
        tx.append(
            who, ev.GradeCorrected, sheet.day, study=study, corrects=result.id,
            sheet=sheet.ref(), act=correction.act, result=result,
        )  # fmt: skip
    tx.mark_dirty(f"results:{sheet.term_code}")


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
    id = f"{sheet.id}-{now.student.id}"
    if now.letter:
        result = plain(result_of(sheet, now, rulebooks.get(desk.store, sheet.rules)))
        after = grading.totals([result if r["id"] == id else r for r in study["record"]])
    else:
        after = grading.totals([r for r in study["record"] if r["id"] != id])
    return {k: (study["totals"][k], after[k]) for k in ("gpa", "credits", "academic_debts")}


def waiting(desk: Desk) -> list[tuple[GradeSheet, Correction]]:
    """Proposed corrections in the user's scope that wait for a decision, oldest first."""
    rows = desk.rows(GradeSheet, "grade_sheet.read", {"corrections.state": "proposed"}, limit=200)
    found = [GradeSheet.model_validate(r) for r in rows]
    pairs = [(s, c) for s in found for c in s.corrections if c.state == "proposed"]
    return sorted(pairs, key=lambda pair: pair[1].proposed_at)
