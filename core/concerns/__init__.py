"""Reports of concern (clauses 31, 47): a box anybody may drop a letter into, and the auditor who takes the post out."""

from core.concerns.acts import answer, propose, send, settle, take_in
from core.concerns.box import Sent, Thread, add, drop, thread
from core.concerns.reading import READ, Said, count, listed, one, waiting

__all__ = [
    "READ", "Said", "Sent", "Thread", "add", "answer", "count", "drop", "listed", "one", "propose", "send", "settle",
    "take_in", "thread", "waiting",
]  # fmt: skip
