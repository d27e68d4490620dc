"""Acts on a student's card. Every one is an event of the student and a link of his chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import history, merged
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken, StaleRevision
from core.fields import check_own, check_typed, describe, emptied, form_fields, personal_paths, unlike, without_hidden
from core.personal.basis import asked_for
from core.personal.held import kept_for
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, is_token
from schemas.student import Profile, Student, StudyProfile
from schemas.words import Role


def personal() -> frozenset[str]:
    """The places of a card whose values are kept apart and can be erased, those added in the browser too."""
    return personal_paths(Profile)


def admit(desk: Desk, profile: Profile, study: StudyProfile, why: Why, effective: date | None = None) -> Student:
    """Enter a person into the register with a first study.

    Raises Duplicate (number or IIN taken), Forbidden (a faculty that is not the user's).
    """

    def work(tx: Tx) -> Student:
        typed_card(desk.actor.role, profile, study)
        id = tx.new_id()
        admit_step(tx, id, profile, study, effective or study.admitted_on)
        student = tx.student_document(id)
        tx.check_scope(Student, plain(student))
        return student

    return desk.transact("student.register", work, why, given=[profile, study, effective])


def admit_step(tx: Tx, id: Id, profile: Profile, study: StudyProfile, effective: date | None = None) -> None:
    """Enter a person inside somebody's act (registration by hand, import, demonstration)."""
    tx.admit(id)
    card = {k: v for k, v in plain(profile).items() if k != "consent"}  # consent has acts of its own
    tx.append(id, ev.Admitted, effective, profile=conceal(tx, id, card), study=plain(study))
    tx.mark_dirty("contingent")


def conceal(tx: Tx, id: Id, profile: dict[str, Any]) -> dict[str, Any]:
    """A stored profile with its personal values put apart."""
    for path in personal():
        value = history.pick(profile, path.split("."))
        if value:
            profile = history.put(profile, path.split("."), tx.conceal(id, path, value))
    return profile


def typed_card(role: Role, profile: Profile, study: StudyProfile) -> None:
    """The office's own fields of a new card: may this role set them, is every required one there? Problems."""
    _typed(role, profile, "")
    typed_study(role, study)


def typed_study(role: Role, study: StudyProfile) -> None:
    """The same of a new study alone."""
    _typed(role, study, "study.")


def _typed(role: Role, part: Profile | StudyProfile, prefix: str) -> None:
    part.custom = check_own(type(part), part.custom or {}, prefix) or None
    own = {f"custom.{k}": v for k, v in (part.custom or {}).items()}
    check_typed(type(part), role, own, whole=True, prefix=prefix)
    row = plain(part)
    if found := unlike(
        type(part), {s.path: history.pick(row, s.path.split(".")) for s in describe(type(part))}, prefix
    ):
        raise Problems(found)


def edit(
    desk: Desk, id: Id, revision: int, changes: dict[str, Any], why: Why, effective: date | None = None
) -> Student:
    """Change fields of the card: {dotted path: new value}; paths of a study begin with `studies.<id>.`.

    revision: the one the user saw. Raises StaleRevision (someone was first; values tell who, and `theirs` holds the
    fields he changed), Problems (beside the fields), RuleBroken when nothing changed or no reason is given.
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Student:
        return edit_step(tx, id, revision, changes, effective)

    try:
        return desk.transact("student.edit", work, why, given=[id, revision, changes, effective])
    except StaleRevision as e:
        e.values["theirs"] = _changed_since(desk, id, revision)
        raise


CONTACTS, CONFIRMED = "contacts.", "contacts.updated_on"


def confirmed(tx: Tx, state: history.State, found: Sequence[ev.Change], always: bool = False) -> list[ev.Change]:
    """Contacts that change are confirmed by that (clause 45); always: confirmed as they stand."""
    was = history.pick(state, CONFIRMED.split("."))
    touched = always or any(c.field.startswith(CONTACTS) for c in found)
    return [ev.Change(field=CONFIRMED, was=was, now=plain(tx.today))] if touched and was != plain(tx.today) else []


def edit_step(tx: Tx, id: Id, revision: int | None, changes: dict[str, Any], effective: date | None = None) -> Student:
    """The same inside somebody's act."""
    state = tx.student(id, revision)
    yours(tx.actor.role, changes)
    found = changed_fields(tx, id, state, changes)
    if not found:
        raise RuleBroken("students.nothing_changed")
    tx.append(id, ev.ProfileEdited, effective, changes=[*found, *confirmed(tx, state, found)])
    tx.mark_dirty("contingent")
    student = tx.student_document(id)
    tx.check_scope(Student, plain(student))
    return student


def editable(path: str) -> bool:
    """May this place of a card be edited by hand? Results, totals and status follow from their own acts alone."""
    model, inner = place(path)
    return any(s.path == inner for s in form_fields(model))


def yours(role: Role, changes: dict[str, Any]) -> None:
    """Problems beside the fields that this role may only read."""
    fixed = {
        path for path in changes for model, inner in [place(path)]
        for s in describe(model) if s.path == inner and role in s.fixed | s.hidden
    }  # fmt: skip
    if fixed:
        raise Problems([Problem(path, "errors.field.not_yours") for path in sorted(fixed)])


def place(path: str) -> tuple[type[Profile] | type[StudyProfile], str]:
    """Which model describes a place of a card, and the place inside of it."""
    parts = path.split(".")
    return (StudyProfile, ".".join(parts[2:])) if parts[0] == "studies" and len(parts) > 2 else (Profile, path)


def changed_fields(tx: Tx, id: Id, state: history.State, changes: dict[str, Any]) -> list[ev.Change]:
    """What really changes, checked as a whole card; personal values as tokens. Raises Problems."""
    after = state
    for path in changes:
        if not editable(path):
            raise RuleBroken("students.no_such_field", field=path)
    for path, value in changes.items():
        after = history.put(after, path.split("."), plain(value))
    checked(after, changes)
    found = []
    for path in changes:
        was, now = history.pick(state, path.split(".")), history.pick(after, path.split("."))
        if path in personal() and now and not is_token(now):
            if tx.personal_value(was) == now:
                continue
            now = tx.conceal(id, path, now)
        if was != now:
            found.append(ev.Change(field=path, was=was, now=now))
    return found


def checked(after: history.State, changes: dict[str, Any]) -> None:
    """Does the card fit as a whole, and each study that `changes` names? Raises Problems."""
    problems: list[Problem] = []
    try:
        Profile.model_validate({k: after.get(k) for k in Profile.model_fields if k in after})
    except ValidationError as e:
        problems += Problems.of(e).problems
    for path, value in changes.items():
        model, inner = place(path)
        problems += [Problem(path, "errors.field.missing") for _ in emptied(model, {inner: plain(value)})]
        problems += [Problem(path, p.key, p.values) for p in unlike(model, {inner: plain(value)})]
    touched = {p.split(".")[1] for p in changes if p.startswith("studies.")}
    for study in after["studies"]:
        if study["id"] in touched:
            try:
                # A field younger than the study is not in it: its default stands for it, not «nothing».
                StudyProfile.model_validate({k: study[k] for k in StudyProfile.model_fields if k in study})
            except ValidationError as e:
                problems += Problems.of(e, f"studies.{study['id']}.").problems
    if problems:
        raise Problems(problems)


def _changed_since(desk: Desk, id: Id, revision: int) -> list[dict[str, Any]]:
    row = desk.store.one("students", {"_id": id}, {"events": 1}) or {"events": []}
    row = without_hidden(Student, desk.actor.role, row)
    return [
        {"field": c["field"], "was": c["was"], "now": c["now"], "by": e["actor"]["name"], "at": e["at"]}
        for e in row["events"] if e["n"] > revision and e["type"] == "profile_edited" for c in e["changes"]
    ]  # fmt: skip


def erase(desk: Desk, id: Id, revision: int, fields: list[str], why: Why) -> Student:
    """Erase personal values on the law's demand; events and chains keep only their salted hashes.

    Raises Problems (no application is named: reason, number, day), RuleBroken `personal.kept` for what the law keeps,
    with its years, `personal.nothing` for no field.
    """
    kept = set(fields) - personal()
    if kept:
        code = "card" if all(any(s.path == f for s in describe(Profile)) for f in kept) else "study"
        years = kept_for(desk.store)[code]
        key = "personal.kept_for_ever" if years is None else "personal.kept"
        raise RuleBroken(key, fields=", ".join(sorted(kept)), years=years)
    if not fields:
        raise RuleBroken("personal.nothing")
    asked_for(why)

    def work(tx: Tx) -> Student:
        tx.student(id, revision)
        joined = merged.ids_of(tx.session, id)
        tx.students(joined, merged=True)
        for each in joined:  # records joined to this one hold values of the same person
            tx.erase_personal(each, fields)
            tx.append(each, ev.PersonalErased, fields=fields)
        return tx.student_document(id)

    return desk.transact("student.erase", work, why, given=[id, revision, fields])
