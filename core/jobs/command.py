"""`python -m core job ID`: the process of a heavy job. The office begins it by itself."""

from __future__ import annotations

import os
import signal

from core import logs
from core.db import connection
from core.jobs import runner
from core.jobs.run import closing


def main(words: list[str]) -> int:
    """Carry out the job named by its id; 0 done or ended, 1 there is nothing to be taken."""
    logs.begin()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the office, which then ends us itself
    signal.signal(signal.SIGTERM, lambda *_: closing.set())  # its act is ended first, then the job is handed back
    if hasattr(os, "nice"):
        os.nice(5)  # a long work must not slow the people at their screens
    return 0 if words and runner.carry_out(connection.store(), words[0]) else 1
