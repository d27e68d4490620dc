"""Internal audits (ISO 9001, 9.2; clause 29): the programme of a year, audits, their findings and reports.

rules: whose own work an audit would be, what is late; team: the people of an audit; programme, acts: what is done;
reading: the board of a year; report: PDF and DOCX.
"""

from core.internal_audits.acts import amend, cancel, checklist, close, findings, hand_in, plan, start
from core.internal_audits.reading import Board, Line, board, get, years

__all__ = [
    "Board", "Line", "amend", "board", "cancel", "checklist", "close", "findings", "get", "hand_in", "plan", "start",
    "years",
]  # fmt: skip
