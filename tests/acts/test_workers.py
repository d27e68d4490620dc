"""What works behind an open office begins with it and ends with it."""

from __future__ import annotations

import threading
import time

from core import lease, office, workers
from core.db.store import Store
from core.scheduler.scheduler import LEASE
from tests.acts.test_users import GOOD


def test_the_scheduler_begins_and_ends_with_the_office(store: Store) -> None:
    office.open_office(store, office.first_office("Консерватория", "Алматы"), {"login": "head", "name": "Б"}, GOOD)
    before = {t.ident for t in threading.enumerate()}
    stop = workers.start(store)
    begun = [t for t in threading.enumerate() if t.ident not in before and t.name == "scheduler"]
    assert len(begun) == 1
    for _ in range(200):  # the sums of an open office are built by itself, without anybody's asking
        if store.one("sums", {"_id": "generation"}) and store.one("schedule", {"_id": "plans"}):
            break
        time.sleep(0.1)
    assert store.one("sums", {}) and lease.held(store, LEASE)
    stop()
    begun[0].join(30)
    assert not begun[0].is_alive() and lease.held(store, LEASE) is None
