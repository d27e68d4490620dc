"""What the office itself shows for a criterion over a period: a part of a whole, or a mere number, never typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.db.store import Row
from core.desk import Desk
from core.integrity import staff
from core.trainings.reading import held
from schemas.kinds import Evidence
from schemas.training import TrainingSort


@dataclass(frozen=True)
class Period:
    """Both days included."""

    start: date
    end: date

    def days(self) -> Row:
        """As a condition on a stored day."""
        return {"$gte": self.start.isoformat(), "$lte": self.end.isoformat()}

    def moments(self, desk: Desk) -> Row:
        """As a condition on a moment, by the office's clock."""
        zone = ZoneInfo(desk.zone)
        first, last = datetime.combine(self.start, time.min, zone), datetime.combine(self.end, time.max, zone)
        return {"$gte": first, "$lte": last}


Figure = tuple[int, int | None]


def _corrections(desk: Desk, period: Period) -> list[Row]:
    days = period.moments(desk)
    rows = desk.store.rows("grade_sheets", {"corrections.proposed_at": days}, {"corrections": 1})
    found = [c for r in rows for c in r["corrections"] if c["state"] == "confirmed"]
    return [c for c in found if days["$gte"] <= c["proposed_at"] <= days["$lte"]]


def _basis(desk: Desk, period: Period) -> Figure:
    found = _corrections(desk, period)
    return sum(bool(c["basis"].get("number")) and bool(c["basis"].get("day")) for c in found), len(found)


def _two_hands(desk: Desk, period: Period) -> Figure:
    found = _corrections(desk, period)
    return sum(c["decided_by"] not in (None, c["proposed_by"]) for c in found), len(found)


def _declarations(desk: Desk, period: Period) -> Figure:
    people = {r["_id"] for r in staff(desk.store)}
    rows = desk.store.rows("declarations", {"year": period.end.year}, {"user.id": 1})
    return len(people & {r["user"]["id"] for r in rows}), len(people)


def _trainings(desk: Desk, period: Period) -> Figure:
    people, until = staff(desk.store), held(desk.store, TrainingSort.anti_corruption)
    return sum(until.get(r["_id"], date.min) >= period.end for r in people), len(people)


def _chain(desk: Desk, period: Period) -> Figure:
    moments = period.moments(desk)
    first, last = (f"{int(moments[k].timestamp() * 1000):012x}" for k in ("$gte", "$lte"))
    where = {"kind": "audit.verify", "_id": {"$gte": first, "$lte": last + "f" * 12}, "result.stopped": False}
    rows = desk.store.rows("runs", where, {"result.findings.document": 1, "result.more": 1})
    return sum(not r["result"].get("findings") and not r["result"].get("more") for r in rows), len(rows)


def _appeals(desk: Desk, period: Period) -> Figure:
    where = {"decide_by": period.days(), "status": {"$ne": "withdrawn"}}
    rows = desk.store.rows("appeals", where, {"decide_by": 1, "protocol_day": 1})
    return sum((r.get("protocol_day") or "9") <= r["decide_by"] for r in rows), len(rows)


def _deviations(desk: Desk, period: Period) -> Figure:
    rows = desk.store.rows("deviations", {"due": period.days()}, {"due": 1, "done_on": 1})
    return sum((r.get("done_on") or "9") <= r["due"] for r in rows), len(rows)


def _blanks(desk: Desk, period: Period) -> Figure:
    return desk.store.count("blank_counts", {"status": "done", "day": period.days()}), None


def _looks(desk: Desk, period: Period) -> Figure:
    return desk.store.count("looks", {"at": period.moments(desk)}), None


def _accounts(desk: Desk, period: Period) -> Figure:
    rows = desk.store.rows("users", {"active": True}, {"order_number": 1})
    return sum(bool(r.get("order_number")) for r in rows), len(rows)


FOUND: Mapping[Evidence, Callable[[Desk, Period], Figure]] = {
    Evidence.basis: _basis, Evidence.two_hands: _two_hands, Evidence.declarations: _declarations,
    Evidence.trainings: _trainings, Evidence.chain: _chain, Evidence.appeals: _appeals,
    Evidence.deviations: _deviations, Evidence.blanks: _blanks, Evidence.looks: _looks, Evidence.accounts: _accounts,
}  # fmt: skip
# Where the rows behind a figure are looked at: the page's name.
PAGES: Mapping[Evidence, str] = {
    Evidence.basis: "corrections", Evidence.two_hands: "corrections", Evidence.declarations: "declarations",
    Evidence.trainings: "trainings", Evidence.chain: "audit", Evidence.appeals: "appeals",
    Evidence.deviations: "lesson_checks", Evidence.blanks: "blanks", Evidence.looks: "looks",
    Evidence.accounts: "users",
}  # fmt: skip


def figure(desk: Desk, of: Evidence, period: Period) -> tuple[int | None, int | None]:
    """The figure of a criterion: (part, whole), whole None for a mere number; both None where it is shown by hand."""
    return FOUND[of](desk, period) if of in FOUND else (None, None)


__all__ = ["FOUND", "PAGES", "Period", "figure"]
