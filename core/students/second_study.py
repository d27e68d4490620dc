"""A further study of the same person: a second degree, with results, GPA and papers of its own."""

from __future__ import annotations

from datetime import date

from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.students.acts import typed_study
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.student import Student, StudyProfile
from schemas.words import StudyStatus

GOING = (StudyStatus.active.value, StudyStatus.academic_leave.value)


def open_study(
    desk: Desk, id: Id, revision: int, study: StudyProfile, why: Why, effective: date | None = None
) -> Student:
    """Open a further study of a person who is in the register; true since `effective`, else the day of admission.

    Raises StaleRevision, Problems (no reason, no programme), RuleBroken when he studies on that programme already,
    Forbidden when the person or the new study lies outside the user's faculties.
    """
    problems = [] if why.reason.strip() else [Problem("reason", "errors.field.reason_missing")]
    if study.programme is None:
        problems.append(Problem("study.programme", "errors.field.missing"))
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> Student:
        typed_study(desk.actor.role, study)
        state = tx.student(id, revision)
        tx.check_scope(Student, {"studies": [plain(study)]})
        if any(other["id"] == study.id for other in state["studies"]):
            raise RuleBroken("records.study_there")
        going = {(s["programme"] or {}).get("id") for s in state["studies"] if s["status"] in GOING}
        if study.programme and study.programme.id in going:
            raise RuleBroken("records.same_programme", programme=study.programme.label)
        tx.append(id, ev.StudyOpened, effective or study.admitted_on, study=plain(study))
        tx.mark_dirty("contingent")
        return tx.student_document(id)

    return desk.transact(
        "student.open_study", work, why, right="student.register", given=[id, revision, study, effective]
    )
