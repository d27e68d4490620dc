"""Sheets of a base made before there were kinds of sheet with columns: read, corrected, opened anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from core import sheets
from core.db import backup
from core.db.store import Store
from core.desk import Desk, Why
from core.migrations import migrate
from schemas.base import new_id
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Kind
from schemas.kinds.sheets import Gives, SheetKind
from schemas.words import Role
from tests.acts.test_sheet_family import paper
from tests.conftest import actor

OLD = Path(__file__).parents[1] / "data" / "demo-tenth.zip"


@pytest.fixture
def old(_client: Any) -> Iterator[Store]:
    made = Store(_client, f"t_{new_id()}")
    backup.restore(made, OLD)
    yield made
    _client.drop_database(made.name)


def test_a_sheet_closed_long_ago_is_corrected_and_annulled(old: Store) -> None:
    migrate(old)
    head, senior = Desk(actor(Role.head), old), Desk(actor(Role.senior_registrar), old)
    rows = old.rows("grade_sheets", {"status": "closed", "lines.score": {"$ne": None}}, {"_id": 1}, limit=3)
    for what, row in zip(("correct", "annul"), rows, strict=False):
        sheet = head.get(GradeSheet, row["_id"], "grade_sheet.read")
        line = next(x for x in sheet.lines if x.score is not None and x.letter)
        texts = {"score": str(91 if line.score != 91 else 92)} if what == "correct" else {}
        why = replace(paper(), code="recount")
        made = sheets.propose(head, sheet.id, sheet.revision, line.student.id, texts, why, what)  # type: ignore[arg-type]
        done = sheets.confirm(senior, sheet.id, made.revision, made.corrections[-1].act, Why("рас"))
        assert done.corrections[-1].state == "confirmed" and done.lines == sheet.lines


def test_a_kind_the_office_had_edited_gets_its_columns_too(shipped: Store, tampered: None) -> None:
    old = {"sort", "mask", "days"}
    for row in shipped.rows("kinds", {"sort": "sheet"}):
        bare = {k: v for k, v in row["body"].items() if k in old}
        shipped.db.kinds.update_one({"_id": row["_id"]}, {"$set": {"body": bare}})
        if row["code"] == "midterm_1":
            second = {**row, "_id": new_id(), "version": 2, "body": {**bare, "days": 4}}
            shipped.db.kinds.insert_one(second)
    import_module("core.migrations.0003_sheets").up(shipped.db)
    found = [
        Kind.model_validate(r).as_body(SheetKind) for r in shipped.rows("kinds", {"sort": "sheet", "code": "midterm_1"})
    ]
    assert [(f.gives, f.days, f.prefix) for f in found] == [(Gives.midterm_1, 1, "R1"), (Gives.midterm_1, 4, "R1")]
