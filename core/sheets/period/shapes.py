"""What an opening of a period is asked for, what it would open, and of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.db.codec import digest, plain
from schemas.base import Id, Ref, Text
from schemas.kinds.sheets import SheetKind
from schemas.words import Control, PeriodKind

JOB, RIGHT = "sheets.open", "grade_sheet.open"
PART = 100  # sheets in one act
Kinds = Mapping[str, tuple[Text, SheetKind]]
Ends = Callable[[PeriodKind | None, Id], date | None]


@dataclass(frozen=True)
class Wish:
    """What is to be opened: kinds of sheet, for a term of the whole institution or of a faculty.

    day: for sections of which the published exam timetable says nothing; None: the last day of the kind's period.
    """

    term: Id
    kinds: tuple[str, ...]
    faculty: Id = ""
    day: date | None = None
    due: date | None = None
    draft: bool = False


@dataclass(frozen=True)
class Candidate:
    """A graded section as the plan needs it; or a group, of which a summary is made (on the day it is opened); or a
    closed sheet, of which those who failed sit again.

    besides: kinds of sheet that its discipline has beside its own (a course work). failed: number of the closed sheet;
    then section is that sheet under the section's name, members are those who may sit again.
    """

    section: Ref
    discipline: Ref
    control: Control
    members: int
    examiners: tuple[Ref, ...] = ()
    faculty: Id = ""
    practice: bool = False
    summed: date | None = None
    results: bool = True
    besides: tuple[str, ...] = ()
    failed: str = ""


@dataclass(frozen=True)
class Planned:
    """A sheet that would be opened, or (with a `why`) the reason why not."""

    of: Candidate
    kind: str
    name: Text
    day: date | None = None
    examiners: tuple[Ref, ...] = ()
    room: str = ""
    why: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """Everything an opening would do, by kind and discipline."""

    wish: Wish
    opened: tuple[Planned, ...]
    left: tuple[Planned, ...]

    def mark(self) -> str:
        """What was shown, in short: the same plan gives the same."""
        return digest([[p.of.section.id, p.kind, plain(p.day), [e.id for e in p.examiners]] for p in self.opened])

    def counts(self) -> list[tuple[Text, int, int, int]]:
        """Of each kind: name, sheets, students on them, left out."""
        names = {p.kind: p.name for p in (*self.opened, *self.left)}
        there, away = Counter(p.kind for p in self.opened), Counter(p.kind for p in self.left)
        people: Counter[str] = Counter()
        for p in self.opened:
            people[p.kind] += p.of.members
        return [(name, there[k], people[k], away[k]) for k, name in names.items()]


__all__ = ["JOB", "PART", "RIGHT", "Candidate", "Ends", "Kinds", "Planned", "Preview", "Wish"]
