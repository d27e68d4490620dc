"""Grade sheets (clauses 2-b, 2-c, 24-b, 25-a, 25-b): a family described by data; opened, filled as drafts, signed,
closed into events, corrected by an act of two people."""

from core.sheets.again import open_resit, resitting
from core.sheets.corrections import confirm, propose, reject, waiting
from core.sheets.drafts import Cell, choose, compose, keep, seen_mark
from core.sheets.effects import Effect, effect
from core.sheets.forms import read_cell
from core.sheets.incomplete import Unfinished, lapse, unfinished
from core.sheets.life import add_late, cancel, close, hand_in, issue, part_of, reopen, send_back, sign, unsigned
from core.sheets.lists import figures, listed
from core.sheets.opening import Asked, open_from, open_sheet
from core.sheets.plan import Plan, checksum, closing, current_line, line_of, result_of
from core.sheets.register import Cut, changes
from core.sheets.single import Place, open_single, places_of

__all__ = [
    "Asked",
    "Cell",
    "Cut",
    "Effect",
    "Place",
    "Plan",
    "Unfinished",
    "add_late",
    "cancel",
    "checksum",
    "changes",
    "choose",
    "close",
    "closing",
    "compose",
    "confirm",
    "current_line",
    "effect",
    "figures",
    "hand_in",
    "issue",
    "keep",
    "lapse",
    "line_of",
    "listed",
    "open_from",
    "open_resit",
    "open_sheet",
    "open_single",
    "part_of",
    "places_of",
    "propose",
    "read_cell",
    "reject",
    "reopen",
    "result_of",
    "resitting",
    "seen_mark",
    "send_back",
    "sign",
    "unfinished",
    "unsigned",
    "waiting",
]
