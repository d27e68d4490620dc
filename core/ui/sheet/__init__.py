"""A grade sheet on the screen: the marks grid, its steps, what is explained, corrections and their register."""

from core.ui.sheet import register, summary, unfinished
from core.ui.sheet.corrections import correction, correction_list, effect, proposal
from core.ui.sheet.differing import choose_drafts
from core.ui.sheet.explain import explain
from core.ui.sheet.filling import files, present, remarks
from core.ui.sheet.grid import draw, lines_now, printed, problem_lines, sum_line
from core.ui.sheet.interests import interests
from core.ui.sheet.opening import resit
from core.ui.sheet.papers import paper_beside_record, printing_panel
from core.ui.sheet.steps import before_drawing, beside, drawn, steps, trail, window_line

__all__ = [
    "before_drawing", "beside", "choose_drafts", "correction", "correction_list", "draw", "drawn", "effect", "explain",
    "files", "interests", "lines_now", "paper_beside_record", "present", "printed", "printing_panel", "problem_lines",
    "proposal", "register", "remarks", "resit", "steps", "sum_line", "summary", "trail", "unfinished", "window_line",
]  # fmt: skip
