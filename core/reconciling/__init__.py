"""Our records against the national platform's (clauses 28, 33-9; domain.md 11, I14): their file is brought in,
compared field by field, kept as it came out.

mapping: which column says which field; rules: when two values say the same, who is missing where; acts: a file
compared and stored; settling: a row that differs is mended by one choice; sending: a file of ours, looked at before it
is sent; reading: what was found. Codes of another system are tables of the Kinds editor. The indicator asks the rows
that are kept (`core.sources`).
"""

from core.reconciling.acts import bring
from core.reconciling.reading import found, listed, one, xlsx
from core.reconciling.rules import compared
from core.reconciling.sending import Prepared, prepared, send, sent, written
from core.reconciling.settling import settle

__all__ = [
    "Prepared", "bring", "compared", "found", "listed", "one", "prepared", "send", "sent", "settle", "written", "xlsx",
]  # fmt: skip
