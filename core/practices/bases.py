"""Bases of practice and their contracts: entered, added to, broken off; seen ahead when one ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.files import Ready
from core.i18n import order_key
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.practice import Contract, PracticeBase

READ, EDIT = "practice_base.read", "practice_base.edit"
AHEAD = 60  # days in which the end of a contract is seen
MOST = 500


@dataclass(frozen=True)
class Ending:
    """A contract that ends soon, or has ended while its base is in use."""

    base: PracticeBase
    contract: Contract
    left: int


def listed(desk: Desk, idle: bool = False) -> list[PracticeBase]:
    """All bases in Kazakh order; idle: those out of use, too."""
    where = {} if idle else {"active": True}
    found = [PracticeBase.model_validate(r) for r in desk.rows(PracticeBase, READ, where, {"head": 0}, (), MOST)]
    return sorted(found, key=lambda b: order_key(b.name.kk))


def get(desk: Desk, id: Id) -> PracticeBase:
    """One base."""
    return desk.get(PracticeBase, id, READ)


def save(desk: Desk, id: Id | None, revision: int, values: Mapping[str, Any], why: Why) -> PracticeBase:
    """Enter a base, or change its card. Raises Problems beside the fields, StaleRevision."""

    def work(tx: Tx) -> PracticeBase:
        kept = plain(tx.get(PracticeBase, id, revision)) if id else {"_id": tx.new_id()}
        try:
            made = PracticeBase.model_validate({**kept, **dict(values), "contracts": kept.get("contracts", [])})
        except ValidationError as e:
            raise Problems.of(e) from None
        return tx.save(made) if id else tx.add(made)

    return desk.transact("practice_base.save", work, why, EDIT, [id, revision, plain(dict(values))])


def add_contract(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], copy: Ready | None, why: Why
) -> PracticeBase:  # fmt: skip
    """A contract that was signed with a base; signed, it is never edited. Raises Problems beside the fields."""

    def work(tx: Tx) -> PracticeBase:
        base = tx.get(PracticeBase, id, revision)
        try:
            made = Contract.model_validate({**{k: v for k, v in values.items() if v is not None}, "id": tx.new_id()})
        except ValidationError as e:
            raise Problems.of(e) from None
        if any(c.number == made.number for c in base.contracts):
            raise Problems([Problem("number", "errors.field.duplicate", {"value": made.number})])
        if copy:
            made.file = Ref(id=tx.keep_file(copy.laid, copy.name, "contract", id), label=Text(kk=copy.name))
        base.contracts = [*base.contracts, made]
        return tx.save(base)

    given = [id, revision, plain(dict(values)), copy.laid.hash if copy else ""]
    return desk.transact("practice_base.contract", work, why, EDIT, given)


def break_off(desk: Desk, id: Id, revision: int, contract: Id, day: date, why: Why) -> PracticeBase:
    """A contract ends before its day, with a reason; who is there by it stays and is seen as lacking one."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> PracticeBase:
        base = tx.get(PracticeBase, id, revision)
        found = next((c for c in base.contracts if c.id == contract), None)
        if found is None:
            raise NotFound("errors.not_found", kind="practice_bases", id=contract)
        if found.ended is not None or day > found.ends:
            raise RuleBroken("practices.contract_over", number=found.number, day=found.until)
        found.ended, found.ended_why = day, why.reason
        return tx.save(base)

    return desk.transact("practice_base.break", work, why, EDIT, [id, revision, contract, day])


def ending(bases: list[PracticeBase], today: date, ahead: int = AHEAD) -> list[Ending]:
    """Of each base in use whose last contract ends within so many days, or has ended: that contract."""
    found = []
    for base in bases:
        last = max(base.contracts, key=lambda c: c.until, default=None)
        if base.active and not base.own and last and (left := (last.until - today).days) <= ahead:
            found.append(Ending(base, last, left))
    return sorted(found, key=lambda e: (e.left, e.base.name.kk))
