"""Hours of a lesson whose teacher changed in the term, shared by weeks. Pure; the sum is always the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from schemas.base import Id

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Span:
    """Somebody (None: nobody) taught from one day to another, both included; an open end is the term's own."""

    who: Id | None
    since: date | None = None
    until: date | None = None


def spans(row: Mapping[str, Any], field: str) -> list[Span]:
    """Who taught a stored section when; field: teacher or accompanist."""
    found: list[Span] = []
    began: date | None = None
    for t in sorted(row.get("taught") or [], key=lambda t: str(t["until"])):
        until = date.fromisoformat(t["until"])
        found.append(Span((t.get(field) or {}).get("id"), began, until))
        began = until + timedelta(1)
    return [*found, Span((row.get(field) or {}).get("id"), began, None)]


def shared(hours: Decimal, found: Sequence[Span], starts: date | None, ends: date | None) -> dict[Id | None, Decimal]:
    """Hours of the term for each who taught, by the weeks each had (a week belongs to who teaches on its first day).

    Tenths of an hour; what rounding leaves goes to the last. A term without days gives all to the last.
    """
    if len(found) == 1 or starts is None or ends is None or ends < starts:
        return {found[-1].who: hours}
    weeks = [starts + timedelta(7 * n) for n in range((ends - starts).days // 7 + 1)]
    count: dict[Id | None, int] = {}
    for monday in weeks:
        who = next((s.who for s in found if s.until is None or monday <= s.until), found[-1].who)
        count[who] = count.get(who, 0) + 1
    out: dict[Id | None, Decimal] = {}
    left = hours
    names = list(count)
    for who in names[:-1]:
        part = (hours * count[who] / len(weeks)).quantize(TENTH, ROUND_HALF_UP)
        out[who] = part = min(part, left)
        left -= part
    out[names[-1]] = out.get(names[-1], Decimal(0)) + left
    return out
