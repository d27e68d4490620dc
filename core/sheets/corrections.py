"""Correcting a closed sheet: proposed by one person on a paper basis, confirmed by another (four eyes).

The line of the sheet stays as it was; the act stands beside it, and the student gains `grade_corrected` that names
the first event's result (domain.md 3; complaints 1-9).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from core import access, four_eyes, history, house, merged, notices, rulebooks, tasks
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problem, Problems, RuleBroken
from core.sheets import forms
from core.sheets.alarms import Facts, alarms, change_rules, raised, upward
from core.sheets.midterms import carry, is_midterm, of_line, settled
from core.sheets.plan import PLAIN, current_line, lacking, line_of, midterms_held, misfit, result_of
from core.tx import Tx
from schemas import events as ev
from schemas.base import LANGS, Basis, Id, Ref, Text
from schemas.grade_sheet import Change, ChangeState, Correction, GradeSheet, SheetLine
from schemas.kinds import ReasonCode, Sort
from schemas.kinds.sheets import ColumnType, Judge, SheetForm
from schemas.rulebook import Rulebook
from schemas.words import Role, SheetStatus, StudyStatus


def propose(
    desk: Desk, sheet_id: Id, revision: int, student: Id, texts: Mapping[str, str], why: Why,
    what: Literal["correct", "annul"] = "correct",
) -> GradeSheet:  # fmt: skip
    """Propose new values (column → text) for one line of a closed sheet, or that its result be annulled.

    A basis, a reason and, where the office has codes for it, a reason code are asked. Annulling and changing after
    graduation are rights of their own. Raises Problems (bad value, no reason, no code, no basis), RuleBroken (not
    closed, nothing changes, one is waiting already).
    """
    access.require(desk.actor, RIGHTS[what])
    check_why(why)

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        return propose_step(tx, sheet, student, texts, rulebooks.get(desk.store, sheet.rules), why, Change(what))

    given = [sheet_id, revision, student, dict(texts)] + ([what] if what != "correct" else [])
    return desk.transact("correction.propose", work, why, right=RIGHTS[what], given=given)


def propose_step(
    tx: Tx, sheet: GradeSheet, student: Id, texts: Mapping[str, str], rules: Rulebook, why: Why,
    what: Change = Change.correct, appeal: Ref | None = None,
) -> GradeSheet:  # fmt: skip
    """Put a proposal on a sheet inside somebody's act; appeal: the one that was upheld."""
    if sheet.status is not SheetStatus.closed:
        raise RuleBroken("sheets.not_closed", number=sheet.number)
    if sheet.form.summary:
        raise RuleBroken("sheets.summary_corrected", number=sheet.number)
    if any(c.student.id == student and c.state is ChangeState.proposed for c in sheet.corrections):
        raise RuleBroken("sheets.correction_waits")
    was = current_line(sheet, student)
    after_graduation(tx, was)
    now = annulled(was, sheet.form) if what is Change.annul else corrected_line(was, texts, rules, sheet)
    if now == was or (what is Change.annul and sheet.form.judge is not Judge.none and not was.letter):
        raise RuleBroken("sheets.correction_changes_nothing")
    sheet.corrections = [*sheet.corrections, made(tx, sheet, was, now, why, what, appeal)]
    return tx.save(sheet)


def made(
    tx: Tx, sheet: GradeSheet, was: SheetLine, now: SheetLine, why: Why, what: Change, appeal: Ref | None = None
) -> Correction:  # fmt: skip
    """A correction act with its number, as who acts proposes it."""
    number = tx.number(f"correction:{sheet.term_code[:4]}")
    return Correction(
        act=f"{sheet.number}/{number}", student=was.student, was=was, now=now, reason=why.reason,
        basis=why.basis or Basis(), code=why.code, what=what, appeal=appeal, proposed_by=tx.actor.id,
        proposed_name=tx.actor.name, proposed_at=tx.now,
    )  # fmt: skip


RIGHTS = {"correct": "correction.propose", "annul": "correction.annul"}
AFTER = "correction.after_graduation"


def check_why(why: Why) -> None:
    """Problems where a correction lacks its reason, its paper or, where the office has codes, its code."""
    basis = why.basis or Basis()
    missing = [] if why.reason.strip() else [Problem("reason", "errors.field.reason_missing")]
    if not (basis.kind.strip() and basis.number.strip()):
        missing.append(Problem("basis", "errors.field.basis_missing"))
    if not why.code and any(RIGHTS["correct"] in k.as_body(ReasonCode).acts for k in house.entries(Sort.reason)):
        missing.append(Problem("why_code", "errors.field.reason_code_missing"))
    if missing:
        raise Problems(missing)


def after_graduation(tx: Tx, line: SheetLine) -> bool:
    """Is it a graduate's? His marks are changed by a right of its own."""
    who, study = merged.whose(tx.session, line.student.id, line.study)
    row = history.pick(tx.students([who])[who]["studies"], [study]) or {}
    graduate = row.get("status") == StudyStatus.graduated.value
    if graduate and not tx.actor.may(AFTER):
        raise Forbidden("sheets.after_graduation", name=line.student.label)
    return graduate


def annulled(was: SheetLine, form: SheetForm = PLAIN) -> SheetLine:
    """A line whose result no longer counts: what was typed stays in the act, here nothing stands."""
    nothing = {"score": None, "mark": None, "final_grade": None, "letter": "", "points": None, "until": None}
    marks = {c.code for c in form.columns if c.type is ColumnType.score}
    return was.model_copy(update={**nothing, "more": {c: v for c, v in was.more.items() if c not in marks}})


def corrected_line(was: SheetLine, texts: Mapping[str, str], rules: Rulebook, sheet: GradeSheet) -> SheetLine:
    """A line with corrected values under the sheet's own rules; Problems beside the columns."""
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
    same = all(now.value(c) == was.value(c) for c in sheet.form.codes)
    if same and (now.mark, now.score, now.letter) == (was.mark, was.score, was.letter):
        raise RuleBroken("sheets.correction_changes_nothing")
    return now


def confirm(desk: Desk, sheet_id: Id, revision: int, act: str, why: Why) -> GradeSheet:
    """Another person confirms: the corrected result becomes an event; the old one stays readable for ever. What is to
    be looked at about it stands in the act, and the head is told."""

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        correction = _decide(tx, sheet, act, ChangeState.confirmed, why.reason)
        if correction.what is Change.annul:
            access.require(tx.actor, RIGHTS["annul"])
        graduate = after_graduation(tx, correction.was)
        tell(tx, sheet, correction, rulebooks.get(desk.store, sheet.rules))
        return tx.save(alarmed(tx, sheet, correction, graduate, desk.zone))

    return desk.transact("correction.confirm", work, why, given=[sheet_id, revision, act])


def alarmed(tx: Tx, sheet: GradeSheet, change: Correction, graduate: bool, zone: str) -> GradeSheet:
    """Write down what is to be looked at about a decided act, and tell the head once; of a head's own, leadership."""
    examiners = [e.id for e in sheet.examiners]
    where = {"term.id": sheet.term.id, "examiners.id": {"$in": examiners}, "corrections.state": "confirmed"}
    before = raised([sheet.model_copy(update={"corrections": [c for c in sheet.corrections if c.act != change.act]})])
    if upward(change):
        before += raised(s for s in tx.find(GradeSheet, where) if s.id != sheet.id)
    facts = Facts(lambda user: four_eyes.same(tx, user), before, graduate, zone)
    if found := alarms(sheet, change, facts, change_rules()):
        change = change.model_copy(update={"alarms": found})
        sheet.corrections = [change if c.act == change.act else c for c in sheet.corrections]
        words = Text.model_validate({x: ", ".join(a.label(x) for a in found) for x in LANGS})
        values = {"act": change.act, "name": change.student.label, "what": words}
        to = Role.management if tx.actor.role is Role.head else Role.head
        notices.tell(tx, to, "sheets.alarm_told", values, "corrections", {"act": change.act})
    return sheet


def tell(tx: Tx, sheet: GradeSheet, correction: Correction, rules: Rulebook) -> None:
    """What a confirmed act changes in the student, or in the sheets that carry a midterm mark."""
    who, study = merged.whose(tx.session, correction.student.id, correction.now.study)
    if is_midterm(sheet):
        carry(tx, sheet, of_line(tx.session, correction.now))
        return
    row = history.pick(tx.students([who])[who]["studies"], [study]) or {}
    held = [r for r in row.get("record", []) if r["id"] == f"{sheet.id}-{correction.student.id}"]
    said = {"study": study, "sheet": sheet.ref()}
    if correction.what is Change.annul:
        for result in held:
            tx.append(who, ev.GradeAnnulled, sheet.day, **said, act=correction.act, result=result)
    elif held:
        now = result_of(sheet, correction.now, rules)
        tx.append(who, ev.GradeCorrected, sheet.day, **said, corrects=now.id, act=correction.act, result=now)
    else:  # annulled before, or closed without a mark: there is nothing to replace
        tx.append(who, ev.GradePosted, sheet.day, **said, result=result_of(sheet, correction.now, rules))
    settled(tx, sheet)
    tx.mark_dirty(f"results:{sheet.term_code}")


def reject(desk: Desk, sheet_id: Id, revision: int, act: str, why: Why) -> GradeSheet:
    """Another person refuses the proposal, with a reason; the grade stays."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        _decide(tx, sheet, act, ChangeState.rejected, why.reason)
        return tx.save(sheet)

    return desk.transact("correction.reject", work, why, right="correction.confirm")


def _decide(tx: Tx, sheet: GradeSheet, act: str, state: ChangeState, reason: str) -> Correction:
    found = [c for c in sheet.corrections if c.act == act]
    if not found or found[0].state is not ChangeState.proposed:
        raise RuleBroken("sheets.correction_decided")
    four_eyes.check(tx, f"correction.{'confirm' if state is ChangeState.confirmed else 'reject'}", found[0].proposed_by)
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
    if decided.appeal is not None:
        tasks.close(tx, decided.appeal.id)
    return decided


def waiting(desk: Desk) -> list[tuple[GradeSheet, Correction]]:
    """Proposed corrections in the user's scope that wait for a decision, oldest first."""
    rows = desk.rows(GradeSheet, "grade_sheet.read", {"corrections.state": "proposed"}, limit=200)
    found = [GradeSheet.model_validate(r) for r in rows]
    pairs = [(s, c) for s in found for c in s.corrections if c.state is ChangeState.proposed]
    return sorted(pairs, key=lambda pair: pair[1].proposed_at)
