"""The people of an audit, asked before anything is kept: nobody audits his own work, under whichever account."""

from __future__ import annotations

from collections.abc import Sequence

from core import house
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.internal_audits.rules import Auditee, own_work
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.internal_audit import InternalAudit
from schemas.kinds import ProcessKind, Sort
from schemas.user import User

Where = tuple[str, Ref]  # the field beside which it is told, and who stands in it


def auditee(tx: Tx, process: str, unit: Ref | None) -> tuple[Auditee, Text]:
    """What is audited, and what the process is called today. Problems beside `process` where nobody described it."""
    try:
        kind = house.entry(Sort.process, process)
    except NotFound:
        raise Problems([Problem("process", "kinds.none_such", {"sort": Sort.process, "code": process})]) from None
    units = {unit.id} if unit else set()
    if unit:
        units |= {r["_id"] for r in tx.session.rows("departments", {"parent.id": unit.id}, {"_id": 1}, 500)}
    return Auditee(kind.as_body(ProcessKind).owner, frozenset(units)), kind.name


def check(tx: Tx, audit: InternalAudit) -> list[Problem]:
    """Who of the auditors may not take part, each by name, beside his field."""
    of, _ = auditee(tx, audit.process, audit.unit)
    seats: Sequence[Where] = [("lead", audit.lead), *(("auditors", a) for a in audit.auditors)]
    found = []
    for field, ref in seats:
        if (key := _refusal(tx, ref.id, of)) is not None:
            values = {"name": ref.label, "process": audit.process_name, "unit": audit.unit.label if audit.unit else ""}
            found.append(Problem(field, key, values))
    return found


def not_mine(tx: Tx, audit: InternalAudit) -> None:
    """RuleBroken where who acts now would audit his own work."""
    of, _ = auditee(tx, audit.process, audit.unit)
    if (key := _refusal(tx, tx.actor.id, of)) is not None:
        unit = audit.unit.label if audit.unit else ""
        raise RuleBroken(key, name=tx.actor.name, process=audit.process_name, unit=unit)


def _refusal(tx: Tx, user: Id, of: Auditee) -> str | None:
    """The first reason against any open account of the person behind this one."""
    for account in _accounts(tx, user):
        unit = None
        if account.person:
            row = tx.session.one("people", {"_id": account.person.id}, {"department.id": 1}) or {}
            unit = (row.get("department") or {}).get("id")
        if (key := own_work(account, unit, of, tx.today)) is not None:
            return key
    return None


def _accounts(tx: Tx, user: Id) -> list[User]:
    row = tx.session.one("users", {"_id": user})
    if row is None:
        return []
    account = User.model_validate(row)
    if account.person is None:
        return [account]
    others = tx.session.rows("users", {"person.id": account.person.id, "_id": {"$ne": user}, "active": True}, None, 20)
    return [account, *map(User.model_validate, others)]


def people(tx: Tx, audit: InternalAudit) -> list[Id]:
    """The auditors as members of staff: by these their right to write reaches the audit."""
    ids = [r.id for r in audit.team]
    rows = tx.session.rows("users", {"_id": {"$in": ids}}, {"person.id": 1}, len(ids))
    return sorted({r["person"]["id"] for r in rows if r.get("person")})


__all__ = ["auditee", "check", "not_mine", "people"]
