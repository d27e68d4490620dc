"""Looking at a student: the card, any past day, two revisions side by side, who looked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from core import history, looks
from core.access import Actor
from core.db.codec import differences
from core.db.store import Row, Store
from core.desk import Desk
from core.students.acts import personal
from schemas.base import Id, is_token
from schemas.student import Student

ERASED = "✕"


def card(desk: Desk, id: Id, look: bool = True) -> Student:
    """The whole card with personal values for those who may see them; the look is recorded (who looked)."""
    student = desk.get(Student, id, "student.read")
    if look:
        looks.note(desk, "student", "students", id, f"{student.number} {student.name.text().kk}".strip())
    return Student.model_validate(reveal(desk.store, desk.actor, student.model_dump(by_alias=True)))


def id_of(desk: Desk, number: str) -> Id | None:
    """The id of the student with this number, if the user may see him."""
    found = desk.rows(Student, "student.read", {"number": number}, {"_id": 1}, limit=1)
    return found[0]["_id"] if found else None


def reveal(store: Store, actor: Actor, row: Row) -> Row:
    """A stored person with personal values put back; masked for those who may not see them, ✕ where erased."""
    values = {}
    if actor.may("student.personal"):
        values = {r["_id"]: r["value"] for r in store.rows("personal", {"owner": row["_id"]})}
    for path in personal():
        token = history.pick(row, path.split("."))
        if is_token(token):
            shown = values.get(token, ERASED) if actor.may("student.personal") else "•••"
            row = history.put(row, path.split("."), shown)
    return row


def as_of(desk: Desk, id: Id, on: date | None = None, known: datetime | None = None) -> Row:
    """The student's state true on day `on`, as known at the moment `known` (orders may be back-dated)."""
    student = desk.get(Student, id, "student.read")
    state = history.fold(history.parse(student.events), on, known)
    return reveal(desk.store, desk.actor, {"_id": id, **state})


def revision_state(student: Student, revision: int) -> Row:
    """The state after the first `revision` events were written."""
    return history.fold(history.parse(student.events[:revision]))


def compare(desk: Desk, id: Id, first: int, second: int) -> list[tuple[str, Any, Any]]:
    """What differs between two revisions: (path, in the first, in the second)."""
    student = desk.get(Student, id, "student.read")
    found = differences(revision_state(student, first), revision_state(student, second))
    return [(p, a, b) for p, a, b in found if p != "latest"]


def looked(desk: Desk, id: Id, limit: int = 100) -> list[Row]:
    """Who opened this card, printed or took what is this student's, newest first; for those who may ask."""
    return looks.found(desk, looks.Asked(student=id), size=limit)
