"""Orders of the demonstration in every state: drafts, being agreed, to sign, waiting for HR, planned, carried out,
cancelled; each by the ordinary acts of who does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core import approvals, orders
from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.cast import PARTS
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.orders.asks import kind_of
from core.orders.reading import signers
from core.users import actor_of
from schemas.order import Order, OrderStatus
from schemas.reference import Person
from schemas.user import User

DAY = date(2026, 11, 16)
LATER = date(2027, 2, 1)  # the first day of the spring semester
ROUTE = ("head", "leadership")
SEEN = "Ескертулер қаралды"


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Draft, agree, sign, copy, carry out, cancel. A base without enough students gets what it can."""
    Orders(store, users, ids).tell()


class Orders:
    """The office's orders of one November."""

    def __init__(self, store: Store, users: Mapping[str, User], ids: Ids) -> None:
        self.store, self.ids = store, ids
        self.desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
        self.left = self._ordinary()

    def _ordinary(self) -> Iterator[Row]:
        """Students of the second and third year who are in no case, by number."""
        named = [p.number for p in PARTS]
        where = {"studies": {"$elemMatch": {"status": "active", "year": {"$in": [2, 3]}}}, "number": {"$nin": named}}
        return iter(self.store.rows("students", where, {"number": 1, "studies": 1, "name": 1}, [("number", 1)], 60))

    def why(self, reason: str = "") -> Why:
        return Why(reason, None, self.ids())

    def at(self, days: int, hour: int = 10) -> None:
        self.ids.now = moment(DAY + timedelta(days=days), hour)

    def some(self, n: int) -> list[Row]:
        return [row for _, row in zip(range(n), self.left, strict=False)]

    def tell(self) -> None:
        """One after another, in the order of days."""
        self.at(0)
        moved = self.signed("group_change", self.some(3), DAY, each={"set/group": "ОР-25-2"})
        renamed = self.signed("name_change", self.some(1), DAY, each={"set/card/name/last": "Серікбаева"})
        wrong = self.signed("expulsion", self.some(1), DAY, each={"fact/reason": "fee"})
        self.at(1)
        for order in (moved, renamed, wrong):
            self.copied(order)
        self.at(2)
        self._cancelled(wrong)
        self.signed("academic_leave", self.some(1), DAY + timedelta(days=3),
                    each={"set/leave_ground": "illness", "set/leave_until": date(2027, 8, 31)})  # fmt: skip
        self.copied(self.signed("expulsion", self.some(1), LATER, each={"fact/reason": "own_wish"}))
        self.at(3)
        self.agreed("funding_change", self.some(2), LATER, values={"set/funding": "paid"})
        self.sent("teacher_change", self.some(1), LATER)
        self.draft("transfer_out", self.some(1), DAY + timedelta(days=10), papers=False)
        self.draft("practice_order", self.some(5), LATER, papers=False,
                   values={"fact/from_to": "01.02.2027 – 27.02.2027"})  # fmt: skip

    def draft(
        self, code: str, who: Sequence[Row], effective: date, papers: bool = True,
        each: Mapping[str, Any] | None = None,
        values: Mapping[str, Any] | None = None, cancels: str | None = None,
    ) -> Order | None:  # fmt: skip
        if not who:
            return None
        pairs = [(r["_id"], r["studies"][0]["id"]) for r in who]
        senior = self.desks["senior"]
        made = orders.draft(senior, code, effective, pairs, self.why("Өтініштер бойынша"), values=values,
                            each={s: each or {} for _, s in pairs}, cancels=cancels)  # fmt: skip
        return self._papers(made) if papers else made

    def _papers(self, order: Order) -> Order:
        """Every document the kind asks for."""
        day = min(self.desks["senior"].today(), order.effective) - timedelta(days=3)
        bases = [
            {"need": n, "number": f"{40 + n}", "day": day, "student": owner}
            for n, need in enumerate(kind_of(self.store, order).bases)
            for owner in ([x.student.id for x in order.lines] if need.each else [None])
        ]
        return orders.edit(self.desks["senior"], order.id, order.revision, {"bases": bases}, self.why())

    def sent(self, code: str, who: Sequence[Row], effective: date, **said: Any) -> Order | None:
        order = self.draft(code, who, effective, **said)
        if order is None:
            return None
        if code == "teacher_change":
            order = self._teacher(order)
        return orders.check(self.desks["senior"], order.id, order.revision, self.why(SEEN))

    def _teacher(self, order: Order) -> Order:
        """The teacher of somebody of the same department."""
        line = order.lines[0]
        study = (self.store.one("students", {"_id": line.student.id}) or {})["studies"][0]
        own = (study.get("teacher") or {}).get("id")
        where = {"department.id": (study.get("department") or {}).get("id"), "_id": {"$ne": own}}
        row = self.store.one("people", where)
        values = {"set/teacher": Person.model_validate(row).ref() if row else study.get("teacher")}
        return orders.edit(self.desks["senior"], order.id, order.revision, {"lines": {line.study: {"values": values}}},
                           self.why())  # fmt: skip

    def agreed(self, code: str, who: Sequence[Row], effective: date, **said: Any) -> Order | None:
        order = self.sent(code, who, effective, **said)
        return None if order is None else self._agreed(order)

    def _agreed(self, order: Order) -> Order:
        for login in ROUTE:
            found = approvals.of_subject(self.desks[login], order.id)[0]
            approvals.agree(self.desks[login], found.id, found.revision, self.why())
        return self.store.load(Order, order.id)

    def through(self, order: Order) -> Order | None:
        """A draft of another room: its papers, check, agreement, signature and copy."""
        order = self._papers(order)
        order = orders.check(self.desks["senior"], order.id, order.revision, self.why(SEEN))
        return self.copied(self._sign(self._agreed(order)))

    def signed(self, code: str, who: Sequence[Row], effective: date, **said: Any) -> Order | None:
        order = self.agreed(code, who, effective, **said)
        return None if order is None else self._sign(order)

    def _sign(self, order: Order) -> Order:
        desk = self.desks["leadership"]
        return orders.sign(desk, order.id, order.revision, desk.today(), signers(desk, desk.today())[0], self.why())

    def copied(self, order: Order | None) -> Order | None:
        if order is None or order.copy_hr is not None:
            return order
        desk = self.desks["hr"]
        values = {"day": desk.today(), "name": desk.actor.name, "copies": 1}
        return orders.receive(desk, order.id, order.revision, values, self.why())

    def _cancelled(self, wrong: Order | None) -> None:
        """The fee had been paid in time: the expulsion loses its force by another order."""
        if wrong is None:
            return
        wrong = self.store.load(Order, wrong.id)
        if wrong.status is not OrderStatus.applied:
            return
        rows = self.store.rows("students", {"_id": {"$in": [x.student.id for x in wrong.lines]}})
        self.copied(self.signed("cancellation", rows, DAY + timedelta(days=2), cancels=wrong.id,
                                values={"fact/ground": "Оқу ақысы мерзімінде төленген"}))  # fmt: skip
