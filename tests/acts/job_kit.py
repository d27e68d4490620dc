"""People with accounts, and waiting for long works to end."""

from __future__ import annotations

import time
from typing import Any

from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.jobs import runner
from core.office import SYSTEM
from core.tx import Tx
from core.users import actor_of
from schemas.base import Id
from schemas.job import UNFINISHED
from schemas.user import User
from schemas.words import Role
from tests.once import once


@once
def worker(store: Store, role: Role, **assigned: Any) -> Desk:
    """The desk of somebody who has an account: long works ask it again when they run. assigned: to a new one."""
    row = store.one("users", {"login": role.value})
    if row is None:
        user = User(login=role.value, name=f"Тест {role.label('kk')}", role=role, order_number="1", **assigned)

        def work(tx: Tx) -> User:
            return tx.add(user.model_copy(deep=True), scoped=False)

        Desk(SYSTEM, store).transact("user.appoint", work, Why("сынақ"))
        row = plain(user)
    return Desk(actor_of(User.model_validate(row)), store)


def ended(store: Store, id: Id, seconds: float = 90) -> dict[str, Any]:
    """The row of a long work once it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        row = store.one("runs", {"_id": id})
        if row and row["state"] not in UNFINISHED and id not in runner._here:  # its thread has let go of the database
            return row
        time.sleep(0.05)
    raise AssertionError(f"not ended: {row}")
