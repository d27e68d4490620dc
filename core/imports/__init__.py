"""Bringing a table in: read → match → dry run → accept, with a history whose every line can be undone as a
whole."""

from core.imports.acts import LaterWork, accept, history, undo
from core.imports.matching import (
    KINDS,
    Kind,
    Target,
    guess,
    guess_kind,
    preset,
    presets,
    save_preset,
    suggested,
    target,
    targets,
)  # fmt: skip
from core.imports.plan import CHANGED, CREATED, PROBLEM, SAME, Plan, plan
from core.imports.reading import Table, read
from core.imports.report import problem_file

__all__ = [
    "CHANGED", "CREATED", "KINDS", "PROBLEM", "SAME", "Kind", "LaterWork", "Plan", "Table", "Target",
    "accept", "guess",
    "guess_kind", "history", "plan", "preset", "presets", "problem_file", "read", "save_preset", "suggested", "target",
    "targets",
    "undo",
]  # fmt: skip
