"""Kinds of practice of an earlier base say what they need; one the office changed stays as it wants it."""

from __future__ import annotations

from importlib import import_module

from core.db.store import Store
from core.kinds.shipped import entries
from schemas.kinds import Kind, PracticeKind, Sort

MOVED = import_module("core.migrations.0014_practice_kinds")


def test_a_shipped_kind_of_practice_moves_once_and_a_changed_one_stays(shipped: Store, tampered: None) -> None:
    shipped.db.command("collMod", "kinds", validationLevel="off")  # as a migration finds the base
    shipped.db.kinds.update_many({"sort": "practice"}, {"$set": {"body": MOVED.WAS}})
    shipped.db.kinds.update_one({"sort": "practice", "code": "research"}, {"$set": {"body.days": 9}})
    named = MOVED.up(shipped.db)
    assert named == MOVED.up(shipped.db) and len(named) == 4, "begun anew after a crash it names the same"
    now = {k.code: k.as_body(PracticeKind) for r in shipped.rows("kinds", {"sort": "practice"})
           for k in [Kind.model_validate(r)]}  # fmt: skip
    new = {k.code: k.as_body(PracticeKind) for k in entries() if k.sort is Sort.practice}
    assert {c for c in new if now[c] == new[c]} == set(new) - {"research"}
    assert (now["research"].days, now["research"].order) == (9, ""), "changed by the office"
