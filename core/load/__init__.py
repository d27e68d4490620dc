"""Teaching load (clauses 17, 41) of a term or a year: hours per teacher and department by kind of class, against the
yearly norm.
"""

from core.load.reading import Load, Loads, Nobody, Scope, found, scope_of
from core.load.sheet import columns, paper, rows, xlsx
from core.load.weeks import Span, shared, spans

__all__ = [
    "Load", "Loads", "Nobody", "Scope", "Span", "columns", "found", "paper", "rows", "scope_of", "shared", "spans",
    "xlsx",
]  # fmt: skip
