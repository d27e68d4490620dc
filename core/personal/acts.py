"""Everything about one person, at his own demand: a copy of it for him (clause 47), and what may be erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core import access, merged
from core.desk import Desk, Why
from core.errors import Forbidden
from core.personal.basis import asked_for
from core.personal.held import Whose
from core.students.acts import personal
from core.students.reading import ERASED
from core.tx import Tx
from schemas.base import Id, is_token
from schemas.reference import Person
from schemas.student import Student

COPY, ERASE = "personal.copy", "student.erase"


@dataclass(frozen=True)
class Erasable:
    """A field of a card that may be erased: its place, and in how many of the person's records it holds a value."""

    path: str
    held: int


def copy(desk: Desk, whose: Whose, id: Id, why: Why) -> Student | Person:
    """Decide that a person is given a copy of everything stored about him: the act names his application. The file is
    made by `core.personal.files.taken` for whoever did it. Raises Problems (no reason, no number or day)."""
    asked_for(why)

    def work(tx: Tx) -> Student | Person:
        if whose == "people":
            return tx.get(Person, id)
        tx.student(id)
        return tx.student_document(id)

    return desk.transact(COPY, work, why, given=[whose, id])


def decided(desk: Desk, id: Id, command: str) -> dict[str, Any]:
    """The entry of the act by which this user may take this copy. Raises Forbidden where there is none."""
    access.require(desk.actor, COPY)
    entry = desk.store.one("audit_events", {"command": command, "action": COPY, "subject.id": id})
    if entry is None or entry["actor"]["id"] != desk.actor.id:
        raise Forbidden("errors.forbidden", right=COPY)
    return entry


def erasable(desk: Desk, id: Id) -> list[Erasable]:
    """What would be erased: the fields of the card whose values are kept apart and stand there yet. Forbidden."""
    desk.get(Student, id, ERASE)
    owners = merged.ids_of(desk.store, id)
    held = desk.store.rows("personal", {"owner": {"$in": owners}}, {"field": 1, "owner": 1}, limit=10_000)
    found = {path: len({r["owner"] for r in held if r["field"] == path}) for path in sorted(personal())}
    return [Erasable(path, n) for path, n in found.items() if n]


def tokens(desk: Desk, ids: list[Id]) -> dict[str, str]:
    """What the salted hashes of a person stand for, where it was not erased."""
    return {r["_id"]: r["value"] for r in desk.store.rows("personal", {"owner": {"$in": ids}}, limit=10_000)}


def said(node: Any, values: dict[str, str]) -> Any:
    """A stored record with personal values put back wherever their hashes stand; ✕ where they were erased."""
    if isinstance(node, dict):
        return {k: said(v, values) for k, v in node.items()}
    if isinstance(node, list):
        return [said(v, values) for v in node]
    return values.get(node, ERASED) if is_token(node) else node


__all__ = ["COPY", "ERASE", "Erasable", "copy", "decided", "erasable", "said", "tokens"]
