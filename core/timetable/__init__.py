"""The timetable (clauses 33-2, 41): lessons of sections, who would have to be in two places at once, tables brought
in, weeks.
"""

from core.timetable.acts import change, place, retaught, take_out
from core.timetable.clashes import Clash, Slot, held_on, overlap
from core.timetable.reading import (
    Day,
    count,
    groups,
    hours,
    lesson,
    listed,
    of_section,
    rooms,
    taught,
    teachers,
    term_clashes,
    term_on,
    terms,
    week,
)
from core.timetable.students import Planner, clashes_of_student, free_section, lessons_of, term_days
from schemas.timetable import Lesson

__all__ = [
    "Lesson",
    "Clash", "Day", "Planner", "Slot", "change", "clashes_of_student", "count", "free_section", "groups", "held_on",
    "hours", "lesson", "lessons_of", "listed", "of_section", "overlap", "place", "retaught", "rooms", "take_out",
    "taught", "teachers", "term_clashes", "term_days", "term_on", "terms", "week",
]  # fmt: skip
