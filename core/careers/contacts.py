"""Contacts of a student: seen by who calls, confirmed as they stand or changed, with the day of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core import access
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.students.acts import CONTACTS, changed_fields, confirmed, yours
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, is_token
from schemas.student import Contacts, Student

RIGHT = "contact.refresh"
PLACES = tuple(f"{CONTACTS}{name}" for name in Contacts.model_fields if name != "updated_on")


def refresh(desk: Desk, id: Id, revision: int, changes: Mapping[str, Any], why: Why) -> Student:
    """Confirm a student's contacts today; changes: those that are other now ({} where all are as they stand).

    Raises Problems beside the fields, StaleRevision, Forbidden, RuleBroken (another field, confirmed today already).
    """

    def work(tx: Tx) -> Student:
        if other := sorted(set(changes) - set(PLACES)):
            raise RuleBroken("students.no_such_field", field=other[0])
        state = tx.student(id, revision)
        yours(desk.actor.role, dict(changes))
        found = changed_fields(tx, id, state, dict(changes))
        found += confirmed(tx, state, found, always=True)
        if not found:
            raise RuleBroken("careers.confirmed_today")
        tx.append(id, ev.ProfileEdited, changes=found)
        student = tx.student_document(id)
        tx.check_scope(Student, plain(student))
        return student

    return desk.transact(RIGHT, work, why, given=[id, revision, dict(changes)])


def of_rows(desk: Desk, rows: Sequence[Row]) -> dict[Id, dict[str, str]]:
    """The contacts of stored students for who calls them: {id: {phone, email, address}}; ✕ where erased."""
    access.require(desk.actor, RIGHT)
    held = {r["_id"]: r.get("contacts") or {} for r in rows}
    tokens = [v for c in held.values() for v in c.values() if is_token(v)]
    said = {r["_id"]: r["value"] for r in desk.store.rows("personal", {"_id": {"$in": tokens}})} if tokens else {}
    return {
        id: {path: said.get(value, "✕") if is_token(value) else value or ""
             for path in PLACES for value in [contacts.get(path.removeprefix(CONTACTS))]}
        for id, contacts in held.items()
    }  # fmt: skip


__all__ = ["PLACES", "RIGHT", "of_rows", "refresh"]
