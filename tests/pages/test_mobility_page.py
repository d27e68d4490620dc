"""Academic mobility in the browser: roles and languages; drawn up, refused beside the fields, recognised, on a card."""

from __future__ import annotations

from typing import Any

import pytest

from core import mobility, rulebooks, students
from core.desk import Desk, Why
from schemas.base import Lang, Text
from schemas.discipline import Discipline
from schemas.mobility import Mobility, MobilityState
from schemas.reference import Department
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role, TermKind
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

DATA = ("Warsaw", "Ear training", "N1", "S1", "2026-2", "№ 12", "P ")
READERS = [Role.head, Role.senior_registrar, Role.registrar, Role.management, Role.auditor]

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def stay(head: Desk) -> Mobility:
    """A stay that runs, drawn up by somebody of the office who is none of those who open pages."""

    def put(document: Any) -> Any:
        return head.transact("reference.edit", lambda tx: tx.add(document, scoped=False), Why("т"))

    rulebooks.install(head, "kz-2022")
    faculty = put(Department(_id="f1", code="F", name=Text(kk="Аспаптық", ru="Инструментальный"), kind="faculty"))
    term = put(Term(code="2026-2", kind=TermKind.spring, year=2026))
    ours = put(Discipline(code="S1", name=Text(kk="Сольфеджио", ru="Сольфеджио", en="Solfeggio"), credits=5))
    profile = Profile(number="N1", name=Name(last="Сейітова", first="Айгүл"), iin_absent_reason="т")
    made = students.admit(head, profile, StudyProfile(id="st1", faculty=faculty.ref()), Why("т"))
    values = {
        "way": "out", "partner": "Warsaw", "term": term.ref(), "starts": "2027-01-25", "ends": "2027-06-10",
        "lines": [{"theirs": "Ear training", "their_credits": "6", "discipline": ours.ref()}],
    }  # fmt: skip
    drawn = mobility.make(head, made.id, "st1", values, Why("т"))
    return mobility.start(head, drawn.id, drawn.revision, Why())


def press(at: Any, *begins: str) -> Any:
    """Press the first button whose key or label begins so."""
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


def field(at: Any, key: str) -> Any:
    """The widget whose key ends so."""
    return next(w for w in [*at.text_input, *at.selectbox, *at.date_input, *at.checkbox] if (w.key or "").endswith(key))


@pytest.mark.parametrize(("role", "lang"), met(READERS))
def test_list_and_stay_open_for_every_role_and_language(
    stay: Mobility, open_page: Open, role: Role, lang: Lang
) -> None:
    at = open_page("mobility", role, lang)
    assert not at.exception and strange(at, lang, DATA) == []
    edits = role in (Role.head, Role.senior_registrar, Role.registrar)
    assert any(b.icon == ":material/add:" for b in at.button) == edits
    at = open_page("mobility", role, lang, id=stay.id)
    assert not at.exception and strange(at, lang, DATA) == []
    assert any("Сейітова" in said for said in texts(at))
    assert any((w.key or "").endswith(":grade") for w in at.text_input) == edits


@pytest.mark.parametrize("role", [Role.teacher, Role.payments, Role.department])
def test_others_are_told_calmly(stay: Mobility, open_page: Open, role: Role) -> None:
    at = open_page("mobility", role, id=stay.id)
    assert not at.exception and not any("Сейітова" in said for said in texts(at)) and at.info


def test_a_stay_of_another_address_is_no_fault(stay: Mobility, open_page: Open) -> None:
    at = open_page("mobility", id="nothing")
    assert not at.exception and at.info


def test_a_stay_is_drawn_up_and_what_is_wrong_stands_beside_the_field(stay: Mobility, open_page: Open) -> None:
    at = open_page("mobility", id="new", student="N1")
    at = press(at, "send-mobility:new:st1")
    assert any("error:" in m.value for m in at.markdown) and not at.exception
    field(at, ":partner").set_value("Warsaw 2")
    field(at, ":term").set_value(stay.term.id)
    field(at, ":starts").set_value("2027-02-01")
    field(at, ":ends").set_value("2027-01-01")
    at = press(at, "send-mobility:new:st1")
    assert field(at, ":partner").value == "Warsaw 2"  # nothing typed is lost
    assert any("error:" in m.value for m in at.markdown) and at.query_params.get("id") in ("new", ["new"])
    field(at, ":starts").set_value("2027-09-01")
    field(at, ":ends").set_value("2027-12-30")
    at = press(at, "send-mobility:new:st1")
    assert not at.exception and at.query_params.get("id") not in (None, "new", ["new"])


def test_an_unknown_number_is_said(stay: Mobility, open_page: Open) -> None:
    at = open_page("mobility", id="new", student="N404")
    assert not at.exception and any("N404" in i.value for i in at.info)


def test_results_are_recognised_by_the_protocol(head: Desk, stay: Mobility, open_page: Open) -> None:
    at = open_page("mobility", Role.senior_registrar, id=stay.id)
    line = stay.lines[0].id
    field(at, f"{line}:credits").set_value("бес")
    field(at, f"v:mobility.transcript:{stay.id}").set_value("№ 12")
    at = protocol(at)
    assert field(at, f"{line}:credits").value == "бес" and mobility.get(head, stay.id).lines[0].recognised is False
    field(at, f"{line}:credits").set_value("4,5")
    field(at, f"{line}:plain").set_value(True)
    at = protocol(at)
    now = mobility.get(head, stay.id)
    assert not at.exception and now.state is MobilityState.recognised and str(now.lines[0].credits) == "4.5"


def protocol(at: Any) -> Any:
    """Give reason and protocol and press."""
    for name, value in (("why", "шешім"), ("why_kind", "хаттама"), ("why_number", "6")):
        next(w for w in at.text_input if "mobility.recognise" in w.key and w.key.endswith(f":{name}")).set_value(value)
    day = next(w for w in at.date_input if "mobility.recognise" in w.key)
    day.set_value("2026-09-02")
    return press(at, "send-ask:mobility.recognise")


def test_who_drew_it_up_is_told_that_another_recognises(head: Desk, stay: Mobility, open_page: Open) -> None:
    at = open_page("mobility", Role.senior_registrar, id=stay.id)
    field(at, ":country").set_value("Польша")
    at = press(at, f"send-mobility:{stay.id}")
    assert not at.exception and mobility.get(head, stay.id).country == "Польша"
    at = open_page("mobility", Role.senior_registrar, id=stay.id)
    assert not any((w.key or "").endswith(":grade") for w in at.text_input)
    assert any("group" in (i.icon or "") for i in at.info)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_card_of_a_student_shows_his_stays(head: Desk, stay: Mobility, open_page: Open, lang: Lang) -> None:
    at = open_page("student", Role.head, lang, id=stay.student.id)
    tab = next(s for s in at.segmented_control if s.key == f"v:tab:{stay.student.id}")
    at = tab.set_value("studies").run()
    assert not at.exception and any("Warsaw" in said for said in texts(at))
    at = open_page("student", Role.teacher, lang, id=stay.student.id)
    assert not at.exception and not any("Warsaw" in said for said in texts(at))
