"""Records: earlier values brought back, a second study, consent; every «no» by name."""

from __future__ import annotations

from datetime import date

import pytest

from core import history, students
from core.desk import Desk, Why
from core.errors import Duplicate, Forbidden, NotFound, Problems, RuleBroken, StaleRevision
from core.students.consent import give_consent, withdraw_consent, without_consent
from core.students.revert import returnable, revert
from core.students.second_study import open_study
from schemas.base import Basis, Ref, Text
from schemas.student import Contacts, Name, Profile, StudyProfile
from schemas.words import Role
from tests.conftest import actor, application

FACULTY = Ref(id="f1", label=Text(kk="Аспап"))
PIANO = Ref(id="p1", label=Text(kk="6B021 Аспаптық орындау"))
SONG = Ref(id="p2", label=Text(kk="7M021 Вокал"))
PAPER = Basis(kind="келісім", number="1", day=date(2026, 9, 1))


def person(number: str = "S-1", iin: str | None = "031105699007", **more) -> Profile:  # type: ignore[no-untyped-def]
    return Profile(number=number, name=Name(last="Әбенова", first="Қарлығаш"), iin=iin, born=date(2003, 11, 5), **more)


def study(**more) -> StudyProfile:  # type: ignore[no-untyped-def]
    return StudyProfile(
        **{"id": "st1", "faculty": FACULTY, "programme": PIANO, "admitted_on": date(2024, 9, 1), "year": 1, **more}
    )


def events(desk: Desk, id: str) -> list:  # type: ignore[type-arg]
    return history.parse((desk.store.one("students", {"_id": id}) or {})["events"])


# bringing back --------------------------------------------------------------------------------------------------


def test_an_earlier_value_comes_back_as_a_new_event_that_names_the_old_one(head: Desk) -> None:
    made = students.admit(head, person(), study(group="А"), Why("а"))
    students.edit(head, made.id, 1, {"studies.st1.group": "Б", "citizenship": "KZ"}, Why("қате"))
    edit = events(head, made.id)[1]
    assert {c.field for c in returnable(students.card(head, made.id), edit)} == {"studies.st1.group", "citizenship"}
    back = revert(head, made.id, 2, edit.id, ["studies.st1.group"], Why("дұрысы бұрынғы"))
    assert back.studies[0].group == "А" and back.citizenship == "KZ" and back.revision == 3
    new = events(head, made.id)[2]
    assert new.type == "profile_edited" and "№ 2" in new.reason and "дұрысы бұрынғы" in new.reason
    assert events(head, made.id)[1].changes[0].now == "Б"  # what was written stays
    assert {c.field for c in returnable(students.card(head, made.id), edit)} == {"citizenship"}


def test_bringing_back_asks_a_reason_the_newest_state_and_a_value_that_differs(head: Desk, senior: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    students.edit(head, made.id, 1, {"citizenship": "KZ"}, Why("б"))
    edit = events(head, made.id)[1].id
    with pytest.raises(Problems):
        revert(head, made.id, 2, edit, ["citizenship"], Why(""))
    with pytest.raises(RuleBroken, match="nothing_changed"):
        revert(head, made.id, 2, edit, ["sex"], Why("в"))
    with pytest.raises(RuleBroken, match="not_an_edit"):
        revert(head, made.id, 2, events(head, made.id)[0].id, ["citizenship"], Why("в"))
    with pytest.raises(NotFound):
        revert(head, made.id, 2, "жоқ", ["citizenship"], Why("в"))
    students.edit(senior, made.id, 2, {"citizenship": ""}, Why("г"))
    with pytest.raises(StaleRevision):
        revert(head, made.id, 2, edit, ["citizenship"], Why("в"))
    with pytest.raises(RuleBroken, match="stands_already"):
        revert(head, made.id, 3, edit, ["citizenship"], Why("в"))


def test_an_erased_value_and_a_taken_number_do_not_come_back(head: Desk) -> None:
    made = students.admit(head, person(contacts=Contacts(phone="+7 701")), study(), Why("а"))
    students.edit(head, made.id, 1, {"contacts.phone": "+7 702", "number": "S-7"}, Why("б"))
    edit = events(head, made.id)[1].id
    back = revert(head, made.id, 2, edit, ["contacts.phone"], Why("в"))
    assert students.card(head, made.id).contacts.phone == "+7 701"
    students.erase(head, made.id, back.revision, ["contacts.phone"], application())
    with pytest.raises(RuleBroken, match="value_erased"):
        revert(head, made.id, 4, edit, ["contacts.phone"], Why("в"))
    students.admit(head, person("S-1", None, iin_absent_reason="x"), study(), Why("а"))
    with pytest.raises(Duplicate):
        revert(head, made.id, 4, edit, ["number"], Why("в"))


def test_a_reference_that_is_closed_by_now_does_not_come_back(head: Desk) -> None:
    from core import references
    from schemas.reference import Person

    values = {"number": "1", "name.last": "О", "name.first": "С"}
    teacher = references.save(head, Person, None, 0, values, Why("а"))
    made = students.admit(head, person(), study(teacher=teacher.ref()), Why("а"))
    students.edit(head, made.id, 1, {"studies.st1.teacher": None}, Why("б"))
    references.save(head, Person, teacher.id, 1, {"active": False}, Why("кетті"))
    with pytest.raises(Problems) as e:
        revert(head, made.id, 2, events(head, made.id)[1].id, ["studies.st1.teacher"], Why("в"))
    assert e.value.problems[0].key == "records.ref_closed"


def test_who_may_bring_back(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    students.edit(head, made.id, 1, {"citizenship": "KZ"}, Why("б"))
    edit = events(head, made.id)[1].id
    for role in set(Role) - {Role.head, Role.senior_registrar, Role.registrar}:
        with pytest.raises(Forbidden):
            revert(Desk(actor(role), head.store), made.id, 2, edit, ["citizenship"], Why("в"))
    with pytest.raises(Forbidden):
        revert(Desk(actor(Role.registrar, faculty="f2"), head.store), made.id, 2, edit, ["citizenship"], Why("в"))
    mine = Desk(actor(Role.registrar, faculty="f1"), head.store)
    assert revert(mine, made.id, 2, edit, ["citizenship"], Why("в")).citizenship == ""


# a second study -------------------------------------------------------------------------------------------------


def test_a_second_degree_is_a_second_study_of_the_same_person(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    two = open_study(
        head, made.id, 1, study(id="st2", programme=SONG, admitted_on=date(2026, 9, 1)), Why("магистратура")
    )
    assert [s.programme.id for s in two.studies if s.programme] == ["p1", "p2"] and students.count(head) == 1
    assert len(students.as_of(head, made.id, date(2025, 1, 1))["studies"]) == 1
    students.edit(head, made.id, 2, {"studies.st2.group": "М-1"}, Why("топ"), date(2026, 10, 1))
    with pytest.raises(RuleBroken, match="before_study"):  # it would be lost, since no such study stood that day
        students.edit(head, made.id, 3, {"studies.st2.group": "М-2"}, Why("топ"), date(2025, 1, 1))
    assert students.listed(head, "", {"studies.group": "М-1"})[0]["_id"] == made.id


def test_a_second_study_is_asked_for_its_programme_and_not_opened_twice(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    with pytest.raises(Problems) as e:
        open_study(head, made.id, 1, study(id="st2", programme=None), Why(""))
    assert {p.field for p in e.value.problems} == {"reason", "study.programme"}
    with pytest.raises(RuleBroken, match="same_programme"):
        open_study(head, made.id, 1, study(id="st2"), Why("б"))
    with pytest.raises(RuleBroken, match="study_there"):
        open_study(head, made.id, 1, study(programme=SONG), Why("б"))
    other = Ref(id="f2", label=Text(kk="Б"))
    mine = Desk(actor(Role.registrar, faculty="f1"), head.store)
    with pytest.raises(Forbidden):
        open_study(mine, made.id, 1, study(id="st2", programme=SONG, faculty=other), Why("б"))
    assert len(open_study(mine, made.id, 1, study(id="st2", programme=SONG), Why("б")).studies) == 2


# consent --------------------------------------------------------------------------------------------------------


def test_consent_is_given_on_a_paper_and_taken_back(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    students.admit(head, person("S-2", None, iin_absent_reason="x"), study(), Why("а"))
    assert without_consent(head) == 2
    given = give_consent(head, made.id, 1, "2026-1", date(2026, 9, 1), Why("алынды", PAPER))
    assert given.consent.state == "given" and given.consent.day == date(2026, 9, 1)
    assert without_consent(head) == 1
    assert [r["number"] for r in students.listed(head, "", {"consent.state": ["none"]})] == ["S-2"]
    assert [r["number"] for r in students.listed(head, "", {"consent.state": ["given"]})] == ["S-1"]
    assert students.as_of(head, made.id, date(2026, 8, 1)).get("consent", {}).get("state", "none") == "none"
    with pytest.raises(RuleBroken, match="consent_there"):
        give_consent(head, made.id, 2, "2026-1", date(2026, 9, 2), Why("тағы", PAPER))
    back = withdraw_consent(head, made.id, 2, date(2026, 10, 1), Why("өтініш", PAPER))
    assert back.consent.state == "withdrawn" and without_consent(head) == 2
    with pytest.raises(RuleBroken, match="no_consent"):
        withdraw_consent(head, made.id, 3, date(2026, 10, 2), Why("өтініш", PAPER))


def test_a_consent_older_than_the_record_counts_from_its_first_day(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    given = give_consent(head, made.id, 1, "1", date(2024, 8, 1), Why("алынды", PAPER))
    assert given.consent.day == date(2024, 8, 1) and given.consent.state == "given"


def test_consent_asks_for_text_day_and_paper(head: Desk) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    with pytest.raises(Problems) as e:
        give_consent(head, made.id, 1, " ", date(2200, 1, 1), Why("а"))
    assert {p.field for p in e.value.problems} == {"version", "day", "basis"}
    with pytest.raises(Problems):
        give_consent(head, made.id, 1, "x" * 41, date(2026, 1, 1), Why("а", PAPER))
    with pytest.raises(RuleBroken, match="no_such_field"):
        students.edit(head, made.id, 1, {"consent.state": "given"}, Why("қолмен"))
    with pytest.raises(Forbidden):
        give_consent(
            Desk(actor(Role.teacher, teacher="t"), head.store), made.id, 1, "1", date(2026, 1, 1), Why("а", PAPER)
        )


def test_an_export_of_personal_columns_warns_of_missing_consent(head: Desk) -> None:
    from core.students.consent import asked_for, missing_in

    made = students.admit(head, person(), study(), Why("а"))
    students.admit(head, person("S-2", None, iin_absent_reason="x"), study(), Why("а"))
    assert missing_in(head, "", {}, ["number", "studies.group"]) == 0
    assert missing_in(head, "", {}, ["number", "born"]) == 2
    give_consent(head, made.id, 1, "2026-1", date(2026, 9, 1), Why("алынды", PAPER))
    assert missing_in(head, "", {}, ["born"]) == 1 and missing_in(head, "S-1", {}, ["born"]) == 0
    assert asked_for(head.store) == ("", True)


def test_filters_speak_of_one_study_where_a_person_has_two(head: Desk) -> None:
    made = students.admit(head, person(), study(group="А-1", year=4), Why("а"))
    open_study(head, made.id, 1, study(id="st2", programme=SONG, group="М-1", year=1), Why("магистратура"))
    assert students.count(head, "", {"studies.group": "А-1", "studies.year": 4}) == 1
    assert students.count(head, "", {"studies.group": "М", "studies.programme": ["p2"]}) == 1
    assert students.count(head, "", {"studies.group": "М-1", "studies.year": 4}) == 0  # two different studies
