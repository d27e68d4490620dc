"""Stock-taking: what a commission found, beside what the book says; surplus and shortage are posted when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core import house
from core.blanks import steps
from core.blanks.numbers import each, spans
from core.blanks.receipts import entered
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.blank import (
    ON_BALANCE,
    Blank,
    BlankCount,
    BlankStatus,
    CountRow,
    CountStatus,
    CountWhy,
    Operation,
    Span,
)
from schemas.kinds import Sort

RIGHT = "blank.count"
MOST = 50_000


def start_count(
    desk: Desk, kinds: Sequence[str], why_taken: CountWhy, day: date, commission: Sequence[Mapping[str, Any]], why: Why
) -> BlankCount:  # fmt: skip
    """Begin to count some kinds (none named: all that are on the balance)."""

    def work(tx: Tx) -> BlankCount:
        if day != tx.today:  # what is counted is what lies there now
            raise Problems([Problem("day", "blanks.count_today")])
        if tx.session.one("blank_counts", {"status": CountStatus.draft.value}, {"_id": 1}):
            raise RuleBroken("blanks.count_running")
        sat = steps.commission(commission)
        rows = [CountRow(kind=k, series=s, book=len(n)) for (k, s), n in sorted(_book(tx, kinds).items())]
        n = tx.number(f"blank_counts:{day.year}")
        return tx.add(BlankCount(_id=tx.new_id(), number=f"{n}/{day.year}", day=day, why=why_taken, kinds=list(kinds),
                                 commission=sat, rows=rows))  # fmt: skip

    return desk.transact("blank.count", work, why, RIGHT, [list(kinds), why_taken, day, list(commission)])


def note_found(
    desk: Desk, id: Id, revision: int, kind: str, series: str, found: Sequence[Span], why: Why
) -> BlankCount:
    """Write down which numbers of a kind and series lie there; it may be written anew until the count is finished."""

    def work(tx: Tx) -> BlankCount:
        count = _draft(tx, id, revision)
        rows = [r for r in count.rows if (r.kind, r.series) != (kind, series)]
        book = next((r.book for r in count.rows if (r.kind, r.series) == (kind, series)), 0)
        row = CountRow(kind=kind, series=series, book=book, noted=True, found=spans(each(found)))
        count.rows = sorted([*rows, row], key=lambda r: (r.kind, r.series))
        return tx.save(count)

    return desk.transact("blank.note_found", work, why, RIGHT, [id, revision, kind, series, list(found)])


def finish_count(desk: Desk, id: Id, revision: int, why: Why) -> BlankCount:
    """Done: what is missing is lost, what is over comes into the book, each by a line of the journal.

    Raises RuleBroken `blanks.not_counted` naming a kind nobody has counted yet, `blanks.surplus_stands` where a number
    found over was issued or destroyed before.
    """

    def work(tx: Tx) -> BlankCount:
        count = _draft(tx, id, revision)
        book = _book(tx, count.kinds)
        rows = {(r.kind, r.series): r for r in count.rows}
        if bare := next((k for k in sorted(book) if k not in rows or not rows[k].noted), None):
            raise RuleBroken("blanks.not_counted", kind=house.entry(Sort.blank, bare[0]).name, series=bare[1])
        for key, row in sorted(rows.items()):
            have, found = book.get(key, {}), set(each(row.found))
            missing, over = have.keys() - found, found - have.keys()
            row.book, row.shortage, row.surplus = len(have), spans(missing), spans(over)
            if lost := [have[n] for n in sorted(missing) if have[n].status is not BlankStatus.lost]:
                steps.moved(tx, lost, BlankStatus.lost, count.day, spoiled_why="")
                move = steps.post(tx, Operation.lost, *key, spans(b.n for b in lost), count.day, act=True,
                                  commission=count.commission, counted=count.ref(), reason=why.reason)  # fmt: skip
                steps.investigated(tx, move)
            _found_again(tx, count, key, [have[n] for n in sorted(found & have.keys())], why)
            _over(tx, count, key, sorted(over), why)
        count.status, count.done_at = CountStatus.done, tx.now
        return tx.save(count)

    return desk.transact("blank.finish_count", work, why, RIGHT, [id, revision])


def cancel_count(desk: Desk, id: Id, revision: int, why: Why) -> BlankCount:
    """Stop counting, with a reason: nothing is posted."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> BlankCount:
        count = _draft(tx, id, revision)
        count.status = CountStatus.cancelled
        return tx.save(count)

    return desk.transact("blank.cancel_count", work, why, RIGHT, [id, revision])


def _found_again(tx: Tx, count: BlankCount, key: tuple[str, str], there: Sequence[Blank], why: Why) -> None:
    """What was said to be lost and lies there is in stock again."""
    again = [b for b in there if b.status is BlankStatus.lost]
    if again:
        steps.moved(tx, again, BlankStatus.in_stock, count.day, paper=None, student=None)
        steps.post(tx, Operation.found, *key, spans(b.n for b in again), count.day, act=True,
                   commission=count.commission, counted=count.ref(), reason=why.reason)  # fmt: skip


def _over(tx: Tx, count: BlankCount, key: tuple[str, str], numbers: list[int], why: Why) -> None:
    """Numbers that no book knows come in as a surplus; one that left the book before cannot come twice."""
    if not numbers:
        return
    wide = steps.digits(key[0])
    left = tx.find(Blank, {"kind": key[0], "series": key[1], "n": {"$in": numbers}}, MOST)
    if left:
        raise RuleBroken("blanks.surplus_stands", number=left[0].number, status=left[0].status, n=len(left))
    if len(str(numbers[-1])) > wide:
        raise Problems([Problem("found", "blanks.too_long", {"digits": wide})])
    move = steps.post(tx, Operation.surplus, *key, spans(numbers), count.day, act=True, commission=count.commission,
                      counted=count.ref(), reason=why.reason)  # fmt: skip
    entered(tx, *key, numbers, move)


def _book(tx: Tx, kinds: Sequence[str]) -> dict[tuple[str, str], dict[int, Blank]]:
    """Numbers on the balance now, by kind and series."""
    where: dict[str, Any] = {"status": {"$in": [s.value for s in ON_BALANCE]}}
    where |= {"kind": {"$in": list(kinds)}} if kinds else {}
    found: dict[tuple[str, str], dict[int, Blank]] = {}
    for blank in tx.find(Blank, where, MOST):
        found.setdefault((blank.kind, blank.series), {})[blank.n] = blank
    return found


def _draft(tx: Tx, id: Id, revision: int) -> BlankCount:
    count = tx.get(BlankCount, id, revision)
    if count.status is not CountStatus.draft:
        raise RuleBroken("blanks.count_over", number=count.number, status=count.status)
    return count
