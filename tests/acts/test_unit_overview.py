"""The page of a department (clause 41): its counts, by the reach of who looks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden
from core.units import overview
from schemas.base import Ref, Text
from schemas.reference import Department
from schemas.words import Role
from tests.acts.test_data_requests import sent
from tests.acts.test_sheets import office
from tests.acts.unit_kit import DAY, at, two_units


def counts(desk: Desk, id: str) -> dict[str, int]:
    return {c.key: c.n for area in overview.overview(desk, id).values() for c in area}


def test_a_department_sees_its_own_page_alone(store: Store) -> None:
    two_units(store)
    head, chair = at(store), at(store, Role.department, department="d1")
    assert [u.id for u in overview.chosen(chair)] == ["d1"]
    assert [u.id for u in overview.chosen(head)] == ["d1", "d2"]
    assert [u.id for u in overview.chosen(at(store, Role.registrar, faculty="f1"))] == []
    with pytest.raises(Forbidden):
        overview.overview(chair, "d2")
    with pytest.raises(Forbidden):
        overview.overview(at(store, Role.teacher), "d1")
    sent(head)
    assert counts(chair, "d1")["requests_owed"] == 1 and counts(chair, "d1")["requests_late"] == 0
    late = at(store, Role.department, DAY + timedelta(days=30), department="d1")
    assert counts(late, "d1")["requests_late"] == 1


def test_sheets_are_counted_by_term_with_the_late_ones(head: Desk) -> None:
    sheet = office(head)
    unit = sheet.department or Ref(id="d9", label=Text(kk="Кафедра"))
    if head.store.one("departments", {"_id": unit.id}) is None:
        own = Department(_id=unit.id, code="D9", name=Text(kk="Кафедра"))
        head.transact("reference.edit", lambda tx: tx.add(own), Why("т"))
    found = [c for c in overview.overview(head, unit.id)["sheets"]]
    where = {"department.id": unit.id, "status": {"$nin": ["closed", "cancelled"]}}
    assert sum(c.n for c in found if c.key == "sheets_undone") == head.store.count("grade_sheets", where)
    assert all(c.address["department"] == unit.id and c.name for c in found)
