"""The nomenclature of files (clause 24-a): folders of a year with their retention; a year is opened from the last one
and closed; closed folders are handed over to the archive or destroyed by acts that two people make.
"""

from core.nomenclature.acts import approve, draft, drop
from core.nomenclature.folders import close_year, open_year, save
from core.nomenclature.paper import act_pdf, nomenclature_pdf
from core.nomenclature.reading import act, acts, folder, free_for, kept_said, listed, year_of, years, yet

__all__ = [
    "act", "act_pdf", "acts", "approve", "close_year", "draft", "drop", "folder", "free_for", "kept_said", "listed",
    "nomenclature_pdf", "open_year", "save", "year_of", "years", "yet",
]  # fmt: skip
