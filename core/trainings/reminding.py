"""The reminder of trainings that are due of everybody: a task once somebody's is about to run out, or he had none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core import house, integrity, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.office import SYSTEM
from core.trainings.acts import PAGE, due_of
from core.trainings.reading import held, lacking
from core.tx import Tx
from schemas.base import LANGS, Ref, Text
from schemas.task import Task, TaskState
from schemas.training import TrainingSort, TrainingState
from schemas.words import Role


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: for each sort due of everybody one task, while somebody lacks it and none is
    planned; how many were made. Safe to repeat."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    rules = integrity.rules()
    people = integrity.staff(store)
    return sum(_asked(desk, sort, day, len(found), rules.remind)
               for sort in rules.repeat
               if (found := lacking(people, held(store, sort), day + timedelta(days=rules.remind))))  # fmt: skip


def _asked(desk: Desk, sort: TrainingSort, day: date, many: int, ahead: int) -> int:
    planned = {"sort": sort.value, "status": TrainingState.open.value, "day": {"$gte": day.isoformat()}}
    open_ = {"subject.id": due_of(sort), "state": TaskState.open.value}
    if desk.store.one("trainings", planned, {"_id": 1}) or desk.store.one("tasks", open_, {"_id": 1}):
        return 0

    def work(tx: Tx) -> Task:
        about = Text.model_validate({lang: sort.label(lang) for lang in LANGS})
        return tasks.make(
            tx, what="trainings.task_repeat", values={"sort": sort, "n": many}, to_role=Role.senior_registrar,
            due=day + timedelta(days=ahead), subject=Ref(id=due_of(sort), label=about), kind="trainings", page=PAGE,
            address={"sort": sort.value},
        )  # fmt: skip

    why = Why("", command=f"{due_of(sort)}:{day.isoformat()}")
    desk.transact("training.remind", work, why, right="schedule.edit")
    return 1
