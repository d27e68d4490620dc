"""The clock of the office set back by a day, and brought back from a year to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from core import lease, students
from core.access import Actor
from core.audit.anchors import Anchorer
from core.db.connection import client
from core.db.server import ensure, release
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import office_day
from core.jobs import rows
from core.prove import checks
from core.prove.report import Broken, Line
from core.registry import MODELS
from core.scheduler import Daily, Scheduler
from core.tx import Tx
from core.users import acts as accounts
from core.users import idle, sessions, throttle
from schemas.base import Text
from schemas.reference import Department, UnitKind
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role

BACK = timedelta(days=1)
ACTS = 30


def prove(folder: Path, **_: Any) -> list[Line]:
    """On a server of its own."""
    with client(ensure(folder)) as opened:
        store = Store(opened, "office")
        store.shape(MODELS, checks.FEW)
        line = tried(store, folder)
        checks.whole(store, folder)
    release(folder)
    return [line]


def tried(store: Store, folder: Path) -> Line:
    """Acts before and after the clock is set back, with everything that counts time beside them. Raises Broken."""
    now = [datetime.now(UTC)]
    desk = Desk(Actor("clock", "Clock", Role.head), store, clock=lambda: now[0])
    anchorer = Anchorer(store, folder)
    profile = Profile(number="C-1", name=Name(last="Сағат", first="А"), iin_absent_reason="prove")
    student = students.admit(desk, profile, StudyProfile(id="c1"), Why("p"), date(2025, 9, 1))
    numbers, commands = [], []
    for n in range(ACTS):
        if n == ACTS // 2:
            anchorer.run()
            now[0] -= BACK
        numbers.append(_numbered(desk, n))
        why = Why("p")
        students.edit(desk, student.id, n + 1, {"name.middle": f"Б{n}"}, why)
        commands.append(why.command)
    anchorer.run()
    if numbers != sorted(set(numbers)):
        raise Broken(f"numbers after the clock was set back: {numbers}")
    events = (store.one("students", {"_id": student.id}) or {})["events"]
    if [e["command"] for e in events[1:]] != commands or [e["n"] for e in events] != list(range(1, ACTS + 2)):
        raise Broken("events stand in another order than they were given in")
    if sorted(e["at"] for e in events) == [e["at"] for e in events]:
        raise Broken("the clock was not set back at all")
    _nothing_lives_on(store)
    return Line("the office's clock set back by a day, and brought back from a year to come", 2, 2 * ACTS + 1,
                "numbers, order of events and chains go on; sessions, leases, waits and beats of the future hold "
                "nobody up and live no longer than others")  # fmt: skip


def _numbered(desk: Desk, n: int) -> int:
    taken = 0

    def work(tx: Tx) -> Department:
        nonlocal taken
        taken = tx.number("prove")
        return tx.add(Department(code=f"C{n}", kind=UnitKind.department, name=Text(kk=f"Кафедра {n}")))

    desk.transact("reference.edit", work, Why("p"))
    return taken


def _nothing_lives_on(store: Store) -> None:
    """What was begun in a year that was no year yet, looked at today."""
    today = datetime.now(UTC)
    future = today + timedelta(days=365)
    head = Desk(Actor("clock", "Clock", Role.head), store)
    fields = {"login": "clock", "name": "Сағат", "role": "auditor", "order_number": "1", "order_day": date(2026, 1, 9)}
    user = accounts.create(head, fields, "ұзақ-құпия-сөз-12", Why("p"))
    token = sessions.begin(store, user, "127.0.0.1", now=future)
    lives = sessions.resolve(store, token, now=today)
    session = store.one("sessions", {"_id": sessions.token_hash(token)}) or {}
    throttle.take(store, "prove", 0, future)
    store.side("schedule").update_one({"_id": "lease:prove"}, {"$set": {"owner": "dead", "until": future}}, upsert=True)
    daily = Scheduler(store, {"prove": Daily("00:00", "core.prove.clock:prove")})
    store.side("schedule").update_one({"_id": "prove"}, {"$set": {"day": office_day(future).isoformat()}}, upsert=True)
    daily.missed()
    noted = (store.one("schedule", {"_id": "prove"}) or {})["day"]
    try:
        throttle.take(store, "prove", 0, today)
        waits = False
    except RuleBroken:
        waits = True
    found = {
        "a session": lives is not None,
        "an unlocked screen": not idle.locked(store, session, today),
        "a wait after wrong tries": waits,
        "a lease": not lease.take(store, "prove", "living", 30),
        "a day of the scheduler": noted > office_day(today).isoformat(),
        "a beat of a long work": rows.living({"owner": {"host": "elsewhere", "pid": 1}, "beat": future}),
    }
    if wrong := [what for what, lasts in found.items() if lasts]:
        raise Broken(f"of a year to come there lives on: {', '.join(wrong)}")
