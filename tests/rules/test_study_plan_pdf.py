"""The individual study plan on paper: every letter, long titles, pages of each student counted apart."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.pdf.study_plan import PlanRow, PlanTerm, StudyPlanPaper, render, render_all
from core.pdf.words import SAMPLE, Lang, word

LANGS: tuple[Lang, ...] = ("kk", "ru", "en")
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
LONG = (
    "Қазіргі қазақ музыкасының стилистикалық ерекшеліктері мен орындаушылық интерпретация мәселелері: "
    "халықтық-профессионалдық дәстүр, композиторлық шығармашылық және ансамбльдік музыкалау"
)


def row(n: int, title: str = "Мамандық (фортепиано)", note: str = "") -> PlanRow:
    return PlanRow(
        f"MAM {n:04d}", title, "БейП, ЖООК", Decimal(6), "Жеке сабақ", "Емтихан", "Оқу жоспары бойынша", note
    )


def sample(lang: Lang = "kk", rows: int = 7, holder: str = "Әбдірахманова Үміт Қайратқызы") -> StudyPlanPaper:
    terms = tuple(
        PlanTerm(f"2026/27, {n}", tuple(row(n * 100 + i) for i in range(rows)), Decimal(6 * rows)) for n in (1, 2)
    )
    return StudyPlanPaper(
        number="220015-2026/27", date=date(2026, 11, 24), lang=lang,
        institution=("Құрманғазы атындағы Қазақ ұлттық консерваториясы", "Казахская национальная консерватория"),
        office="Офис-тіркеуші бөлімі", year="2026/27", holder=holder, programme="6B02101 Аспаптық орындаушылық",
        facts=(("Курс", "3"), ("Топ", "Ф-301"), ("Оқу тілі", "қазақ"), ("Эдвайзер", "Оразбаева С. Т.")),
        terms=terms, credits=Decimal(12 * rows),
        signatures=(("Студент", holder), ("Эдвайзер", "Оразбаева Сәуле"), ("Офис-тіркеуші", "")),
    )  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("lang", LANGS)
def test_a_plan_says_everything_in_its_language(lang: Lang) -> None:
    said = packed("".join(pages(render(sample(lang)))))
    for key in ("study_plan", "discipline", "cycle", "control", "lesson", "basis", "plan_agreed", "year_credits"):
        assert packed(word(key, lang)) in said, key
    assert "ӘбдірахмановаҮмітҚайратқызы" in said and "220015-2026/27" in said
    assert said.count("Кредит:42" if lang == "kk" else "Кредиты:42" if lang == "ru" else "Credits:42") == 2
    assert packed(word("year_credits", lang)) + ":84" in said


def test_every_kazakh_letter_reads_back_and_long_titles_wrap_whole() -> None:
    paper = sample()
    letters = KAZAKH + KAZAKH.lower()
    terms = (PlanTerm("1", (row(1, LONG, note=LONG), row(2, letters)), Decimal(12)),)
    said = packed("".join(pages(render(replace(paper, terms=terms)))))
    assert said.count(packed(LONG)) == 2 and letters in said


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 45), min_size=1, max_size=5))
def test_each_student_of_a_group_has_pages_of_his_own(sizes: list[int]) -> None:
    papers = [sample(("kk", "ru", "en")[n % 3], size, f"Студент Ә{n}") for n, size in enumerate(sizes)]
    found = pages(render_all(papers))
    at = 0
    for paper in papers:
        own = len(pages(render(paper)))
        for n in range(1, own + 1):
            assert word("page", paper.lang).format(n, own) in found[at] and paper.holder in found[at]
            at += 1
    assert at == len(found)


def test_nothing_is_set_outside_the_margins() -> None:
    wild = row(1, "Ж" * 300, "Ы" * 400)
    wild = replace(wild, code="W" * 30, cycle="Щ" * 40, lesson="Ш" * 60, control="Ю" * 60, reason="Ф" * 80)
    paper = replace(sample(), holder="Ш" * 150, number="9" * 40, terms=(PlanTerm("Т" * 200, (wild,) * 9, Decimal(1)),))
    for page in pypdfium2.PdfDocument(render(replace(paper, warning="Қ" * 300))):
        right, top = page.get_size()
        text = page.get_textpage()
        for i in range(text.count_chars()):
            if text.get_text_range(i, 1).strip():
                x1, y1, x2, y2 = text.get_charbox(i)
                assert x1 >= 45 and x2 <= right - 45 and y1 >= 20 and y2 <= top - 30


def test_a_plan_without_disciplines_says_so_and_a_demonstration_is_marked() -> None:
    said = "".join(pages(render(replace(sample("ru", 0), sample=True, warning="Не утверждён"))))
    assert word("no_disciplines", "ru") in said and "Не утверждён" in said and SAMPLE in said


def test_same_plan_same_bytes() -> None:
    assert render(sample(), protected=False) == render(sample(), protected=False)
    assert render(sample(), protected=False) != render(replace(sample(), number="1"), protected=False)
