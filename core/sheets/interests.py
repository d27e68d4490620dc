"""An examiner who declared an interest in a student of his sheet (clause 31): shown; refused where the office says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core import declarations, integrity
from core.errors import RuleBroken
from schemas.base import Id, Ref, Text
from schemas.declaration import Relation
from schemas.grade_sheet import GradeSheet
from schemas.kinds import AtSigning


@dataclass(frozen=True)
class Declared:
    """Who marks, in whom he has an interest, as what; number: of the declaration."""

    examiner: Ref
    student: Ref
    relation: Relation
    number: str


def declared(reader: Any, sheet: GradeSheet) -> list[Declared]:
    """Declared interests of those who mark in those who are marked, by the names of a sheet."""
    people = {p.id: p for p in (*sheet.examiners, *(s.person for s in sheet.seats))}
    students = {x.student.id: x.student for x in sheet.lines}
    found = {
        (tie.person, tie.student): Declared(people[tie.person], students[tie.student], tie.relation,
                                            tie.declaration.number)
        for tie in declarations.ties(reader, people, students)
    }  # fmt: skip
    return sorted(found.values(), key=lambda d: (d.examiner.label.kk, d.student.label.kk))


def check(reader: Any, sheet: GradeSheet, signing: Collection[Id]) -> None:
    """RuleBroken where one of these who would stand as signed has an interest, and the house refuses that. A sheet made
    of protocols is not asked: there who has an interest did not mark (`attestation.protocols`)."""
    if sheet.commission or not signing or integrity.rules().at_signing is not AtSigning.refuse:
        return
    found = [d for d in declared(reader, sheet) if d.examiner.id in signing]
    if found:
        names = Text(kk=", ".join(dict.fromkeys(d.student.label.kk for d in found))[:400])
        raise RuleBroken("sheets.declared_interest", name=found[0].examiner.label, students=names)


__all__ = ["Declared", "check", "declared"]
