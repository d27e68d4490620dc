"""The transcript on paper: every letter, every word, the same bytes, and copying forbidden."""

from __future__ import annotations

import hashlib
import io
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions as May

from core.pdf.batch import PaperFailed, render_many
from core.pdf.bench import sample
from core.pdf.fonts import Face, Unprintable, clean, width, wrap
from core.pdf.sheet import SheetColumn, SheetPaper, SheetRow, SheetSign
from core.pdf.sheet import render as render_sheet
from core.pdf.transcript import Row, TermBlock, TranscriptPaper, render
from core.pdf.words import COPY, SAMPLE, Lang, day, number, word

LANGS: tuple[Lang, ...] = ("kk", "ru", "en")
KAZAKH = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
TITLE_300 = (
    "Қазіргі қазақ музыкасының стилистикалық ерекшеліктері мен орындаушылық интерпретация мәселелері: "
    "халықтық-профессионалдық дәстүр, композиторлық шығармашылық, ансамбльдік музыкалаудың теориясы мен "
    "практикасы, педагогикалық репертуарды таңдау ұстанымдары және концерттік бағдарлама құру әдістемесі "
    "(ІІ бөлім)"
)
NAME_120 = (
    "Әл-Мұхаммедғалиева-Константинопольская Александра-Виктория Нұрмағамбетқызы Бейбітшілік Һүррият Ұлпан "
    "Ғайнижамал Өрік"
)


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def packed(text: str) -> str:
    """Without any white space: a wrapped word and a wrapped line read the same."""
    return re.sub(r"\s", "", text)


def with_rows(paper: TranscriptPaper, *rows: Row) -> TranscriptPaper:
    return replace(paper, terms=(TermBlock("2025/2026", tuple(rows), Decimal(5), Decimal("3.5")),))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_every_kazakh_letter_reads_back(lang: Lang, change: Callable[[str], str]) -> None:
    letters = change(KAZAKH)
    paper = with_rows(sample(lang), Row("A 1", letters, Decimal(5)))
    paper = replace(paper, holder=letters, signatures=((letters, letters),), institution=(letters, letters))
    text = packed(text_of(render(paper)))  # the post and the long title wrap
    assert text.count(letters) == 6  # holder, two names of the institution, title, post, name
    assert len(KAZAKH) == 42 and set(letters) <= set(text)


@pytest.mark.parametrize("face", list(Face))
def test_every_face_has_the_letters_and_signs_of_a_paper(face: Face) -> None:
    wanted = KAZAKH + KAZAKH.lower() + "₸№–—«»…•✓’·0123456789" + "ҐЄЇўЎşğıİñŽłə" + "ʻʼ"
    assert clean(wanted, face) == wanted


@pytest.mark.parametrize("face", list(Face))
def test_figures_stand_in_columns(face: Face) -> None:
    assert len({width(digit, face, 8) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_long_name_and_title_wrap_and_lose_nothing(lang: Lang) -> None:
    assert len(TITLE_300) >= 290 and len(NAME_120) >= 110
    paper = with_rows(sample(lang), Row("ӘӨҰҚ-1234", TITLE_300, Decimal(5), "88", "B+", "3.33", note=TITLE_300))
    pdf = render(replace(paper, holder=NAME_120))
    text = packed(text_of(pdf))
    assert text.count(packed(TITLE_300)) == 2  # the title and the note
    assert packed(NAME_120) in text


def test_nothing_is_set_outside_the_margins() -> None:
    paper = with_rows(sample("kk"), *[Row("X" * 30, "Ж" * 300, Decimal(5), note="Ы" * 400) for _ in range(9)])
    pdf = render(replace(paper, holder="Ш" * 120, check_code="W" * 60, notes=("Щ" * 500,), number="9" * 40))
    for page in pypdfium2.PdfDocument(pdf):
        right, top = page.get_size()
        text = page.get_textpage()
        for i in range(text.count_chars()):
            if text.get_text_range(i, 1).strip():
                x1, y1, x2, y2 = text.get_charbox(i)
                assert x1 >= 45 and x2 <= right - 45 and y1 >= 20 and y2 <= top - 30


def test_wrapped_lines_fit_and_keep_every_letter() -> None:
    for room in (4.0, 11.0, 37.5):
        lines = wrap(TITLE_300, Face.SANS, 7.8, room)
        assert packed("".join(lines)) == packed(TITLE_300)
        assert all(width(line, Face.SANS, 7.8) <= room for line in lines)


def test_same_data_same_bytes() -> None:
    first, again = render(sample("kk"), protected=False), render(sample("kk"), protected=False)
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()
    assert render(replace(sample("kk"), gpa=Decimal("3.15")), protected=False) != first
    assert render(replace(sample("kk"), issued_on=date(2026, 11, 24)), protected=False) != first


def test_a_file_is_protected_unless_said_otherwise_and_may_be_printed_not_copied_or_changed() -> None:
    paper = sample("kk")
    reader = PdfReader(io.BytesIO(render(paper)))
    assert reader.is_encrypted
    may = reader.user_access_permissions
    assert may is not None
    assert may & May.PRINT and may & May.PRINT_TO_REPRESENTATION
    for forbidden in (May.EXTRACT, May.MODIFY, May.ADD_OR_MODIFY, May.FILL_FORM_FIELDS, May.ASSEMBLE_DOC):
        assert not may & forbidden
    cipher = reader.trailer["/Encrypt"].get_object()
    assert (cipher["/V"], cipher["/R"]) == (5, 6)  # AES-256
    # The same pages, and no two protected files alike: keys are random, the owner's password is nobody's.
    assert [page.extract_text() for page in reader.pages] == pages_of(render(paper, protected=False))
    assert render(paper) != render(paper)


def test_plain_file_says_so() -> None:
    assert not PdfReader(io.BytesIO(render(sample("kk"), protected=False))).is_encrypted


def test_table_head_and_term_return_on_every_page() -> None:
    rows = tuple(Row(f"K{i:03}", f"Пән {i}", Decimal(1), "70", "C+", "2.33", "жақсы") for i in range(150))
    paper = replace(sample("kk"), terms=(TermBlock("2024/2025 күзгі", rows, Decimal(150), Decimal("2.33")),))
    pages = pages_of(render(paper))
    with_results = [page for page in pages if re.search(r"K\d{3}", page)]
    assert len(with_results) >= 3
    for page in with_results:
        assert "эквивалент" in page and "Дәстүрлі баға" in page and "2024/2025 күзгі" in page
    assert "(жалғасы)" not in with_results[0] and "(жалғасы)" in with_results[1]
    assert re.findall(r"K\d{3}", "".join(pages)) == [f"K{i:03}" for i in range(150)]


@pytest.mark.parametrize("lang", LANGS)
def test_four_years_take_two_pages_each_with_number_code_and_page(lang: Lang) -> None:
    paper = replace(sample(lang), number="2026-000123")
    pages = pages_of(render(paper))
    assert len(pages) == 2
    for n, page in enumerate(pages, start=1):
        assert "2026-000123" in page and paper.check_code in page
        assert {"kk": f"{n}-бет, барлығы 2", "ru": f"Страница {n} из 2", "en": f"Page {n} of 2"}[lang] in page


@pytest.mark.parametrize("lang,gpa,when", [
    ("kk", "3,14", "23 қараша 2026 ж."),
    ("ru", "3,14", "23 ноября 2026 г."),
    ("en", "3.14", "23 November 2026"),
])  # fmt: skip
def test_dates_and_numbers_follow_the_language(lang: Lang, gpa: str, when: str) -> None:
    text = text_of(render(sample(lang)))
    assert f"GPA: {gpa}" in text and when in text
    assert ("3,67" in text) == (lang != "en")


def test_numbers_are_never_rounded_by_the_paper() -> None:
    assert number(Decimal("3.5"), "kk", 2) == "3,50"
    assert number(Decimal("3"), "ru", 2) == "3,00"
    assert number(Decimal("3.335"), "en", 2) == "3.335"
    assert number(Decimal("240"), "kk") == "240" and number(Decimal("2.50"), "kk") == "2,5"
    assert number("4.0", "ru") == "4,0" and number("v1.2.3", "ru") == "v1.2.3"


def test_every_month_has_its_name() -> None:
    for lang in LANGS:
        names = {day(date(2026, month, 1), lang) for month in range(1, 13)}
        assert len(names) == 12


def test_failed_attempt_shows_its_credits_in_brackets_and_says_why() -> None:
    failed = Row("A 1", "Гармония", Decimal(5), "41", "FX", "0.5", "қанағаттанарлықсыз", earned=False)
    text = text_of(render(with_rows(sample("kk"), failed)))
    assert "(5)" in text and "FX" in text and "Жақшадағы кредиттер игерілмеген" in text
    assert "Жақшадағы" not in text_of(render(sample("kk")))


def test_marks_stand_on_every_page() -> None:
    plain = render(sample("kk"))
    assert COPY not in text_of(plain) and SAMPLE not in text_of(plain)
    for page in pages_of(render(replace(sample("kk"), copy=True))):
        assert page.count(COPY) == 2  # at the head and at the foot
    for page in PdfReader(io.BytesIO(render(replace(sample("kk"), sample=True)))).pages:
        assert packed(SAMPLE) in packed(page.extract_text())


def test_student_without_results_and_birth_date_gets_a_paper() -> None:
    paper = replace(sample("ru"), terms=(), gpa=None, born=None, scales=(), signatures=())
    text = text_of(render(paper))
    assert "Результатов пока нет" in text and paper.holder in text


def test_letter_without_glyph_is_refused_and_named() -> None:
    with pytest.raises(Unprintable) as refused:
        render(replace(sample("kk"), holder="李 Әсел"))
    assert refused.value.characters == "李"


def test_invisible_signs_and_line_ends_never_reach_the_paper() -> None:
    assert clean("Ә\u200bсе\u202eл\n\tҚ\u00adызы  и\u0306") == "Әсел Қызы й"


text = st.text(alphabet=KAZAKH + KAZAKH.lower() + "  -/,.()abcXYZ0123456789", min_size=1, max_size=320)
rows = st.lists(st.tuples(text, st.one_of(st.just(""), text)), max_size=70)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=rows, holder=text, lang=st.sampled_from(LANGS))
def test_any_number_of_rows_of_any_length_keeps_every_word(
    rows: list[tuple[str, str]], holder: str, lang: Lang
) -> None:
    paper = replace(
        with_rows(
            sample(lang),
            *[Row(f"N{i:03}", title, Decimal(5), note=note) for i, (title, note) in enumerate(rows)],
        ),
        holder=holder,
    )
    pages = pages_of(render(paper))
    shown = "".join(pages)
    assert re.findall(r"N(\d{3})", shown) == [f"{i:03}" for i in range(len(rows))]
    if len(pages) == 1:
        everything = packed(shown)
        assert packed(holder) in everything
        for title, note in rows:
            assert packed(title + note) in everything
    for part in {part for pair in rows for piece in pair for part in piece.split() if len(part) < 12}:
        assert packed(part) in packed(shown)


def test_row_taller_than_a_page_is_torn_not_lost() -> None:
    long = " ".join(f"сөз{i}" for i in range(3000))
    paper = with_rows(sample("kk"), Row("A 1", long, Decimal(5), note=long), Row("A 2", "Келесі", Decimal(5)))
    pages = pages_of(render(replace(paper, holder=NAME_120 * 6)))
    assert 3 < len(pages) < 30
    shown = " ".join(pages)
    assert [w for w in re.findall(r"сөз\d+", shown) if w == "сөз2999"] == ["сөз2999"] * 2
    assert set(re.findall(r"сөз\d+", shown)) == set(long.split())


def test_qr_on_the_last_page_is_the_address_that_checks_the_paper() -> None:
    paper = sample("kk")
    *others, last = PdfReader(io.BytesIO(render(paper))).pages
    assert not any(page.images for page in others)
    (found,) = last.images
    matrix = segno.make(paper.verify_url, error="m", micro=False).matrix
    picture = found.image.convert("L")
    module = picture.width // (len(matrix) + 8)  # four modules of quiet zone on each side
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            seen = picture.getpixel(((x + 4) * module + module // 2, (y + 4) * module + module // 2))
            assert (seen < 128) == bool(dark)


def test_batch_gives_every_paper_once_the_same_as_one_by_one() -> None:
    papers = [sample("kk", terms=2, n=n) for n in range(9)]
    seen: list[int] = []
    got = dict(render_many(papers, processes=2, progress=seen.append, protected=False))
    assert got == {n: render(paper, protected=False) for n, paper in enumerate(papers)}
    assert seen == list(range(1, 10))


def test_batch_reads_only_a_little_ahead_and_stops_when_told() -> None:
    asked = 0

    def endless() -> Iterator[TranscriptPaper]:
        nonlocal asked
        while True:
            asked += 1
            yield sample("kk", terms=1, n=asked)

    got: list[int] = []
    for index, _ in render_many(endless(), processes=2, stop=lambda: len(got) >= 5):
        got.append(index)
        assert asked <= len(got) + 4
    assert len(got) == 5
    for index, _ in render_many(endless(), processes=1):  # leaving the loop ends the processes as well
        assert index == 0
        break
    assert not [thread for thread in threading.enumerate() if thread.name == "papers" and thread.is_alive()]


def test_batch_names_the_paper_that_cannot_be_set() -> None:
    papers = [sample("kk", terms=1), replace(sample("kk", terms=1), holder="李")]
    with pytest.raises(PaperFailed) as failed:
        list(render_many(papers))
    assert failed.value.index == 1
    assert isinstance(failed.value.cause, Unprintable) and failed.value.cause.characters == "李"


SHEET_KEYS = "midterm_1 midterm_2 admission_rating exam final letter points traditional signature".split()


def exam_sheet(lang: Lang, lines: int) -> SheetPaper:
    row = SheetRow(NAME_120, "2202115017", ("86", "90", "88", "88", "88", "B+", "3.33", "жақсы", ""))
    kinds: dict[str, Any] = {"letter": "letter", "points": "points", "traditional": "word", "signature": "pen"}
    order = [lang, *[x for x in LANGS if x != lang]]
    return SheetPaper(
        number="2026/1-0042",
        date=date(2026, 1, 25),
        lang=lang,
        institution=("Консерватория",),
        office="Офис-тіркеуші",
        title=word("exam_sheet", lang),
        subject=f"KTT 2203 {TITLE_300}",
        facts=(
            (("Факультет", "Халық музыкасы"), ("Бағдарлама", "6B02116 Дәстүрлі музыка өнері"), ("Топ", "ДМ-21")),
            (("Кезең", "2025/2026, күзгі семестр"), ("Оқытушы", "Ә. Үлгіев")),
        ),
        columns=tuple(SheetColumn(tuple(word(k, x) for x in order), kinds.get(k, "mark")) for k in SHEET_KEYS),
        rows=tuple(replace(row, student_number=f"S{n:03}") for n in range(lines)),
        sums=((word("not_admitted", lang), "1"), (word("average", lang), number("87.5", lang))),
        counts=(("A", 3), ("B+", lines - 3)),
        signatures=(
            SheetSign("Емтихан алушы", "Ә. Үлгіев", "қол қойылды"), SheetSign("Тіркеуші", "Қ. Мысалов"),
            SheetSign("Декан", "Һ. Үлгіқызы"),
        ),
        corrections=("2-жол: 86 орнына 88, 2026-01-27 №3 акт",),
        checksum="9f2c" * 16,
    )  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_grade_sheet_shows_head_rows_counts_and_checksum(lang: Lang) -> None:
    paper = exam_sheet(lang, 30)
    pdf = render_sheet(paper, protected=False)
    pages = pages_of(pdf)
    shown = packed("".join(pages))
    assert re.findall(r"S\d{3}", shown) == [f"S{n:03}" for n in range(30)]
    assert packed(TITLE_300) in shown and shown.count(packed(NAME_120)) == 30
    for key in (*SHEET_KEYS, "not_admitted"):
        assert packed(word(key, lang)) in shown
    for other in LANGS:  # headings stand in all three languages where the list begins
        assert packed(word("admission_rating", other)) in packed(pages[0])
    assert all(paper.checksum in page for page in pages)
    assert packed(paper.corrections[0]) in shown and ("87,5" in shown) == (lang != "en")
    assert render_sheet(paper, protected=False) == pdf
    assert PdfReader(io.BytesIO(render_sheet(paper))).is_encrypted
