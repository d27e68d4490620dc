"""Graduates whose degree is awarded: everything passed, protocol and order there, blanks in stock, names in Latin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import rulebooks
from core.blanks import posts, receive
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas.graduates import Pair
from schemas import events as ev
from schemas.attestation import Protocol
from schemas.base import Basis, Ref, Text
from schemas.discipline import Programme
from schemas.order import Order, OrderLine, OrderStatus
from schemas.student import Student
from schemas.words import Role
from tests.acts.attestation_kit import Graduates, graduates
from tests.acts.attestation_kit import at as desk_at
from tests.acts.class_kit import put
from tests.once import once

YEAR, TODAY = 2027, date(2027, 7, 1)
SAT = [{"name": "Бірінші А.", "chair": True}, {"name": "Екінші Б."}, {"name": "Үшінші В."}]


def at(store: Store, role: Role = Role.head, day: date = TODAY, lang: str = "kk", **assigned: str) -> Desk:
    """A desk of a role after the attestation."""
    return desk_at(store, role, day, lang, **assigned)


@dataclass
class Awarded:
    """The world of attestation, with who was awarded by which order."""

    of: Graduates
    pairs: list[Pair]
    order: Order

    @property
    def store(self) -> Store:
        return self.of.store

    def student(self, n: int) -> Student:
        return self.store.load(Student, self.pairs[n][0])


@once
def awarded(store: Store, honours: tuple[int, ...] = (1,), pupils: int = 3) -> Awarded:
    """Everybody's record is whole; those of `honours` are awarded with honours; three blanks of a kind each."""
    of = graduates(store, pupils)
    desk = at(store)
    desk.transact("reference.edit", lambda tx: _described(tx, of), Why("сынақ"))
    for n, pupil in enumerate(of.pupils):
        _record(desk, of, pupil, n)
    for n, pupil in enumerate(of.pupils):
        _protocol(of, pupil, n, n in honours)
    order = _order(of, honours)
    if store.one("rulebooks", {"own": True}) is None:
        put(desk, rulebooks.shipped("kz-2022"))
    keeper(desk)
    for kind in ("diploma", "diploma_honours", "supplement_kk", "supplement_ru", "supplement_en"):
        receive(desk, {"kind": kind, "series": "BD", "first": 1, "last": 5, "day": date(2027, 2, 1), "waybill": "7",
                       "supplier": "Баспа", "commission": SAT}, Why("кіріс"))  # fmt: skip
    return Awarded(of, [(p.id, p.studies[0].id) for p in of.pupils], order)


def keeper(desk: Desk) -> None:
    """The head answers for all blanks."""
    from schemas.user import User

    put(desk, User(_id="u-head", login="head", name="Тест head", role=Role.head))
    posts.appoint(desk, "u-head", [], date(2027, 1, 10), Why("тағайындалды", Basis(kind="Бұйрық", number="1",
                                                                                  day=date(2027, 1, 9))))  # fmt: skip


def _described(tx: Any, of: Graduates) -> Any:
    """The programme says degree and credits in three languages, the disciplines their English titles."""
    programme = tx.get(Programme, of.of.programme.id, scoped=False)
    programme.degree = Text(kk="Өнер бакалавры", ru="Бакалавр искусств", en="Bachelor of Arts")
    programme.name = Text(kk="Дәстүрлі өнер", ru="Традиционное искусство", en="Traditional art")
    programme.credits = Decimal(14)
    from schemas.discipline import Discipline

    special = tx.get(Discipline, of.of.special.id, scoped=False)
    special.name = Text(kk="Мамандық", ru="Специальность", en="Major instrument")
    tx.save(special)
    return tx.save(programme)


def _record(desk: Desk, of: Graduates, pupil: Student, n: int) -> None:
    """Results brought in: the major, and both disciplines of the attestation; and the name in Latin letters."""

    def work(tx: Any) -> Any:
        tx.student(pupil.id)
        for number, discipline in enumerate((of.of.special, of.solo, of.exam)):
            credits = discipline.credits
            result = {
                "id": f"r{n}-{number}", "discipline": discipline.ref(), "code": discipline.code, "term": "2026-2",
                "credits": credits, "final_grade": Decimal(92), "letter": "A-", "points": Decimal("3.67"),
                "traditional": Text(kk="Өте жақсы", ru="Отлично", en="Excellent"), "state": "passed",
                "earned": credits, "gpa": True, "rules": "r1", "on": date(2027, 6, 10),
            }  # fmt: skip
            tx.append(pupil.id, ev.ResultRecorded, date(2027, 6, 10), study=pupil.studies[0].id, result=result)
        tx.append(pupil.id, ev.ProfileEdited, date(2027, 6, 10), changes=[
            ev.Change(field="name.latin", was="", now=f"STUDENT{n:02d} A"),
        ])  # fmt: skip
        return tx.student_document(pupil.id)

    desk.transact("student.edit", work, Why("сынақ"))


def _protocol(of: Graduates, pupil: Student, n: int, honours: bool) -> Protocol:
    candidacy = of.candidacy(pupil)
    sitting = of.sitting([candidacy], day=date(2027, 6, 10))
    return of.protocol(candidacy, sitting, n + 1, award=True, honours=honours,
                       degree=Text(kk="Өнер бакалавры"))  # fmt: skip


def _order(of: Graduates, honours: tuple[int, ...]) -> Order:
    lines = [
        OrderLine(student=p.ref(), study=p.studies[0].id, number=p.number, key=p.search.key, written=p.number,
                  values={"fact/diploma": "honours" if n in honours else "plain"})
        for n, p in enumerate(of.pupils)
    ]  # fmt: skip
    name, day = Text(kk="Дәреже беру және бітірту", ru="Присуждение степени и выпуск"), date(2027, 6, 25)
    return put(of.desk, Order(  # type: ignore[no-any-return]
        kind="graduation", kind_name=name, version=Ref(id="k", label=name), number="77-С/2027", day=day, year=2027,
        once="77-С/2027", effective=day, status=OrderStatus.applied, applied_on=day, count=len(lines), lines=lines,
        faculties=[of.of.faculty.id], departments=[of.of.unit.id],
    ))  # fmt: skip


def platform(*ids: str) -> dict[str, dict[str, Any]]:
    """What the platform's file says of diplomas."""
    return {id: {"series": "BD", "number": f"000{n}", "payload": f"https://platform.example/{n}"}
            for n, id in enumerate(ids)}  # fmt: skip
