"""The paper of who looked: for one student's days, in his language, numbered, the same when it is taken again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from core import look_papers, looks, students
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.office import first_office
from schemas.words import Role, StudyLanguage
from tests.acts.test_students import person, study
from tests.conftest import actor

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


@pytest.fixture
def student(head: Desk) -> str:
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    made = students.admit(head, person("S-1"), study(language=StudyLanguage.ru), Why("қабылдау"))
    for days, did, to in ((40, "open", ""), (3, "print", ""), (2, "hand", "Военкомат")):
        desk = replace(head, clock=lambda days=days: NOW - timedelta(days=days))
        looks.note(desk, "student", "students", made.id, "S-1", did, to=to, reason="запрос")  # type: ignore[arg-type]
    looks.note(replace(head, clock=lambda: NOW), "student", "students", "other", "S-2")
    return made.id


def words(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


def test_a_student_is_told_who_looked_and_a_reprint_says_the_same(head: Desk, student: str) -> None:
    desk = replace(head, clock=lambda: NOW)
    paper = look_papers.make(desk, student, date(2026, 11, 10), date(2026, 11, 20), Why("өтініш № 5"))
    assert (paper.number, paper.lines, paper.lang) == ("2026-0001", 2, "ru")
    said = words(look_papers.pdf(desk, paper.id))
    assert "Справка № 2026-0001" in said and "Военкомат" in said and head.actor.name in said and "запрос" in said
    line = looks.found(desk, looks.Asked(student=student), size=1)[0]
    assert (line["did"], line["label"], line["to"]) == ("print", "2026-0001", paper.student.label.kk)
    later = replace(head, clock=lambda: NOW + timedelta(hours=1))
    looks.note(later, "student", "students", student, "S-1")
    assert words(look_papers.pdf(later, paper.id)) == said, "what was looked at since is not on it"
    again = look_papers.make(later, student, date(2026, 11, 10), date(2026, 11, 20), Why("тағы"))
    assert (again.number, again.lines) == ("2026-0002", 3), "the first print stands on the second paper"
    assert [p.number for p in look_papers.of_student(desk, student)] == ["2026-0002", "2026-0001"]


def test_bad_days_and_other_roles_are_refused(head: Desk, student: str, store: Store) -> None:
    desk = replace(head, clock=lambda: NOW)
    today = NOW.date()
    with pytest.raises(Problems) as e:
        look_papers.make(desk, student, today + timedelta(2), today + timedelta(1), Why(" "))
    assert [p.field for p in e.value.problems] == ["ends", "starts", "reason"]
    for role in set(Role) - {Role.head}:
        with pytest.raises(Forbidden):
            look_papers.make(Desk(actor(role), store, clock=lambda: NOW), student, today, today, Why("өтініш"))


def test_lines_removed_from_the_base_are_not_printed_over(head: Desk, student: str) -> None:
    desk = replace(head, clock=lambda: NOW)
    paper = look_papers.make(desk, student, date(2026, 11, 10), date(2026, 11, 20), Why("өтініш"))
    head.store.db["looks"].delete_one({"student": student, "did": "hand"})
    with pytest.raises(RuleBroken, match="lines_changed"):
        look_papers.pdf(desk, paper.id)
