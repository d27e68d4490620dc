"""The timetable: lessons of sections, who would have to be in two places at once, tables brought in, weeks."""

from core.timetable.clashes import Clash, Slot, held_on, overlap
from core.timetable.students import Planner, clashes_of_student, free_section, lessons_of, term_days

__all__ = [
    "Clash", "Planner", "Slot", "clashes_of_student", "free_section", "held_on", "lessons_of", "overlap", "term_days",
]  # fmt: skip
