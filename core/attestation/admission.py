"""Who is admitted to final attestation, who may be, and why the others not (domain.md 4.1); the draft of the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import curricula, merged
from core.attestation import settings
from core.attestation.candidacies import rules
from core.attestation.candidacies.whom import ONLY, Begins, Reader
from core.attestation.record import Reason, broken, together, worded
from core.curricula.checking import structure_of
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.orders.acts import draft_step
from core.tx import Tx
from schemas.attestation import Candidacy, Commission
from schemas.attestation.candidacy import AHEAD, COUNTED
from schemas.base import Id, Ref, Text
from schemas.curriculum import Curriculum
from schemas.kinds import Structure
from schemas.order import Order, OrderStatus
from schemas.student import Student
from schemas.words import StudyStatus

MOST = 3000
GONE = (OrderStatus.dropped.value, OrderStatus.cancelled.value)
NAMED = 5


@dataclass(frozen=True)
class Admission:
    """A graduate before the attestation of a year. reasons: why he may not come; order: by which he is admitted."""

    student: Ref
    study: Id
    number: str
    key: str
    candidacies: tuple[Candidacy, ...]
    reasons: tuple[Reason, ...]
    order: Ref | None = None

    @property
    def of(self) -> Candidacy:
        """One of his candidacies, for what they have in common."""
        return self.candidacies[0]

    @property
    def ready(self) -> bool:
        """May he be put into an order?"""
        return not self.reasons and self.order is None


@dataclass(frozen=True)
class Known:
    """What admission looks at beside the students themselves, read once for all of them."""

    plans: Mapping[Id, Curriculum]
    structures: Mapping[tuple[str, int], Structure | None]
    holds: Mapping[Id, Sequence[Text]]

    @classmethod
    def of(cls, reader: Reader, rows: Sequence[Row]) -> Known:
        """For students as they are stored."""
        plans = curricula.of_studies(reader, [s for r in rows for s in r["studies"]])
        wanted = {(p.structure, p.intake) for p in plans.values()}
        where = {"student.id": {"$in": [r["_id"] for r in rows]}, "active": True}
        holds: dict[Id, list[Text]] = {}
        for row in reader.rows("holds", where, {"student.id": 1, "kind": 1}):
            holds.setdefault(row["student"]["id"], []).append(Text.model_validate(row["kind"]["label"]))
        return cls(plans, {k: structure_of(reader, *k) for k in wanted}, holds)

    def reasons(self, student: Id, study: Row, candidacies: Iterable[Candidacy]) -> tuple[Reason, ...]:
        """Why this study may not be admitted with what it prepares."""
        plan = self.plans.get(study["id"])
        out: list[Reason] = []
        if study["status"] != StudyStatus.active.value:
            out.append(Reason("not_studying", {"status": StudyStatus(study["status"])}))
        out += broken(study, plan, self.structures.get((plan.structure, plan.intake)) if plan else None)
        if names := self.holds.get(student):
            out.append(Reason("holds", {"n": len(names), "names": together(names)}))
        out += [r for c in candidacies if c.status in AHEAD for r in rules.unready(c, settings.form(c.form))]
        return tuple(out)


def of(desk: Desk, year: int, commission: Id | None = None) -> list[Admission]:
    """Everybody who prepares for the attestation of a year (before a commission, with what he prepares for others), of
    those whose record the user may see; in Kazakh order. A page asks for one commission: records are read whole."""
    found: dict[Id, list[Candidacy]] = {}
    where: Row = {"year": year, "status": {"$in": [s.value for s in COUNTED]}}
    if commission:
        mine = desk.rows(Candidacy, "attestation.read", {**where, "commission.id": commission}, {"study": 1}, (), MOST)
        where["study"] = {"$in": sorted({r["study"] for r in mine})}
    only = {"changes": 0, "head": 0}
    rows = desk.rows(Candidacy, "attestation.read", where, only, [("key", 1), ("_id", 1)], MOST)
    for c in merged.standing(desk.store, map(Candidacy.model_validate, rows)):
        found.setdefault(c.study, []).append(c)
    ids = sorted({some[0].student.id for some in found.values()})
    rows = desk.rows(Student, "student.results", {"_id": {"$in": ids}}, ONLY, [("search.key", 1)], MOST) if ids else []
    known, orders = Known.of(desk.store, rows), admitted(desk.store, year)
    return [
        Admission(some[0].student, id, r["number"], some[0].key, tuple(some), known.reasons(r["_id"], s, some),
                  orders.get(id))
        for r in rows for s in r["studies"] if (some := found.get(id := s["id"]))
    ]  # fmt: skip


def admitted(reader: Any, year: int) -> dict[Id, Ref]:
    """Who is admitted to the attestation of a calendar year: study → the order, carried out, that says so."""
    kind = settings.rules().admission_order
    if not kind:
        return {}
    where = {
        "kind": kind, "status": OrderStatus.applied.value,
        "effective": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"},
    }  # fmt: skip
    only = {"number": 1, "kind_name": 1, "lines.study": 1, "lines.reversed": 1}
    found: dict[Id, Ref] = {}
    for row in sorted(reader.rows(Order.collection, where, only), key=lambda r: str(r["_id"])):
        name = f"№ {row['number']}" if row.get("number") else ""
        label = Text(kk=name, ru=name, en=f"No. {row['number']}") if name else Text.model_validate(row["kind_name"])
        found |= {x["study"]: Ref(id=row["_id"], label=label) for x in row["lines"] if not x.get("reversed")}
    return found


def last_day(reader: Any, of: Commission, course: int | None = None, faculty: Id | None = None) -> date:
    """The last day on which an order of admission to a commission is in time."""
    return Begins(reader, of)(course, faculty) - timedelta(settings.rules().admission_days)


def draft_order(desk: Desk, year: int, studies: Sequence[Id], effective: date, why: Why) -> Order:
    """Draft the order that admits these studies to the attestation of a year.

    Raises RuleBroken: no kind is set, nobody is named, somebody may not come or stands in such an order already (by
    name); `graduates.order_late` where it is later than the rules let and no reason is given; Problems beside `day`.
    """
    house = settings.rules()
    if not house.admission_order:
        raise RuleBroken("graduates.order_not_set")
    if not studies:
        raise RuleBroken("graduates.nobody_chosen")
    if effective.year != year:
        raise Problems([Problem("day", "graduates.day_of_year", {"year": year})])

    def work(tx: Tx) -> Order:
        found = _of_studies(tx, year, studies)
        _refuse(tx, year, found)
        commissions = sorted({c.commission.id for a in found for c in a.candidacies})
        late = _late(tx, found, commissions)
        if effective > late and not why.reason.strip():
            raise RuleBroken("graduates.order_late", day=late, n=house.admission_days)
        one = tx.find(Commission, {"_id": commissions[0]})[0] if len(commissions) == 1 else None
        return draft_step(
            tx, house.admission_order, effective, [(a.student.id, a.study) for a in found],
            about=one.label() if one else None, source=one.id if one else None, note=why.reason,
        )  # fmt: skip

    given = [year, sorted(studies), effective]
    return desk.transact("attestation.admit", work, why, "order.draft", given)


def _of_studies(tx: Tx, year: int, studies: Sequence[Id]) -> list[Admission]:
    where: Row = {"study": {"$in": list(studies)}, "year": year, "status": {"$in": [s.value for s in COUNTED]}}
    found: dict[Id, list[Candidacy]] = {}
    for c in merged.standing(tx.session, tx.find(Candidacy, where, MOST)):
        found.setdefault(c.study, []).append(c)
    if missing := [s for s in studies if s not in found]:
        raise RuleBroken("graduates.not_preparing", n=len(missing))
    states = tx.students(sorted({some[0].student.id for some in found.values()}))
    known = Known.of(tx.session, [{"_id": id, **state} for id, state in states.items()])
    out = []
    for id, some in found.items():
        student = some[0].student
        study = next(s for s in states[student.id]["studies"] if s["id"] == id)
        out.append(Admission(student, id, states[student.id]["number"], some[0].key, tuple(some),
                             known.reasons(student.id, study, some)))  # fmt: skip
    return sorted(out, key=lambda a: (a.key, a.study))


def _refuse(tx: Tx, year: int, found: Sequence[Admission]) -> None:
    if bad := [a for a in found if a.reasons]:
        raise Problems([
            Problem("", "graduates.not_admissible", {"who": a.student.label, "number": a.number,
                                                     "why": worded(a.reasons)}) for a in bad
        ])  # fmt: skip
    where = {
        "lines.study": {"$in": [a.study for a in found]}, "kind": settings.rules().admission_order,
        "status": {"$nin": list(GONE)}, "effective": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"},
    }  # fmt: skip
    rows = tx.session.rows(Order.collection, where, {"lines.study": 1, "lines.reversed": 1})
    there = {x["study"] for r in rows for x in r["lines"] if not x.get("reversed")}
    if twice := [a.student.label for a in found if a.study in there]:
        raise RuleBroken("graduates.in_order", names=together(twice, NAMED))


def _late(tx: Tx, found: Sequence[Admission], commissions: Sequence[Id]) -> date:
    """The last day in time for all of them."""
    starts = {c.id: Begins(tx.session, c) for c in tx.find(Commission, {"_id": {"$in": list(commissions)}})}
    states = tx.students([a.student.id for a in found])
    days = []
    for a in found:
        study = next(s for s in states[a.student.id]["studies"] if s["id"] == a.study)
        faculty = (study.get("faculty") or {}).get("id")
        days += [s(study.get("year"), faculty) for c in a.candidacies if (s := starts.get(c.commission.id))]
    return min(days) - timedelta(settings.rules().admission_days)


__all__ = ["Admission", "Known", "admitted", "draft_order", "last_day", "of"]
