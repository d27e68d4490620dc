"""Practices (clause 33-3): who passes which where, with whom; what is handed in; what is missing by days left.

bases: houses and contracts; acts, placing, marking: what is done; ordering: the order drafted from placements;
admission: who comes onto the practice sheet (core.sheets asks); reading: lists and figures; paper: list, referrals.
"""

from core.practices.reading import Summary, of_department

__all__ = ["Summary", "of_department"]
