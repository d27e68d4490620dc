"""Transcripts per second against bare fpdf2 pages of as many cells."""

from __future__ import annotations

from core.bench import Ratio
from core.db.store import Store
from core.pdf import bench


def measure(_: Store, __: str) -> list[Ratio]:
    """Time of one transcript and of its floor."""
    found = bench.ratio()
    return [Ratio("a transcript of two pages", 1 / found["transcripts_per_second"], 1 / found["bare_per_second"], 1.5)]
