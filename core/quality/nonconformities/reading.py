"""Looking at nonconformities: the list within one's sight, those that are late, how many stand where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import references
from core.db.store import Row
from core.desk import Desk, both
from core.fields import FieldSpec, filter_fields
from core.quality.hands import READ, REPORT, sees
from schemas.base import Id
from schemas.quality import DONE_WITH, UNSETTLED, Nonconformity, NonconformityState

VIEWS = ("unsettled", "overdue", "mine", "to_check", "all")
SORTS = ("due", "on", "number")
OPEN = [s.value for s in UNSETTLED]
SHOWN = {"head": 0, "evidence": 0, "actions": 0}
WORKED = [s.value for s in NonconformityState if s not in DONE_WITH]  # somebody is to do something by a day


def sight(desk: Desk) -> Row:
    """What this user sees: all of them, or those he reported or answers for."""
    if desk.may(READ):
        return {}
    return {"$or": [{"author.id": desk.actor.id}, {"responsible.id": desk.actor.id}]}


def get(desk: Desk, id: Id) -> Nonconformity:
    """One of them; NotFound, Forbidden."""
    kept = desk.get(Nonconformity, id, REPORT)
    sees(desk, kept.hands())
    return kept


def _view(desk: Desk, view: str) -> Row:
    me, today = desk.actor.id, desk.today().isoformat()
    views: dict[str, Row] = {
        "unsettled": {"status": {"$in": OPEN}},
        "overdue": {"status": {"$in": WORKED}, "due": {"$lt": today, "$type": "string"}},
        "mine": {"status": {"$in": OPEN}, "$or": [{"responsible.id": me}, {"author.id": me}]},
        "to_check": {"status": NonconformityState.done.value},
    }
    return views.get(view, {})


def _where(desk: Desk, view: str, text: str, chosen: dict[str, Any] | None) -> Row:
    asked = references.condition(Nonconformity, text, chosen or {}, desk.actor.role)
    return both(both(_view(desk, view), sight(desk)), asked)


def listed(
    desk: Desk, view: str = "unsettled", text: str = "", chosen: dict[str, Any] | None = None, sort: str = "due",
    descending: bool = False, page: int = 0, size: int = 50,
) -> list[Row]:  # fmt: skip
    """A page of a view (VIEWS) as stored, each with `late`: days past its term. By term: the most late first."""
    where = _where(desk, view, text, chosen)
    order = references.ordered(Nonconformity, desk.actor.role, sort if sort in SORTS else "due", descending)
    turns = _turns(desk) if sort == "due" and not descending else [{}]
    found: list[Row] = []
    skip = page * size
    for turn in turns:
        asked = both(where, turn)
        found += desk.rows(Nonconformity, REPORT, asked, SHOWN, order, size - len(found), skip)
        if len(found) == size:
            break
        skip = 0 if found else skip - desk.count(Nonconformity, REPORT, asked)
    return [r | {"late": late(r, desk.today()) or None} for r in found]


def _turns(desk: Desk) -> list[Row]:
    """By term: what is late, what has a term, what has none yet."""
    late_ = _view(desk, "overdue")
    return [late_, {"$nor": [late_], "due": {"$type": "string"}}, {"due": None}]


def count(desk: Desk, view: str = "unsettled", text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many a view holds."""
    return desk.count(Nonconformity, REPORT, _where(desk, view, text, chosen))


def late(row: Row, today: date) -> int:
    """Days past the term of a stored one that somebody still has to do something about; 0 in time."""
    due = row.get("due")
    if row["status"] not in WORKED or not due:
        return 0
    return max(0, (today - date.fromisoformat(due)).days)


def overdue(desk: Desk, most: int = 50) -> list[Row]:
    """The late ones within sight, the longest late first, each with `late` in days."""
    return listed(desk, "overdue", size=most)


@dataclass(frozen=True)
class Counts:
    """How many stand in each state and came from each source, and how many are late; of what the user sees."""

    by_state: dict[str, int]
    by_source: dict[str, dict[str, int]]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


def counts(desk: Desk) -> Counts:
    """The numbers above the list."""
    where = desk.where(Nonconformity, REPORT, sight(desk))
    group = {"_id": {"status": "$status", "source": "$source"}, "n": {"$sum": 1}}
    found = desk.store.aggregate(Nonconformity.collection, [{"$match": where}, {"$group": group}])
    states: dict[str, int] = {}
    sources: dict[str, dict[str, int]] = {}
    for row in found:
        state, source = row["_id"]["status"], row["_id"]["source"]
        states[state] = states.get(state, 0) + row["n"]
        of = sources.setdefault(source, {})
        of[state] = of.get(state, 0) + row["n"]
    return Counts(states, sources, count(desk, "overdue"))


def columns(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What the list can show."""
    return [(p, s) for p, s in references.columns(Nonconformity, desk.actor.role) if s.kind != "rows"]


def filters(desk: Desk) -> list[tuple[str, FieldSpec]]:
    """What it can be narrowed by."""
    return [(s.path, s) for s in filter_fields(Nonconformity, desk.actor.role)]


__all__ = [
    "SORTS", "VIEWS", "Counts", "columns", "count", "counts", "filters", "get", "late", "listed", "overdue", "sight",
]  # fmt: skip
