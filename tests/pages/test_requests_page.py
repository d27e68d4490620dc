"""Correspondence and the nomenclature in the browser (clauses 24-a, 33-9, 34-3, 46)."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core import nomenclature, reports, requests
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from schemas.base import Lang, Text
from schemas.condition import Asked
from schemas.letter import Letter, LetterDirection
from schemas.nomenclature import Folder
from schemas.report import Figure, ReportBody, ReportCut
from schemas.words import Role
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def folder(head: Desk) -> Folder:
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    year = head.today().year
    nomenclature.open_year(head, year, Why())
    name = {"kk": "Хат алмасу", "ru": "Переписка", "en": "Letters"}
    return nomenclature.save(head, year, None, 0, {"index": "05-12", "name": name, "keep": 5}, Why())


@pytest.fixture
def letter(head: Desk, folder: Folder) -> Letter:
    """A request that a teacher is to answer."""
    sign_in(head.store, Role.teacher)
    teacher = (head.store.one("users", {"login": "teacher.kk"}) or {})["_id"]
    values = {"kind": "rector", "person": "Ректор", "subject": "123", "text": "456"}
    return requests.register(head, LetterDirection.incoming, folder.id, values, [], Why(), teacher)


def press(at: AppTest, key: str) -> AppTest:
    next(b for b in at.button if (b.key or "").startswith(key)).click().run()
    assert not at.exception
    return at


def put(at: AppTest, part: str, value: str) -> None:
    form, _, name = part.rpartition("/")
    found = [x for x in (*at.text_input, *at.text_area) if form in (x.key or "") and (x.key or "").endswith(name)]
    found[0].set_value(value)


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_pages_open_for_their_roles(letter: Letter, folder: Folder, open_page: Open, role: Role, lang: Lang) -> None:
    who = Actor("u", "", role)
    named = ("Ректор", "Хат алмасу", "Тест head", "Тест")
    for page, right, address in (
        ("requests", "letter.work", {}), ("request", "letter.read", {"id": letter.id}),
        ("nomenclature", "nomenclature.read", {}), ("nomenclature", "nomenclature.read", {"id": folder.id}),
    ):  # fmt: skip
        at = open_page(page, role, lang, **address)
        assert not at.exception and strange(at, lang, named) == [], (page, address)
        if not who.may(right) and page != "request":
            assert at.info[0].value == t("errors.forbidden", lang)
        if page == "request" and role is not Role.teacher:
            assert any("12/1" in said for said in texts(at)) == who.may(right)


def test_a_letter_is_registered_and_a_past_deadline_stands_beside_its_field(
    folder: Folder, store: Store, open_page: Open
) -> None:
    at = open_page("requests", Role.registrar, through_menu=True, id="new")
    press(at, "send-letter:incoming")
    assert any(":red[" in m.value for m in at.markdown) and store.count("letters", {}) == 0
    next(x for x in at.selectbox if (x.key or "").startswith("v:letter.folder")).set_value(folder.id)
    put(at, "subject", "Жылдық есеп")
    put(at, "person", "Министр")
    press(at, "send-letter:incoming")
    made = store.one("letters", {}) or {}
    assert (made["number"], made["subject"], made["person"]) == ("05-12/1", "Жылдық есеп", "Министр")


def test_who_has_it_answers_the_office_sends_and_files(
    letter: Letter, folder: Folder, store: Store, open_page: Open
) -> None:
    at = open_page("requests", Role.teacher)
    assert any("Менікі · 1" in said for said in texts(at))
    at = open_page("request", Role.teacher, id=letter.id)
    press(at, "send-letter:answer")
    assert any("Жауап мәтінін жазыңыз" in m.value for m in at.markdown), "beside the field"
    put(at, "text", "Жауап: 1 100 студент")
    press(at, "send-letter:answer")
    answer = store.one("letters", {"answers.id": letter.id}) or {}
    assert (answer["number"], answer["text"]) == ("05-12/1", "Жауап: 1 100 студент")
    at = open_page("request", Role.registrar, id=answer["_id"])
    assert any("Ректор" in str(x.value) for x in at.text_input), "to whom is proposed"
    press(at, "send-letter:send")
    assert store.count("dispatches", {"letter.id": answer["_id"]}) == 1
    at = open_page("request", Role.head, id=letter.id)
    assert any("мерзімінде берілді" in said for said in texts(at))
    press(at, "send-letter:close")
    assert (store.one("letters", {"_id": letter.id}) or {})["status"] == "closed"
    at = open_page("requests", Role.head, view="sent")
    assert len(at.dataframe[0].value) == 1
    at = open_page("requests", Role.head, view="incoming")
    assert "● мерзімінде берілді" in list(at.dataframe[0].value["clock"])


def test_the_report_of_an_answer_is_repeated_from_its_letter_in_one_press(
    letter: Letter, folder: Folder, head: Desk, open_page: Open
) -> None:
    body = ReportBody(source=Asked.studies, rows=[ReportCut(field="studies.department")], figures=[Figure()],
                      as_of=date(2024, 10, 1))  # fmt: skip
    report = reports.keep(head, None, 0, Text(kk="Контингент"), body, Why())
    report = reports.share(head, report.id, report.revision, [Role.head], Why())
    at = open_page("request", Role.head, id=letter.id)
    next(x for x in at.selectbox if ":report:" in (x.key or "")).set_value(report.id)
    put(at, "text", "Жауап")
    press(at, "send-letter:answer")
    at = open_page("reports", Role.head, id=report.id)
    assert any("12/1" in b.label for b in at.button if b.key == f"report.letter:{report.id}")
    at = open_page("request", Role.head, through_menu=True, id=letter.id)
    assert any("Контингент" in b.label for b in at.button if b.key == f"letter.report:{report.id}")
    press(at, f"letter.again:{report.id}")
    at._page_hash = calc_hash("report")  # the page it was led to, which this tool forgets
    press(at, "report.save")
    made = head.store.one("reports", {"again_of.id": report.id}) or {}
    assert (made["body"]["as_of"], made["body"]["source"]) == ("2025-10-01", "studies")


def test_the_head_puts_a_resolution_and_moves_the_deadline_only_on_a_basis(
    letter: Letter, store: Store, open_page: Open
) -> None:
    at = open_page("request", Role.management, id=letter.id)
    put(at, "letter:resolve/text", "Шұғыл дайындаңыз")
    press(at, "send-letter:resolve")
    press(at, "send-letter:extend")
    assert any("Себебін жазыңыз" in m.value for m in at.markdown)
    kept = store.one("letters", {"_id": letter.id}) or {}
    assert kept["resolutions"][0]["text"] == "Шұғыл дайындаңыз" and kept["extensions"] == []


def test_a_folder_is_entered_and_a_year_opened(head: Desk, store: Store, open_page: Open) -> None:
    at = press(open_page("nomenclature", Role.senior_registrar), "nomenclature:open")
    assert store.count("file_years", {}) == 1
    at = open_page("nomenclature", Role.senior_registrar, id="new", year=str(head.today().year))
    put(at, "index", "05-01")
    put(at, "name.kk", "Бұйрықтар")
    press(at, "send-folder:new")
    assert any("Сақтау мерзімін жазыңыз" in m.value for m in at.markdown) and store.count("folders", {}) == 0
    put(at, "keep", "5")
    press(at, "send-folder:new")
    assert (store.one("folders", {}) or {})["index"] == "05-01"
    at = open_page("nomenclature", Role.head, act="new")
    assert any("Тапсыруға болатын жабық іс жоқ" in said for said in texts(at))
