"""The office on a server: what a watcher may ask, what its log never says, two processes on one base."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import lease, logs, metrics, migrations, office, students, users, web
from core.bench.rerun import free_port
from core.db.migrations import known
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Duplicate, OfficeError, RuleBroken, Unavailable
from core.jobs import rows
from core.keeping import drills
from core.scheduler.scheduler import LEASE
from schemas.restore_drill import DrillOutcome
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role
from tests.acts.job_kit import worker
from tests.acts.served_office import KIND, NIGHT
from tests.acts.test_sheets import DEPARTMENT, closed
from tests.acts.test_users import GOOD

ROOT = Path(__file__).parents[2]


def site_of(store: Store, folder: Path, state: str = "ready") -> web.Site:
    made = web.Site(store=lambda: store, folder=lambda: folder, https=False, demo=False, provider=None)
    made.life.state = state
    return made


def shaped(store: Store) -> None:
    """As the start leaves it: every change of shape of this code is written down."""
    store.db["migrations"].insert_many([{"_id": name} for name in known(migrations.FOLDER)])
    store.side("schedule").insert_one({"_id": migrations.MARK, "schemas": migrations.code()})


def asked(site: web.Site, host: str = "127.0.0.1") -> TestClient:
    """A client on this machine, or elsewhere."""
    app = Starlette(routes=web.routes(), middleware=web.middleware(site))
    return TestClient(app, base_url="http://office.test", client=(host, 5000))


def eventually(true: Callable[[], Any], what: str) -> Any:
    until = time.monotonic() + 300  # a busy machine is no failure
    while not (found := true()):
        assert time.monotonic() < until, what
        time.sleep(0.05)
    return found


# asked from outside


def test_a_process_lives_without_its_database_and_is_ready_only_with_it(store: Store, tmp_path: Path) -> None:
    shaped(store)
    client = asked(site_of(store, tmp_path))
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"state": "ready", "database": "up", "shape": "ours"}
    for state in ("opening", "stopping"):
        assert asked(site_of(store, tmp_path, state)).get("/readyz").status_code == 503
    away = Store(type(store.client)("mongodb://127.0.0.1:9", serverSelectionTimeoutMS=50), "away")
    lost = asked(site_of(away, tmp_path))
    assert lost.get("/healthz").status_code == 200, "a database that is away restarts no process"
    answer = lost.get("/readyz")
    assert answer.status_code == 503 and answer.json()["database"] == "down"
    assert "office_database_up 0.0" in lost.get("/metrics").text
    away.client.close()


def test_a_base_of_another_code_makes_a_process_not_ready(store: Store, tmp_path: Path, tampered: None) -> None:
    shaped(store)
    client = asked(site_of(store, tmp_path))
    store.db["migrations"].insert_one({"_id": "9999_later"})
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["shape"]) == (503, "newer")
    store.db["migrations"].delete_one({"_id": "9999_later"})
    store.side("schedule").update_one({"_id": migrations.MARK}, {"$set": {"schemas": "of another code"}})
    assert client.get("/readyz").json()["shape"] == "newer", "its documents may hold fields this code does not know"
    store.db["migrations"].delete_many({})
    assert client.get("/readyz").json()["shape"] == "older"


def test_figures_are_for_this_machine_or_for_a_token(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(store, tmp_path)
    here, away = asked(site), asked(site, "10.0.0.7")
    assert here.get("/metrics").status_code == 200
    assert away.get("/metrics").status_code == 404
    assert here.get("/metrics", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 404, "through the proxy"
    monkeypatch.setenv("OFFICE_METRICS_TOKEN", "a-token")
    assert here.get("/metrics").status_code == 404
    right = {"authorization": "Bearer a-token"}
    assert away.get("/metrics", headers=right).status_code == 200
    assert away.get("/metrics", headers={"authorization": "Bearer x"}).status_code == 404


def test_figures_tell_of_acts_sessions_jobs_backup_and_trail(store: Store, tmp_path: Path) -> None:
    desk = worker(store, Role.head)

    def read() -> dict[str, float]:
        lines = metrics.exposition(store).decode().splitlines()
        return {name: float(value) for name, value in (x.rsplit(" ", 1) for x in lines if not x.startswith("#"))}

    was = read()
    assert "office_backup_age_seconds" not in was and "office_trail_findings" not in was, "never happened, no figure"
    for end in ("done", "duplicate"):
        with suppress(Duplicate):
            users.create(desk, {"login": "aigul", "name": "А", "role": Role.senior_registrar}, GOOD, Why(end))
    now = datetime.now(UTC)
    store.side("runs").insert_many([
        {"_id": "b", "kind": "office.backup", "state": "done", "ended": now - timedelta(hours=2)},
        {"_id": "v", "kind": "audit.verify", "state": "done", "ended": now, "result": {"findings": [1, 2], "more": 1}},
        {"_id": "w", "kind": "audit.verify", "state": "waiting"},
    ])  # fmt: skip
    store.side("sessions").insert_one({"_id": "s", "user": "u", "expires": now + timedelta(hours=1)})
    drill = {"file": "office-2026-01-01.zip", "begun": desk.now(), "ended": desk.now() - timedelta(days=1)}
    drills.keep(desk, {**drill, "status": DrillOutcome.failed}, Why("т"))
    assert "office_drill_age_seconds" not in read(), "a failed drill quiets no alarm"
    drills.keep(desk, {**drill, "status": DrillOutcome.passed}, Why("т"))
    told = read()

    def more(name: str) -> float:
        return told[name] - was.get(name, 0)

    assert more('office_acts_total{act="user.appoint",outcome="done"}') == 1
    assert more('office_acts_total{act="user.appoint",outcome="duplicate"}') == 1
    assert more("office_act_seconds_count") == sum(more(n) for n in told if n.startswith("office_acts_total"))
    assert told["office_sessions"] == 1 and told['office_jobs{state="waiting"}'] == 1
    assert told["office_trail_findings"] == 3 and 7200 <= told["office_backup_age_seconds"] < 7300
    assert told["office_acts_running"] == 0 and 86400 <= told["office_drill_age_seconds"] < 86500


# the log


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[Any]]]:
    """The lines of the log as JSON; how the test run itself logs is put back."""
    root, ours = logging.getLogger(), logging.getLogger("office")
    kept = (root.handlers[:], root.level, ours.level)
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("OFFICE_LOG", "json")
    logs.begin()
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = kept[0], kept[1]
    ours.setLevel(kept[2])
    logging.captureWarnings(False)


def test_the_log_names_acts_and_no_person(head: Desk, said: Callable[[], list[Any]]) -> None:
    name, iin, mark = "Құрмангазина", "030315500126", "87,25"
    profile = Profile(number="N777123", name=Name(last=name, first="Аружан"), iin=iin)
    study = StudyProfile(id="st1", department=DEPARTMENT)
    students.admit(head, profile, study, Why(f"{name} өтініші"), date(2025, 9, 1))
    closed(head, 1)
    with pytest.raises(OfficeError):
        students.admit(head, profile, study, Why("т"), date(2025, 9, 1))

    def broken(tx: Any) -> Any:
        raise ValueError(f"{name} {iin} {mark}")

    try:
        head.transact("reference.edit", broken, Why("т"))
    except ValueError as e:
        try:
            raise KeyError(name) from e
        except KeyError:
            logging.getLogger("office").exception("fault %s", "3F2A10")
    logging.getLogger("streamlit.x").warning("key 'list:%s' of %s twice", name, iin)
    logging.getLogger("office").warning("row %s: %s", name, {"score": mark, "iin": iin})
    lines = said()
    text = json.dumps(lines, ensure_ascii=False)
    for personal in (name, "Аружан", "Студент0", iin, iin[:6], mark, "N777123", "өтініші", head.actor.name):
        assert personal not in text, personal
    acts = [(x["act"], x["outcome"]) for x in lines if "act" in x]
    assert ("grade_sheet.close", "done") in acts and ("reference.edit", "fault") in acts
    assert [o for a, o in acts if a == "student.register"][-1] not in ("done", "fault")
    fault = next(x for x in lines if x["text"] == "fault 3F2A10")
    assert fault["fault"] == "builtins.KeyError from builtins.ValueError"
    assert any("test_production.py" in place and "broken" in place for place in fault["places"])


def test_nothing_of_ours_writes_a_log_of_its_own() -> None:
    """One place says where the log goes."""
    own = [p for p in [*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
           if "basicConfig(" in (text := p.read_text("utf-8")) or "StreamHandler(" in text]  # fmt: skip
    assert [p.relative_to(ROOT).as_posix() for p in own] == ["core/logs.py"]


# stopping, and two at once


def test_who_closes_waits_for_acts_that_are_going_on() -> None:
    inside, go = threading.Event(), threading.Event()

    def work() -> None:
        with metrics.act("test"):
            inside.set()
            go.wait(60)

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait(60)
    assert not metrics.settle(0)
    go.set()
    assert metrics.settle(60)
    thread.join()


def test_a_work_handed_back_is_free_for_another_machine_at_once(store: Store) -> None:
    store.side("runs").insert_one({"_id": "j", "kind": KIND, "state": "running", "owner": rows.me(), "tries": 1,
                                   "take": 1, "beat": datetime.now(UTC)})  # fmt: skip

    def living_elsewhere() -> bool:
        return rows.living({**(store.one("runs", {"_id": "j"}) or {}), "owner": {"host": "elsewhere", "pid": 1}})

    assert living_elsewhere()
    rows.hand_back(store, ["j"])
    assert not living_elsewhere() and (store.one("runs", {"_id": "j"}) or {})["tries"] == 0


def test_of_two_that_start_at_once_one_changes_the_shape(store: Store) -> None:
    order: list[str] = []

    def other() -> None:
        with lease.alone(store, "shape"):
            order.append("second")

    with lease.alone(store, "shape", seconds=0.3):
        thread = threading.Thread(target=other)
        thread.start()
        with pytest.raises(Unavailable), lease.alone(store, "shape", patience=0.5):
            raise AssertionError("held by another, and for longer than its first seconds")
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]
    with pytest.raises(RuleBroken), lease.alone(store, "shape"):
        raise RuleBroken("x")
    assert lease.held(store, "shape") is None, "given back after a fault too"


class Process:
    """A process of the office on the base of the test."""

    def __init__(self, store: Store, server: str, folder: Path, name: str) -> None:
        self.log = folder / f"{name}.log"
        port = free_port()
        environment = {**os.environ, "MONGODB_URI": server, "OFFICE_DB": store.name, "OFFICE_DATA": str(folder),
                       "OFFICE_LOG": "json", "OFFICE_DRAIN_SECONDS": "600"}  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.acts.served_office", str(port)], cwd=ROOT, env=environment,
            stdout=subprocess.DEVNULL, stderr=self.log.open("wb"),
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        self.http = httpx.Client(base_url=url, headers={"origin": url}, trust_env=False)

    def answers(self, path: str) -> int:
        try:
            return self.http.get(path).status_code
        except httpx.TransportError:
            assert self.process.poll() is None, self.log.read_text()
            return 0

    def tell(self) -> None:
        self.process.send_signal(signal.SIGTERM)


def test_two_processes_are_one_office(store: Store, server: str, tmp_path: Path) -> None:
    """Signed in on one is known on the other, a nightly work runs once, a long work goes over when its process ends."""

    def job() -> dict[str, Any]:
        return store.one("runs", {"_id": "job-1"}) or {}

    one = Process(store, server, tmp_path, "one")
    two = Process(store, server, tmp_path, "two")
    try:
        for each in (one, two):
            eventually(lambda each=each: each.answers("/readyz") == 200, "opens")
        office.open_office(store, office.first_office("Консерватория", "Алматы"), {"login": "head", "name": "Б"}, GOOD)
        desk = worker(store, Role.senior_registrar)
        old = datetime(2020, 1, 1, tzinfo=UTC)
        store.side("schedule").update_one({"_id": NIGHT}, {"$set": {"day": "2020-01-01"}}, upsert=True)
        store.side("runs").insert_one({
            "_id": "job-1", "kind": KIND, "params": {}, "reason": "сынақ", "basis": None, "code": "",
            "by": desk.actor.id, "by_name": desk.actor.name, "at": old, "beat": old, "state": "waiting",
            "owner": {"host": "gone", "pid": 1}, "take": 0, "tries": 0, "done": 0, "total": 0,
            "wish": False, "point": {}, "result": {}, "file": None,
            "error": None, "ended": None,
        })  # fmt: skip
        eventually(lambda: job()["point"].get("done", 0) > 1 and store.one("recents", {}), "jobs and nights begin")
        first, second = (one, two) if job()["owner"]["pid"] == one.process.pid else (two, one)

        done = first.http.post("/signin", data={"login": "head", "password": GOOD})
        assert done.status_code == 303
        token = done.cookies["office"]
        second.http.cookies.set("office", token)
        assert second.answers("/students") == 200, "a move to the other process asks nobody to sign in again"

        holder = (lease.held(store, LEASE) or {})["owner"]
        first.tell()
        eventually(lambda: first.answers("/readyz") == 503, "it says that it stops")
        assert first.answers("/students") == 200, "and serves who is there until the proxy has noticed"
        assert second.answers("/readyz") == 200
        first.tell()
        assert first.process.wait(300) == -signal.SIGTERM
        ended = eventually(lambda: job() if job()["state"] == "done" else None, "the long work goes over")
        assert ended["take"] == 2 and ended["owner"]["pid"] == second.process.pid
        assert store.count("departments", {}) == ended["result"]["units"] > 2, "each act once, none twice"

        held = eventually(lambda: lease.held(store, LEASE), "somebody keeps the schedule")
        assert held["owner"] != holder, "who works by itself is now the other"
        assert store.count("recents", {}) == 1, "the night's work ran once"
        assert second.http.post("/signout").status_code == 303
        second.http.cookies.set("office", token)
        assert second.answers("/students") == 401
    finally:
        for each in (one, two):
            each.process.kill()
            each.process.wait(60)
            each.http.close()
    lines = [json.loads(line) for each in (one, two) for line in each.log.read_text().splitlines()]
    assert any("is handed back" in x["text"] for x in lines), "it came to the end of its act and let the work go"
    assert any(x.get("act") == "reference.edit" for x in lines), "every line of the log is JSON, acts among them"
