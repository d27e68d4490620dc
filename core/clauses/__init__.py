"""The clause table of the regulation (clauses 19, 57): each clause and where the software meets it, found from the
code.
"""

from core.clauses.found import Met, met
from core.clauses.table import Clause, clauses, named

__all__ = ["Clause", "Met", "clauses", "met", "named"]
