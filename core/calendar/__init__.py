"""The academic calendar that acts: windows open and close by its periods, terms take their days from it."""

from core.calendar.acts import (
    approve,
    approved_step,
    close_term,
    close_term_step,
    copy_from,
    make,
    reopen_term,
    save_holidays,
    save_periods,
)
from core.calendar.reading import check_term_open, get, of_year, stored, terms_of, year_on, years
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
)

__all__ = [
    "Week", "approve", "approved_step", "check_term_open", "close_term", "close_term_step", "copy_from", "fitting",
    "get", "make", "need_window", "next_window", "of_year", "parity", "reopen_term", "save_holidays", "save_periods",
    "stored", "terms_of", "weeks", "window", "working", "working_days", "year_of", "year_on", "years",
]  # fmt: skip
