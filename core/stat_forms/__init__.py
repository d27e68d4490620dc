"""Statistical forms (clauses 22, 46; domain.md 12): a mapping table the office edits, filled on the records of a day.

rules: who is counted in which cell, which sums do not come out; filling: the contingent and its moves behind them;
checks: whether a form may stand; acts: a filling is kept; paper: the sheet and the paper.
"""

from core.stat_forms.acts import get, keep, kept
from core.stat_forms.filling import Filled, filled, forms, usual_day

__all__ = ["Filled", "filled", "forms", "get", "keep", "kept", "usual_day"]
