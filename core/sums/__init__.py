"""Sums: small documents of figures over everybody, rebuilt by slice from dirty marks; the office's charts read them.

A slice is one document of `sums` ({_id: slice, gen, at, took, rows}), replaced whole, so a reader never meets half
of it. Slices: contingent, progress, before, today, results:<term>, interim:<term>, signals:<term>, teachers:<term>,
attestation:<year>.
"""

from core.sums.build import generation, note, read, refresh

__all__ = ["generation", "note", "read", "refresh"]
