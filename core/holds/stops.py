"""What a hold stops, in one place: asked when any act that changes students is sealed, so no act needs code of its own.

Imports nothing of the acts: `core.tx` calls it.
"""

from __future__ import annotations

from collections.abc import Iterable

from core import house
from core.db.store import Session, Store
from core.errors import Problem, RuleBroken
from schemas.base import Id, Text
from schemas.hold import Hold
from schemas.kinds import HoldKind, Kind, Sort

# The acts that a hold can stop: those that give the student a paper or carry him on. What puts the record right
# (a card edited, a result posted or corrected) is never stopped: the record must stay true whoever owes a book.
# A later act that a hold may stop (an order carried out, a diploma handed over) is one more word here.
STOPPABLE = ("transcript.issue", "transcript.reprint", "paper.make", "paper.hand", "paper.reprint", "exam.admit",
             "diploma.issue")  # fmt: skip


def stopping(action: str) -> list[str]:
    """Codes of the kinds of hold that stop this act today; nothing is read for it but what the process knows."""
    return [k.code for k in house.entries(Sort.hold) if action in k.as_body(HoldKind).stops]


def held(where: Session | Store, action: str, students: Iterable[Id]) -> dict[Id, list[Hold]]:
    """Which of these students may not have this act now, and by which holds; one indexed question, or none."""
    codes, ids = stopping(action), list(students)
    if not codes or not ids:
        return {}
    found: dict[Id, list[Hold]] = {}
    for row in where.rows("holds", {"student.id": {"$in": ids}, "active": True, "kind.id": {"$in": codes}}):
        hold = Hold.model_validate(row)
        found.setdefault(hold.student.id, []).append(hold)
    return found


def check(session: Session, action: str, students: Iterable[Id]) -> None:
    """RuleBroken when a hold of one of these students stops this act: it says whose, what, why and who put it."""
    for holds in held(session, action, students).values():
        raise stopped(holds)


def check_kind(reader: object, kind: Kind, was: Kind | None) -> list[Problem]:
    """A kind of hold may stop only what a hold can stop (asked by core.kinds before a version is stored)."""
    unknown = [a for a in kind.as_body(HoldKind).stops if a not in STOPPABLE]
    return [Problem("body.stops", "holds.no_act", {"name": unknown[0]})] if unknown else []


def stopped(holds: list[Hold]) -> RuleBroken:
    """The refusal in words: student, kind of hold, its reason, who put it."""
    first = holds[0]
    names = Text(
        kk=", ".join(h.kind.label.kk for h in holds), ru=", ".join(h.kind.label.get("ru") for h in holds),
        en=", ".join(h.kind.label.get("en") for h in holds),
    )  # fmt: skip
    return RuleBroken(
        "holds.stopped", student=first.student.label, kind=names, reason="; ".join(h.reason for h in holds),
        who=first.put.name,
    )  # fmt: skip
