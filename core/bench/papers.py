"""Transcripts and grade sheets against bare fpdf2 pages of as many cells."""

from __future__ import annotations

from core.bench import Ratio
from core.db.store import Store
from core.pdf import bench


def measure(_: Store, __: str) -> list[Ratio]:
    """Time of one transcript, of 400 sheets, and of their floors."""
    found, sheets = bench.ratio(), bench.sheets_ratio()
    return [
        Ratio("a transcript of two pages", 1 / found["transcripts_per_second"], 1 / found["bare_per_second"], 1.5),
        Ratio("400 sheets of 30 as protected PDFs", sheets["took"], sheets["bare"], 2),
    ]
