"""Individual lessons, the core of a conservatory: one student, one teacher, the class of a teacher and its history.

The principal teacher is an attribute of the study (`study.teacher`, its history in the student's events); who teaches
an individual lesson of a term stands in its section, with everybody who taught it before (`Section.taught`).
"""

from core.classes.assigning import MOST, Wanted, assign, wanted
from core.classes.changing import change, hand_over
from core.classes.reading import Class, Pupil, of_teacher, people, taught_before, teachers_of
from core.classes.rules import check_teacher, replaced

__all__ = [
    "MOST", "Class", "Pupil", "Wanted", "assign", "change", "check_teacher", "hand_over", "of_teacher", "people",
    "replaced", "taught_before", "teachers_of", "wanted",
]  # fmt: skip
