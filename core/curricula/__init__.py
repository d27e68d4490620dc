"""Curricula (clauses 7-4, 16): what an intake of a programme studies; drawn up, checked, copied, approved, read by
whoever needs them.
"""

from core.curricula.acts import approve, approved_step, copy, describe, edit, make, new_version
from core.curricula.checking import breaches_of, catalogue, structure_of
from core.curricula.reading import Reader, lines, of_studies, of_study, semester_of
from core.curricula.rules import breaches, compared, totals

__all__ = [
    "Reader", "approve", "approved_step", "breaches", "breaches_of", "catalogue", "compared", "copy", "describe",
    "edit", "lines", "make", "new_version", "of_studies", "of_study", "semester_of", "structure_of", "totals",
]  # fmt: skip
