"""What the office does by itself: small works every few seconds, daily works at their hour, plans on their day.

Of several processes one works (a lease). What was missed while the office was closed is made up in order at the next
start. Acts of the scheduler are the actor «system»'s; their basis is the paper of the act that planned them.
"""

from core.scheduler.plans import HANDLERS, again, cancel, later, plan
from core.scheduler.reading import Line, coming, failed, state
from core.scheduler.scheduler import Scheduler, start
from core.scheduler.table import TABLE, Daily, Every

__all__ = [
    "HANDLERS", "TABLE", "Daily", "Every", "Line", "Scheduler", "again", "cancel", "coming", "failed", "later", "plan",
    "start", "state",
]  # fmt: skip
