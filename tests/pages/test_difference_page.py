"""The academic difference in the browser: roles and languages; compared, decided in the grid, approved, on a card."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core import differences, rulebooks, students
from core.db.codec import plain
from core.desk import Desk, Why
from core.orders.after_difference import takers
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Lang, Text, new_id
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.difference import Difference, DifferenceStatus
from schemas.discipline import Discipline, Programme
from schemas.reference import Department
from schemas.student import Name, Profile, Result, Student, StudyProfile
from schemas.term import Term
from schemas.words import Component, CurriculumState, Cycle, ResultState, Role, TermKind
from tests.conftest import actor
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

DATA = ("N1", "S1", "S2", "S3", "2026-1", "6B021", "v1", "Тест head")
READERS = [Role.head, Role.senior_registrar, Role.registrar, Role.management, Role.auditor, Role.department]
EDITS = (Role.head, Role.senior_registrar, Role.registrar)

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def doc(head: Desk) -> Difference:
    """A draft of a student of the second year who lacks one discipline of the first, by somebody who opens no page."""

    def put(document: Any) -> Any:
        return head.transact("reference.edit", lambda tx: tx.add(document, scoped=False), Why("т"))

    rulebooks.install(head, "kz-2022")
    faculty = put(Department(_id="f1", code="F", name=Text(kk="Аспаптық", ru="Инструментальный"), kind="faculty"))
    unit = put(
        Department(_id="d1", code="K", name=Text(kk="Фортепиано", ru="Фортепиано", en="Piano"), kind="department")
    )
    term = put(Term(code="2026-1", kind=TermKind.autumn, year=2026, starts=date(2026, 9, 1), ends=date(2027, 1, 20)))
    put(Term(code="2026-2", kind=TermKind.spring, year=2026))
    programme = put(Programme(code="6B021", name=Text(kk="Аспаптық орындау", ru="Исполнительство", en="Performance")))
    of = [
        put(Discipline(
            code=f"S{n}", name=Text(kk=f"Сольфеджио {n}", ru=f"Сольфеджио {n}", en=f"Solfeggio {n}"), credits=5,
        ))
        for n in (1, 2, 3)
    ]  # fmt: skip
    lines = [
        CurriculumLine(id=f"l{n}", semester=n, discipline=d.ref(), code=d.code, cycle=Cycle.base,
                       component=Component.mandatory, credits=Decimal(5))
        for n, d in enumerate(of, 1)
    ]  # fmt: skip
    plan = put(
        Curriculum(programme=programme.ref(), intake=2025, semesters=4, state=CurriculumState.approved, lines=lines)
    )
    profile = Profile(number="N1", name=Name(last="Сейітова", first="Айгүл"), iin_absent_reason="т")
    study = StudyProfile(
        id="st1", faculty=faculty.ref(), department=unit.ref(), programme=programme.ref(), curriculum=plan.ref(),
        year=2, group="Ф-25-1", admitted_on=date(2025, 8, 25),
    )  # fmt: skip
    made = students.admit(head, profile, study, Why("т"), date(2025, 8, 25))
    got = Result(id=new_id(), discipline=of[0].ref(), code="S1", term="2025-1", credits=Decimal(5), letter="B",
                 state=ResultState.passed, earned=Decimal(5), gpa=False, rules="r", on=date(2026, 1, 10))  # fmt: skip

    def work(tx: Tx) -> Student:
        tx.student(made.id)
        tx.append(made.id, ev.ResultRecorded, date(2026, 1, 10), study="st1", result=got)
        return tx.student_document(made.id)

    head.transact("student.recognise", work, Why("т"), right="student.edit")
    values = {"ground": "reinstatement", "curriculum": plain(plan.ref()), "term": plain(term.ref())}
    return differences.make(head, made.id, "st1", values, Why("т"))


def press(at: Any, *begins: str) -> Any:
    """Press the first button whose key or label begins so."""
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


@pytest.mark.parametrize(("role", "lang"), met(READERS))
def test_list_and_comparison_open_for_every_role_and_language(
    doc: Difference, open_page: Open, role: Role, lang: Lang
) -> None:
    at = open_page("difference", role, lang)
    assert not at.exception and strange(at, lang, DATA) == []
    assert any(b.icon == ":material/add:" for b in at.button) == (role in EDITS)
    at = open_page("difference", role, lang, id=doc.id)
    assert not at.exception and strange(at, lang, DATA) == []
    assert any("Сейітова" in said for said in texts(at))
    assert any((b.key or "").startswith("send-ask:difference.settle") for b in at.button) == (role in EDITS)
    at = open_page("difference", role, lang, tab="open")
    assert not at.exception and strange(at, lang, DATA) == []


@pytest.mark.parametrize("role", [Role.teacher, Role.payments, Role.administrator])
def test_others_are_told_calmly(doc: Difference, open_page: Open, role: Role) -> None:
    at = open_page("difference", role, id=doc.id)
    assert not at.exception and not any("Сейітова" in said for said in texts(at)) and at.info


def test_an_address_that_leads_nowhere_is_no_fault(doc: Difference, open_page: Open) -> None:
    for address in ({"id": "nope"}, {"tab": "nope"}, {"id": "new", "student": "nope"}):
        at = open_page("difference", Role.head, **address)
        assert not at.exception and (at.info or at.title)


def test_accepted_handed_in_and_approved_by_another(doc: Difference, open_page: Open, head: Desk) -> None:
    at = open_page("difference", Role.head, "kk", id=doc.id)
    press(at, "send-ask:difference.accept")
    kept = differences.get(head, doc.id)
    assert [x.decision.value for x in kept.lines if x.decision] == ["recognised", "difference", "not_asked"]
    press(at, "send-ask:difference.settle")
    kept = differences.get(head, doc.id)
    assert kept.status is DifferenceStatus.decided and kept.course == 2
    assert any("басқа қызметкер" in i.value for i in at.info), "whoever decided is told that another approves"


def decided(head: Desk, doc: Difference) -> Difference:
    doc = differences.accept(head, doc.id, doc.revision, [x.id for x in doc.lines], Why("т"))
    return differences.settle(head, doc.id, doc.revision, Why("т"))


def test_another_approves_and_the_list_tells_what_is_not_cleared(
    doc: Difference, open_page: Open, head: Desk
) -> None:  # fmt: skip
    decided(head, doc)
    at = open_page("difference", Role.management, "ru", id=doc.id)
    press(at, "send-ask:difference.approve")
    assert not at.exception
    assert differences.get(head, doc.id).status in (DifferenceStatus.approved, DifferenceStatus.entered)
    at = open_page("difference", Role.department, "ru", tab="open")
    assert not at.exception and any("Дисциплин: 1" in said.replace("\\", "") for said in texts(at))


def test_an_approved_one_goes_to_the_draft_of_an_order_by_one_button(
    doc: Difference, open_page: Open, head: Desk
) -> None:  # fmt: skip
    at = open_page("difference", Role.head, "kk", id=doc.id)
    assert not any("orders_ui.draft" in str(b.key) for b in at.button), "nothing is approved yet"
    kept = decided(head, doc)
    other = Desk(actor(Role.management), head.store)
    differences.approve(other, kept.id, kept.revision, Why("т", Basis(kind="protocol", number="1", day=head.today())))
    assert takers(head, differences.get(head, doc.id))
    at = open_page("difference", Role.head, "kk", id=doc.id)
    press(at, "send-ask:orders_ui.draft")
    made = head.store.rows("orders", {})
    assert [r["lines"][0]["student"]["id"] for r in made] == [doc.student.id] and made[0]["status"] == "draft"


def test_the_card_shows_what_is_to_be_cleared(doc: Difference, open_page: Open, head: Desk) -> None:
    for lang in ("kk", "ru", "en"):
        at = open_page("student", Role.head, lang, id=doc.student.id)  # type: ignore[arg-type]
        at.session_state[f"v:tab:{doc.student.id}"] = "studies"
        at.run()
        assert not at.exception and any(doc.number in said.replace("\\", "") for said in texts(at))


def test_a_new_one_is_compared_from_a_number_and_bad_values_stand_beside_their_fields(
    doc: Difference, open_page: Open, head: Desk
) -> None:
    differences.withdraw(head, doc.id, doc.revision, Why("т"))
    at = open_page("difference", Role.senior_registrar, "ru", id="new", student="N1")
    assert not at.exception and strange(at, "ru", DATA) == []
    press(at, "send-difference:new:st1")
    assert not at.exception and at.markdown, "the term is asked for"
    assert differences.count(head) == 1
    chosen = next(w for w in at.selectbox if (w.key or "").endswith(":term"))
    chosen.select_index(0)
    press(at, "send-difference:new:st1")
    assert not at.exception and differences.count(head) == 2
    assert [d.proposed_course for d in differences.of_student(head, doc.student.id)] == [2]
