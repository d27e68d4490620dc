"""A grade sheet on the screen: the marks grid, its steps, what is explained, corrections and their register."""

from core.ui.sheet import register, unfinished
from core.ui.sheet.corrections import correction, correction_list, effect, proposal
from core.ui.sheet.explain import explain
from core.ui.sheet.filling import files, present, remarks
from core.ui.sheet.grid import choose_drafts, draw, lines_now, printed, problem_lines, sum_line
from core.ui.sheet.opening import resit
from core.ui.sheet.papers import paper_beside_record, printing_panel
from core.ui.sheet.steps import advance, beside, trail, window_line

__all__ = [
    "advance", "beside", "choose_drafts", "correction", "correction_list", "draw", "effect", "explain", "files",
    "lines_now", "paper_beside_record", "present", "printed", "printing_panel", "problem_lines", "proposal",
    "register", "remarks", "resit", "sum_line", "trail", "unfinished", "window_line",
]  # fmt: skip
