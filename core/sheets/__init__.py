"""Grade sheets: open for a section, fill as drafts, close into events, correct by an act of two people."""

from core.sheets.corrections import confirm, effect, propose, reject, waiting
from core.sheets.drafts import Cell, choose, compose, keep, read_cell, seen_mark
from core.sheets.life import add_late, cancel, close, figures, listed, open_from, open_sheet
from core.sheets.plan import Plan, checksum, closing, line_of, result_of

__all__ = [
    "Cell",
    "Plan",
    "add_late",
    "cancel",
    "checksum",
    "choose",
    "close",
    "closing",
    "compose",
    "confirm",
    "effect",
    "figures",
    "keep",
    "line_of",
    "listed",
    "open_from",
    "open_sheet",
    "propose",
    "read_cell",
    "reject",
    "result_of",
    "seen_mark",
    "waiting",
]
