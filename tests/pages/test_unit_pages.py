"""Requests of data, instructions, powers of attorney, requests to services, the page of a department in the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import attorneys, data_requests, files, house, instructions, service_requests
from core.access import RIGHTS, Actor
from core.data_requests import drafts
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Ref, Text
from schemas.reference import Department
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.pages.conftest import DEPARTMENT, Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts
from tests.pages.test_integrity_pages import id_of

pytestmark = pytest.mark.usefixtures("shipped")
COLUMNS = [{"title": "Студент"}, {"title": "Сағат", "type": "number"}]


class Made:
    """One of each."""

    def __init__(self, head: Desk) -> None:
        house.refresh(head.store)
        for role in (Role.head, Role.department, Role.administrator):
            sign_in(head.store, role)
        unit = Department(_id=DEPARTMENT.id, code="D1", name=DEPARTMENT.label, parent=Ref(id="f1", label=Text(kk="Ф")))
        head.transact("reference.edit", lambda tx: tx.add(unit), Why("т"))
        due = head.today() + timedelta(days=5)
        values = {"topic": "Жүктеме туралы", "what": "Толтырыңыз", "basis": "Бұйрық", "due": due, "forms": ["table"],
                  "columns": COLUMNS}  # fmt: skip
        self.request = data_requests.send(head, values, [unit.id], [], Why())
        [self.answer] = data_requests.answers_of(head, self.request.id)
        written = {"topic_kk": "Ведомость туралы", "text_kk": "Мерзімінде тапсырыңыз", "roles": [r.value for r in Role]}
        draft = instructions.write(head, None, 0, written, [], Why())
        self.instruction = instructions.publish(head, draft.id, draft.revision, Why())
        given = {"who": {"id": id_of(head.store, Role.head), "label": {"kk": "т"}}, "before": "Бюро", "starts": due,
                 "ends": due, "what_kk": "Есеп", "what_ru": "Отчёт", "basis": "Бұйрық"}  # fmt: skip
        self.attorney = attorneys.give(head, given, files.ready(head, "а.pdf", pdf("а")), Why())
        self.asked = service_requests.ask(head, {"service": "it", "topic": "Принтер"}, [], Why())


@pytest.fixture
def made(head: Desk) -> Made:
    return Made(head)


def seeing() -> list[Role]:
    """One role of each set of rights in these rooms, and the administrator, whom a service belongs to: the rest see
    what one of these sees."""
    rooms = ("data_request.", "instruction.", "attorney.", "service_request.", "department.")
    found: dict[frozenset[str], Role] = {}
    for role in Role:
        rights = frozenset(right for right in RIGHTS[role] if right.startswith(rooms))
        found.setdefault(rights | {role.value} if role is Role.administrator else rights, role)
    return list(found.values())


def test_pages_open_for_their_roles(made: Made, open_page: Open) -> None:
    asked, answer = made.request.id, made.answer.id
    pages: list[tuple[str, str, tuple[dict[str, str], ...]]] = [
        ("data_requests", "data_request.answer", ({}, {"new": "1"})),
        ("data_request", "data_request.answer", ({"id": asked, "answer": answer},)),
        ("instructions", "instruction.mark", ({}, {"id": made.instruction.id}, {"id": "new"})),
        ("attorneys", "attorney.hold", ({}, {"id": made.attorney.id}, {"id": "new"})),
        ("service_requests", "service_request.use", ({}, {"id": made.asked.id}, {"id": "new"})),
        ("department", "department.read", ({},)),
    ]
    for role, lang in met(seeing()):  # in one office: an office for each costs more than the pages
        who = Actor("u", "", role)
        for page, right, addresses in pages:
            for address in addresses:
                at = open_page(page, role, lang, **address)
                assert not at.exception and strange(at, lang, ("Тест head", "IT")) == [], (role, lang, page, address)
                assert who.may(right) or at.info[0].value == t("errors.forbidden", lang), (role, page)


def pressed(at, key: str):  # type: ignore[no-untyped-def]
    at = next(b for b in at.button if (b.key or "").startswith(key)).click().run()
    assert not at.exception
    return at


def test_the_office_asks_a_unit_by_the_form(made: Made, store: Store, open_page: Open) -> None:
    at = open_page("data_requests", Role.registrar, new="1")
    at = pressed(at, "send-data_request:new")
    assert any(":red[" in m.value for m in at.markdown) and store.count("data_requests", {}) == 1
    next(x for x in at.multiselect if (x.key or "").startswith("v:data_requests.units")).set_value([DEPARTMENT.id])
    for name, text in (("topic", "Репертуар"), ("basis", "Хат")):
        next(x for x in at.text_input if (x.key or "").endswith(name)).set_value(text)
    next(x for x in at.text_area if (x.key or "").endswith("what")).set_value("Жіберіңіз")
    next(x for x in at.date_input if (x.key or "").endswith("due")).set_value(made.request.due)
    pressed(at, "send-data_request:new")
    row = store.one("data_requests", {"topic": "Репертуар"}) or {}
    assert row["number"].endswith("-002") and store.count("data_answers", {"request.id": row["_id"]}) == 1


def test_a_unit_pastes_its_table_mends_it_and_the_office_accepts(made: Made, store: Store, open_page: Open) -> None:
    at = open_page("data_requests", Role.department)
    assert any("Бөлімшеңізден жауап күтілуде: 1" in said for said in texts(at))
    at = open_page("data_request", Role.department, id=made.request.id)
    assert (store.one("data_answers", {}) or {})["status"] == "seen"
    place = f"data_answer:paste:{made.answer.id}:0"
    next(x for x in at.text_area if x.key == place).set_value("Студент\tСағат\nӘлиева\tкөп").run()
    at = pressed(at, f"{place}:go")
    at = pressed(at, f"send-data_answer:{made.answer.id}")
    assert any("жол, «Сағат»" in said for said in texts(at)), "the wrong cell is named"
    chair = Desk(
        Actor(id_of(store, Role.department), "Т", Role.department, "kk", {"department": (DEPARTMENT.id,)}), store
    )
    drafts.keep(chair, made.answer.id, [("r0000", "c1", "12")])
    at = pressed(open_page("data_request", Role.department, id=made.request.id), f"send-data_answer:{made.answer.id}")
    row = store.one("data_answers", {}) or {}
    assert (row["status"], row["rounds"][0]["rows"]) == ("answered", [["Әлиева", "12"]])
    at = open_page("data_request", Role.head, id=made.request.id, answer=made.answer.id)
    pressed(at, "send-ask:data_requests.accept")
    assert (store.one("data_requests", {}) or {})["status"] == "closed"


def test_each_marks_what_he_has_read_and_the_office_sees_who_has_not(made: Made, store: Store, open_page: Open) -> None:
    at = pressed(open_page("instructions", Role.department, id=made.instruction.id), "instruction:mark")
    assert any("Сіз таныстыңыз" in m.value for m in at.success)
    at = open_page("instructions", Role.head, id=made.instruction.id)
    assert any("Танысқаны: 1 / 3" in m.value for m in at.markdown)
    at = pressed(at, "instruction:new")
    assert store.count("instructions", {"status": "draft"}) == 1
    pressed(at, "send-ask:instructions.publish")
    assert (store.one("instructions", {"edition": 2}) or {})["status"] == "published"


def test_a_service_takes_and_does_and_who_asked_accepts(made: Made, store: Store, open_page: Open) -> None:
    at = pressed(open_page("service_requests", Role.administrator, id=made.asked.id), "service_request:take")
    pressed(at, "send-ask:service_requests.done")
    assert (store.one("service_requests", {}) or {})["status"] == "done"
    at = open_page("service_requests", Role.registrar, id="new")
    next(x for x in at.selectbox if (x.key or "").endswith("service")).set_value("it")
    next(x for x in at.text_input if (x.key or "").endswith("topic")).set_value("Пернетақта")
    at = pressed(at, "send-service_request:new")
    assert store.count("service_requests", {"topic": "Пернетақта"}) == 1


def test_a_power_of_attorney_without_its_file_is_refused_beside_it(made: Made, store: Store, open_page: Open) -> None:
    at = pressed(open_page("attorneys", Role.head, id="new"), "send-attorney:new")
    assert any(":red[" in m.value for m in at.markdown) and store.count("attorneys", {}) == 1
    at = open_page("attorneys", Role.head, id=made.attorney.id)
    next(x for x in at.text_input if (x.key or "").endswith(":why")).set_value("Қате берілді")
    pressed(at, "send-ask:attorneys.revoke")
    assert (store.one("attorneys", {}) or {})["status"] == "revoked"


def test_an_office_without_departments_is_told_to_add_them(open_page: Open, store: Store) -> None:
    at = open_page("department", Role.head)
    assert any(t("department.none_yet", "kk") in x for x in texts(at))
    at = open_page("curricula", Role.head, department="d1", state="draft")
    assert at.multiselect(key="v:list:curricula:f:state").value == ["draft"] and not at.query_params
    at.button(key="clear-curricula").click().run()  # asked for once
    assert at.multiselect(key="v:list:curricula:f:state").value == [] and not at.exception


def test_the_page_of_a_department_leads_to_what_is_counted(made: Made, open_page: Open) -> None:
    at = open_page("department", Role.department)
    said = list(texts(at))
    assert any("Жауап күтілетін сұрау" in x and "[1]" in x for x in said)
    at = open_page("department", Role.department, id="other")
    assert any(t("department.not_yours", "kk") in x.value for x in at.info)
