"""How a unit's row is said: its state, or that it is late; colours."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.ui.page import T, lang
from schemas.data_request import AnswerState, RequestState, UnitAnswer

COLOURS: dict[AnswerState, Any] = {
    AnswerState.sent: "orange", AnswerState.seen: "blue", AnswerState.answered: "violet",
    AnswerState.returned: "orange", AnswerState.accepted: "green", AnswerState.withdrawn: "gray",
}  # fmt: skip
OF_REQUEST: dict[RequestState, Any] = {
    RequestState.open: "orange", RequestState.closed: "green", RequestState.withdrawn: "gray",
}  # fmt: skip


def state(row: UnitAnswer, today: date) -> str:
    """The state in words; of one that is late by how many days."""
    late = (today - row.due).days if row.owed else 0
    words = row.status.label(lang())
    return T("data_requests.late_n", state=words, n=late) if late > 0 else words
