"""The acts on one audit: planned, begun, its checklist and findings written, reported, closed (ISO 9001, 9.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import tasks
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.internal_audits import team
from core.internal_audits.rules import unreported
from core.quality import nonconformities
from core.tx import Tx
from schemas.base import Id
from schemas.internal_audit import (
    AuditProgramme,
    AuditState,
    AuditStep,
    CheckRow,
    Finding,
    FindingText,
    InternalAudit,
    ProgrammeState,
)
from schemas.quality import Nonconformity, NonconformitySource, NonconformityState, NonconformityWeight

PLAN, EDIT = "internal_audit.plan", "internal_audit.edit"
FIELDS = ("process", "unit", "standard", "aim", "criteria", "first", "last", "lead", "auditors")
Values = Mapping[str, Any]


def plan(desk: Desk, values: Values, why: Why, programme: Id = "", row: int = 0) -> InternalAudit:
    """Plan an audit: a line of the approved programme (process and unit are its), or one outside of it, with a reason.

    Raises Problems beside the fields: an auditor who would audit his own work is named; RuleBroken where the
    programme is not approved or the line has its audit.
    """
    if not programme and not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> InternalAudit:
        asked: dict[str, Any] = {k: v for k, v in values.items() if k in FIELDS}
        if programme:
            asked |= _line(tx, programme, row)
        asked |= {"_id": tx.new_id(), "number": "-", "process_name": {"kk": "-"}}
        if not programme and (first := asked.get("first")):
            asked |= {"year": int(str(first)[:4]), "month": str(first)[5:7]}
        audit = _manned(tx, asked)
        audit.number = f"{tx.today.year}-{tx.number(f'internal_audit:{tx.today.year}'):02d}"
        _step(tx, audit, AuditState.planned)
        _task(tx, audit)
        return tx.add(audit)

    return desk.transact("internal_audit.plan", work, why, given=[dict(values), programme, row])


def _line(tx: Tx, programme: Id, row: int) -> dict[str, Any]:
    held = tx.get(AuditProgramme, programme)
    if held.status is not ProgrammeState.approved:
        raise RuleBroken("internal_audits.not_approved", status=held.status)
    if not 0 <= row < len(held.planned):
        raise RuleBroken("internal_audits.no_line")
    line = held.planned[row]
    where = {"year": held.year, "month": line.month.value, "process": line.process,
             "status": {"$ne": AuditState.cancelled.value}}  # fmt: skip
    unit = line.unit.id if line.unit else None
    for audit in tx.find(InternalAudit, where, 100):
        if audit.programme and (audit.unit.id if audit.unit else None) == unit:
            raise RuleBroken("internal_audits.line_taken", number=audit.number)
    return {
        "programme": held.ref().model_dump(), "year": held.year, "month": line.month.value, "process": line.process,
        "unit": line.unit.model_dump() if line.unit else None,
    }  # fmt: skip


def amend(desk: Desk, id: Id, revision: int, values: Values, why: Why) -> InternalAudit:
    """Change the plan of an audit that has not begun; of a line of the programme all but what is audited."""

    def work(tx: Tx) -> InternalAudit:
        held = _in(tx, id, revision, AuditState.planned)
        fixed = ("process", "unit") if held.programme else ()
        typed = {k: v for k, v in values.items() if k in FIELDS and k not in fixed}
        audit = _manned(tx, {**held.model_dump(by_alias=True), **typed})
        if audit.lead.id != held.lead.id or audit.last != held.last:
            tasks.close(tx, audit.id)
            _task(tx, audit)
        return tx.save(audit)

    return desk.transact("internal_audit.amend", work, why, right=PLAN, given=[id, revision, dict(values)])


def _manned(tx: Tx, row: dict[str, Any]) -> InternalAudit:
    """A plan whose people may audit it."""
    try:
        audit = InternalAudit.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None
    _, audit.process_name = team.auditee(tx, audit.process, audit.unit)
    if problems := team.check(tx, audit):
        raise Problems(problems)
    audit.people = team.people(tx, audit)
    return audit


def start(desk: Desk, id: Id, revision: int, why: Why) -> InternalAudit:
    """Begin an audit; asked anew whether its people may audit it, for posts change."""

    def work(tx: Tx) -> InternalAudit:
        audit = _in(tx, id, revision, AuditState.planned)
        team.not_mine(tx, audit)
        if problems := team.check(tx, audit):
            raise RuleBroken(problems[0].key, **problems[0].values)
        _step(tx, audit, AuditState.running)
        return tx.save(audit)

    return desk.transact("internal_audit.start", work, why, right=EDIT, given=[id, revision])


def checklist(desk: Desk, id: Id, revision: int, rows: Sequence[Values], why: Why) -> InternalAudit:
    """Write the checklist: its questions before the audit, evidence and outcome of each while it runs."""

    def work(tx: Tx) -> InternalAudit:
        audit = _in(tx, id, revision, AuditState.planned, AuditState.running)
        team.not_mine(tx, audit)
        audit.checklist = _rows(CheckRow, rows, "checklist")
        return tx.save(audit)

    given = [id, revision, [dict(r) for r in rows]]
    return desk.transact("internal_audit.check", work, why, right=EDIT, given=given)


def findings(
    desk: Desk, id: Id, revision: int, rows: Sequence[Values], conclusions: str, why: Why
) -> InternalAudit:  # fmt: skip
    """Write the findings and the conclusions of an audit that runs."""

    def work(tx: Tx) -> InternalAudit:
        audit = _in(tx, id, revision, AuditState.running)
        team.not_mine(tx, audit)
        told = _rows(FindingText, rows, "findings")
        audit.findings = [Finding(**f.model_dump()) for f in told]
        audit.conclusions = conclusions.strip()
        return tx.save(audit)

    given = [id, revision, [dict(r) for r in rows], conclusions]
    return desk.transact("internal_audit.find", work, why, right=EDIT, given=given)


def hand_in(desk: Desk, id: Id, revision: int, why: Why) -> InternalAudit:
    """Hand in the report: nothing of it changes after; each nonconformity found is proposed to the register, once.

    Raises RuleBroken: a line without its outcome, a failure nobody found, no conclusions.
    """

    def work(tx: Tx) -> InternalAudit:
        audit = _in(tx, id, revision, AuditState.running)
        team.not_mine(tx, audit)
        if missing := unreported(audit):
            raise RuleBroken(missing[0])
        audit.reported_on = tx.today
        _propose(tx, audit)
        _step(tx, audit, AuditState.reported)
        tasks.close(tx, audit.id)
        return tx.save(audit)

    return desk.transact("internal_audit.report", work, why, right=EDIT, given=[id, revision])


def close(desk: Desk, id: Id, revision: int, why: Why) -> InternalAudit:
    """Close an audit whose nonconformities the register has taken (or declined). RuleBroken names those that wait."""

    def work(tx: Tx) -> InternalAudit:
        audit = _in(tx, id, revision, AuditState.reported)
        team.not_mine(tx, audit)
        if waiting := _unregistered(tx, audit):
            raise RuleBroken("internal_audits.unregistered", numbers=", ".join(waiting))
        audit.closed_on = tx.today
        _step(tx, audit, AuditState.closed)
        return tx.save(audit)

    return desk.transact("internal_audit.close", work, why, right=EDIT, given=[id, revision])


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> InternalAudit:
    """An audit that will not be held, with a reason; its line of the programme is free again."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> InternalAudit:
        audit = _in(tx, id, revision, AuditState.planned, AuditState.running)
        tasks.close(tx, audit.id)
        _step(tx, audit, AuditState.cancelled)
        return tx.save(audit)

    return desk.transact("internal_audit.cancel", work, why, right=PLAN, given=[id, revision])


def _propose(tx: Tx, audit: InternalAudit) -> None:
    """Each nonconformity found goes to the register, which decides about it; the two name each other."""
    for n, found in enumerate(audit.findings, 1):
        if found.heavy:
            found.nonconformity = nonconformities.propose(
                tx, NonconformitySource.audit, audit, found.text, once=str(n),
                weight=NonconformityWeight(found.grade.value), process=audit.process, unit=audit.unit,
                standard=audit.standard, requirement=found.requirement, evidence=found.evidence,
            ).ref()  # fmt: skip


def _unregistered(tx: Tx, audit: InternalAudit) -> list[str]:
    """The numbers of its nonconformities about which nobody has decided."""
    ids = [f.nonconformity.id for f in audit.heavy if f.nonconformity]
    where = {"_id": {"$in": ids}, "status": NonconformityState.proposed.value}
    return sorted(n.number for n in tx.find(Nonconformity, where)) if ids else []


def _in(tx: Tx, id: Id, revision: int, *states: AuditState) -> InternalAudit:
    audit = tx.get(InternalAudit, id, revision)
    if audit.status not in states:
        raise RuleBroken("internal_audits.stands_elsewhere", status=audit.status)
    return audit


def _rows(model: type[Any], rows: Sequence[Values], field: str) -> list[Any]:
    found, problems = [], []
    for n, row in enumerate(rows):
        try:
            found.append(model.model_validate(dict(row)))
        except ValidationError as e:
            problems += [Problem(field, p.key, p.values, n) for p in Problems.of(e).problems]
    if problems:
        raise Problems(problems)
    return found


def _step(tx: Tx, audit: InternalAudit, state: AuditState) -> None:
    audit.status = state
    audit.steps.append(AuditStep(status=state, at=tx.now, by=tx.who()))


def _task(tx: Tx, audit: InternalAudit) -> None:
    tasks.make(tx, what="internal_audits.task", values={"number": audit.number, "process": audit.process_name},
               to_user=audit.lead, due=audit.last, subject=audit, page="internal_audit",
               address={"id": audit.id})  # fmt: skip


__all__ = ["FIELDS", "amend", "cancel", "checklist", "close", "findings", "hand_in", "plan", "start"]
