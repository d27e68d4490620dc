"""Every shipped kind of sheet on paper: its title, its columns, the trilingual headings of domain.md 3."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from core.kinds.shipped import entries
from core.pdf.sheet import render
from core.pdf.words import word
from core.rulebooks import shipped
from core.sheets import plan
from core.sheets.paper import Around, paper
from schemas.base import LANGS, Lang, Ref, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds import Kind, Sort
from schemas.kinds.sheets import ColumnType, SheetKind

KZ = shipped("kz-2022")
KINDS = [k for k in entries() if k.sort is Sort.sheet]
WORD = Ref(id="x", label=Text(kk="Сольфеджио"))
# domain.md 3, the exam sheet, word for word; headings that the kind of sheet itself says are asked of the kind below
HEADINGS = """
| р/с № | № п/п | No. |
| Тегі, аты, әкесінің аты | Фамилия, имя, отчество | Full name |
| 1-аралық бақылау (R1) | Рубежный контроль 1 (Р1) | Midterm 1 (R1) |
| 2-аралық бақылау (R2) | Рубежный контроль 2 (Р2) | Midterm 2 (R2) |
| Жіберу рейтингі | Рейтинг допуска | Admission rating |
| Емтихан, % | Экзамен, % | Exam, % |
| Қорытынды баға, % | Итоговая оценка, % | Final grade, % |
| Әріптік баға | Буквенная оценка | Letter |
| Сандық эквиваленті | Цифровой эквивалент | Points |
| Дәстүрлі баға | Традиционная оценка | Traditional grade |
| Емтихан алушының қолы | Подпись экзаменатора | Examiner’s signature |
"""


def sheet(kind: Kind, heading: Text | None = None) -> GradeSheet:
    """A sheet of a kind with one student whose every column is filled."""
    form = kind.as_body(SheetKind).form().model_copy(update={"heading": heading})
    values = {c.code: "қ" if c.type is ColumnType.text else Decimal(80) for c in form.columns}
    line = SheetLine(student=Ref(id="s", label=Text(kk="Әбенова Қарлығаш")), study="t", number="N1")
    line = plan.line_of(line, values, KZ, True, form)  # type: ignore[arg-type]
    return GradeSheet(
        number="7", kind=kind.code, kind_name=kind.name, form=form, term=WORD, term_code="2026-1", section=WORD,
        discipline=WORD, discipline_code="SOL", credits=Decimal(5), day=date(2026, 12, 20), rules=KZ.id, lines=[line],
        group="Д-21",
    )  # fmt: skip


def text_of(file: bytes) -> str:
    """The words of a file, without what a narrow column breaks them by."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.code)
def test_every_shipped_kind_prints_its_title_its_columns_and_what_is_filled(kind: Kind) -> None:
    lang: Lang = LANGS[KINDS.index(kind) % 3]
    of = sheet(kind)
    made = paper(of, Around(rules={KZ.id: KZ}), lang)
    titles = [c.titles for c in made.columns]
    for column in of.form.columns:
        three = (column.label.get(lang), *(column.label.get(x) for x in LANGS if x != lang))
        assert of.form.summary or tuple(dict.fromkeys(three)) in titles, "the paper's own language first"
    assert all(len(row.cells) == len(made.columns) for row in made.rows)
    said = text_of(render(made))
    for wanted in (kind.name.get(lang), "Әбенова", of.number, *(c.label.get(lang).split()[0] for c in of.form.columns)):
        assert wanted.replace(" ", "") in said, wanted


@pytest.mark.parametrize("lang", LANGS)
def test_a_heading_of_its_own_stands_on_paper_instead_of_the_name(lang: Lang) -> None:
    exam = next(k for k in KINDS if k.code == "exam")
    heading = Text(kk="Қысқы сессия", ru="Зимняя сессия", en="Winter session")
    said = text_of(render(paper(sheet(exam, heading), Around(rules={KZ.id: KZ}), lang)))
    assert heading.get(lang).replace(" ", "") in said and exam.name.get(lang).replace(" ", "") not in said


def test_the_headings_of_an_exam_sheet_are_those_of_the_reference_word_for_word() -> None:
    wanted = [tuple(c.strip() for c in row.strip("| ").split(" | ")) for row in HEADINGS.strip().splitlines()]
    exam = paper(sheet(next(k for k in KINDS if k.code == "exam")), Around(rules={KZ.id: KZ}), "kk")
    found = [*exam.heads[:2], *(c.titles for c in exam.columns if c.titles[0] != "Жіберілді")]
    assert found == wanted
    assert word("points", "en") == "Points"
