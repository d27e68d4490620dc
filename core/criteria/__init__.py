"""The anti-corruption council's criteria (clause 47): an assessment of a period, its evidence found by the office."""

from core.criteria.acts import EDIT, READ, begin, gather, keep, submit
from core.criteria.evidence import PAGES
from core.criteria.paper import pdf
from core.criteria.reading import criteria, get, listed

__all__ = ["EDIT", "PAGES", "READ", "begin", "criteria", "gather", "get", "keep", "listed", "pdf", "submit"]
