"""The supplement: the results that stand and are passed, grouped; many pages with running head; nothing is cut off."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.diplomas.supplement import blocks
from core.pdf.supplement import SupplementBlock, SupplementPaper, SupplementRow, render
from core.pdf.transcript import ScaleRow
from core.pdf.words import Lang
from schemas.base import Ref, Text
from schemas.curriculum import CurriculumLine
from schemas.words import Component, Cycle, LessonKind

LANGS: tuple[Lang, ...] = ("kk", "ru", "en")


def paper(rows: int = 60, lang: Lang = "kk", **other: Any) -> SupplementPaper:
    title = "Музыкалық шығармаларды талдау және орындаушылық тұжырымдама"
    line = SupplementRow(title, "5", "92", "A-", "3.67", "Өте жақсы")
    lines = tuple(replace(line, title=f"{title} {n}") for n in range(rows))
    made = SupplementPaper(
        number="2027-00001", dated=date(2027, 6, 30), diploma="BD 0000001", lang=lang,
        institution=("Үлгі консерваториясы", "Sample Conservatory"), office="Офис-тіркеуші",
        holder="Үлгіева Әсел Қаһарманқызы", student_number="0001", born=date(2005, 5, 17), previous="Аттестат № 1",
        admitted="2023", graduated="2027", programme="6B02115 Дәстүрлі музыка өнері", degree="Өнер бакалавры",
        form="Күндізгі", language="Қазақ", protocol="№ 2027-0012, 10 маусым 2027 ж.", accreditation="IAAR № 1",
        honours=True,
        blocks=(SupplementBlock("Базалық пәндер", lines, "300"),
                SupplementBlock("Қорытынды аттестаттау", (replace(line, note="Тақырыбы: «Күй»"),), "8")),
        credits="240", gpa="3.67", scale=(ScaleRow("A", "4.0", "95–100", "Өте жақсы"),) * 9,
        signatures=(("Ректор", "Ә. Үлгіев"), ("Декан", "Б. Үлгіев"), ("Офис-тіркеуші", "В. Үлгіева")),
    )  # fmt: skip
    return replace(made, **other)


def pages(pdf: bytes) -> list[str]:
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("european", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_many_pages_each_with_a_running_head_and_page_x_of_y(lang: Lang, european: bool) -> None:
    found = pages(render(paper(90, lang, european=european)))
    assert len(found) >= 4
    for n, page in enumerate(found, 1):
        said = {"kk": f"{n}-бет, барлығы {len(found)}", "ru": f"Страница {n} из {len(found)}",
                "en": f"Page {n} of {len(found)}"}[lang]  # fmt: skip
        assert said in page and "Үлгіева Әсел Қаһарманқызы" in page, n
    whole = " ".join(found)
    for value in ("BD 0000001", "6B02115", "Өнер бакалавры", "2023", "Аттестат № 1", "2027-0012", "240", "Тақырыбы"):
        assert value in whole, value
    assert all(f"тұжырымдама {n}" in whole for n in range(90))
    if european:
        assert all(f" {n}. " in f" {whole} " for n in range(1, 9))


def test_a_title_of_three_hundred_letters_stands_whole() -> None:
    title = ("Дәстүрлі әншілік және аспаптық орындаушылық мектептердің тарихы мен теориясы " * 5)[:300].strip()
    long = SupplementBlock("Бейіндеуші пәндер", (SupplementRow(title, "5", "92", "A-", "3.67", "Өте жақсы"),) * 40)
    whole = " ".join(pages(render(paper(1, blocks=(long,)))))
    assert whole.count(title) > 30  # where a page ends between two of its lines, its text is parted
    assert len("".join(whole.split())) >= 40 * len("".join(title.split()))


def test_what_is_not_known_has_no_line_and_the_sample_is_marked() -> None:
    bare = pages(render(paper(1, previous="", born=None, accreditation="", diploma="", sample=True)))[0]
    assert "Алдыңғы" not in bare and "Туған күні" not in bare and "SAMPLE" in bare
    assert "DUPLICATE" in pages(render(paper(1, duplicate="ТЕЛНҰСҚА · ДУБЛИКАТ · DUPLICATE")))[0]
    assert render(paper(), protected=False) == render(paper(), protected=False)


# content --------------------------------------------------------------------------------------------------------------


def line(id: str, cycle: Cycle, lesson: LessonKind = LessonKind.group, semester: int = 1) -> CurriculumLine:
    return CurriculumLine(id=id, semester=semester, discipline=Ref(id=id, label=Text(kk=id)), code=id, cycle=cycle,
                          component=Component.mandatory, credits=Decimal(5), lesson=lesson)  # fmt: skip


def result(discipline: str, n: int = 1, state: str = "passed", apart: str = "", **other: Any) -> dict[str, Any]:
    return {
        "id": f"{discipline}-{apart}-{n}", "discipline": {"id": discipline, "label": {"kk": discipline}},
        "code": discipline, "term": f"2026-{n}", "credits": Decimal(5), "letter": "B", "points": Decimal("3.0"),
        "final_grade": Decimal(80), "traditional": {"kk": "Жақсы"}, "state": state, "replaces": True, "apart": apart,
        "earned": Decimal(5 if state == "passed" and not apart else 0), "source": "", **other,
    }  # fmt: skip


LINES = {x.discipline.id: x for x in (
    line("history", Cycle.general), line("harmony", Cycle.base, semester=2), line("solfeggio", Cycle.base),
    line("teaching", Cycle.profile, LessonKind.practice), line("exam", Cycle.attestation),
)}  # fmt: skip


def test_cycles_practices_course_works_and_attestation_stand_apart() -> None:
    record = [result(x) for x in ("exam", "harmony", "teaching", "history", "solfeggio", "choir", "strange")]
    record.append(result("harmony", apart="course_work"))
    heard = {"exam": {"number": "2027-0012", "form_name": {"kk": "Емтихан", "ru": "Экзамен", "en": "Exam"},
                      "presented": {"works": [{"composer": "Құрманғазы", "title": "Сарыарқа"}]}}}  # fmt: skip
    found = blocks(record, LINES, {"choir": "profile"}, {"choir": {"kk": "choir", "en": "Choir"}}, heard)
    assert [(b["code"], [r["code"] for r in b["rows"]]) for b in found] == [
        ("general", ["history"]), ("base", ["solfeggio", "harmony"]), ("profile", ["choir"]), ("other", ["strange"]),
        ("practices", ["teaching"]), ("works", ["harmony"]), ("attestation", ["exam"]),
    ]  # fmt: skip
    exam, work = found[-1]["rows"][0], found[-2]["rows"][0]
    assert exam["topic"]["en"] == "Құрманғазы — Сарыарқа" and exam["minutes"] == "2027-0012"
    assert work["credits"] == "" and found[-2]["credits"] == "" and "—" in work["title"]["kk"]
    assert found[2]["rows"][0]["title"]["en"] == "Choir", "a language that the record lacks comes from today's name"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(LINES)), st.sampled_from(["passed", "failed", "neutral"])), max_size=20)
)
def test_only_what_stands_and_is_passed_is_printed_once(tries: list[tuple[str, str]]) -> None:
    record = [result(d, n, state) for n, (d, state) in enumerate(tries)]
    found = blocks(record, LINES, {}, {}, {})
    printed = [r["code"] for b in found for r in b["rows"]]
    assert sorted(printed) == sorted({d for d, state in tries if state == "passed"})
    assert sum(Decimal(b["credits"]) for b in found) == 5 * len(printed)
