"""A number given to a paper, as steps of the acts that make papers: reserved, filled in, issued; a spoiled print frees
nothing by itself. Reserving and filling move nothing on the balance; issuing does."""

from __future__ import annotations

from datetime import date

from core.blanks import steps
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Ref
from schemas.blank import Blank, BlankMove, BlankStatus, Operation, Span

S = BlankStatus
AHEAD = 200  # numbers looked at, more than one act takes of a kind


def reserve_step(tx: Tx, kind: str, paper: Ref, student: Ref, series: str | None = None, number: str = "") -> Blank:
    """Bind a number in stock to a paper: the one that is named, else the lowest of the oldest series.

    Raises RuleBroken `blanks.none_left`, `blanks.stands_otherwise`; NotFound for a number that is not there.
    """
    where = {"kind": kind, **({"number": number} if number else {"status": S.in_stock.value})}
    where |= {"series": series} if series is not None else {}
    rows = tx.session.rows("blanks", where, {"_id": 1}, AHEAD, [("series", 1), ("n", 1)])
    ids = [r["_id"] for r in rows if number or tx.mine(Blank, r["_id"]) is None]  # an act may take several
    if not ids and number:
        raise NotFound("blanks.not_there", numbers=number, n=1)
    if not ids:
        raise RuleBroken("blanks.none_left", kind=tx.kind("blank", kind).name)
    blank = tx.mine(Blank, ids[0]) or tx.get(Blank, ids[0], scoped=False)
    if blank.status is not S.in_stock:
        raise RuleBroken("blanks.stands_otherwise", number=blank.number, status=blank.status, n=1)
    return tx.save(blank.model_copy(update={"status": S.reserved, "since": tx.today, "paper": paper,
                                            "student": student}))  # fmt: skip


def bind_step(tx: Tx, blank_id: str, paper: Ref) -> Blank:
    """The reserved number was filled in: from now on it is of this paper for ever."""
    blank = _of(tx, blank_id, paper, S.reserved)
    return tx.save(blank.model_copy(update={"status": S.filled, "since": tx.today}))


def free_step(tx: Tx, blank_id: str, paper: Ref) -> Blank:
    """A reserved number that nothing was printed on goes back to the stock."""
    blank = _of(tx, blank_id, paper, S.reserved)
    return tx.save(blank.model_copy(update={"status": S.in_stock, "since": tx.today, "paper": None, "student": None}))


def issue_step(tx: Tx, blank_id: str, paper: Ref, day: date, target: str) -> BlankMove:
    """The paper was handed over: the number leaves the balance. Problems for a day ahead or before it was filled in."""
    blank = _of(tx, blank_id, paper, S.filled)
    if not blank.since <= day <= tx.today:
        raise Problems([Problem("day", "blanks.moved_later", {"number": blank.number, "day": blank.since})])
    tx.save(blank.model_copy(update={"status": S.issued, "since": day}))
    return steps.post(tx, Operation.issued, blank.kind, blank.series, [Span(first=blank.n, last=blank.n)], day,
                      source=tx.actor.name, target=target, paper=paper, student=blank.student)  # fmt: skip


def withdraw_step(tx: Tx, blank_id: str, by: Ref, source: str, reason: str) -> BlankMove:
    """An issued paper was handed in because another takes its place (domain.md 6.6): its number is withdrawn by an act
    that both sign, stays off the balance and waits to be destroyed. by: the paper that takes its place."""
    blank = tx.mine(Blank, blank_id) or tx.get(Blank, blank_id, scoped=False)
    if blank.status is not S.issued:
        raise RuleBroken("blanks.stands_otherwise", number=blank.number, status=blank.status, n=1)
    tx.save(blank.model_copy(update={"status": S.withdrawn, "since": tx.today, "spoiled_why": reason[:300]}))
    return steps.post(tx, Operation.withdrawn, blank.kind, blank.series, [Span(first=blank.n, last=blank.n)], tx.today,
                      act=True, source=source, target=tx.actor.name, reason=reason, paper=by,
                      student=blank.student)  # fmt: skip


def spoil_step(tx: Tx, blank_id: str, paper: Ref, reason: str, commission: list[object]) -> BlankMove:
    """A print went wrong: the number is spoiled by an act; the paper is free for a new one."""
    blank = _of(tx, blank_id, paper, S.reserved, S.filled)
    sat = steps.commission(commission)  # type: ignore[arg-type]
    steps.must_keep(tx, blank.kind)
    tx.save(blank.model_copy(update={"status": S.spoiled, "since": tx.today, "spoiled_why": reason[:300]}))
    return steps.post(tx, Operation.spoiled, blank.kind, blank.series, [Span(first=blank.n, last=blank.n)], tx.today,
                      act=True, commission=sat, reason=reason, paper=paper, student=blank.student)  # fmt: skip


def _of(tx: Tx, id: str, paper: Ref, *states: BlankStatus) -> Blank:
    blank = tx.mine(Blank, id) or tx.get(Blank, id, scoped=False)
    if blank.paper is None or blank.paper.id != paper.id or blank.status not in states:
        raise RuleBroken("blanks.stands_otherwise", number=blank.number, status=blank.status, n=1)
    return blank
