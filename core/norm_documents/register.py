"""The card of a document in the register (clause 7): entered, changed, what it rests on, reviewed on its day (57)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core import tasks
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Duplicate, NotFound, Problem, Problems
from core.norm_documents.steps import EDIT, PAGE, made, standing
from core.office import SYSTEM
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.norm_document import NormCard, NormDocument, NormStatus
from schemas.task import Task
from schemas.words import Role

AHEAD = timedelta(days=30)  # so long before its day a review is asked for
REVIEW = "review_on"


def create(desk: Desk, values: Mapping[str, Any], why: Why) -> NormDocument:
    """Enter a document into the register. Raises Problems beside the fields (the code is taken)."""
    card = made(NormCard, values)

    def work(tx: Tx) -> NormDocument:
        doc = NormDocument(_id=tx.new_id(), **dict(card))
        doc.rests_on = _named(tx, doc)
        return tx.add(doc)

    return _coded(desk, "norm.create", work, why, [dict(values)])


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> NormDocument:
    """Change fields of a card {name: value}. The text is changed by a version alone. A further day of review closes
    what asked for it.

    Raises Problems, StaleRevision, RuleBroken (a document out of force; another sort once it has a version).
    """

    def work(tx: Tx) -> NormDocument:
        was = standing(tx.get(NormDocument, id, revision))
        card = made(NormCard, {f: plain(getattr(was, f)) for f in NormCard.model_fields} | dict(values))
        if was.versions and card.sort is not was.sort:
            raise Problems([Problem("sort", "norms.sort_stays")])
        if card.review_on != was.review_on:
            tasks.close(tx, id, REVIEW)
        doc = was.model_copy(update=dict(card))
        doc.rests_on = _named(tx, doc)
        return tx.save(doc)

    return _coded(desk, "norm.edit", work, why, [id, revision, dict(values)])


def _coded(desk: Desk, action: str, work: Any, why: Why, given: Any) -> NormDocument:
    try:
        found: NormDocument = desk.transact(action, work, why, EDIT, given)
        return found
    except Duplicate as e:
        if e.values.get("field") != "code":
            raise
        raise Problems([Problem("code", "norms.code_taken", {"code": e.values.get("value", "")})]) from None


def _named(tx: Tx, doc: NormDocument) -> list[Ref]:
    """What it rests on, as it is called today. Raises NotFound, Problems (itself)."""
    ids = [r.id for r in doc.rests_on]
    found = {d.id: d for d in tx.find(NormDocument, {"_id": {"$in": ids}})} if ids else {}
    if missing := [i for i in ids if i not in found]:
        raise NotFound("errors.not_found", kind=NormDocument.collection, id=missing[0])
    if doc.id in found:
        raise Problems([Problem("rests_on", "norms.rests_on_itself")])
    return [found[i].ref() for i in dict.fromkeys(ids)]


def reviewed(desk: Desk, id: Id, revision: int, next_on: date | None, why: Why) -> NormDocument:
    """Say that a document was reviewed and stays as it is: its next day, ahead, and with what words (a reason)."""
    problems = [] if why.reason.strip() else [Problem("reason", "errors.field.reason_missing")]
    if next_on is None or next_on <= desk.today():
        problems.append(Problem("review_on", "norms.day_past" if next_on else "errors.field.missing"))
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> NormDocument:
        doc = standing(tx.get(NormDocument, id, revision))
        doc.review_on = next_on
        tasks.close(tx, id, REVIEW)
        return tx.save(doc)

    return desk.transact("norm.reviewed", work, why, EDIT, [id, revision, next_on])


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: who owns a document has a task a month before its day of review; how many were
    made. Safe to repeat: each is made once for a day, what is late the inbox tells by itself."""
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    where = {"status": NormStatus.in_force.value, "review_on": {"$type": "string", "$lte": (day + AHEAD).isoformat()}}
    count = 0
    for row in store.rows("norm_documents", where, None, [("review_on", 1)], 500):
        doc = NormDocument.model_validate(row)
        if store.one("tasks", {"subject.id": doc.id, "mark": REVIEW, "due": row["review_on"]}, {"_id": 1}):
            continue
        desk.transact("norm.remind", lambda tx, doc=doc: _asked(tx, doc),  # type: ignore[misc]
                      Why(command=f"{REVIEW}:{doc.id}:{row['review_on']}"), right="schedule.edit")  # fmt: skip
        count += 1
    return count


def _asked(tx: Tx, doc: NormDocument) -> Task:
    return tasks.make(
        tx, what="norms.task_review", values={"document": doc.name, "day": doc.review_on},
        to_role=doc.owner or Role.head, due=doc.review_on, subject=doc, page=PAGE, address={"id": doc.id}, mark=REVIEW,
    )  # fmt: skip
