"""The days of the rules by which a commission is proposed, approved and set up: what is late, who is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from core import house, tasks
from core.attestation import settings
from core.db.store import Store
from core.desk import Desk, Why
from core.office import SYSTEM
from core.tx import Tx
from schemas.attestation import Commission, CommissionSeat, CommissionStatus
from schemas.attestation.commission import LIVE
from schemas.kinds import AttestationRules
from schemas.kinds.sheets import Signer
from schemas.task import Task, TaskState
from schemas.words import Role

STEPS = ("nominated", "council", "order")
DONE, LATE, NEAR, AHEAD = "done", "late", "near", "ahead"


@dataclass(frozen=True)
class Deadline:
    """A step of the way of a commission: by which day, how many days are left (below zero: too many), how it stands."""

    step: str
    day: date
    left: int
    state: str


def of(
    year: int, status: CommissionStatus, seats: Sequence[CommissionSeat], rules: AttestationRules, today: date
) -> list[Deadline]:  # fmt: skip
    """The three deadlines of a commission, in their order. Proposed is one that has a chair."""
    done = {
        "nominated": status is not CommissionStatus.nominated or any(s.part is Signer.chair for s in seats),
        "council": status not in (CommissionStatus.nominated, CommissionStatus.cancelled),
        "order": status in (CommissionStatus.ordered, CommissionStatus.closed),
    }
    found = []
    for step, day_month in zip(STEPS, (rules.nominated_by, rules.council_by, rules.order_by), strict=True):
        day = settings.deadline(day_month, year)
        left = (day - today).days
        state = DONE if done[step] else LATE if left < 0 else NEAR if left <= rules.tasks else AHEAD
        found.append(Deadline(step, day, left, state))
    return found


def of_commission(commission: Commission, today: date) -> list[Deadline]:
    """The deadlines of a commission by the rules in force."""
    return of(commission.year, commission.status, commission.seats, settings.rules(), today)


def pressing(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The first step that is not taken and is near or late; None when nothing presses."""
    return next((d for d in deadlines if d.state in (LATE, NEAR)), None)


# the reminder ---------------------------------------------------------------------------------------------------------


def mark_of(step: str, state: str) -> str:
    """By what tasks about a commission are told apart."""
    return f"commission:{step}:{state}"


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: a task for the senior registrar for each commission whose next step is near, and
    another once it is late; how many were made. Safe to repeat: each is made once."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    waiting = {"status": {"$in": [s.value for s in LIVE if s is not CommissionStatus.ordered]},
               "year": {"$gte": day.year}}  # fmt: skip
    count = 0
    for row in store.rows("commissions", waiting):
        commission = Commission.model_validate(row)
        next_ = pressing(of_commission(commission, day))
        if next_ is not None:
            count += _asked(desk, commission, next_)
    return count


def _asked(desk: Desk, commission: Commission, deadline: Deadline) -> int:
    mark = mark_of(deadline.step, deadline.state)
    said = [TaskState.open.value, TaskState.cancelled.value]  # asked already, or somebody said that it is not to be
    if desk.store.one("tasks", {"subject.id": commission.id, "state": {"$in": said}, "mark": mark}, {"_id": 1}):
        return 0

    def work(tx: Tx) -> Task:
        return tasks.make(
            tx, what=f"commissions.task_{deadline.step}_{deadline.state}",
            values={"name": commission.name, "number": commission.number, "day": deadline.day},
            to_role=Role.senior_registrar, due=deadline.day, subject=commission, page="commissions",
            address={"id": commission.id}, mark=mark,
        )  # fmt: skip

    command = f"{mark}:{commission.id}:{deadline.day.isoformat()}"
    desk.transact("attestation.remind", work, Why("", command=command), right="schedule.edit")
    return 1


def taken(tx: Tx, commission: Commission, *steps: str) -> None:
    """Inside the act that took a step: what was asked about it is done."""
    for step in steps:
        for state in (NEAR, LATE):
            tasks.close(tx, commission.id, mark_of(step, state))


__all__ = ["AHEAD", "DONE", "LATE", "NEAR", "STEPS", "Deadline", "mark_of", "of", "of_commission", "pressing", "remind",
           "taken"]  # fmt: skip
