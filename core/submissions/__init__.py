"""Data submitted to management (clause 29-b): sent with files, seen, decided, carried out by tasks.

Any page submits what it has made by one call:

    ready = files.ready(desk, "report.pdf", data)            # unprotected bytes; each taking away is protected
    submissions.send(desk, Sending(SubmissionKind.audit, "…", to=ids, files=[ready], source=audit), why)

`send_in(tx, …)` does the same inside the caller's own act.
"""

from core.submissions.acts import Sending, decide, decide_in, see, send, send_in
from core.submissions.reading import asked_of, get, leaders, listed, tasks_of, to_see

__all__ = [
    "Sending", "asked_of", "decide", "decide_in", "get", "leaders", "listed", "see", "send", "send_in", "tasks_of",
    "to_see",
]  # fmt: skip
