"""Requests and correspondence (clauses 33-9, 34-3, 40, 46): a letter is registered, given to somebody, answered in
time by a letter that is sent and logged, filed. What was registered and what was sent is never edited.
"""

from core.requests.acts import close, extend, move, register, resolve, withdraw
from core.requests.answering import answer, send
from core.requests.clock import Left, clocks, last_day
from core.requests.folders import open_folders
from core.requests.paper import journal, letter_pdf, table
from core.requests.reading import (
    VIEWS,
    count,
    counts,
    get,
    linked,
    listed,
    log,
    log_count,
    sent,
    views,
    years,
)
from core.requests.reminding import remind

__all__ = [
    "VIEWS", "Left", "answer", "clocks", "close", "count", "counts", "extend", "get", "journal", "last_day",
    "letter_pdf", "linked", "listed", "log", "log_count", "move", "open_folders", "register", "remind", "resolve",
    "send", "sent", "table", "views", "withdraw", "years",
]  # fmt: skip
