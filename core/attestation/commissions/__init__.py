"""Commissions of final attestation: who sits and on what decisions, their days, interests, papers.

rules: who may sit, the order of steps (pure) · acts: proposed → council → order → done · seating, proposing, finishing:
their steps · conflicts: own students, declared interests · declaring, papers: acts on both · deadlines: the days of the
rules and the reminder · lists: the composition as PDF and XLSX · reading.
"""

from core.attestation.commissions.acts import cancel, change, close, compose, copy, council, nominate, order, seat
from core.attestation.commissions.declaring import declare, own_seats, take_back
from core.attestation.commissions.reading import (
    Flag,
    columns,
    count,
    filters,
    flagged,
    get,
    graduates,
    listed,
    of_year,
    ready,
    years,
)  # fmt: skip

__all__ = [
    "Flag", "cancel", "change", "close", "columns", "compose", "copy", "council", "count", "declare", "filters",
    "flagged", "get", "graduates", "listed", "nominate", "of_year", "order", "own_seats", "ready", "seat", "take_back",
    "years",
]  # fmt: skip
