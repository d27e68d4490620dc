"""A long list as a file, made beside the page: however many rows, with how far it is, to be stopped."""

from __future__ import annotations

from typing import Any

from core import export
from core.jobs.run import Run
from core.reports.running import headings, price, records
from schemas.base import Lang
from schemas.report import ReportBody

ROWS = 5_000  # between two words on how far it is
PARTS: tuple[Lang, ...] = ("kk", "ru", "en")


def file_work(run: Run) -> dict[str, Any]:
    """Write every row of a list into a table file of the office; stopped, it keeps none."""
    body = ReportBody.model_validate(run.params["body"])
    lang: Lang = next(x for x in PARTS if x == run.params["lang"])
    desk = run.desk.speaking(lang)
    total = body.limit or price(desk, body).reads
    rows = []
    for n, row in enumerate(records(desk, body)):
        if n % ROWS == 0:
            run.progress(min(n, total), total)
            if run.stopped():
                return {}
        rows.append(row)
    run.progress(total, total)
    run.keep(f"{run.params['title']}.csv", export.csv_bytes(headings(desk, body), rows))
    return {"rows": len(rows)}


__all__ = ["file_work"]
