"""Find anything from any page (clauses 24-b, 33-9): one question to every collection the user may see, and what he
opened last or pinned.

Every collection is a `Source`: its right, its page, its indexed questions. A further one is a further row of `SOURCES`.
"""

from core.finding.asking import FEW, Found, Hit, find, resolved
from core.finding.recents import forget, kept, opened, pin
from core.finding.sources import SOURCES, Source, source_of

__all__ = [
    "FEW", "SOURCES", "Found", "Hit", "Source", "find", "forget", "kept", "opened", "pin", "resolved", "source_of",
]  # fmt: skip
