"""The balance of blanks: opening + received − issued − written off = balance, per kind and series, at any date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import access
from core.desk import Desk
from core.errors import RuleBroken
from schemas.blank import SIGN, BlankMove, BlankStatus, Operation

READ = "blank.read"
IN = (Operation.received, Operation.surplus, Operation.returned)
OUT = (Operation.issued, Operation.handed)


@dataclass(frozen=True)
class Standing:
    """A kind and series over a period: what there was, came, went and is left; the end is `balance`."""

    kind: str
    series: str
    opening: int = 0
    received: int = 0
    issued: int = 0
    written_off: int = 0

    @property
    def balance(self) -> int:
        """What is left at the end of the period."""
        return self.opening + self.received - self.issued - self.written_off


def stock(desk: Desk, first: date | None = None, last: date | None = None) -> list[Standing]:
    """Every kind and series over a period (from the beginning; to today), from the journal by one grouping."""
    access.require(desk.actor, READ)
    last = last or desk.today()
    since = first.isoformat() if first else ""
    pipeline = [
        {"$match": {"day": {"$lte": last.isoformat()}, "operation": {"$in": [o.value for o in SIGN]}}},
        {"$group": {
            "_id": {"kind": "$kind", "series": "$series", "operation": "$operation",
                    "before": {"$lt": ["$day", since]}},
            "n": {"$sum": "$count"}, "delta": {"$sum": "$delta"},
        }},
    ]  # fmt: skip
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in desk.store.aggregate("blank_moves", pipeline):
        key = row["_id"]
        into = found.setdefault(
            (key["kind"], key["series"]), dict.fromkeys(("opening", "received", "issued", "off"), 0)
        )
        operation = Operation(key["operation"])
        if key["before"]:
            into["opening"] += row["delta"]
        else:
            into["received" if operation in IN else "issued" if operation in OUT else "off"] += row["n"]
    return [
        Standing(kind, series, r["opening"], r["received"], r["issued"], r["off"])
        for (kind, series), r in sorted(found.items())
    ]


def states(desk: Desk) -> dict[tuple[str, str], dict[BlankStatus, int]]:
    """Numbers by kind, series and state, as they stand now."""
    access.require(desk.actor, READ)
    group = {"_id": {"kind": "$kind", "series": "$series", "status": "$status"}, "n": {"$sum": 1}}
    found: dict[tuple[str, str], dict[BlankStatus, int]] = {}
    for row in desk.store.aggregate("blanks", [{"$group": group}]):
        key = row["_id"]
        found.setdefault((key["kind"], key["series"]), {})[BlankStatus(key["status"])] = row["n"]
    return found


@dataclass(frozen=True)
class Line:
    """A movement and the balance of its kind and series after it."""

    move: BlankMove
    balance: int


def journal(
    desk: Desk, kind: str, series: str | None = None, first: date | None = None, last: date | None = None,
    limit: int = 5000,
) -> list[Line]:  # fmt: skip
    """The journal of a kind (of one series) in the order of days, each line with the balance after it.

    RuleBroken `blank_papers.journal_long` where the period has more lines than can be read at once: a bound journal
    with its end cut off would be a false one.
    """
    access.require(desk.actor, READ)
    last = last or desk.today()
    left: dict[str, int] = {}
    for row in stock(desk, None, first) if first else []:
        if row.kind == kind:
            left[row.series] = row.balance - _of_day(desk, kind, row.series, first)
    where: dict[str, Any] = {"kind": kind, "day": {"$lte": last.isoformat()} | (
        {"$gte": first.isoformat()} if first else {}
    )} | ({"series": series} if series is not None else {})  # fmt: skip
    if (n := desk.store.count("blank_moves", where)) > limit:
        raise RuleBroken("blank_papers.journal_long", n=n, most=limit)
    rows: Sequence[Any] = desk.store.rows("blank_moves", where, None, [("day", 1), ("n", 1)], limit)
    out = []
    for move in map(BlankMove.model_validate, rows):
        left[move.series] = left.get(move.series, 0) + move.delta
        out.append(Line(move, left[move.series]))
    return out


def _of_day(desk: Desk, kind: str, series: str, day: date | None) -> int:
    if day is None:
        return 0
    match = {"kind": kind, "series": series, "day": day.isoformat()}
    group = {"_id": None, "n": {"$sum": "$delta"}}
    return sum(r["n"] for r in desk.store.aggregate("blank_moves", [{"$match": match}, {"$group": group}]))
