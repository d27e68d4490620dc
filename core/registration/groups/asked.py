"""What is wanted for a group, what a preview shows of each student, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.db.codec import plain
from core.db.store import Row
from core.registration.drawing import (
    Named,
    Pair,
)
from core.registration.rules import Breach, Key, Wish
from schemas.base import Id, Ref
from schemas.study_plan import PlanLine
from schemas.words import PlanReason

# A group registered for what everybody studies, its electives to be chosen later, is not asked for these.
LATER = ("block_least", "load_least", "mandatory")


@dataclass(frozen=True)
class Asked:
    """What is wanted for many studies: (student, study) each, of one academic year.

    wishes: disciplines chosen for everybody beside what the curriculum demands. drop: (term, discipline) to be taken
    out of everybody's plan. whole: the plans are approved; else only what is chosen is registered and the plan stays
    open for electives. forced: {check: reason}.
    """

    year: int
    studies: tuple[Pair, ...]
    wishes: tuple[Wish, ...] = ()
    drop: tuple[Key, ...] = ()
    whole: bool = True
    forced: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> Row:
        """As it is kept with a job."""
        return dict(plain({**self.__dict__, "wishes": [w.__dict__ for w in self.wishes]}))

    @classmethod
    def of(cls, row: Row) -> Asked:
        """From what is kept with a job."""
        wishes = tuple(_wish(w) for w in row["wishes"])
        pairs, keys = tuple((a, b) for a, b in row["studies"]), tuple((a, b) for a, b in row["drop"])
        return cls(row["year"], pairs, wishes, keys, row["whole"], row["forced"])


def _wish(row: Row) -> Wish:
    return Wish(**{**row, "reason": PlanReason(row["reason"])})


@dataclass(frozen=True)
class Seen:
    """One student of a preview. lines: what would be registered (or dropped); breaches: why it can't be; no: why
    nothing at all can be done (message key, values). plan, revision: what was seen, 0 where there is no plan yet."""

    student: Ref
    study: Id
    number: str
    group: str
    plan: Id
    revision: int
    lines: tuple[PlanLine, ...] = ()
    breaches: tuple[Breach, ...] = ()
    no: tuple[str, Row] | None = None
    approves: bool = False  # all is registered already, only the approval is wanting

    @property
    def able(self) -> bool:
        """Would it be done?"""
        return not self.breaches and self.no is None and (bool(self.lines) or self.approves)

    @property
    def idle(self) -> bool:
        """Is there nothing left to do for him?"""
        return not self.breaches and self.no is None and not self.lines and not self.approves


@dataclass(frozen=True)
class Preview:
    """Who can and who can't; `seen` is handed to the job, which leaves out whoever has changed since."""

    rows: tuple[Seen, ...]

    @property
    def seen(self) -> dict[Id, int]:
        """Revision of each plan as it was looked at."""
        return {r.study: r.revision for r in self.rows}

    @property
    def checks(self) -> Counter[str]:
        """How many students each check stops."""
        return Counter(c for r in self.rows for c in {b.check for b in r.breaches})


@dataclass
class Outcome:
    """What came of it: students done, lines of theirs, students with nothing to do, and who could not, by name."""

    done: int = 0
    lines: int = 0
    idle: int = 0
    waiting: int = 0
    named: list[Named] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Together with those of another act."""
        self.done += other.done
        self.lines += other.lines
        self.idle += other.idle
        self.waiting += other.waiting
        self.named += other.named

    def row(self) -> Row:
        """As it is kept with a job."""
        return dict(plain({**self.__dict__, "named": [n.__dict__ for n in self.named]}))
