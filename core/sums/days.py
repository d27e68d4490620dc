"""Days of terms and of comparison: rules without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]
MONTH = timedelta(days=30)  # what figures of the day are compared over
ALWAYS = date.min.isoformat()
KIND_BEGINS = {"autumn": (0, 9, 1), "winter": (1, 1, 5), "spring": (1, 1, 20), "summer": (1, 6, 15)}
KIND_ENDS = {"autumn": (1, 1, 4), "winter": (1, 1, 19), "spring": (1, 6, 14), "summer": (1, 8, 31)}


def begins(term: Row) -> date:
    """The first day of a term; where it is not set, the usual one of its kind."""
    return date.fromisoformat(term["starts"]) if term.get("starts") else _usual(term, KIND_BEGINS)


def ends(term: Row) -> date:
    """The last day of a term; where it is not set, the usual one of its kind."""
    return date.fromisoformat(term["ends"]) if term.get("ends") else _usual(term, KIND_ENDS)


def _usual(term: Row, days: Mapping[str, tuple[int, int, int]]) -> date:
    later, month, day = days[term["kind"]]
    return date(term["year"] + later, month, day)
