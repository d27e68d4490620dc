"""The read interface (clauses 40, 43, 46): other systems of the institution read records by a key of theirs.

What may be read is what `core.sources` describes, so a field written once stands here too. keys: giving and
withdrawing; reading: records a page at a time; changes: what changed since; described: the OpenAPI document.
"""

from core.api.described import openapi
from core.api.feed import SETTLED, changes
from core.api.keys import give, invented, listed, people, withdraw
from core.api.opening import Caller, caller_of, opened
from core.api.reading import MOST, fields_of, readable, records

__all__ = [
    "MOST", "SETTLED", "Caller", "caller_of", "changes", "fields_of", "give", "invented", "listed", "openapi",
    "opened", "people", "readable", "records", "withdraw",
]  # fmt: skip
