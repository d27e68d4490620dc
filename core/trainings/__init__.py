"""Briefings and trainings (clauses 31, 39): planned, signed by each who was there, repeated in time."""

from core.integrity import staff
from core.trainings.acts import add, cancel, close, on_paper, plan, sign
from core.trainings.paper import pdf
from core.trainings.reading import Missing, get, held, listed, mine, missing, to_sign
from core.trainings.reminding import remind

__all__ = [
    "Missing", "add", "cancel", "close", "get", "held", "listed", "mine", "missing", "on_paper", "pdf", "plan",
    "remind", "sign", "staff", "to_sign",
]  # fmt: skip
