"""Sending to management, the mark of seeing, the addressee's decision and the tasks that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import notices, tasks
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.files import Ready
from core.tasks.seats import people, roles
from core.tx import Tx
from schemas.base import Document, Id, Ref, Text
from schemas.events import Who
from schemas.submission import Deciding, Submission, SubmissionKind, SubmissionState
from schemas.words import Role

PAGE = "submissions"
DECIDE = "decide"  # the mark of the task that waits for a decision
ORDERED = "ordered"  # the mark of tasks given by a decision


@dataclass(frozen=True)
class Sending:
    """What is sent: what, topic, to whom (ids of users of the leadership), period, text, files, the record it is of.

    files: brought or made ones (`files.ready`), or references to kept ones. source: the record; page, address: where
    it is looked at.
    """

    what: SubmissionKind | str
    topic: str
    to: Sequence[Id]
    start: date | None = None
    end: date | None = None
    note: str = ""
    files: Sequence[Ready | Ref] = ()
    source: Document | Ref | None = None
    source_kind: str = ""
    page: str = ""
    address: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> list[Any]:
        """What was asked for, for the command."""
        files = [f.id if isinstance(f, Ref) else f.laid.hash for f in self.files]
        source = self.source.id if self.source else ""
        period = [plain(self.start), plain(self.end)]
        return [str(self.what), self.topic, list(self.to), *period, self.note, files, source]


def send(desk: Desk, sending: Sending, why: Why) -> Submission:
    """Send to management; each addressee is told and has a task until he decides.

    Raises Problems beside the fields (nobody addressed, one who is no leader, no topic, an end before the start).
    """
    return desk.transact("submission.send", lambda tx: send_in(tx, sending), why, given=sending.given)


def send_in(tx: Tx, sending: Sending) -> Submission:
    """The same inside somebody's act."""
    leaders = {a.id: a.name for a in people(tx.session, [Role.management], []) if Role.management in roles(a)}
    wrong = [] if sending.to else [Problem("to", "submissions.nobody")]
    wrong += [Problem("to", "submissions.not_leader") for id in sending.to if id not in leaders]
    if wrong:
        raise Problems(wrong)
    id, source = tx.new_id(), sending.source
    try:
        made = Submission.model_validate({
            "_id": id, "number": "-", "what": sending.what, "topic": sending.topic, "start": sending.start,
            "end": sending.end, "note": sending.note,
            "source": source.ref() if isinstance(source, Document) else source,
            "source_kind": source.collection if isinstance(source, Document) else sending.source_kind,
            "page": sending.page, "address": dict(sending.address),
            "to": [{"user": Ref(id=i, label=Text(kk=leaders[i]))} for i in dict.fromkeys(sending.to)],
            "sent_at": tx.now, "sent_by": Who.model_validate(tx.who()),
        })  # fmt: skip
    except ValidationError as e:
        raise Problems.of(e) from None
    made.files = [_kept(tx, f, id) for f in sending.files]
    made.number = f"{tx.today.year}-{tx.number(f'submission:{tx.today.year}'):03d}"
    for one in made.to:
        tasks.make(
            tx, what="submissions.task", values={"number": made.number, "topic": made.topic, "from": tx.actor.name},
            to_user=one.user, subject=made, page=PAGE, address={"id": id}, mark=f"{DECIDE}:{one.user.id}",
        )  # fmt: skip
    return tx.add(made)


def _kept(tx: Tx, file: Ready | Ref, owner: Id) -> Ref:
    if isinstance(file, Ref):
        tx.file(file.id)
        return file
    return Ref(id=tx.keep_file(file.laid, file.name, "submission", owner), label=Text(kk=file.name))


def see(desk: Desk, id: Id) -> Submission:
    """Opened by one to whom it was sent: the first time is written down; nothing for anybody else."""
    kept = desk.get(Submission, id, "submission.read")
    if not any(a.user.id == desk.actor.id and a.seen_at is None for a in kept.to):
        return kept

    def work(tx: Tx) -> Submission:
        found = tx.get(Submission, id)
        for one in found.to:
            if one.user.id == tx.actor.id and one.seen_at is None:
                one.seen_at = tx.now
        if found.status is SubmissionState.sent:
            found.status = SubmissionState.seen
        return tx.save(found)

    why = Why(command=f"submission.see:{id}:{desk.actor.id}")
    return desk.transact("submission.see", work, why, right="submission.read")


def decide(
    desk: Desk, id: Id, revision: int, decision: str, ordered: Sequence[Mapping[str, Any]], why: Why
) -> Submission:
    """The addressee's decision, and the tasks he gives by it ({what, to_user or to_role, due}); who sent it is told.

    Raises Problems beside decision and «ordered», Forbidden for one to whom it was not sent, RuleBroken (decided).
    """

    def work(tx: Tx) -> Submission:
        return decide_in(tx, tx.get(Submission, id, revision), decision, ordered)

    given = [id, revision, decision, plain([dict(r) for r in ordered])]
    return desk.transact("submission.decide", work, why, given=given)


def decide_in(tx: Tx, kept: Submission, decision: str, ordered: Sequence[Mapping[str, Any]] = ()) -> Submission:
    """The same inside the act of the record that was sent, of a submission read in it."""
    mine = next((a for a in kept.to if a.user.id == tx.actor.id), None)
    if mine is None:
        raise Forbidden("submissions.not_to_you")
    if mine.decided_at is not None:
        raise RuleBroken("submissions.decided_already", number=kept.number)
    asked = _asked(tx, decision, ordered)
    mine.decision, mine.decided_at = asked.decision, tx.now
    mine.seen_at = mine.seen_at or tx.now
    kept.status = SubmissionState.decided
    tasks.close(tx, kept.id, f"{DECIDE}:{mine.user.id}")
    for one in asked.ordered:
        tasks.make(
            tx, what=Text(kk=one.what), to_user=one.to_user, to_role=one.to_role, due=one.due, subject=kept,
            page=PAGE, address={"id": kept.id}, mark=ORDERED, by_hand=True,
        )  # fmt: skip
    if kept.sent_by.id != tx.actor.id:
        told = {"number": kept.number, "who": tx.actor.name, "decision": mine.decision[:200]}
        notices.tell(tx, kept.sent_by.id, "submissions.told_decided", told, PAGE, {"id": kept.id})
    return tx.save(kept)


def _asked(tx: Tx, decision: str, ordered: Sequence[Mapping[str, Any]]) -> Deciding:
    """A decision as it was typed; Problems beside its fields, the tasks by row."""
    rows = [{k: v for k, v in r.items() if v not in ("", None)} for r in ordered]
    try:
        asked = Deciding.model_validate({"decision": decision, "ordered": rows})
    except ValidationError as e:
        raise Problems.of(e) from None
    wrong = []
    for n, one in enumerate(asked.ordered):
        if (one.to_user is None) == (one.to_role is None):
            wrong.append(Problem("ordered", "tasks.person_or_role", row=n))
        elif not tasks.holders(tx.session, one.to_role, one.to_user, {}):
            wrong.append(Problem("ordered", "tasks.nobody_there", row=n))
        if one.due and one.due < tx.today:
            wrong.append(Problem("ordered", "tasks.due_past", row=n))
    if wrong:
        raise Problems(wrong)
    return asked


__all__ = ["DECIDE", "ORDERED", "PAGE", "Sending", "decide", "decide_in", "see", "send", "send_in"]
