"""The inbox (clauses 6, 35): what waits for a person, for a role, for the one whose deputy he is; and what is late
with others.
"""

from core.tasks.acts import assign, cancel, close, done, finish, make
from core.tasks.queue import BUCKETS, Load, bucket, grouped, loads, move, of_whom, takers
from core.tasks.reading import Overdue, Waiting, closed, count, given, mine, names, one, open_count, overdue
from core.tasks.reminding import remind
from core.tasks.seats import Seat, holders, people, seats

__all__ = [
    "BUCKETS", "Load", "Overdue", "Seat", "Waiting", "assign", "bucket", "cancel", "close", "closed", "count", "done",
    "finish", "given", "grouped", "holders", "loads", "make", "mine", "move", "names", "of_whom", "one", "open_count",
    "overdue", "people", "remind", "seats", "takers",
]  # fmt: skip
