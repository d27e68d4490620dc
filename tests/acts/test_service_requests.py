"""Requests to services (clauses 43, 44): asked, taken, done, accepted or sent back; the head adds a service by data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import files, house, kinds, service_requests, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.scheduler.table import TABLE, Daily, loaded
from core.tx import Tx
from schemas.kinds import Sort
from schemas.service_request import ServiceRequest, ServiceState
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.unit_kit import DAY, at, person


@pytest.fixture
def desk(shipped: Store) -> Desk:
    for role in (Role.head, Role.senior_registrar, Role.administrator, Role.teacher):
        person(shipped, f"u-{role.value}", role)
    house.refresh(shipped)
    return at(shipped, Role.senior_registrar)


def asked(desk: Desk, **more: Any) -> ServiceRequest:
    values = {"service": "it", "topic": "Принтер баспайды", "urgency": "usual", **more}
    return service_requests.ask(desk, values, [files.ready(desk, "а.pdf", pdf("а"))], Why())


def test_asked_taken_done_sent_back_done_and_accepted(desk: Desk) -> None:
    made = asked(desk)
    it, teacher = at(desk.store, Role.administrator), at(desk.store, Role.teacher)
    assert (made.number, made.due) == ("2026-001", date(2026, 3, 9)), "five working days over a weekend"
    assert [r["_id"] for r in service_requests.to_me(it)] == [made.id] and service_requests.to_me(teacher) == []
    with pytest.raises(Forbidden):
        service_requests.get(teacher, made.id)
    with pytest.raises(Forbidden, match="not_serving"):
        service_requests.take(desk, made.id, made.revision, Why())
    of = service_requests.take(it, made.id, made.revision, Why())
    assert of.whom and of.whom.id == "u-administrator"
    with pytest.raises(RuleBroken, match="not_so"):
        service_requests.accept(desk, of.id, of.revision, Why())
    of = service_requests.remark(desk, of.id, of.revision, "201 кабинетте", [], Why())
    with pytest.raises(Forbidden):
        service_requests.remark(teacher, of.id, of.revision, "Мен де", [], Why())
    of = service_requests.done(it, of.id, of.revision, Why("картридж ауыстырылды"))
    assert [w.task.subject and w.task.subject.id for w in tasks.mine(desk)] == [of.id] and tasks.mine(it) == []
    with pytest.raises(Problems):
        service_requests.back(desk, of.id, of.revision, Why())
    of = service_requests.back(desk, of.id, of.revision, Why("әлі баспайды"))
    assert of.status is ServiceState.taken and len(tasks.mine(it)) == 1
    of = service_requests.done(it, of.id, of.revision, Why())
    with pytest.raises(Forbidden, match="not_yours"):
        service_requests.accept(it, of.id, of.revision, Why())
    of = service_requests.accept(desk, of.id, of.revision, Why())
    assert of.status is ServiceState.accepted and desk.store.count("tasks", {"state": "open"}) == 0
    assert [r.text for r in of.remarks] == ["201 кабинетте", "картридж ауыстырылды", "әлі баспайды"]

    def edit(tx: Tx) -> ServiceRequest:
        kept = tx.get(ServiceRequest, of.id)
        kept.topic = "Басқа"
        return tx.save(kept)

    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("service_request.ask", edit, Why(), "service_request.use")


@pytest.mark.parametrize(
    ("more", "field"),
    [({"service": ""}, "service"), ({"topic": " "}, "topic"), ({"service": "safety"}, "service"),
     ({"urgency": "soon"}, "urgency")],
)  # fmt: skip
def test_a_bad_request_is_told_beside_its_field(desk: Desk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as e:
        asked(desk, **more)
    assert [p.field for p in e.value.problems] == [field] and desk.store.count("service_requests", {}) == 0


def test_late_ones_are_listed_and_told_of_and_one_taken_back_is_over(desk: Desk) -> None:
    made = asked(desk, urgency="urgent")
    assert made.due == date(2026, 3, 3)
    entry = TABLE["service_requests"]
    assert isinstance(entry, Daily)
    remind = loaded(entry.work)
    assert remind(desk.store, DAY) == 0 and remind(desk.store, made.due) == 1 and remind(desk.store, made.due) == 0
    assert remind(desk.store, made.due + timedelta(days=1)) == 2, "who does it and who asked"
    later = at(desk.store, Role.senior_registrar, made.due + timedelta(days=4))
    assert [(x.of.id, x.days) for x in service_requests.late(later)] == [(made.id, 4)]
    assert service_requests.mine(later)[0]["late"] == 4
    gone = service_requests.withdraw(later, made.id, made.revision, Why("өзі жөнделді"))
    assert gone.status is ServiceState.withdrawn and service_requests.late(later) == []
    assert desk.store.count("tasks", {"state": "open"}) == 0


def test_the_head_adds_a_service_of_a_unit(desk: Desk) -> None:
    head = at(desk.store)
    person(desk.store, "u-hr", Role.hr)
    values = {"name": {"kk": "Шаруашылық"}, "effective": "2026-01-01", "body.roles": ["hr"], "body.usual": 2}
    kinds.save(head, Sort.service, None, 0, values | {"code": "household"}, Why("қызмет ашылды"))
    house.refresh(desk.store)
    made = asked(desk, service="household")
    assert made.due == date(2026, 3, 4) and service_requests.serves(at(desk.store, Role.hr)) == ["household"]
