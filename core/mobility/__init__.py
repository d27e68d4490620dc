"""Academic mobility: ours who study elsewhere for a time, guests who study here, and what is recognised (clause 16).

A stay is drawn up by one person (`make`, `edit`), its disciplines go into the student's plan (`choose`), and what was
passed elsewhere becomes results of the student by the protocol of the commission, at the hand of another (`recognise`).
A guest's results come by ordinary sheets.
"""

from core.mobility.acts import cancel, edit, finish, make, recognise, start
from core.mobility.planning import choose, in_plan, plan_of
from core.mobility.reading import columns, count, earned_here, filters, get, listed, of_student
from core.mobility.rules import Given

__all__ = [
    "Given", "cancel", "choose", "columns", "count", "earned_here", "edit", "filters", "finish", "get", "in_plan",
    "listed", "make", "of_student", "plan_of", "recognise", "start",
]  # fmt: skip
