"""The checklist of a commission's papers: what the rules ask for, what is there, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from core.attestation import settings
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.attestation import Commission, CommissionPaper
from schemas.attestation.commission import LIVE
from schemas.base import Id, Text
from schemas.kinds import AttestationRules

RIGHT = "attestation.hear"


@dataclass(frozen=True)
class Line:
    """A paper of the checklist: its code, what it is called, what is there of it (None: missing)."""

    code: str
    label: Text
    paper: CommissionPaper | None


def checklist(papers: Sequence[CommissionPaper], rules: AttestationRules) -> list[Line]:
    """The papers the rules ask for, in their order; then those that are there though nobody asks for them any more."""
    there = {p.code: p for p in papers}
    asked = [Line(p.code, p.label, there.get(p.code)) for p in rules.papers]
    known = {p.code for p in rules.papers}
    return asked + [Line(p.code, Text(kk=p.code), p) for p in papers if p.code not in known]


def missing(papers: Sequence[CommissionPaper], rules: AttestationRules) -> list[Line]:
    """The papers that are asked for and are not there."""
    return [x for x in checklist(papers, rules) if x.paper is None]


def file(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Commission:
    """Put a paper into the checklist: {code, number, day, scan}; filed anew, the newer stands. Raises Problems beside
    the fields (a day ahead of us, no such paper), RuleBroken when the commission is over."""

    def work(tx: Tx) -> Commission:
        commission = tx.get(Commission, id, revision)
        if commission.status not in LIVE:
            raise RuleBroken("commissions.over", status=commission.status)
        try:
            paper = CommissionPaper.model_validate({**values, "by": tx.actor.name})
        except ValidationError as e:
            raise Problems.of(e) from None
        wrong = [] if paper.day <= tx.today else [Problem("day", "commissions.day_ahead")]
        if paper.code not in {p.code for p in settings.rules().papers}:
            wrong.append(Problem("code", "commissions.no_such_paper"))
        if wrong:
            raise Problems(wrong)
        if paper.scan is not None:
            tx.file(paper.scan.id)  # it was kept before: NotFound for a name nobody brought
        commission.papers = [*(p for p in commission.papers if p.code != paper.code), paper]
        return tx.save(commission)

    return desk.transact("attestation.paper", work, why, RIGHT, [id, revision, plain(dict(values))])


__all__ = ["Line", "checklist", "file", "missing"]
