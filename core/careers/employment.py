"""The employment of graduates: each record stays, a change is a further one in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.history import voided_ids
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.career import Employment, EmploymentEntry, EmploymentState
from schemas.student import Student
from schemas.words import StudyStatus

READ, ENTER = "employment.read", "employment.enter"


def enter(
    desk: Desk, student: Id, study: Id, values: Mapping[str, Any], why: Why, replaces: Id | None = None
) -> Employment:
    """Write down what a graduate does; replaces: the record in whose place it comes.

    Raises Problems beside the fields (no employer, an end before the start, no file, a day ahead), RuleBroken (has not
    graduated, is replaced already), Forbidden.
    """

    def work(tx: Tx) -> Employment:
        state = tx.student(student)
        row = next((s for s in state["studies"] if s["id"] == study), None)
        if row is None or row["status"] != StudyStatus.graduated.value:
            raise RuleBroken("careers.not_graduate")
        try:
            entry = EmploymentEntry.model_validate({k: v for k, v in values.items() if v not in (None, "")})
        except ValidationError as e:
            raise Problems.of(e) from None
        if entry.since > tx.today:
            raise Problems([Problem("since", "careers.ahead")])
        if entry.file:
            tx.file(entry.file.id)
        whose: Student = tx.student_document(student)
        made = tx.add(Employment(
            _id=tx.new_id(), student=whose.ref(), student_number=whose.number, study=study,
            graduated=graduated_on(tx.events(student), study, tx.today).year, entry=entry, entered_by=tx.who(),
            entered_on=tx.today, replaces=replaces, **{k: row.get(k) for k in ("programme", "department", "faculty")},
        ))  # fmt: skip
        if replaces:
            old = tx.get(Employment, replaces)
            if old.status is EmploymentState.replaced or old.study != study:
                raise RuleBroken("careers.replaced_already")
            old.status = EmploymentState.replaced
            tx.save(old)
        return made

    return desk.transact(ENTER, work, why, given=[student, study, plain(dict(values)), replaces])


def graduated_on(events: Iterable[ev.Event], study: Id, day: date) -> date:
    """Since when a study is graduated: of the newest event that made it so; `day` where none tells it."""
    told = list(events)
    gone = voided_ids([(e.id, getattr(e, "voids", None)) for e in told])
    found = day
    for event in told:
        of = getattr(event, "study", None)
        brought = isinstance(of, dict) and of.get("id") == study and of.get("status") == StudyStatus.graduated.value
        moved = any(
            c.field == f"studies.{study}.status" and c.now == StudyStatus.graduated.value
            for c in getattr(event, "changes", ())
        )
        if event.id not in gone and (brought or moved) and event.effective:
            found = event.effective
    return found


def of_student(desk: Desk, student: Id) -> list[Employment]:
    """All records of one graduate, the newest first, replaced ones among them. Forbidden."""
    rows = desk.rows(Employment, READ, {"student.id": student}, None, [("entry.since", -1), ("_id", -1)], 100)
    return [Employment.model_validate(r) for r in rows]


__all__ = ["ENTER", "READ", "enter", "graduated_on", "of_student"]
