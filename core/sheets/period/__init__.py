"""Opening every sheet of a period in one act: wanted (what would be opened, who is left out), failed (of which closed
sheets a re-sit), work (it is opened)."""

from core.sheets.period.shapes import JOB, PART, Candidate, Planned, Preview, Wish
from core.sheets.period.wanted import candidates, fits, offered, planned, preview, resits, standing
from core.sheets.period.work import begin, open_work, put_in

__all__ = ["JOB", "PART", "Candidate", "Planned", "Preview", "Wish", "begin", "candidates", "fits", "offered",
           "open_work", "planned", "preview", "put_in", "resits", "standing"]  # fmt: skip
