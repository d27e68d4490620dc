"""Appeals against a mark: filed within its clock, decided by a commission, an upheld one proposes the correction."""

from core.appeals.acts import decide, file, form, withdraw
from core.appeals.reading import columns, count, filters, get, listed, of_sheet, overdue
from core.appeals.rules import Clock, clock, refusal

__all__ = [
    "Clock", "clock", "columns", "count", "decide", "file", "filters", "form", "get", "listed", "of_sheet", "overdue",
    "refusal", "withdraw",
]  # fmt: skip
