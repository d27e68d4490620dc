"""The pages of sheets, corrections, transcripts, rules and the institution: every role, every language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import grouping, references, rulebooks, sheets, students, transcripts
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from core.registry import MODELS
from core.sheets import drafts
from schemas.base import LANGS, Basis, Lang, Ref, new_id
from schemas.grade_sheet import OWN, GradeSheet
from schemas.reference import Office
from schemas.section import Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role
from tests.pages.conftest import DEPARTMENT, FACULTY, TEACHER, Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts

PAGES = {
    "grade_sheets": "grade_sheet.read",
    "grade_sheet": "grade_sheet.read",
    "sheet_period": "grade_sheet.open",
    "sheet_paper": "grade_sheet.read",
    "corrections": "correction.read",
    "transcripts": "transcript.read",
    "rulebooks": "rulebook.read",
    "institution": "office.edit",
}
OURS = ("kz-2022", "midfield", "Asia/Almaty")  # codes of the office's own data
BASIS = Basis(kind="қызметтік жазба", number="12", day=date(2026, 1, 20))


@dataclass
class Sheets:
    """One office with a sheet in each state."""

    store: Store
    desk: Desk
    open: GradeSheet
    closed: GradeSheet
    abroad: GradeSheet
    free: Section


@pytest.fixture(scope="module")
def store(_client: Any) -> Any:
    """One database for the whole file: nearly every test here only looks."""
    made = Store(_client, f"t_{new_id()}")
    made.shape(MODELS)
    yield made
    _client.drop_database(made.name)


@pytest.fixture(scope="module")
def office(store: Store) -> Sheets:
    desk = Desk(Actor("u-first", "Бірінші тіркеуші", Role.head), store)
    desk.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("ашылу"))
    for code in rulebooks.SHIPPED:
        rulebooks.install(desk, code)
    newer = {"effective": "2030-09-01", "weight_current": 50, "weight_exam": 50}
    rulebooks.revise(desk, "kz-2022@1", newer, Why("Кеңес"))
    term = references.save(desk, Term, None, 0, {
        "code": "2025-1", "kind": "autumn", "year": 2025, "sheets_due": "2026-01-31",
    }, Why())  # fmt: skip
    people = []
    for n, last in enumerate(("Әбенова", "Жұмабай", "Қалиева"), 1):
        profile = Profile(number=f"24-{n:03d}", name=Name(last=last, first="Аяла"), iin_absent_reason="шетел азаматы")
        study = StudyProfile(id=f"st{n}", faculty=FACULTY, department=DEPARTMENT, teacher=TEACHER, group="ФО-24")
        people.append(students.admit(desk, profile, study, Why("Қабылдау"), date(2024, 9, 1)))

    def section(code: str, faculty: Ref = FACULTY, department: Ref = DEPARTMENT, teacher: Ref = TEACHER) -> Section:
        discipline = references.save(desk, references.model_of("disciplines"), None, 0, {
            "code": f"П-{code}", "name": {"kk": f"Сольфеджио {code}"}, "credits": Decimal(5),
        }, Why())  # fmt: skip
        made = grouping.enter(desk, {
            "code": f"С-{code}", "term": term.ref(), "discipline": discipline.ref(), "teacher": teacher,
            "department": department, "faculty": faculty,
        }, Why())  # fmt: skip
        return grouping.enlist(desk, made.id, made.revision, [(p.id, p.studies[0].id) for p in people], Why("топ"))

    def sheet(of: Section) -> GradeSheet:
        return sheets.open_sheet(desk, of.id, date(2026, 1, 10), [of.teacher or TEACHER], Why("сессия"))

    other = Ref(id="elsewhere", label=FACULTY.label)
    closed = _close(desk, sheet(section("1")), ("86", "90", "88"), ("70", "75", "к"), ("60", "65", "71"))
    closed = sheets.propose(
        desk, closed.id, closed.revision, closed.lines[0].student.id, {"score": "98"}, Why("Қате терілген", BASIS)
    )
    made = transcripts.issue(desk, people[0].id, "st1", "kk", Why("Өтініш"))
    transcripts.reprint(desk, made.id, Why("Жоғалтты"))
    return Sheets(
        store, desk, sheet(section("2")), closed, sheet(section("3", other, other, other)), section("4")
    )  # fmt: skip


def _seen(desk: Desk, sheet: GradeSheet) -> str:
    return sheets.seen_mark(drafts.of_sheet(desk, sheet, rulebooks.get(desk.store, sheet.rules)), desk.actor.id)


def _close(desk: Desk, sheet: GradeSheet, *rows: tuple[str, str, str]) -> GradeSheet:
    for line, cells in zip(sheet.lines, rows, strict=True):
        sheets.keep(desk, sheet.id, [(line.student.id, c, x) for c, x in zip(OWN, cells, strict=True)])
    return sheets.close(desk, sheet.id, sheet.revision, _seen(desk, sheet), Why("сессия бітті"))


def tables(at: AppTest) -> Iterator[str]:
    """Headings and cells of every table, which `texts` passes over."""
    for drawn in at.dataframe:
        said = json.loads(drawn.proto.columns or "{}")
        for column in drawn.value.columns:
            yield said.get(column, {}).get("label") or str(column)
        yield from (str(v) for v in drawn.value.to_numpy().ravel())


def foreign(at: AppTest, lang: Lang) -> list[str]:
    """Raw keys and foreign words on the page, tables among them."""
    return strange(at, lang, OURS) + strange_in(tables(at), lang, OURS)


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_each_page_opens_for_its_roles_and_refuses_the_others(
    open_page: Open, office: Sheets, role: Role, lang: Lang
) -> None:
    actor = Actor("u", "", role)
    for name, right in PAGES.items():
        for id in (office.open.id, office.closed.id) if name == "grade_sheet" else ("",):
            at = open_page(name, role, lang, **({"sheet": id} if id else {}))
            assert not at.exception, (name, at.exception)
            assert bool(at.title) == actor.may(right), name
            if not actor.may(right):
                assert at.info[0].value == t("errors.forbidden", lang), name
            assert foreign(at, lang) == [], name


@pytest.mark.parametrize("role", [Role.registrar, Role.department, Role.teacher])
def test_a_sheet_of_others_is_neither_listed_nor_opened(open_page: Open, office: Sheets, role: Role) -> None:
    at = open_page("grade_sheet", role, sheet=office.abroad.id)
    assert not at.exception and not at.title
    assert not any(office.abroad.number in said for said in texts(at))
    listed = list(tables(open_page("grade_sheets", role)))
    assert office.open.number in listed and office.abroad.number not in listed


def test_an_address_without_a_sheet_says_what_to_do(open_page: Open, office: Sheets) -> None:
    for address in ({}, {"sheet": "none"}, {"sheet": "' or 1"}):
        at = open_page("grade_sheet", Role.head, **address)
        assert not at.exception and not at.title
        assert list(texts(at)) and foreign(at, "kk") == []


def fields(at: AppTest, name: str) -> Any:
    """The field of «why» in an open question: its key ends so."""
    return next(i for i in [*at.text_input, *at.date_input] if (i.key or "").endswith(":" + name))


def press(at: AppTest, key: str) -> AppTest:
    return next(b for b in at.button if (b.key or "").startswith(f"send-ask:{key}")).click().run()


def said(at: AppTest) -> str:
    return "\n".join(texts(at))


def test_a_new_sheet_asks_for_its_day_and_keeps_what_was_given(open_page: Open, office: Sheets) -> None:
    at = open_page("grade_sheets", Role.registrar, through_menu=True)
    form = f"v:sheet:exam:{office.free.id}:0:"
    assert at.selectbox(key="v:sheets.section").value["code"] == "С-4"
    at.date_input(key=form + "due").set_value(date(2026, 2, 1))
    at.date_input(key=form + "day").set_value(None)
    at.button(key=f"send-sheet:exam:{office.free.id}:0").click().run()
    assert not at.exception and ":material/error:" in said(at)
    assert at.date_input(key=form + "due").value == date(2026, 2, 1)
    at.date_input(key=form + "day").set_value(date(2026, 1, 12))
    at.button(key=f"send-sheet:exam:{office.free.id}:0").click().run()
    assert not at.exception
    row = office.store.one("grade_sheets", {"section.id": office.free.id})
    assert row is not None and (row["day"], row["due"], len(row["lines"])) == ("2026-01-12", "2026-02-01", 3)


def test_closing_names_every_cell_that_is_in_the_way(open_page: Open, office: Sheets) -> None:
    sheet = office.open
    first, second, _ = (x.student.id for x in sheet.lines)
    sheets.keep(office.desk, sheet.id, [(first, "score", "101"), (second, "midterm_1", "90")])
    at = press(open_page("grade_sheet", Role.head, sheet=sheet.id), "sheets.close")
    told = "\n".join(e.value for e in at.error)
    assert not at.exception and "101" in told and told.count("Аяла") >= 3
    assert office.store.one("grade_sheets", {"_id": sheet.id})["status"] == "open"  # type: ignore[index]


def test_two_peoples_marks_are_shown_and_one_is_chosen(open_page: Open, office: Sheets) -> None:
    sheet, student = office.open, office.open.lines[2].student.id
    other = Desk(Actor("u-other", "Екінші тіркеуші", Role.senior_registrar), office.store)
    sheets.keep(office.desk, sheet.id, [(student, "midterm_2", "55")])
    sheets.keep(other, sheet.id, [(student, "midterm_2", "65")])
    at = open_page("grade_sheet", Role.registrar, sheet=sheet.id)
    choices = [b for b in at.button if (b.key or "").startswith(f"choose:{student}:midterm_2")]
    assert sorted(b.label for b in choices) == ["55 — Бірінші тіркеуші", "65 — Екінші тіркеуші"]
    choices[0].click().run()
    assert not at.exception and not [b for b in at.button if (b.key or "").startswith("choose:")]
    assert office.store.count("drafts", {"student": student, "column": "midterm_2"}) == 1


def test_many_cells_typed_differently_are_taken_from_one_person_at_once(open_page: Open, office: Sheets) -> None:
    sheet = office.open
    other = Desk(Actor("u-other", "Екінші тіркеуші", Role.senior_registrar), office.store)
    cells = [(x.student.id, c) for x in sheet.lines for c in ("midterm_1", "midterm_2")]
    sheets.keep(office.desk, sheet.id, [(*c, "50") for c in cells])
    sheets.keep(other, sheet.id, [(*c, "60") for c in cells])
    at = open_page("grade_sheet", Role.registrar, sheet=sheet.id)
    label = t("filling.take_all", "kk", name="Екінші тіркеуші", n=6)
    next(b for b in at.button if b.label == label).click().run()
    assert not at.exception and not [b for b in at.button if (b.key or "").startswith("choose")]
    left = office.store.rows("drafts", {"sheet": sheet.id, "column": {"$in": ["midterm_1", "midterm_2"]}})
    assert [r["text"] for r in left] == ["60"] * 6


def test_a_correction_is_weighed_and_asks_for_its_paper(open_page: Open, office: Sheets) -> None:
    sheet, student = office.closed, office.closed.lines[2].student.id
    at = open_page("grade_sheet", Role.registrar, sheet=sheet.id)
    at.selectbox(key=f"v:fix:{sheet.id}").set_value(student).run()
    score = f"v:fix:{sheet.id}:{sheet.revision}:{student}:score"
    assert at.text_input(key=score).value == "71"
    at.text_input(key=score).set_value("101").run()
    assert not at.exception and "101" in said(at)
    at.text_input(key=score).set_value("91").run()
    assert not at.exception and any("GPA" in cell for cell in tables(at))
    fields(at, "why").set_value("Қате терілген")
    press(at, "sheets.propose")
    assert not at.exception
    assert len(office.store.load(GradeSheet, sheet.id).corrections) == len(office.closed.corrections)
    assert at.text_input(key=score).value == "91"


def test_who_proposed_does_not_decide_and_another_does(open_page: Open, office: Sheets) -> None:
    act = office.closed.corrections[0].act
    at = open_page("corrections", Role.registrar)
    assert act in said(at).replace("\\", "")
    assert not [b for b in at.button if (b.key or "").startswith("send-ask:")]
    at = press(open_page("corrections", Role.senior_registrar), "sheets.reject")
    assert not at.exception and ":material/error:" in said(at)  # a refusal says why
    at = press(open_page("corrections", Role.senior_registrar), "sheets.confirm")
    assert not at.exception and t("sheets.nothing_waits", "kk") in said(at)
    student = office.store.one("students", {"_id": office.closed.lines[0].student.id})
    assert student is not None and student["studies"][0]["record"][0]["letter"] == "A-"
    at = open_page("grade_sheet", Role.registrar, sheet=office.closed.id)
    assert t("sheets.corrections", "kk") in said(at) and "B+ → " in said(at).replace("\\", "")


def test_a_transcript_is_issued_to_one_found_student(open_page: Open, office: Sheets) -> None:
    at = open_page("transcripts", Role.registrar)
    at.text_input(key="v:transcripts.who").set_value("24-002").run()
    fields(at, "why").set_value("Өтініш")
    press(at, "transcripts.issue_button")
    assert not at.exception
    row = office.store.one("transcripts", {"student_number": "24-002"})
    assert row is not None and row["file_hash"]
    assert row["number"] in list(tables(at))


def test_a_new_version_of_the_rules_begins_after_the_last(open_page: Open, office: Sheets) -> None:
    at = open_page("rulebooks", Role.head, book="kz-2022@1")
    form = "v:rulebook:kz-2022@1:0:"
    at.date_input(key=form + "effective").set_value(date(2026, 9, 1))
    fields(at, "why").set_value("Ғылыми кеңес")
    at.button(key="send-rulebook:kz-2022@1:0").click().run()
    assert not at.exception and ":material/error:" in said(at) and office.store.count("rulebooks", {}) == 3
    at.date_input(key=form + "effective").set_value(date(2031, 9, 1))
    at.button(key="send-rulebook:kz-2022@1:0").click().run()
    assert not at.exception and office.store.count("rulebooks", {"_id": "kz-2022@3", "effective": "2031-09-01"}) == 1


def test_the_names_on_papers_are_changed_with_a_reason(open_page: Open, office: Sheets) -> None:
    at = open_page("institution", Role.administrator)
    at.text_input(key="v:office:office:0:name.ru").set_value("Консерватория имени")
    at.button(key="send-office:office:0").click().run()
    assert not at.exception and ":material/error:" in said(at)
    assert at.text_input(key="v:office:office:0:name.ru").value == "Консерватория имени"
    fields(at, "why").set_value("Орысша атауы")
    at.button(key="send-office:office:0").click().run()
    assert not at.exception
    assert office.store.load(Office, "office").name.ru == "Консерватория имени"


@pytest.mark.parametrize("lang", LANGS)
def test_a_period_is_previewed_before_it_is_opened(open_page: Open, office: Sheets, lang: Lang) -> None:
    """Who has a sheet already is named with its number; what would be opened stands beside."""
    at = open_page("sheet_period", Role.head, lang)
    kinds = next(g for g in at.button_group if (g.key or "").startswith("v:period.kinds"))
    kinds.set_value(["exam", "midterm_1"]).run()
    at.date_input(key="v:period.day").set_value(date(2026, 1, 12)).run()
    at.button(key="period.show").click().run()
    assert not at.exception and foreign(at, lang) == []
    told = list(tables(at))
    assert t("sheets.left_already", lang, number=office.open.number) in told
    assert any((b.key or "").startswith("send-ask:sheets.open_all") for b in at.button)


def test_a_closed_sheet_tells_who_may_sit_again(open_page: Open, office: Sheets) -> None:
    at = open_page("grade_sheet", Role.head, sheet=office.closed.id)
    assert t("sheets.must_repeat", "kk") in list(tables(at))  # F for an absence: the discipline is studied again
    assert not open_page("grade_sheet", Role.teacher, sheet=office.closed.id).exception


@pytest.mark.parametrize("lang", LANGS)
def test_a_sheet_that_one_person_filled_and_closed_is_said_and_found(
    open_page: Open, office: Sheets, lang: Lang
) -> None:  # fmt: skip
    at = open_page("grade_sheet", Role.auditor, lang, sheet=office.closed.id)
    assert t("sheets.alone", lang, name="Бірінші тіркеуші") in " ".join(w.value for w in at.warning).replace("\\", "")
    at = open_page("grade_sheets", Role.auditor, lang, alone="1")
    assert not at.exception and office.closed.number in set(tables(at)) and office.open.number not in set(tables(at))
    at = at.toggle(key="v:sheets.alone").set_value(False).run()
    assert {office.closed.number, office.open.number} <= set(tables(at))


@pytest.mark.parametrize("lang", LANGS)
def test_a_course_work_is_sat_again_on_its_own_kind_only(open_page: Open, office: Sheets, lang: Lang) -> None:
    """The page offers no choice of kind: a re-sit sheet would give the discipline's own result."""
    desk, section = office.desk, office.closed.section
    assert section
    found = desk.store.one("grade_sheets", {"kind": "course_work"}, {"_id": 1})
    if found is None:
        args = (section.id, date(2026, 1, 10), [TEACHER], Why("т"))
        work = sheets.open_sheet(desk, *args, kind="course_work")
        for line, score in zip(work.lines, ("80", "40", "80"), strict=True):
            sheets.keep(desk, work.id, [(line.student.id, "topic", "т"), (line.student.id, "score", score)])
        found = {"_id": sheets.close(desk, work.id, work.revision, _seen(desk, work), Why("жабу")).id}
    at = open_page("grade_sheet", Role.head, lang, sheet=found["_id"])
    assert not at.exception and foreign(at, lang) == []
    assert not [s for s in at.selectbox if (s.key or "").startswith("v:resit.kind")]
    assert any((b.key or "").startswith("send-resit:") for b in at.button)


def test_a_permit_slip_is_asked_for_from_the_card(open_page: Open, office: Sheets) -> None:
    at = open_page("grade_sheets", Role.head, student="24-001")
    assert not at.exception
    pair = next(s for s in at.selectbox if (s.key or "").startswith("v:single.study"))
    assert "24-001" in pair.options[0]
    send = next(b for b in at.button if (b.key or "").startswith("send-single:individual"))
    at = send.click().run()
    assert not at.exception and ":material/error:" in said(at)  # the reason is missing


@pytest.mark.parametrize("lang", LANGS)
def test_an_open_midterm_is_named_over_the_buttons_and_a_closed_exam_beside_its_correction(
    open_page: Open, office: Sheets, lang: Lang
) -> None:
    desk, held = office.desk, {}
    for kind in ("exam", "midterm_1"):
        row = desk.store.one("grade_sheets", {"kind": kind, "section.id": office.free.id})
        args = (office.free.id, date(2026, 1, 10), [TEACHER], Why("т"))
        held[kind] = GradeSheet.model_validate(row) if row else sheets.open_sheet(desk, *args, date(2099, 1, 1), kind)
    exam, first = held["exam"], held["midterm_1"]
    at = open_page("grade_sheet", Role.head, lang, sheet=exam.id)
    assert not at.exception and foreign(at, lang) == []
    assert any(first.number in w.value.replace("\\", "") for w in at.warning)
    if lang != LANGS[-1]:
        return
    for line in first.lines:
        sheets.keep(desk, first.id, [(line.student.id, c, "80") for c in ("current", "control")])
    first = sheets.close(desk, first.id, first.revision, _seen(desk, first), Why("жабу"))
    exam = desk.get(GradeSheet, exam.id, "grade_sheet.read")
    exam = sheets.reopen(desk, exam.id, exam.revision, desk.now() + timedelta(days=1), Why("кеш"))
    for line in exam.lines:
        sheets.keep(desk, exam.id, [(line.student.id, c, "80") for c in ("midterm_2", "score")])
    exam = sheets.close(desk, exam.id, exam.revision, _seen(desk, exam), Why("жабу"))
    student, texts = first.lines[0].student.id, {"current": "100", "control": "100"}
    sheets.propose(desk, first.id, first.revision, student, texts, Why("Қате терілген", BASIS))
    for language in LANGS:
        at = open_page("corrections", Role.senior_registrar, language)
        assert not at.exception and foreign(at, language) == []
        assert any(exam.number in (told := w.value.replace("\\", "")) and "86" in told for w in at.warning)
