"""Declared interests as commissions and sheets ask for them: which members of staff have one in which students."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core import merged
from schemas.base import Id
from schemas.declaration import KIN, Concerned, Declaration, DeclarationState, Interest, Relation

IN_STUDENTS = (Concerned.student, Concerned.applicant)


@dataclass(frozen=True)
class Tie:
    """A member of staff declared an interest in a student (the id that was asked for), by this declaration."""

    person: Id
    student: Id
    relation: Relation
    declaration: Declaration
    interest: Interest

    @property
    def kin(self) -> bool:
        """Is he a relative?"""
        return self.relation in KIN


def ties(reader: Any, people: Collection[Id], students: Collection[Id]) -> list[Tie]:
    """What these members of staff declared of these students, by the declarations that stand; of whichever year, so a
    late one hides nothing. A record that was joined to another is found by both. reader: a store or an open act."""
    if not people or not students:
        return []
    where = {"person.id": {"$in": sorted(people)}, "status": DeclarationState.signed.value, "none": False}
    found = [Declaration.model_validate(r) for r in reader.rows("declarations", where)]
    said = [(d, i) for d in found for i in d.interests if i.whom in IN_STUDENTS and i.student]
    if not said:
        return []
    now = merged.today(reader, {i.student.id for _, i in said if i.student} | set(students))
    asked: dict[Id, list[Id]] = {}
    for student in students:
        asked.setdefault(now.get(student, student), []).append(student)
    return [
        Tie(d.person.id, student, i.relation, d, i)
        for d, i in said if d.person and i.student
        for student in asked.get(now.get(i.student.id, i.student.id), ())
    ]  # fmt: skip


__all__ = ["Tie", "ties"]
