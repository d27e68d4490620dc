"""Academic differences of the demonstration: a transfer inside and a reinstatement, approved and waiting for orders;
another transfer, being decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import curricula, differences
from core.db.codec import plain
from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.cast import PARTS
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.errors import OfficeError
from core.users import actor_of
from schemas.base import Basis
from schemas.curriculum import Curriculum
from schemas.difference import Decision, Difference
from schemas.term import Term
from schemas.user import User

DAY, AUTUMN = date(2026, 11, 17), date(2026, 9, 3)
OWN_CHOICE = "Мамандық пәнін қосымша оқып, өз курсында қалады: кафедра келіскен"


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Compare, decide, approve: every one by the ordinary act of who does it."""
    desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
    terms = {r["code"]: Term.model_validate(r) for r in store.rows("terms", {"code": {"$in": ["2026-1", "2026-2"]}})}
    if len(terms) == 2:
        _moved(store, desks, terms["2026-1"], ids)
        _reinstated(store, desks, terms["2026-2"], ids)
        _moving(store, desks, terms["2026-2"], ids)


def _case(store: Store, key: str) -> Row | None:
    part = next(p for p in PARTS if p.key == key)
    return store.one("students", {"number": part.number})


def _reinstated(store: Store, desks: Mapping[str, Desk], term: Term, ids: Ids) -> None:
    """Expelled for a third fail, he asks to come back in spring: what he never passed is the difference. Approved; the
    order is still to come."""
    row = _case(store, "third_fail")
    own = curricula.of_study(store, row["studies"][0]) if row else None
    if row is None or own is None:
        return
    ids.now = moment(DAY, 10)
    doc = _made(desks["senior"], row, own, term, "reinstatement", ids)
    if doc is None:
        return
    _approved(desks, doc, DAY, ids)


def _approved(desks: Mapping[str, Desk], doc: Difference, day: date, ids: Ids) -> None:
    senior = desks["senior"]
    doc = differences.accept(senior, doc.id, doc.revision, [x.id for x in doc.lines], Why("", None, ids()))
    doc = differences.settle(senior, doc.id, doc.revision, Why("", None, ids()))
    ids.now = moment(day, 15)
    because = Why("", Basis(kind="комиссия хаттамасы", number=str(day.month), day=day), ids())
    differences.approve(desks["head"], doc.id, doc.revision, because)


def _moved(store: Store, desks: Mapping[str, Desk], term: Term, ids: Ids) -> None:
    """A second-year student moves to another programme and keeps his year: approved, the order is still to come."""
    ids.now = moment(AUTUMN, 10)
    doc = _inside(store, desks, term, 1, ids)
    if doc is None:
        return
    if doc.proposed_course != 2:
        why = Why("", None, ids())
        doc = differences.aim(desks["senior"], doc.id, doc.revision, 2, OWN_CHOICE, why)
    _approved(desks, doc, AUTUMN, ids)


def _moving(store: Store, desks: Mapping[str, Desk], term: Term, ids: Ids) -> None:
    """Another asks for the same in autumn: compared, the sure lines decided."""
    ids.now = moment(date(2026, 11, 18), 11)
    doc = _inside(store, desks, term, 0, ids)
    sure = [x.id for x in doc.lines if x.proposed is Decision.recognised][:6] if doc else []
    if doc is not None and sure:
        differences.accept(desks["senior"], doc.id, doc.revision, sure, Why("", None, ids()))


def _inside(store: Store, desks: Mapping[str, Desk], term: Term, place: int, ids: Ids) -> Difference | None:
    """A student of the second year compared with another programme of his intake."""
    where = {"number": {"$lt": "259"}, "studies": {"$elemMatch": {"status": "active", "year": 2}}}
    found = store.rows("students", where, None, [("number", -1)], 2)
    if len(found) < 2:
        return None
    own = curricula.of_study(store, found[place]["studies"][0])
    others = store.rows("curricula", {"state": "approved", "intake": own.intake}) if own else []
    known = map(Curriculum.model_validate, others)
    other = next((c for c in known if own and c.programme.id != own.programme.id), None)
    return _made(desks["senior"], found[place], other, term, "inside", ids) if other else None


def _made(desk: Desk, row: Row, plan: Curriculum, term: Term, ground: str, ids: Ids) -> Difference | None:
    values = {"ground": ground, "curriculum": plain(plan.ref()), "term": plain(term.ref())}
    try:
        return differences.make(desk, row["_id"], row["studies"][0]["id"], values, Why("Өтініш", None, ids()))
    except OfficeError:  # a small demonstration may lack what it needs
        return None
