"""A curriculum on paper: everything in its language, long titles, blocks, the draft's warning, many pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from core.pdf.curriculum import CurriculumPaper, CurriculumRow, CurriculumSemester, render
from core.pdf.words import SAMPLE, Lang, word

LONG = "Әлеуметтік-саяси білім модулі: мәдениеттану, психология, әлеуметтану және саясаттану негіздері " * 2
THIRTY = Decimal(30)
HEADS = {
    k: f"бас {k}" for k in (
        "cycle", "component", "credits", "lesson", "lecture_hours", "class_hours", "accompanist_hours", "department",
        "part", "needs", "has", "total",
    )
}  # fmt: skip


def row(n: int, title: str = "Домбыра (арнайы аспап)", note: str = "") -> CurriculumRow:
    hours = (Decimal(15), Decimal("32.5"), Decimal(0))
    return CurriculumRow(
        f"P{n:03d}", title, "БейП", "ЖООК", Decimal(5), "Жеке сабақ", "Комиссиялық емтихан", hours, "Домбыра кафедрасы",
        note,
    )  # fmt: skip


def sample(lang: Lang = "kk", rows: int = 6) -> CurriculumPaper:
    years = tuple(
        (f"{y}-курс", tuple(
            CurriculumSemester(f"{2 * y - t}-семестр", tuple(row(100 * y + 10 * t + i) for i in range(rows)), THIRTY)
            for t in (1, 0)
        ))
        for y in range(1, 5)
    )  # fmt: skip
    return CurriculumPaper(
        title="Оқу жоспары", lang=lang, day=date(2026, 4, 20), institution=("Консерватория", "Conservatory"),
        programme="6B02116 Дәстүрлі музыка өнері", facts=(("Қабылдау", "2026"), ("Кредит", "240")), years=years,
        parts=(("ЖБП", "56", Decimal(56)), ("БП + БейП", "кемінде 176", Decimal(184))), total=Decimal(240), heads=HEADS,
        approval="№ 10 хаттамамен бекітілген", signatures=(("Проректор", ""), ("Кафедра меңгерушісі", "")),
    )  # fmt: skip


def packed(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_line_sum_and_signature_is_there(lang: Lang) -> None:
    said = packed(render(sample(lang)))
    for text in (word("discipline", lang), word("control", lang), "P100", "P415", "240", "БП+БейП", "№10хаттамамен",
                 "Кафедрамеңгерушісі", "32,5" if lang != "en" else "32.5"):  # fmt: skip
        assert re.sub(r"\s", "", text) in said, text
    assert SAMPLE.replace(" ", "") not in said


def test_long_titles_blocks_and_a_draft() -> None:
    year = ("1-курс", (CurriculumSemester("1-семестр", (row(1, LONG, "Блок «А»: 2 пәннен 1"),), Decimal(5)),))
    paper = replace(sample(), years=(year,), warning="Жоба: әлі бекітілмеген", sample=True)
    said = packed(render(paper))
    for text in (LONG, "Блок «А»: 2 пәннен 1", "Жоба: әлі бекітілмеген"):
        assert re.sub(r"\s", "", text) in said
    empty = replace(paper, years=(), parts=())
    assert len(PdfReader(io.BytesIO(render(empty))).pages) == 1


def test_no_word_of_a_narrow_column_is_broken() -> None:
    line = replace(row(1), lesson="Индивидуальное занятие", control="Дифференцированный зачёт")
    paper = replace(sample("ru"), years=(("Курс 1", (CurriculumSemester("Семестр 1", (line,), Decimal(5)),)),))
    said = PdfReader(io.BytesIO(render(paper))).pages[0].extract_text()
    assert "Индивидуальное" in said and "Дифференцированный" in said


def test_a_head_stands_on_every_page_and_pages_are_numbered() -> None:
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(render(sample(rows=14)))).pages]
    assert len(pages) > 4
    assert all(f"{n}-бет" in text for n, text in enumerate(pages, 1))
