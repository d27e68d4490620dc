"""The life of a version: memo, draft, comments, agreement, decision (clauses 19, 48, 49, 51); core.norm_documents.force
brings it into force. Nothing is ever deleted: a version that is not adopted stays as refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core import approvals, notices, scheduler
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.norm_documents import force, rules
from core.norm_documents.steps import (
    APPROVE,
    EDIT,
    MEMO,
    PAGE,
    at,
    brought,
    document_of,
    free,
    kept,
    leave,
    made,
    standing,
    step,
)
from core.norm_documents.telling import UNITS
from core.tx import Tx
from schemas.base import Id
from schemas.norm_document import (
    NormChange,
    NormDecision,
    NormDocument,
    NormDraft,
    NormMemo,
    NormOutcome,
    NormStage,
    NormVersion,
)

S = NormStage
MEMO_ROUTE, TEXT_ROUTE = "norm_memo", "norm_text"


def memo(desk: Desk, document: Id, values: Mapping[str, Any], why: Why) -> NormVersion:
    """Begin a change with the memo of the head {number, day, about}; it goes to the vice-rector by an approval, and
    only when he has agreed is there a draft (clause 49).

    Raises Problems beside the fields, RuleBroken (a version is on its way, an outside act, a document out of force).
    """
    asked = made(NormMemo, values)

    def work(tx: Tx) -> NormVersion:
        if asked.day > tx.today:
            raise Problems([Problem("day", "norms.day_ahead")])
        doc = tx.get(NormDocument, document)
        version = _next(tx, doc, S.memo, asked.about)
        version.memo = asked
        approvals.start(tx, MEMO_ROUTE, version, PAGE, {"id": doc.id, "version": version.id})
        return version

    return desk.transact("norm.memo", work, why, MEMO, [document, dict(values)])


def begin(desk: Desk, document: Id, why: Why) -> NormVersion:
    """Begin a draft without a memo: the first version of a document, or of one that no council votes.

    RuleBroken `norms.memo_first` for a change of a regulation: its memo comes first (clause 49).
    """

    def work(tx: Tx) -> NormVersion:
        doc = tx.get(NormDocument, document)
        if doc.voted and doc.current is not None:
            raise RuleBroken("norms.memo_first", document=doc.label())
        return _next(tx, doc, S.draft)

    return desk.transact("norm.begin", work, why, EDIT, [document])


def _next(tx: Tx, doc: NormDocument, stage: NormStage, note: str = "") -> NormVersion:
    standing(doc)
    if doc.outside:
        raise RuleBroken("norms.adopted_outside", document=doc.label())
    if doc.coming is not None:
        raise RuleBroken("norms.one_coming", version=doc.coming.label)
    doc.versions += 1
    version = NormVersion(
        _id=tx.new_id(), document=doc.ref(), sort=doc.sort, n=doc.versions, supersedes=doc.current, began=tx.who()
    )  # fmt: skip
    tx.add(step(tx, version, stage, note))
    doc.coming = version.ref()
    tx.save(doc)
    return version


def write(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> NormVersion:
    """What a draft says of itself: {edition, impact, changes}; changes: what will stand in the change sheet."""
    asked = made(NormDraft, values)

    def work(tx: Tx) -> NormVersion:
        version = free(tx, at(tx, id, revision, rules.WRITABLE))
        version.edition, version.impact = asked.edition, asked.impact
        version.changes = [NormChange(text=row.text) for row in asked.changes]
        doc = document_of(tx, version)
        doc.coming = version.ref()  # it is called by its edition
        tx.save(doc)
        return tx.save(version)

    return desk.transact("norm.write", work, why, EDIT, [id, revision, dict(values)])


def put_text(desk: Desk, id: Id, revision: int, file: tuple[str, bytes] | None, why: Why) -> NormVersion:
    """The file of a draft's text (name, bytes); a further one takes its place, the earlier stays kept."""
    found = brought(desk, file, rules.TEXTS)

    def work(tx: Tx) -> NormVersion:
        version = free(tx, at(tx, id, revision, rules.WRITABLE))
        version.file = kept(tx, found, "norm", version.document.id)
        return tx.save(version)

    return desk.transact("norm.put_text", work, why, EDIT, [id, revision, found.laid.hash])


def put_scan(desk: Desk, id: Id, revision: int, file: tuple[str, bytes] | None, why: Why) -> NormVersion:
    """The scan of the signed original, when the version was adopted (clause 53)."""
    found = brought(desk, file, rules.SCANS)

    def work(tx: Tx) -> NormVersion:
        version = at(tx, id, revision, rules.SIGNED)
        version.scan = kept(tx, found, "norm_scan", version.document.id)
        return tx.save(version)

    return desk.transact("norm.put_scan", work, why, EDIT, [id, revision, found.laid.hash])


def circulate(desk: Desk, id: Id, revision: int, until: date | None, why: Why) -> NormVersion:
    """Send a draft out for comments to the units, until a day. Raises Problems (no text yet, no day, a past one)."""

    def work(tx: Tx) -> NormVersion:
        version = at(tx, id, revision, (S.draft,))
        problems = [] if version.file else [Problem("file", "norms.no_text")]
        if until is None or until < tx.today:
            problems.append(Problem("comments_by", "norms.day_past" if until else "errors.field.missing"))
        if problems or until is None:
            raise Problems(problems)
        version.comments_by = until
        for role in UNITS:
            values = {"version": version.label(), "day": until}
            address = {"id": version.document.id, "version": version.id}
            notices.tell(tx, role, "norms.told_comments", values, PAGE, address)
        return tx.save(step(tx, version, S.commented))

    return desk.transact("norm.circulate", work, why, EDIT, [id, revision, until])


def send(desk: Desk, id: Id, revision: int, why: Why) -> NormVersion:
    """Send the text for agreement once its comments are answered. Raises RuleBroken: some are open."""

    def work(tx: Tx) -> NormVersion:
        version = at(tx, id, revision, (S.commented,))
        open_ = {"version.id": id, "status": NormOutcome.open.value}
        if n := len(tx.session.rows("norm_comments", open_, {"_id": 1})):
            raise RuleBroken("norms.comments_open", n=n)
        approvals.start(tx, TEXT_ROUTE, version, PAGE, {"id": version.document.id, "version": version.id})
        return tx.save(version)

    return desk.transact("norm.send", work, why, EDIT, [id, revision])


def agreed(tx: Tx, id: Id) -> None:
    """The last step of an approval was agreed (core.approvals): a memo gives a draft, a text is agreed."""
    version = tx.get(NormVersion, id, scoped=False)
    tx.save(step(tx, version, S.draft if version.status is S.memo else S.agreed))


def declined(tx: Tx, id: Id) -> None:
    """An approval was declined or taken back: without its memo a change ends, a text goes back to be drafted."""
    version = tx.get(NormVersion, id, scoped=False)
    if version.status is not S.memo:
        tx.save(step(tx, version, S.draft))
        return
    leave(tx, document_of(tx, version))
    tx.save(step(tx, version, S.refused))


def adopt(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], effective: date | None, why: Why
) -> NormVersion:  # fmt: skip
    """Write down who adopted an agreed version {body, protocol, day, present, for_} and from which day it is in force.

    With two thirds of those present it is adopted: the rows of its change sheet get their numbers and the signature
    of who registers them, on its day it is in force (today at once, later by a plan). With fewer votes it is refused,
    and its votes stand there. Raises Problems beside the fields.
    """
    decision = made(NormDecision, values)

    def work(tx: Tx) -> NormVersion:
        version = at(tx, id, revision, (S.agreed,))
        doc = document_of(tx, version)
        if problems := rules.decision_wrong(version, decision, effective, doc.voted, tx.today):
            raise Problems(problems)
        version.decision = decision
        if not rules.adopted(decision, doc.voted):
            leave(tx, doc)
            return tx.save(step(tx, version, S.refused, why.reason))
        version.effective = effective
        version.changes = [
            row.model_copy(update={
                "number": str(tx.number(f"norm_change:{doc.id}")), "day": tx.today, "signed": tx.who(),
                "signed_at": tx.now,
            })
            for row in version.changes
        ]  # fmt: skip
        step(tx, version, S.council, why.reason)
        return force.on_its_day(tx, doc, version)

    return desk.transact("norm.adopt", work, why, APPROVE, [id, revision, dict(values), effective])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> NormVersion:
    """Give a coming version up, with a reason; it stays in the register as refused, a plan for it is cancelled."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> NormVersion:
        version = free(tx, at(tx, id, revision, (S.draft, S.commented, S.agreed, S.council)))
        scheduler.cancel(tx, version.id, force.PLAN)
        leave(tx, document_of(tx, version))
        return tx.save(step(tx, version, S.refused, why.reason))

    return desk.transact("norm.withdraw", work, why, APPROVE, [id, revision])
