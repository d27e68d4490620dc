"""The register of students (clauses 2-d, 24-b): admit, edit, find, look, compare, erase."""

from core.students.acts import admit, edit, erase
from core.students.lists import columns, count, duplicates, filters, listed, usual
from core.students.reading import as_of, card, compare, id_of, kept, looked, reveal, revision_state

__all__ = [
    "admit",
    "as_of",
    "card",
    "columns",
    "compare",
    "count",
    "duplicates",
    "edit",
    "erase",
    "filters",
    "id_of",
    "kept",
    "listed",
    "looked",
    "reveal",
    "revision_state",
    "usual",
]
