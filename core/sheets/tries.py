"""How often a control may be sat once more: re-sit sheets and sheets of one student count alike, and after the last
fail that the rules let pass nothing is opened (domain.md 1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core import grading, merged
from core.db.store import Row, Session, Store
from core.progress.rules import ways
from core.sheets.plan import mending
from schemas.base import Id
from schemas.kinds import StudyRules
from schemas.rulebook import Rulebook
from schemas.words import STANDING, ResultState, SheetStatus


@dataclass
class Tries:
    """Sheets of a term by which a discipline is sat once more: how many each student stands on, and who of them waits
    for one that is not closed."""

    times: dict[Id, int] = field(default_factory=dict)
    waits: set[Id] = field(default_factory=set)


def tries(reader: Store | Session, term: Id, discipline: Id, apart: str = "") -> Tries:
    """The same of one discipline (apart: of what stands beside it), each student under the record he stands in today.

    A sheet of one student counts where he had been graded before; his first control, put off, is none.
    """
    return tries_of(reader, term, {"discipline.id": discipline, **mending(apart)}).get(discipline, Tries())


def tries_of(reader: Store | Session, term: Id, asked: Row) -> dict[Id, Tries]:
    """The same of all disciplines whose sheets are asked for."""
    where: Row = {"term.id": term, "once": None, "commission": None, "status": {"$in": STANDING}, **asked}
    fields = {"of": 1, "status": 1, "discipline.id": 1, "lines.student.id": 1, "lines.attempt": 1}
    rows = reader.rows("grade_sheets", where, fields)
    now = merged.today(reader, {x["student"]["id"] for r in rows for x in r["lines"]}) if rows else {}
    found: dict[Id, list[Row]] = {}
    for row in rows:
        found.setdefault(row["discipline"]["id"], []).append(row)
    return {discipline: counted(mine, now) for discipline, mine in found.items()}


def counted(rows: Iterable[Row], now: Mapping[Id, Id]) -> Tries:
    """Count stored sheets; now: records joined to another → that one."""
    found = Tries()
    for row in rows:
        for x in row["lines"]:
            if not row.get("of") and x.get("attempt", 1) < 2:
                continue
            who = now.get(x["student"]["id"], x["student"]["id"])
            found.times[who] = found.times.get(who, 0) + 1
            if row["status"] != SheetStatus.closed.value:
                found.waits.add(who)
    return found


def against(
    letter: str, state: ResultState, attempts: Sequence[Row], times: int, book: Rulebook, rules: StudyRules,
    any_letter: bool = False,
) -> str:  # fmt: skip
    """Why a control is not sat once more, as the key of a message; empty: it may be.

    letter, state: how it ended on a sheet, where the student's record holds no attempt; attempts: those of his record
    while none was passed, of which the newest decides; times: how often he has sat it again in the term.
    What ended without a mark for a reason may always be finished; a discipline's last fail (`third_fail`) is the case
    for expulsion; FX may be sat again without studying anew, F not (the letters are the rulebook's), but for what
    nobody studies anew (any_letter: a course work, on a sheet of one student).
    """
    if attempts:
        letter, state = attempts[-1]["letter"], ResultState(attempts[-1]["state"])
    if state is ResultState.open:
        return ""
    if attempts and not ways(attempts[-1], fails(attempts), rules):
        return "sheets.last_fail"
    if not any_letter and not book.may_resit(letter):
        return "sheets.must_repeat"
    return "sheets.resits_used" if times >= book.resits else ""


def fails(attempts: Iterable[Row]) -> int:
    """How many of some attempts were failed."""
    return sum(r["state"] == ResultState.failed.value for r in attempts)


def attempts_at(record: Iterable[Row], discipline: Id, apart: str = "") -> list[Row]:
    """A student's attempts at what a sheet gives, while none of them was passed."""
    return list(grading.unpassed(record).get(f"{discipline}{apart}", ()))
