"""People of whom certificates speak: a school with orders, an English programme, results, blanks in stock."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from pypdf import PdfReader

from core import blanks, references, students
from core.blanks import posts
from core.db.store import Store
from core.desk import Desk, Why
from core.papers import acts
from schemas import events as ev
from schemas.base import Basis, Ref, Text, new_id
from schemas.discipline import Programme
from schemas.order import Order
from schemas.paper import Paper
from schemas.reference import Department, Office
from schemas.student import Result, Student
from schemas.words import ResultState, Role
from tests.acts.class_kit import put
from tests.acts.order_kit import Staff, staff
from tests.once import once

OWN = {"fact/reason": "own_wish"}
SAT = [{"name": "Бірінші А.", "post": "төраға", "chair": True}, {"name": "Екінші Б."}, {"name": "Үшінші В."}]
LONG = "Қарағандылық" * 10  # 120 letters


@once
def office(store: Store) -> Staff:
    """The school, its programme called in three languages."""
    people = staff(store)
    name = Text(kk="Дәстүрлі өнер", ru="Традиционное искусство", en="Traditional Art")
    people.of.programme = put(people.head, Programme(code="6B02102", name=name, credits=Decimal(240)))
    faculty = Text(kk="Аспап факультеті", ru="Факультет инструментов", en="Faculty of Instruments")
    people.of.faculty = put(people.head, Department(code="F3", kind="faculty", name=faculty))
    card = people.store.load(Office, "office")
    references.save(people.head, Office, "office", card.revision, {"name.en": "Ulgi Conservatory"}, Why("x"))
    return people


def pupil(people: Staff, n: int, **study: Any) -> Student:
    """A student whose name is known in Latin letters."""
    made = people.of.pupil(n, **study)
    return students.edit(people.head, made.id, made.revision, {"name.latin": f"Student{n:02d} A"}, Why("x"))


def result(people: Staff, of: Student, code: str, name: Text, passed: bool = True) -> None:
    """A result in a student's record."""
    found = Result(
        id=new_id(), discipline=Ref(id=f"d-{code}", label=name), code=code, term=people.of.autumn.code,
        credits=Decimal(5), letter="A-" if passed else "F", final_grade=Decimal(91 if passed else 30),
        points=Decimal("3.67") if passed else Decimal(0), state=ResultState.passed if passed else ResultState.failed,
        earned=Decimal(5 if passed else 0), gpa=True, rules="r", on=people.of.autumn.starts,
    )  # fmt: skip

    def work(tx):  # type: ignore[no-untyped-def]
        tx.append(of.id, ev.ResultRecorded, study=of.studies[0].id, result=found)
        return tx.student_document(of.id)

    people.head.transact("student.edit", work, Why("сынақ"))


def expelled(people: Staff, pupils: Sequence[Student]) -> Order:
    return people.done(people.draft("expulsion", pupils, each=OWN))


def stock(people: Staff, first: int = 1, last: int = 9) -> Desk:
    """Certificate blanks in stock; the desk of their keeper, who is the author."""
    day = people.today
    basis = Basis(kind="Бұйрық", number="1", day=day)
    posts.appoint(people.head, people.author.actor.id, [], day - timedelta(1), Why("тағайындалды", basis))
    blanks.receive(
        people.author, {"kind": "certificate_form", "series": "АБ", "first": first, "last": last, "day": day,
                        "supplier": "Баспа", "waybill": "1", "commission": SAT}, Why(),
    )  # fmt: skip
    return people.author


def made(desk: Desk, code: str, of: Student, lang: str = "kk", **values: object) -> Paper:
    paper = acts.request(desk, code, of.id, of.studies[0].id, {"lang": lang, **values}, Why("өтініш"))
    return acts.make(desk, paper.id, paper.revision, Why())


def words(file: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())


__all__ = ["LONG", "OWN", "SAT", "Role", "expelled", "made", "office", "pupil", "result", "stock", "words"]
