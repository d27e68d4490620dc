"""Leaves that end (domain.md 5.2): who should return, who is overdue, which order comes next; the office is reminded.

When it reminds and when it proposes to expel says the ground (`schemas.kinds.orders.LeaveGround`); which orders lead
out of a leave say their kinds. No code here names either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core import house, tasks
from core.access import RIGHTS, Reach
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.office import SYSTEM
from core.scope import scope_of
from core.sums.scan import Scan
from core.tasks.seats import holders
from core.tx import Tx
from schemas.base import Id, Ref, Text, Word
from schemas.kinds import LeaveGround, OrderKind, Sort
from schemas.order import PREPARED, OrderStatus
from schemas.student import Name, Student
from schemas.task import Task, TaskState
from schemas.words import Role, StudyStatus

READ, DRAFT = "order.read", "order.draft"
ON_LEAVE = StudyStatus.academic_leave
SOON, PAST = "soon", "past"  # what a task is about
PARTS = ("id", "status", "department", "faculty", "programme", "year", "group", "leave_ground", "leave_until")
LIGHT: Row = {"number": 1, "name": 1, "search.key": 1, **{f"studies.{p}": 1 for p in PARTS}}


class LeaveState(Word):
    """Where a leave stands by its end."""

    past = ("past", "Оралмады", "Не вышел", "Did not return")
    overdue = ("overdue", "Мерзімі өтті", "Срок истёк", "Overdue")
    soon = ("soon", "Аяқталуда", "Скоро конец", "Ends soon")
    later = ("later", "Жалғасады", "Продолжается", "Goes on")
    endless = ("endless", "Мерзімсіз", "Без срока", "No end is said")


DUE = (LeaveState.past, LeaveState.overdue, LeaveState.soon)  # what the office is reminded of


@dataclass(frozen=True)
class Leave:
    """One study on leave. row: its stored fields; days: until its end, below zero once it is over; order: one that is
    being prepared."""

    student: Id
    study: Id
    number: str
    name: Text
    row: Mapping[str, Any]
    ground: str
    until: date | None
    state: LeaveState
    days: int | None
    order: Ref | None = None

    @property
    def next(self) -> StudyStatus:
        """Where the office would lead the study now: back, or out once the grace of the ground is over."""
        return StudyStatus.expelled if self.state is LeaveState.past else StudyStatus.active


@dataclass(frozen=True)
class Way:
    """A kind of order that leads out of a leave, and where to."""

    code: str
    name: Text
    target: StudyStatus


def ways() -> list[Way]:
    """The kinds in force by which a leave ends."""
    found = []
    for kind in house.entries(Sort.order):
        body = kind.as_body(OrderKind)
        if ON_LEAVE in body.statuses and body.target is not None and body.target is not ON_LEAVE:
            found.append(Way(kind.code, kind.name, body.target))
    return found


def grounds() -> dict[str, LeaveGround]:
    """The grounds as they are set, retired ones too."""
    return {k.code: k.as_body(LeaveGround) for k in house.entries(Sort.leave_ground, retired=True)}


def state_of(until: date | None, ground: LeaveGround | None, today: date) -> LeaveState:
    """Where a leave stands on a day; a ground nobody described has the usual figures of one."""
    ground = ground or LeaveGround()
    if until is None:
        return LeaveState.endless
    if today > until + timedelta(days=ground.grace):
        return LeaveState.past
    if today > until:
        return LeaveState.overdue
    return LeaveState.soon if (until - today).days <= ground.remind else LeaveState.later


def on_leave(desk: Desk) -> list[Leave]:
    """Every leave of the user's scope, the longest overdue first. Raises Forbidden."""
    scope = scope_of(desk, right=READ)
    found = [x for x in _found(desk, desk.today()) if scope.holds(x.row)]
    drafted = _drafted(desk.store, [x.study for x in found])
    return [Leave(**{**vars(x), "order": drafted.get(x.study)}) for x in found]


def _found(desk: Desk, today: date) -> list[Leave]:
    """All leaves, wherever they belong; `row` says where."""
    known = grounds()
    scan, found = Scan(desk.store, today), []
    for row in desk.store.rows("students", {"studies.status": ON_LEAVE.value, **desk.visible(Student)}, LIGHT):
        name = Name.model_validate(row["name"]).text()
        for study in row["studies"]:
            if study["status"] != ON_LEAVE.value:
                continue
            until = date.fromisoformat(study["leave_until"]) if study.get("leave_until") else None
            ground = study.get("leave_ground") or ""
            state = state_of(until, known.get(ground), today)
            days = None if until is None else (until - today).days
            key = row["search"]["key"]
            found.append((days is None, days or 0, key, Leave(
                row["_id"], study["id"], row["number"], name, {**study, **scan.unit(study)}, ground, until, state, days
            )))  # fmt: skip
    return [leave for *_, leave in sorted(found, key=lambda f: f[:3])]


def _drafted(store: Store, studies: Iterable[Id]) -> dict[Id, Ref]:
    """Orders that lead out of a leave and are not carried out yet, by study: nobody is drafted twice."""
    wanted = sorted(studies)
    states = [s.value for s in (*PREPARED, OrderStatus.signed)]
    where = {"lines.study": {"$in": wanted}, "kind": {"$in": [w.code for w in ways()]}, "status": {"$in": states}}
    found: dict[Id, Ref] = {}
    for row in store.rows("orders", where, {"lines.study": 1, "number": 1, "kind_name": 1}) if wanted else ():
        label = Text(kk=f"№ {row['number']}") if row["number"] else Text(**row["kind_name"])
        for line in row["lines"]:
            found.setdefault(line["study"], Ref(id=row["_id"], label=label))
    return found


# what the office is reminded of ---------------------------------------------------------------------------------


def remind(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: a task for every leave that ends soon, another once its grace is over; how many
    were made. Safe to repeat: each is made once."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    count = 0
    for leave in _found(desk, day):
        if leave.state in DUE and leave.until is not None:
            count += _asked(desk, day, leave, leave.until)
    return count


def _asked(desk: Desk, day: date, leave: Leave, until: date) -> int:
    stage = PAST if leave.state is LeaveState.past else SOON
    said = [TaskState.open.value, TaskState.cancelled.value]  # asked already, or somebody said that it is not to be
    where = {"subject.id": leave.student, "state": {"$in": said}, "mark": mark_of(leave.study, stage),
             "address.until": until.isoformat()}  # fmt: skip
    if desk.store.one("tasks", where, {"_id": 1}) is not None:
        return 0

    def work(tx: Tx) -> Task:
        ended(tx, leave.student, leave.study)
        ground = grounds().get(leave.ground) or LeaveGround()
        due = until if stage == SOON else until + timedelta(days=ground.grace)
        scope = {"faculty": [leave.row["faculty"]]} if leave.row["faculty"] else {}
        return tasks.make(
            tx, what=f"leaves.task_{stage}", values={"name": leave.name, "number": leave.number, "until": until},
            to_role=_role(tx, scope), due=due, subject=Ref(id=leave.student, label=leave.name), kind="students",
            page="leaves", address={"study": leave.study, "until": until.isoformat()}, scope=scope,
            mark=mark_of(leave.study, stage),
        )  # fmt: skip

    command = f"leave:{leave.study}:{until.isoformat()}:{stage}:{day.isoformat()}"
    desk.transact("leave.remind", work, Why("", command=command), right="schedule.edit")
    return 1


def mark_of(study: Id, stage: str) -> str:
    """By what the tasks about a leave are told apart."""
    return f"leave:{study}:{stage}"


def _role(tx: Tx, scope: dict[str, list[Id]]) -> Role:
    """Who drafts orders where the study belongs: the nearest role that has anybody there."""
    may = [r for r in RIGHTS if DRAFT in RIGHTS[r]]
    near = sorted(may, key=lambda r: (RIGHTS[r][DRAFT] is Reach.ALL, r is Role.head))
    return next((r for r in near if holders(tx.session, r, None, scope)), near[-1])


def ended(tx: Tx, student: Id, study: Id) -> None:
    """Inside the act that led a study out of its leave: what was asked about it is done."""
    for stage in (SOON, PAST):
        tasks.close(tx, student, mark_of(study, stage))
