"""Certificates on the screen: for many at once, not yet issued, from the archive, the registration book."""

from core.ui.certificates.archive import archive
from core.ui.certificates.books import books
from core.ui.certificates.many import several
from core.ui.certificates.owed import not_issued

__all__ = ["archive", "books", "not_issued", "several"]
