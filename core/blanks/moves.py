"""What happens to numbers by the keeper's hand: spoiled, lost, found, written off, destroyed, handed to HR and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.blanks import steps
from core.blanks.handed import handed_step, returned_step
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.blank import BlankMove, BlankStatus, Operation, Sitter, Span

S, O = BlankStatus, Operation  # noqa: E741
HELD = (S.in_stock, S.reserved, S.filled)
Commission = Sequence[Mapping[str, Any]] | Sequence[Sitter]


def spoil(
    desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, commission: Commission, why: Why
) -> BlankMove:
    """Numbers that were spoiled, by an act with a reason; they stay on the balance until they are written off."""
    return _act(desk, "blank.spoil", O.spoiled, kind, series, of, day, HELD, S.spoiled, why, commission)


def lose(
    desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, commission: Commission, why: Why
) -> BlankMove:
    """Numbers that are gone: an investigation begins; they stay on the balance until they are written off."""
    return _act(desk, "blank.lose", O.lost, kind, series, of, day, (*HELD, S.spoiled), S.lost, why, commission)


def find_again(
    desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, commission: Commission, why: Why
) -> BlankMove:  # fmt: skip
    """Numbers that were lost and are there again, as a commission confirms: back in stock."""
    return _act(desk, "blank.find", O.found, kind, series, of, day, (S.lost,), S.in_stock, why, commission)


def write_off(
    desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, commission: Commission, why: Why
) -> BlankMove:  # fmt: skip
    """Take spoiled and lost numbers off the balance by an act of a commission."""
    return _act(desk, "blank.write_off", O.written_off, kind, series, of, day, (S.spoiled, S.lost), S.written_off, why,
                commission)  # fmt: skip


def destroy(
    desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, method: str, commission: Commission, why: Why
) -> BlankMove:  # fmt: skip
    """Destroy spoiled numbers that were written off, and papers that were withdrawn, in a way that the act names.

    Problems where no method is said, RuleBroken `blanks.lost_not_destroyed`: nobody burns what is not there.
    """
    if not method.strip():
        raise Problems([Problem("method", "errors.field.missing")])
    return _act(desk, "blank.destroy", O.destroyed, kind, series, of, day, (S.written_off, S.withdrawn), S.destroyed,
                why, commission, method=method.strip())  # fmt: skip


def hand_to_hr(desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, to: str, why: Why) -> BlankMove:
    """Numbers given to HR for its orders (clause 42), by an act both sign: they leave the office's balance."""
    if not to.strip():
        raise Problems([Problem("to", "errors.field.missing")])
    return _act(desk, "blank.hand", O.handed, kind, series, of, day, (S.in_stock,), S.handed, why,
                source=desk.actor.name, target=to.strip())  # fmt: skip


def return_from_hr(desk: Desk, kind: str, series: str, of: Sequence[Span], day: date, by: str, why: Why) -> BlankMove:
    """Numbers that HR gives back unused, by an act that both sign."""
    if not by.strip():
        raise Problems([Problem("by", "errors.field.missing")])
    return _act(desk, "blank.return", O.returned, kind, series, of, day, (S.handed,), S.in_stock, why,
                source=by.strip(), target=desk.actor.name)  # fmt: skip


REASONED = {O.spoiled, O.lost, O.found, O.written_off, O.destroyed}


def _act(
    desk: Desk, name: str, operation: Operation, kind: str, series: str, of: Sequence[Span], day: date,
    states: Sequence[BlankStatus], status: BlankStatus, why: Why, commission: Commission | None = None, **more: Any,
) -> BlankMove:  # fmt: skip
    if operation in REASONED and not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> BlankMove:
        steps.must_keep(tx, kind)
        sat = steps.commission(commission) if commission is not None else []
        blanks = steps.taken(tx, kind, series, of, states, day)
        gone = [b for b in blanks if not b.spoiled_why] if operation is O.destroyed else []
        if gone:
            raise RuleBroken("blanks.lost_not_destroyed", number=gone[0].number, n=len(gone))
        said = {O.spoiled: {"spoiled_why": why.reason[:300]}, O.lost: {"spoiled_why": ""}}.get(operation, {})
        steps.moved(tx, blanks, status, day, **said)
        move = steps.post(tx, operation, kind, series, of, day, act=True, commission=sat, basis=why.basis,
                          reason=why.reason, **more)  # fmt: skip
        if operation is O.lost:
            steps.investigated(tx, move)
        if operation is O.handed:
            handed_step(tx, kind, series, of, day, more["target"], why.reason)
        elif operation is O.returned:
            returned_step(tx, kind, series, of, day)
        return move

    return desk.transact(name, work, why, steps.RIGHT, [kind, series, list(of), day, more])
