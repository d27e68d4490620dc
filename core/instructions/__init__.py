"""Explanations, recommendations, instructions (clause 34-5): published to units and roles, read by each, replaced."""

from core.instructions.acts import cancel, drop, edition, publish, remind_now, write
from core.instructions.marks import mark
from core.instructions.reading import (
    Reader,
    counts,
    editions,
    get,
    listed,
    marked,
    mine,
    reads,
    unread,
    waiting,
)
from core.instructions.reminding import remind

__all__ = [
    "Reader", "cancel", "counts", "drop", "edition", "editions", "get", "listed", "mark", "marked", "mine", "publish",
    "reads", "remind", "remind_now", "unread", "waiting", "write",
]  # fmt: skip
