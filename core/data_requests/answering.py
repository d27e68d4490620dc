"""A unit sees a request and answers it: text, a filled table, files; or the office writes an answer down from paper."""

from __future__ import annotations

from collections.abc import Sequence

from core import tasks
from core.data_requests.acts import ANSWER, DECIDE, EDIT, PAGE, address, kept
from core.data_requests.reading import MINE, get_answer, may_answer
from core.data_requests.table import checked, filled
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.files import Ready
from core.tx import Tx
from schemas.base import Id
from schemas.data_request import FILES, AnswerRound, AnswerState, DataRequest, UnitAnswer, Wanted
from schemas.events import Who


def see(desk: Desk, id: Id) -> UnitAnswer:
    """Opened by somebody of the unit: the first time is written down; nothing for anybody else."""
    found = get_answer(desk, id)
    if found.status is not AnswerState.sent or not may_answer(desk, found):
        return found

    def work(tx: Tx) -> UnitAnswer:
        row = tx.get(UnitAnswer, id, scoped=False)
        if row.status is AnswerState.sent:
            row.status, row.seen_at = AnswerState.seen, tx.now
        return tx.save(row)

    return desk.transact("data_request.see", work, Why(command=f"data_request.see:{id}"), MINE)


def answer(
    desk: Desk, id: Id, revision: int, text: str, rows: Sequence[Sequence[str]], files: Sequence[Ready], why: Why
) -> UnitAnswer:  # fmt: skip
    """Answer for one's unit; the office does so for another's from paper, with the reason.

    Raises Problems (what was asked and is not there; cells of the table by row and the column's place), Forbidden,
    RuleBroken (no answer is owed).
    """
    own = may_answer(desk, get_answer(desk, id))
    if not own and not desk.may(EDIT):
        raise Forbidden("data_requests.not_your_unit")
    if not own and not why.reason.strip():
        raise Problems([Problem("reason", "data_requests.on_behalf_reason")])

    def work(tx: Tx) -> UnitAnswer:
        row = tx.get(UnitAnswer, id, revision, scoped=False)
        if not row.owed:
            raise RuleBroken("data_requests.not_owed", status=row.status)
        asked = tx.get(DataRequest, row.request.id, scoped=False)
        given = filled(rows) if Wanted.table in asked.forms else []
        wrong = missing(asked, text, given, len(files)) + checked(given, asked.columns)
        if wrong:
            raise Problems(wrong)
        row.rounds = [*row.rounds, AnswerRound(
            at=tx.now, by=Who.model_validate(tx.who()), text=text.strip(), rows=given,
            files=[kept(tx, f, "data_answer", id) for f in files], on_behalf="" if own else why.reason.strip(),
        )]  # fmt: skip
        row.status, row.answered_at, row.seen_at = AnswerState.answered, tx.now, row.seen_at or tx.now
        tasks.close(tx, id, ANSWER)
        if row.asker.id != tx.actor.id:
            tasks.make(
                tx, what="data_requests.task_decide", values={"unit": row.unit.label, "request": row.request.label},
                to_user=row.asker, subject=row, page=PAGE, address=address(row), mark=DECIDE,
            )  # fmt: skip
        return tx.save(row)

    given = [id, revision, text, [list(r) for r in rows], [f.laid.hash for f in files]]
    return desk.transact("data_request.answer", work, why, MINE, given)


def missing(asked: DataRequest, text: str, rows: Sequence[Sequence[str]], files: int) -> list[Problem]:
    """What a request asks and an answer lacks."""
    lacks = {Wanted.text: not text.strip(), Wanted.table: not rows, Wanted.files: not files}
    found = [Problem(w.value, f"data_requests.lacks_{w.value}") for w in asked.forms if lacks[w]]
    return found + ([Problem("files", "data_requests.too_many_files", {"most": FILES})] if files > FILES else [])


__all__ = ["answer", "missing", "see"]
