"""Kinds of sheet of an earlier base come to what is shipped now; one the office changed stays as it wants it."""

from __future__ import annotations

from importlib import import_module

from core.db.store import Store
from core.kinds.shipped import entries
from schemas.kinds import Kind, Sort
from schemas.kinds.sheets import SheetKind

MOVED = import_module("core.migrations.0011_sheet_kinds")


def test_a_shipped_kind_moves_once_and_a_changed_one_stays(shipped: Store, tampered: None) -> None:
    shipped.db.command("collMod", "kinds", validationLevel="off")  # as a migration finds the base
    for code, was in MOVED.WAS.items():
        row = shipped.one("kinds", {"sort": "sheet", "code": code}) or {}
        codes = was.get("columns")
        old = {f"body.{f}": v for f, v in was.items() if f != "columns"}
        if codes:
            columns = [c for c in row["body"]["columns"] if c["code"] in codes]
            columns[-1]["label"]["kk"] = "Біздің тақырып"
            old["body.columns"] = columns
        shipped.db.kinds.update_one({"_id": row["_id"]}, {"$set": old})
    shipped.db.kinds.update_one({"sort": "sheet", "code": "graded_test"}, {"$set": {"body.controls": ["exam"]}})
    named = MOVED.up(shipped.db)
    assert named == MOVED.up(shipped.db) and len(named) == 3, "begun anew after a crash it names the same"
    now = {
        k.code: k.as_body(SheetKind) for r in shipped.rows("kinds", {"sort": "sheet"}) for k in [Kind.model_validate(r)]
    }
    new = {k.code: k.as_body(SheetKind) for k in entries() if k.sort is Sort.sheet}
    assert now["course_work"] == new["course_work"]
    for code in ("exam", "practice_sheet"):
        assert now[code].codes == new[code].codes and now[code].columns[-1].label.kk == "Біздің тақырып"
        assert (now[code].controls, now[code].signs) == (new[code].controls, new[code].signs)
    assert now["graded_test"].judge == "alone" and now["graded_test"].codes == ["score"], "changed by the office"
