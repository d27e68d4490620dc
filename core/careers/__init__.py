"""The career sector (clause 45): contacts confirmed and refreshed by campaigns, the employment of graduates."""

from core.careers.campaigns import Progress, begin, end, left, listed, progress
from core.careers.contacts import of_rows, refresh
from core.careers.employment import enter, of_student
from core.careers.figures import Line, counted, graduates, lines, table

__all__ = [
    "Line", "Progress", "begin", "counted", "end", "enter", "graduates", "left", "lines", "listed", "of_rows",
    "of_student", "progress", "refresh", "table",
]  # fmt: skip
