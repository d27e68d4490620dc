"""Bringing a table in: read → match → dry run → accept, with a history whose every line can be undone as a
whole."""

from core.imports.acts import UNDONE, LaterWork, accept, history, undo
from core.imports.matching import (
    KINDS,
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
from schemas.importing import Kind

__all__ = [
    "CHANGED", "CREATED", "KINDS", "PROBLEM", "SAME", "Kind", "LaterWork", "Plan", "Table", "Target", "UNDONE",
    "accept", "guess",
    "guess_kind", "history", "plan", "preset", "presets", "problem_file", "read", "save_preset", "suggested", "target",
    "targets",
    "undo",
]  # fmt: skip
