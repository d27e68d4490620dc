"""The head without a programmer, in a real browser: a field, a reason code, a route, a template and a certificate are
described, and all are used through to the paper.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from core import house, kinds, references, students
from core.db.codec import plain
from core.db.connection import client
from core.db.server import ensure
from core.db.store import Store
from core.desk import Desk, Why
from core.users import actor_of, sessions
from schemas.base import Text
from schemas.reference import Office as Institution
from schemas.reference import Signer
from schemas.student import Name, Profile, StudyProfile
from schemas.user import User
from schemas.words import Role
from tests.browser.served import taken
from tests.browser.test_door import WAIT, Watched, address, browser, data, opened, sign_in  # noqa: F401
from tests.browser.test_office_day import button, held, popover, told

TEXT = "Осы анықтама {{ student.name }} жатақхананың {{ student.dormitory_room }} бөлмесінде тұратынын растайды."


class Base:
    """The open office, its database, and the browsers of the head and of the senior registrar."""

    def __init__(self, at: str, store: Store, head: Watched, senior: Watched) -> None:
        self.at, self.store, self.head, self.senior = at, store, head, senior
        self.student = ""


@pytest.fixture
def base(browser: Browser, opened: str, data: Path) -> Iterator[Base]:  # noqa: F811
    """After the first start, with one student, a senior registrar and somebody who signs."""
    with client(ensure(data)) as c:
        store = Store(c, "office")
        senior = User(login="sara", name="Сара Нұрлан", role=Role.senior_registrar, order_number="2")
        store.db["users"].insert_one(plain(senior))
        desk = Desk(actor_of(User.model_validate(store.one("users", {"login": "gulnar"}))), store)
        house.refresh(store)
        office = store.load(Institution, "office")
        signer = plain(Signer(post=Text(kk="Проректор"), name=Text(kk="Д. Сейітқали")))
        references.save(desk, Institution, "office", office.revision, {"signers": [signer]}, Why("Ашылу"))
        first, second = (Watched(browser.new_context(viewport={"width": 1360, "height": 1000}), opened) for _ in "ab")
        token = sessions.begin(store, senior, "127.0.0.1")
        second.context.add_cookies([{"name": "office", "value": token, "url": opened}])
        found = Base(opened, store, first, second)
        profile = Profile(number="24-001", name=Name(last="Әбенова", first="Аяла"), iin_absent_reason="шетел азаматы")
        found.student = students.admit(desk, profile, StudyProfile(id="s1", group="ФО-24"), Why("Қабылдау")).id
        yield found
        first.context.close()
        second.context.close()


def test_a_field_a_reason_a_route_a_template_and_a_certificate_without_a_programmer(base: Base, tmp_path: Path) -> None:
    page = base.head.open("/")
    sign_in(page)
    add_the_field(page, base)
    describe_a_reason(page, base)
    describe_a_route(page, base)
    describe_a_template(page, base)
    describe_a_certificate(page, base)
    fill_the_field(page, base)
    see_the_column(page, base)
    put_it_first(page, base)
    paper = ask_and_make(base)
    agree(page, base)
    sign(page, base, paper)
    read_the_paper(page, base, tmp_path)
    assert base.head.faults == [] and base.senior.faults == []


def box(page: Page, label: str) -> Locator:
    """A box of text by the whole of its label, required or not."""
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}( \\*)?( ·.*)?$"))


def named(page: Page, kk: str, ru: str, en: str, label: str = "Атауы") -> None:
    """A name in three languages."""
    for word, lang in ((kk, "қазақша"), (ru, "орысша"), (en, "ағылшынша")):
        page.get_by_role("textbox", name=re.compile(f"^{label}.*· {lang}$")).first.fill(word)


def choose(page: Page, label: str, word: str, nth: int = 0) -> None:
    """Choose from a list by typing, as one does without a mouse."""
    place = page.get_by_role("combobox", name=re.compile(re.escape(label))).nth(nth)
    place.click()
    place.fill(word)
    page.get_by_role("option", name=word).first.click()


def because(page: Page, why: str, do: str = "Сақтау") -> None:
    """The reason under the form, and its button."""
    page.get_by_role("textbox", name=re.compile("^Себебі")).last.fill(why)
    button(page, do).click()


def add_the_field(page: Page, base: Base) -> None:
    page.goto(base.at + "/fields")
    button(page, "Өріс қосу").click()
    named(page, "Жатақхана бөлмесі", "Комната общежития", "Dormitory room")
    button(page, "Алдын ала көру").click()
    expect(page.get_by_text("Студент: барлығы 1, толтырылғаны 0.")).to_be_visible()
    because(page, "Жатақхана сұрады", "Өріс қосу")
    told(page, "«Жатақхана бөлмесі» өрісі қосылды")
    expect(page.get_by_role("heading", name="Жатақхана бөлмесі")).to_be_visible()


def describe_a_reason(page: Page, base: Base) -> None:
    page.goto(base.at + "/kinds")
    page.get_by_role("button", name=re.compile("^Себеп коды · ")).click()
    button(page, "Жаңасын сипаттау").click()
    named(page, "Басқа бөлмеге көшті", "Переселение", "Moved to another room")
    because(page, "Жатақхана журналы бойынша")
    told(page, "«Басқа бөлмеге көшті» сақталды")


def describe_a_route(page: Page, base: Base) -> None:
    page.goto(base.at + "/kinds?sort=route&code=-")
    named(page, "Анықтаманы келісу", "Согласование справки", "Agreement of a certificate")
    because(page, "Анықтама үшін")
    expect(page.locator("[data-testid=stMarkdown]").filter(has_text="error").first).to_be_visible()  # nobody agrees yet
    button(page, "Жол қосу").click()
    choose(page, "Рөлі", "Бөлім басшысы")
    because(page, "Анықтама үшін")
    told(page, "«Анықтаманы келісу» сақталды")


def describe_a_template(page: Page, base: Base) -> None:
    page.goto(base.at + "/template?code=-")
    page.get_by_role("textbox", name="Коды", exact=True).fill("room_certificate")
    named(page, "Бөлме анықтамасы", "Справка о комнате", "Certificate of the room")
    named(page, "Анықтама", "Справка", "Certificate", "Тақырыбы")
    area = page.get_by_role("textbox", name=re.compile("қ.* мәтін", re.IGNORECASE)).first
    area.fill(TEXT.replace("dormitory_room", "nobody"))
    area.blur()
    expect(page.get_by_text(re.compile("мұндай айнымалы жоқ")).first).to_be_visible()
    area.fill(TEXT)
    area.blur()
    expect(page.get_by_text(re.compile("мұндай айнымалы жоқ"))).to_have_count(0)
    button(page, "Жаңа нұсқа сақтау").click()
    popover(page).get_by_label("Себебі").fill("Жатақхана үшін")
    popover(page).get_by_role("button", name="Жаңа нұсқа сақтау").click()
    told(page, "1-нұсқасы сақталды")


def describe_a_certificate(page: Page, base: Base) -> None:
    page.goto(base.at + "/kinds?sort=certificate&code=-")
    named(page, "Жатақханада тұратыны туралы анықтама", "Справка о проживании", "Certificate of residence")
    choose(page, "Нөмір үлгісі", "Анықтама")
    choose(page, "Құжат үлгісі", "Бөлме анықтамасы")
    choose(page, "Келісу бағыты", "Анықтаманы келісу")
    because(page, "Студенттер сұрайды")
    told(page, "«Жатақханада тұратыны туралы анықтама» сақталды")


def fill_the_field(page: Page, base: Base) -> None:
    """On the student's card, with the new reason code in place of words."""
    page.goto(f"{base.at}/student?id={base.student}")
    box(page, "Жатақхана бөлмесі").fill("12-а")
    choose(page, "Себеп коды", "Басқа бөлмеге көшті")
    button(page, "Сақтау").click()
    told(page, "")
    row = base.store.one("students", {"_id": base.student})
    assert row is not None and row["custom"] == {"dormitory_room": "12-а"}
    entry = base.store.rows("audit_events", {"subject.id": base.student}, sort=[("seq", -1)], limit=1)[0]
    assert entry["code"] == "moved_to_another_room" and "Басқа бөлмеге көшті" in entry["reason"]


def see_the_column(page: Page, base: Base) -> None:
    page.goto(base.at + "/students")
    expect(held(page, "12-а")).to_be_attached()
    expect(page.locator("[data-testid=stDataFrame] th").filter(has_text="Жатақхана бөлмесі").first).to_be_attached()


def put_it_first(page: Page, base: Base) -> None:
    """Its number is typed over in the table of places: the form follows."""
    page.goto(base.at + "/fields?of=students&do=arrange")
    table = page.get_by_test_id("stDataFrame")
    expect(table.locator("td").first).to_be_attached()
    table.scroll_into_view_if_needed()
    size = table.bounding_box()
    assert size is not None
    page.mouse.move(size["x"] + 140, size["y"] + size["height"] / 2)
    page.mouse.wheel(0, 5000)  # what is new stands last
    expect(table.locator("td").filter(has_text="Жатақхана бөлмесі").first).to_be_attached()
    x, y = size["x"] + 40, size["y"] + size["height"] - 20
    page.mouse.move(x + 100, y - 50)  # a canvas takes a press only where it has seen the pointer come from
    page.mouse.move(x, y, steps=8)
    page.mouse.click(x, y, delay=120)
    page.keyboard.press("Enter")
    number = page.locator("#portal input")
    number.fill("1")
    number.press("Enter")
    expect(page.get_by_text(re.compile("Нысандағы реті: Жатақхана бөлмесі"))).to_be_visible()
    button(page, "Орналасуын сақтау").click()
    popover(page).get_by_label("Себебі").fill("Жиі толтырылады")
    popover(page).get_by_role("button", name="Орналасуын сақтау").click()
    told(page, "орналасуы сақталды")
    layout = base.store.one("kinds", {"sort": "layout"})
    assert layout is not None and layout["body"]["rows"][0]["path"] == "custom.dormitory_room"


def ask_and_make(base: Base) -> str:
    """The senior registrar asks for the new certificate and makes it; the route begins."""
    page = base.senior.open("/papers?student=24-001")
    choose(page, "Қандай құжат", "Жатақханада тұратыны туралы анықтама")
    button(page, "Сұрауды тіркеу").click()
    told(page, "Сұрау тіркелді")
    button(page, "Жасау").click()
    popover(page).get_by_role("button", name="Жасау").click()
    told(page, "құжат жасалды")
    found = base.store.one("papers", {"code_of_kind": "certificate_of_residence"})
    assert found is not None and found["state"] == "made" and found["approval"]
    page.close()
    return str(found["_id"])


def agree(page: Page, base: Base) -> None:
    page.goto(base.at + "/inbox")
    button(page, "Келісемін").first.click()
    popover(page).get_by_role("button", name="Келісемін").click()
    told(page, "Келісілді")


def sign(page: Page, base: Base, paper: str) -> None:
    page.goto(f"{base.at}/paper?of=papers&paper={paper}")
    button(page, "Қол қойылды").click()
    popover(page).get_by_role("button", name="Қол қойылды").click()
    told(page, "Қол қойылғаны жазылды")


def read_the_paper(page: Page, base: Base, folder: Path) -> None:
    page.get_by_text("Файлдар", exact=True).first.click()
    taken(page, button(page, "Құжаттың файлы"), folder / "paper.pdf")
    pages = PdfReader(io.BytesIO((folder / "paper.pdf").read_bytes())).pages
    text = " ".join(" ".join(p.extract_text() for p in pages).split())
    for word in ("12-а бөлмесінде", "Аяла", "Әбенова", "Д. Сейітқали"):
        assert word in text, (word, text)
    assert kinds.versions(_desk(base), "certificate", "certificate_of_residence")[0].version == 1


def _desk(base: Base) -> Desk:
    return Desk(actor_of(User.model_validate(base.store.one("users", {"login": "gulnar"}))), base.store)
