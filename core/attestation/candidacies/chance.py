"""When who did not pass may come again, by the house's rules: only in the form he failed, applying in time.

Found at another university (domain.md 4.1): «after a year», an application two weeks before. What the year is counted
from the source does not say, so the rules say it: from the beginning of that attestation, or from the decision. Counted
from the decision, whoever failed on its tenth day is shut out of the next one, which begins on the same day of June.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.attestation import settings
from core.attestation.candidacies.whom import Begins
from core.desk import Desk
from core.orders.conditions import months_after
from schemas.attestation import Candidacy, Commission, Outcome, Protocol
from schemas.base import Id
from schemas.kinds import AgainFrom, AttestationRules
from schemas.words import Mark


@dataclass(frozen=True)
class Chance:
    """The earliest day of the next attestation, and the last day to apply for one held on that day."""

    earliest: date
    apply_by: date


def soonest(failed: date, began: date, rules: AttestationRules) -> date:
    """The first day an attestation may begin to which one comes again. Calendars move by days, so a year from the
    beginning of one is the week of that day."""
    if rules.again_from is AgainFrom.decided:
        return months_after(failed, rules.again_months)
    day = months_after(began, rules.again_months)
    return day - timedelta(day.weekday())


def next_chance(outcome: Outcome | Protocol, began: date, rules: AttestationRules) -> Chance | None:
    """None for who passed. Who stayed away for a good reason may be heard at another sitting of the same period; who
    failed or stayed away without one, after so many months. began: the attestation in which he did not pass."""
    if outcome.passed:
        return None
    on = outcome.day if isinstance(outcome, Protocol) else outcome.on
    if outcome.mark is Mark.excused:
        return Chance(on, on)
    earliest = soonest(on, began, rules)
    return Chance(earliest, earliest - timedelta(days=rules.apply_days))


def stood(reader: Any, was: Candidacy) -> Outcome | None:
    """What stands of a candidacy today: by the newest protocol, else as it was decided."""
    where = {"candidacy": was.id, "status": "signed", "replaced": None}
    found = [Protocol.model_validate(r) for r in reader.rows(Protocol.collection, where)]
    p = max(found, key=lambda p: p.number, default=None)
    return was.outcome if p is None else Outcome(protocol=p.ref(), on=p.day, mark=p.mark, passed=p.passed)


def of(reader: Any, was: Candidacy) -> Chance | None:
    """When one comes again who did not pass in an earlier year, or was not admitted; None for who passed."""
    row = reader.one(Commission.collection, {"_id": was.commission.id, "year": was.year})
    faculty = was.faculty.id if was.faculty else None
    began = Begins(reader, Commission.model_validate(row))(None, faculty) if row else date(was.year, 6, 1)
    return next_chance(stood(reader, was) or Outcome(protocol=was.ref(), on=began), began, settings.rules())


def at(desk: Desk, earlier: Id) -> Chance | None:
    """The same for a page."""
    return of(desk.store, desk.get(Candidacy, earlier, "attestation.read"))


__all__ = ["Chance", "at", "next_chance", "of", "soonest", "stood"]
