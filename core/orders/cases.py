"""What the rules of a kind look at, read once for all students of an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from core import curricula, house
from core.calendar import of_year, year_on
from core.curricula.checking import structure_of
from core.db.codec import plain
from core.db.store import Row
from core.differences.reading import standing
from core.orders.asks import asks, set_key
from core.orders.conditions import Case
from core.sums.days import begins
from schemas.base import Id
from schemas.calendar import Calendar
from schemas.curriculum import Curriculum
from schemas.kinds import LeaveGround, OrderKind, Sort, Structure
from schemas.kinds.orders import Rule
from schemas.order import Order, OrderLine
from schemas.term import Term
from schemas.words import Cycle, PeriodKind


class Reader(Protocol):
    """A store or an open transaction."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None: ...

    def rows(self, collection: str, where: Row, fields: Row | None = None) -> list[Row]: ...


class Cases:
    """What the rules of a kind look at, read once for all lines and only where a rule asks."""

    def __init__(self, reader: Reader, order: Order, kind: OrderKind, today: date, rows: Mapping[Id, Row]) -> None:
        self.order, self.today = order, today
        asked = {c.rule for c in kind.conditions}
        named = {x.study for x in order.lines}
        studies = [s for r in rows.values() for s in r["studies"] if s["id"] in named]
        terms = asked & {Rule.before_term, Rule.leave_notice, Rule.first_fails}
        self.asks = asks(kind)
        self.papers = {(b.need, b.student) for b in order.bases}
        self.bases: dict[Id | None, date] = {}
        for b in order.bases:
            self.bases[b.student] = max(b.day, self.bases.get(b.student, b.day))
        self.terms = _terms(reader) if terms else ()
        self.vacations = _vacations(reader, today) if Rule.vacation in asked else None
        self.grounds = {k.code: k.as_body(LeaveGround) for k in house.entries(Sort.leave_ground, True)}
        self.final = _final(reader, studies) if Rule.attested in asked else {}
        self.years = _years(reader, studies) if Rule.last_year in asked else {}
        self.plans = curricula.of_studies(reader, studies) if Rule.before_attestation in asked else {}
        self.structures = _structures(reader, self.plans)
        self.credits = _credits(reader, studies) if Rule.plan_done in asked else {}
        self.decided = _decided(reader, sorted(named)) if Rule.difference in asked else {}
        self.holds = _holds(reader, order) if Rule.holds in asked else {}

    def of(self, line: OrderLine, study: Row) -> Case:
        id = study["id"]
        programme = (study.get("programme") or {}).get("id")
        days = [self.bases[o] for o in (None, line.student.id) if o in self.bases]
        return Case(
            self.order, line, study, self.today, max(days, default=None), self.terms, self.vacations, self.grounds,
            self.final.get(id, frozenset()), self.credits.get(programme or ""), self.holds.get(line.student.id, 0),
            self.years.get(id), self.decided.get(id), self.plans.get(id), self.structures.get(id),
        )  # fmt: skip


def _terms(reader: Reader) -> Sequence[Term]:
    return [Term.model_validate(r) for r in sorted(reader.rows("terms", {}), key=begins)]


def _vacations(reader: Any, today: date) -> list[tuple[date, date]] | None:
    found: list[Calendar] = [c for y in (year_on(today) - 1, year_on(today)) if (c := of_year(reader, y)) is not None]
    if not found:
        return None
    return [(p.starts, p.ends) for c in found for p in c.periods if p.kind is PeriodKind.vacation]


def _final(reader: Any, studies: Sequence[Row]) -> dict[Id, frozenset[Id]]:
    own = curricula.of_studies(reader, studies)
    return {id: frozenset(x.discipline.id for x in c.lines if x.cycle is Cycle.attestation) for id, c in own.items()}


def _years(reader: Any, studies: Sequence[Row]) -> dict[Id, int]:
    """How many years of study the curriculum of each study has."""
    return {id: -(-c.semesters // 2) for id, c in curricula.of_studies(reader, studies).items()}


def _decided(reader: Any, studies: Sequence[Id]) -> dict[Id, Row]:
    """What the approved academic difference of each study says, by the keys of an order."""
    return {
        study: {set_key("year"): doc.course, set_key("curriculum"): plain(doc.curriculum) if doc.curriculum else None}
        for study, doc in standing(reader, studies).items()
    }


def _structures(reader: Reader, plans: Mapping[Id, Curriculum]) -> dict[Id, Structure]:
    """The template of each study's curriculum, each read once."""
    found = {k: structure_of(reader, *k) for k in {(p.structure, p.intake) for p in plans.values()}}
    return {id: s for id, p in plans.items() if (s := found[p.structure, p.intake])}


def _credits(reader: Reader, studies: Sequence[Row]) -> dict[Id, Decimal]:
    ids = sorted({s["programme"]["id"] for s in studies if s.get("programme")})
    rows = reader.rows("programmes", {"_id": {"$in": ids}}, {"credits": 1})
    return {r["_id"]: Decimal(str(r["credits"])) for r in rows if r.get("credits") is not None}


def _holds(reader: Reader, order: Order) -> dict[Id, int]:
    ids = sorted({x.student.id for x in order.lines})
    found: dict[Id, int] = {}
    for row in reader.rows("holds", {"student.id": {"$in": ids}, "active": True}, {"student.id": 1}):
        found[row["student"]["id"]] = found.get(row["student"]["id"], 0) + 1
    return found
