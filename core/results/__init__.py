"""Interim results in figures, and what sheets tell of marking; counted by the sums (core.sums.interim, .signals)."""
