"""Strict-reporting blanks (clause 27, domain.md 7): every number is a record, every change of it a line of the journal.

receipts: what comes in · moves: what happens to numbers · posts: who answers for them · counts: stock-taking · balance:
opening + received − issued − written off, at any day · numbers: spans and their words · binding: a number given to a
paper (diplomas, certificates) · reading: lists and one number.
"""

from core.blanks.balance import Standing, journal, stock
from core.blanks.binding import bind_step, free_step, issue_step, reserve_step, withdraw_step
from core.blanks.counts import cancel_count, finish_count, note_found, start_count
from core.blanks.moves import destroy, find_again, hand_to_hr, lose, return_from_hr, spoil, write_off
from core.blanks.posts import appoint, hand_over, keeper
from core.blanks.reading import by_number, columns, count, filters, history_of, listed, one
from core.blanks.receipts import receive

__all__ = [
    "Standing", "appoint", "bind_step", "by_number", "cancel_count", "columns", "count", "destroy", "filters",
    "find_again", "finish_count", "free_step", "hand_over", "hand_to_hr", "history_of", "issue_step", "journal",
    "keeper", "listed", "lose", "note_found", "one", "receive", "reserve_step", "return_from_hr", "spoil",
    "start_count", "stock", "withdraw_step", "write_off",
]  # fmt: skip
