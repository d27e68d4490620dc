"""The checks of a registration: values in, reasons out. Each breach names its check, its words and what they hold.

Sources: domain.md 1.4, 2.2, 2.4. Every limit is a setting of the house (schemas.kinds.study.StudyRules). Nothing is
read here; core.registration.frame brings what the checks look at.
"""

from core.registration.rules.asking import breaches
from core.registration.rules.curriculum import blocks, demanded, moved_up, planned, semester
from core.registration.rules.shapes import (
    ACTIVE,
    CHECKS,
    NEVER,
    PAID,
    SEATED,
    TURNS,
    Attempts,
    Breach,
    Frame,
    Key,
    Learner,
    Row,
    Stage,
    Wish,
    attempts_of,
)
from core.registration.rules.words import joined

__all__ = [
    "ACTIVE", "CHECKS", "NEVER", "PAID", "SEATED", "TURNS", "Attempts", "Breach", "Frame", "Key", "Learner", "Row",
    "Stage", "Wish", "attempts_of", "blocks", "breaches", "demanded", "joined", "moved_up", "planned", "semester",
]  # fmt: skip
