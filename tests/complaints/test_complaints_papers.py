"""Complaints 53-59 (papers, fonts, size of lists) and 60 (languages). Slowness is counted, never timed: how many
questions the database is asked, whether by an index, how many rows come; seconds stand in `office.py bench`."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import python_calamine

from core import export, i18n, rulebooks, search, students, transcripts
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.pdf import fonts, tabled, transcript
from core.pdf.bench import sample
from core.progress import reading
from core.students.lists import SORTS, condition
from schemas.base import LANGS, Lang
from schemas.student import Student
from schemas.words import Role
from tests.acts.test_imports import bring, csv, results
from tests.acts.test_transcripts import own_office
from tests.bases import WATCH, Bases
from tests.conftest import actor
from tests.rules.test_templates import blocks
from tests.rules.test_transcript_pdf import KAZAKH, packed, text_of

BIG = 120


@pytest.fixture(scope="module")
def store(bases: Bases) -> Store:
    """One office for the whole file: 120 students, forty in a group, three with results."""
    made = bases.take()
    desk = Desk(actor(Role.head), made)
    own_office(desk)
    rulebooks.install(desk, "kz-2022")
    lines = [f"N{i:06};Тегі{i};Аты;шетелдік;Т-{i % 3};" for i in range(BIG)]
    bring(desk, csv(*lines))
    marks = [f"N{i:06},D{d},Пән {d},2024-1,5,B,1" for i in range(BIG) for d in range(3)]
    bring(desk, results(*marks), "results", "kz-2022")
    return made


@contextmanager
def questions(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Row]]:
    """The commands this process sends to the database meanwhile."""
    sent: list[Row] = []
    with monkeypatch.context() as patch:
        patch.setattr(WATCH, "started", lambda event: sent.append(dict(event.command)))
        yield sent


def embedded(file: bytes) -> dict[str, bool]:
    """Every font of a PDF: does its file lie inside?"""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(file)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index,union-attr]
            of = font.get_object()
            for part in of.get("/DescendantFonts", [of]):
                described = part.get_object().get("/FontDescriptor", {})
                found[str(of["/BaseFont"])] = any(k.startswith("/FontFile") for k in described)
    return found


def test_complaint_53_a_paper_needs_no_other_program_and_no_font_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """wkhtmltopdf «didn't return any data» for want of fonts and paths: here the fonts lie in the file."""
    monkeypatch.setattr(subprocess, "Popen", None)
    file = transcript.render(sample("kk"))
    assert file.startswith(b"%PDF") and all(embedded(file).values()) and embedded(file)
    assert list(Path(fonts.__file__).parent.glob("*.ttf"))


def test_complaint_54_no_act_waits_for_the_typesetter(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF blocked the worker until it timed out, and the number with it: here the number is given before."""
    of = head.store.load(Student, str((head.store.one("students", {}) or {})["_id"]))

    def stuck(*_: Any) -> bytes:
        assert head.store.count("transcripts", {"student.id": of.id}) == 1, "given and stored already"
        raise RuleBroken("errors.rule_broken")

    with monkeypatch.context() as patch, pytest.raises(RuleBroken):
        patch.setattr(transcripts.acts, "render_any", stuck)
        transcripts.issue(head, of.id, of.studies[0].id, "kk", Why("сұрау"))
    [row] = transcripts.listed(head, of.id)
    assert transcripts.file_of(head, row["_id"])[1].startswith(b"%PDF"), "and is set when it is asked for"


@pytest.mark.parametrize("lang", LANGS)
def test_complaint_55_every_kazakh_letter_is_printed(lang: Lang) -> None:
    """Cyrillic in the student card printed as «?????»."""
    paper = sample(lang)
    read = packed(text_of(transcript.render(paper)))
    assert "?" not in read and packed(paper.holder) in read
    assert packed(KAZAKH + KAZAKH.lower()) in packed(
        text_of(transcript.render(sample(lang).__class__(**{**paper.__dict__, "holder": KAZAKH + KAZAKH.lower()})))
    )


def test_complaint_56_a_form_of_ones_own_is_filled(head: Desk) -> None:
    """They wanted results filled into their own form: a template of the house, and a table whose cells they name."""
    made = blocks("# Біздің филиалдың нысаны\n{{ student.name }}\n{% table results: discipline, credits %}")
    assert [b.kind for b in made] == ["heading", "text", "table"] and made[2].rows[0][0] == "Соль"
    file = export.placed({(6, 2): "Әбенова", (6, 3): 240})
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    assert rows[6][2:4] == ["Әбенова", 240.0]


def test_complaint_57_a_list_of_a_hundred_asks_as_often_as_one_of_ten(
    head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course list took 6-8 minutes for 100 students: a question for each of them. Here the number is the same."""
    asked: dict[int, int] = {}
    for size in (10, 100):
        with questions(monkeypatch) as sent:
            assert len(students.listed(head, size=size)) == size
        asked[size] = len(sent)
    assert asked[10] == asked[100] <= 2
    with questions(monkeypatch) as sent:
        assert len(reading.ranking(head, "Т-1")) == BIG // 3
    assert len(sent) <= 6, "terms, a page of the group, rules: not one for each"


def plan_of(desk: Desk, asked: Row) -> tuple[str, int]:
    """How the database goes about a question of a list, and how many documents it looks at for it."""
    kept = {k: v for k, v in asked.items() if k in ("find", "filter", "projection", "sort", "skip", "limit")}
    told = desk.store.db.command("explain", kept, verbosity="executionStats")
    return str(told["queryPlanner"]["winningPlan"]), told["executionStats"]["totalDocsExamined"]


def test_complaint_58_a_big_table_is_read_by_an_index_a_page_at_a_time(
    head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seconds on a large student table: here every search and order has its index, and a page is all that is read."""
    for text in ("Тегі11", "N000011", "тег"):
        assert head.store.indexed("students", search.query(text))
    assert head.store.indexed("students", condition("", {"studies.group": "Т-1"}))
    for sort in SORTS:
        for descending in (False, True):
            with questions(monkeypatch) as sent:
                rows = students.listed(head, sort=sort, descending=descending, size=20, page=1)
            how, looked = plan_of(head, next(c for c in sent if c.get("find") == "students"))
            assert "COLLSCAN" not in how and "'SORT'" not in how and looked <= 40, (sort, descending)
    assert "events" not in rows[0] and all("record" not in s for s in rows[0]["studies"]), "of each what is shown"


def test_complaint_59_five_hundred_rows_are_one_paper_with_every_row() -> None:
    """500 rows to PDF took a minute, more hit the memory limit; too many are refused in words (core.tabled.MOST)."""
    rows = tuple((f"N{i:06}", "Әбенова Қарлығаш", str(i)) for i in range(500))
    paper = tabled.TabledPaper("Тізім", "kk", date(2026, 12, 1), ("Консерватория",), "Бөлім", (), (), ("№", "Аты", "n"),
                               rows, "жасалды")  # fmt: skip
    pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(tabled.render(paper))).pages]
    said = "\n".join(pages)
    assert all(r[0] in said for r in rows) and 5 < len(pages) < 30


def test_complaint_60_the_whole_office_speaks_three_languages() -> None:
    """One translation file (Arabic) in all: here no message is missing in any language, and none is another's words."""
    kk, ru, en = (i18n.load(lang) for lang in LANGS)
    assert kk.keys() == ru.keys() == en.keys() and len(kk) > 3000
    same = [k for k in kk if kk[k] == en[k] and any(c.isalpha() for c in str(kk[k]).replace("{", ""))]
    letters = [k for k in kk if any(c in "әғқңөұүһі" for c in str(kk[k]).lower())]
    assert len(letters) > len(kk) / 2 and len(same) < len(kk) / 50
