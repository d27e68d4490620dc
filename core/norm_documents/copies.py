"""The register of copies (clause 53): original with HR, copies to units, the scan on the site; nothing is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.norm_documents import rules
from core.norm_documents.steps import EDIT, at, made
from core.tx import Tx
from schemas.base import Id
from schemas.norm_document import NormCopy, NormGiving


def give(desk: Desk, version: Id, values: Mapping[str, Any], why: Why) -> NormCopy:
    """Give out a copy of an adopted version {kind, holder, unit, place, given}; its number is the document's next.

    Raises Problems beside the fields (a day ahead).
    """
    asked = made(NormGiving, values)

    def work(tx: Tx) -> NormCopy:
        of = at(tx, version, None, rules.SIGNED)
        if asked.given > tx.today:
            raise Problems([Problem("given", "norms.day_ahead")])
        n = tx.number(f"norm_copy:{of.document.id}")
        return tx.add(NormCopy(
            _id=tx.new_id(), document=of.document, version=of.ref(), n=n, by=tx.who(), **dict(asked)
        ))  # fmt: skip

    return desk.transact("norm.copy", work, why, EDIT, [version, dict(values)])


def take_back(desk: Desk, id: Id, revision: int, day: date | None, why: Why) -> NormCopy:
    """A copy came back on a day. Raises Problems (a day before it was given, a day ahead)."""

    def work(tx: Tx) -> NormCopy:
        copy = tx.get(NormCopy, id, revision)
        if copy.returned is not None:
            raise RuleBroken("norms.back_already", day=copy.returned)
        if day is None or not copy.given <= day <= tx.today:
            key = "norms.back_out" if day else "errors.field.missing"
            raise Problems([Problem("returned", key, {"day": copy.given})])
        copy.returned, copy.status = day, "returned"
        return tx.save(copy)

    return desk.transact("norm.copy_back", work, why, EDIT, [id, revision, day])
