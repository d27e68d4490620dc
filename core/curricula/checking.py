"""A curriculum beside what it is checked by: the template of its intake and the catalogue, read from the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core import house
from core.curricula.reading import Reader
from core.curricula.rules import Breach, Taught, breaches
from schemas.base import Id, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.kinds import Sort, Structure


def structure_of(reader: Reader, code: str, intake: int) -> Structure | None:
    """The template in force for an intake: the newest version whose day is not after 1 September of that year; None
    where there is none, or it was retired by then."""
    rows = reader.rows("kinds", {"sort": Sort.structure.value, "code": code}) if code else []
    found = house.in_force(rows, date(intake, 9, 1))
    return found[0].as_body(Structure) if found and not found[0].retired else None


def catalogue(reader: Reader, lines: Iterable[CurriculumLine]) -> dict[Id, Taught]:
    """What the catalogue says today of the disciplines of these lines and of their prerequisites."""
    fields = {"name": 1, "prerequisites": 1, "active": 1}
    rows = reader.rows("disciplines", {"_id": {"$in": sorted({x.discipline.id for x in lines})}}, fields)
    found = {
        r["_id"]: Taught(
            Text.model_validate(r["name"]), tuple(p["id"] for p in r.get("prerequisites") or []), r.get("active", True)
        )
        for r in rows
    }  # fmt: skip
    named = {p["id"]: Text.model_validate(p["label"]) for r in rows for p in r.get("prerequisites") or []}
    return {id: Taught(name) for id, name in named.items()} | found


def breaches_of(reader: Reader, of: Curriculum, lines: Sequence[CurriculumLine] | None = None) -> list[Breach]:
    """Everything wrong with a curriculum as it stands, or as it would with these lines."""
    lines = of.lines if lines is None else lines
    return breaches(lines, of.semesters, structure_of(reader, of.structure, of.intake), catalogue(reader, lines))
