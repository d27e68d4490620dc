"""Whose own work an audit would be, and when an audit is late. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.base import Id
from schemas.internal_audit import AuditMonth, AuditOutcome, AuditState, CheckRow, InternalAudit
from schemas.user import User
from schemas.words import Role

# The office is the audited unit of every audit that names no other.
OFFICE = (Role.head, Role.senior_registrar, Role.registrar)
DONE = (AuditState.reported, AuditState.closed, AuditState.cancelled)


@dataclass(frozen=True)
class Auditee:
    """What is audited: the role that owns the process, the unit with those it is made of (none: the office itself)."""

    owner: Role | None
    units: frozenset[Id] = frozenset()


def own_work(user: User, unit: Id | None, of: Auditee, today: date) -> str | None:
    """Why an account may not audit this (a message key); None where it may.

    unit: where its member of staff works. Auditors do not audit their own work (ISO 9001, 9.2.2): not who owns the
    process, not who belongs to the unit, whether by his own role or by one he carries out for another.
    """
    if not user.active:
        return "internal_audits.account_closed"
    roles = {user.role, *(a.role for a in user.acting if a.starts <= today <= a.ends)}
    if of.owner in roles:
        return "internal_audits.owns_process"
    if of.units and {unit, user.department.id if user.department else None} & of.units:
        return "internal_audits.of_unit"
    if not of.units and roles & set(OFFICE):
        return "internal_audits.of_office"
    return None


def month_end(year: int, month: AuditMonth) -> date:
    """The last day of a month of the programme."""
    after = date(year + month.n // 12, month.n % 12 + 1, 1)
    return after - timedelta(days=1)


def late(due: date, state: AuditState | None, today: date) -> bool:
    """Should it have been reported by now? state: None while nobody has planned it."""
    return state not in DONE and today > due


def unreported(audit: InternalAudit) -> list[str]:
    """What keeps an audit from its report, as message keys."""
    rows = audit.checklist
    found = [] if rows else ["internal_audits.checklist_empty"]
    if any(r.outcome is AuditOutcome.unchecked for r in rows):
        found.append("internal_audits.rows_unchecked")
    if _failed(rows) and not audit.findings:
        found.append("internal_audits.fails_unsaid")
    return found + ([] if audit.conclusions else ["internal_audits.no_conclusions"])


def _failed(rows: Iterable[CheckRow]) -> bool:
    return any(r.outcome is AuditOutcome.fails for r in rows)


__all__ = ["OFFICE", "Auditee", "late", "month_end", "own_work", "unreported"]
