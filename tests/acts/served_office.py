"""A process of an office for tests: the whole web side and all that works behind it, without Streamlit's pages.

`python -m tests.acts.served_office PORT`. One nightly work and one long work of its own, which leave traces to count.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from core import logs, web
from core.db.store import Store
from core.jobs import kinds
from core.jobs.run import Run
from core.scheduler.table import TABLE, Daily
from core.tx import Tx
from schemas.base import Text, new_id
from schemas.reference import Department

KIND, NIGHT = "test.long", "sweep"
kinds.KINDS[KIND] = kinds.Kind("tests.acts.served_office:long", "reference.edit")


def nightly(store: Store, day: date) -> None:
    """Each run leaves a row."""
    store.side("recents").insert_one({"_id": new_id(), "night": day.isoformat()})


def long(run: Run) -> dict[str, Any]:
    """Departments, one act each; the first process to take it never comes to an end, the next one ends after one."""
    n = int(run.at.get("done", 0))
    while not run.stopped():

        def work(tx: Tx, n: int = n) -> Department:
            return tx.add(Department(code=f"U{n}", kind="department", name=Text(kk=f"Кафедра {n}")))

        run.desk.transact("reference.edit", work, run.why(n), given=[n])
        n += 1
        run.checkpoint(done=n)
        if run.take > 1:
            break
        time.sleep(0.05)
    return {"units": n}


if __name__ == "__main__":
    TABLE[NIGHT] = Daily("00:00", "tests.acts.served_office:nightly", each=False)
    for name in [n for n in TABLE if n not in (NIGHT, "jobs")]:
        del TABLE[name]
    logs.begin()
    site = web.Site()
    behind = Route("/{path:path}", lambda request: PlainTextResponse("inside"))
    app = Starlette(routes=[*web.routes(), behind], middleware=web.middleware(site),
                    lifespan=web.lifespan(site, lambda: None))  # fmt: skip
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_config=None)
