"""The life every paper runs, whichever it is: checked by another, signed, handed over, copied, cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from core import four_eyes, looks, merged, tasks
from core.approvals import running
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.holds import stops
from core.i18n import fold
from core.papers import blanks, sight
from core.papers.typeset import file_of
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.paper import Copy, Paper, PaperState, Receiver, Step, StepKind
from schemas.transcript import Transcript

P = TypeVar("P", Paper, Transcript)
MODELS: dict[str, type[Paper] | type[Transcript]] = {"papers": Paper, "transcripts": Transcript}


def step(tx: Tx, paper: Paper | Transcript, kind: StepKind, note: str = "") -> None:
    """Write a step of the paper's life."""
    paper.steps = [*paper.steps, Step(state=kind, by=tx.who(), at=tx.now, note=note)]


def check(desk: Desk, model: type[P], id: Id, revision: int, why: Why) -> P:
    """Say that a made paper is right; never who made it. Raises StaleRevision, Forbidden, RuleBroken."""

    def work(tx: Tx) -> P:
        paper = _in(tx.get(model, id, revision), PaperState.made)
        if paper.checker:
            raise RuleBroken("papers.checked_already", by=paper.checker.name)
        four_eyes.check(tx, "paper.check", paper.author.id if paper.author else None)
        paper.checker = tx.who()
        step(tx, paper, StepKind.checked, why.reason)
        return tx.save(paper)

    return desk.transact("paper.check", work, why, given=[id, revision])


def sign(desk: Desk, model: type[P], id: Id, revision: int, why: Why) -> P:
    """Sign a made paper: agreed where agreement was asked, and seen by another than its author, who may be the signer.

    Raises StaleRevision, Forbidden, RuleBroken (not agreed yet, four eyes, signed already).
    """

    def work(tx: Tx) -> P:
        paper = _in(tx.get(model, id, revision), PaperState.made)
        if paper.approval and not paper.agreed:
            raise RuleBroken("papers.not_agreed")
        if paper.checker is None:
            four_eyes.check(tx, "paper.sign", paper.author.id if paper.author else None)
            paper.checker = tx.who()
        paper.state, paper.signer = PaperState.signed, tx.who()
        if isinstance(paper, Paper):
            blanks.fill(tx, paper)
        step(tx, paper, StepKind.signed, why.reason)
        _settled(tx, paper)
        return tx.save(paper)

    return desk.transact("paper.sign", work, why, given=[id, revision])


def _settled(tx: Tx, paper: Paper | Transcript) -> None:
    """The task to sign it is done; that of its batch with the last of them."""
    tasks.close(tx, paper.id)
    if isinstance(paper, Paper) and paper.batch:
        left = {"batch": paper.batch, "_id": {"$ne": paper.id}, "state": PaperState.made.value}
        if tx.session.one("papers", left, {"_id": 1}) is None:
            tasks.close(tx, paper.batch)


def hand(desk: Desk, model: type[P], id: Id, revision: int, values: dict[str, Any], why: Why) -> P:
    """Hand a signed paper over: {name, document, proxy, day}. To another than its holder only by power of attorney. The
    line of what left says to whom.

    Raises Problems beside the fields, StaleRevision, RuleBroken.
    """
    try:
        receiver = Receiver.model_validate(values)
    except ValidationError as e:
        raise Problems.of(e) from None

    def work(tx: Tx) -> P:
        paper = _in(tx.get(model, id, revision), PaperState.signed)
        day = receiver.day or tx.today
        _receiver_fits(paper, receiver, day, tx.today)
        _not_stopped(tx, "paper.hand", paper)
        if isinstance(paper, Paper):
            blanks.give(tx, paper, day, receiver.name)
        paper.handed = receiver.model_copy(update={"day": day})
        paper.state = PaperState.handed
        step(tx, paper, StepKind.handed, receiver.name)
        return tx.save(paper)

    handed = desk.transact("paper.hand", work, why, given=[id, revision, values])
    looks.note(desk, "paper", model.collection, id, handed.label().kk, "hand", handed.student.id, to=receiver.name)
    return handed


def _receiver_fits(paper: Paper | Transcript, receiver: Receiver, day: date, today: date) -> None:
    problems = []
    if day > today:
        problems.append(Problem("day", "papers.day_ahead"))
    if paper.day and day < paper.day:
        problems.append(Problem("day", "papers.day_before", {"day": paper.day}))
    names = {fold(x) for x in (paper.student.label.kk, paper.student.label.ru, paper.student.label.en) if x}
    if fold(receiver.name) not in names and not receiver.proxy:
        problems.append(Problem("proxy", "papers.proxy_needed"))
    if problems:
        raise Problems(problems)


def cancel(desk: Desk, model: type[P], id: Id, revision: int, why: Why) -> P:
    """Take a paper's force away, with a reason. Nothing is deleted: its number stays taken, its code answers so."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> P:
        paper = tx.get(model, id, revision)
        if paper.state is PaperState.cancelled:
            raise RuleBroken("papers.wrong_state", state=paper.state)
        if running(tx, id):
            raise RuleBroken("papers.approval_runs")
        if isinstance(paper, Paper) and paper.state is not PaperState.handed:
            blanks.leave(tx, paper)
        if paper.number and paper.student.id:
            for event in _issued(tx, paper):
                tx.append(paper.student.id, ev.EventVoided, voids=event)
        paper.state = PaperState.cancelled
        step(tx, paper, StepKind.cancelled, why.reason)
        _settled(tx, paper)
        return tx.save(paper)

    return desk.transact("paper.cancel", work, why, given=[id, revision])


def _not_stopped(tx: Tx, right: str, paper: Paper | Transcript) -> None:
    """No hold of the holder stops this; one who is in the archive alone has none."""
    if paper.student.id:
        stops.check(tx.session, right, [_holder(tx, paper)])


def _issued(tx: Tx, paper: Paper | Transcript) -> list[Id]:
    """The student's events that say this paper was issued.

    Of a record joined to another since: they stand on that record (it stays true for the way back), while scope asks
    about the one that was kept.
    """
    tx.student(_holder(tx, paper))
    tx.students([paper.student.id], merged=True)
    found = [e for e in tx.events(paper.student.id) if isinstance(e, ev.DocumentIssued)]
    return [e.id for e in found if e.document.id == paper.id]


def _holder(tx: Tx, paper: Paper | Transcript) -> Id:
    """The record that stands for the paper's holder today: holds and scope are its own, also after a merge."""
    return merged.kept(tx.session, paper.student.id)


def another_blank(desk: Desk, id: Id, revision: int, why: Why) -> Paper:
    """Print a made paper on another blank, once the keeper of blanks has written the first down as spoiled or lost.

    Raises RuleBroken (the present blank is good, none is left, handed over or cancelled), StaleRevision.
    """

    def work(tx: Tx) -> Paper:
        paper = tx.get(Paper, id, revision)
        if paper.state not in (PaperState.made, PaperState.signed):
            raise RuleBroken("papers.wrong_state", state=paper.state)
        blanks.another(tx, paper)
        if paper.state is PaperState.signed:
            blanks.fill(tx, paper)
        step(tx, paper, StepKind.reblanked, paper.blank.label.kk if paper.blank else "")
        return tx.save(paper)

    return desk.transact("paper.blank", work, why, right="paper.make", given=[id, revision])


def reprint(desk: Desk, model: type[P], id: Id, why: Why) -> P:
    """Print a made paper again: the frozen values, marked as a copy; the copy's hash is kept beside it.

    Raises RuleBroken (not made, cancelled, held, holds what the user may not see), StaleRevision.
    """
    right = "paper.reprint" if model.collection == "papers" else "transcript.reprint"
    frozen = desk.get(model, id, right)
    if frozen.state in (PaperState.requested, PaperState.cancelled):
        raise RuleBroken("papers.wrong_state", state=frozen.state)
    sight.check(desk.actor.role, frozen)
    data, signer = file_of(desk, frozen, copy=True)
    laid = desk.store.lay(data)
    word, kind = (frozen.code_of_kind, "paper") if isinstance(frozen, Paper) else ("transcript", "transcript")

    def work(tx: Tx) -> P:
        paper: P = tx.get(model, id, frozen.revision)
        _not_stopped(tx, right, paper)
        hash = tx.keep_file(laid, f"{word}-{paper.number}-copy-{len(paper.copies) + 1}.pdf", kind, paper.id, signer)
        paper.copies = [*paper.copies, Copy(at=tx.now, by=tx.actor.name, file_hash=hash)]
        step(tx, paper, StepKind.copied, why.reason)
        return tx.save(paper)

    return desk.transact(right, work, why, given=[id])


def agreed(tx: Tx, id: Id) -> None:
    """What follows when a paper's approval is agreed (core.approvals.AGREED): it may be signed."""
    _decided(tx, id, True, StepKind.agreed)


def declined(tx: Tx, id: Id) -> None:
    """What follows when it is declined or withdrawn: the paper waits, and may be cancelled."""
    _decided(tx, id, False, StepKind.declined)


def _decided(tx: Tx, id: Id, yes: bool, kind: StepKind) -> None:
    paper = tx.get(Paper, id, scoped=False)
    paper.agreed = yes
    step(tx, paper, kind)
    tx.save(paper)


def _in(paper: P, state: PaperState) -> P:
    if paper.state is not state:
        raise RuleBroken("papers.wrong_state", state=paper.state)
    return paper


__all__ = ["MODELS", "agreed", "another_blank", "cancel", "check", "declined", "hand", "reprint", "sign", "step"]
