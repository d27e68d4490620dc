"""The scheduler: one of several works, what was missed is made up in order, a plan is carried out once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import lease, scheduler
from core.audit.verify import verify
from core.db import connection
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.i18n import known
from core.jobs import rows as jobs_rows
from core.keeping import nightly_backup, nightly_verify
from core.scheduler import Daily, Every, Scheduler, plans
from core.scheduler.scheduler import LEASE
from core.scheduler.table import TABLE, loaded
from core.tx import Tx
from schemas.base import Basis, Text
from schemas.planned import Planned, PlanState
from schemas.reference import Department
from schemas.words import Role
from tests.acts import plans_made
from tests.acts.job_kit import ended, worker
from tests.acts.plans_made import done

ROOT = Path(__file__).parents[2]
PAPER = Basis(kind="бұйрық", number="15-Б", day=date(2026, 1, 10))


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    done.clear()
    yield


def at(text: str) -> datetime:
    """A moment by the office's clock."""
    return datetime.fromisoformat(text + "+05:00").astimezone(UTC)


class Clock:
    """The office's clock in the hand of a test."""

    def __init__(self, text: str) -> None:
        self.now = at(text)

    def __call__(self) -> datetime:
        return self.now


def round(s: Scheduler) -> None:
    assert s.round()
    s.settle()


# the table --------------------------------------------------------------------------------------------------


def test_of_two_schedulers_one_works(store: Store) -> None:
    table = {"often": Every(0, "tests.acts.plans_made:maker")}
    one, two = Scheduler(store, table), Scheduler(store, table)
    round(one)
    assert not two.round() and done == ["often"]
    round(one)
    assert done == ["often", "often"]
    one.stop()  # ended well: the other need not wait
    round(two)
    two.stop()
    assert lease.held(store, LEASE) is None


def test_the_lease_of_a_dead_process_runs_out(store: Store) -> None:
    assert lease.take(store, LEASE, "dead", 0.01)
    s = Scheduler(store, {"often": Every(0, "tests.acts.plans_made:maker")})
    while not s.round():
        pass
    s.stop()


def test_missed_days_are_made_up_in_the_order_of_their_hours(store: Store) -> None:
    table = {
        "later": Daily("07:30", "tests.acts.plans_made:later"),
        "daily": Daily("02:30", "tests.acts.plans_made:daily"),
        "newest": Daily("03:00", "tests.acts.plans_made:daily", each=False),
    }
    clock = Clock("2026-01-10T12:00")
    s = Scheduler(store, table, clock)
    round(s)
    assert done == [], "a work never met before begins with its next hour"
    clock.now = at("2026-01-13T05:00")
    round(s)
    days = [date(2026, 1, d) for d in (11, 12, 13)]
    assert done == [
        ("daily", days[0]), ("later", days[0]), ("daily", days[1]), ("later", days[1]), ("daily", days[2]),
        ("daily", days[2]),
    ]  # fmt: skip
    round(s)
    assert len(done) == 6, "each day once"
    clock.now = at("2026-01-13T07:31")
    round(s)
    assert done[6:] == [("later", days[2])]
    s.stop()


def test_a_work_that_fails_is_told_and_does_not_stop_the_others(store: Store) -> None:
    head = worker(store, Role.head)
    table = {
        "backup": Daily("02:30", "tests.acts.plans_made:full"),
        "verify": Daily("03:30", "tests.acts.plans_made:daily"),
    }
    clock = Clock("2026-01-10T12:00")
    s = Scheduler(store, table, clock)
    round(s)
    clock.now += timedelta(days=1)
    round(s)
    assert done == [("daily", date(2026, 1, 11))]
    row = store.one("schedule", {"_id": "backup"}) or {}
    assert row["error"]["key"] == "backup.disk" and row["day"] == "2026-01-11"
    assert [n["key"] for n in store.rows("notices", {"to": head.actor.id})] == ["scheduler.told_entry"]
    s.stop()


def test_a_day_waits_for_the_database(store: Store) -> None:
    clock = Clock("2026-01-10T12:00")
    s = Scheduler(store, {"sweep": Daily("02:30", "tests.acts.plans_made:away")}, clock)
    round(s)
    clock.now += timedelta(days=1)
    round(s)
    assert (store.one("schedule", {"_id": "sweep"}) or {})["day"] == "2026-01-10", "nothing was missed for good"
    s.table = {"sweep": Daily("02:30", "tests.acts.plans_made:daily")}
    round(s)
    assert done == [("daily", date(2026, 1, 11))]
    s.stop()


def test_every_work_of_the_table_has_words_and_a_function() -> None:
    for name, entry in TABLE.items():
        assert known(f"scheduler.entry.{name}"), name
        assert callable(loaded(entry.make if isinstance(entry, Every) else entry.work)), name
    for what in plans.HANDLERS:
        assert what.startswith("test.") or known(f"scheduler.what_{what.replace('.', '_')}"), what


def test_nightly_works_are_one_job_a_day(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    monkeypatch.setenv("OFFICE_BACKUPS", str(tmp_path / "copies"))
    monkeypatch.setenv("OFFICE_BACKUPS_DAYS", "3")
    worker(store, Role.head)
    (tmp_path / "copies").mkdir()
    old, recent = tmp_path / "copies" / "office-2020-01-01.zip", tmp_path / "copies" / "office-2999-01-01.zip"
    for file in (old, recent):
        file.write_bytes(b"x")
    day = Desk(scheduler.plans.SYSTEM, store).today()
    for _ in range(2):
        nightly_backup(store, day)
        nightly_verify(store, day)
    runs = [ended(store, r["_id"]) for r in store.rows("runs", {})]
    assert sorted((r["kind"], r["state"]) for r in runs) == [("audit.verify", "done"), ("office.backup", "done")]
    assert (tmp_path / "copies" / f"office-{day}.zip").stat().st_size > 1000
    assert recent.exists() and not old.exists(), "kept so many days"
    nightly_backup(store, day)
    assert store.count("runs", {}) == 2


def test_a_finding_of_the_night_is_told_to_the_head(store: Store, tampered: None) -> None:
    head = worker(store, Role.head)
    store.db["users"].update_one({"_id": head.actor.id}, {"$set": {"name": "Басқа"}})
    nightly_verify(store, date(2026, 1, 11))
    row = ended(store, "audit.verify:2026-01-11")
    assert row["state"] == "done" and row["result"]["findings"]
    assert [n["key"] for n in store.rows("notices", {"to": head.actor.id})] == ["jobs.told_findings"]


# plans ------------------------------------------------------------------------------------------------------


def planned(desk: Desk, days: int, code: str, what: str = plans_made.WHAT, **values: Any) -> Planned:
    """Plan by an act on a paper that a unit gets the letter of this plan; days from today."""
    made: list[Planned] = []

    def work(tx: Tx) -> Department:
        found = tx.find(Department, {"code": "D"})
        unit = tx.save(found[0]) if found else tx.add(Department(code="D", kind="department", name=Text(kk="Кафедра")))
        due = tx.today + timedelta(days=days)
        made[:] = [scheduler.plan(tx, due, what, unit, PAPER, "бұйрық шықты", values={"letter": code, **values})]
        return unit

    desk.transact("reference.edit", work, Why("бұйрық шықты", PAPER))
    return made[0]


def letters(store: Store) -> str:
    row = store.one("departments", {"code": "D"}) or {"name": {"ru": ""}}
    return str(row["name"]["ru"])


def test_plans_of_past_days_are_carried_out_at_once_in_the_order_of_days(head: Desk) -> None:
    for days, code in ((-1, "в"), (-30, "а"), (0, "г"), (-2, "б"), (1, "ертең")):
        planned(head, days, code)
    assert plans.carry_out_due(head.store) == 4 and letters(head.store) == "абвг"
    assert plans.carry_out_due(head.store) == 0
    entries = head.store.rows("audit_events", {"action": "plan.execute"})
    assert {e["actor"]["id"] for e in entries} == {"system"}
    assert {(e["reason"], e["basis"]["number"]) for e in entries} == {("бұйрық шықты", "15-Б")}
    assert {e["subject"]["kind"] for e in entries} == {"departments"}
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert plans.carry_out_due(head.store, lambda: tomorrow) == 1


def test_two_schedulers_at_once_carry_out_each_plan_once(head: Desk) -> None:
    for n in range(12):
        planned(head, -n, "а")
    crew = [threading.Thread(target=plans.carry_out_due, args=(head.store,)) for _ in range(4)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    plans.carry_out_due(head.store)  # what met in all tries is left for the next round
    assert letters(head.store) == "а" * 12
    assert head.store.count("planned", {"state": "done"}) == 12
    assert head.store.count("audit_events", {"action": "plan.execute"}) == 12


@pytest.mark.parametrize("step", ["before", "inside", "sealed", "after"])
def test_a_scheduler_killed_at_any_step_carries_a_plan_out_once(head: Desk, step: str) -> None:
    planned(head, -1, "а")
    planned(head, 0, "б")
    env = {**os.environ, **connection.environment(head.store)}
    command = [sys.executable, "-m", "tests.acts.plans_made", step]
    assert subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == -signal.SIGKILL
    head.store.let_go()  # as at the start of an office; else the server keeps what it held for a minute
    plans.carry_out_due(head.store)
    assert letters(head.store) == "аб"
    assert head.store.count("audit_events", {"action": "plan.execute"}) == 2


def test_a_failing_plan_is_kept_with_its_error_told_and_stops_nobody(store: Store) -> None:
    head = worker(store, Role.head)
    bad = planned(head, -2, "а", "test.refused")
    odd = planned(head, -1, "б", "test.broken")
    planned(head, 0, "в")
    plans.carry_out_due(store)
    assert letters(store) == "в"
    found = scheduler.failed(head)
    assert [(p.id, p.trouble.key) for p in found if p.trouble] == [
        (bad.id, "scheduler.not_failed"), (odd.id, "errors.internal"),
    ]  # fmt: skip
    assert [n["key"] for n in store.rows("notices", {"to": head.actor.id})] == ["scheduler.told_plan"] * 2
    assert plans.carry_out_due(store) == 0, "it waits for a decision"
    with pytest.raises(Forbidden):
        scheduler.again(worker(store, Role.senior_registrar), bad.id, Why("қайта"))
    plans_made.mended.append("test.refused")
    try:
        scheduler.again(head, bad.id, Why("түзетілді"))
        plans.carry_out_due(store)
    finally:
        plans_made.mended.clear()
    assert store.load(Planned, bad.id).state is PlanState.done and letters(store) == "ва"
    with pytest.raises(RuleBroken) as e:
        scheduler.again(head, bad.id, Why("тағы"))
    assert e.value.key == "scheduler.not_failed"
    with pytest.raises(RuleBroken) as e:
        plans.drop(head, odd.id, Why(" "))
    assert e.value.key == "errors.reason_missing"
    assert plans.drop(head, odd.id, Why("керек емес")).state is PlanState.cancelled
    assert scheduler.failed(head) == []


def test_a_plan_nobody_can_carry_out_is_not_made_and_one_of_a_newer_version_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = worker(store, Role.head)
    with pytest.raises(RuleBroken) as e:
        planned(head, 1, "а", "no.such")
    assert e.value.key == "scheduler.unknown_plan" and store.count("planned", {}) == 0
    made = planned(head, -1, "а", "test.refused")
    monkeypatch.delitem(plans.HANDLERS, "test.refused")
    plans.carry_out_due(store)
    trouble = store.load(Planned, made.id).trouble
    assert trouble and trouble.key == "scheduler.unknown_plan" and trouble.values == {"what": "test.refused"}


def test_a_paper_taken_back_cancels_what_it_planned(head: Desk) -> None:
    made = planned(head, -1, "а")
    planned(head, 5, "б")

    def work(tx: Tx) -> Department:
        unit = tx.get(Department, made.subject.id)
        assert len(scheduler.cancel(tx, unit.id)) == 2
        return tx.save(unit)

    head.transact("reference.edit", work, Why("бұйрықтың күші жойылды"))
    assert plans.carry_out_due(head.store) == 0 and letters(head.store) == ""
    assert scheduler.coming(head) == []


def test_an_act_that_meets_another_is_tried_again(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = planned(head, -1, "а")
    met = []
    inner = plans.HANDLERS[plans_made.WHAT]

    def meeting(tx: Tx, plan: Planned) -> Any:
        if not met:
            met.append(1)
            raise StaleRevision("errors.stale_revision", kind="departments", id="x", revision=1, by="", at=None)
        return inner(tx, plan)

    monkeypatch.setitem(plans.HANDLERS, plans_made.WHAT, meeting)
    plans.carry_out_due(head.store)
    assert head.store.load(Planned, made.id).state is PlanState.done


def test_the_state_is_for_who_watches(store: Store) -> None:
    for role in (Role.head, Role.administrator):
        working, lines = scheduler.state(worker(store, role))
        assert not working and [line.name for line in lines] == list(TABLE)
    with pytest.raises(Forbidden):
        scheduler.state(worker(store, Role.senior_registrar))
    assert lease.take(store, LEASE, "me", 60) and scheduler.state(worker(store, Role.head))[0]


def test_a_refusal_is_kept_with_words_in_three_languages() -> None:
    kept = jobs_rows.kept_error(RuleBroken("a.b", n=3, name=Text(kk="а", ru="б"), day=date(2026, 1, 2), what={1, 2}))
    key, values = jobs_rows.told(kept)
    assert (key, values["n"], values["name"], values["day"]) == ("a.b", 3, Text(kk="а", ru="б"), "2026-01-02")
    assert isinstance(values["what"], str)
    assert jobs_rows.kept_error(Problems([]))["key"] == "errors.problems"


def test_the_trail_of_plans_is_whole(head: Desk, tmp_path: Path) -> None:
    planned(head, -1, "а")
    planned(head, -1, "б", "test.refused")
    plans.carry_out_due(head.store)
    assert verify(head.store, tmp_path).findings == []
