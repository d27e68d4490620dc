"""The checks of a registration: values in, reasons out. Each breach names its check, its words and what they hold.

Sources: domain.md 1.4, 2.2, 2.4. Every limit is a setting of the house (schemas.kinds.study.StudyRules). Nothing is
read here; core.registration.frame brings what the checks look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from core import calendar
from core.curricula import semester_of
from schemas.base import Id, Ref, Text, Word
from schemas.calendar import Calendar
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline
from schemas.elective import Elective
from schemas.kinds.study import StudyRules
from schemas.study_plan import Forced, PlanLine
from schemas.term import Term
from schemas.words import LineState, PeriodKind, PlanReason, StudyStatus, TermKind

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
    for row in record:
        mine = found.setdefault(row["discipline"]["id"], Attempts())
        mine.terms[row["term"]] = row["state"]
        if row["state"] == "passed":
            mine.letter, mine.term = row["letter"], row["term"] or "—"
        elif row["state"] == "failed":
            mine.fails += 1
    return found


# the checks ------------------------------------------------------------------------------------------------------


def breaches(
    lines: Sequence[PlanLine], fresh: Iterable[Id], who: Learner, frame: Frame, stage: Stage,
    forced: Sequence[Forced] = (),
) -> list[Breach]:  # fmt: skip
    """Everything that speaks against these lines of a plan.

    lines: the whole plan as it would stand. fresh: ids of the lines that are asked about (chosen now, or not yet
    registered). forced: checks overridden for whole terms; a line carries its own. What was overridden once is not
    said again when the plan is handed in and approved.
    """
    new = set(fresh)
    asked = [x for x in lines if x.id in new and (x.state in ACTIVE or stage is Stage.dropping)]
    found = [b for line in asked for b in of_line(line, lines, who, frame, stage)]
    if stage is not Stage.dropping:
        found += of_terms(lines, asked, who, frame, stage)
    return [b for b in found if stage is Stage.choosing or not _was_forced(b, lines, forced)]


def _was_forced(breach: Breach, lines: Sequence[PlanLine], forced: Sequence[Forced]) -> bool:
    if not breach.forcible:
        return False
    if any(f.check == breach.check and f.term in ("", breach.term) for f in forced):
        return True
    mine = [x for x in lines if (x.id == breach.line if breach.line else x.term.id == breach.term)]
    return any(f.check == breach.check for x in mine if x.state in ACTIVE for f in x.forced)


def of_line(line: PlanLine, lines: Sequence[PlanLine], who: Learner, frame: Frame, stage: Stage) -> Iterator[Breach]:
    """What speaks against one line."""
    term = frame.terms.get(line.term.id)
    if term is None or term.closed is not None:
        yield _no(line, "term_closed", "term_closed", term=line.term.label, day=term.closed if term else None)
        return
    if who.away or who.study["status"] != StudyStatus.active.value:
        status = "merged" if who.away else "status"
        yield _no(line, "status", status, status=_word(StudyStatus(who.study["status"])))
        return
    if stage is not Stage.approving and (said := _window(line, term, who, frame)):
        yield said
    if stage is Stage.dropping:
        return
    yield from _history(line, lines, who, frame)
    yield from _offer(line, term, who, frame)
    if frame.clash is not None and (what := frame.clash(who.student, line, lines)) is not None:
        yield _no(line, "clash", "clash", with_=what)
    paid = stage in (Stage.approving, Stage.registering) and frame.rules.repeats_paid
    if paid and line.reason in PAID and line.payment is None:
        yield _no(line, "payment", "payment", reason=_word(line.reason))


def _window(line: PlanLine, term: Term, who: Learner, frame: Frame) -> Breach | None:
    if not frame.rules.windows or line.reason is PlanReason.mobility:
        return None  # who goes to another university registers by its calendar
    if frame.calendar is None:
        return _no(line, "window", "window_no_calendar", year=f"{frame.year}/{(frame.year + 1) % 100:02d}")
    faculty = (who.study.get("faculty") or {}).get("id")
    asked = (term.kind, frame.today, who.course, faculty)
    kinds = (PeriodKind.registration, PeriodKind.changes)
    if any(calendar.window(frame.calendar, kind, *asked) for kind in kinds):
        return None
    coming = [p for kind in kinds if (p := calendar.next_window(frame.calendar, kind, *asked))]
    if coming:
        first = min(coming, key=lambda p: p.starts)
        return _no(line, "window", "window_opens", term=line.term.label, starts=first.starts, ends=first.ends)
    past = [
        p.ends for kind in kinds for p in calendar.fitting(frame.calendar, kind, term.kind, who.course, faculty)
    ]  # fmt: skip
    if past:
        return _no(line, "window", "window_was", term=line.term.label, ends=max(past))
    return _no(line, "window", "window_none", term=line.term.label)


def _history(line: PlanLine, lines: Sequence[PlanLine], who: Learner, frame: Frame) -> Iterator[Breach]:
    id = line.discipline.id
    mine = who.attempts.get(id) or Attempts()
    if any(
        x.id != line.id and x.discipline.id == id and x.state in ACTIVE
        and (x.term.id == line.term.id or x.term_code not in mine.terms) for x in lines
    ) or _running(id, lines, who, mine):  # fmt: skip
        yield _no(line, "duplicate", "duplicate")
    if mine.passed and line.reason is not PlanReason.raising:
        yield _no(line, "passed", "passed", letter=mine.letter, when=mine.term)
    if line.reason is PlanReason.raising and not mine.passed:
        yield _no(line, "reason", "reason_not_passed")
    if line.reason is PlanReason.repeat and not mine.fails and not mine.passed:
        yield _no(line, "reason", "reason_not_failed")
    if line.reason is PlanReason.difference and who.curriculum is not None and not _earlier(line, who, frame):
        yield _no(line, "reason", "reason_no_difference")
    if frame.rules.third_fail and mine.fails >= frame.rules.third_fail and not mine.passed:
        yield _no(line, "third_fail", "third_fail", n=mine.fails)
    discipline = frame.disciplines.get(id)
    missing = [p for p in (discipline.prerequisites if discipline else []) if not _ready(p.id, line, lines, who, frame)]
    if missing:
        yield _no(line, "prerequisite", "prerequisite", what=joined([p.label for p in missing]))


def _running(id: Id, lines: Sequence[PlanLine], who: Learner, mine: Attempts) -> bool:
    """Is he registered for it by another year's plan, without a result yet?"""
    own = {x.id for x in lines}
    return any(
        e["discipline"]["id"] == id and e["id"] not in own and e["term"] not in mine.terms
        for e in who.study.get("enrolled") or []
    )


def _earlier(line: PlanLine, who: Learner, frame: Frame) -> bool:
    """Does it stand in an earlier semester of the curriculum than the one this term is?"""
    now = semester(frame.terms[line.term.id], who.course) or (who.course or 1) * 2 + 1
    planned = who.curriculum.lines if who.curriculum else []
    return any(x.discipline.id == line.discipline.id and x.semester < now for x in planned)


def _ready(id: Id, line: PlanLine, lines: Sequence[PlanLine], who: Learner, frame: Frame) -> bool:
    """Passed, or registered for (chosen) in an earlier term that has no result yet; in the same term is too late."""
    mine = who.attempts.get(id) or Attempts()
    if mine.passed:
        return True
    now = frame.order(line.term_code)
    before = [x.term_code for x in lines if x.discipline.id == id and x.state in SEATED]
    before += [e["term"] for e in who.study.get("enrolled") or [] if e["discipline"]["id"] == id]
    return any(
        now is not None and (then := frame.order(code)) is not None and then < now and mine.terms.get(code) != "failed"
        for code in before
    )


def _offer(line: PlanLine, term: Term, who: Learner, frame: Frame) -> Iterator[Breach]:
    discipline = frame.disciplines.get(line.discipline.id)
    if discipline is None or not discipline.active:
        yield _no(line, "offered", "not_in_use")
    elective = frame.electives.get((line.term.id, line.discipline.id))
    if elective is not None and elective.closed is not None and line.reason is PlanReason.elective:
        yield _no(line, "offered", "elective_closed", day=elective.closed, reason=elective.reason)
    own, spoken = who.study.get("language"), frame.languages.get((line.term.id, line.discipline.id))
    language = line.language.value if line.language else own
    if language and own and language != own:
        yield _no(line, "language", "language_other")
    elif spoken and language and language not in spoken:
        yield _no(line, "language", "language_no_section")
    if term.kind is TermKind.summer and not frame.rules.summer_last_year and _last_year(who):
        yield _no(line, "last_year", "last_year", course=who.course)


def _last_year(who: Learner) -> bool:
    return bool(who.curriculum and who.course and who.course * 2 >= who.curriculum.semesters)


def of_terms(
    lines: Sequence[PlanLine], asked: Sequence[PlanLine], who: Learner, frame: Frame, stage: Stage
) -> list[Breach]:
    """What speaks against whole terms: load, elective blocks, what the curriculum demands."""
    found: list[Breach] = []
    newest = {x.term.id: x for x in asked}  # the last line asked for in each term is the one that is too much
    terms = {x.term.id: x.term for x in (asked if stage is Stage.choosing else lines)}
    if stage is not Stage.choosing:  # a term of which nothing was chosen yet lacks most
        terms |= {id: t.ref() for id, t in frame.terms.items() if t.year == frame.year and planned(who, t)}
    live = [x for x in lines if x.state in ACTIVE]
    for id, ref in terms.items():
        term = frame.terms.get(id)
        if term is None or term.closed is not None:
            continue
        mine = [x for x in live if x.term.id == id]
        last = newest.get(id)
        credits = sum((x.credits for x in mine), Decimal(0))
        most = frame.rules.summer_most if term.kind is TermKind.summer else frame.rules.term_most
        if credits > most and (last is not None or stage is not Stage.choosing):
            found.append(_of_term("load_most", "load_most", ref, last, credits=credits, most=most))
        found += _blocks(term, ref, mine, asked, who, stage)
        if stage is Stage.choosing or term.kind not in (TermKind.autumn, TermKind.spring) or _over(term, frame):
            continue
        if credits < frame.rules.term_least:
            found.append(_of_term("load_least", "load_least", ref, None, credits=credits, least=frame.rules.term_least))
        found += [
            _of_term("mandatory", "mandatory", ref, None, discipline=x.discipline.label)
            for x in demanded(who, term) if not any(y.discipline.id == x.discipline.id for y in live)
        ]  # fmt: skip
    return found


def _over(term: Term, frame: Frame) -> bool:
    """A term that is behind us asks for nothing more (a student reinstated in spring)."""
    return term.ends is not None and term.ends < frame.today


def _blocks(
    term: Term, ref: Ref, mine: Sequence[PlanLine], asked: Sequence[PlanLine], who: Learner, stage: Stage
) -> Iterator[Breach]:
    offered = blocks(who, term)
    for name, alternatives in offered.items():
        ids = {x.discipline.id for x in alternatives}
        taken = sum(x.discipline.id in ids and x.reason is PlanReason.elective for x in mine)
        taken += sum(bool((a := who.attempts.get(id)) and a.passed) for id in ids)
        choose, fresh = alternatives[0].choose, [x for x in asked if x.term.id == ref.id and x.discipline.id in ids]
        values = {"block": name, "choose": choose, "chosen": taken}
        if taken > choose and (fresh or stage is not Stage.choosing):
            yield _of_term("block", "block_most", ref, fresh[-1] if fresh else None, **values)
        elif taken < choose and stage is not Stage.choosing:
            yield _of_term("block", "block_least", ref, None, **values)
    everything = {x.discipline.id for found in offered.values() for x in found}
    for line in asked:
        elective = line.reason is PlanReason.elective and line.term.id == ref.id
        if elective and who.curriculum is not None and line.discipline.id not in everything:
            yield _no(line, "block", "block_not_offered")


# what the curriculum asks ---------------------------------------------------------------------------------------


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


# words ----------------------------------------------------------------------------------------------------------


def joined(texts: Sequence[Text]) -> Text:
    """Names one after another, in three languages."""
    return Text(
        kk=", ".join(t.kk for t in texts)[:400], ru=", ".join(t.get("ru") for t in texts)[:400],
        en=", ".join(t.get("en") for t in texts)[:400],
    )  # fmt: skip


def _word(word: Word) -> Text:
    return Text(kk=word.label("kk"), ru=word.label("ru"), en=word.label("en"))


def _no(line: PlanLine, check: str, key: str, **values: Any) -> Breach:
    said = {"discipline": line.discipline.label, **{k.rstrip("_"): v for k, v in values.items()}}
    return Breach(check, key, line.term.id, line.discipline, line.id, said)


def _of_term(check: str, key: str, term: Ref, line: PlanLine | None, **values: Any) -> Breach:
    said = {"term": term.label, **values}
    return Breach(check, key, term.id, line.discipline if line else None, line.id if line else "", said)
