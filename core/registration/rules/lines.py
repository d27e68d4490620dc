"""What speaks against one line of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core import calendar
from core.registration.rules.curriculum import semester
from core.registration.rules.shapes import ACTIVE, PAID, SEATED, Attempts, Breach, Frame, Learner, Stage
from core.registration.rules.words import against, joined, spoken
from schemas.base import Id
from schemas.study_plan import PlanLine
from schemas.term import Term
from schemas.words import PeriodKind, PlanReason, StudyStatus, TermKind


def of_line(line: PlanLine, lines: Sequence[PlanLine], who: Learner, frame: Frame, stage: Stage) -> Iterator[Breach]:
    """What speaks against one line."""
    term = frame.terms.get(line.term.id)
    if term is None or term.closed is not None:
        yield against(line, "term_closed", "term_closed", term=line.term.label, day=term.closed if term else None)
        return
    if who.away or who.study["status"] != StudyStatus.active.value:
        status = "merged" if who.away else "status"
        yield against(line, "status", status, status=spoken(StudyStatus(who.study["status"])))
        return
    if stage is not Stage.approving and (said := _window(line, term, who, frame)):
        yield said
    if stage is Stage.dropping:
        return
    yield from _history(line, lines, who, frame)
    yield from _offer(line, term, who, frame)
    if frame.clash is not None and (what := frame.clash(who.student, line, lines)) is not None:
        yield against(line, "clash", "clash", with_=what)
    paid = stage in (Stage.approving, Stage.registering) and frame.rules.repeats_paid
    if paid and line.reason in PAID and line.payment is None:
        yield against(line, "payment", "payment", reason=spoken(line.reason))


def _window(line: PlanLine, term: Term, who: Learner, frame: Frame) -> Breach | None:
    if not frame.rules.windows or line.reason is PlanReason.mobility:
        return None  # who goes to another university registers by its calendar
    if frame.calendar is None:
        return against(line, "window", "window_no_calendar", year=f"{frame.year}/{(frame.year + 1) % 100:02d}")
    faculty = (who.study.get("faculty") or {}).get("id")
    asked = (term.kind, frame.today, who.course, faculty)
    kinds = (PeriodKind.registration, PeriodKind.changes)
    if any(calendar.window(frame.calendar, kind, *asked) for kind in kinds):
        return None
    coming = [p for kind in kinds if (p := calendar.next_window(frame.calendar, kind, *asked))]
    if coming:
        first = min(coming, key=lambda p: p.starts)
        return against(line, "window", "window_opens", term=line.term.label, starts=first.starts, ends=first.ends)
    past = [
        p.ends for kind in kinds for p in calendar.fitting(frame.calendar, kind, term.kind, who.course, faculty)
    ]  # fmt: skip
    if past:
        return against(line, "window", "window_was", term=line.term.label, ends=max(past))
    return against(line, "window", "window_none", term=line.term.label)


def _history(line: PlanLine, lines: Sequence[PlanLine], who: Learner, frame: Frame) -> Iterator[Breach]:
    id = line.discipline.id
    mine = who.attempts.get(id) or Attempts()
    if any(
        x.id != line.id and x.discipline.id == id and x.state in ACTIVE
        and (x.term.id == line.term.id or x.term_code not in mine.terms) for x in lines
    ) or _running(id, lines, who, mine):  # fmt: skip
        yield against(line, "duplicate", "duplicate")
    if mine.passed and line.reason is not PlanReason.raising:
        yield against(line, "passed", "passed", letter=mine.letter, when=mine.term)
    if line.reason is PlanReason.raising and not mine.passed:
        yield against(line, "reason", "reason_not_passed")
    if line.reason is PlanReason.repeat and not mine.fails and not mine.passed:
        yield against(line, "reason", "reason_not_failed")
    if line.reason is PlanReason.difference and who.curriculum is not None and not _earlier(line, who, frame):
        yield against(line, "reason", "reason_no_difference")
    if frame.rules.third_fail and mine.fails >= frame.rules.third_fail and not mine.passed:
        yield against(line, "third_fail", "third_fail", n=mine.fails)
    discipline = frame.disciplines.get(id)
    missing = [p for p in (discipline.prerequisites if discipline else []) if not _ready(p.id, line, lines, who, frame)]
    if missing:
        yield against(line, "prerequisite", "prerequisite", what=joined([p.label for p in missing]))


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
        yield against(line, "offered", "not_in_use")
    elective = frame.electives.get((line.term.id, line.discipline.id))
    by_choice = line.reason is PlanReason.elective or term.kind is TermKind.summer
    if elective is not None and elective.closed is not None and by_choice:
        yield against(line, "offered", "elective_closed", day=elective.closed, reason=elective.reason)
    own, spoken = who.study.get("language"), frame.languages.get((line.term.id, line.discipline.id))
    language = line.language.value if line.language else own
    if language and own and language != own:
        yield against(line, "language", "language_other")
    elif spoken and language and language not in spoken:
        yield against(line, "language", "language_no_section")
    if term.kind is TermKind.summer and not frame.rules.summer_last_year and _last_year(who):
        yield against(line, "last_year", "last_year", course=who.course)


def _last_year(who: Learner) -> bool:
    return bool(who.curriculum and who.course and who.course * 2 >= who.curriculum.semesters)
