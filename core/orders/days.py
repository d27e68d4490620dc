"""From which days a kind of order may work, where its kind names the first day of a term or of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.orders.cases import Reader
from schemas.kinds.after import EffectDay


def firsts(reader: Reader, of: EffectDay) -> list[date]:
    """The first days of all terms, or of all academic years; none where the kind names neither or none is known."""
    if of not in (EffectDay.term, EffectDay.year):
        return []
    rows = [r for r in reader.rows("terms", {}, {"starts": 1, "year": 1}) if r.get("starts")]
    days = sorted({date.fromisoformat(str(r["starts"])) for r in rows})
    if of is EffectDay.term:
        return days
    years = {r.get("year") for r in rows}
    return sorted(min(date.fromisoformat(str(r["starts"])) for r in rows if r.get("year") == y) for y in years)


def nearest(found: Sequence[date], day: date) -> date:
    """The next of these days, or the last where none is to come."""
    return next((d for d in found if d >= day), found[-1])


def proposed(reader: Reader, of: EffectDay, today: date) -> date | None:
    """The day of effect a draft of the kind begins with; None where it is to be typed."""
    if of is EffectDay.signed:
        return today
    found = firsts(reader, of)
    return nearest(found, today) if found else None


__all__ = ["firsts", "nearest", "proposed"]
