"""Does a discipline fit among a student's lessons? Asked of the timetable, for many students at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from core.db.store import Session, Store
from core.registration.rules import Frame
from core.timetable import Planner
from schemas.base import LANGS, Id, Text
from schemas.study_plan import PlanLine
from schemas.timetable import Weekday

Question = Callable[[Id, PlanLine, Sequence[PlanLine]], Text | None]


def clashes(
    reader: Store | Session, frame: Frame, students: Sequence[Id], disciplines: Iterable[Id]
) -> Question | None:
    """A question (student, line, all lines of the plan) → the lesson in the way, where no section of the discipline
    fits his week; None where no lesson of the year is in the timetable yet."""
    now = [id for id, term in frame.terms.items() if term.year == frame.year and term.closed is None]
    taught = [id for id in now if reader.one("lessons", {"term.id": id, "active": True}, {"_id": 1})]
    if not taught:
        return None
    wanted = sorted(set(disciplines))
    planners: dict[Id, Planner] = {}

    def ask(student: Id, line: PlanLine, lines: Sequence[PlanLine]) -> Text | None:
        term = line.term.id
        if term not in taught:
            return None
        if term not in planners:
            planners[term] = Planner(reader, term, wanted, students)
        met = planners[term].clash(line.discipline.id, student)
        if met is None:
            return None
        other, day = met.other, Weekday(met.other.weekday)
        said = {
            lang: f"{other.discipline.label.get(lang)}, {day.label(lang)} {other.starts}–{other.ends}" for lang in LANGS
        }
        return Text(**said)

    return ask
