"""The academic difference after a transfer, a reinstatement or a leave (domain.md 5.2; clauses 16, 20).

An earlier record (own history, results brought in) is compared with a curriculum (`make`); every proposal says how it
was found. The officer decides line by line (`decide`) and as a whole (`settle`), another person approves (`approve`):
what was earned elsewhere becomes results, the difference is registered in the study plan with its deadlines, at once
or after the order (`enter`). Orders ask `summary`.
"""

from core.differences.acts import edit, make, refresh, withdraw
from core.differences.approving import approve, enter
from core.differences.comparing import rules_of
from core.differences.deciding import Choice, accept, aim, decide, give_back, settle
from core.differences.reading import (
    OpenLine,
    Summary,
    columns,
    compared,
    count,
    filters,
    get,
    listed,
    of_card,
    of_student,
    summary,
    uncleared,
)  # fmt: skip

__all__ = [
    "Choice", "OpenLine", "Summary", "accept", "aim", "approve", "columns", "compared", "count", "decide",
    "edit", "enter", "filters", "get", "give_back", "listed", "make", "of_card", "of_student",
    "refresh", "rules_of", "settle", "summary", "uncleared", "withdraw",
]  # fmt: skip
