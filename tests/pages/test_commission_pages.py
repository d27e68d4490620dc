"""Commissions and their control in the browser: roles, languages, from form to act, bad input told beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import students
from core.access import Actor
from core.attestation import commissions, control
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from schemas.attestation import Candidacy, Commission, CommissionStatus, Presented
from schemas.base import LANGS, Lang, Ref, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.discipline import Discipline, Programme
from schemas.reference import Department, Person
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Component, Control, Cycle, LessonKind, Role
from tests.acts.class_kit import put
from tests.pages.conftest import DEPARTMENT, FACULTY, Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

DATA = ("Тест head", "Тест secretary", "6B02101", "ATT1")
STAFF = (("p2", "Мүшеева"), ("p3", "Екіншиева"), ("p4", "Үшіншиева"), ("p1", "Оразбаева"))
CHAIR = "Сыртқыбаев Әділ Болатұлы"

pytestmark = pytest.mark.usefixtures("shipped")


@dataclass
class Made:
    """What stands in the base: a programme that ends next year, its staff, a graduate, a commission of it."""

    programme: Programme
    staff: list[Person]
    commission: Commission
    graduate: Ref
    candidacy: Candidacy

    def seats(self) -> list[dict[str, Any]]:
        rows = [{"part": "chair", "name": CHAIR, "workplace": "Мемлекеттік оркестр"}]
        rows += [{"part": "member", "person": p.ref().model_dump()} for p in self.staff[:3]]
        return [*rows, {"part": "secretary", "person": self.staff[3].ref().model_dump()}]


@pytest.fixture
def made(head: Desk) -> Made:
    """All of it of the faculty, department and person that the accounts work for."""
    year = head.today().year + 1
    put(head, first_office("«Үлгі» консерваториясы", "Алматы"))
    put(head, Department(_id=FACULTY.id, code="F", kind="faculty", name=FACULTY.label))
    put(head, Department(_id=DEPARTMENT.id, code="D", name=DEPARTMENT.label, parent=FACULTY))
    staff = [put(head, Person(_id=id, number=id, name=Name(last=last, first="Сәуле", middle="Қайратқызы"),
                              position="доцент", department=DEPARTMENT))
             for id, last in STAFF]  # fmt: skip
    programme = put(head, Programme(code="6B02101", name=Text(kk="Аспаптық орындау", ru="Исполнительство"),
                                    credits=Decimal(240)))  # fmt: skip
    solo = put(head, Discipline(code="ATT1", name=Text(kk="Жеке бағдарлама", ru="Сольная программа"),
                                credits=Decimal(4), control=Control.commission, department=DEPARTMENT))  # fmt: skip
    line = CurriculumLine(id="a", semester=8, discipline=solo.ref(), code="ATT1", cycle=Cycle.attestation,
                          component=Component.university, credits=Decimal(4), lesson=LessonKind.practice,
                          control=Control.commission)  # fmt: skip
    put(head, Curriculum(programme=programme.ref(), intake=year - 4, semesters=8, lines=[line], state="approved",
                         credits=Decimal(4), approved_on=date(year - 4, 5, 1)))  # fmt: skip
    one = commissions.nominate(head, {"name": Text(kk="Фортепиано комиссиясы", ru="Комиссия фортепиано"), "year": year,
                                      "programmes": [programme.ref()], "department": DEPARTMENT}, Why())  # fmt: skip
    profile = Profile(number="N-1", name=Name(last="Түлекова", first="Айгүл"), iin_absent_reason="тест")
    study = StudyProfile(id="st", programme=programme.ref(), department=DEPARTMENT, faculty=FACULTY, year=4,
                         group="ФП-1", teacher=staff[0].ref(), admitted_on=head.today() - timedelta(1200))  # fmt: skip
    student = students.admit(head, profile, study, Why("қабылдау"))
    candidacy = put(head, Candidacy(
        once=f"st:{solo.id}:{year}", commission=one.ref(), year=year, form="performance",
        form_name=Text(kk="Концерт", ru="Концерт"), discipline=solo.ref(), discipline_code="ATT1", credits=Decimal(4),
        student=student.ref(), study="st", number="N-1", key="k", group="ФП-1", programme=programme.ref(),
        department=DEPARTMENT, faculty=FACULTY, presented=Presented(supervisor=staff[1].ref()),
    ))  # fmt: skip
    return Made(programme, staff, one, student.ref(), candidacy)


def seated(made: Made, desk: Desk) -> Commission:
    made.commission = commissions.seat(desk, made.commission.id, made.commission.revision, made.seats(), Why())
    return made.commission


def press(at: Any, *begins: str) -> Any:
    """Press the first button whose key or label begins so."""
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


def field(at: Any, key: str) -> Any:
    """The widget whose key ends so."""
    every = [*at.text_input, *at.text_area, *at.selectbox, *at.date_input, *at.multiselect]
    return next(w for w in every if (w.key or "").endswith(key))


def part(at: Any, view: str) -> Any:
    at.session_state["v:commission.view"] = view
    return at.run()


def foreign(at: Any, lang: Lang) -> list[str]:
    return strange(at, lang, DATA) + strange_in(tables(at), lang, DATA)


def said(at: Any) -> str:
    return " ".join(texts(at)).replace("\\", "")


SEE = (Role.head, Role.senior_registrar, Role.registrar, Role.department, Role.management, Role.auditor)


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_every_page_opens_for_its_roles_and_refuses_the_others(
    made: Made, head: Desk, open_page: Open, role: Role, lang: Lang
) -> None:
    one = seated(made, head)
    reads = Actor("u", "", role).may("attestation.read")
    for page, address in (("commissions", {}), ("commissions", {"id": one.id}), ("attestation_control", {})):
        at = open_page(page, role, lang, **address)
        assert not at.exception and foreign(at, lang) == [], (page, address)
        if not reads:
            assert at.info[0].value == t("errors.forbidden", lang)
    if reads:
        at = open_page("commissions", role, lang, id=one.id)
        assert one.name.get(lang) in said(at), "teacher and secretary of these accounts sit in it"
        for view in ("interests", "papers", "history"):
            at = part(at, view)
            assert not at.exception and foreign(at, lang) == [], view
        may = Actor("u", "", role).may
        assert any((b.key or "").startswith("send-commission:paper") for b in part(at, "papers").button) \
            == may("attestation.hear")  # fmt: skip
        assert any((b.key or "").startswith("send-commission:seats") for b in part(at, "seats").button) \
            == may("attestation.edit")  # fmt: skip


def test_nominated_by_the_form_with_what_is_wrong_beside_it(made: Made, open_page: Open, head: Desk) -> None:
    at = open_page("commissions", Role.registrar, id="new")
    field(at, ":name.ru").set_value("Новая комиссия")
    at = press(at, "send-commission:new")
    assert head.store.count("commissions", {}) == 1 and t("errors.field.missing", "kk") in said(at)
    assert field(at, ":name.ru").value == "Новая комиссия", "nothing typed is lost"
    field(at, ":name.kk").set_value("Жаңа комиссия")
    field(at, ":programmes").set_value([made.programme.id])
    at = press(at, "send-commission:new")
    assert head.store.count("commissions", {}) == 1, "of the whole institution: not a registrar's of one faculty"
    assert t("errors.out_of_scope", "kk", right="x") in said(at)
    field(at, ":department").set_value(DEPARTMENT.id)
    at = press(at, "send-commission:new")
    row = head.store.one("commissions", {"name.kk": "Жаңа комиссия"}) or {}
    assert not at.exception and row["faculty"]["id"] == FACULTY.id and row["hears"][0]["form"] == "performance"
    assert row["number"] in said(at), "its card is open"


def test_a_commission_is_copied_by_the_form(made: Made, open_page: Open, head: Desk) -> None:
    one = seated(made, head)
    at = open_page("commissions", Role.head, id="new")
    field(at, "copy:0:source").set_value(one.id)
    field(at, "copy:0:year").set_value(str(one.year))
    at = press(at, "send-commission:copy")
    assert head.store.count("commissions", {}) == 1 and str(one.year) in said(at)
    field(at, "copy:0:year").set_value(str(one.year + 1))
    at = press(at, "send-commission:copy")
    row = head.store.one("commissions", {"year": one.year + 1}) or {}
    assert not at.exception and len(row["seats"]) == 5 and row["number"] == f"{one.year + 1}-01"


def test_without_a_chair_or_with_one_of_ours_it_is_told_and_nothing_is_lost(
    made: Made, open_page: Open, head: Desk
) -> None:
    one = made.commission
    at = open_page("commissions", Role.registrar, id=one.id)
    field(at, ":seats.i0.part").set_value("member")
    field(at, ":seats.i0.person").set_value(made.staff[0].id)
    at = press(at, "send-commission:seats")
    assert t("commissions.no_chair", "kk") in said(at)
    assert field(at, ":seats.i0.person").value == made.staff[0].id
    field(at, ":seats.i0.part").set_value("chair")
    at = press(at, "send-commission:seats")
    name = made.staff[0].name.full()
    assert t("commissions.chair_is_staff", "kk", name=name) in said(at)
    field(at, ":seats.i0.person").set_value(None)
    field(at, ":seats.i0.name").set_value(name.upper())
    at = press(at, "send-commission:seats")
    assert t("commissions.chair_is_staff", "kk", name=name) in said(at), "his name alone is known too"
    field(at, ":seats.i0.name").set_value(CHAIR)
    at = press(at, "send-commission:seats")
    kept = head.store.load(Commission, one.id)
    assert not at.exception and [s.called for s in kept.seats] == [CHAIR] and CHAIR in " ".join(tables(at))
    assert t("commissions.no_secretary", "kk") in said(at), "what is missing before the order stands under it"


def test_council_then_order_by_their_forms_with_wrong_days_told(made: Made, open_page: Open, head: Desk) -> None:
    one = seated(made, head)
    at = open_page("commissions", Role.senior_registrar, id=one.id)
    field(at, ":day").set_value(head.today() + timedelta(1))
    field(at, ":number").set_value("3")
    at = press(at, f"send-commission:council:{one.id}")
    assert t("commissions.day_ahead", "kk") in said(at) and field(at, ":number").value == "3"
    field(at, ":day").set_value(head.today())
    at = press(at, f"send-commission:council:{one.id}")
    assert head.store.load(Commission, one.id).status is CommissionStatus.council
    field(at, ":number").set_value("200-ө")
    field(at, ":day").set_value(head.today() - timedelta(1))
    at = press(at, f"send-commission:order:{one.id}")
    assert t("commissions.before_council", "kk", day=head.today()) in said(at)
    field(at, ":day").set_value(head.today())
    at = press(at, f"send-commission:order:{one.id}")
    kept = head.store.load(Commission, one.id)
    assert not at.exception and kept.status is CommissionStatus.ordered and kept.order and kept.order.number == "200-ө"
    assert not any((b.key or "").startswith("send-commission:seats") for b in at.button), "no more by hand"
    gone = kept.seats[1]
    field(at, ":left").set_value([gone.id])
    at = press(at, f"send-commission:change:{one.id}")
    assert head.store.load(Commission, one.id).changes == [] and t("errors.reason_missing", "kk") in said(at)


def test_interests_are_shown_with_names_and_declared_by_the_secretary(made: Made, open_page: Open, head: Desk) -> None:
    one = seated(made, head)
    at = part(open_page("commissions", Role.secretary, id=one.id), "interests")
    cells = list(tables(at))
    assert any(made.staff[0].name.full() in c for c in cells), "his teacher sits"
    assert any(made.staff[1].name.full() in c for c in cells), "his supervisor sits"
    field(at, ":seat").set_value(one.seats[0].id)
    field(at, ":student").set_value(made.graduate.id)
    field(at, ":kind").set_value("other")
    at = press(at, "send-commission:declare")
    assert head.store.load(Commission, one.id).conflicts == [] and t("errors.field.missing", "kk") in said(at)
    field(at, ":note").set_value("Бірлескен жоба")
    at = press(at, "send-commission:declare")
    (kept,) = head.store.load(Commission, one.id).conflicts
    assert not at.exception and kept.note == "Бірлескен жоба" and any(CHAIR in c for c in tables(at))


def test_a_paper_is_filed_and_a_day_to_come_is_told(made: Made, open_page: Open, head: Desk) -> None:
    one = seated(made, head)
    at = part(open_page("commissions", Role.secretary, id=one.id), "papers")
    field(at, ":code").set_value("consent")
    field(at, ":day").set_value(head.today() + timedelta(3))
    at = press(at, "send-commission:paper")
    assert t("commissions.day_ahead", "kk") in said(at) and head.store.load(Commission, one.id).papers == []
    field(at, ":day").set_value(head.today())
    at = press(at, "send-commission:paper")
    assert not at.exception and [p.code for p in head.store.load(Commission, one.id).papers] == ["consent"]


def test_another_faculty_and_a_strange_secretary_see_nothing(made: Made, head: Desk, open_page: Open) -> None:
    at = open_page("commissions", Role.secretary, id=made.commission.id)
    assert t("errors.out_of_scope", "kk", right="x") in said(at), "he does not sit in it"
    assert made.commission.number not in said(open_page("attestation_control", Role.secretary))

    def move(tx: Any) -> Commission:
        one = tx.get(Commission, made.commission.id)
        one.faculty = one.department = Ref(id="other", label=Text(kk="Басқа"))
        return tx.save(one)

    head.transact("reference.edit", move, Why("т"))
    for role in (Role.registrar, Role.department):
        at = open_page("commissions", role, id=made.commission.id)
        assert t("errors.out_of_scope", "kk", right="x") in said(at)
        assert made.commission.name.kk not in said(open_page("attestation_control", role))


def test_an_address_that_leads_nowhere_is_answered_calmly(made: Made, open_page: Open) -> None:
    for page, address in (("commissions", {"id": "none"}), ("commissions", {"id": made.commission.id, "view": "x"}),
                          ("attestation_control", {"year": "x"}),
                          ("attestation_control", {"year": "1905"})):  # fmt: skip
        at = open_page(page, Role.head, **address)
        assert not at.exception and said(at).strip()


# control --------------------------------------------------------------------------------------------------------------


def test_what_is_missing_leads_to_where_it_is_mended(made: Made, open_page: Open, head: Desk) -> None:
    one = made.commission
    at = open_page("attestation_control", Role.head, year=str(one.year))
    ways = {(b.key or "").rpartition(":")[2] for b in at.button if (b.key or "").startswith(f"way:{one.id}")}
    assert {"composition", "council", "order", "papers"} <= ways
    for lang in LANGS:
        at = open_page("attestation_control", Role.auditor, lang, year=str(one.year))
        assert t("attestation_control.miss_topics", lang, n=1) in said(at)
    seated(made, head)
    at = open_page("attestation_control", Role.head, year=str(one.year))
    assert t("attestation_control.item_composition", "kk") in said(at)
    assert not any(b.key == f"way:{one.id}:composition" for b in at.button)


def test_a_year_without_commissions_says_what_to_do_next(store: Store, open_page: Open, head: Desk) -> None:
    year = control.usual(head)
    at = open_page("attestation_control", Role.head)
    assert t("attestation_control.none", "kk", year=str(year)) in said(at)
    assert t("attestation_control.none_begin", "kk", year=str(year)) in said(at)
    assert t("attestation_control.none_begin", "kk", year=str(year)) not in said(open_page("attestation_control",
                                                                                      Role.auditor))  # fmt: skip
