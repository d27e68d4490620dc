"""Year and commission of attestation, held by the address: for every page of it the same two choices."""

from __future__ import annotations

from collections.abc import Sequence

from core.ui.page import lang
from core.ui.progress.chooser import pick
from schemas.attestation import Commission


def year(known: Sequence[int], usual: int, area: str) -> int:
    """One of these years. area: whose words."""
    return pick("year", known, str, 130, usual, False, area) or usual


def commission(found: Sequence[Commission], area: str, every: bool) -> Commission | None:
    """One of these commissions; every: none chosen means all."""
    by = {c.id: c for c in found}
    names = {i: f"{c.number} · {c.name.get(lang())}" for i, c in by.items()}
    first = found[0].id if found and not every else None
    return by.get(pick("commission", list(by), names.__getitem__, 430, first, every, area) or "")


__all__ = ["commission", "year"]
