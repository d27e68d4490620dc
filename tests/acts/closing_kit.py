"""Graduates heard and protocols signed, for what follows from protocols: sheets, award, who did not finish."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core import rulebooks, sheets
from core.attestation import closing
from core.attestation.protocols import acts
from core.db.store import Store
from core.desk import Desk, Why
from core.sheets import drafts
from schemas.attestation import Protocol, Sitting
from schemas.base import Basis
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet
from schemas.words import Mark
from tests.acts.attestation_kit import TODAY, Graduates, graduates
from tests.once import once

GRADES = {"95": ("A", "4.0"), "92": ("A-", "3.67"), "77": ("B-", "2.67"), "40": ("FX", "0.5"),
          "absent": ("F", "0"), "excused": ("I", "")}  # fmt: skip


@once
def base(store: Store, pupils: int = 4) -> Graduates:
    """The commission and its graduates, with the rules of grading in force."""
    of = graduates(store, pupils)
    if store.one("rulebooks", {}) is None:
        rulebooks.install(of.desk, "kz-2022")
    return of


def heard(
    of: Graduates, *scores: str | None, first: int = 0, discipline: Discipline | None = None, number: int = 101,
    sitting: Sitting | None = None, **more: Any,
) -> list[Protocol]:  # fmt: skip
    """So many graduates heard at one sitting, from the first on, their protocols signed; None: he did not come."""
    some = [of.candidacy(p, discipline) for p in of.pupils[first : first + len(scores)]]
    sitting = sitting or of.sitting(some)
    found = []
    for n, (c, score) in enumerate(zip(some, scores, strict=True), number):
        away = score is None or score == "excused"
        letter, points = GRADES[score or "absent"]
        made = {"letter": letter, "points": Decimal(points) if points else None, "passed": letter[0] in "AB", **more}
        if away:
            made["mark"] = Mark(score or "absent")
        found.append(of.protocol(c, sitting, n, None if away else score, **made))
    return found


def corrected(of: Graduates, was: Protocol, score: str, desk: Desk | None = None) -> Protocol:
    """The protocol that stands in the place of another by a decision."""
    basis = Basis(kind="апелляция хаттамасы", number="3", day=TODAY)
    now = of.store.load(Protocol, was.id)
    return acts.correct(desk or of.desk, was.id, now.revision, score, None, "Апелляция шешімі", Why("түзету", basis))


def made(of: Graduates, desk: Desk | None = None) -> list[GradeSheet]:
    """The sheets of the commission, made from whatever waits."""
    closing.make_sheets(desk or of.desk, of.commission.id, Why("сынақ"))
    return list(closing.standing(of.desk, of.commission.id).sheets)


def closed(of: Graduates, sheet: GradeSheet, desk: Desk | None = None) -> GradeSheet:
    """The sheet closed by the registrar."""
    desk = desk or of.desk
    return sheets.close(desk, sheet.id, sheet.revision, seen(desk, sheet), Why("жабу"))


def seen(desk: Desk, sheet: GradeSheet) -> str:
    """What the screen showed of a sheet."""
    cells = drafts.of_sheet(desk, sheet, rulebooks.get(desk.store, sheet.rules))
    return sheets.seen_mark(cells, desk.actor.id)
