"""Will the blanks last? What is in stock beside the set low and, months before graduation, beside what it will need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from core import access, calendar, house, tasks
from core.attestation.candidacies.whom import last_year
from core.blanks import steps
from core.blanks.balance import READ, states
from core.db.store import Store
from core.desk import Desk, Why
from core.office import SYSTEM
from core.orders.conditions import months_after
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.blank import BlankStatus
from schemas.kinds import BlankKind, Sort
from schemas.student import Student
from schemas.task import Task, TaskState
from schemas.words import PeriodKind, Role, StudyStatus

USUAL = (6, 30)  # the end of an academic year, where its calendar does not say when attestation ends


@dataclass(frozen=True)
class Need:
    """A kind of blank: how many lie ready, what is set as low, what the next graduation takes, and is it watched."""

    kind: str
    name: Text
    stock: int
    low: int
    graduates: int
    each: Decimal
    graduation: date
    watched: bool

    @property
    def needed(self) -> int:
        """Blanks for all who are expected to graduate: a part of one is a whole one."""
        return int((self.each * self.graduates).to_integral_value(ROUND_CEILING))

    @property
    def missing(self) -> int:
        """How many are still to be ordered: for graduation while it is watched, and so that low is not reached."""
        return max(0, self.needed - self.stock if self.watched else 0, self.low - self.stock)

    @property
    def short(self) -> bool:
        """Is it time to order?"""
        return self.missing > 0


def watched(today: date, graduation: date, months: int) -> bool:
    """Is graduation so near that its blanks are counted?"""
    return today <= graduation <= months_after(today, months)


def graduation(store: Any, today: date) -> date:
    """The last day of final attestation of this academic year."""
    year = calendar.year_on(today)
    found = calendar.of_year(store, year)
    days = [p.ends for p in found.periods if p.kind is PeriodKind.attestation] if found else []
    return max(days, default=date(year + 1, *USUAL))


def needs(desk: Desk) -> list[Need]:
    """Every kind of blank in use, in the order of the office's list."""
    access.require(desk.actor, READ)
    today, rules = desk.today(), steps.rules()
    last = graduation(desk.store, today)
    # Who is on leave does not come this summer; those of last year who study do.
    where = {"$and": [last_year(desk.store), {"studies.status": StudyStatus.active.value}, desk.visible(Student)]}
    graduates = desk.store.count("students", where)
    have: dict[str, int] = {}
    for (kind, _), found in states(desk).items():
        have[kind] = have.get(kind, 0) + found.get(BlankStatus.in_stock, 0)
    out = []
    for entry in house.entries(Sort.blank):
        body = entry.as_body(BlankKind)
        out.append(Need(entry.code, entry.name, have.get(entry.code, 0), body.low, graduates, body.each, last,
                        watched(today, last, rules.months)))  # fmt: skip
    return out


# the reminder ---------------------------------------------------------------------------------------------------------


def subject(kind: str) -> str:
    """What the tasks about the stock of a kind are of."""
    return f"blank:{kind}"


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: a task for the keeper (the head where nobody keeps) for each kind that is short;
    how many were made. Safe to repeat: while one is open, or somebody cancelled it this year, none is made."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    return sum(_asked(desk, day, need) for need in needs(desk) if need.short)


def _asked(desk: Desk, day: date, need: Need) -> int:
    mark = f"blank_low:{calendar.year_on(day)}"
    said = [TaskState.open.value, TaskState.cancelled.value]
    if desk.store.one("tasks", {"subject.id": subject(need.kind), "state": {"$in": said}, "mark": mark}, {"_id": 1}):
        return 0

    def work(tx: Tx) -> Task:
        keeper = steps.keeper_of(tx.session, need.kind)
        return tasks.make(
            tx, what="blanks.task_low", values={"kind": need.name, "stock": need.stock, "missing": need.missing},
            to_user=keeper.user if keeper else None, to_role=None if keeper else Role.head,
            due=need.graduation if need.watched else None, subject=Ref(id=subject(need.kind), label=need.name),
            page="blanks", address={"tab": "stock"}, mark=mark,
        )  # fmt: skip

    desk.transact("blank.remind", work, Why("", command=f"{mark}:{need.kind}:{day.isoformat()}"), right="schedule.edit")
    return 1
