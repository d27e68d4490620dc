"""Complaints 10-13 and 15-19 (transcripts and GPA): one office whose records came from a file; see complaints.csv."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from core import grading, imports, references, rulebooks, students, transcripts
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.i18n import t
from core.progress import reading
from core.ui.tables.cells import cell, computed
from schemas.base import LANGS
from schemas.discipline import Discipline
from schemas.student import Student
from schemas.words import Role
from tests.acts.test_imports import bring, csv
from tests.acts.test_sheets import closed
from tests.acts.test_transcripts import own_office, words
from tests.bases import Bases
from tests.conftest import actor
from tests.pages.conftest import Open, _packages_are_read_once, open_page  # noqa: F401
from tests.pages.seen import texts

PEOPLE = csv("1;Әбенова;Қарлығаш;т;Т-1;", "2;Серік;Әли;т;Т-1;", "3;Бос;Жазба;т;Т-1;")
HEAD = "student,code,title,term,credits,letter,final_grade\n"
RESULTS = (HEAD + "\n".join((
    "1,HIST,Тарих,2024-1,5,A,95", "1,MUS,Музыка,2024-1,3,B-,", "1,PE,Дене шынықтыру,2024-1,2,P,",
    "1,ORCH,Оркестр,2024-2,4,,88", "1,PHIL,Философия,2024-2,5,FX,", "1,EDGE,Шекара,2024-2,3,,50",
    "2,HIST,Тарих,2024-1,5,B,",
))).encode()  # fmt: skip


@pytest.fixture(scope="module")
def store(bases: Bases) -> Store:
    """One office for the whole file: the tests look, and each writes only what is its own."""
    made = bases.take()
    desk = Desk(actor(Role.head), made)
    own_office(desk)
    rulebooks.install(desk, "kz-2022")
    bring(desk, PEOPLE)
    bring(desk, RESULTS, "results", "kz-2022")
    return made


def student(desk: Desk, number: str) -> Student:
    row = desk.store.one("students", {"number": number}) or {}
    return desk.store.load(Student, row["_id"])


def study(desk: Desk, number: str) -> Row:
    return (desk.store.one("students", {"number": number}) or {})["studies"][0]  # type: ignore[no-any-return]


def paper(desk: Desk, of: Student, lang: Any = "kk") -> str:
    made = transcripts.issue(desk, of.id, of.studies[0].id, lang, Why("сұрау"))
    return words(transcripts.file_of(desk, made.id)[1])


def test_complaint_10_a_letter_alone_and_a_percent_alone_print_as_they_are(head: Desk) -> None:
    """A course with a letter only printed «P%», one with a percent only stood in the wrong column."""
    of = student(head, "1")
    made = transcripts.issue(head, of.id, of.studies[0].id, "kk", Why("сұрау"))
    said = {r["code"]: (r["percent"], r["letter"], r["points"]) for b in made.paper["terms"] for r in b["rows"]}
    assert (said["PE"], said["MUS"], said["ORCH"]) == (("", "P", ""), ("", "B-", "2.67"), ("88", "B+", "3.33"))
    printed = words(transcripts.file_of(head, made.id)[1])
    assert not re.search(r"[A-Z]\s*%", printed)


def test_complaint_11_the_lowest_pass_earns_its_credits_and_units_are_said(head: Desk) -> None:
    """A minimum of 50 was read as a grade, not a percent, and passed disciplines gave no credit."""
    edge = next(r for r in study(head, "1")["record"] if r["code"] == "EDGE")
    assert (edge["letter"], edge["earned"]) == ("D-", 3)
    assert grading.letter_of(Decimal(49), rulebooks.shipped("kz-2022")).earns is False
    fields = type(rulebooks.shipped("kz-2022")).model_fields
    for name in ("admission_threshold", "exam_threshold", "weight_exam", "weight_current"):
        show = next(m for m in fields[name].metadata if hasattr(m, "kk"))
        assert all("%" in show.label(lang) for lang in LANGS), name


def test_complaint_12_the_gpa_stands_where_results_are_looked_at(head: Desk, open_page: Open) -> None:  # noqa: F811
    """GPA was computed and not shown on the screen of the grades."""
    of = student(head, "1")
    page = open_page("student", Role.head, id=of.id)
    page.session_state[f"v:tab:{of.id}"] = "results"
    page.run()
    gpa = grading.shown(of.studies[0].totals.gpa, rulebooks.shipped("kz-2022"))
    shown = "\n".join([*texts(page), *(str(m.value) for m in page.metric)])
    assert not page.exception and str(gpa).replace(".", ",") in shown


def test_complaint_13_no_discipline_and_no_result_without_credits(head: Desk) -> None:
    """Credit hours were empty and could not be entered once graded: no GPA, «do it from the database»."""
    with pytest.raises(Problems) as e:
        references.save(head, Discipline, None, 0, {"code": "NONE", "name": {"kk": "Кредитсіз"}}, Why())
    assert [p.field for p in e.value.problems] == ["credits"]
    table = imports.read("f.csv", b"student,code,title,term,letter\n2,X,X,2024-1,A")
    with pytest.raises(RuleBroken, match="target_missing"):
        imports.plan(head, table, "results", imports.guess("results", table.headings), "kz-2022")
    late = (HEAD + "2,GAP,Түзету,2024-2,{n},A,").format
    bring(head, late(n=2).encode(), "results", "kz-2022")
    bring(head, late(n=4).encode(), "results", "kz-2022")
    assert study(head, "2")["totals"]["credits"] == 9, "wrong credits are mended by a further file, after grading"


def test_complaint_15_grades_from_elsewhere_join_the_record_by_the_discipline(head: Desk) -> None:
    """The course code was free text, so grades from another school never met the discipline they were for."""
    rows = {r["code"]: r for r in study(head, "1")["record"]}
    catalogue = {r["code"]: r["_id"] for r in head.store.rows("disciplines", {})}
    assert all(r["discipline"]["id"] == catalogue[code] for code, r in rows.items())
    sheet = closed(head, 1)
    line, code = sheet.lines[0], sheet.discipline_code
    elsewhere = f"{HEAD}{line.number},{code},Сольфеджио,2027-1,5,A,".encode()
    bring(head, elsewhere, "results", "kz-2022")
    met = [(r["discipline"]["id"], r["attempt"]) for r in study(head, line.number)["record"]]
    assert met == [(sheet.discipline.id, 1), (sheet.discipline.id, 2)]
    assert study(head, line.number)["totals"]["credits"] == 5


def test_complaint_16_every_result_weighs_once_in_the_cumulative(head: Desk) -> None:
    """Cumulative weights were applied once per term, so they counted more than once."""
    rows = [r for r in study(head, "1")["record"] if r["gpa"]]
    exact = sum(r["points"] * r["credits"] for r in rows) / sum(r["credits"] for r in rows)
    assert abs(study(head, "1")["totals"]["gpa"] - exact) < Decimal("1e-20") and len(rows) == 5


def test_complaint_17_each_term_has_its_own_mean(head: Desk) -> None:
    """The report repeated the last term's average for all terms."""
    group = {term: {x.number: x.gpas for x in reading.ranking(head, "Т-1", term)} for term in ("2024-1", "2024-2")}
    first, second = group["2024-1"]["1"].term, group["2024-2"]["1"].term
    assert first == Decimal("3.50125") and second != first
    assert group["2024-1"]["1"].cumulative == group["2024-2"]["1"].cumulative


def test_complaint_18_a_paper_for_everybody_in_every_language(head: Desk) -> None:
    """The report card was empty or crashed for years: here also one without a single result gets his paper."""
    for lang in LANGS:
        empty, full = paper(head, student(head, "3"), lang), paper(head, student(head, "1"), lang)
        assert "Бос" in empty and "HIST" in full and t("transcripts.note_gpa", lang)[:12] in full


def test_complaint_19_one_gpa_on_every_paper_and_screen(head: Desk) -> None:
    """GPA was rounded for graduates only; the transcript, the ranking and the list of students say one number, and so
    does the supplement (test_diploma_printing)."""
    of, book = student(head, "1"), rulebooks.shipped("kz-2022")
    gpa = grading.shown(of.studies[0].totals.gpa, book)
    assert str(gpa).replace(".", ",") in paper(head, of)
    listed = next(x for x in reading.ranking(head, "Т-1") if x.number == "1")
    assert reading.shown(listed.gpas.cumulative, book) == gpa
    row = next(r for r in students.listed(head) if r["number"] == "1")
    assert cell(computed("studies.totals.gpa", "GPA", "GPA", "GPA"), row, "kk") == gpa
