"""Control of lessons, exams and attestation: checks, deviations and their life, figures, the report (clause 33-2)."""

from core.checks.acts import close, deviate, edit, give_back, make, mend
from core.checks.figures import Line, by_department, total
from core.checks.reading import (
    Planned,
    checks,
    deviation,
    deviations,
    head_of,
    late,
    late_sheets,
    overdue,
    planned,
)

__all__ = [
    "Line", "Planned", "by_department", "checks", "close", "deviate", "deviation", "deviations", "edit", "give_back",
    "head_of", "late", "late_sheets", "make", "mend", "overdue", "planned", "total",
]  # fmt: skip
