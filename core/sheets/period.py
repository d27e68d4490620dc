"""Opening every sheet of a period in one act: which sections would have which sheet, who is left out and why, and the
long work that opens them in parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core import calendar, jobs
from core.db.codec import digest, plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError, Problem, Problems, RuleBroken
from core.exams.reading import of_sections
from core.i18n import order_key
from core.jobs.rows import kept_error
from core.jobs.run import Run
from core.sheets import forms
from core.sheets.opening import Asked, Frame, listed_of, midterms_of, numbered
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.exam import Exam
from schemas.grade_sheet import GradeSheet
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
    """A graded section as the plan needs it."""

    section: Ref
    discipline: Ref
    control: Control
    members: int
    teacher: Ref | None = None
    faculty: Id = ""
    practice: bool = False


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
            if not fits(kind, of.control, of.practice, term):
                continue
            gives = kind.gives is Gives.result
            taken = there.get(code) or next((t for t in there.values() if gives and t[0]), None)
            timed = exam if kind.gives.value not in MIDTERMS else None
            examiners = tuple(timed.examiners) if timed else ()
            examiners = examiners or ((of.teacher,) if of.teacher else ())
            day = timed.day if timed else wish.day or ends(kind.period, of.faculty)
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
    if not examiners:
        return "sheets.left_no_examiner", {}
    return ("", {}) if day else ("sheets.left_no_day", {})


# reading ----------------------------------------------------------------------------------------------------------


def offered(term: Term) -> list[tuple[str, Text]]:
    """Kinds of sheet that are opened for a whole period of this term: those that say for which sections."""
    return [
        (k.code, k.name) for k in forms.kinds()
        if any(fits(k.as_body(SheetKind), c, p, term.kind) for c in Control for p in (False, True))
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
    if term.closed:
        raise RuleBroken("calendar.term_closed", term=term.label(), day=term.closed)
    kinds = {c: (k.name, k.as_body(SheetKind)) for c in wish.kinds for k in [forms.kind(c)]}
    found = candidates(desk, wish)
    ids = [c.section.id for c in found]
    cal = calendar.of_year(desk.store, term.year)

    def ends(period: PeriodKind | None, faculty: Id) -> date | None:
        held = calendar.fitting(cal, period, term.kind, None, faculty or None) if cal and period else []
        return max((p.ends for p in held), default=None)

    opened, left = planned(
        found, kinds, standing(desk, term.id), of_sections(desk.store, ids), ends, wish, term.kind
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


# the long work ----------------------------------------------------------------------------------------------------


def begin(desk: Desk, shown: Preview, why: Why) -> Id:
    """Begin to open what was shown; the id of the long work. RuleBroken `sheets.nothing_to_open`."""
    if not shown.opened:
        raise RuleBroken("sheets.nothing_to_open")
    return jobs.begin(desk, JOB, {**plain(shown.wish.__dict__), "seen": shown.mark()}, why, total=len(shown.opened))


def open_work(run: Run) -> Row:
    """The long work; gone on with after a crash it takes up the sections that have no sheet yet."""
    p = run.params
    wish = Wish(p["term"], tuple(p["kinds"]), p["faculty"], _day(p["day"]), _day(p["due"]), p["draft"])
    found = preview(run.desk, wish)
    if not run.at and found.mark() != p["seen"]:
        raise RuleBroken("sheets.meanwhile")
    run.checkpoint(begun=True)
    done = first = max(0, run.total - len(found.opened))
    left: list[Row] = []
    frames = {code: Frame.of(code) for code in wish.kinds}
    for at in range(0, len(found.opened), PART):
        if run.stopped():
            break
        part = found.opened[at : at + PART]
        left += put_in(run.desk, wish, part, frames, run.why(f"{part[0].of.section.id}:{part[0].kind}"))
        done = first + at + len(part)
        run.progress(done)
    return {"done": done - len(left), "total": run.total, "term": wish.term, "left": left[:50], "n_left": len(left)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def put_in(desk: Desk, wish: Wish, part: Sequence[Planned], frames: Mapping[str, Frame], why: Why) -> list[Row]:
    """Open so many sheets in one act; those refused by now, with the reason: they take no number.

    A section whose sheet somebody opened meanwhile is passed over.
    """
    left: list[Row] = []

    def work(tx: Tx) -> Term:
        left.clear()
        for frame in frames.values():  # the act may be tried again: what it read before is read anew
            frame.terms.clear()
        term = tx.get(Term, wish.term, scoped=False)
        ids = list({p.of.section.id for p in part})
        sections = {s.id: s for s in tx.find(Section, {"_id": {"$in": ids}}, len(ids))}
        keys = [f"{p.of.section.id}:{p.kind}" for p in part]
        taken = {r["once"] for r in tx.session.rows("grade_sheets", {"once": {"$in": keys}}, {"once": 1})}
        brought = midterms_of(tx, wish.term, list({s.discipline.id for s in sections.values()}))
        away = _read_together(tx, {m.student.id for s in sections.values() for m in s.members})
        new: dict[str, list[GradeSheet]] = {}
        for p, key in zip(part, keys, strict=True):
            section = sections.get(p.of.section.id)
            if key in taken or section is None or p.day is None:
                continue
            asked = Asked(p.day, p.examiners, wish.due, room=p.room, reason=why.reason, draft=wish.draft)
            try:
                if not section.members:
                    raise RuleBroken("sheets.no_members", section=section.code)
                if gone := [m for m in section.members if m.student.id in away]:
                    raise RuleBroken("records.merged_away", number=gone[0].number, into=away[gone[0].student.id])
                sheet = listed_of(tx, section, asked, frames[p.kind], brought.get(section.discipline.id, {}))
                new.setdefault(p.kind, []).append(sheet)
            except (RuleBroken, NotFound) as e:
                left.append({"section": section.code, **kept_error(e)})
        for kind, made in new.items():
            numbered(tx, frames[kind], *made)
        return term

    desk.transact("grade_sheet.open_period", work, why, RIGHT, [wish.term, len(part), part[0].of.section.id])
    return left


def _read_together(tx: Tx, ids: set[Id]) -> dict[Id, Text]:
    """The students of all sections in one reading; of those whose record was joined to another, the name of that."""
    rows = tx.session.rows("students", {"_id": {"$in": list(ids)}, "merged": {"$ne": None}}, {"merged": 1})
    away = {r["_id"]: Ref.model_validate(r["merged"]).label for r in rows}
    try:
        tx.students(ids - set(away))
    except OfficeError:  # one that is not there is told where his section is opened
        return away
    return away


__all__ = ["JOB", "PART", "Candidate", "Planned", "Preview", "Wish", "begin", "candidates", "fits", "offered",
           "open_work", "planned", "preview", "put_in", "standing"]  # fmt: skip
