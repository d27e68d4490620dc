"""May a student sit an exam: rating, academic debts, absences, holds, each with its reason. Rules, and one reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.db.store import Session, Store
from core.holds import stops
from core.registration.frame import study_rules
from schemas.base import Id, Text
from schemas.kinds import StudyRules
from schemas.rulebook import Rulebook

ACT = "exam.admit"  # what a kind of hold may stop


@dataclass(frozen=True)
class Limits:
    """What is asked: the rating (the rulebook of the sheet's day), debts and absences (settings of the house; None:
    not asked)."""

    rating: Decimal
    debts: int | None = None
    absences: int | None = None

    @classmethod
    def of(cls, book: Rulebook, rules: StudyRules | None = None) -> Limits:
        """Those in force; rules: of the house, those of today where none are given."""
        house = rules or study_rules()
        return cls(book.admission_threshold, house.admission_debts, house.admission_absences)


@dataclass(frozen=True)
class Facts:
    """What is known of one student of a section. rating: None where no mark stands yet. rated: is a rating asked of
    this form of control at all? absences: unexcused hours, None where nobody counted."""

    rating: Decimal | None = None
    debts: int = 0
    absences: Decimal | None = None
    holds: tuple[Text, ...] = ()
    rated: bool = True


@dataclass(frozen=True)
class Reason:
    """Why a student is not admitted: a message with its values."""

    key: str
    values: Mapping[str, Any]


def reasons(facts: Facts, limits: Limits) -> list[Reason]:
    """Everything that keeps a student from an exam; nothing: he is admitted."""
    found: list[Reason] = []
    if facts.rated and facts.rating is None:
        found.append(Reason("exams.not_rated", {}))
    elif facts.rated and facts.rating is not None and facts.rating < limits.rating:
        found.append(Reason("exams.below_threshold", {"rating": facts.rating, "least": limits.rating}))
    if limits.debts is not None and facts.debts > limits.debts:
        found.append(Reason("exams.too_many_debts", {"n": facts.debts, "most": limits.debts}))
    if limits.absences is not None and facts.absences is not None and facts.absences > limits.absences:
        found.append(Reason("exams.too_many_absences", {"n": facts.absences, "most": limits.absences}))
    return found + [Reason("exams.held", {"kind": name}) for name in facts.holds]


def admitted(facts: Facts, limits: Limits) -> bool:
    """Is a student admitted?"""
    return not reasons(facts, limits)


def of_students(
    reader: Store | Session, pairs: Iterable[tuple[Id, Id]], limits: Limits, ratings: Mapping[Id, Decimal | None],
    absences: Mapping[Id, Decimal | int | None], rated: bool = True,
) -> dict[Id, list[Reason]]:  # fmt: skip
    """Reasons of each student of a section, by (student, study); ratings and absences are those of its sheet.

    Debts are those of the study, holds those whose kind stops the admission; read at once for all.
    """
    asked = list(pairs)
    ids = [student for student, _ in asked]
    rows = reader.rows("students", {"_id": {"$in": ids}}, {"studies.id": 1, "studies.totals.academic_debts": 1})
    debts = {s["id"]: int((s.get("totals") or {}).get("academic_debts") or 0) for r in rows for s in r["studies"]}
    held = stops.held(reader, ACT, ids)
    found: dict[Id, list[Reason]] = {}
    for student, study in asked:
        hours = absences.get(student)
        facts = Facts(
            ratings.get(student), debts.get(study, 0), None if hours is None else Decimal(hours),
            tuple(h.kind.label for h in held.get(student, [])), rated,
        )  # fmt: skip
        found[student] = reasons(facts, limits)
    return found
