"""The programme of a year: drafted, sent to the leadership, approved; a change is its next version."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from core import approvals
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.internal_audit import AuditProgramme, ProgrammeState

RIGHT = "internal_audit.plan"
ROUTE = "leadership_alone"  # the shipped route; the head may describe another under this code
FIELDS = ("aim", "standard", "planned")


def draft(desk: Desk, year: int, values: dict[str, Any], why: Why) -> AuditProgramme:
    """Begin the programme of a year, or the next version of an approved one.

    Raises Problems beside the fields; RuleBroken while another version of that year is on its way.
    """

    def work(tx: Tx) -> AuditProgramme:
        others = tx.find(AuditProgramme, {"year": year}, 100)
        if any(p.status in (ProgrammeState.draft, ProgrammeState.asked) for p in others):
            raise RuleBroken("internal_audits.version_coming", year=year)
        n = max((p.n for p in others), default=0) + 1
        return tx.add(_valid({"_id": tx.new_id(), "year": year, "n": n, **_typed(values)}))

    return desk.transact("audit_programme.draft", work, why, right=RIGHT, given=[year, values])


def amend(desk: Desk, id: Id, revision: int, values: dict[str, Any], why: Why) -> AuditProgramme:
    """Change a draft. Raises Problems, StaleRevision; RuleBroken once it was sent."""

    def work(tx: Tx) -> AuditProgramme:
        held = tx.get(AuditProgramme, id, revision)
        if held.status is not ProgrammeState.draft:
            raise RuleBroken("internal_audits.not_draft", status=held.status)
        new = _valid({**held.model_dump(by_alias=True), **_typed(values)})
        return tx.save(new)

    return desk.transact("audit_programme.amend", work, why, right=RIGHT, given=[id, revision, values])


def ask(desk: Desk, id: Id, revision: int, why: Why) -> AuditProgramme:
    """Send a draft to the leadership for approval. RuleBroken where there is nobody who could approve it."""

    def work(tx: Tx) -> AuditProgramme:
        held = tx.get(AuditProgramme, id, revision)
        if held.status is not ProgrammeState.draft:
            raise RuleBroken("internal_audits.not_draft", status=held.status)
        held.status = ProgrammeState.asked
        approvals.start(tx, ROUTE, held, "internal_audits", {"year": str(held.year)})
        return tx.save(held)

    return desk.transact("audit_programme.ask", work, why, right=RIGHT, given=[id, revision])


def agreed(tx: Tx, id: Id) -> None:
    """The leadership approved it: it holds, and takes the place of the version before."""
    held = tx.get(AuditProgramme, id, scoped=False)
    for before in tx.find(AuditProgramme, {"year": held.year, "status": ProgrammeState.approved.value}, 100):
        before.status = ProgrammeState.replaced
        tx.save(before)
    held.status, held.approved_on = ProgrammeState.approved, tx.today
    tx.save(held)


def declined(tx: Tx, id: Id) -> None:
    """It is a draft again."""
    held = tx.get(AuditProgramme, id, scoped=False)
    held.status = ProgrammeState.draft
    tx.save(held)


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k in FIELDS}


def _valid(row: dict[str, Any]) -> AuditProgramme:
    try:
        return AuditProgramme.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


__all__ = ["FIELDS", "ROUTE", "agreed", "amend", "ask", "declined", "draft"]
