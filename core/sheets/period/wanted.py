"""Which sections would have which sheet of a period, and who is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import calendar
from core.db.codec import digest, plain
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, Problems, RuleBroken
from core.exams.reading import of_sections
from core.i18n import order_key
from core.sheets import forms, summary
from schemas.base import Id, Ref, Text
from schemas.exam import Exam
from schemas.kinds.sheets import MIDTERMS, Gives, Over, SheetKind
from schemas.section import Section
from schemas.term import Term
from schemas.words import Control, LessonKind, PeriodKind, TermKind

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
    """A graded section as the plan needs it; or a group, of which a summary is made (on the day it is opened)."""

    section: Ref
    discipline: Ref
    control: Control
    members: int
    teacher: Ref | None = None
    faculty: Id = ""
    practice: bool = False
    summed: date | None = None
    results: bool = True


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


# rules ------------------------------------------------------------------------------------------------------------


def fits(kind: SheetKind, control: Control, practice: bool, term: TermKind) -> bool:
    """Is a kind opened for sections of this form of control in this semester?"""
    if kind.over is not Over.section:
        return False
    if kind.period is PeriodKind.practice or practice:
        return practice and kind.period is PeriodKind.practice
    if kind.period is PeriodKind.summer:
        return term is TermKind.summer
    return control in kind.controls or (not kind.controls and kind.gives.value in MIDTERMS)


def planned(
    candidates: Iterable[Candidate], kinds: Kinds, standing: Mapping[Id, Mapping[str, tuple[bool, str]]],
    exams: Mapping[Id, Exam], ends: Ends, wish: Wish, term: TermKind,
) -> tuple[list[Planned], list[Planned]]:  # fmt: skip
    """(what would be opened, who is left out and why). A section has one sheet of a kind, and one that gives the
    result of its discipline.

    standing: of each section {kind: (gives the result?, number)}.
    """
    opened: list[Planned] = []
    left: list[Planned] = []
    for of in candidates:
        there = dict(standing.get(of.section.id, {}))
        exam = exams.get(of.section.id)
        for code, (name, kind) in kinds.items():
            if not (kind.summary if of.summed else fits(kind, of.control, of.practice, term)):
                continue
            gives = kind.gives is Gives.result
            taken = there.get(code) or next((t for t in there.values() if gives and t[0]), None)
            timed = exam if kind.gives.value not in MIDTERMS else None
            examiners = tuple(timed.examiners) if timed else ()
            examiners = examiners or ((of.teacher,) if of.teacher else ())
            day = of.summed or (timed.day if timed else wish.day) or ends(kind.period, of.faculty)
            room = timed.room.label.kk if timed and timed.room else ""
            why, values = _refusal(of, taken, day, examiners)
            found = Planned(of, code, name, day, examiners, room, why, values)
            (left if why else opened).append(found)
            if not why:
                there[code] = (gives, "")
    return opened, left


def _refusal(
    of: Candidate, taken: tuple[bool, str] | None, day: date | None, examiners: Sequence[Ref]
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    if taken:
        return ("sheets.left_already", {"number": taken[1]}) if taken[1] else ("sheets.left_other_kind", {})
    if not of.members:
        return "sheets.left_no_members", {}
    if of.summed:
        return ("", {}) if of.results else ("sheets.left_no_results", {})
    if not examiners:
        return "sheets.left_no_examiner", {}
    return ("", {}) if day else ("sheets.left_no_day", {})


# reading ----------------------------------------------------------------------------------------------------------


def offered(term: Term) -> list[tuple[str, Text]]:
    """Kinds of sheet that are opened for a whole period of this term: those that say for which sections, and summaries
    of groups (these of a closed term, too)."""
    return [
        (k.code, k.name) for k in forms.kinds()
        if (of := k.as_body(SheetKind)).summary
        or (not term.closed and any(fits(of, c, p, term.kind) for c in Control for p in (False, True)))
    ]  # fmt: skip


def preview(desk: Desk, wish: Wish) -> Preview:
    """What this opening would do, in the scope of who opens.

    Raises Problems (`kinds`: none chosen; `due` before the day), RuleBroken (the term is closed).
    """
    if not wish.kinds:
        raise Problems([Problem("kinds", "errors.field.missing")])
    if wish.due and wish.day and wish.due < wish.day:
        raise Problems([Problem("due", "errors.field.ends_before_start")])
    term = desk.store.load(Term, wish.term)
    kinds = {c: (k.name, k.as_body(SheetKind)) for c in wish.kinds for k in [forms.kind(c)]}
    summed = [c for c, (_, kind) in kinds.items() if kind.summary]
    if term.closed and len(summed) < len(kinds):
        raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)
    found = candidates(desk, wish) if len(summed) < len(kinds) else []
    ids = [c.section.id for c in found]
    there = standing(desk, term.id)
    if summed:
        found += [Candidate(Ref(id=g.code, label=Text(kk=g.code)), summary.ALL, Control.exam, g.members,
                            faculty=g.faculty, summed=desk.today(), results=g.results)
                  for g in summary.groups(desk, term, wish.faculty)]  # fmt: skip
        for code in summed:
            for group, number in summary.agreeing(desk, term.id, code).items():
                there.setdefault(group, {}).setdefault(code, (False, number))
    cal = calendar.of_year(desk.store, term.year)

    def ends(period: PeriodKind | None, faculty: Id) -> date | None:
        held = calendar.fitting(cal, period, term.kind, None, faculty or None) if cal and period else []
        return max((p.ends for p in held), default=None)

    opened, left = planned(
        found, kinds, there, of_sections(desk.store, ids), ends, wish, term.kind
    )  # fmt: skip
    return Preview(wish, tuple(opened), tuple(left))


def candidates(desk: Desk, wish: Wish) -> list[Candidate]:
    """The graded sections of a term that this user opens sheets for, by discipline and code."""
    where: Row = {"term.id": wish.term, "graded": {"$ne": False}, "closed": None}
    where |= {"faculty.id": wish.faculty} if wish.faculty else {}
    rows = desk.store.aggregate("sections", [
        {"$match": desk.where(Section, RIGHT, where)},
        {"$project": {"code": 1, "discipline": 1, "kind": 1, "teacher": 1, "faculty.id": 1,
                      "members": {"$size": "$members"}}},
    ])  # fmt: skip
    ids = list({r["discipline"]["id"] for r in rows})
    control = {r["_id"]: r["control"] for r in desk.store.rows("disciplines", {"_id": {"$in": ids}}, {"control": 1})}
    found = [
        Candidate(
            Ref(id=r["_id"], label=Text(kk=r["code"])), Ref.model_validate(r["discipline"]),
            Control(control.get(r["discipline"]["id"], Control.exam.value)), r["members"],
            Ref.model_validate(r["teacher"]) if r.get("teacher") else None, (r.get("faculty") or {}).get("id", ""),
            r["kind"] == LessonKind.practice.value,
        )
        for r in rows
    ]  # fmt: skip
    return sorted(found, key=lambda c: (order_key(c.discipline.label.kk), c.section.label.kk))


def standing(desk: Desk, term: Id) -> dict[Id, dict[str, tuple[bool, str]]]:
    """The sheets that stand for whole sections of a term: {section: {kind: (gives the result?, number)}}."""
    rows = desk.store.rows(
        "grade_sheets", {"term.id": term, "once": {"$type": "string"}},
        {"section.id": 1, "kind": 1, "form.gives": 1, "number": 1},
    )  # fmt: skip
    found: dict[Id, dict[str, tuple[bool, str]]] = {}
    for r in rows:
        gives = r.get("form", {}).get("gives", Gives.result.value) == Gives.result.value
        found.setdefault(r["section"]["id"], {})[r["kind"]] = (gives, r["number"])
    return found


__all__ = [
    "JOB", "PART", "RIGHT", "Candidate", "Planned", "Preview", "Wish", "candidates", "fits", "offered", "planned",
    "preview", "standing",
]  # fmt: skip
