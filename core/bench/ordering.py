"""An order of 1,000 students carried out in one act, taken out of their disciplines, against the same writes barely."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

from core import house, orders
from core.access import Actor
from core.bench import Ratio
from core.bench.closing import desk_of, put
from core.calendar import year_on
from core.db import floor
from core.db.store import Store
from core.desk import Desk, Why
from core.kinds import ship
from core.students.acts import admit_step
from core.tx import Tx
from schemas import events as ev
from schemas.base import Text
from schemas.discipline import Discipline
from schemas.kinds import Kind, OrderKind, Sort
from schemas.kinds.orders import Effect, EffectSort
from schemas.order import Order, OrderStatus
from schemas.reference import Office
from schemas.student import Name, Profile, StudyProfile
from schemas.study_plan import PlanLine, StudyPlan
from schemas.term import Term
from schemas.words import LineState, Role, StudyPlanState, StudyStatus, TermKind

PEOPLE, EACH, BEFORE = 1000, 6, 20  # disciplines of each; events each has behind him
SIGNER = Text(kk="Ректор")


def prepared(desk: Desk, year: int) -> list[tuple[str, str]]:
    """1,000 students with events behind them and a registered plan each, and two kinds of order."""
    today = desk.today()
    term = put(desk, Term(code=f"{year}-1", kind=TermKind.autumn, year=year, ends=today + timedelta(90)))
    made = [put(desk, Discipline(code=f"O{n}", name=Text(kk=f"Пән {n}"), credits=Decimal(5))) for n in range(EACH)]
    pairs = []
    for start in range(0, PEOPLE, 50):

        def work(tx: Tx, start: int = start) -> StudyPlan:
            for n in range(start, start + 50):
                id, study = tx.new_id(), f"st{n}"
                profile = Profile(number=f"O{n}", name=Name(last=f"Студент{n}", first="Айгүл"), iin_absent_reason="b")
                admit_step(tx, id, profile, StudyProfile(id=study, year=1, group="О-1"), date(year - 1, 9, 1))
                for k in range(BEFORE):
                    change = ev.Change(field=f"studies.{study}.instrument", was=str(k), now=str(k + 1))
                    tx.append(id, ev.ProfileEdited, date(year - 1, 10, 1), changes=[change])
                who = tx.student_document(id)
                lines = [
                    PlanLine(id=tx.new_id(), term=term.ref(), term_code=term.code, discipline=d.ref(), code=d.code,
                             credits=d.credits, state=LineState.registered, at=tx.now)
                    for d in made
                ]  # fmt: skip
                plan = tx.add(StudyPlan(student=who.ref(), study=study, number=f"O{n}", year=year, lines=lines,
                                        state=StudyPlanState.approved))  # fmt: skip
                pairs.append((id, study))
            return plan

        desk.transact("reference.edit", work, Why("b"))
    _kinds(desk)
    return pairs


def _kinds(desk: Desk) -> None:
    """Two kinds that are agreed at once, with the shipped text and extract."""
    leaves = [Effect(what=EffectSort.status, value="expelled"), Effect(what=EffectSort.close_registration)]
    moves = [Effect(what=EffectSort.next, field="year")]
    for code, effects in (("leaves", leaves), ("moves", moves)):
        body = OrderKind(mask="order_students", template="order_promotion", extract="order_extract",
                         statuses=[StudyStatus.active], effects=effects)  # fmt: skip
        put(desk, Kind(sort=Sort.order, code=code, name=Text(kk=code), effective=date(2020, 1, 1), body=body))
    house.refresh(desk.store)


def _agreed(desk: Desk, code: str, day: date, pairs: list[tuple[str, str]]) -> Order:
    order = orders.draft(desk, code, day, pairs, Why("b"))
    return orders.check(desk, order.id, order.revision, Why("b"))


def measure(store: Store, _: str) -> list[Ratio]:
    """Signing carries it out: on its day, back-dated before what each has behind him, and with registration."""
    desk = desk_of(store)
    signer = Desk(Actor("signer", "Signer", Role.head), store)
    year = year_on(desk.today())
    ship(store)
    office = Office(_id="office", name=Text(kk="Консерватория"), office_name=Text(kk="Офис"), city=Text(kk="Қала"))
    desk.transact("office.edit", lambda tx: tx.add(office), Why("b"))
    pairs = prepared(desk, year)
    cases = [("move", "moves", desk.today()), ("move, back-dated", "moves", date(year - 1, 9, 20)),
             ("take out of disciplines", "leaves", desk.today())]  # fmt: skip
    found = []
    for name, code, day in cases:
        start = time.perf_counter()
        order = _agreed(desk, code, day, pairs)
        before_sign = time.perf_counter() - start
        before = {n: store.rows(n, {}) for n in ("students", "orders", "study_plans")}
        floor.recording(True)
        start = time.perf_counter()
        done = orders.sign(signer, order.id, order.revision, desk.today(), SIGNER, Why("b"))
        ours = time.perf_counter() - start
        written = floor.recording(False)
        if done.status is not OrderStatus.applied:
            raise RuntimeError("not carried out")
        floor.put_back(store, before, written)
        start = time.perf_counter()
        floor.write(store, written)
        bare = time.perf_counter() - start
        note = f"drafted and checked in {before_sign:.1f} s"
        found.append(Ratio(f"an order of {PEOPLE}: {name}", ours, bare, 6, note))
    return found
