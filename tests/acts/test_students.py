"""The register of students against a real database."""

from __future__ import annotations

from datetime import date

import pytest

from core import history, students
from core.desk import Desk, Why
from core.errors import Duplicate, Forbidden, OfficeError, Problems, StaleRevision
from schemas.base import Ref, Text
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role
from tests.conftest import actor, application

FACULTY = Ref(id="f1", label=Text(kk="Аспап"))


def person(number: str = "S-1", iin: str | None = "031105699007", **more) -> Profile:  # type: ignore[no-untyped-def]
    return Profile(number=number, name=Name(last="Әбенова", first="Қарлығаш"), iin=iin, born=date(2003, 11, 5), **more)


def study(**more) -> StudyProfile:  # type: ignore[no-untyped-def]
    return StudyProfile(id="st1", faculty=FACULTY, admitted_on=date(2024, 9, 1), year=1, **more)


def test_admitted_student_is_found_by_any_part_of_the_name(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("қабылдау"))
    assert made.revision == 1
    for text in ("абенова", "карлыгаш абе", "031105", "S-1", "лығ"):
        assert [r["_id"] for r in students.listed(head, text)] == [made.id], text
    assert students.listed(head, "жоқадам") == []


def test_number_and_iin_stand_once(head: Desk) -> None:
    students.admit(head, person(), study(), Why("а"))
    with pytest.raises(Duplicate) as e:
        students.admit(head, person(iin=None, iin_absent_reason="x"), study(), Why("а"))
    assert e.value.values["field"] == "number"
    with pytest.raises(Duplicate) as e:
        students.admit(head, person("S-2"), study(), Why("а"))
    assert e.value.values["field"] == "iin"
    assert students.count(head) == 1


def test_double_click_is_one_act(head: Desk) -> None:
    why = Why("а")
    first = students.admit(head, person(), study(), why)
    again = students.admit(head, person(), study(), why)
    assert first.id == again.id and students.count(head) == 1
    assert head.store.count("audit_events", {}) == 1


def test_stale_save_is_refused_and_says_whose_change_came_first(head: Desk, senior: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    students.edit(senior, made.id, 1, {"studies.st1.group": "ОС-1"}, Why("топ"))
    with pytest.raises(StaleRevision) as e:
        students.edit(head, made.id, 1, {"citizenship": "KZ"}, Why("б"))
    assert e.value.values["theirs"][0]["now"] == "ОС-1"
    assert e.value.values["theirs"][0]["by"] == senior.actor.name


def test_state_is_the_fold_of_its_events_and_any_day_can_be_asked(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    students.edit(head, made.id, 1, {"studies.st1.year": 2}, Why("көшу"), date(2025, 9, 1))
    students.edit(head, made.id, 2, {"studies.st1.group": "B"}, Why("кеш"), date(2025, 1, 1))
    row = head.store.one("students", {"_id": made.id})
    assert row is not None
    state = history.fold(history.parse(row["events"]))
    assert {k: row[k] for k in state} == state
    assert students.as_of(head, made.id, date(2025, 2, 1))["studies"][0]["year"] == 1
    assert students.as_of(head, made.id, date(2025, 2, 1))["studies"][0]["group"] == "B"
    assert students.as_of(head, made.id, date(2025, 2, 1), row["events"][1]["at"])["studies"][0]["group"] == ""
    assert ("studies.0.year", 1, 2) in students.compare(head, made.id, 1, 2)


def test_bad_value_is_named_beside_its_field(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    with pytest.raises(Problems) as e:
        students.edit(head, made.id, 1, {"iin": "031105699008", "studies.st1.year": 99}, Why("б"))
    assert {p.field for p in e.value.problems} == {"iin", "studies.st1.year"}


def test_registrar_works_in_his_faculties_only(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    mine = Desk(actor(Role.registrar, faculty="f1"), head.store)
    other = Desk(actor(Role.registrar, faculty="f2"), head.store)
    students.edit(mine, made.id, 1, {"citizenship": "KZ"}, Why("б"))
    assert students.listed(other) == []
    with pytest.raises(Forbidden):
        students.card(other, made.id)
    with pytest.raises(Forbidden):
        students.edit(other, made.id, 2, {"citizenship": "RU"}, Why("б"))
    with pytest.raises(Forbidden):
        students.admit(other, person("S-9", None, iin_absent_reason="x"), study(), Why("а"))


def test_personal_values_are_apart_and_can_be_erased(head: Desk) -> None:
    from schemas.student import Contacts

    made = students.admit(head, person(contacts=Contacts(phone="+7 701 000 00 00")), study(), Why("а"))
    raw = str(head.store.one("students", {"_id": made.id})) + str(head.store.rows("audit_events", {}))
    assert "701 000" not in raw
    assert students.card(head, made.id).contacts.phone == "+7 701 000 00 00"
    students.erase(head, made.id, 1, ["contacts.phone"], application())
    assert students.card(head, made.id).contacts.phone == "✕"


def test_server_itself_refuses_a_change_without_an_event(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    with pytest.raises(Exception, match="failed validation"):
        head.store.db["students"].update_one({"_id": made.id}, {"$inc": {"revision": 1}})


def test_an_act_that_fails_leaves_nothing(head: Desk) -> None:
    with pytest.raises(OfficeError):
        students.admit(Desk(actor(Role.teacher), head.store), person(), study(), Why("а"))
    assert head.store.count("students", {}) == head.store.count("audit_events", {}) == 0
