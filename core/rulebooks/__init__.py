"""Rulebooks (clauses 7-5, 24-b): which rules are in force on a day, and a new version of them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.db.codec import differences as codec_differences
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import NotFound, Problem, Problems
from core.tx import Tx
from schemas.base import Id
from schemas.rulebook import Rulebook

SHIPPED = ("kz-2022", "midfield")


def shipped(code: str) -> Rulebook:
    """A rulebook an empty office starts with."""
    text = (Path(__file__).parent / f"{code}.toml").read_text(encoding="utf-8")
    return Rulebook.model_validate(tomllib.loads(text))


def install(desk: Desk, code: str) -> Rulebook:
    """Bring a shipped rulebook into the office (first start)."""
    book = shipped(code)
    return desk.transact("rulebook.edit", lambda tx: tx.add(book), Why("first start"))


def get(store: Store, id: Id) -> Rulebook:
    """A rulebook by its id; versions never change, so they are kept once read."""
    return _kept(store, id)


def get_in(tx: Tx, id: Id) -> Rulebook:
    """A rulebook by its id, inside an act."""
    return tx.get(Rulebook, id, scoped=False)


@lru_cache(maxsize=64)
def _kept(store: Store, id: Id) -> Rulebook:
    return store.load(Rulebook, id)


def newest(store: Store, code: str) -> Rulebook:
    """The newest version of a rulebook; NotFound for an unknown code."""
    found = store.rows("rulebooks", {"code": code}, sort=[("version", -1)], limit=1)
    if not found:
        raise NotFound("rulebooks.unknown", code=code)
    return Rulebook.model_validate(found[0])


def in_force(store: Store, day: date) -> Rulebook:
    """The institution's own rulebook in force on a day; NotFound when there was none."""
    found = store.rows("rulebooks", {"own": True, "effective": {"$lte": day.isoformat()}})
    if not found:
        raise NotFound("rulebooks.none_in_force", day=day)
    return Rulebook.model_validate(max(found, key=lambda r: (r["effective"], r["version"])))


def revise(desk: Desk, base: Id, values: dict[str, Any], why: Why) -> Rulebook:
    """A new version with its day in force; the old one and every grade under it stay as they are.

    values: {field: new value}. Raises Problems beside the fields; its day lies after that of the newest version.
    """

    def work(tx: Tx) -> Rulebook:
        old = tx.get(Rulebook, base)
        newest = max(tx.find(Rulebook, {"code": old.code}), key=lambda r: r.version)
        number = newest.version + 1
        row = {
            **old.model_dump(exclude={"revision", "head", "created", "updated", "id"}),
            **values, "version": number, "_id": f"{old.code}@{number}",
        }  # fmt: skip
        try:
            book = Rulebook.model_validate(row)
        except ValidationError as e:
            raise Problems.of(e) from None
        if book.effective <= newest.effective:
            raise Problems([Problem("effective", "rulebooks.before_its_predecessor", {"day": newest.effective})])
        return tx.add(book)

    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
    return desk.transact("rulebook.edit", work, why, given=[base, values])


def every(store: Store) -> list[Rulebook]:
    """All rulebooks and versions, those of the institution first, newest first; there are few."""
    rows = store.rows("rulebooks", {}, sort=[("own", -1), ("code", 1), ("version", -1)], limit=200)
    return [Rulebook.model_validate(r) for r in rows]


def differences(first: Rulebook, second: Rulebook) -> list[tuple[str, Any, Any]]:
    """Which rules differ between two versions: (path, in the first, in the second)."""
    kept = ("_id", "version", "revision", "created", "updated", "head")
    a, b = ({k: v for k, v in plain(x).items() if k not in kept} for x in (first, second))
    return codec_differences(a, b)
