"""The academic calendar that acts: windows open and close by its periods, terms take their days from it."""

from core.calendar.reading import check_term_open, get, of_year, stored, year_on, years
from core.calendar.windows import (
    Week,
    fitting,
    need_window,
    next_window,
    parity,
    weeks,
    window,
    working,
    working_days,
    year_of,
)  # fmt: skip

__all__ = [
    "Week", "check_term_open", "fitting", "get", "need_window", "next_window", "of_year", "parity", "stored", "weeks", "window",
    "working", "working_days", "year_of", "year_on", "years",
]  # fmt: skip
