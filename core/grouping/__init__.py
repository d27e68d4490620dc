"""Streams, groups, subgroups (clause 17): how many a discipline needs, who goes where, and every change of their lists.

Pure rules: seats, placing, proposing. Acts: forming (a whole term, as a job), lists (move, enlist, delist), shape
(split, join, dissolve, facts). steps: what other acts use inside their own (make_step, leave_steps).
"""

from core.grouping.forming import Formed, form, preview
from core.grouping.lists import candidates, delist, enlist, move, move_step
from core.grouping.numbers import set_count
from core.grouping.proposing import Place, Proposal, Wanted, propose
from core.grouping.reading import Line, needs, norms, registered
from core.grouping.seats import Lot, Seat, arithmetic
from core.grouping.shape import FIXED, close, edit, enter, join, split
from core.grouping.steps import Left, leave_steps, make_step, make_steps

__all__ = [
    "FIXED", "Formed", "Left", "Line", "Lot", "Place", "Proposal", "Seat", "Wanted", "arithmetic", "candidates",
    "close", "delist", "edit", "enlist", "enter", "form", "join", "leave_steps", "make_step", "make_steps", "move",
    "move_step", "needs", "norms", "preview", "propose", "registered", "set_count", "split",
]  # fmt: skip
