"""What the office counts of itself for Prometheus: acts of this process, and figures that stand in the database.

Names of acts and outcomes only: whom an act concerned stands in the trail alone, never in a figure or in the log.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

from core import lease
from core.db.store import Row, Store
from core.errors import Duplicate, Forbidden, NotFound, OfficeError, Problems, StaleRevision, Unavailable
from schemas.job import UNFINISHED

log = logging.getLogger("office.acts")
disable_created_metrics()  # type: ignore[no-untyped-call]
HERE = CollectorRegistry()  # of this process; the library's own would add what it finds of the machine
ACTS = Counter("office_acts", "Acts by name and by how they ended", ["act", "outcome"], registry=HERE)
SECONDS = Histogram(
    "office_act_seconds", "How long acts took, those that were refused too", registry=HERE,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60),
)  # fmt: skip
RUNNING = Gauge("office_acts_running", "Acts that this process is carrying out now", registry=HERE)
OUTCOMES: tuple[tuple[type[OfficeError], str], ...] = (
    (StaleRevision, "stale"), (Duplicate, "duplicate"), (Problems, "invalid"), (Forbidden, "forbidden"),
    (NotFound, "not_found"), (Unavailable, "unavailable"), (OfficeError, "refused"),
)  # fmt: skip
_running = 0
_quiet = threading.Condition()


@contextmanager
def act(name: str) -> Iterator[list[str]]:
    """Count one act and how long it took, and write its line of the log; the outcome may be put into what it gives."""
    global _running
    begun, outcome, fault = time.perf_counter(), ["done"], ""
    with _quiet:
        _running += 1
    RUNNING.inc()
    try:
        yield outcome
    except OfficeError as e:
        outcome = [next(word for kind, word in OUTCOMES if isinstance(e, kind))]
        raise
    except BaseException as e:
        outcome, fault = ["fault"], type(e).__name__
        raise
    finally:
        RUNNING.dec()
        with _quiet:
            _running -= 1
            _quiet.notify_all()
        took = time.perf_counter() - begun
        ACTS.labels(name, outcome[0]).inc()
        SECONDS.observe(took)
        more = {"act": name, "outcome": outcome[0], "ms": round(took * 1000, 1)} | ({"type": fault} if fault else {})
        log.log(logging.ERROR if fault else logging.INFO, "act", extra={"more": more})


def settle(seconds: float) -> bool:
    """Wait until no act is going on in this process; False where some still are after so long."""
    with _quiet:
        return _quiet.wait_for(lambda: not _running, seconds)


def exposition(store: Store) -> bytes:
    """Everything in Prometheus' text format. What stands in the database is the same in every process."""
    shared = CollectorRegistry()
    up = Gauge("office_database_up", "Does the database answer and take writes?", registry=shared)
    try:
        up.set(answers := store.ping())
        if answers:
            _stored(store, shared)
    except OfficeError:
        up.set(0)
    return generate_latest(HERE) + generate_latest(shared)


def _stored(store: Store, shared: CollectorRegistry) -> None:
    now = datetime.now(UTC)

    def told(name: str, help: str, value: float | None) -> None:
        if value is not None:  # what never happened has no figure: an alarm asks for its absence
            Gauge(name, help, registry=shared).set(value)

    told("office_sessions", "Sign-ins that have not ended", store.count("sessions", {"expires": {"$gt": now}}))
    jobs = Gauge("office_jobs", "Long works that have not ended", ["state"], registry=shared)
    for state in UNFINISHED:
        jobs.labels(state).set(store.count("runs", {"state": state}))
    told("office_scheduler_held", "Does a process hold the lease of the scheduler?",
         lease.held(store, "scheduler") is not None)  # fmt: skip
    backup = store.rows("runs", {"kind": "office.backup", "state": "done"}, {"ended": 1}, [("ended", -1)], 1)
    told("office_backup_age_seconds", "How old the last backup is that was read back", _age(backup, "ended", now))
    drill = store.rows("restore_drills", {"status": "passed"}, {"ended": 1}, [("_id", -1)], 1)
    told("office_drill_age_seconds", "How long ago a restore drill was passed", _age(drill, "ended", now))
    walked = store.rows("runs", {"kind": "audit.verify", "state": "done"}, {"ended": 1, "result": 1},
                        [("ended", -1)], 1)  # fmt: skip
    told("office_trail_verified_age_seconds", "How long ago the whole trail was walked", _age(walked, "ended", now))
    if walked:
        found = walked[0].get("result") or {}
        told("office_trail_findings", "What that walk found: 0 is whole",
             len(found.get("findings", [])) + found.get("more", 0))  # fmt: skip
    anchor = store.rows("anchors", {}, {"at": 1}, [("n", -1)], 1)
    told("office_anchor_age_seconds", "How old the newest signed anchor is", _age(anchor, "at", now))


def _age(rows: list[Row], field: str, now: datetime) -> float | None:
    at: datetime | None = rows[0].get(field) if rows else None
    return None if at is None else (now - at).total_seconds()
