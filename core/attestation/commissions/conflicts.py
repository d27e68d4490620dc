"""Conflicts of interest: found by the office (one's own student), or declared (a relative, another interest): to the
commission, or in the yearly declaration of who sits (`core.declarations`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from core import declarations, merged
from core.db.store import Row
from schemas.attestation import Candidacy, Commission, Conflict, ConflictKind
from schemas.base import Id, Ref

OWN = ("teacher", "adviser")  # of a study: who taught the graduate himself


def teachers(candidacy: Candidacy, study: Mapping[str, Any] | None = None) -> set[Id]:
    """The members of staff whose own student a graduate is: teacher and adviser of the study (its stored row),
    supervisor and accompanist of what is presented."""
    refs: list[Any] = [candidacy.presented.supervisor, candidacy.presented.accompanist]
    refs += [(study or {}).get(name) for name in OWN]
    return {r.id if isinstance(r, Ref) else r["id"] for r in refs if r}


def of(commission: Commission, candidacy: Candidacy, study: Mapping[str, Any] | None = None) -> list[Conflict]:
    """Every conflict of those who sit with one graduate: own students by the records, then what was declared."""
    own = teachers(candidacy, study)
    found = [
        Conflict(seat=s.id, student=candidacy.student, kind=ConflictKind.own_student, declared=False)
        for s in commission.seats if s.person and s.person.id in own
    ]  # fmt: skip
    return found + [c for c in commission.conflicts if c.student and c.student.id == candidacy.student.id]


def barred(
    commission: Commission, student: Id, candidacy: Candidacy | None = None, study: Mapping[str, Any] | None = None
) -> set[Id]:
    """The seats of those who have a conflict with a student: declared, and, with his candidacy (and the stored row of
    his study), found by the records. Whether they mark him say the rules (`rules.conflicted`)."""
    said = {c.seat for c in commission.conflicts if c.student and c.student.id == student}
    return said | ({c.seat for c in of(commission, candidacy, study)} if candidacy else set())


def of_declarations(reader: Any, commission: Commission, students: Collection[Ref]) -> list[Conflict]:
    """What those who sit said of these graduates in their own declarations of interest that stand."""
    seats = {s.person.id: s.id for s in commission.seats if s.person}
    refs = {s.id: s for s in students}
    return [
        Conflict(
            seat=seats[tie.person], student=refs[tie.student], note=tie.interest.what,
            kind=ConflictKind.relative if tie.kin else ConflictKind.other, at=tie.declaration.signed_at,
            by=tie.declaration.number,
        )
        for tie in declarations.ties(reader, seats.keys(), refs.keys())
    ]  # fmt: skip


def studies(reader: Any, candidacies: Iterable[Candidacy]) -> dict[Id, Row]:
    """The stored teacher and adviser of these graduates' studies, by study: for `of` and `barred`."""
    ids = sorted({c.student.id for c in merged.standing(reader, candidacies)})
    if not ids:
        return {}
    rows = reader.rows("students", {"_id": {"$in": ids}}, {f"studies.{f}": 1 for f in ("id", *OWN)})
    return {s["id"]: s for r in rows for s in r["studies"]}


__all__ = ["OWN", "barred", "of", "of_declarations", "studies", "teachers"]
