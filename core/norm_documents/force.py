"""A version comes into force on its day (clause 55), the one before it is marked obsolete in the same act; editions of
outside acts are registered, a document loses its force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import scheduler, tasks
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.norm_documents import rules, telling
from core.norm_documents.steps import APPROVE, EDIT, brought, document_of, kept, made, standing, step
from core.tx import Tx
from schemas.base import Basis, Id
from schemas.norm_document import (
    NormChange,
    NormDocument,
    NormEdition,
    NormStage,
    NormStatus,
    NormVersion,
)
from schemas.planned import Planned

S = NormStage
PLAN = "norm.enter"


def on_its_day(tx: Tx, doc: NormDocument, version: NormVersion) -> NormVersion:
    """Bring an adopted version into force, now or by a plan for its day."""
    if version.effective is None:
        raise ValueError("an adopted version has its day")
    if version.effective <= tx.today:
        return enter(tx, doc, version)
    basis = None
    if version.decision is not None:
        basis = Basis(kind=version.decision.body[:60], number=version.decision.protocol, day=version.decision.day)
    version.planned = scheduler.plan(tx, version.effective, PLAN, version, basis=basis).id
    tx.save(doc)
    return tx.save(version)


def enter(tx: Tx, doc: NormDocument, version: NormVersion) -> NormVersion:
    """The step itself: this version is in force, the one before it is obsolete, the units are told."""
    if doc.current is not None:
        old = tx.get(NormVersion, doc.current.id, scoped=False)
        old.until = version.effective
        tx.save(step(tx, old, S.obsolete, version.label().kk))
    version.since = version.effective
    step(tx, version, S.in_force)
    doc.status, doc.current, doc.coming = NormStatus.in_force, version.ref(), None
    telling.in_force(tx, doc, version)
    tx.save(doc)
    return tx.save(version)


def carry_out(tx: Tx, planned: Planned) -> NormVersion:
    """The day of an adopted version has come (core.scheduler)."""
    version = tx.get(NormVersion, planned.subject.id, scoped=False)
    if version.status is not S.council:
        raise RuleBroken("norms.stands_otherwise", version=version.label(), status=version.status)
    return enter(tx, document_of(tx, version), version)


def edition(
    desk: Desk, document: Id, values: Mapping[str, Any], file: tuple[str, bytes] | None, why: Why
) -> NormVersion:  # fmt: skip
    """Register an edition of an act that others adopt: {edition, effective, text}, with its file where there is one.
    A further edition is a change of the act: it asks for the rulebook and what names the act (clause 18).

    Raises Problems beside the fields (no words of what changed), RuleBroken for a document the office itself adopts.
    """
    asked = made(NormEdition, values)
    found = brought(desk, file, rules.TEXTS) if file is not None else None

    def work(tx: Tx) -> NormVersion:
        doc = standing(tx.get(NormDocument, document))
        if not doc.outside:
            raise RuleBroken("norms.adopted_here", document=doc.label())
        if doc.coming is not None:
            raise RuleBroken("norms.one_coming", version=doc.coming.label)
        if doc.current is not None and not asked.text.strip():
            raise Problems([Problem("text", "norms.no_changes")])
        doc.versions += 1
        version = NormVersion(
            _id=tx.new_id(), document=doc.ref(), sort=doc.sort, n=doc.versions, edition=asked.edition,
            effective=asked.effective, supersedes=doc.current, began=tx.who(),
        )  # fmt: skip
        if asked.text.strip():
            row = NormChange(text=asked.text, day=tx.today, signed=tx.who(), signed_at=tx.now)
            row.number = str(tx.number(f"norm_change:{doc.id}"))
            version.changes = [row]
        if found is not None:
            version.file = kept(tx, found, "norm", doc.id)
        tx.add(step(tx, version, S.council))
        doc.coming = version.ref()
        return _added(tx, doc, version)

    return desk.transact("norm.edition", work, why, EDIT, [document, dict(values), found.laid.hash if found else ""])


def _added(tx: Tx, doc: NormDocument, version: NormVersion) -> NormVersion:
    """As `on_its_day`, for a version that is new in this act: it is added once, with all that it became."""
    made_ = on_its_day(tx, doc, version)
    return tx.add(made_)


def retire(desk: Desk, document: Id, revision: int, why: Why) -> NormDocument:
    """A document loses its force, with a reason; its version in force is obsolete from today. RuleBroken while a
    version is on its way."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> NormDocument:
        doc = standing(tx.get(NormDocument, document, revision))
        if doc.coming is not None:
            raise RuleBroken("norms.one_coming", version=doc.coming.label)
        if doc.current is not None:
            old = tx.get(NormVersion, doc.current.id, scoped=False)
            old.until = tx.today
            tx.save(step(tx, old, S.obsolete, why.reason))
        doc.status, doc.review_on = NormStatus.obsolete, None
        tasks.close(tx, doc.id)
        return tx.save(doc)

    return desk.transact("norm.retire", work, why, APPROVE, [document, revision])
