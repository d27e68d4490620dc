"""Interim results in figures (clauses 16, 35), and what sheets tell of marking; counted by the sums
(core.sums.interim, .signals).
"""
