"""A diploma loses its force, on a decision: it stays readable and is checked as annulled."""

from __future__ import annotations

from core.desk import Desk, Why
from core.diplomas.steps import happened
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.diploma import VALID, Diploma, DiplomaStatus, DiplomaStep

RIGHT = "diploma.annul"


def annul(desk: Desk, id: Id, revision: int, why: Why) -> Diploma:
    """Take a diploma's force; the basis has its number and day. Another may then be prepared in its place.

    Raises Problems (no reason, no basis), RuleBroken `diplomas.stands_otherwise` (not registered, annulled before).
    """
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.reason_missing")]
    if why.basis is None or not why.basis.number or why.basis.day is None:
        wrong.append(Problem("basis.number", "errors.field.missing"))
    if wrong:
        raise Problems(wrong)

    def work(tx: Tx) -> Diploma:
        diploma = tx.get(Diploma, id, revision)
        if diploma.status not in VALID:
            raise RuleBroken("diplomas.stands_otherwise", diploma=diploma.label(), status=diploma.status)
        diploma.status, diploma.revoked, diploma.once = DiplomaStatus.annulled, "annulled", None
        return tx.save(happened(tx, diploma, DiplomaStep.annulled, why.reason))

    return desk.transact("diploma.annul", work, why, RIGHT, [id, revision])
