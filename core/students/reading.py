"""Looking at a student: the card, any past day, two revisions side by side, who looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from core import access, history, looks, merged
from core.access import Actor
from core.db.codec import differences
from core.db.store import Row, Store
from core.desk import Desk
from core.students.acts import personal
from schemas import events as ev
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
    row = desk.store.one("students", {"number": number}, {"_id": 1}) or {}
    found = desk.rows(Student, "student.read", {"_id": kept(desk, row.get("_id", ""))}, {"_id": 1}, limit=1)
    return found[0]["_id"] if found else None


def kept(desk: Desk, id: Id) -> Id:
    """The record that this one leads to: itself, or the one it was joined to (see core.students.merging)."""
    return merged.kept(desk.store, id)


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
    access.require(desk.actor, "student.results")  # the whole history is read for it
    state = true_state(desk.store, history.parse(_events(desk, id)), on, known)
    return reveal(desk.store, desk.actor, {"_id": id, **desk.seen(Student, state)})


def _events(desk: Desk, id: Id) -> list[Row]:
    """The whole history of a student the user may see, as stored: what is folded from it is stripped, not itself."""
    desk.get(Student, id, "student.read")
    return (desk.store.one("students", {"_id": id}, {"events": 1}) or {"events": []})["events"]  # type: ignore[no-any-return]


def true_state(
    reader: merged.Reader, events: Sequence[ev.Event], on: date | None = None, known: datetime | None = None
) -> history.State:
    """The fold of these events, and on days before a merge also what was true in the record that was joined: the
    person studied there although it was not yet known that it is one person."""
    state = history.fold(events, on, known)
    if on is None:
        return state
    seen = [e for e in events if known is None or e.at <= known]
    gone = history.voided_ids([(e.id, e.voids if isinstance(e, ev.EventVoided) else None) for e in seen])
    for event in seen:
        if not isinstance(event, ev.MergedIn) or event.id in gone or event.effective <= on:
            continue
        row = reader.one("students", {"_id": event.source.id}, {"events": 1}) or {"events": []}
        theirs = true_state(reader, history.parse(row["events"]), on, known)
        ids = {s["came"][0]["study"]: s["id"] for s in event.studies}
        state = {
            **state,
            "studies": [*state["studies"], *({**s, "id": ids.get(s["id"], s["id"])} for s in theirs["studies"])],
            "papers": [*state["papers"], *({**p, "study": ids.get(p["study"], p["study"])} for p in theirs["papers"])],
        }
    return state


def revision_state(desk: Desk, id: Id, revision: int) -> Row:
    """The state after the first `revision` events were written, as this user may see it."""
    return desk.seen(Student, history.fold(history.parse(_events(desk, id)[:revision])))


def compare(desk: Desk, id: Id, first: int, second: int) -> list[tuple[str, Any, Any]]:
    """What differs between two revisions: (path, in the first, in the second)."""
    access.require(desk.actor, "student.results")
    found = differences(revision_state(desk, id, first), revision_state(desk, id, second))
    return [(p, a, b) for p, a, b in found if p != "latest"]


def looked(desk: Desk, id: Id, limit: int = 100) -> list[Row]:
    """Who opened this card, printed or took what is this student's, newest first; for those who may ask."""
    return looks.found(desk, looks.Asked(student=id, joined=tuple(merged.ids_of(desk.store, id)[1:])), size=limit)
