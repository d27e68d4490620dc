"""A sheet that one person filled and closed: who enters a mark and who confirms it are to be two people."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core import four_eyes, notices
from core.sheets.alarms import change_rules
from core.tx import Tx
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, SheetLine, Signature
from schemas.words import Role


def alone(lines: Iterable[SheetLine], signed: Iterable[Signature], mine: Callable[[Id], bool]) -> bool:
    """Has nobody but who closes it put a hand to this sheet? mine: does a user id belong to who closes.

    What came from another sheet or a protocol nobody typed; whoever signed in this system has seen the marks.
    """
    hands = {e.user for x in lines for e in x.entered.values()}
    return bool(hands) and all(mine(user) for user in hands | {s.user for s in signed})


def watch(tx: Tx, sheet: GradeSheet) -> None:
    """Before the registrar's own signatures: mark a sheet that he typed alone, and tell the head once a day of each
    such person (of a head, leadership). The setting of the house may say that nobody is told."""
    if not change_rules().alone or not alone(sheet.lines, sheet.signatures, lambda user: four_eyes.same(tx, user)):
        return
    sheet.alone = True
    to = Role.management if tx.actor.role is Role.head else Role.head
    values = {"name": tx.actor.name, "number": sheet.number}
    once = f"alone:{tx.actor.id}:{tx.today.isoformat()}"
    notices.tell(tx, to, "sheets.alone_told", values, "grade_sheets", {"alone": "1"}, once=once)


__all__ = ["alone", "watch"]
