"""Orders that are carried out by a process which is killed on the way (tests/acts/test_order_after.py)."""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from core.db import connection
from core.desk import Why
from core.orders import applying
from core.scheduler import plans
from core.students import acts
from core.tx import Tx
from schemas.order import Order
from schemas.student import Name, Profile, Student, StudyProfile
from tests.acts.order_kit import Staff

HALF = 500
LATER = timedelta(days=41)


def crowd(people: Staff) -> Order:
    """Many students in one signed order of the future."""
    of, day = people.of, people.today - timedelta(60)
    for start in range(0, 2 * HALF, HALF):

        def work(tx: Tx, start: int = start) -> Student:
            for n in range(start, start + HALF):
                profile = Profile(number=f"M-{n}", name=Name(last=f"Көп{n:04d}", first="А"), iin_absent_reason="тест")
                study = StudyProfile(id=f"m-{n}", year=1, faculty=of.faculty.ref(), department=of.unit.ref())
                acts.admit_step(tx, f"{n:024x}", profile, study, day)
            return tx.student_document(f"{start:024x}")

        people.head.transact("student.register", work, Why("қабылдау"), seconds=60)
    pupils = [Student.model_construct(id=r["_id"], studies=[StudyProfile(id=r["studies"][0]["id"])])
              for r in people.store.rows("students", {}, {"studies.id": 1})]  # fmt: skip
    made = people.draft("expulsion", pupils, people.today + timedelta(40), each={"fact/reason": "fee"})
    return people.done(made)


def main(step: str) -> None:
    """Carry out what is due and die: with half of the students moved, sealed but not committed, or committed."""

    def die(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if step == "half":
        inner, count = applying.moved, [0]

        def moved(*given: Any) -> None:
            inner(*given)
            count[0] += 1
            if count[0] == HALF:
                die()

        applying.moved = moved
    elif step == "sealed":
        seal = Tx.seal

        def sealed(self: Tx, *given: Any) -> Any:
            seal(self, *given)
            die()

        Tx.seal = sealed  # type: ignore[method-assign]
    else:
        act = plans._carry_out

        def after(*given: Any) -> None:
            act(*given)
            die()

        plans._carry_out = after
    plans.carry_out_due(connection.store(), lambda: datetime.now(UTC) + LATER)


if __name__ == "__main__":
    main(sys.argv[1])
