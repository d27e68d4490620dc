"""What works behind an open office begins with it and ends with it."""

from __future__ import annotations

import threading
import time

from core import office, workers
from core.db.store import Store
from tests.acts.test_users import GOOD


def test_workers_begin_and_end_with_the_office(store: Store) -> None:
    office.open_office(store, office.first_office("Консерватория", "Алматы"), {"login": "head", "name": "Б"}, GOOD)
    before = {t.ident for t in threading.enumerate()}
    stop = workers.start(store)
    begun = [t for t in threading.enumerate() if t.ident not in before and t.name in ("anchors", "sums")]
    assert len(begun) == 2
    for _ in range(200):  # the sums of an open office are built by its own worker, without anybody's asking
        if store.one("sums", {}):
            break
        time.sleep(0.1)
    assert store.one("sums", {})
    stop()
    for thread in begun:
        thread.join(30)
        assert not thread.is_alive(), thread.name
