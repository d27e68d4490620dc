"""Trainings: planned for people, signed by each himself or on paper, closed, repeated in time, on their sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import files, tasks, trainings
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.integrity import later, on
from core.office import first_office
from core.scheduler.table import TABLE, Daily, loaded
from schemas.base import Id
from schemas.training import Training, TrainingSort, TrainingState
from schemas.user import User
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.test_diploma_content import text_of
from tests.conftest import actor

DAY = date(2026, 3, 2)
ROLES = (Role.head, Role.teacher, Role.registrar)
IDS = [f"u-{r.value}" for r in ROLES]


def at(store: Store, role: Role = Role.head, day: date = DAY) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


@pytest.fixture
def desk(store: Store) -> Desk:
    for role in ROLES:
        account(store, role)
    return at(store)


def account(store: Store, role: Role) -> Id:
    user = User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.value}", role=role, order_number="1")
    return at(store).transact("user.appoint", lambda tx: tx.add(user), Why("т")).id


def planned(desk: Desk, users: list[Id] = IDS, **more: Any) -> Training:
    values = {"sort": "anti_corruption", "topic": "Мүдделер қақтығысы", "day": DAY, "by": "Әділ маман", **more}
    return trainings.plan(desk, values, users, None, Why())


def test_each_signs_himself_the_rest_were_not_there_and_it_is_frozen(desk: Desk) -> None:
    made = planned(desk, programme=None)
    teacher, registrar = at(desk.store, Role.teacher), at(desk.store, Role.registrar)
    assert (made.number, made.until) == ("2026-001", date(2027, 3, 2))
    assert [w.task.subject.id for w in tasks.mine(teacher) if w.task.subject] == [made.id]
    assert [r["_id"] for r in trainings.to_sign(teacher)] == [made.id]
    signed = trainings.sign(teacher, made.id, Why())
    assert trainings.to_sign(teacher) == [] == tasks.mine(teacher)
    with pytest.raises(RuleBroken, match="signed_already"):
        trainings.sign(teacher, made.id, Why())
    with pytest.raises(Forbidden, match="not_called"):
        trainings.sign(at(desk.store, Role.auditor), made.id, Why())
    with pytest.raises(Forbidden):
        trainings.get(at(desk.store, Role.adviser), made.id)
    with pytest.raises(RuleBroken, match="somebody_signed"):
        trainings.cancel(desk, made.id, signed.revision, Why("басқа күн"))
    done = trainings.close(desk, made.id, signed.revision, Why())
    assert done.status is TrainingState.closed and desk.store.count("tasks", {"state": "open"}) == 0
    with pytest.raises(RuleBroken, match="over"):
        trainings.sign(registrar, made.id, Why())
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("training.edit", lambda tx: tx.save(_late(tx.get(Training, made.id))), Why())
    lacking = [m.user for m in trainings.missing(desk, TrainingSort.anti_corruption)]
    assert sorted(lacking) == ["u-head", "u-registrar"]
    assert {m.last for m in trainings.missing(desk, TrainingSort.anti_corruption, date(2027, 3, 3))} == {
        None, date(2027, 3, 2)
    }  # fmt: skip


def _late(of: Training) -> Training:
    of.people[0].paper = True
    return of


def test_signatures_on_paper_need_their_scan(desk: Desk) -> None:
    made = planned(desk)
    with pytest.raises(Problems) as e:
        trainings.on_paper(desk, made.id, made.revision, ["u-teacher"], None, Why())
    assert [p.field for p in e.value.problems] == ["scan"]
    scan = files.ready(desk, "парақ.pdf", pdf("парақ"))
    kept = trainings.on_paper(desk, made.id, made.revision, ["u-teacher", "u-head"], scan, Why())
    assert [p.paper for p in kept.people] == [True, True, False] and kept.scan and kept.scan.label.kk == "парақ.pdf"
    more = trainings.add(
        desk, made.id, kept.revision, ["u-teacher", "u-registrar", account(desk.store, Role.hr)], Why()
    )
    assert [p.user.id for p in more.people] == [*IDS, "u-hr"]


@pytest.mark.parametrize(
    ("users", "more", "field"),
    [([], {}, "people"), (["gone"], {}, "people"), (IDS, {"topic": ""}, "topic"), (IDS, {"valid": 0}, "valid"),
     (IDS, {"by": None}, "by")],
)  # fmt: skip
def test_a_bad_plan_is_told_beside_its_field(desk: Desk, users: list[Id], more: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as e:
        planned(desk, users, **more)
    assert field in {p.field for p in e.value.problems} and desk.store.count("trainings", {}) == 0


def test_nothing_is_signed_before_its_day_and_what_nobody_signed_is_not_closed(desk: Desk) -> None:
    made = planned(desk, day=date(2026, 3, 9))
    with pytest.raises(RuleBroken, match="not_yet"):
        trainings.sign(desk, made.id, Why())
    with pytest.raises(RuleBroken, match="nobody_signed"):
        trainings.close(desk, made.id, made.revision, Why())
    with pytest.raises(Forbidden):
        trainings.cancel(at(desk.store, Role.teacher), made.id, made.revision, Why("т"))
    gone = trainings.cancel(desk, made.id, made.revision, Why("маман ауырды"))
    assert gone.status is TrainingState.cancelled and desk.store.count("tasks", {"state": "open"}) == 0
    assert trainings.mine(desk) == []


def test_what_runs_out_is_asked_for_once_and_answered_by_the_next(desk: Desk) -> None:
    entry = TABLE["trainings"]
    assert isinstance(entry, Daily)
    remind = loaded(entry.work)
    assert remind(desk.store, DAY) == 2, "nobody had anti-corruption or safety"
    assert remind(desk.store, DAY) == 0
    made = planned(desk)
    for role in ROLES:
        made = trainings.sign(at(desk.store, role), made.id, Why())
    trainings.close(desk, made.id, made.revision, Why())
    waiting = desk.store.rows("tasks", {"state": "open"})
    assert [t["subject"]["id"] for t in waiting] == ["training:safety"]
    assert remind(desk.store, date(2027, 2, 10)) == 0
    assert remind(desk.store, date(2027, 2, 20)) == 1, "the first will not hold in a fortnight"


def test_the_sheet_says_who_signed_how_and_who_was_not_there(desk: Desk) -> None:
    desk.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    made = planned(desk)
    trainings.sign(at(desk.store, Role.teacher), made.id, Why())
    kept = trainings.get(desk, made.id)
    trainings.close(desk, made.id, kept.revision, Why())
    said = text_of(trainings.pdf(desk, made.id, "kk"))
    assert all(x in said for x in ("Оқыту парағы", "Тест teacher", "02.03.2026", "қатыспады", "Әділ маман"))
    with pytest.raises(Forbidden):
        trainings.pdf(at(desk.store, Role.teacher), made.id, "kk")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    found = later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and later(found, 0) == found and found.day >= 28)


def test_a_day_of_the_settings_that_a_year_has_not_is_the_last_of_its_month() -> None:
    assert (on("29-02", 2026), on("29-02", 2028), on("10-01", 2026)) == (
        date(2026, 2, 28), date(2028, 2, 29), date(2026, 1, 10)
    )  # fmt: skip
