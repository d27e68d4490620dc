"""Which curriculum a student studies by, what stands in a semester of it, and the lists of curricula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from core.db.store import Row
from schemas.base import Id
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.words import CurriculumState, TermKind

Key = tuple[Id, Id | None, int]  # programme, department of the specialisation, intake
# A group's code carries the year of its intake in two digits: «ОР-24-1қ».
_SHORT_YEAR = re.compile(r"(?<!\d)\d{2}(?!\d)")


class Reader(Protocol):
    """A store or an open session: both read rows alike."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None: ...

    def rows(self, collection: str, where: Row, fields: Row | None = None) -> list[Row]: ...


def of_study(reader: Reader, study: Mapping[str, Any]) -> Curriculum | None:
    """The curriculum a study follows (a stored study); None where none is approved for it."""
    return of_studies(reader, [study]).get(study["id"])


def of_studies(reader: Reader, studies: Iterable[Mapping[str, Any]]) -> dict[Id, Curriculum]:
    """The curricula of many studies: study id → curriculum, absent where there is none; three queries at most.

    The one named in the card; where that version was replaced, the version in force instead of it (what was registered
    by the old one stands in the plans). Else the approved one of the programme and the intake, that of the study's
    department before that of the whole programme. The intake: the year of admission, else the one in the group's code.
    """
    studies = list(studies)
    named = {s["id"]: s["curriculum"]["id"] for s in studies if s.get("curriculum")}
    found = _rows(reader, {"_id": {"$in": sorted(set(named.values()))}}) if named else {}
    wanted = {(r.programme.id, r.intake) for r in found.values() if r.state is CurriculumState.replaced}
    for s in studies:
        if s["id"] not in named and s.get("programme"):
            wanted |= {(s["programme"]["id"], year) for year in _intakes(s)}
    approved = _approved(reader, wanted)
    out: dict[Id, Curriculum] = {}
    for s in studies:
        kept = found.get(named.get(s["id"], ""))
        if kept is not None and kept.state is CurriculumState.replaced:
            kept = approved.get(_key(kept), kept)
        if s["id"] not in named:
            kept = next((c for key in _keys(s) if (c := approved.get(key))), None)
        if kept is not None:
            out[s["id"]] = kept
    return out


def lines(curriculum: Curriculum, semester: int) -> list[CurriculumLine]:
    """The lines of one semester (1 is the autumn of the first year), in the order of the curriculum."""
    return [x for x in curriculum.lines if x.semester == semester]


def semester_of(course: int, kind: TermKind) -> int | None:
    """The semester of a curriculum that a year of study has in a term; None in winter and summer."""
    turn = {TermKind.autumn: 1, TermKind.spring: 2}.get(kind)
    return None if turn is None else (course - 1) * 2 + turn


def _approved(reader: Reader, wanted: set[tuple[Id, int]]) -> dict[Key, Curriculum]:
    if not wanted:
        return {}
    years: dict[int, list[Id]] = {}
    for programme, intake in sorted(wanted):
        years.setdefault(intake, []).append(programme)
    pairs = [{"programme.id": {"$in": ids}, "intake": year} for year, ids in years.items()]
    return {_key(c): c for c in _rows(reader, {"$or": pairs, "state": "approved"}).values()}


def _rows(reader: Reader, where: Row) -> dict[Id, Curriculum]:
    return {r["_id"]: Curriculum.model_validate(r) for r in reader.rows(Curriculum.collection, where)}


def _key(of: Curriculum) -> Key:
    return of.programme.id, of.department.id if of.department else None, of.intake


def _keys(study: Mapping[str, Any]) -> list[Key]:
    if not study.get("programme"):
        return []
    programme, department = study["programme"]["id"], (study.get("department") or {}).get("id")
    units = [department, None] if department else [None]
    return [(programme, unit, year) for year in _intakes(study) for unit in units]


def _intakes(study: Mapping[str, Any]) -> list[int]:
    years = [int(str(study["admitted_on"])[:4])] if study.get("admitted_on") else []
    short = _SHORT_YEAR.search(study.get("group") or "")
    return [*years, *([2000 + int(short.group())] if short else [])]
