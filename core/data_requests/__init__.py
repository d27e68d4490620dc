"""Requests of data to units (clauses 34-1, 34-2): sent, seen, answered, returned or accepted, reminded of."""

from core.data_requests.acts import remind_now, send, withdraw
from core.data_requests.answering import answer, see
from core.data_requests.deciding import accept, extend, mend
from core.data_requests.reading import (
    Owing,
    answers_of,
    get,
    get_answer,
    late_by_unit,
    listed,
    may_answer,
    mine,
    owed_by,
    to_decide,
    units,
)  # fmt: skip
from core.data_requests.reminding import remind
from core.data_requests.workbook import xlsx

__all__ = [
    "Owing", "accept", "answer", "answers_of", "extend", "get", "get_answer", "late_by_unit", "listed", "may_answer",
    "mend", "mine", "owed_by", "remind", "remind_now", "see", "send", "to_decide", "units", "withdraw", "xlsx",
]  # fmt: skip
