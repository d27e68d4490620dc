"""Marks are a right of their own: who lends books, takes fees or runs the machine never meets one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core import students
from core.access import RIGHTS
from core.desk import Desk, Why
from core.errors import Forbidden
from schemas.student import Student
from schemas.words import Role
from tests.acts.test_students import person, study
from tests.conftest import actor

BLIND = [r for r in Role if "student.read" in RIGHTS[r] and "student.results" not in RIGHTS[r]]
NONE = [r for r in Role if "student.read" not in RIGHTS[r]]


@pytest.fixture
def marked(head: Desk, tampered: None) -> Student:
    """A student with sums that tell of marks (written past the acts: only reading is asked here)."""
    made = students.admit(head, person(), study(), Why("а"))
    secret = {"studies.0.totals": {"credits": 30, "gpa": "3.67", "academic_debts": 2}}
    head.store.db.command("collMod", "students", validationLevel="off")
    head.store.db["students"].update_one({"_id": made.id}, {"$set": secret})
    return made


def test_who_may_read_cards_without_marks() -> None:
    assert set(BLIND) == {Role.payments, Role.career, Role.service}
    assert set(NONE) == {Role.administrator, Role.hr}


@pytest.mark.parametrize("role", BLIND)
def test_cards_and_lists_hold_no_mark_for_them(head: Desk, marked: Student, role: Role) -> None:
    desk = Desk(actor(role), head.store)
    row = students.listed(desk, sort="gpa")[0]
    assert "totals" not in row["studies"][0] and row["number"] == "S-1"
    card = students.card(desk, marked.id)
    assert card.studies[0].totals.credits == Decimal(0) and card.studies[0].record == [] == card.events
    for ask in (lambda: students.as_of(desk, marked.id), lambda: students.compare(desk, marked.id, 1, 1)):
        with pytest.raises(Forbidden):
            ask()
    assert "totals" in students.listed(head)[0]["studies"][0]


@pytest.mark.parametrize("role", NONE)
def test_others_see_no_student_at_all(head: Desk, marked: Student, role: Role) -> None:
    desk = Desk(actor(role), head.store)
    for ask in (lambda: students.listed(desk), lambda: students.count(desk), lambda: students.card(desk, marked.id)):
        with pytest.raises(Forbidden):
            ask()
