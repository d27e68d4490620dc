"""Plans made for tests; `python -m tests.acts.plans_made STEP` is a scheduler that is killed at a step."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from core.db import connection
from core.db.store import Store
from core.errors import RuleBroken, Unavailable
from core.scheduler import plans
from core.tx import Tx
from schemas.planned import Planned
from schemas.reference import Department

WHAT = "test.letter"
mended: list[str] = []  # plans that failed and would not fail any more


def letter(tx: Tx, planned: Planned) -> Department:
    """Write one letter more behind the unit's Russian name."""
    unit = tx.get(Department, planned.subject.id)
    unit.name.ru += planned.values["letter"]
    return tx.save(unit)


def refused(tx: Tx, planned: Planned) -> Department:
    """A rule of the office forbids it, until it is mended."""
    if "test.refused" not in mended:
        raise RuleBroken("scheduler.not_failed")
    return letter(tx, planned)


def broken(tx: Tx, planned: Planned) -> None:
    """A fault of ours."""
    raise ZeroDivisionError


# what the works of a test's table did
done: list[Any] = []


def daily(store: Store, day: date) -> None:
    """A work of every day."""
    done.append(("daily", day))


def later(store: Store, day: date) -> None:
    """Another one, later on the day."""
    done.append(("later", day))


def full(store: Store, day: date) -> None:
    """A work that is refused."""
    raise RuleBroken("backup.disk", folder="/x", said="no space")


def away(store: Store, day: date) -> None:
    """A work that does not reach the database."""
    raise Unavailable("errors.unavailable")


def maker(store: Store) -> Callable[[], bool]:
    """A small work, as the table wants it."""
    return lambda: done.append("often") or True


plans.HANDLERS.update({WHAT: letter, "test.refused": refused, "test.broken": broken})


def killed(step: str) -> None:
    """Carry out what is due, and die at a step: before the act, inside its transaction, sealed but not committed, or
    after it was committed."""

    def die(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "before":
        plans._carry_out = die  # type: ignore[assignment]
    elif step == "inside":
        plans.HANDLERS[WHAT] = die  # type: ignore[assignment]
    elif step == "sealed":
        inner = Tx.seal

        def seal(self: Tx, *given: Any) -> Any:
            inner(self, *given)
            die()

        Tx.seal = seal  # type: ignore[method-assign]
    else:
        act = plans._carry_out

        def after(*given: Any) -> None:
            act(*given)
            die()

        plans._carry_out = after
    plans.carry_out_due(connection.store())


if __name__ == "__main__":
    killed(sys.argv[1])
