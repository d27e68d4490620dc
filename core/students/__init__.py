"""The register of students: admit, edit, find, look, compare, erase."""

from core.students.acts import admit, edit, erase
from core.students.lists import FILTERS, columns, count, duplicates, listed
from core.students.reading import as_of, card, compare, id_of, looks, reveal, revision_state

__all__ = [
    "FILTERS",
    "admit",
    "as_of",
    "card",
    "columns",
    "compare",
    "count",
    "duplicates",
    "edit",
    "erase",
    "id_of",
    "listed",
    "looks",
    "reveal",
    "revision_state",
]
