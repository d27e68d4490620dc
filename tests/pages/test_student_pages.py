"""The pages of students and references: every role, every language; nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest

from core import grouping, references, students, views
from core.access import Actor
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken, StaleRevision
from schemas.base import LANGS, Lang, Ref
from schemas.discipline import Discipline
from schemas.reference import Department
from schemas.section import Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role
from tests.pages.conftest import DEPARTMENT, FACULTY, TEACHER, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

PAGES = {
    "students": "student.read",
    "student": "student.read",
    "register": "student.register",
    "references": "reference.read",
}


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(Actor("u", "Бас тіркеуші", Role.head), store)


@pytest.fixture
def student(desk: Desk):  # type: ignore[no-untyped-def]
    profile = Profile(
        number="21-017", name=Name(last="Әбенова", first="Қарлығаш"), iin="031105699007", born=date(2003, 11, 5)
    )
    study = StudyProfile(
        id="st1",
        faculty=FACULTY,
        department=DEPARTMENT,
        teacher=TEACHER,
        admitted_on=date(2024, 9, 1),
        year=1,
        group="ФО-21",
    )
    made = students.admit(desk, profile, study, Why("Қабылдау бұйрығы"))
    return students.edit(desk, made.id, 1, {"studies.st1.year": 2}, Why("Көшіру"), date(2025, 9, 1))


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_each_page_opens_for_its_roles_and_refuses_the_others(
    open_page: Open,
    student,
    role: Role,
    lang: Lang,  # type: ignore[no-untyped-def]
) -> None:
    may = Desk(Actor("u", "", role), None).may  # type: ignore[arg-type]
    for name, right in PAGES.items():
        at = open_page(name, role, lang, **({"id": student.id} if name == "student" else {}))
        assert not at.exception, (name, at.exception)
        assert bool(at.title) == may(right), name
        if not may(right):
            assert at.info, name
        assert strange(at, lang, ("st1", "21-017")) == [], name


@pytest.mark.parametrize("tab", ["profile", "studies", "results", "events", "papers", "as_of", "compare", "looks"])
@pytest.mark.parametrize("lang", LANGS)
def test_each_part_of_the_card_speaks_the_users_language(open_page: Open, student, tab: str, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("student", Role.head, lang, id=student.id)
    at.session_state[f"v:tab:{student.id}"] = tab
    at.run()
    assert not at.exception and strange(at, lang) == []
    assert any("Әбенова" in said for said in texts(at))


def test_a_card_of_another_faculty_is_not_opened(open_page: Open, desk: Desk) -> None:
    profile = Profile(number="9", name=Name(last="Бөтен", first="А"), iin_absent_reason="шетел")
    other = students.admit(desk, profile, StudyProfile(id="s", faculty=Ref(id="f2", label=FACULTY.label)), Why("а"))
    at = open_page("student", Role.registrar, id=other.id)
    assert not at.exception and not at.title
    assert not any("Бөтен" in said for said in texts(at))


def test_typed_input_survives_a_refused_save_and_a_change_of_language(open_page: Open, student, store: Store) -> None:  # type: ignore[no-untyped-def]
    at = open_page("student", Role.head, id=student.id)
    form = f"v:student:{student.id}:0:"
    at.text_input(key=form + "name.first").set_value("Қарлығаш-Ай")
    at.text_input(key=form + "iin").set_value("031105699008")
    at.selectbox(key=form + "sex").set_value("female")
    at.button(key=f"send-student:{student.id}:0").click().run()
    assert at.text_input(key=form + "name.first").value == "Қарлығаш-Ай"
    said = [m.value for m in at.markdown if ":material/error:" in m.value]
    assert len(said) == 2  # the check digit beside its field, the missing reason beside its own
    at.session_state["lang"] = "ru"
    at.run()
    assert not at.exception and strange(at, "ru") == []
    assert at.text_input(key=form + "name.first").value == "Қарлығаш-Ай"
    assert at.text_input(key=form + "iin").value == "031105699008"
    assert at.selectbox(key=form + "sex").value == "female"
    at.text_input(key=form + "iin").set_value("031105699007")
    at.text_input(key=form + "why").set_value("Құжат")
    at.button(key=f"send-student:{student.id}:0").click().run()
    row = store.one("students", {"_id": student.id})
    assert row is not None and row["name"]["first"] == "Қарлығаш-Ай" and row["sex"] == "female"


def test_a_save_that_came_second_shows_the_other_and_keeps_ones_own(open_page: Open, student, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    at = open_page("student", Role.senior_registrar, id=student.id)
    form = f"v:student:{student.id}:0:"
    at.text_input(key=form + "citizenship").set_value("Моңғолия").run()
    students.edit(desk, student.id, 2, {"studies.st1.group": "ФО-22"}, Why("топ"))
    at.text_input(key=form + "why").set_value("Анықтама")
    at.button(key=f"send-student:{student.id}:0").click().run()
    assert not at.exception
    box = "\n".join(str(t.value) for t in at.table)
    assert "ФО-22" in box and "Моңғолия" in box
    at.button(key=f"mine-student:{student.id}:0").click().run()
    form = f"v:student:{student.id}:1:"
    assert at.text_input(key=form + "citizenship").value == "Моңғолия"
    assert at.text_input(key=form + "studies.st1.group").value == "ФО-22"
    at.text_input(key=form + "why").set_value("Анықтама")
    at.button(key=f"send-student:{student.id}:1").click().run()
    row = desk.store.one("students", {"_id": student.id})
    assert row is not None and row["citizenship"] == "Моңғолия" and row["studies"][0]["group"] == "ФО-22"


def test_a_possible_duplicate_is_shown_before_anything_is_saved(open_page: Open, student, store: Store) -> None:  # type: ignore[no-untyped-def]
    at = open_page("register", Role.head, through_menu=True)
    form = "v:register:0:"
    at.text_input(key=form + "number").set_value("24-001")
    at.text_input(key=form + "name.last").set_value("Әбенова")
    at.text_input(key=form + "name.first").set_value("Қарлығаш")
    at.text_input(key=form + "iin_absent_reason").set_value("шетел азаматы")
    at.date_input(key=form + "born").set_value(date(2003, 11, 5))
    at.button(key="send-register:0").click().run()
    assert not at.exception and store.count("students", {}) == 1
    assert len(at.checkbox) == 1 and any("21-017" in str(d.value) for d in at.dataframe)
    at.checkbox[0].check()
    at.button(key="send-register:0").click().run()
    assert store.count("students", {}) == 2


def test_an_iin_that_says_otherwise_warns_and_does_not_block(open_page: Open, store: Store) -> None:
    at = open_page("register", Role.head, through_menu=True)
    form = "v:register:0:"
    for name, value in {
        "number": "24-002",
        "name.last": "Сәрсен",
        "name.first": "Айдын",
        "iin": "031105699007",
    }.items():
        at.text_input(key=form + name).set_value(value)
    at.date_input(key=form + "born").set_value(date(2004, 1, 1))
    at.selectbox(key=form + "sex").set_value("male")
    at.button(key="send-register:0").click().run()
    assert store.count("students", {}) == 0
    assert sum(":material/warning:" in m.value for m in at.markdown) == 2
    at.checkbox[0].check()
    at.button(key="send-register:0").click().run()
    assert store.count("students", {}) == 1


def test_a_double_click_registers_one_student(open_page: Open, store: Store) -> None:
    at = open_page("register", Role.head, through_menu=True)
    form = "v:register:0:"
    for name, value in {
        "number": "24-003",
        "name.last": "Оспан",
        "name.first": "Ерлан",
        "iin_absent_reason": "шетел",
    }.items():
        at.text_input(key=form + name).set_value(value)
    at.button(key="send-register:0").click().run()
    assert store.count("students", {}) == 1 and store.count("audit_events", {}) == 1


def test_a_unit_is_entered_and_a_taken_code_is_told_beside_its_field(open_page: Open, desk: Desk, store: Store) -> None:
    references.save(desk, Department, None, 0, {"code": "ФО", "name": {"kk": "Фортепиано"}}, Why())
    at = open_page("references", Role.head, kind="departments", id="new")
    form = "v:departments:new:0:"
    at.text_input(key=form + "code").set_value("ФО")
    at.text_input(key=form + "name.kk").set_value("Фортепиано кафедрасы")
    at.button(key="send-departments:new:0").click().run()
    assert not at.exception and any(":material/error:" in m.value for m in at.markdown)
    assert at.text_input(key=form + "name.kk").value == "Фортепиано кафедрасы"
    at.text_input(key=form + "code").set_value("ФК")
    at.button(key="send-departments:new:0").click().run()
    assert store.count("departments", {}) == 2


def test_a_reference_saved_second_is_refused_and_says_what_came_first(desk: Desk) -> None:
    made = references.save(desk, Department, None, 0, {"code": "ФО", "name": {"kk": "Фортепиано"}}, Why())
    references.save(desk, Department, made.id, 1, {"code": "Ф1"}, Why("жаңа код"))
    with pytest.raises(StaleRevision) as e:
        references.save(desk, Department, made.id, 1, {"code": "Ф2"}, Why("тағы"))
    assert [(c["field"], c["was"], c["now"]) for c in e.value.values["theirs"]] == [("code", "ФО", "Ф1")]


def test_a_group_is_put_into_a_section_and_one_taken_out(open_page: Open, student, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    term = references.save(desk, Term, None, 0, {"code": "2026-1", "kind": "autumn", "year": 2026}, Why())
    discipline = references.save(
        desk, Discipline, None, 0, {"code": "МУЗ1101", "name": {"kk": "Мамандық"}, "credits": 6}, Why()
    )
    fields = {"code": "МУЗ1101-ФО", "term": plain(term.ref()), "discipline": plain(discipline.ref()), "group": "ФО-21"}
    section = grouping.enter(desk, fields, Why())
    at = open_page("section", Role.head, id=section.id)
    assert not at.exception and strange(at, "kk") == []
    assert len(at.multiselect[0].options) == 1
    at.multiselect[0].set_value([student.id]).run()
    at.button(key=f"send-ask:references.members_add{section.id}:0").click().run()
    assert at.error and "тіркелмеген" in at.error[0].value, "who is not registered needs a reason"
    at.text_input(key=f"v:ask:references.members_add{section.id}:0:why").set_value("Оқу жоспары әлі жоқ").run()
    at.button(key=f"send-ask:references.members_add{section.id}:0").click().run()
    kept = desk.get(Section, section.id, "section.read")
    assert [m.student.id for m in kept.members] == [student.id] and kept.members[0].number == "21-017"
    kept = grouping.delist(desk, section.id, kept.revision, [student.id], Why("Басқа топқа ауысты"))
    assert kept.members == []


def test_a_view_is_kept_for_its_owner_or_for_all(desk: Desk, store: Store) -> None:
    other = Desk(Actor("u2", "Екінші", Role.senior_registrar), store)
    own = views.keep(desk, "students", "Менікі", {"sort": "gpa"}, False, Why())
    views.keep(desk, "students", "Ортақ", {"sort": "name"}, True, Why())
    views.keep(desk, "students", "Менікі", {"sort": "born"}, False, Why())
    assert [(v.name, v.settings["sort"]) for v in views.saved(desk, "students")] == [
        ("Менікі", "born"),
        ("Ортақ", "name"),
    ]
    assert [v.name for v in views.saved(other, "students")] == ["Ортақ"]
    with pytest.raises(RuleBroken):
        views.drop(other, own.id, Why())
    views.drop(desk, own.id, Why())
    assert [v.name for v in views.saved(desk, "students")] == ["Ортақ"]


def test_a_list_is_narrowed_and_ordered_by_the_database(open_page: Open, student, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    second = Profile(number="21-018", name=Name(last="Ысқақ", first="Бауыржан"), iin_absent_reason="шетел")
    students.admit(desk, second, StudyProfile(id="st2", year=4, faculty=FACULTY), Why("а"))
    at = open_page("students", Role.head)
    assert [row[0] for row in at.dataframe[0].value.values.tolist()] == ["21-017", "21-018"]
    at.toggle(key="v:list:students:d").set_value(True).run()
    assert [row[0] for row in at.dataframe[0].value.values.tolist()] == ["21-018", "21-017"]
    at.text_input(key="v:list:students:q").set_value("ыскак").run()
    assert [row[0] for row in at.dataframe[0].value.values.tolist()] == ["21-018"]
    assert any("Ысқақ Бауыржан" in b.label for b in at.button)
    at.text_input(key="v:list:students:q").set_value("жоқадам").run()
    assert not at.exception and not at.dataframe


def test_a_copy_is_given_and_values_are_erased_by_an_application(open_page: Open, student, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    students.edit(desk, student.id, student.revision, {"contacts.phone": "+7 701 999 88 77"}, Why("Анықтама"))
    at = open_page("student", id=student.id)
    assert not at.exception
    ask = f"ask:personal.copy{student.id}:0"
    at.text_input(key=f"v:{ask}:why").set_value("Өтініш")
    at.button(key=f"send-{ask}").click().run()
    assert not at.exception and desk.store.one("audit_events", {"action": "personal.copy"}) is None, "no number, no day"
    at.text_input(key=f"v:{ask}:why_number").set_value("17")
    at.date_input(key=f"v:{ask}:why_day").set_value(date(2026, 1, 15))
    at.button(key=f"send-{ask}").click().run()
    assert not at.exception and desk.store.one("audit_events", {"action": "personal.copy"})
    assert len(at.get("download_button")) == 1
    at.multiselect(key=f"v:erase:{student.id}").set_value(["contacts.phone"]).run()
    ask = f"ask:personal.erase{student.id}:0"
    at.text_input(key=f"v:{ask}:why").set_value("Өтініш")
    at.text_input(key=f"v:{ask}:why_number").set_value("18")
    at.date_input(key=f"v:{ask}:why_day").set_value(date(2026, 1, 15))
    at.button(key=f"send-{ask}").click().run()
    assert not at.exception and desk.store.count("personal", {"owner": student.id}) == 0
