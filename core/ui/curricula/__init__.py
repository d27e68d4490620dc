"""The screen of a curriculum: the grid one types into, sums and breaches, difference, versions, files, approval."""

from core.ui.curricula.acts import approval, copying, head_line, settings, versions
from core.ui.curricula.difference import difference
from core.ui.curricula.files import bringing, taking
from core.ui.curricula.grid import grid
from core.ui.curricula.renamed import renamed

__all__ = [
    "approval", "bringing", "copying", "difference", "grid", "head_line", "renamed", "settings", "taking", "versions",
]  # fmt: skip
