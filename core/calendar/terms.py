"""The terms of a year take their days from its calendar: missing ones are made, closed ones are never touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.db.codec import plain
from core.tx import Tx
from schemas.calendar import Calendar, Period
from schemas.term import Term
from schemas.words import PeriodKind, TermKind

TURNS = {TermKind.autumn: 1, TermKind.spring: 2, TermKind.summer: 3, TermKind.winter: 4}


@dataclass(frozen=True)
class Days:
    """What a calendar gives a term: its first and last day, and by when its sheets are closed (the last exam day)."""

    starts: date
    ends: date
    due: date


def days_of(cal: Calendar) -> dict[TermKind, Days]:
    """The days of every semester that a calendar has classes for; of the summer one its own periods too."""
    found = {}
    for kind in TURNS:
        taught = [p for p in cal.periods if _teaches(p, kind)]
        if not taught:
            continue
        exams = [p for p in cal.periods if p.kind is PeriodKind.session and p.term is kind]
        ends = max(p.ends for p in [*taught, *exams])
        found[kind] = Days(min(p.starts for p in taught), ends, max((p.ends for p in exams), default=ends))
    return found


def _teaches(p: Period, kind: TermKind) -> bool:
    if kind is TermKind.summer and p.kind is PeriodKind.summer:
        return True
    return p.kind is PeriodKind.study and p.term is kind


def give_days(tx: Tx, cal: Calendar) -> list[Term]:
    """Give the year's terms the days of its calendar inside somebody's act; those that were made or changed."""
    stored = tx.find(Term, {"year": cal.year})
    changed = []
    for kind, days in days_of(cal).items():
        code = f"{cal.year}-{TURNS[kind]}"
        # By its code, or (an office with codes of its own) by its kind.
        term = next((t for t in stored if t.code == code), next((t for t in stored if t.kind is kind), None))
        if term is None:
            term = Term(_id=tx.new_id(), code=code, kind=kind, year=cal.year)
            _set(term, days)
            changed.append(tx.add(term, scoped=False))
        elif term.closed is None:
            was = plain(term)
            _set(term, days)
            if plain(term) != was:
                changed.append(tx.save(term))
    return changed


def _set(term: Term, days: Days) -> None:
    term.starts, term.ends, term.sheets_due = days.starts, days.ends, days.due
