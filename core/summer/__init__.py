"""The summer semester: who needs what, applications, payment, groups, and what came of it (clause 23, domain.md 8).

It has no mechanism of its own: an application is a line of the study plan whose term is the summer one, its checks
are those of registration, its groups those of core.grouping, its results come back by closing a sheet.
"""

from core.summer.closing import close_few, closed_in
from core.summer.fees import Fee, fees
from core.summer.lines import Applied, Step, applied, apply, cleared, results, term_of
from core.summer.need import Demand, Item, Need, demand, need_of, needs
from core.summer.work import apply_many, offered

__all__ = [
    "Applied",
    "Demand",
    "Fee",
    "Item",
    "Need",
    "Step",
    "applied",
    "apply",
    "apply_many",
    "cleared",
    "close_few",
    "closed_in",
    "demand",
    "fees",
    "need_of",
    "needs",
    "offered",
    "results",
    "term_of",
]
