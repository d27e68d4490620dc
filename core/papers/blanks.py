"""The strict-reporting blank of a paper, inside the acts of its life: taken when it is made, filled in when it is
signed, gone when it is handed over. Spoiling one is its keeper's act; the paper then takes another, never another
number."""

from __future__ import annotations

from datetime import date

from core.blanks.binding import bind_step, free_step, issue_step, reserve_step
from core.errors import RuleBroken
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.blank import Blank, BlankStatus
from schemas.paper import Paper

OUT = (BlankStatus.spoiled, BlankStatus.lost, BlankStatus.written_off, BlankStatus.destroyed)


def take(tx: Tx, paper: Paper, kind: str) -> None:
    """Reserve the next number of a kind of blank for a paper; nothing where its kind takes none. RuleBroken
    `blanks.none_left`."""
    if not kind:
        return
    holder = paper.student if paper.student.id else Ref(id=paper.id, label=paper.student.label)
    blank = reserve_step(tx, kind, paper.ref(), holder)
    said = f"{blank.series} {blank.number}".strip()
    paper.blank = Ref(id=blank.id, label=Text(kk=said, ru=said, en=said))


def fill(tx: Tx, paper: Paper) -> None:
    """The signed paper stands on its blank. RuleBroken where that was spoiled and no other taken yet."""
    if paper.blank:
        bind_step(tx, paper.blank.id, paper.ref())


def give(tx: Tx, paper: Paper, day: date, to: str) -> None:
    """The blank leaves the balance with the paper."""
    if paper.blank:
        issue_step(tx, paper.blank.id, paper.ref(), day, to)


def leave(tx: Tx, paper: Paper) -> None:
    """A cancelled paper gives a blank back that nothing was printed on. RuleBroken `papers.blank_first`: one that was
    filled in is spoiled by an act of its keeper before."""
    if paper.blank is None:
        return
    blank = tx.get(Blank, paper.blank.id, scoped=False)
    if blank.status is BlankStatus.filled:
        raise RuleBroken("papers.blank_first", number=paper.blank.label)
    if blank.status is BlankStatus.reserved:
        free_step(tx, blank.id, paper.ref())


def another(tx: Tx, paper: Paper) -> None:
    """Another number of the same kind in place of one that its keeper has written down as spoiled or lost. RuleBroken
    `papers.blank_stands` while the present one is good."""
    blank = tx.get(Blank, paper.blank.id, scoped=False) if paper.blank else None
    if paper.blank is None or blank is None or blank.status not in OUT:
        raise RuleBroken("papers.blank_stands", number=paper.blank.label if paper.blank else "—")
    paper.spoiled = [*paper.spoiled, paper.blank]
    take(tx, paper, blank.kind)


__all__ = ["OUT", "another", "fill", "give", "leave", "take"]
