"""Pages of records: proposals, merges, what the card offers; every role, three languages."""

from __future__ import annotations

from datetime import date

import pytest

from core import students
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.students import merging, proposals
from schemas.base import LANGS, Lang, Ref, Text
from schemas.student import Contacts, Name, Profile, Student, StudyProfile
from schemas.words import Role
from tests.pages.conftest import DEPARTMENT, FACULTY, TEACHER, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

PAGES = {"proposals": "proposal.read", "merge": "student.merge"}
DATA = ("S-1", "S-2", "st1", "2026-00001", "2026-001")


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(Actor("u", "Бас тіркеуші", Role.head), store)


def person(desk: Desk, number: str) -> Student:
    profile = Profile(
        number=number, name=Name(last="Әбенова", first="Қарлығаш"), iin_absent_reason="белгісіз",
        born=date(2003, 11, 5), contacts=Contacts(phone="+7 701"),
    )  # fmt: skip
    study = StudyProfile(
        id="st1", faculty=FACULTY, department=DEPARTMENT, teacher=TEACHER, admitted_on=date(2024, 9, 1), year=1,
        programme=Ref(id="p1", label=Text(kk="Аспап", ru="Инструмент", en="Instrument")), group="ФО-21",
    )  # fmt: skip
    return students.admit(desk, profile, study, Why("Қабылдау бұйрығы"))


@pytest.fixture
def two(desk: Desk) -> tuple[Student, Student]:
    """Two records of one person, a proposal and a merge that wait."""
    keep, other = person(desk, "S-1"), person(desk, "S-2")
    teacher = Desk(Actor("t", "Оразбаева", Role.teacher, assigned={"teacher": (TEACHER.id,)}), desk.store)
    change = {"studies.st1.instrument": "Домбыра", "contacts.phone": "+7 702"}
    proposals.propose(teacher, keep.id, 1, change, Why("телефоны ауысқан"))
    merging.propose(desk, keep.id, other.id, [], Why("бір адам"))
    return keep, other


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_each_page_opens_for_its_roles_and_refuses_the_others(open_page: Open, two, role: Role, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    may = Desk(Actor("u", "", role), None).may  # type: ignore[arg-type]
    for name, right in PAGES.items():
        at = open_page(name, role, lang)
        assert not at.exception, (name, at.exception)
        assert bool(at.title) == may(right), name
        assert strange(at, lang, DATA) == [], name


def test_the_office_accepts_a_proposal_field_by_field(open_page: Open, two, store: Store) -> None:  # type: ignore[no-untyped-def]
    keep, _ = two
    at = open_page("proposals", Role.senior_registrar)
    assert any("+7 702" in str(d.value) for d in at.dataframe)  # the office sees what is proposed
    row = store.one("proposals", {}) or {}
    at.multiselect(key=f"v:accept:{row['_id']}").set_value(["studies.st1.instrument"]).run()
    at.button(key=f"send-ask:records.accept{row['_id']}:0").click().run()
    assert not at.exception, at.exception
    state = store.one("students", {"_id": keep.id}) or {}
    assert state["studies"][0]["instrument"] == "Домбыра" and state["events"][-1]["basis"]["number"] == row["number"]
    seen = open_page("proposals", Role.teacher, id=row["_id"])
    assert not seen.exception and not any("+7 702" in str(d.value) for d in seen.dataframe)


def test_a_teacher_proposes_from_the_card(open_page: Open, desk: Desk, store: Store) -> None:
    made = person(desk, "S-1")
    at = open_page("student", Role.teacher, id=made.id)
    assert not at.exception and strange(at, "kk", DATA) == []
    form = f"v:propose:{made.id}:0:"
    at.text_input(key=form + "studies.st1.instrument").set_value("Домбыра")
    at.text_input(key=form + "why").set_value("аспабын ауыстырды")
    at.button(key=f"send-propose:{made.id}:0").click().run()
    assert not at.exception, at.exception
    row = store.one("proposals", {}) or {}
    assert [c["proposed"] for c in row["changes"]] == ["Домбыра"]
    assert (store.one("students", {"_id": made.id}) or {})["revision"] == 1


def test_a_merge_is_confirmed_by_another_and_its_address_leads_on(open_page: Open, two, store: Store) -> None:  # type: ignore[no-untyped-def]
    keep, other = two
    merge = store.one("merges", {}) or {}
    at = open_page("merge", Role.senior_registrar)
    assert not at.exception
    at.button(key=f"send-ask:records.confirm_merge{merge['_id']}:0").click().run()
    assert not at.exception, at.exception
    assert (store.one("merges", {}) or {})["state"] == "confirmed"
    card = open_page("student", Role.head, id=other.id)
    assert not card.exception and any("Әбенова" in said for said in texts(card)) and card.info
    again = open_page("merge", Role.head)
    assert not again.exception
    again.text_input(key=f"v:ask:records.undo_merge{merge['_id']}:0:why").set_value("екі адам")
    again.button(key=f"send-ask:records.undo_merge{merge['_id']}:0").click().run()
    assert not again.exception and (store.one("merges", {}) or {})["state"] == "undone"
    assert students.count(Desk(Actor("u", "", Role.head), store)) == 2 and keep.id


@pytest.mark.parametrize("lang", LANGS)
def test_two_records_are_compared_and_joining_is_proposed(
    open_page: Open, desk: Desk, store: Store, lang: Lang
) -> None:
    first = person(desk, "S-1")
    second = person(desk, "S-2")
    at = open_page("merge", Role.head, lang)
    at.button(key=f"pair:{min(first.id, second.id)}").click().run()
    assert not at.exception and strange(at, lang, DATA) == []
    asked = f"ask:records.propose_merge{first.id}{second.id}"
    at.text_input(key=f"v:{asked}:0:why").set_value("бір адам")
    at.button(key=f"send-{asked}:0").click().run()
    assert not at.exception and store.count("merges", {}) == 1
    at.text_input(key="v:merge:other").set_value("жоқ").run()
    assert not at.exception and at.error


def test_an_earlier_value_is_brought_back_from_the_history(open_page: Open, desk: Desk, store: Store) -> None:
    made = person(desk, "S-1")
    students.edit(desk, made.id, 1, {"studies.st1.group": "ФО-22"}, Why("қате"))
    event = (store.one("students", {"_id": made.id}) or {})["events"][1]["id"]
    at = open_page("student", Role.registrar, id=made.id)
    at.session_state[f"v:tab:{made.id}"] = "events"
    at.run()
    at.button(key=f"back:{event}").click().run()
    asked = f"ask:records.bring_back{event}"
    at.text_input(key=f"v:{asked}:0:why").set_value("дұрысы бұрынғы")
    at.button(key=f"send-{asked}:0").click().run()
    assert not at.exception, at.exception
    assert (store.one("students", {"_id": made.id}) or {})["studies"][0]["group"] == "ФО-21"


@pytest.mark.parametrize("lang", LANGS)
def test_consent_and_a_further_study_stand_on_the_card(open_page: Open, desk: Desk, store: Store, lang: Lang) -> None:
    made = person(desk, "S-1")
    at = open_page("student", Role.head, lang, id=made.id)
    asked = f"ask:records.consent_give{made.id}"
    at.text_input(key="v:consent:version").set_value("2026/1")
    at.text_input(key=f"v:{asked}:0:why").set_value("алынды")
    at.text_input(key=f"v:{asked}:0:why_kind").set_value("келісім")
    at.button(key=f"send-{asked}:0").click().run()
    assert not at.exception and (store.one("students", {"_id": made.id}) or {})["consent"]["state"] == "given"
    at.session_state[f"v:tab:{made.id}"] = "studies"
    at.run()
    assert not at.exception and strange(at, lang, DATA) == []
    at.text_input(key=f"v:study-new:{made.id}:0:why").set_value("магистратура")
    at.button(key=f"send-study-new:{made.id}:0").click().run()
    assert not at.exception and len((store.one("students", {"_id": made.id}) or {})["studies"]) == 1  # no programme
    reader = open_page("student", Role.auditor, lang, id=made.id)
    assert not reader.exception and " ".join(m.value for m in reader.markdown).count("2026/1") == 1
