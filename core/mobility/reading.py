"""Looking at stays: in lists, of a student, what a guest has earned here."""

from __future__ import annotations

from typing import Any

from core import merged, references
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, filter_fields
from schemas.base import Id
from schemas.mobility import Mobility
from schemas.student import Student

READ = "mobility.read"
SORTS = ("number", "starts", "student.label.kk", "partner")


def get(desk: Desk, id: Id) -> Mobility:
    """A stay the user may see; NotFound, Forbidden."""
    return desk.get(Mobility, id, READ)


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of stays can show; a list of records is no column."""
    return [(p, s) for p, s in references.columns(Mobility, desk.actor.role) if s.kind != "rows"]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What a list of stays can be narrowed by."""
    return [(s.path, s) for s in filter_fields(Mobility, desk.actor.role)]


def listed(
    desk: Desk, text: str = "", chosen: dict[str, Any] | None = None, sort: str = "number", descending: bool = False,
    page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of the stays in the user's scope, as stored, without their agreements."""
    where = references.condition(Mobility, text, chosen or {}, desk.actor.role)
    order = references.ordered(Mobility, desk.actor.role, sort if sort in SORTS else "number", descending)
    return desk.rows(Mobility, READ, where, {"lines": 0, "head": 0}, order, size, page * size)


def count(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many the list holds."""
    return desk.count(Mobility, READ, references.condition(Mobility, text, chosen or {}, desk.actor.role))


def of_student(desk: Desk, student: Id) -> list[Mobility]:
    """The stays of a student, those of records joined to his too, newest first."""
    where: Row = {"student.id": {"$in": merged.ids_of(desk.store, student)}}
    rows = desk.rows(Mobility, READ, where, None, [("starts", -1)], 50)
    return [Mobility.model_validate(r) for r in rows]


def earned_here(desk: Desk, stay: Mobility) -> list[Row]:
    """The results of a study in the term of a stay (stored), a guest's own or what was recognised; none for who may
    not see marks."""
    if not desk.may("student.results"):
        return []
    student, study = merged.whose(desk.store, stay.student.id, stay.study)
    term = desk.store.one("terms", {"_id": stay.term.id}, {"code": 1}) or {}
    rows = desk.rows(Student, "student.results", {"_id": student}, {"studies.id": 1, "studies.record": 1}, limit=1)
    record = [r for row in rows for s in row["studies"] if s["id"] == study for r in s.get("record") or []]
    return [r for r in record if r["term"] == term.get("code")]


__all__ = ["columns", "count", "earned_here", "filters", "get", "listed", "of_student"]
