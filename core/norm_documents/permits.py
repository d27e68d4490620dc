"""Permission to copy a document of the office (clause 56): asked of the leadership, named by each copy that leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core import access, approvals, files, looks
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.file import FileType
from schemas.norm_document import NormDocument, NormVersion
from schemas.norm_permit import NormPermit, PermitState, PermitUse, PermitWish

READ, ASK, WITHDRAW = "norm.read", "norm.edit", "norm.permit"
ROUTE = "leadership_alone"
PAGE = "norm_permits"
MOST = 500


def listed(desk: Desk, document: Id = "") -> list[NormPermit]:
    """Permissions, the newest first; of one document, where it is named. Raises Forbidden."""
    access.require(desk.actor, READ)
    where = {"document.id": document} if document else {}
    return [NormPermit.model_validate(r) for r in desk.store.rows("norm_permits", where, None, [("number", -1)], MOST)]


def ask(desk: Desk, values: Mapping[str, Any], why: Why) -> NormPermit:
    """Ask the leadership for permission. Raises Problems beside the fields: a day that is past, a legal act of others
    (it is public and needs none)."""

    def work(tx: Tx) -> NormPermit:
        try:
            wish = PermitWish.model_validate(dict(values))
        except ValidationError as e:
            raise Problems.of(e) from None
        document = tx.get(NormDocument, wish.document.id, scoped=False)
        if document.outside:
            raise Problems([Problem("document", "permits.outside", {"name": document.name})])
        if wish.until < tx.today:
            raise Problems([Problem("until", "permits.past")])
        made = NormPermit.model_validate({
            "_id": tx.new_id(), **wish.model_dump(), "document": document.ref(), "asked_by": tx.who(),
            "number": f"{tx.today.year}-{tx.number(f'permit:{tx.today.year}'):04d}",
        })  # fmt: skip
        approvals.start(tx, ROUTE, made, PAGE, {"id": made.id})
        return tx.add(made, scoped=False)

    return desk.transact("norm.ask_permit", work, why, right=ASK, given=[dict(values)])


def agreed(tx: Tx, id: Id) -> None:
    """The leadership gives it."""
    _decided(tx, id, PermitState.given)


def declined(tx: Tx, id: Id) -> None:
    """The leadership refuses it."""
    _decided(tx, id, PermitState.refused)


def _decided(tx: Tx, id: Id, state: PermitState) -> None:
    permit = tx.get(NormPermit, id, scoped=False)
    permit.status, permit.decided = state, tx.today
    tx.save(permit)


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> NormPermit:
    """Take a permission back, with a reason; what left by it stays written. RuleBroken where it does not stand."""

    def work(tx: Tx) -> NormPermit:
        permit = tx.get(NormPermit, id, revision, scoped=False)
        if permit.status is not PermitState.given:
            raise RuleBroken("permits.not_given", status=permit.status)
        permit.status = PermitState.withdrawn
        return tx.save(permit)

    if not why.reason.strip():
        raise RuleBroken("errors.reason_missing")
    return desk.transact("norm.withdraw_permit", work, why, right=WITHDRAW, given=[id, revision])


def hand_out(desk: Desk, id: Id, version: Id, why: Why) -> tuple[str, bytes, str]:
    """A copy leaves by a permission: counted first, then given as a protected file with a line of for whom it is.

    Name, bytes, media type. Raises RuleBroken: no permission stands, its day is past, its copies are used up, the
    version is another document's or has no file, a file that
    cannot be protected (clause 58).
    """

    def work(tx: Tx) -> NormPermit:
        permit = tx.get(NormPermit, id, scoped=False)
        if permit.status is not PermitState.given:
            raise RuleBroken("permits.not_given", status=permit.status)
        if permit.until < tx.today:
            raise RuleBroken("permits.over", until=permit.until)
        if not permit.left:
            raise RuleBroken("permits.used_up", n=permit.copies)
        held = tx.get(NormVersion, version, scoped=False)
        if held.document.id != permit.document.id or held.file is None:
            raise RuleBroken("permits.no_file")
        if not files.protectable(FileType.of(held.file.label.kk)):
            raise RuleBroken("permits.open_format", file=held.file.label.kk)
        permit.uses.append(PermitUse(at=tx.now, by=tx.who(), version=held.ref(), file=held.file.label.kk))
        return tx.save(permit)

    permit = desk.transact("norm.hand_out", work, why, right=ASK, given=[id, version])
    held = desk.get(NormVersion, version, READ)
    assert held.file is not None
    with looks.handing_to(permit.holder):
        return files.given_out(
            desk, held.file.id, PAGE, "norm_versions", held.id, held.label().kk, reason=permit.label().kk
        )  # fmt: skip


__all__ = ["agreed", "ask", "declined", "hand_out", "listed", "withdraw"]
