"""Meetings in which the office takes part or which it holds (clauses 33-6, 34-6): planned, written, signed."""

from core.meetings.acts import cancel, change, plan, sign, write
from core.meetings.paper import extract, protocol
from core.meetings.reading import Followed, followed, get, last_of, listed, to_follow
from core.meetings.rules import needed, quorate

__all__ = [
    "Followed", "cancel", "change", "extract", "followed", "get", "last_of", "listed", "needed", "plan", "protocol",
    "quorate", "sign", "to_follow", "write",
]  # fmt: skip
