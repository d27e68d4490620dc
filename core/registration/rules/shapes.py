"""What the checks speak of: a wish, a breach, what is the same for everybody, and one study with its attempts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from core import grading
from schemas.base import Id, Ref, Text
from schemas.calendar import Calendar
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline
from schemas.elective import Elective
from schemas.kinds.study import StudyRules
from schemas.study_plan import PlanLine
from schemas.term import Term
from schemas.words import LineState, PlanReason, TermKind

Row = Mapping[str, Any]
Key = tuple[Id, Id]  # term, discipline

# In the order in which they are said. What follows a term_closed of the same line would only repeat it.
CHECKS = (
    "term_closed", "status", "duplicate", "passed", "reason", "offered", "third_fail", "prerequisite", "language",
    "clash", "last_year", "window", "block", "mandatory", "load_most", "load_least", "payment", "order",
)  # fmt: skip
# No override makes sense of these: what is closed stays closed, a passed discipline is taken again only «to raise a
# grade», who does not study registers for nothing, a wrong reason is mended by the right one.
NEVER = frozenset({"term_closed", "status", "duplicate", "passed", "reason", "offered"})
ACTIVE = (LineState.chosen, LineState.waiting, LineState.registered)
SEATED = (LineState.chosen, LineState.registered)
PAID = (PlanReason.repeat, PlanReason.raising)
TURNS = list(TermKind)


class Stage(Enum):
    """When it is asked: at a choice, when the plan is handed in, when it is approved, when the office registers a whole
    group without either (both at once), when something is dropped."""

    choosing = "choosing"
    submitting = "submitting"
    approving = "approving"
    registering = "registering"
    dropping = "dropping"


@dataclass(frozen=True)
class Wish:
    """One discipline to be chosen: in which term, for what reason; `block` of an elective, `credits` where they are not
    those of the curriculum or the catalogue (mobility)."""

    term: Id
    discipline: Id
    reason: PlanReason = PlanReason.elective
    block: str = ""
    language: str | None = None
    note: str = ""
    credits: Decimal | None = None


@dataclass(frozen=True)
class Breach:
    """What a check found: its name, message key `registration.<key>` with its values, and whom it concerns; line and
    discipline are empty where a whole term is meant."""

    check: str
    key: str
    term: Id
    discipline: Ref | None = None
    line: Id = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The whole message key."""
        return f"registration.{self.key}"

    @property
    def forcible(self) -> bool:
        """May somebody with the right override it?"""
        return self.check not in NEVER


@dataclass(frozen=True)
class Frame:
    """What is the same for everybody in one attempt: the day, the rules, the year's calendar, terms, disciplines,
    electives with a capacity or closed, languages of the sections that exist."""

    today: date
    year: int
    rules: StudyRules
    terms: Mapping[Id, Term]
    calendar: Calendar | None = None
    disciplines: Mapping[Id, Discipline] = field(default_factory=dict)
    electives: Mapping[Key, Elective] = field(default_factory=dict)
    languages: Mapping[Key, frozenset[str]] = field(default_factory=dict)
    clash: Callable[[Id, PlanLine, Sequence[PlanLine]], Text | None] | None = None

    def order(self, code: str) -> tuple[int, int] | None:
        """Where a term stands in time, by its code; None for one the office does not know."""
        return self._orders.get(code)

    @cached_property
    def _orders(self) -> dict[str, tuple[int, int]]:
        return {t.code: (t.year, TURNS.index(t.kind)) for t in self.terms.values()}


@dataclass(frozen=True)
class Learner:
    """One study as the checks see it: as stored, its curriculum, and the year of study it has in the plan's year."""

    student: Id
    study: Row
    curriculum: Curriculum | None = None
    course: int | None = None
    away: bool = False  # the record was joined to another and the study did not go with it
    attempts: Mapping[Id, Attempts] = field(default_factory=dict)

    @classmethod
    def of(
        cls, student: Id, study: Row, curriculum: Curriculum | None, course: int | None, away: bool = False
    ) -> Learner:
        """A study with its attempts counted once."""
        return cls(student, study, curriculum, course, away, attempts_of(study.get("record") or []))


@dataclass
class Attempts:
    """What a student did in one discipline: passed (the letter), how often failed, in which terms it has a result."""

    letter: str = ""
    term: str = ""
    fails: int = 0
    terms: dict[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return bool(self.term)


def attempts_of(record: Sequence[Row]) -> dict[Id, Attempts]:
    """The attempts of a record by discipline; a pass stays a pass whatever came after it."""
    found: dict[Id, Attempts] = {}
    for row in grading.of_disciplines(record):
        mine = found.setdefault(row["discipline"]["id"], Attempts())
        mine.terms[row["term"]] = row["state"]
        if row["state"] == "passed":
            mine.letter, mine.term = row["letter"], row["term"] or "—"
        elif row["state"] == "failed":
            mine.fails += 1
    return found
