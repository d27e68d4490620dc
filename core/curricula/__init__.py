"""Curricula: what an intake of a programme studies; drawn up, checked, copied, approved, read by whoever needs them."""

from core.curricula.reading import Reader, lines, of_studies, of_study, semester_of

__all__ = ["Reader", "lines", "of_studies", "of_study", "semester_of"]
