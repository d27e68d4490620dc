"""Templates of papers: their language, the variables they may name, and the check every new version passes."""

from core.templates.checks import check, faults, gaps, pieces_of
from core.templates.pieces import Block, Grid, Set, Value, fill
from core.templates.variables import TABLES, Variable, names, said, sample, table_names, tables, variables

__all__ = [
    "TABLES", "Block", "Grid", "Set", "Value", "Variable", "check", "faults", "fill", "gaps", "names", "pieces_of",
    "said", "sample", "table_names", "tables", "variables",
]  # fmt: skip
