"""The distribution of work: what is nobody's is found, whoever keeps it is found too."""

from __future__ import annotations

import pytest

from core import references, students, users
from core.desk import Desk, Why
from core.errors import Forbidden
from core.users import work
from schemas.base import Ref
from schemas.reference import Department
from schemas.words import Role, Work
from tests.acts.test_students import person, study
from tests.acts.test_users import appoint
from tests.conftest import actor


def faculty(head: Desk, code: str) -> Ref:
    values = {"code": code, "name": {"kk": f"{code} факультеті"}, "kind": "faculty"}
    return references.save(head, Department, None, 0, values, Why("ашылды")).ref()


def learner(head: Desk, number: str, group: str, where: Ref) -> None:
    made = study().model_copy(update={"group": group, "faculty": where})
    students.admit(head, person(number, None, iin_absent_reason="шетел азаматы"), made, Why("а"))


def test_what_is_nobodys_is_named_until_somebody_has_it(head: Desk) -> None:
    first, second = faculty(head, "Ф-1"), faculty(head, "Ф-2")
    for n, (group, where) in enumerate([("ДОМ-1", first), ("ДОМ-1", first), ("СКР-1", second)]):
        learner(head, f"S-{n}", group, where)
    found = work.shares(head)
    assert [r.id for r in found.no_registrar] == [first.id, second.id]
    assert found.groups["ДОМ-1"].students == 2 and found.unkept == ["ДОМ-1", "СКР-1"] == found.no_adviser
    assert set(found.no_work) == set(Work)

    made = appoint(head, role=Role.registrar, faculties=[first])
    made = users.assign(head, made.id, made.revision, [first], ["СКР-1"], [Work.sheets], Why("бөлу"))
    tutor = appoint(head, "adviser", Role.adviser)
    users.assign(head, tutor.id, tutor.revision, [second], ["ДОМ-1"], [], Why("бөлу"))
    found = work.shares(head)
    assert [r.id for r in found.no_registrar] == [second.id]
    assert (found.unkept, found.no_adviser) == ([], []) and Work.sheets not in found.no_work


def test_an_adviser_reads_his_groups_and_whole_faculties_only(head: Desk) -> None:
    first, second = faculty(head, "Ф-1"), faculty(head, "Ф-2")
    for n, (group, where) in enumerate([("ДОМ-1", first), ("ДОМ-2", first), ("СКР-1", second)]):
        learner(head, f"S-{n}", group, where)

    def seen(**assigned: str) -> set[str]:
        desk = Desk(actor(Role.adviser, **assigned), head.store)
        return {r["studies"][0]["group"] for r in students.listed(desk)}

    assert seen() == set() and seen(group="ДОМ-1") == {"ДОМ-1"}
    assert seen(faculty=first.id) == {"ДОМ-1", "ДОМ-2"} and seen(group="СКР-1", faculty=first.id) == {
        "ДОМ-1", "ДОМ-2", "СКР-1",
    }  # fmt: skip
    other = head.store.rows("students", {"studies.group": "ДОМ-2"})[0]["_id"]
    with pytest.raises(Forbidden):
        students.card(Desk(actor(Role.adviser, group="ДОМ-1"), head.store), other)


def test_the_table_is_for_those_who_see_accounts(head: Desk) -> None:
    for role in (Role.registrar, Role.teacher, Role.adviser, Role.hr):
        with pytest.raises(Forbidden):
            work.shares(Desk(actor(role), head.store))
    assert work.shares(Desk(actor(Role.management), head.store)).people == []
