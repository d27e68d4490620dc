"""The end of the office's work (clause 54): its ground, the leadership's decision, the archive."""

from core.ending.acts import agreed, ask, declined, listed, open_work
from core.ending.archive import begin

__all__ = ["agreed", "ask", "begin", "declined", "listed", "open_work"]
