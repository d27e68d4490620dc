"""Diplomas as a page reads them: a year at a glance, those that wait for their holders, the lines of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import house, merged
from core.desk import Desk
from core.diplomas.checks import Check, Light
from core.diplomas.graduates import MOST, READ, Pair, of_year
from core.i18n import office_day
from schemas.attestation import Proof
from schemas.base import Id, Ref, Text
from schemas.diploma import GIVEN, Diploma, DiplomaStatus, DiplomaStep
from schemas.kinds import DiplomaKind, Sort
from schemas.student import Student

S = DiplomaStatus
BOOKED = (*GIVEN, S.annulled)


@dataclass(frozen=True)
class Line:
    """A graduate of a year without his record: who, which diploma, what was found about him."""

    student: Id
    study: Id
    name: Text
    number: str
    group: str
    honours: bool
    kind: Text
    found: tuple[Check, ...]
    diploma: Ref | None = None
    status: DiplomaStatus | None = None
    registered: str = ""
    takes: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()

    @property
    def pair(self) -> Pair:
        """Whom acts are told."""
        return self.student, self.study

    @property
    def light(self) -> Light:
        """How he stands as a whole; one whose diploma has its number is green."""
        seen = {c.light for c in self.found}
        if self.status in GIVEN:
            return Light.green
        return next((x for x in (Light.red, Light.amber) if x in seen), Light.green)

    @property
    def waits(self) -> bool:
        """Has his diploma no number yet?"""
        return self.status in (None, S.prepared)

    @property
    def lacks(self) -> tuple[Check, ...]:
        """What is missing, then what is to be looked at."""
        return tuple(c for x in (Light.red, Light.amber) for c in self.found if c.light is x)


def lines(desk: Desk, year: int) -> list[Line]:
    """The graduates of a year in the user's scope, in the order of names."""
    return [
        Line(
            g.student, g.study, g.name, g.number, g.group, g.honours, g.kind.name, g.found,
            g.diploma.ref() if g.diploma else None, g.diploma.status if g.diploma else None,
            g.diploma.number if g.diploma else "", g.takes, g.proof,
        )
        for g in of_year(desk, year)
    ]  # fmt: skip


def stand(desk: Desk) -> tuple[int, str]:
    """What changes with every act of the office: by it a page knows that what it read may be old."""
    newest = desk.store.rows("audit_events", {}, {"_id": 1}, [("at", -1)], 1)
    return desk.store.size("audit_events"), str(newest[0]["_id"]) if newest else ""


def years(desk: Desk) -> list[int]:
    """The years a page offers, the newest first: this one, those of diplomas and of commissions."""
    found = {int(y) for of in ("diplomas", "commissions") for y in desk.store.names(of, "year")}
    return sorted({desk.today().year, *found}, reverse=True)


def get(desk: Desk, id: Id) -> Diploma:
    """One diploma of the user's scope; NotFound, Forbidden."""
    return desk.get(Diploma, id, READ)


def standing(desk: Desk, year: int, *states: DiplomaStatus) -> list[Diploma]:
    """Diplomas of a year in these states, in the order of the book."""
    where: dict[str, Any] = {"year": year, "status": {"$in": [s.value for s in states]}}
    rows = desk.rows(Diploma, READ, where, {"values": 0, "credential": 0}, [("n", 1), ("key", 1)], MOST)
    return [Diploma.model_validate(r) for r in rows]


def of_student(desk: Desk, student: Id) -> list[Diploma]:
    """The diplomas of a student, the newest last; those given under a record that was joined to his, too."""
    where = {"student.id": {"$in": merged.ids_of(desk.store, student)}}
    rows = desk.rows(Diploma, READ, where, {"values": 0}, [("year", 1)], 20)
    return [Diploma.model_validate(r) for r in rows]


def uncollected(desk: Desk, days: int | None = None) -> list[Diploma]:
    """Printed and not handed over, of every year, the longest waiting first: those that wait for at least so many days
    (None: as the kind of each says)."""
    where: dict[str, Any] = {"status": S.printed.value}
    rows = desk.rows(Diploma, READ, where, {"values": 0, "credential": 0}, [("dated", 1), ("n", 1)], MOST)
    today, limits = desk.today(), {k.code: k.as_body(DiplomaKind).waits for k in house.entries(Sort.diploma, True)}
    found = [d for d in map(Diploma.model_validate, rows)
             if waiting(d, today) >= (limits.get(d.kind, 0) if days is None else days)]  # fmt: skip
    return sorted(found, key=lambda d: -waiting(d, today))


def waiting(diploma: Diploma, today: date) -> int:
    """For how many days a printed diploma has waited for its holder."""
    at = next((h.at for h in reversed(diploma.steps) if h.step is DiplomaStep.printed), None)
    return max((today - office_day(at)).days, 0) if at else 0


def booked(desk: Desk, year: int) -> list[Diploma]:
    """Every number of the registration book given in a calendar year, in order: those replaced and annulled too."""
    where = {
        "status": {"$in": [s.value for s in BOOKED]}, "dated": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"},
        "number": {"$gt": ""},
    }  # fmt: skip
    return [Diploma.model_validate(r) for r in desk.rows(Diploma, READ, where, None, [("n", 1)], MOST)]


def iins(desk: Desk, found: list[Diploma]) -> dict[Id, str]:
    """IINs of holders, as this user may read them: student → all of it, or its last four digits."""
    ids = {d.student.id for d in found if d.student}
    now = merged.today(desk.store, ids)  # a record that was joined to another has given its IIN to that
    wanted = sorted({now.get(i, i) for i in ids})
    rows = desk.rows(Student, READ, {"_id": {"$in": wanted}}, {"iin": 1}, limit=len(wanted) or 1)
    whole = desk.may("student.personal")
    known = {r["_id"]: r["iin"] if whole else f"•••• {r['iin'][-4:]}" for r in rows if r.get("iin")}
    return {i: known[now.get(i, i)] for i in ids if now.get(i, i) in known}
