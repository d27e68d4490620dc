"""The office's day in a real browser, from the first start of an empty office to a corrected grade.

One story, for each step stands on what the step before it left. Every step waits for a text that only the wanted
outcome prints, never for time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from core import grouping, references, students
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.users import sessions
from schemas.discipline import Discipline
from schemas.reference import Department, Person
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.user import User
from schemas.words import Role
from tests.browser.served import taken
from tests.browser.test_door import WAIT, Watched, address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_import_page import MIDFIELD, bring

NAMES = ("Әбенова", "Жұмабай", "Қалиева")
MARKS = {"R1": ("86", "90", "61"), "R2": ("90", "75", "66"), "exam": ("88", "70", "73")}
COLUMNS = {"R1": 0, "R2": 1, "exam": 2}  # the place among the cells one types into


@dataclass
class Office:
    """The open office: its address, its database, who works in it and each one's browser."""

    at: str
    store: Store
    head: Watched
    senior: Watched

    def desk(self) -> Desk:
        row = self.store.one("users", {"login": "gulnar"})
        return Desk(sessions.actor_of(User.model_validate(row)), self.store)


@pytest.fixture
def office(browser: Browser, opened: str, data: Path) -> Iterator[Office]:  # noqa: F811
    """After the first start; a second person is appointed, for four eyes are needed."""
    with client(ensure(data)) as c:
        store = Store(c, "office")
        senior = User(login="sara", name="Сара Нұрлан", role=Role.senior_registrar, order_number="2")
        store.db["users"].insert_one(plain(senior))
        size = {"width": 1360, "height": 1000}
        allowed = ["clipboard-read", "clipboard-write"]
        first, second = (
            Watched(browser.new_context(viewport=size, accept_downloads=True, permissions=allowed), opened)  # type: ignore[arg-type]
            for _ in range(2)
        )
        token = sessions.begin(store, senior, "127.0.0.1")
        second.context.add_cookies([{"name": "office", "value": token, "url": opened}])
        yield Office(opened, store, first, second)
        first.context.close()
        second.context.close()


def test_a_day_of_the_office(office: Office, tmp_path: Path) -> None:
    page = office.head.open("/")
    sign_in(page)
    name_the_institution(page, office)
    bring(page, office.at, MIDFIELD / "student.csv", "midfield_students")
    bring(page, office.at, MIDFIELD / "course.csv", "midfield_courses")
    find_a_student(page, office)
    add_a_department(page, office)
    prepare_a_section(office)
    number = open_a_sheet(page, office)
    fill_the_sheet(page)
    paste_too_much(page)
    type_against_each_other(page, office)
    close_the_sheet(page, office)
    student = see_the_grade(page, office)
    code = issue_a_transcript(page, office, tmp_path)
    check_the_code(office, code)
    correct_the_grade(page, office, number, student)
    assert office.head.faults == [] and office.senior.faults == []


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def popover(page: Page) -> Locator:
    """The open question of a button that asks why."""
    return page.get_by_test_id("stPopoverBody")


def told(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait for the office's short word after an act."""
    expect(page.get_by_test_id("stToast").filter(has_text=text).first).to_be_visible()


def held(page: Page, text: str) -> Locator:
    """A cell of a table drawn on a canvas, by the table that stands in it for screen readers."""
    return page.locator("[data-testid=stDataFrame] td").filter(has_text=re.compile(f"^{re.escape(text)}$")).first


def name_the_institution(page: Page, office: Office) -> None:
    page.goto(office.at + "/institution")
    page.get_by_label("Мекеме атауы · орысша").fill("Консерватория имени Курмангазы")
    page.get_by_label("Аты-жөні").first.fill("А. Проректор")
    button(page, "Сақтау").click()
    expect(page.get_by_text("Себебін жазыңыз").first).to_be_visible()
    expect(page.get_by_label("Мекеме атауы · орысша")).to_have_value("Консерватория имени Курмангазы")
    page.get_by_label("Себебі").fill("Ашылу")
    button(page, "Сақтау").click()
    told(page, "Баптаулар сақталды")


def find_a_student(page: Page, office: Office) -> None:
    page.goto(office.at + "/students")
    expect(page.get_by_text("1–50 / 52")).to_be_visible()
    page.get_by_placeholder("Теріңіз").click()
    page.keyboard.type("mcid3111171205", delay=5)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="MCID3111171205")).to_be_visible()


def add_a_department(page: Page, office: Office) -> None:
    page.goto(office.at + "/references?kind=departments")
    button(page, "Жаңа жазба").click()
    page.get_by_role("textbox", name=re.compile("^Коды")).fill("ТЕО")
    page.get_by_role("textbox", name=re.compile("^Атауы .*қазақша")).fill("Музыка теориясы кафедрасы")
    button(page, "Сақтау").click()
    told(page, "Сақталды")
    expect(page.get_by_role("heading", name="Музыка теориясы кафедрасы")).to_be_visible()


def prepare_a_section(office: Office) -> None:
    """A term, a discipline, a teacher and a section of three: the same acts as the pages of references make."""
    desk = office.desk()
    row = office.store.one("departments", {"code": "ТЕО"})
    assert row is not None
    department = Department.model_validate(row).ref()
    term = references.save(desk, Term, None, 0, {"code": "2026-1", "kind": "autumn", "year": 2026}, Why())
    teacher = references.save(
        desk, Person, None, 0, {"number": "7", "name": {"last": "Оразбаева", "first": "Сәуле"}}, Why()
    )
    discipline = references.save(
        desk, Discipline, None, 0,
        {"code": "СОЛ", "name": {"kk": "Сольфеджио"}, "credits": Decimal(5), "department": department}, Why(),
    )  # fmt: skip
    section = grouping.enter(
        desk,
        {"code": "СОЛ-24", "term": term.ref(), "discipline": discipline.ref(), "teacher": teacher.ref(),
         "department": department}, Why(),
    )  # fmt: skip
    pairs = []
    for n, last in enumerate(NAMES, 1):
        profile = Profile(number=f"24-{n:03d}", name=Name(last=last, first="Аяла"), iin_absent_reason="шетел азаматы")
        made = students.admit(desk, profile, StudyProfile(id=f"s{n}", group="ФО-24"), Why("Қабылдау"))
        pairs.append((made.id, f"s{n}"))
    grouping.enlist(desk, section.id, section.revision, pairs, Why("Топ тізімі"))


def open_a_sheet(page: Page, office: Office) -> str:
    page.goto(office.at + "/grade_sheets")
    expect(page.get_by_text("Мұндай ведомость жоқ")).to_be_visible()
    expect(page.get_by_label("Сабақ тобы")).to_have_value("СОЛ-24 · Сольфеджио")
    button(page, "Ведомость ашу").click()
    told(page, "ведомость ашылды")
    expect(page.locator("h1")).to_have_text("№ 2026-00001 ведомость")
    expect(page.locator(".marks-grid tbody tr")).to_have_count(3)
    return "2026-00001"


def cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(".marks-grid tbody tr").nth(row).locator("input").nth(COLUMNS[column])


def settled(page: Page) -> None:
    expect(page.locator(".state.saved")).to_be_visible()


def fill_the_sheet(page: Page) -> None:
    """By keyboard, as fast as a scanner; a bad value is told and stays as typed, through a refresh too."""
    for column, marks in MARKS.items():
        cell(page, 0, column).click()
        typed = [*marks[:2], "101"] if column == "exam" else marks
        for mark in typed:
            page.keyboard.type(mark, delay=5)
            page.keyboard.press("Enter")
    expect(page.locator(".foot .problem")).to_contain_text("«101» 0 мен 100 аралығында емес")
    settled(page)
    page.reload()
    expect(page.locator(".foot .problem")).to_contain_text("«101» 0 мен 100 аралығында емес")
    for column, marks in MARKS.items():
        for row, mark in enumerate(marks):
            expect(cell(page, row, column)).to_have_value("101" if (column, row) == ("exam", 2) else mark)
    cell(page, 2, "exam").click()
    page.keyboard.type("73", delay=5)
    page.keyboard.press("Enter")
    expect(page.locator(".foot .problem")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"орташа .* қойылды 3 / 3"))).to_be_visible()


def paste_too_much(page: Page) -> None:
    """Nine copied marks and three places: the six that found none are told and kept."""
    cell(page, 0, "R2").click()
    page.evaluate("text => navigator.clipboard.writeText(text)", "\r\n".join([*MARKS["R2"], *"123456"]))
    page.keyboard.press("Control+V")
    expect(page.locator(".leftover p")).to_contain_text("9 мәннің 6 мәні")
    expect(page.locator(".leftover textarea")).to_have_value("\n".join("123456"))
    settled(page)
    button(page, "Жасыру").click()
    expect(page.locator(".leftover textarea")).to_have_count(0)


def type_against_each_other(page: Page, office: Office) -> None:
    """Two people's different marks of one cell are both shown to both, until one is chosen."""
    other = office.senior.open(page.url.removeprefix(office.at))
    expect(cell(other, 1, "exam")).to_have_value("70")
    cell(other, 1, "exam").click()
    other.keyboard.type("к", delay=5)
    other.keyboard.press("Enter")
    settled(other)
    page.reload()
    for screen in (page, other):
        expect(button(screen, "70 — Гүлнәр")).to_be_visible()
        expect(button(screen, "к — Сара Нұрлан")).to_be_visible()
    expect(page.locator(".foot .other")).to_contain_text("Сара Нұрлан")
    other.get_by_text("Рус", exact=True).first.click()  # a mark typed in one language is understood in another
    expect(other.locator("h1")).to_have_text("Ведомость № 2026-00001")
    expect(cell(other, 1, "exam")).to_have_value("к")
    expect(other.locator(".marks-grid tbody tr").nth(1).locator(".mark")).to_have_text("Не явился")
    other.get_by_text("Қаз", exact=True).first.click()
    expect(other.locator("h1")).to_have_text("№ 2026-00001 ведомость")
    button(page, "70 — Гүлнәр").click()
    expect(button(page, "к — Сара Нұрлан")).to_have_count(0)
    expect(cell(page, 1, "exam")).to_have_value("70")
    other.close()


def close_the_sheet(page: Page, office: Office) -> None:
    """Two clicks on the button that confirms are one act."""
    button(page, "Ведомосты жабу").click()
    popover(page).get_by_role("button", name="Ведомосты жабу").dblclick()
    told(page, "№ 2026-00001 ведомость жабылды")
    expect(page.get_by_text("Жабық", exact=True)).to_be_visible()
    expect(page.locator(".marks-grid input")).to_have_count(0)
    assert office.store.count("audit_events", {"action": "grade_sheet.close"}) == 1
    for row in office.store.rows("students", {"number": {"$in": ["24-001", "24-002", "24-003"]}}):
        assert [e["type"] for e in row["events"]] == ["admitted", "grade_posted"]


def see_the_grade(page: Page, office: Office) -> str:
    row = office.store.one("students", {"number": "24-001"})
    assert row is not None
    page.goto(f"{office.at}/student?id={row['_id']}")
    page.get_by_role("radio", name="Нәтижелер").or_(button(page, "Нәтижелер")).first.click()
    expect(held(page, "Сольфеджио")).to_be_attached()
    expect(held(page, "B+")).to_be_attached()
    return str(row["_id"])


def issue_a_transcript(page: Page, office: Office, folder: Path) -> str:
    page.goto(office.at + "/transcripts")
    expect(page.get_by_text("Берілген транскрипт жоқ")).to_be_visible()
    page.get_by_label("Студент: аты, нөмірі немесе ЖСН").fill("24-001")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Кімге беріледі (табылды: 1)")).to_be_visible()
    expect(page.get_by_label("Тілі")).to_have_value("Қазақ тілі")
    button(page, "Беру").click()
    popover(page).get_by_label("Себебі").fill("Студенттің өтініші")
    popover(page).get_by_role("button", name="Беру").click()
    told(page, "транскрипт берілді")
    taken(page, page.get_by_role("button", name=re.compile("Жүктеу: transcript-")), folder / "paper.pdf")
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO((folder / "paper.pdf").read_bytes())).pages)
    for word in ("Сольфеджио", "B+", "Әбенова", "Құрманғазы атындағы консерватория", "Консерватория имени Курмангазы"):
        assert word in text, word
    row = office.store.one("transcripts", {"student_number": "24-001"})
    assert row is not None and row["code"] in text
    return str(row["code"])


def check_the_code(office: Office, code: str) -> None:
    """A stranger, without a cookie, learns that the paper is genuine and no more of its holder than he holds."""
    context = office.head.context.browser.new_context()  # type: ignore[union-attr]
    stranger = Watched(context, office.at)
    page = stranger.open(f"/verify/{code}")
    expect(page.locator("dl")).to_contain_text("Ә•••••• А•••")
    expect(page.locator("dl")).to_contain_text("3,33")
    assert "Әбенова" not in page.content() and context.cookies() == []
    page.goto(office.at + "/verify/AAAA-AAAA-AAAA-AAAA")
    expect(page.locator("dl")).to_have_count(0)
    assert stranger.faults == []
    context.close()


def correct_the_grade(page: Page, office: Office, number: str, student: str) -> None:
    """One proposes on a paper's basis, another confirms; the old grade stays readable beside the new."""
    page.goto(office.at + "/grade_sheets")
    page.get_by_label("Нөмірі бойынша").fill(number)
    page.keyboard.press("Enter")
    expect(held(page, number)).to_be_attached()
    row = office.store.one("grade_sheets", {"number": number})
    assert row is not None
    page.goto(f"{office.at}/grade_sheet?sheet={row['_id']}")
    page.locator("summary").filter(has_text="Түзету ұсыну").click()
    score = page.get_by_label("Емтихан, %").last
    expect(score).to_have_value("88")
    score.fill("98")
    score.press("Enter")
    expect(page.get_by_text("Қазір 88 B+, түзетілсе 92 A-")).to_be_visible()
    expect(held(page, "3,67 ●")).to_be_attached()
    button(page, "Түзету ұсыну").click()
    popover(page).get_by_label("Себебі").fill("Қате терілген")
    popover(page).get_by_role("button", name="Түзету ұсыну").click()
    expect(page.get_by_text(re.compile("Негіздеме")).first).to_be_visible()
    assert office.store.count("grade_sheets", {"corrections.0": {"$exists": True}}) == 0
    expect(score).to_have_value("98")
    code = popover(page).get_by_role("combobox", name=re.compile("Себеп коды"))
    code.click()
    page.get_by_role("option", name="Техникалық қате").first.click()
    popover(page).get_by_label("Негіздеме құжат").fill("қызметтік жазба")
    popover(page).get_by_label("Нөмірі").fill("12")
    popover(page).get_by_role("button", name="Түзету ұсыну").click()
    told(page, "Түзету ұсынылды")
    page.goto(office.at + "/corrections")
    expect(page.get_by_text("Түзетуді ұсынған адам оны өзі растай алмайды")).to_be_visible()
    expect(button(page, "Растау")).to_have_count(0)

    other = office.senior.open("/corrections")
    expect(other.get_by_text("86 / 90 / 88 = 88 B+ → 86 / 90 / 98 = 92 A-")).to_be_visible()
    button(other, "Растау").click()
    popover(other).get_by_role("button", name="Растау").click()
    told(other, re.compile("түзету расталды"))
    expect(other.get_by_text("Шешім күтіп тұрған түзету жоқ")).to_be_visible()

    page.goto(f"{office.at}/student?id={student}")
    page.get_by_role("radio", name="Нәтижелер").or_(button(page, "Нәтижелер")).first.click()
    expect(held(page, "A-")).to_be_attached()
    page.get_by_role("radio", name="Тарихы").or_(button(page, "Тарихы")).first.click()
    expect(page.get_by_text(re.compile("Сольфеджио — B\\+"))).to_be_visible()
    expect(page.get_by_text(re.compile("Сольфеджио — A-"))).to_be_visible()
