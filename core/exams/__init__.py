"""The exam timetable (clauses 25, 33-2): planned by hand, from a table or as proposed, published, changed on a basis.

`plan` and `bring`/`accept` make drafts, `publish` makes a term's or a faculty's drafts official, all or none. What a
sheet is opened with is asked of `of_section`; who is admitted to an exam says `admission`.
"""

from core.exams.acts import cancel, change, plan
from core.exams.gathering import Sessions
from core.exams.proposing import Proposal
from core.exams.publishing import publish
from core.exams.reading import (
    board,
    count,
    days,
    examiners,
    exams,
    get,
    listed,
    of_section,
    of_sections,
    of_whom,
    people,
    sums,
    term_clashes,
    wanting,
)
from schemas.exam import Exam

__all__ = [
    "Exam", "Proposal", "Sessions", "board", "cancel", "change", "count", "days", "examiners", "exams", "get", "listed",
    "of_section", "of_sections", "of_whom", "people", "plan", "publish", "sums", "term_clashes", "wanting",
]  # fmt: skip
