"""Consent to the use of personal data (clauses 7-1 and 7-2): given on a signed paper, taken back on an application."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.fields import describe
from core.students.lists import condition
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref
from schemas.student import Profile, Student
from schemas.words import ConsentState

LONGEST = 40
PERSONAL_GROUPS = ("identity", "contacts")  # of the card: who somebody is, how to reach him


def give_consent(
    desk: Desk, id: Id, revision: int, version: str, day: date, why: Why, scan: Ref | None = None
) -> Student:
    """Write down that a person agreed, on `day`, to the text `version`; the signed paper is the basis.

    scan: the paper in the personal file. Raises Problems (no text named, a day to come, no basis), RuleBroken when
    the same text is agreed to already.
    """
    version = version.strip()
    problems = _problems(desk, day, why)
    if not version:
        problems.append(Problem("version", "errors.field.missing"))
    elif len(version) > LONGEST:
        problems.append(Problem("version", "errors.field.string_too_long", {"max_length": LONGEST}))
    if problems:
        raise Problems(problems)

    def work(tx: Tx) -> Student:
        state = tx.student(id, revision)
        now = state.get("consent") or {}
        if now.get("state") == ConsentState.given.value and now.get("version") == version:
            raise RuleBroken("records.consent_there", version=version)
        tx.append(id, ev.ConsentGiven, _since(state, day), day=day, version=version, scan=scan)
        return tx.student_document(id)

    given = [id, revision, version, day, scan]
    return desk.transact("student.consent", work, why, right="student.edit", given=given)


def withdraw_consent(desk: Desk, id: Id, revision: int, day: date, why: Why) -> Student:
    """Write down that a person took the consent back, on his application of `day`."""
    if problems := _problems(desk, day, why):
        raise Problems(problems)

    def work(tx: Tx) -> Student:
        state = tx.student(id, revision)
        if (state.get("consent") or {}).get("state") != ConsentState.given.value:
            raise RuleBroken("records.no_consent")
        tx.append(id, ev.ConsentWithdrawn, _since(state, day), day=day)
        return tx.student_document(id)

    return desk.transact("student.consent_withdraw", work, why, right="student.edit", given=[id, revision, day])


def _problems(desk: Desk, day: date, why: Why) -> list[Problem]:
    problems = [] if day <= desk.today() else [Problem("day", "records.day_to_come")]
    if why.basis is None or not why.basis.kind.strip():
        problems.append(Problem("basis", "errors.field.basis_missing"))
    return problems


def _since(state: Row, day: date) -> date:
    """A paper signed before the person was entered counts from the day he was."""
    opened = [s["opened"] for s in state["studies"] if s.get("opened")]
    return max(day, date.fromisoformat(min(opened))) if opened else day


def asked_for(store: Store) -> tuple[str, bool]:
    """The text that is signed today (the institution's setting), and whether an export warns where it is missing."""
    row = store.one("office", {}, {"consent_version": 1, "consent_warns": 1}) or {}
    return row.get("consent_version") or "", row.get("consent_warns") is not False


def missing_in(desk: Desk, text: str, chosen: dict[str, Any], columns: Sequence[str]) -> int:
    """How many of a list gave no consent, where its columns say who somebody is or how to reach him; 0 where they
    don't, or where the institution set no warning."""
    personal = {s.path for s in describe(Profile) if s.show.personal or s.show.group in PERSONAL_GROUPS}
    if not personal & set(columns) or not asked_for(desk.store)[1]:
        return 0
    return without_consent(desk, text, chosen)


def without_consent(desk: Desk, text: str = "", chosen: dict[str, Any] | None = None) -> int:
    """How many of a list of students have given no consent, or have taken it back."""
    narrow = condition(text, chosen or {}, desk.actor.role)
    missing = {"consent.state": {"$ne": ConsentState.given.value}}
    return desk.count(Student, "student.read", {"$and": [narrow, missing]} if narrow else missing)


__all__ = ["asked_for", "give_consent", "missing_in", "withdraw_consent", "without_consent"]
