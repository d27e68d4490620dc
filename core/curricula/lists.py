"""The list of curricula, the versions of one, what it may be compared with."""

from __future__ import annotations

from typing import Any

from core import references
from core.db.store import Row
from core.desk import Desk
from core.fields import FieldSpec, describe, table_fields
from schemas.base import Id
from schemas.curriculum import Curriculum
from schemas.words import CurriculumState

READ = "curriculum.read"
ORDER = [("intake", -1), ("programme.label.kk", 1), ("department.label.kk", 1), ("version", -1), ("_id", 1)]


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What the list can show: the usual columns first."""
    usual = [(s.path, s) for s in table_fields(Curriculum, desk.actor.role)]
    more = [(s.path, s) for s in describe(Curriculum, desk.actor.role) if (s.path, s) not in usual]
    return usual + more


def listed(
    desk: Desk, text: str, chosen: dict[str, Any], sort: str, descending: bool, page: int, size: int
) -> list[Row]:
    """One page of the list, without lines."""
    where = references.condition(Curriculum, text, chosen, desk.actor.role)
    order = [(sort, -1 if descending else 1), *(o for o in ORDER if o[0] != sort)]
    return desk.rows(Curriculum, READ, where, {"lines": 0}, order, size, page * size)


def count(desk: Desk, text: str, chosen: dict[str, Any]) -> int:
    """How many the list holds."""
    return desk.count(Curriculum, READ, references.condition(Curriculum, text, chosen, desk.actor.role))


def kin(desk: Desk, of: Curriculum) -> list[Row]:
    """Every curriculum of the same programme and department, of any intake and version, newest first; no lines."""
    unit = of.department.id if of.department else None
    where = {"programme.id": of.programme.id, "department.id": unit}
    return desk.rows(Curriculum, READ, where, {"lines": 0}, [("intake", -1), ("version", -1)], 200)


def versions(rows: list[Row], of: Curriculum) -> list[Row]:
    """Of these the versions of one intake."""
    return [r for r in rows if r["intake"] == of.intake]


def before(rows: list[Row], of: Curriculum) -> Id | None:
    """What it is naturally compared with: the version before, else the newest one of the intake before."""
    earlier = [r for r in rows if (r["intake"], r["version"]) < (of.intake, of.version)]
    drafts_last = sorted(earlier, key=lambda r: (r["intake"], r["state"] != CurriculumState.draft.value, r["version"]))
    return drafts_last[-1]["_id"] if drafts_last else None


def label(row: Row) -> Curriculum:
    """A listed row as its model, to be called by its name."""
    return Curriculum.model_validate({**row, "lines": []})
