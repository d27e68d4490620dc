"""What the curriculum asks of a study in a term, and in which order those who wait get a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.curricula import semester_of
from core.registration.rules.shapes import Learner
from schemas.base import Id
from schemas.curriculum import CurriculumLine
from schemas.term import Term


def semester(term: Term, course: int | None) -> int | None:
    """The semester of the curriculum this term is for a year of study; None in summer and winter."""
    return semester_of(course, term.kind) if course else None


def planned(who: Learner, term: Term) -> list[CurriculumLine]:
    """The lines of the curriculum for this term."""
    number = semester(term, who.course)
    return [x for x in who.curriculum.lines if x.semester == number] if who.curriculum and number else []


def demanded(who: Learner, term: Term) -> list[CurriculumLine]:
    """What comes by itself: mandatory and university components of the term that are not passed yet."""
    return [
        x for x in planned(who, term)
        if not x.block and not ((a := who.attempts.get(x.discipline.id)) and a.passed)
    ]  # fmt: skip


def blocks(who: Learner, term: Term) -> dict[str, list[CurriculumLine]]:
    """The elective blocks of the term: name → alternatives."""
    found: dict[str, list[CurriculumLine]] = {}
    for line in planned(who, term):
        if line.block:
            found.setdefault(line.block, []).append(line)
    return found


def moved_up(waiting: Sequence[tuple[Any, Id]], free: int) -> list[Id]:
    """Who of those that wait gets a place: (since when, line id), as many as are free, in order."""
    return [id for _, id in sorted(waiting)[: max(0, free)]]
