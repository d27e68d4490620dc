"""Powers of attorney (clause 34-4): given, printed in two languages, watched to their end, revoked by an act."""

from core.attorneys.acts import give, revoke, scanned
from core.attorneys.paper import pdf
from core.attorneys.reading import Standing, ending, get, listed, mine, standing
from core.attorneys.watching import remind

__all__ = ["Standing", "ending", "get", "give", "listed", "mine", "pdf", "remind", "revoke", "scanned", "standing"]
