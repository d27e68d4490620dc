"""Units of the institution in time (clauses 3, 9): renamed, joined and closed by decision of the council; the past
stays readable.
"""

from core.units.acts import carry_out, close, join, rename
from core.units.reading import as_of, formed_of, points

__all__ = ["as_of", "carry_out", "close", "formed_of", "join", "points", "rename"]
