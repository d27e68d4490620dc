"""An order brought through its life by the people who do it: drafted, agreed along its route, signed, copied to HR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import approvals, orders
from core.db.store import Store
from core.desk import Desk, Why
from core.orders.acts import Pair
from core.orders.asks import kind_of
from schemas.base import Text
from schemas.order import Order, OrderStatus
from schemas.reference import Office, Signer
from schemas.student import Student
from schemas.task import ApprovalState
from schemas.words import Role
from tests.acts.class_kit import House, house
from tests.acts.job_kit import worker
from tests.once import once

SIGNER = Text(kk="Ректор А. Үлгіұлы")
# What an order of enrolment says where the card does not.
ENTERED = {"set/form": "full_time", "set/language": "kk", "set/funding": "paid"}


@dataclass
class Staff:
    """Who brings an order through: its author, those of its route, the signer, HR; and the school they work in."""

    store: Store
    author: Desk
    head: Desk
    boss: Desk
    hr: Desk
    of: House

    @property
    def today(self) -> date:
        return self.author.today()

    def pair(self, of: Student) -> Pair:
        return of.id, of.studies[0].id

    def now(self, of: Student) -> Student:
        """A student as he stands in the base."""
        return self.store.load(Student, of.id)

    def draft(
        self, code: str, pupils: Sequence[Student], effective: date | None = None, *,
        each: Mapping[str, Any] | None = None, values: Mapping[str, Any] | None = None, cancels: str | None = None,
        papers: bool = True,
    ) -> Order:  # fmt: skip
        """A draft with every document its kind asks; each: the same for every student."""
        made = orders.draft(
            self.author, code, effective or self.today, [self.pair(p) for p in pupils], Why("сынақ"), values=values,
            each={p.studies[0].id: each or {} for p in pupils}, cancels=cancels,
        )  # fmt: skip
        return self.papers(made) if papers else made

    def papers(self, order: Order) -> Order:
        """Every document the kind asks for, of yesterday."""
        day = min(self.today, order.effective) - timedelta(1)
        bases: list[dict[str, Any]] = []
        for n, need in enumerate(kind_of(self.store, order).bases):
            owners = [x.student.id for x in order.lines] if need.each else [None]
            bases += [{"need": n, "number": f"{n}", "day": day, "student": o} for o in owners]
        return orders.edit(self.author, order.id, order.revision, {"bases": bases}, Why()) if bases else order

    def agreed(self, order: Order, reason: str = "ескертуді көрдім") -> Order:
        """Checked and agreed by everybody on the route."""
        order = orders.check(self.author, order.id, order.revision, Why(reason))
        while order.status is OrderStatus.checked:
            found = approvals.of_subject(self.head, order.id)[0]
            assert found.state is ApprovalState.running
            desk = self.head if found.at == 0 else self.boss
            approvals.agree(desk, found.id, found.revision, Why())
            order = self.store.load(Order, order.id)
        return order

    def signed(self, order: Order, day: date | None = None, number: str = "") -> Order:
        order = self.agreed(order)
        return orders.sign(self.boss, order.id, order.revision, day or self.today, SIGNER, Why(), number)

    def done(self, order: Order, day: date | None = None) -> Order:
        """Signed, and HR has its copy: carried out where its day has come."""
        order = self.signed(order, day)
        if order.copy_hr is None:
            values = {"day": self.today, "name": "Кадр маманы"}
            order = orders.receive(self.hr, order.id, order.revision, values, Why())
        return order


@once
def staff(store: Store, year: int | None = None) -> Staff:
    """The people, the institution's card, and a school of the running year."""
    author, head = worker(store, Role.senior_registrar), worker(store, Role.head)
    card = Office(
        _id="office", name=Text(kk="«Үлгі» консерваториясы", ru="Консерватория «Үлгі»"), city=Text(kk="Алматы"),
        office_name=Text(kk="Офис-тіркеуші бөлімі", ru="Отдел офис-регистратора"),
        signers=[Signer(post=Text(kk="Ректор"), name=Text(kk="А. Үлгіұлы"))],
    )  # fmt: skip
    head.transact("office.edit", lambda tx: tx.add(card), Why("ашылды"))
    today = author.today()
    year = year or (today.year if today.month >= 9 else today.year - 1)
    return Staff(store, author, head, worker(store, Role.management), worker(store, Role.hr), house(head, year))
