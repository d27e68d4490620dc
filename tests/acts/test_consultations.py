"""Consultations (clause 33-8): three fields while somebody waits, planned and held ones, frozen, counted by year."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import consultations, files, house
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from schemas.base import Ref, Text
from schemas.consultation import Consultation, ConsultationState
from schemas.reference import Department
from schemas.user import User
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.conftest import actor

DAY = date(2026, 3, 2)


def at(store: Store, role: Role = Role.head, day: date = DAY) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


@pytest.fixture
def desk(shipped: Store) -> Desk:
    house.refresh(shipped)
    desk = at(shipped)
    unit = Department(_id="d1", code="F", name=Text(kk="Фортепиано кафедрасы", ru="Кафедра фортепиано"))
    desk.transact("reference.edit", lambda tx: tx.add(unit), Why("т"))
    who = User(
        _id="u-dep", login="dep", name="Меңгеруші", role=Role.department, department=unit.ref(), order_number="1"
    )
    desk.transact("user.appoint", lambda tx: tx.add(who), Why("т"))
    return desk


def planned(desk: Desk, **more: Any) -> Consultation:
    values = {"kind": "seminar", "topic": "Ведомость толтыру", "day": DAY, "units": [Ref(id="d1", label=Text(kk="Ф"))],
              "others": "Ахметова Г.\n\nАхметова Г.\nСейітов Б.", **more}  # fmt: skip
    return consultations.plan(desk, values, [], Why())


def test_three_fields_are_enough_and_a_unit_is_known_by_its_name(desk: Desk) -> None:
    values = {"whom": "кафедра фортепиано", "asked": "FX бағасы қалай қойылады?", "answered": "25-тармақ бойынша"}
    made = consultations.record(desk, values, Why())
    assert (made.number, made.status, made.hours) == ("2026-001", ConsultationState.held, Decimal("0.5"))
    assert made.people[0].unit is not None and made.people[0].present and made.led_by.id == "u-head"
    other = consultations.record(desk, values | {"whom": "Сейітов Б."}, Why())
    assert (other.people[0].unit, other.people[0].name) == (None, "Сейітов Б.")
    with pytest.raises(Problems) as bad:
        consultations.record(desk, {"whom": "С", "asked": ""}, Why())
    assert {p.field for p in bad.value.problems} == {"whom", "asked", "answered"}


def test_the_invited_are_told_then_who_came_is_marked_and_it_is_frozen(desk: Desk) -> None:
    made = planned(desk)
    assert [p.label().kk for p in made.people] == ["Ф", "Ахметова Г.", "Сейітов Б."] and made.hours == 2
    assert desk.store.count("notices", {"to": "u-dep"}) == 1
    with pytest.raises(Problems) as bad:
        consultations.hold(desk, made.id, made.revision, {}, [], [], Why())
    assert [p.key for p in bad.value.problems] == ["consultations.nobody_there"]
    ready = files.ready(desk, "слайд.pdf", pdf("слайд"))
    held = consultations.hold(desk, made.id, made.revision, {"asked": "Неге?", "answered": "Себебі"}, [0, 2], [ready],
                              Why())  # fmt: skip
    assert [p.present for p in held.people] == [True, False, True] and held.materials[0].label.kk == "слайд.pdf"
    for act in (
        lambda: consultations.cancel(desk, made.id, held.revision, Why("қате")),
        lambda: consultations.hold(desk, made.id, held.revision, {}, [1], [], Why()),
    ):
        with pytest.raises(RuleBroken, match="over"):
            act()
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("consultation.edit", lambda tx: tx.save(_renamed(tx.get(Consultation, made.id))), Why())


def _renamed(of: Consultation) -> Consultation:
    of.topic = "Басқа"
    return of


def test_what_is_ahead_is_not_written_and_nobody_invited_is_told_beside_the_field(desk: Desk) -> None:
    ahead = planned(desk, day=DAY + timedelta(days=2))
    with pytest.raises(RuleBroken, match="not_yet"):
        consultations.hold(desk, ahead.id, ahead.revision, {}, [0], [], Why())
    with pytest.raises(Problems):
        consultations.cancel(desk, ahead.id, ahead.revision, Why())
    assert consultations.cancel(desk, ahead.id, ahead.revision, Why("кейінге")).status is ConsultationState.cancelled
    with pytest.raises(Problems) as bad:
        planned(desk, units=[], others=" ")
    assert bad.value.problems[0].field == "units"
    for role in (Role.career, Role.hr, Role.teacher):
        with pytest.raises(Forbidden):
            consultations.listed(at(desk.store, role))
    with pytest.raises(Forbidden):
        planned(at(desk.store, Role.management))


def test_the_register_of_a_year_is_a_file_whose_leaving_is_written_down(desk: Desk) -> None:
    consultations.record(desk, {"whom": "Сейітов", "asked": "=сұрақ", "answered": "жауап"}, Why())
    planned(desk)
    assert len(consultations.of_year(desk, 2026)) == 1 and consultations.of_year(desk, 2025) == []
    made = consultations.xlsx(desk, 2026, "kk")
    table = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert table[-1][3] == "=сұрақ" and table[-1][1] == DAY and table[-1][-2:] == [1, 1]
    assert desk.store.count("looks", {"did": "download"}) == 1


ROW = st.fixed_dictionaries({
    "kind": st.sampled_from(["a", "b"]), "led_by": st.sampled_from([{"label": {"kk": x}} for x in "АБВ"]),
    "day": st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat),
    "hours": st.sampled_from([Decimal("0.5"), Decimal(2)]),
    "people": st.lists(st.fixed_dictionaries({"present": st.booleans()}), max_size=4),
})  # fmt: skip


@given(st.lists(ROW, max_size=20))
def test_every_cut_of_a_year_sums_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    found = consultations.counted(rows)
    assert found.whole.many == len(rows)
    for cut in (found.kinds, found.leaders, found.months):
        figures = list(cut.values())
        assert sum(f.many for f in figures) == found.whole.many
        assert sum((f.hours for f in figures), Decimal(0)) == found.whole.hours
        assert sum(f.present for f in figures) == found.whole.present
