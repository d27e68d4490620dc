"""The verification of the trail as a long work, and its finding told to the head."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from core.audit.report import Finding, Report
from core.audit.verify import verify
from core.db.codec import plain
from core.db.store import Row
from core.jobs.run import Run
from core.scheduler.telling import tell_heads


def verify_work(run: Run) -> Row:
    """Walk the whole trail; the report stands in the job's row. What does not fit is told to the head, once a job."""
    report = verify(run.store, progress=run.progress, stop=run.stopped)
    found = len(report.findings) + report.more
    if found:
        tell_heads(run.store, "jobs.told_findings", {"n": found}, once=f"job:{run.id}", page="audit")
    return kept(report)


def protocol_work(run: Run) -> Row:
    """Check the trail against one protocol: by its id, or by the hash somebody typed from the paper."""
    from core.audit import protocols

    typed, id = str(run.params.get("typed") or ""), run.params.get("id")
    if id:
        report = protocols.check(run.store, protocols.one(run.desk, id), typed)
    else:
        report = protocols.check_said(run.store, typed)
    if not report.whole:
        tell_heads(run.store, "jobs.told_findings", {"n": len(report.findings) + report.more}, once=f"job:{run.id}",
                   page="trail_protocols")  # fmt: skip
    return kept(report)


def kept(report: Report) -> Row:
    """A report as the job's row keeps it."""
    row = asdict(report)
    row["findings"] = [{**f, "values": {k: _storable(v) for k, v in f["values"].items()}} for f in row["findings"]]
    return row


def of_row(row: Row) -> Report:
    """A report as it was kept."""
    return Report(**{**row, "findings": [Finding(**f) for f in row["findings"]]})


def _storable(value: Any) -> Any:
    value = plain(value)
    kept = isinstance(value, str | int | float | bool | dict | list | datetime | None)
    return value if kept else str(value)
