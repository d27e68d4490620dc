"""Nonconformities (clauses 29-a, 37; ISO 9001, 10.2):
proposed or reported, opened, cause and action, done, checked by another person.

proposing: from an audit, an indicator or the work, once of each source. acts: reporting, opening, declining, evidence.
life: correction and cause, action, done, the check that closes or asks for a further action.
"""

from core.quality.nonconformities.acts import attach, decline, edit, open_, report
from core.quality.nonconformities.life import analyse, check, do, plan
from core.quality.nonconformities.proposing import propose
from core.quality.nonconformities.reading import Counts, counts, get, late, listed, overdue

__all__ = [
    "Counts", "analyse", "attach", "check", "counts", "decline", "do", "edit", "get", "late", "listed", "open_",
    "overdue", "plan", "propose", "report",
]  # fmt: skip
