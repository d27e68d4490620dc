"""Reports built by who needs them (clauses 22, 33-9): asked by data of `core.sources`, within the reach of who asks.

    made = reports.run(desk, body)           # a Made: headings, typed values, parts of shares, totals, notes
    cost = reports.price(desk, body)         # what it would read; `heavy`: asked before
    rows = reports.behind(desk, body, made, 0, 1)  # the records a cell counts
    for row in reports.records(desk, body):  # a list of any length, for files

Screens and files of a report say nothing but what its `Made` says. acts: kept, shared, put on first pages; again: the
next year; ready: measures chosen in one press; shipped: what an office starts with.
"""

from core.reports.acts import answered_by, keep, pin, retire, share
from core.reports.again import moved
from core.reports.made import PERCENT, TOTAL, Heading, Made
from core.reports.reading import answering, get, listed, pinned
from core.reports.running import FREE, LIVE, Behind, Price, behind, headings, price, records, run
from core.reports.shipped import ship

__all__ = [
    "FREE", "LIVE", "PERCENT", "TOTAL", "Behind", "Heading", "Made", "Price", "answered_by", "answering", "behind",
    "get", "headings", "keep", "listed", "moved", "pin", "pinned", "price", "records", "retire", "run", "share", "ship",
]  # fmt: skip
