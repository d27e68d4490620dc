"""Our records against the national platform's (clauses 28, 33-9; domain.md 11, I14): their file is brought in,
compared field by field, kept as it came out.

mapping: which column says which field; rules: when two values say the same, who is missing where; acts: a file
compared and stored; reading: what was found. The indicator asks the rows that are kept (`core.sources`).
"""

from core.reconciling.acts import bring
from core.reconciling.reading import found, listed, one, xlsx
from core.reconciling.rules import compared

__all__ = ["bring", "compared", "found", "listed", "one", "xlsx"]
