"""Long works: begun once, stopped, gone on with after a kill at any step, refused in words."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import jobs, users
from core.db import connection
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, RuleBroken
from core.i18n import known, t
from core.jobs import kinds, rows, runner
from core.jobs.run import Lost, Run
from core.office import SYSTEM
from core.transcripts import work
from schemas.base import LANGS, Basis
from schemas.user import User
from schemas.words import Role
from tests.acts import jobs_made
from tests.acts.job_kit import ended, worker
from tests.acts.test_sheets import closed
from tests.acts.test_transcripts import own_office

ROOT = Path(__file__).parents[2]


def laid(store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch, **params: Any) -> str:
    """A job in its row that nobody has begun to carry out."""
    with monkeypatch.context() as m:
        m.setattr(runner, "go", lambda store, id: None)
        return jobs.begin(desk, jobs_made.KIND, {"n": 5, **params}, Why("құрылым"))


def process(store: Store, id: str) -> int:
    """Carry the job out in a process of its own; its exit code."""
    env = {**os.environ, **connection.environment(store)}
    return subprocess.run([sys.executable, "-m", "tests.acts.jobs_made", id], cwd=ROOT, env=env, check=False).returncode


def units(store: Store) -> list[str]:
    return sorted(r["code"] for r in store.rows("departments", {}))


def test_a_job_runs_beside_and_leaves_a_file(store: Store) -> None:
    desk, why = worker(store, Role.senior_registrar), Why("құрылым")
    id = jobs.begin(desk, jobs_made.KIND, {"n": 5}, why)
    assert jobs.begin(desk, jobs_made.KIND, {"n": 5}, why) == id, "a double click is one job"
    with pytest.raises(RuleBroken) as e:
        jobs.begin(desk, jobs_made.KIND, {"n": 6}, why)
    assert e.value.key == "errors.command_reused"
    row = ended(store, id)
    assert (row["state"], row["done"], row["total"], row["result"]) == ("done", 5, 5, {"units": 5}), row["error"]
    assert units(store) == [f"U{i}" for i in range(5)]
    assert jobs.result(desk, id) == ("units.csv", b"U0\nU1\nU2\nU3\nU4")
    assert store.count("looks", {"kind": "runs", "did": "download"}) == 1
    entries = store.rows("audit_events", {"action": "reference.edit"})
    assert {e["command"] for e in entries} == {f"{id}:{i}" for i in range(5)}
    assert {(e["actor"]["id"], e["reason"]) for e in entries} == {(desk.actor.id, "құрылым")}


@pytest.mark.parametrize("step", jobs_made.STEPS)
def test_a_process_killed_at_any_step_is_gone_on_with_whole_and_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    desk = worker(store, Role.senior_registrar)
    at = 0 if step in ("begun", "before_keep", "after_keep") else 3
    id = laid(store, desk, monkeypatch, die={"1": [step, at]})
    assert process(store, id) == -9
    row = store.one("runs", {"_id": id})
    assert row and row["state"] == "running" and not rows.living(row), "its process is gone: known at once"
    assert runner.look(store) == 1
    row = ended(store, id)
    assert (row["state"], row["done"], row["take"]) == ("done", 5, 2), row["error"]
    assert units(store) == [f"U{i}" for i in range(5)]
    assert store.count("audit_events", {"action": "reference.edit"}) == 5
    assert jobs.result(desk, id)[1] == b"U0\nU1\nU2\nU3\nU4"
    assert store.count("files", {}) == 1


def test_two_kills_one_after_another(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worker(store, Role.senior_registrar)
    id = laid(store, desk, monkeypatch, die={"1": ["in_act", 1], "2": ["after_act", 4], "3": ["after_keep", 0]})
    for _ in range(3):
        assert process(store, id) == -9
    assert process(store, id) == 0
    assert units(store) == [f"U{i}" for i in range(5)] and store.count("files", {}) == 1


def test_a_job_that_falls_again_and_again_is_given_up_with_a_message(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = worker(store, Role.senior_registrar)
    id = laid(store, desk, monkeypatch, die={str(n): ["begun", 0] for n in range(1, 9)})
    for _ in range(rows.TRIES):
        assert process(store, id) == -9
    assert process(store, id) == 1
    row = ended(store, id)
    assert row["state"] == "failed" and row["error"]["key"] == "jobs.fell"


def test_a_process_thought_dead_can_say_nothing_any_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worker(store, Role.senior_registrar)
    id = laid(store, desk, monkeypatch)
    first = rows.take(store, store.one("runs", {"_id": id}) or {})
    assert first is not None
    assert rows.living(first)
    store.side("runs").update_one({"_id": id}, {"$set": {"beat": desk.now() - timedelta(minutes=5)}})
    assert runner.look(store) == 1, "silent for too long"
    assert ended(store, id)["state"] == "done"
    late = Run(store, first, desk)
    for say in (lambda: late.checkpoint(done=1), late.stopped, lambda: late.keep("units.csv", b"x")):
        with pytest.raises(Lost):
            say()
    assert not rows.end(store, first, rows.JobState.failed)
    assert jobs.result(desk, id)[1] == b"U0\nU1\nU2\nU3\nU4"


def test_only_one_takes_a_job(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    id = laid(store, worker(store, Role.senior_registrar), monkeypatch)
    row = store.one("runs", {"_id": id}) or {}
    taken: list[Any] = []
    threads = [threading.Thread(target=lambda: taken.append(rows.take(store, row))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(x is not None for x in taken) == 1


def test_stopping_ends_between_two_acts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, other = worker(store, Role.senior_registrar), worker(store, Role.registrar)
    waiting = laid(store, desk, monkeypatch)
    with pytest.raises(Forbidden):
        jobs.stop(other, waiting)
    jobs.stop(desk, waiting)
    assert ended(store, waiting)["state"] == "stopped" and units(store) == []
    id = laid(store, desk, monkeypatch, n=400)
    runner.go(store, id)
    while not (store.one("runs", {"_id": id}) or {})["done"]:
        pass
    jobs.stop(worker(store, Role.head), id)
    row = ended(store, id)
    assert row["state"] == "stopped" and 0 < row["result"]["units"] < 400
    assert len(units(store)) == row["result"]["units"], "what was done stays done"
    jobs.stop(desk, id)
    assert ended(store, id)["state"] == "stopped", "a job that has ended is left as it is"
    with pytest.raises(NotFound):
        jobs.stop(desk, "none")


def test_an_unknown_kind_and_a_missing_right_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = worker(store, Role.senior_registrar)
    with pytest.raises(RuleBroken) as e:
        jobs.begin(desk, "no.such", {}, Why("а"))
    assert e.value.key == "jobs.unknown_kind"
    with pytest.raises(Forbidden):
        jobs.begin(worker(store, Role.teacher), jobs_made.KIND, {"n": 1}, Why("а"))
    id = laid(store, desk, monkeypatch)
    store.side("runs").update_one({"_id": id}, {"$set": {"kind": "of.a.newer.version"}})
    runner.go(store, id)  # left by another version of the office
    row = ended(store, id)
    assert row["state"] == "failed" and rows.told(row["error"]) == ("jobs.unknown_kind", {"kind": "of.a.newer.version"})


def test_rights_are_asked_again_when_it_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    head, desk = worker(store, Role.head), worker(store, Role.senior_registrar)
    id = laid(store, desk, monkeypatch)
    user = store.load(User, desk.actor.id)
    order = Basis(kind="бұйрық", number="7", day=date(2026, 1, 9))
    users.close_account(head, user.id, user.revision, Why("бұйрық", order))
    runner.go(store, id)
    row = ended(store, id)
    assert row["state"] == "failed" and row["error"]["key"] == "jobs.account_closed" and units(store) == []


def test_what_goes_alone_is_one_job_for_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, "test.alone", kinds.Kind("tests.acts.jobs_made:units", "job.read", alone="all"))
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    first = jobs.begin(worker(store, Role.head), "test.alone", {"n": 1}, Why("а"))
    assert jobs.begin(worker(store, Role.senior_registrar), "test.alone", {"n": 1}, Why("б")) == first
    with pytest.raises(RuleBroken) as e:
        jobs.begin(worker(store, Role.senior_registrar), "test.alone", {"n": 2}, Why("в"))
    assert e.value.key == "jobs.another_goes_on"
    jobs.stop(worker(store, Role.head), first)
    assert jobs.begin(worker(store, Role.senior_registrar), "test.alone", {"n": 2}, Why("г")) != first


def test_a_heavy_job_gets_a_process_of_its_own(store: Store) -> None:
    desk = worker(store, Role.head)
    id = jobs.begin(desk, "audit.verify", {}, Why("тексеру"))
    row = ended(store, id)
    assert row["state"] == "done" and row["owner"]["pid"] != os.getpid(), row["error"]
    assert row["result"]["findings"] == [] and row["result"]["entries"] >= 1


def test_transcripts_of_a_group_survive_the_killing_of_their_process(store: Store) -> None:
    desk = worker(store, Role.senior_registrar)
    own_office(worker(store, Role.head))
    lines = closed(worker(store, Role.head), 4).lines
    id = work.begin(desk, [(x.student.id, x.study) for x in lines], "kk", Why("топ"))
    for take, pause in ((1, 0.0), (2, 0.6)):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            row = store.one("runs", {"_id": id}) or {}
            if row["take"] >= take and row["owner"]["pid"] != os.getpid():
                break
            time.sleep(0.01)
        time.sleep(pause)
        if store.count("runs", {"_id": id, "state": "running"}):
            os.kill(row["owner"]["pid"], signal.SIGKILL)
    row = ended(store, id)
    assert row["state"] == "done" and row["take"] >= 2, row["error"]
    assert store.count("transcripts", {}) == 4 and store.count("audit_events", {"action": "transcript.issue"}) == 1
    name, data = jobs.result(desk, id)
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert len(z.namelist()) == 4 and all(z.read(n).startswith(b"%PDF") for n in z.namelist())
    assert name == "transcripts.zip" and len(row["result"]["ids"]) == 4


def test_a_job_that_another_living_process_works_on_is_left_to_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = worker(store, Role.senior_registrar)
    id = laid(store, desk, monkeypatch)
    other = {"host": socket.gethostname(), "pid": os.getppid()}
    store.side("runs").update_one({"_id": id}, {"$set": {"owner": other, "take": 1, "state": "running"}})
    assert not runner.carry_out(store, id) and units(store) == []
    store.side("runs").update_one({"_id": id}, {"$set": {"beat": datetime.now(UTC) - rows.BEAT}})
    assert runner.carry_out(store, id), "it has been silent for too long"


def test_mine_and_everybodys(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, head = (worker(store, r) for r in (Role.senior_registrar, Role.registrar, Role.head))
    id = laid(store, one, monkeypatch)
    assert [r["_id"] for r in jobs.listed(one)] == [id] and jobs.listed(two) == []
    assert [r["_id"] for r in jobs.listed(head, everybody=True)] == [id] and jobs.count(head, everybody=True) == 1
    for wrong in (lambda: jobs.listed(two, everybody=True), lambda: jobs.of(two, id), lambda: jobs.result(two, id)):
        with pytest.raises(Forbidden):
            wrong()
    with pytest.raises(NotFound):
        jobs.result(one, id)
    jobs.stop(one, id)


def test_a_failed_job_of_the_night_is_told_to_the_head(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    head = worker(store, Role.head)
    monkeypatch.setenv("OFFICE_BACKUPS", "/proc/no/such")
    row = ended(store, jobs.begin(Desk(SYSTEM, store), "office.backup", {"name": "office-2026-01-01.zip"}, Why("түн")))
    assert row["state"] == "failed" and row["error"]["key"] == "backup.denied"
    told = store.rows("notices", {"to": head.actor.id})
    assert [n["key"] for n in told] == ["jobs.told_failed"]
    assert t("jobs.kind.office_backup", "ru") in told[0]["text"]["ru"]


def test_every_kind_has_words_and_a_function() -> None:
    for name, kind in kinds.KINDS.items():
        if not name.startswith("test."):
            assert known(kinds.word_key(name)), name
            assert callable(kind.function()) and kind.alone in ("", "all", "user")
    assert all(t("jobs.fell", lang, n=3) for lang in LANGS)
