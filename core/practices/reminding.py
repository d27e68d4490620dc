"""Reminders of practices: a task to the department or the office while something is due; of contracts that end."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core import house, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.office import SYSTEM
from core.practices import bases, reading
from core.practices.acts import PAGE
from core.practices.reading import Seen
from core.practices.rules import Lack
from core.tx import Tx
from schemas.base import Ref
from schemas.practice import Practice, PracticeState
from schemas.task import Task, TaskState
from schemas.words import Role

SOON = 7  # days before which somebody is reminded
# What is missing → who is reminded: the department for its students, the office for orders and sheets.
STAGES: dict[str, tuple[Role, frozenset[str]]] = {
    "placing": (Role.department, frozenset({"place", "supervisor", "programme"})),
    "ordering": (Role.registrar, frozenset({"order", "order_draft", "order_changed"})),
    "papers": (Role.department, frozenset({"hours", "diary", "report", "reference", "verdict"})),
    "sheet": (Role.registrar, frozenset({"sheet", "sheet_close"})),
}
CONTRACT = "practice_contract"


def due_of(of: Seen, today: date) -> dict[str, tuple[Lack, int]]:
    """The stages of a practice that are due soon or late: the nearest lack, and how many in all."""
    found: dict[str, tuple[Lack, int]] = {}
    for stage, (_, codes) in STAGES.items():
        mine = [(lack, n) for lack, n in of.missing if lack.code in codes and lack.left(today) <= SOON]
        if mine:
            found[stage] = (mine[0][0], max(n for _, n in mine))
    return found


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: one open task for each stage of a practice that is due; those no longer due are
    closed. How many were made. Safe to repeat."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    rows = store.rows("practices", {"status": PracticeState.open.value}, {"head": 0})
    found = reading.seen(desk, [Practice.model_validate(r) for r in rows])
    return sum(_of_practice(desk, s, day) for s in found) + _contracts(desk, day)


def _open(store: Store, subject: str) -> set[str]:
    return {t["mark"] for t in store.rows("tasks", {"subject.id": subject, "state": "open"}, {"mark": 1})}


def _of_practice(desk: Desk, of: Seen, day: date) -> int:
    due, there = due_of(of, day), _open(desk.store, of.practice.id)
    new, done = [s for s in STAGES if s in due and s not in there], [s for s in there if s in STAGES and s not in due]
    if not new and not done:
        return 0

    def work(tx: Tx) -> Practice:
        kept = tx.get(Practice, of.practice.id, scoped=False)
        for stage in done:
            _close(tx, kept.id, stage)
        for stage in new:
            lack, n = due[stage]
            role = STAGES[stage][0]
            scope = {"department": [kept.department.id]} if kept.department and role is Role.department else {}
            scope |= {"faculty": [kept.faculty.id]} if kept.faculty and role is Role.registrar else {}
            tasks.make(
                tx, what=f"practices.task_{stage}", values={"practice": kept.label(), "n": n}, to_role=role,
                due=max(lack.due, day), subject=kept, page=PAGE, address={"id": kept.id}, scope=scope, mark=stage,
            )  # fmt: skip
        return tx.save(kept)

    why = Why("", command=":".join(["practice", of.practice.id, day.isoformat(), *new, "-", *done]))
    desk.transact("practice.remind", work, why, right="schedule.edit")
    return len(new)


def _close(tx: Tx, subject: str, mark: str) -> None:
    for task in tx.find(Task, {"subject.id": subject, "mark": mark, "state": TaskState.open.value}):
        tasks.finish(tx, task, None)


def _contracts(desk: Desk, day: date) -> int:
    late = [e for e in bases.ending(bases.listed(desk), day) if not _told(desk.store, e)]
    for e in late:
        _of_contract(desk, e, day)
    return len(late)


def _of_contract(desk: Desk, e: bases.Ending, day: date) -> None:
    def work(tx: Tx) -> Task:
        return tasks.make(
            tx, what="practices.task_contract",
            values={"base": e.base.name, "number": e.contract.number, "day": e.contract.until},
            to_role=Role.senior_registrar, due=max(e.contract.until, day),
            subject=Ref(id=e.base.id, label=e.base.name), kind="practice_bases", page="practices",
            address={"base": e.base.id}, mark=f"{CONTRACT}:{e.contract.id}", by_hand=True,
        )  # fmt: skip

    why = Why("", command=f"{CONTRACT}:{e.contract.id}")
    desk.transact("practice.remind", work, why, right="schedule.edit")


def _told(store: Store, e: bases.Ending) -> bool:
    """A contract is told of once; answered by hand it is not told of again."""
    return store.one("tasks", {"subject.id": e.base.id, "mark": f"{CONTRACT}:{e.contract.id}"}, {"_id": 1}) is not None


__all__ = ["due_of", "remind"]
