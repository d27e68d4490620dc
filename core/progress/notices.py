"""Notices of debts for many: a paper for each who owes, by the ordinary acts of papers, handed over as one ZIP."""

from __future__ import annotations

from core.desk import Desk, Why
from core.errors import RuleBroken
from core.papers import many
from core.progress.reading import Cut, debtors
from schemas.base import Id

KIND = "debts_notice"


def begin(desk: Desk, cut: Cut, why: Why) -> Id:
    """Begin to make the notices of everybody who owes in a cut, each in the language he studies in; the id of the long
    work. RuleBroken for nobody and for more than a press may make."""
    found = debtors(desk, cut, 0, many.MOST + 1)
    if not found:
        raise RuleBroken("progress.nobody_owes")
    wanted = [many.Wanted(x.student.id, x.study, x.student.label.kk, x.language or "kk") for x in found]
    return many.begin(desk, KIND, wanted, {}, why, "progress.notices")
