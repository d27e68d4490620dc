"""Units in time: a new name, joining and closing keep the past and name what still points to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core import references, scheduler, students, units
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Duplicate, Forbidden, Problems, RuleBroken
from core.fields import described
from schemas.base import Basis, Text
from schemas.reference import Department
from schemas.student import StudyProfile
from schemas.words import Role
from tests.acts.test_students import person, study
from tests.conftest import actor

COUNCIL = Why("кеңес шешімі", Basis(kind="Хаттама", number="4", day=date(2026, 8, 28)))
NEW = Text(kk="Күй өнері кафедрасы", ru="Кафедра кюя", en="Kui")
DAY = date(2026, 9, 1)


def decided() -> Why:
    return Why(COUNCIL.reason, COUNCIL.basis)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(actor(Role.head), store, clock=lambda: datetime(2026, 11, 23, 7, tzinfo=UTC))


def unit(desk: Desk, code: str = "ДОМ", kind: str = "department", **more: object) -> Department:
    values = {"code": code, "name": {"kk": f"{code} кафедрасы"}, "kind": kind, "starts": "2010-09-01"} | more
    return references.save(desk, Department, None, 0, values, Why("ашылды"))


def test_a_renamed_unit_keeps_its_past(desk: Desk) -> None:
    made = unit(desk)
    paper = made.ref()
    named = units.rename(desk, made.id, made.revision, NEW, DAY, decided())
    assert named.name == NEW and named.label() == NEW and paper.label.kk == "ДОМ кафедрасы"
    assert named.name_on(date(2026, 8, 31)).kk == "ДОМ кафедрасы" and named.name_on(DAY) == NEW
    assert [(n.number, n.starts) for n in named.names] == [("", date(2010, 9, 1)), ("4", DAY)]
    assert [name.kk for _, name in units.as_of(desk, date(2015, 1, 1))] == ["ДОМ кафедрасы"]
    assert units.as_of(desk, date(2009, 1, 1)) == []
    assert list(references.choices(desk, described(StudyProfile, "department")).values()) == [NEW]


def test_what_may_be_chosen_is_read_anew_only_when_it_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each study has fields of its own, and all of them offer the same units."""
    made = unit(desk)
    own = [replace(described(StudyProfile, "department"), path=f"studies.{n}.department") for n in "ab"]
    first = references.choices(desk, own[0])
    with monkeypatch.context() as m:
        m.setattr(references, "labels", None)  # nothing is read
        assert references.choices(desk, own[1]) is first
    units.rename(desk, made.id, made.revision, NEW, DAY, decided())
    assert list(references.choices(desk, own[1]).values()) == [NEW]
    later = unit(desk, "ХОР")
    units.close(desk, later.id, later.revision, date(2026, 12, 31), {}, decided())
    assert later.id in references.choices(desk, own[0])
    assert later.id not in references.choices(replace(desk, clock=lambda: datetime(2027, 1, 1, 7, tzinfo=UTC)), own[0])


def test_a_name_to_come_takes_its_place_on_its_day(desk: Desk, store: Store) -> None:
    made, day = unit(desk), date(2027, 1, 1)
    named = units.rename(desk, made.id, made.revision, NEW, day, decided())
    assert named.name.kk == "ДОМ кафедрасы"
    assert scheduler.plans.carry_out_due(store, desk.clock) == 0
    assert scheduler.plans.carry_out_due(store, lambda: datetime(2027, 1, 1, 7, tzinfo=UTC)) == 1
    assert store.load(Department, made.id).name == NEW


def test_bad_renaming_is_refused(desk: Desk, store: Store, senior: Desk) -> None:
    made = unit(desk)
    with pytest.raises(Problems) as e:
        units.rename(desk, made.id, made.revision, NEW, DAY, Why("р"))
    assert [p.field for p in e.value.problems] == ["basis.number", "basis.day"]
    with pytest.raises(Problems):
        units.rename(desk, made.id, made.revision, NEW, date(2009, 1, 1), decided())
    with pytest.raises(RuleBroken, match="same_name"):
        units.rename(desk, made.id, made.revision, made.name, DAY, decided())
    named = units.rename(senior, made.id, made.revision, NEW, DAY, decided())
    with pytest.raises(Problems):
        units.rename(desk, made.id, named.revision, Text(kk="Тағы"), DAY, decided())
    for role in (Role.registrar, Role.administrator, Role.management, Role.hr):
        with pytest.raises(Forbidden):
            units.rename(Desk(actor(role), store), made.id, named.revision, Text(kk="Х"), DAY, decided())


def test_what_points_to_a_unit_is_named_before_it_closes(desk: Desk) -> None:
    made = unit(desk)
    assert units.points(desk.store, made.id) == {}
    students.admit(desk, person(), study().model_copy(update={"department": made.ref()}), Why("а"))
    with pytest.raises(RuleBroken, match="more_now"):
        units.close(desk, made.id, made.revision, DAY, {}, decided())
    seen = units.points(desk.store, made.id)
    assert seen == {"students": 1}
    closed = units.close(desk, made.id, made.revision, DAY, seen, decided())
    assert closed.ends == DAY and closed.closed_by == "№ 4, 28.08.2026" and not closed.in_force(date(2026, 9, 2))
    assert references.listed(desk, Department) == [] and len(references.listed(desk, Department, "дом")) == 1
    assert references.choices(desk, described(StudyProfile, "department")) == {}
    for act in (
        lambda: units.close(desk, made.id, closed.revision, DAY, seen, decided()),
        lambda: units.rename(desk, made.id, closed.revision, NEW, date(2026, 10, 1), decided()),
    ):
        with pytest.raises(RuleBroken, match="closed_already"):
            act()


def test_joined_units_end_the_day_before_and_lead_to_the_new_one(desk: Desk) -> None:
    first, second = unit(desk, "ДОМ"), unit(desk, "ҚОБ")
    old = {first.id: first.revision, second.id: second.revision}
    fields = {"code": "ХАЛ", "name": {"kk": "Халық аспаптары кафедрасы"}}
    made = units.join(desk, old, fields, DAY, {}, decided())
    assert (made.starts, made.council_number, made.kind) == (DAY, "4", first.kind)
    gone = units.formed_of(desk, made.id)
    assert {u.id for u in gone} == set(old) and {u.ends for u in gone} == {date(2026, 8, 31)}
    assert [name.kk for _, name in units.as_of(desk, date(2026, 8, 31))] == ["ДОМ кафедрасы", "ҚОБ кафедрасы"]
    assert [u.code for u, _ in units.as_of(desk, DAY)] == ["ХАЛ"]


def test_bad_joining_is_refused(desk: Desk, store: Store) -> None:
    first, second, other = unit(desk, "ДОМ"), unit(desk, "ҚОБ"), unit(desk, "Ф", kind="faculty")
    fields = {"code": "ХАЛ", "name": {"kk": "Халық аспаптары"}}
    with pytest.raises(RuleBroken, match="two_needed"):
        units.join(desk, {first.id: 1}, fields, DAY, {}, decided())
    with pytest.raises(RuleBroken, match="kinds_differ"):
        units.join(desk, {first.id: 1, other.id: 1}, fields, DAY, {}, decided())
    with pytest.raises(Problems):
        units.join(desk, {first.id: 1, second.id: 1}, {"code": "", "name": None}, DAY, {}, decided())
    with pytest.raises(Duplicate):
        units.join(desk, {first.id: 1, second.id: 1}, fields | {"code": "Ф"}, DAY, {}, decided())
    assert store.count("departments", {"ends": None}) == 3
