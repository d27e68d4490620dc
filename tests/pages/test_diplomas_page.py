"""The page of diplomas: every view in roles and languages, acts pressed there, the platform's table, the book."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from core import imports, jobs
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import book, handing, preparing, printing, reading, registering, table, work
from core.diplomas import platform as numbers
from core.errors import RuleBroken
from core.i18n import t
from core.imports.reading import Table
from core.jobs import runner
from core.jobs.run import Run
from core.ui import page as page_kit
from schemas import events as ev
from schemas.base import LANGS, Lang
from schemas.diploma import Diploma, DiplomaStatus
from schemas.words import Role
from tests.acts.diploma_kit import TODAY, YEAR, Awarded, at, awarded
from tests.acts.diploma_kit import platform as given
from tests.pages.conftest import Open
from tests.pages.roles import met

DATED = date(2027, 6, 30)
VIEWS = {
    Role.head: ("glance", "platform", "register", "issue", "uncollected", "book"),
    Role.registrar: ("glance", "platform", "issue", "uncollected", "book"),
    Role.auditor: ("glance", "issue", "uncollected", "book"),
}  # fmt: skip
SHOWN = ("title", "subheader", "markdown", "caption", "success", "warning", "info", "error")


@pytest.fixture
def world(shipped: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> Awarded:
    """Three who were awarded, of the faculty that the signed-in people have."""
    made = awarded(shipped)
    signed = open_page.__globals__  # type: ignore[attr-defined]
    monkeypatch.setitem(signed, "FACULTY", made.of.of.faculty.ref())
    clock = at(shipped).clock  # the pages live on the day after the attestation, too
    monkeypatch.setattr(page_kit, "Desk", lambda actor, store: Desk(actor, store, clock=clock))
    return made


@pytest.fixture
def desk(world: Awarded) -> Desk:
    return at(world.store)


def said(page: AppTest) -> str:
    words = " ".join(str(e.value) for k in SHOWN for e in page.get(k))
    return (words + " ".join(str(d.value.to_dict()) for d in page.dataframe)).replace("\\", "")


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in reversed(page.button) if b.label.startswith(label)).click()
    return page.run()


def made(desk: Desk, world: Awarded) -> list[Diploma]:
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    return reading.standing(desk, YEAR, DiplomaStatus.prepared)


def registered(desk: Desk, world: Awarded) -> list[Diploma]:
    numbers.bring(desk, given(*(d.id for d in made(desk, world))), Why("файл"))
    registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    return reading.booked(desk, YEAR)


def printed(desk: Desk, world: Awarded) -> list[Diploma]:
    handing.printed(desk, [d.id for d in registered(desk, world)], Why("басылды"))
    return reading.booked(desk, YEAR)


# roles and languages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "lang"), met(VIEWS))
def test_every_view_opens(open_page: Open, desk: Desk, world: Awarded, role: Role, lang: Lang) -> None:
    registered(desk, world)
    for view in VIEWS[role]:
        page = open_page("diplomas", role, lang, view=view, year=str(YEAR))
        assert not page.exception and not page.error, (view, [e.value for e in page.error])
        assert page.title[0].value == t("diplomas_page.title", lang)
        assert set(page.segmented_control[0].options) == {t(f"diplomas_page.view.{x}", lang) for x in VIEWS[role]}
    assert "2027-00001" in said(page) and "2027-00003" in said(page)


@pytest.mark.parametrize("role", [Role.teacher, Role.department, Role.hr])
def test_others_are_told_calmly(open_page: Open, world: Awarded, role: Role) -> None:
    page = open_page("diplomas", role)
    assert not page.exception and page.info and not page.dataframe


@pytest.mark.parametrize("lang", LANGS)
def test_one_diploma_says_all_and_only_who_may_hands_over(
    open_page: Open, desk: Desk, world: Awarded, lang: Lang
) -> None:
    of = printed(desk, world)[1]
    for role, may in ((Role.head, True), (Role.registrar, True), (Role.auditor, False)):
        page = open_page("diplomas", role, lang, id=of.id)
        assert not page.exception and not page.error
        words = said(page)
        assert all(x in words for x in ("2027-00002", "2027-0002", "77-С/2027", "BD 0001", "BD 0000001", "STUDENT01 A"))
        assert any(b.label == t("diplomas_page.hand", lang) for b in page.button) is may
    page = open_page("diplomas", Role.head, lang, id="$ne")
    assert not page.exception and page.error


# what is pressed ------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_in_words_and_all_are_prepared_in_one_press(
    open_page: Open, desk: Desk, world: Awarded
) -> None:
    page = open_page("diplomas", Role.registrar, "ru", year=str(YEAR))
    assert said(page).count(t("diplomas.check.platform_missing", "ru")) == 3
    page = press(page, t("diplomas_page.prepare", "ru"))
    assert not page.exception and not page.error
    assert [d.status for d in reading.standing(desk, YEAR, DiplomaStatus.prepared)] == [DiplomaStatus.prepared] * 3
    assert not any(b.label.startswith(t("diplomas_page.prepare", "ru")) for b in page.button)


def test_those_ready_are_registered_and_printed_from_the_page(open_page: Open, desk: Desk, world: Awarded) -> None:
    numbers.bring(desk, given(*(d.id for d in made(desk, world)[:2])), Why("файл"))
    page = open_page("diplomas", Role.head, "ru", view="register", year=str(YEAR))
    page.date_input[0].set_value(DATED)
    page = press(page.run(), t("diplomas_page.register", "ru"))
    assert not page.exception and not page.error, [e.value for e in page.error]
    assert [d.number for d in reading.booked(desk, YEAR)] == ["2027-00001", "2027-00002"]
    page = press(open_page("diplomas", Role.registrar, "ru", view="issue", year=str(YEAR)),
                 t("diplomas_page.printed", "ru"))  # fmt: skip
    assert not page.exception and not page.error, [e.value for e in page.error]
    assert len(reading.standing(desk, YEAR, DiplomaStatus.printed)) == 2


def test_a_hand_over_without_its_power_of_attorney_is_refused_beside_the_field(
    open_page: Open, desk: Desk, world: Awarded
) -> None:
    of = printed(desk, world)[0]
    page = open_page("diplomas", Role.registrar, "ru", id=of.id)
    who = next(i for i in page.text_input if str(i.key).endswith(":name"))
    who.set_value("Оспанова А.")
    next(i for i in page.selectbox if str(i.key).endswith(":how")).set_value("proxy")
    page = press(page.run(), t("diplomas_page.hand", "ru"))
    assert not page.exception and t("errors.field.missing", "ru") in said(page)
    assert next(i for i in page.text_input if str(i.key).endswith(":name")).value == "Оспанова А."
    next(i for i in page.text_input if str(i.key).endswith(":proxy")).set_value("№ 12, 01.07.2027")
    page = press(page.run(), t("diplomas_page.hand", "ru"))
    assert not page.exception and not page.error, said(page)
    handed = world.store.load(Diploma, of.id).handed
    assert handed and (handed.name, handed.how.value, handed.proxy) == ("Оспанова А.", "proxy", "№ 12, 01.07.2027")


def test_a_spoiled_blank_without_a_commission_is_refused(open_page: Open, desk: Desk, world: Awarded) -> None:
    of = registered(desk, world)[0]
    page = press(open_page("diplomas", Role.head, "ru", id=of.id), t("diplomas_page.spoil", "ru"))
    assert not page.exception and t("errors.reason_missing", "ru") in said(page)
    assert world.store.load(Diploma, of.id).sheets == of.sheets


@pytest.mark.parametrize("lang", LANGS)
def test_the_student_s_card_shows_his_diploma(open_page: Open, desk: Desk, world: Awarded, lang: Lang) -> None:
    of = registered(desk, world)[0]
    assert of.student
    page = open_page("student", Role.registrar, lang, id=of.student.id)
    page.session_state[f"v:tab:{of.student.id}"] = "papers"
    page = page.run()
    assert not page.exception and t("diplomas_page.card_title", lang) in said(page) and of.number in said(page)


# the platform's table -------------------------------------------------------------------------------------------------


def with_iin(desk: Desk, of: Diploma, iin: str) -> None:
    """The holder's IIN is written down."""

    def write(tx: Any) -> Any:
        assert of.student
        tx.student(of.student.id)
        tx.append(of.student.id, ev.ProfileEdited, TODAY, changes=[ev.Change(field="iin", was=None, now=iin)])
        return tx.student_document(of.student.id)

    desk.transact("student.edit", write, Why("сынақ"))


def read(text: str) -> Table:
    return imports.read("platform.csv", text.encode())


def test_each_row_finds_its_diploma_and_a_bad_one_stays_out(desk: Desk, world: Awarded) -> None:
    drafts = made(desk, world)
    a, b, c = (d.student_number for d in drafts)
    plan = table.plan(desk, YEAR, read(
        "Номер студента;Серия;Номер диплома;Содержание QR;Дата выдачи номера\n"
        f"{a};BD;0000501;https://p.kz/501;25.06.2027\n"
        f"{b};BD;0000501;https://p.kz/502;\n"
        f"{c};BD;0000503;;\n"
        "нет такого;BD;0000504;https://p.kz/504;\n"
        f"{a};BD;0000505;https://p.kz/505;\n"
    ))  # fmt: skip
    assert [(n, d.id, g.number, g.day) for n, d, g in plan.rows] == [(2, drafts[0].id, "0000501", date(2027, 6, 25))]
    assert [(p.row, p.field, p.key) for p in plan.problems] == [
        (3, "Номер диплома", "diplomas.number_taken"), (4, "Содержание QR", "errors.field.missing"),
        (5, "Номер студента", "diplomas_page.nobody"), (6, "Номер студента", "diplomas_page.twice_in_file"),
    ]  # fmt: skip
    assert table.bring(desk, plan, b"file", Why("файл")) == 1
    kept = world.store.load(Diploma, drafts[0].id)
    assert kept.series_number == "BD 0000501" and kept.platform and kept.platform.source
    again = table.plan(
        desk, YEAR, read(f"student;series;number;payload;day\n{a};BD;0000501;https://p.kz/501;25.06.2027\n")
    )
    assert (again.same, again.rows) == (1, [])
    with pytest.raises(RuleBroken, match="nothing_new"):
        table.bring(desk, again, b"file", Why("файл"))


def test_a_row_may_call_its_holder_by_iin_and_a_column_that_lacks_is_told(desk: Desk, world: Awarded) -> None:
    holder = made(desk, world)[1]
    with_iin(desk, holder, "040101500128")
    plan = table.plan(desk, YEAR, read("ЖСН;Диплом нөмірі;QR мазмұны\n040101500128;77;https://p.kz/77\n"))
    assert [d.id for _, d, _ in plan.rows] == [holder.id] and not plan.problems
    lacks = table.plan(desk, YEAR, read("ЖСН;Сериясы\n1;2\n"))
    assert {p.key for p in lacks.problems} == {"timetable.no_column"} and len(lacks.problems) == 2


def test_a_registered_diploma_keeps_its_number_whatever_a_file_says(desk: Desk, world: Awarded) -> None:
    of = registered(desk, world)[0]
    plan = table.plan(desk, YEAR, read(f"student;series;number;payload\n{of.student_number};BD;999;https://p.kz/999\n"))
    assert [p.key for p in plan.problems] == ["diplomas.not_prepared"] and not plan.rows
    same = table.plan(
        desk, YEAR, read(f"student;series;number;payload\n{of.student_number};BD;0000;https://platform.example/0\n")
    )
    assert same.same == 1 and not same.problems


# the book and the long work -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_book_has_every_number_on_screen_table_and_paper(desk: Desk, world: Awarded, lang: Lang) -> None:
    of = printed(desk, world)[0]
    handing.issue(
        desk, of.id, of.revision, {"day": TODAY, "name": "Студент00 А", "how": "proxy", "proxy": "№ 5"}, Why("б")
    )
    rows = [dict(zip(book.HEADS, r, strict=True)) for r in book.rows(desk, YEAR, lang)]
    assert [r["number"] for r in rows] == ["2027-00001", "2027-00002", "2027-00003"]
    assert rows[0]["recipient"].startswith("Студент00 А") and rows[0]["recipient"].endswith("№ 5") and rows[0]["issuer"]
    assert [bool(r["honours"]) for r in rows] == [False, True, False]
    assert all(r["programme"] and r["protocol"] and r["order"] and r["blank"] and r["supplements"] for r in rows)
    file = CalamineWorkbook.from_filelike(io.BytesIO(book.xlsx(desk, YEAR, lang)))
    cells = [str(c) for row in file.get_sheet_by_index(0).to_python() for c in row]
    assert "2027-00003" in cells and t("diplomas_page.head.protocol", lang) in cells
    assert book.pdf(desk, YEAR, lang)[:4] == b"%PDF"
    waits = reading.standing(desk, YEAR, DiplomaStatus.printed)
    assert len(waits) == 2 and book.issue_list(desk, waits, YEAR, lang)[:4] == b"%PDF"
    assert book.rows(desk, YEAR - 1, lang) == []


def test_an_iin_stands_whole_only_for_who_may_read_it(desk: Desk, world: Awarded) -> None:
    found = registered(desk, world)
    with_iin(desk, found[0], "040101500128")
    assert list(reading.iins(desk, found).values()) == ["040101500128"]
    assert list(reading.iins(at(world.store, Role.auditor), found).values()) == ["•••• 0128"]


def test_days_of_waiting_count_from_the_print(desk: Desk, world: Awarded) -> None:
    of = printed(desk, world)[0]
    assert reading.waiting(of, TODAY) == 0 and reading.waiting(of, date(2027, 7, 11)) == 10


def laid(desk: Desk, pairs: list[Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """The long work in its row; nobody has begun to carry it out."""
    with monkeypatch.context() as m:
        m.setattr(runner, "go", lambda store, id: None)
        id = work.begin(desk, YEAR, pairs, DATED, Why("тіркеу"))
    desk.store.db.runs.update_one({"_id": id}, {"$set": {"state": "running"}})
    return id


def test_a_year_goes_in_parts_without_a_gap_stops_and_goes_on(
    desk: Desk, world: Awarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers.bring(desk, given(*(d.id for d in made(desk, world))), Why("файл"))
    monkeypatch.setattr(registering, "MOST", 1)
    monkeypatch.setattr("core.jobs.run.ASKED", 0)
    store, pairs = world.store, world.pairs
    id = laid(desk, pairs, monkeypatch)

    class Stopped(Run):
        def progress(self, done: int, total: int | None = None) -> None:
            jobs.stop(self.desk, self.id)

    row = store.one("runs", {"_id": id})
    assert row and row["total"] == 3
    assert work.register_work(Stopped(store, row, desk)) == {"done": 1, "total": 3}
    assert [d.number for d in reading.booked(desk, YEAR)] == ["2027-00001"]
    store.db.runs.update_one({"_id": id}, {"$set": {"wish": ""}})
    assert work.register_work(Run(store, row, desk)) == {"done": 3, "total": 3}, "what was done is not done again"
    assert [d.n for d in reading.booked(desk, YEAR)] == [1, 2, 3]
    assert [d.study for d in reading.booked(desk, YEAR)] == [study for _, study in pairs]


@pytest.mark.parametrize("lang", LANGS)
def test_files_are_made_on_the_page_and_stand_with_the_diploma(
    world: Awarded, desk: Desk, open_page: Open, lang: Lang
) -> None:
    numbers.bring(desk, given(*(d.id for d in made(desk, world))), Why("файл"))
    registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    page = open_page("diplomas", Role.head, lang, view="issue", year=str(YEAR))
    assert not page.exception and t("diplomas_page.make_files", lang) in [b.label for b in page.button]
    first = reading.standing(desk, YEAR, DiplomaStatus.registered)[0]
    printing.typeset(desk, [first.id], Why(command="a"))
    page = open_page("diplomas", Role.head, lang, id=first.id)
    labels = [b.label for b in page.get("download_button")]
    assert not page.exception and {s.what.label(lang) for s in first.sheets} <= set(labels)
