"""Looking at appeals: in lists, of a sheet, those whose day has passed; and what may be chosen for a new one."""

from __future__ import annotations

from typing import Any

from core import references
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, filter_fields
from schemas.appeal import LIVE, Appeal
from schemas.base import Id
from schemas.grade_sheet import ChangeState, GradeSheet
from schemas.words import SheetStatus

READ = "appeal.read"
SORTS = ("number", "filed_on", "decide_by", "student.label.kk")
WAITS = {"status": {"$in": [s.value for s in LIVE]}}


def get(desk: Desk, id: Id) -> Appeal:
    """An appeal the user may see; NotFound, Forbidden."""
    return desk.get(Appeal, id, READ)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of appeals can show."""
    return [(p, s) for p, s in references.columns(Appeal, desk.actor.role) if s.kind not in ("rows", "area")]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of appeals can be narrowed by."""
    return [(s.path, s) for s in filter_fields(Appeal, desk.actor.role)]


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "number", descending: bool = False,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of the appeals in the user's scope, as stored."""
    where = references.condition(Appeal, text, chosen or {}, desk.actor.role)
    order = references.ordered(Appeal, desk.actor.role, sort if sort in SORTS else "number", descending)
    return desk.rows(Appeal, READ, where, {"head": 0, "commission": 0}, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(Appeal, READ, references.condition(Appeal, text, chosen or {}, desk.actor.role))


def overdue(desk: Desk, most: int = 50) -> list[Appeal]:
    """Appeals that should have been decided already, the oldest first."""
    where = {**WAITS, "decide_by": {"$lt": desk.today().isoformat()}}
    return [Appeal.model_validate(r) for r in desk.rows(Appeal, READ, where, None, [("decide_by", 1)], most)]


def of_sheet(desk: Desk, sheet: Id) -> list[Appeal]:
    """The appeals against marks of a sheet."""
    return [Appeal.model_validate(r) for r in desk.rows(Appeal, READ, {"sheet.id": sheet}, None, [("number", 1)], 100)]


def sheets_of(desk: Desk, student: Id) -> list[GradeSheet]:
    """The closed sheets on which a student stands, the newest first: what he may appeal."""
    where: Row = {"lines.student.id": student, "status": SheetStatus.closed.value}
    rows = desk.rows(GradeSheet, "appeal.file", where, None, [("closed_at", -1)], 20)
    return [GradeSheet.model_validate(r) for r in rows]


def correction_state(desk: Desk, appeal: Appeal) -> ChangeState | None:
    """Where the correction that followed stands; None where none did."""
    row = desk.store.one("grade_sheets", {"_id": appeal.sheet.id}, {"corrections": 1}) if appeal.act else None
    return next((ChangeState(c["state"]) for c in row["corrections"] if c["act"] == appeal.act), None) if row else None
