"""Bringing back an earlier value of a field of the card: a new event beside the old ones, by the rules of today."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core import history
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.fields import FieldSpec, Option, describe
from core.i18n import t
from core.students.acts import changed_fields, editable, personal, place, yours
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref, Text, is_token
from schemas.student import Student


def revert(desk: Desk, id: Id, revision: int, event: Id, fields: list[str], why: Why) -> Student:
    """Bring back what fields of the card were before an edit: `event` is the id of that edit, `fields` its places.

    A new edit whose reason names the one it takes back; results and totals are never touched, personal values that
    were erased can't come back. Raises StaleRevision, Problems (a value that today's rules refuse), RuleBroken,
    Duplicate (the number or IIN has another owner by now).
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
    edit = _edit(desk, id, event)
    named = t("records.brings_back", desk.lang, n=edit.n, at=edit.at)

    def work(tx: Tx) -> Student:
        state = tx.student(id, revision)
        yours(desk.actor.role, dict.fromkeys(fields))
        changes = {c.field: c.was for c in edit.changes if c.field in fields}
        if set(changes) != set(fields) or not fields:
            raise RuleBroken("students.nothing_changed")
        for path, value in changes.items():
            _may_return(tx, path, value)
        found = changed_fields(tx, id, state, changes)
        if not found:
            raise RuleBroken("records.stands_already")
        tx.append(id, ev.ProfileEdited, changes=found)
        tx.mark_dirty("contingent")
        student = tx.student_document(id)
        tx.check_scope(Student, plain(student))
        return student

    why = replace(why, reason=f"{named}: {why.reason.strip()}")
    return desk.transact("student.revert", work, why, right="student.edit", given=[id, revision, event, fields])


def returnable(student: Student, event: ev.ProfileEdited) -> list[ev.Change]:
    """Changes of an edit whose earlier value may be brought back: typed fields that don't hold that value today."""
    state = plain(student)
    return [
        c for c in event.changes
        if editable(c.field) and _of_study(state, c.field)
        and (c.field in personal() or history.pick(state, c.field.split(".")) != c.was)
    ]  # fmt: skip


def _of_study(state: history.State, field: str) -> bool:
    """A field of a study needs the study to be there still (a merge may have been taken back)."""
    parts = field.split(".")
    return parts[0] != "studies" or any(s["id"] == parts[1] for s in state["studies"])


def _edit(desk: Desk, id: Id, event: Id) -> ev.ProfileEdited:
    student = desk.get(Student, id, "student.edit")
    found = next((e for e in history.parse(student.events) if e.id == event), None)
    if found is None:
        raise NotFound("records.no_such_event")
    if not isinstance(found, ev.ProfileEdited):
        raise RuleBroken("records.not_an_edit")
    return found


def _may_return(tx: Tx, path: str, value: Any) -> None:
    """Do today's rules take this old value? Raises RuleBroken or Problems beside the field."""
    model, inner = place(path)
    spec = next((s for s in describe(model) if s.path == inner), None)
    if spec is None or spec.retired or not editable(path):
        raise RuleBroken("records.field_closed")
    if is_token(value):
        if tx.personal_value(value) is None:
            raise RuleBroken("records.value_erased", field=called(spec))
        return
    if value in (None, ""):
        if spec.required:
            raise Problems([Problem(path, "errors.field.missing")])
        return
    spec.check(value)
    _still_offered(tx, path, spec, value)


def called(spec: FieldSpec) -> Text:
    """A field's name in the three languages, for a message."""
    return Text(kk=spec.label("kk"), ru=spec.label("ru"), en=spec.label("en"))


def _still_offered(tx: Tx, path: str, spec: FieldSpec, value: Any) -> None:
    closed = [c for c in spec.choices if isinstance(c, Option) and c.closed and c.value == value]
    if closed:
        raise Problems([Problem(path, "records.choice_closed", {"value": closed[0].name})])
    if spec.kind == "ref" and spec.show.to:
        row = tx.session.one(spec.show.to, {"_id": value["id"]}, {"active": 1})
        if row is None or row.get("active") is False:
            raise Problems([Problem(path, "records.ref_closed", {"value": Ref.model_validate(value).label})])
