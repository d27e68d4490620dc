"""Orders as they are looked at: the list by what is to be done with them, one of them, those of a student, what each
line does. Nothing reads a whole collection: every question has its index (core.db.indexes)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import history, merged, search
from core.db.store import Row
from core.desk import Desk, both
from core.orders import effects
from core.orders.asks import kind_of
from core.orders.checks import Found, done_that_day, ground, states, still_kept
from core.orders.life import all_wrong
from schemas import events as ev
from schemas.base import LANGS, Id, Text
from schemas.events import Change
from schemas.kinds import OrderKind
from schemas.order import STANDS, Order, OrderLine, OrderStatus
from schemas.planned import Planned, PlanState
from schemas.reference import Office, SignedPaper
from schemas.student import Student

READ = "order.read"
APPLY = "order.apply"  # what a plan of an order does (core.scheduler)
MOST = 999  # counted up to so many
YEARS = 30  # a number is looked for in so many years
NAMED = 50  # students a typed name may mean
HEAVY = ("lines", "bases", "texts", "warnings", "wording", "extract_wording", "printed", "extracts")
LIGHT: Row = dict.fromkeys((*HEAVY, "values"), 0)
# The list by what is to be done; «all» holds those cancelled and dropped, too.
VIEWS = ("draft", "agreeing", "sign", "copy", "coming", "failed", "applied", "all")


def condition(desk: Desk, view: str) -> Row:
    """Which orders a view holds."""
    today = desk.today().isoformat()
    match view:
        case "draft":
            return {"status": OrderStatus.draft.value}
        case "agreeing":
            return {"status": OrderStatus.checked.value}
        case "sign":
            return {"status": OrderStatus.agreed.value}
        case "copy":
            return {"status": {"$in": [s.value for s in STANDS]}, "copy_hr": None}
        case "coming":
            return {"status": OrderStatus.signed.value, "effective": {"$gt": today}, "plan": {"$ne": None}}
        case "failed":
            return {"_id": {"$in": [p.subject.id for p in failed(desk)]}}
        case "applied":
            return {"status": OrderStatus.applied.value}
        case _:
            return {}


def asked(
    desk: Desk, view: str = "all", kind: str = "", text: str = "", since: date | None = None, until: date | None = None
) -> Row:
    """A view narrowed by kind, by the day of effect and by what is typed: a number, or a student of the order."""
    where = condition(desk, view)
    if kind:
        where = both(where, {"kind": kind})
    if since or until:
        days = {op: d.isoformat() for op, d in (("$gte", since), ("$lte", until)) if d}
        where = both(where, {"effective": days})
    if text.strip():
        where = both(where, _typed(desk, text.strip()))
    return where


def _typed(desk: Desk, text: str) -> Row:
    year = desk.today().year
    number = text.removeprefix("№").strip()
    ways: list[Row] = [
        {"year": {"$in": list(range(year - YEARS, year + 2))}, "number": {"$gte": number, "$lt": number + "\uffff"}}
    ]
    if desk.may("student.read") and (named := search.query(text, by_iin=False)):
        found = desk.rows(Student, "student.read", named, {"_id": 1}, limit=NAMED)
        ways.append({"lines.student.id": {"$in": [r["_id"] for r in found]}})
    return {"$or": ways}


def listed(desk: Desk, where: Row, page: int = 0, size: int = 50) -> list[Row]:
    """One page of orders the user may see, by the day of effect, the newest first; without their lists."""
    return desk.rows(Order, READ, where, LIGHT, [("effective", -1), ("_id", 1)], size, page * size)


def counts(desk: Desk, views: Iterable[str] = VIEWS[:-2]) -> dict[str, int]:
    """How many orders wait in each view."""
    return {v: desk.count(Order, READ, condition(desk, v), MOST) for v in views}


def one(desk: Desk, id: Id) -> Order:
    """One order the user may see, whole. NotFound, Forbidden."""
    return desk.get(Order, id, READ)


def failed(desk: Desk) -> list[Planned]:
    """Plans of orders that could not be carried out on their day, the oldest first."""
    where = {"state": PlanState.failed.value, "what": APPLY}
    rows = desk.store.rows(Planned.collection, where, sort=[("due", 1)], limit=200)
    return [Planned.model_validate(r) for r in rows]


def plan_of(desk: Desk, order: Order) -> Planned | None:
    """When a signed order is to be carried out, and what went wrong where it was not."""
    row = desk.store.one(Planned.collection, {"_id": order.plan.id}) if order.plan else None
    return Planned.model_validate(row) if row else None


def of_student(desk: Desk, student: Id) -> list[Order]:
    """Every order of a student, of records joined to his too, the newest first, each with his own lines only."""
    ids = merged.ids_of(desk.store, student)
    mine: Row = {"$filter": {"input": "$lines", "as": "x", "cond": {"$in": ["$$x.student.id", ids]}}}
    names = [n for n in Order.model_fields if n not in ("id", *HEAVY)]
    only: Row = {**dict.fromkeys(names, 1), "lines": mine}
    where = {"lines.student.id": {"$in": ids}}
    rows = desk.rows(Order, READ, where, only, [("day", -1), ("_id", -1)], 200)
    return [Order.model_validate(r) for r in rows]


def made_from(desk: Desk, source: Id) -> list[Row]:
    """Orders drafted from a proposal (of promotion, of the summer) that were not dropped."""
    where = {"source": source, "status": {"$ne": OrderStatus.dropped.value}}
    return desk.rows(Order, READ, where, LIGHT, [("_id", 1)], 50)


def signers(desk: Desk, day: date) -> list[Text]:
    """Who signs orders on a day, as the institution's card says: post and name."""
    row = desk.store.one("office", {})
    found = Office.model_validate(row).signatories(day, SignedPaper.order) if row else []
    return [Text(**{x: " ".join(p for p in (s.post.get(x), s.name.get(x) if s.name else "") if p) for x in LANGS})
            for s in found]  # fmt: skip


# what an order does ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """An order looked at: what is wrong with it, and what each line would do (or did), by study."""

    found: Sequence[Found]
    changes: dict[Id, list[Change]]

    @property
    def refusing(self) -> list[Found]:
        """What stops it."""
        return [f for f in self.found if f.refuse]

    @property
    def warning(self) -> list[Found]:
        """What is only warned of."""
        return [f for f in self.found if not f.refuse]

    def of(self, study: Id) -> list[Found]:
        """What is wrong with one line."""
        return [f for f in self.found if f.study == study]


def unfit(desk: Desk, order: Order, kind: OrderKind) -> list[Found]:
    """Everybody whom an agreed or signed order could not be carried out for as things stand today, by reason."""
    rows = states(desk.store, order)
    found = ground(desk.store, order, kind, rows) or still_kept(desk.store, order, kind, desk.today(), rows)
    found = [f for f in (*found, *done_that_day(desk.store, order, kind)) if f.refuse]
    return sorted(found, key=lambda f: f.key)


def looked_at(desk: Desk, order: Order, kind: OrderKind | None = None) -> Seen:
    """A draft as it would be checked now, and what it would change: was → becomes, line by line."""
    kind = kind or kind_of(desk.store, order)
    found = all_wrong(desk.store, order, desk.today(), kind)
    if kind.cancels:
        return Seen(found, _taken_back(desk, order))
    rows = states(desk.store, order)
    changes = {
        x.study: effects.changes_of(kind, order, x, row) for x in order.lines
        if (row := rows.get(x.student.id)) and effects.as_of(row, x.study)
    }  # fmt: skip
    return Seen(found, changes)


def _taken_back(desk: Desk, order: Order) -> dict[Id, list[Change]]:
    """What a cancelling order would give back: the other way round of what the other did."""
    if order.cancels is None:
        return {}
    of = desk.store.one("orders", {"_id": order.cancels.id}, {"lines": 1}) or {}
    events = {x["study"]: x.get("event") for x in of.get("lines", ())}
    done = _done(desk, order.lines, events)
    return {s: [Change(field=c.field, was=c.now, now=c.was) for c in some] for s, some in done.items()}


def did(desk: Desk, order: Order, lines: Sequence[OrderLine]) -> dict[Id, list[Change]]:
    """What an order that was carried out changed, of these lines."""
    return _done(desk, lines, {x.study: x.event for x in lines})


def _done(desk: Desk, lines: Sequence[OrderLine], events: dict[Id, Any]) -> dict[Id, list[Change]]:
    ids = sorted({x.student.id for x in lines})
    wanted = [e for e in events.values() if e]
    mine: Row = {"$filter": {"input": "$events", "as": "e", "cond": {"$in": ["$$e.id", wanted]}}}
    found: dict[Id, list[Change]] = {}
    for row in desk.store.aggregate("students", [{"$match": {"_id": {"$in": ids}}}, {"$project": {"events": mine}}]):
        for event in history.parse(row["events"]):
            if isinstance(event, ev.OrderApplied | ev.OrderReversed):
                found[event.study] = list(event.changes)
    return found


__all__ = [
    "VIEWS", "Seen", "asked", "condition", "counts", "did", "failed", "listed", "looked_at", "made_from", "of_student",
    "one", "plan_of", "signers",
]  # fmt: skip
