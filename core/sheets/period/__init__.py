"""Opening every sheet of a period in one act: wanted (what would be opened, who is left out), work (it is opened)."""

from core.sheets.period.wanted import (
    JOB,
    PART,
    Candidate,
    Planned,
    Preview,
    Wish,
    candidates,
    fits,
    offered,
    planned,
    preview,
    standing,
)  # fmt: skip
from core.sheets.period.work import begin, open_work, put_in

__all__ = ["JOB", "PART", "Candidate", "Planned", "Preview", "Wish", "begin", "candidates", "fits", "offered",
           "open_work", "planned", "preview", "put_in", "standing"]  # fmt: skip
