"""Comments on a draft: anybody who works here may make one until its day, the office says what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import notices
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.norm_documents.steps import EDIT, PAGE, READ, at, free, made
from core.tx import Tx
from schemas.base import Id, Model
from schemas.norm_document import NormComment, NormOutcome, NormStage


def comment(desk: Desk, version: Id, values: Mapping[str, Any], why: Why) -> NormComment:
    """A comment {clause, text} on a draft that is out for comments. Raises Problems, RuleBroken (its day is over)."""

    def work(tx: Tx) -> NormComment:
        of = free(tx, at(tx, version, None, (NormStage.commented,)))
        if of.comments_by is not None and of.comments_by < tx.today:
            raise RuleBroken("norms.comments_over", day=of.comments_by)
        said = {"clause": "", "text": ""} | dict(values)
        own = {"_id": tx.new_id(), "document": of.document, "version": of.ref(), "by": tx.who(), "at": tx.now}
        return tx.add(made(NormComment, own | said))

    return desk.transact("norm.comment", work, why, READ, [version, dict(values)])


def answer(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> NormComment:
    """What became of a comment {status, answer}; one not taken, or taken in part, says why. Who made it is told."""

    def work(tx: Tx) -> NormComment:
        found = tx.get(NormComment, id, revision)
        free(tx, at(tx, found.version.id, None, (NormStage.commented,)))
        said = made(_Answer, values)
        if said.status is NormOutcome.open:
            raise Problems([Problem("status", "errors.field.missing")])
        if said.status is not NormOutcome.taken and not said.answer.strip():
            raise Problems([Problem("answer", "norms.say_why")])
        found.status, found.answer, found.answered_by = said.status, said.answer, tx.who()
        if found.by.id != tx.actor.id:
            address = {"id": found.document.id, "version": found.version.id}
            values_ = {"version": found.version.label, "outcome": said.status}
            notices.tell(tx, found.by.id, "norms.told_answer", values_, PAGE, address)
        return tx.save(found)

    return desk.transact("norm.answer", work, why, EDIT, [id, revision, dict(values)])


class _Answer(Model):
    status: NormOutcome = NormOutcome.open
    answer: str = ""
